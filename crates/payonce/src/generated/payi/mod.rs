//! Pay-i.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

pub mod calls;
mod client;
pub mod resources;
mod types;

pub use client::{Client, ClientBuilder};
pub use types::*;
