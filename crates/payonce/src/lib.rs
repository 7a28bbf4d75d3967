//! One SDK for the APIs that AI agents pay with: every failure typed, every retry safe, nothing charged twice.
//!
//! The decisions are `payonce-core`'s; this crate gives them a network, asynchronously or blocking.

mod engine;
mod transport;

pub use engine::{Engine, InFlight, Listener};
pub use payonce_core as core;
pub use payonce_core::{
    Actor, Advice, Error, Evidence, Kind, Notice, Outcome, Payload, Phase, Provider, Reference, Safety,
    Secret, Success,
};
