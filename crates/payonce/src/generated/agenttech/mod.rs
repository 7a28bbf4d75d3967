//! AgentTech Pay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

mod client;
mod params;
mod types;

pub use client::{Client, ClientBuilder, PublicClient, PublicClientBuilder};
pub use params::*;
pub use types::*;
