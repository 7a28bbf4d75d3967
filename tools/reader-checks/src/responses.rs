//! Responses, messages and events of providers.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use payonce_core::webhook::verify;
use payonce_core::{
    Context, Error, ErrorPayload, Headers, Kind, Outcome, Provider, Received, Response, Safety, Secret,
    classify as classify_received, classify_message,
};
use serde_json::Value;
use sha2::Sha256;

use crate::input::{fields, line, received};

const NOW_MS: u64 = 1_700_000_000_000;

/// The context that the words of a line name: provider, operation, safety.
pub(crate) fn context(words: &str) -> Context {
    let mut words = words.split(' ');
    let mut next = || words.next().unwrap_or_default();
    let provider = next().parse().unwrap_or(Provider::AGENTWALLEX);
    let operation = provider.operation(next());
    Context {
        operation,
        safety: next().parse().ok(),
        unix_ms: NOW_MS,
        max_body: 1 << 20,
        ..Context::new(provider)
    }
}

/// A line with provider, operation and safety, then a response: no panic, no retry that could take effect twice, and a payload
/// that reads back as it was.
pub(crate) fn classify(bytes: &[u8]) {
    let (words, response) = line(bytes);
    let context = context(&words);
    let received = received(response);
    match classify_received(&context, &received) {
        Some(error) => {
            assert_sound(&error, context.safety());
            let at_once = classify_received(&Context { wants_payload: true, ..context }, &received);
            assert_eq!(at_once.as_ref().map(Error::payload), Some(error.payload()));
        }
        None => {
            let Received::Response(response) = received else { panic!("a failure is an error") };
            assert!((200..300).contains(&response.status), "{}", response.status);
        }
    }
}

/// A line with provider, operation and safety, then a message that came without HTTP.
pub(crate) fn message(bytes: &[u8]) {
    let (words, body) = line(bytes);
    let context = context(&words);
    if let Ok(Some(error)) = classify_message(&context, body) {
        // A tool that passes an error on may have called anything for a read.
        let safety = if context.safety() == Safety::Read { Safety::Idempotent } else { context.safety() };
        assert_sound(&error, safety);
    }
}

fn assert_sound(error: &Error, safety: Safety) {
    let payload = error.payload();
    if safety == Safety::Read {
        assert_eq!(payload.outcome, Outcome::NotApplied, "{payload:?}");
    }
    if matches!(safety, Safety::Unkeyed | Safety::Reconcilable) && payload.outcome == Outcome::Unknown {
        assert!(!payload.retryable, "{payload:?}");
    }
    if matches!(payload.outcome, Outcome::Unknown | Outcome::Pending) {
        assert!(payload.respond_status >= 500, "{payload:?}");
    }
    let Value::Object(members) = payload.to_value() else { panic!("a payload is an object") };
    assert_eq!(ErrorPayload::read(&members).as_ref(), Ok(payload));
}

const YEAR_MS: u64 = 366 * 24 * 60 * 60 * 1000;

/// A line with a time in milliseconds since 1970, header fields, and a body: a wait is at most a year, and never shorter than the
/// whole seconds that a field beside it asks for.
pub(crate) fn retry_after(bytes: &[u8]) {
    let (words, rest) = line(bytes);
    let (headers, body) = fields(rest);
    for provider in Provider::BUILT_IN.iter().copied() {
        let context = Context { unix_ms: words.parse().unwrap_or(NOW_MS), ..Context::new(provider) };
        let asked = |headers: Headers| {
            let response = Response { status: 429, headers, body: body.clone() };
            let error = classify_received(&context, &Received::Response(response)).expect("429 is an error");
            (error.kind(), error.payload().retry_after_ms)
        };
        let (_, wait) = asked(headers.clone());
        assert!(wait.is_none_or(|wait| wait <= YEAR_MS), "{wait:?}");
        // Milliseconds say the same more exactly.
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("retry-after-ms")) {
            let with: Headers = headers.iter().chain([("retry-after", "7")]).collect();
            let (kind, wait) = asked(with);
            // The code in a body can say that no wait helps.
            assert!(kind != Kind::RateLimited || wait >= Some(7_000), "{provider}");
        }
    }
}

const SECRET: &str = "whsec_fuzz_000000000000";
const OTHER: &str = "whsec_other_00000000000";

/// A signature header in the first line, then a body: nothing is accepted that the secret did not sign. `\u{1}` represents the
/// digest of the body, which no fuzzer can guess, and `\u{2}` for the digest with a time before the body.
pub(crate) fn webhook(bytes: &[u8]) {
    let (header, body) = line(bytes);
    let digest = |signed: &[&[u8]]| -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length is a key");
        signed.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let of_body = digest(&[body]);
    let with_time = digest(&[b"1700000000.", body]);
    let signature = header.replace('\u{1}', &of_body).replace('\u{2}', &with_time);
    let verified = verify(&Secret::new(SECRET), &signature, body, NOW_MS, Duration::from_secs(300));
    if verified.is_ok() {
        assert!(header.contains(['\u{1}', '\u{2}']), "{header:?}");
    }
    let of_another = verify(&Secret::new(OTHER), &signature, body, NOW_MS, Duration::MAX);
    assert!(of_another.is_err(), "{header:?}");
}

/// Whether the response says that the operation certainly had no effect.
pub(crate) fn proves_no_effect(context: &Context, received: &Received) -> bool {
    match classify_received(context, received) {
        Some(error) => error.outcome() == Outcome::NotApplied,
        None => false,
    }
}
