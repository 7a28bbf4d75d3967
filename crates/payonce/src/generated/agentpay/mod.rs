//! AgentPay.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

pub mod calls;
mod client;
mod types;

pub use client::{Client, ClientBuilder};
pub use types::*;
