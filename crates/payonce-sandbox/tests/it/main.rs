//! The tests of the simulator, in one program: its providers, its faults, its control interface and its layers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers are outside of a #[test], and only tests call them"
)]

mod agenticpencil;
mod agentpay;
mod agenttech;
mod agentwallex;
mod control;
mod dashboard;
mod faults;
mod http2;
mod layers;
mod payi;
mod plain_client;
mod provider_file;
mod service_faults;
mod wire_faults;
