//! The tests of the command `payonce`, in one program: a module for each subcommand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers are outside of a #[test], and only tests call them"
)]

mod codegen;
mod codes;
mod demo;
mod draft;
mod explain;
mod journal;
mod lookup;
mod manual;
mod payonce_command;
mod provider;
#[cfg(unix)]
mod sandbox;
mod try_call;
