//! AgenticPencil.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

mod client;
mod params;
mod types;

pub use client::{Client, ClientBuilder, resources};
pub use params::*;
pub use types::*;
