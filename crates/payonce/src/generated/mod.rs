//! The typed clients.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

pub mod agenticpencil;
pub mod agentpay;
pub mod agenttech;
pub mod agentwallex;
pub(crate) mod blocking;
pub mod payi;
