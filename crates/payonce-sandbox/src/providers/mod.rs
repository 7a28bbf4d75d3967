//! The simulated services: five that are built in, and those of provider files.

mod agenticpencil;
mod agentpay;
mod agenttech;
mod agentwallex;
mod dispatch;
mod envelope;
mod from_file;
mod payi;

pub(crate) use dispatch::{Providers, Route, credentials, refusal};
pub(crate) use envelope::{challenge, error};
