//! The tests of the crate's public interface, in one program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the helpers are outside of a #[test], and only tests call them"
)]

mod acme_pay;
#[cfg(feature = "axum")]
mod axum_responses;
mod gallery;
mod handling_snippets;
mod journal;
#[cfg(all(unix, feature = "journal-postgres", feature = "journal-redis"))]
mod journal_killed;
#[cfg(all(feature = "journal-postgres", feature = "journal-redis"))]
mod journal_prepared;
#[cfg(all(feature = "journal-postgres", feature = "journal-redis"))]
mod journal_servers;
mod journal_vectors;
mod killed_process;
mod listener;
mod odd_names;
mod operations;
mod own_client;
mod own_process;
mod provider_codegen;
mod proxies;
mod sandbox;
mod scratch;
mod simulator;
mod tls_provider;
mod tls_trust;
#[cfg(feature = "tracing")]
mod tracing_spans;
mod vectors;
mod vendor_pages;
