//! The typed clients.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

#[cfg(feature = "agenticpencil")]
pub mod agenticpencil;
#[cfg(feature = "agentpay")]
pub mod agentpay;
#[cfg(feature = "agenttech")]
pub mod agenttech;
#[cfg(feature = "agentwallex")]
pub mod agentwallex;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod details;
#[cfg(feature = "payi")]
pub mod payi;
