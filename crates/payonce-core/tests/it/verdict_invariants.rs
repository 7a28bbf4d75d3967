//! What holds for every verdict.

use payonce_core::{Advice, ErrorPayload, Outcome, Safety};
use serde_json::Value;

/// What no verdict may break, whatever it was made from.
pub(crate) fn assert_sound(payload: &ErrorPayload, safety: Safety, what: &str) {
    let repeatable = matches!(safety, Safety::Read | Safety::Idempotent | Safety::Keyed);
    if !repeatable && payload.outcome == Outcome::Unknown {
        assert!(!payload.retryable, "{what}: {safety} is retryable with an unknown outcome");
    }
    if safety == Safety::Read {
        assert_eq!(payload.outcome, Outcome::NotApplied, "{what}: a read took effect");
    }
    if payload.retryable {
        assert!(matches!(payload.advice, Advice::Retry | Advice::Wait), "{what}: {:?}", payload.advice);
    }
    match payload.outcome {
        Outcome::Unknown | Outcome::Pending => {
            assert!(matches!(payload.respond_status, 502 | 503), "{what}: {}", payload.respond_status);
        }
        Outcome::Applied => assert!(!payload.retryable && payload.advice == Advice::Stop, "{what}"),
        Outcome::NotApplied => {}
    }
    assert!(
        [400, 401, 402, 403, 404, 409, 429, 500, 502, 503].contains(&payload.respond_status),
        "{what}: {}",
        payload.respond_status
    );
    assert!(!payload.class.is_empty() && !payload.message.is_empty(), "{what}: an empty class or message");
    assert!(payload.doc.starts_with(payload.provider.as_str()), "{what}: {}", payload.doc);
    assert_plain(&payload.user_message, what);
    let text = serde_json::to_string(payload).unwrap();
    assert_eq!(
        &serde_json::from_str::<ErrorPayload>(&text).unwrap(),
        payload,
        "{what}: does not come back from JSON"
    );
}

/// A text for end users: words, no code, no id, no amount.
pub(crate) fn assert_plain(text: &str, what: &str) {
    assert!(!text.is_empty(), "{what}: no text for end users");
    let technical =
        |c: char| c.is_ascii_digit() || matches!(c, '_' | '{' | '}' | '`' | '"' | '/' | '<' | '=');
    assert!(!text.contains(technical), "{what}: {text:?} is not for end users");
}

/// Every text in a value.
pub(crate) fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(members) => members.values().for_each(|member| texts(member, into)),
        _ => {}
    }
}
