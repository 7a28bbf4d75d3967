//! Any wait that a provider may ask for, in header fields and in the body: no panic, and never more than a year.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payonce_core::{Context, Headers, Provider, Received, Response, classify};
use serde_json::json;

const YEAR_MS: u64 = 366 * 24 * 60 * 60 * 1000;
const FIELDS: [&str; 7] = [
    "retry-after",
    "retry-after-ms",
    "date",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "ratelimit",
    "ratelimit-reset",
];
const MEMBERS: [&str; 3] = ["retry_after", "retryAfter", "retryAfterMs"];

fuzz_target!(|input: (Vec<(u8, String)>, u8, String, u64)| {
    let (fields, member, in_body, unix_ms) = input;
    let headers: Headers = fields
        .iter()
        .map(|(name, value)| (FIELDS[usize::from(*name) % FIELDS.len()], value.as_str()))
        .collect();
    let body = json!({ MEMBERS[usize::from(member) % MEMBERS.len()]: in_body }).to_string().into_bytes();
    let context = Context { unix_ms, ..Context::new(Provider::AGENTPAY) };
    let asked = |headers: &Headers, body: &[u8]| {
        let response = Response { status: 429, headers: headers.clone(), body: body.to_vec() };
        let error = classify(&context, &Received::Response(response)).expect("429 is an error");
        error.payload().retry_after_ms
    };
    let wait = asked(&headers, &body);
    assert!(wait.is_none_or(|wait| wait <= YEAR_MS), "{wait:?}");
    // Never earlier than asked: whole seconds beside everything else hold, unless milliseconds say the same more exactly.
    if !headers.iter().any(|(name, _)| name == "retry-after-ms") {
        let with = headers.iter().chain([("retry-after", "7")]).collect();
        assert!(asked(&with, &body) >= Some(7_000), "{with:?}");
    }
});
