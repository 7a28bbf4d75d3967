//! Any response of any provider to any operation: no panic, no retry that could take effect twice, and a payload that reads
//! back as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payonce_core::{
    Context, ErrorPayload, Headers, Outcome, Provider, Received, Response, Safety, classify,
};
use serde_json::Value;

/// Header fields that the classification reads.
const FIELDS: [&str; 8] = [
    "content-type",
    "content-encoding",
    "retry-after",
    "x-should-retry",
    "x-request-id",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "location",
];

fuzz_target!(|input: (u8, u8, u16, Vec<(u8, String)>, &[u8])| {
    let (provider, operation, status, fields, body) = input;
    let provider = Provider::BUILT_IN[usize::from(provider) % Provider::BUILT_IN.len()];
    let operations = provider.spec().operations;
    let operation = operations.get(usize::from(operation) % (operations.len() + 1));
    let headers: Headers =
        fields.into_iter().map(|(name, value)| (FIELDS[usize::from(name) % FIELDS.len()], value)).collect();
    let response = Response { status: 100 + status % 500, headers, body: body.to_vec() };
    let context =
        Context { operation, unix_ms: 1_700_000_000_000, max_body: 1 << 20, ..Context::new(provider) };
    let safety = context.safety();
    let Some(error) = classify(&context, &Received::Response(response.clone())) else {
        assert!((200..300).contains(&response.status), "{response:?}");
        return;
    };
    let payload = error.payload();
    if safety == Safety::Read {
        assert_eq!(payload.outcome, Outcome::NotApplied, "{response:?}");
    }
    if matches!(safety, Safety::Unkeyed | Safety::Reconcilable) && payload.outcome == Outcome::Unknown {
        assert!(!payload.retryable, "{response:?}");
    }
    if matches!(payload.outcome, Outcome::Unknown | Outcome::Pending) {
        assert!(payload.respond_status >= 500, "{response:?}");
    }
    let Value::Object(members) = payload.to_value() else { panic!("a payload is an object") };
    assert_eq!(ErrorPayload::read(&members).as_ref(), Ok(payload));
});
