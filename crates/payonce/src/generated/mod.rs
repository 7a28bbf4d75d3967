//! The typed clients.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

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
