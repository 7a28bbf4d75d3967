//! Move [pay] `x.

// Written by `payonce provider codegen`; change the provider file and run it again.

#![allow(
    clippy::all,
    dead_code,
    non_snake_case,
    unreachable_pub,
    unused_imports,
    reason = "the names are the provider's, and a program uses a part of its client"
)]

pub mod calls;
mod client;
mod provider_file;
pub mod resources;
mod types;

pub use client::EnvironmentOption;
pub use client::{Client, ClientBuilder};
pub use provider_file::provider;
pub use types::*;

payonce::typed::if_blocking! {
    /// Made by [`ClientBuilder::build_blocking`].
    pub type BlockingClient = Client<payonce::blocking::UntypedClient>;
}
