//! Runs one hot path a given number of times. `cargo xtask bench --instructions` counts what a run costs.
#![allow(clippy::print_stdout, clippy::panic, reason = "a program that reports on its terminal")]

use std::hint::black_box;

use payonce_core::{Context, Headers, Provider, Received, Response, classify, ffi};
use serde_json::Value;

const REFUSAL: &[u8] = br#"{"code":"policy_violation","type":"invalid_request_error","message":"transaction exceeds the daily limit","rule":"daily_limit"}"#;
const LIMIT: &[u8] = br#"{"statusCode":400,"message":"limit reached","xproxy_error":{"code":"limit_reached","message":"blocked"}}"#;
const PAGE: &[u8] = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";

/// A path with the name that the program takes as its argument.
type Path = (&'static str, fn());

const PATHS: &[Path] = &[
    ("by_hand", || {
        let body: Value = serde_json::from_slice(black_box(REFUSAL)).unwrap_or_default();
        black_box(body.get("rule").and_then(Value::as_str).map(ToOwned::to_owned));
    }),
    ("classify_refusal", || classified(Provider::AGENTWALLEX, "payments.send", 400, REFUSAL)),
    ("classify_limit", || classified(Provider::PAYI, "ingest.units", 400, LIMIT)),
    ("classify_page", || classified(Provider::AGENTWALLEX, "payments.send", 502, PAGE)),
    ("record_of_refusal", || {
        let error = received(Provider::AGENTWALLEX, "payments.send", 400, REFUSAL, true);
        black_box(error.map(|error| ffi::record(error, ffi::CaseStyle::Camel)));
    }),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        PATHS.iter().for_each(|(name, _)| println!("{name}"));
        return Ok(());
    };
    let times: u32 = arguments.next().ok_or("takes a path and how often to run it")?.parse()?;
    let (_, path) = PATHS.iter().find(|(known, _)| *known == name).ok_or("there is no such path")?;
    (0..times).for_each(|_| path());
    Ok(())
}

fn classified(provider: Provider, operation: &str, status: u16, body: &[u8]) {
    match received(provider, operation, status, body, false) {
        Some(error) => drop(black_box(error)),
        None => panic!("a refusal was taken for a success"),
    }
}

fn received(
    provider: Provider,
    operation: &str,
    status: u16,
    body: &[u8],
    wants_payload: bool,
) -> Option<payonce_core::Error> {
    let headers: Headers =
        [("content-type", "application/json"), ("x-request-id", "req_1")].into_iter().collect();
    let received = Received::Response(Response { status, headers, body: black_box(body).to_vec() });
    let context =
        Context { operation: provider.operation(operation), wants_payload, ..Context::new(provider) };
    classify(&context, &received)
}
