//! Checks of the readers of foreign bytes: each takes any bytes, and panics if its reader breaks a promise.
//!
//! The targets in `fuzz` hand over the inputs that libFuzzer invents, and a test of this crate those that are kept in
//! `fuzz/corpus`. The inputs are texts that a person can write; [`input`] describes their form.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic is how a check reports a broken promise"
)]

mod calls;
mod challenges;
mod errors;
mod files;
mod input;
mod journals;
mod pasted;
mod responses;
mod secrets;
mod simulator;
mod texts;

/// A check by the name of its fuzz target.
pub type Check = (&'static str, fn(&[u8]));

/// All checks.
pub const CHECKS: &[Check] = &[
    ("json", texts::json),
    ("redaction", secrets::redaction),
    ("classify", responses::classify),
    ("message", responses::message),
    ("retry_after", responses::retry_after),
    ("webhook", responses::webhook),
    ("call", calls::call),
    ("client_options", calls::client_options),
    ("challenge", challenges::challenge),
    ("journal_row", journals::journal_row),
    ("error_payload", errors::error_payload),
    ("pasted", pasted::pasted),
    ("provider_file", files::provider_file),
    ("openapi", files::openapi),
    ("fault_plan", simulator::fault_plan),
    ("http_request", simulator::http_request),
    ("simulator", simulator::simulator),
];

/// Runs the check of this name on the bytes.
///
/// # Panics
/// The reader broke a promise, or there is no such check.
pub fn run(name: &str, bytes: &[u8]) {
    let check = CHECKS.iter().find(|(known, _)| *known == name);
    let (_, check) = check.unwrap_or_else(|| panic!("there is no check {name}"));
    check(bytes);
}
