//! The tests of what the core offers to its drivers, in one program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers are outside of a #[test], and only tests call them"
)]

mod any_provider_file;
mod arbitrary_responses;
mod argument_names;
mod broken_provider_files;
mod call_schedules;
mod call_states;
mod call_vectors;
mod challenge;
mod challenge_vectors;
mod classify_request;
mod classify_vectors;
mod consistent_after;
mod declarations;
mod document_links;
mod enclosed_errors;
mod environment_variables;
mod error_tables;
mod explain;
mod finished_calls;
mod gallery;
mod idempotency_keys;
mod journal_schedules;
mod journal_store;
mod json_reader;
mod languages;
mod layers;
mod no_entropy;
mod paid_once;
mod provider_file;
mod rate_limit;
mod reconcile;
mod reference_search;
mod secret_fields;
mod verdict_invariants;
mod wallet_payment;
mod webhook_vectors;
