//! The five simulated services.

mod agenticpencil;
mod agentpay;
mod agenttech;
mod agentwallex;
mod dispatch;
mod envelope;
mod payi;

pub(crate) use dispatch::{Providers, Route, credentials, refusal};
pub(crate) use envelope::{challenge, error};
