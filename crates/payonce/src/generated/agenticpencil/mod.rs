//! AgenticPencil.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

pub mod calls;
mod client;
pub mod resources;
mod types;

pub use client::{Client, ClientBuilder};
pub use types::*;
