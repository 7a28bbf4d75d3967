//! What holds for every response, however hostile.

use payonce_core::{
    Context, Error, Headers, Provider, Received, Redactor, Response, Safety, Secret, classify,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::verdict_invariants::{assert_sound, texts};

/// Names and values on which some provider's reader turns.
const NAMES: &[&str] = &[
    "code",
    "type",
    "message",
    "error",
    "details",
    "retry_after",
    "success",
    "status",
    "is_valid",
    "invalid_reason",
    "error_code",
    "error_message",
    "statusCode",
    "xproxy_error",
    "xproxy_result",
    "limits",
    "state",
    "request_id",
    "blocked_limit_ids",
    "ingest_count",
    "errors",
    "item_index",
    "rule",
    "policy",
    "meta",
    "data",
    "id",
    "hash",
    "intent_id",
    "ledger_id",
    "x",
];
const TEXTS: &[&str] = &[
    "",
    " ",
    "error",
    "failed",
    "bocked_external",
    "provider_error",
    "limit_reached",
    "PARTIAL_SETTLEMENT",
    "EXPIRED",
    "INSUFFICIENT_FUNDS",
    "OUTSTANDING",
    "OUTS",
    "outßtanding",
    "policy_violation",
    "payment intent not found",
    "bearer bearer bearer ",
    "Bearer \u{0}",
    "ap_",
    "\u{202e}\u{feff}é😀",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (any::<i32>(), 0..9_i32).prop_map(|(digits, places)| json!(f64::from(digits) / 10_f64.powi(places))),
        proptest::sample::select(TEXTS).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((proptest::sample::select(NAMES), inner), 0..7).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

fn any_headers() -> impl Strategy<Value = Headers> {
    let name = proptest::sample::select(
        &[
            "retry-after",
            "Retry-After-Ms",
            "date",
            "X-RateLimit-Remaining",
            "x-ratelimit-reset",
            "RateLimit",
            "x-should-retry",
            "x-request-id",
            "content-type",
        ][..],
    );
    let value = prop_oneof![
        "[0-9]{1,22}(\\.[0-9]{1,22})?",
        proptest::sample::select(
            &["true", "false", "-1", "NaN", "Tue, 14 Nov 2023 22:13:30 GMT", "\"a\";r=0;t=9"][..]
        )
        .prop_map(str::to_owned),
        ".{0,20}",
    ];
    proptest::collection::vec((name, value), 0..6).prop_map(|fields| fields.into_iter().collect())
}

fn any_context() -> impl Strategy<Value = Context> {
    let provider = proptest::sample::select(Provider::BUILT_IN);
    let safety = proptest::option::of(proptest::sample::select(Safety::ALL));
    (provider, safety, any::<proptest::sample::Index>(), any::<bool>(), any::<u64>()).prop_map(
        |(provider, safety, at, earlier_unknown, unix_ms)| {
            let operations = provider.spec().operations;
            let operation = operations.get(at.index(operations.len() + 1));
            Context { operation, safety, earlier_unknown, unix_ms, ..Context::new(provider) }
        },
    )
}

/// What a hostile server may put a key into.
fn echoed(secret: &str, value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(format!("{text} {secret}{text}")),
        Value::Array(items) => items.iter().map(|item| echoed(secret, item)).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), echoed(secret, value)));
            let own: Map<String, Value> = [(secret.to_owned(), json!(secret))].into_iter().collect();
            Value::Object(members.chain(own).collect())
        }
        other => other.clone(),
    }
}

/// The methods of an error, and the payload that is made later, say what a payload says that is made at once.
fn assert_same_at_once(context: &Context, received: &Received, error: &Error) {
    let context = Context { wants_payload: true, ..context.clone() };
    let at_once = classify(&context, received).unwrap().into_payload();
    assert_eq!(
        (error.class(), error.class_index(), error.is_refusal(), error.category(), error.user_message()),
        (
            at_once.class.as_str(),
            at_once.class_index(),
            at_once.is_refusal(),
            at_once.category.as_deref(),
            at_once.user_message.as_str()
        )
    );
    assert_eq!(error.payload(), &at_once);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_response_has_a_consistent_verdict(
        context in any_context(), status in 0_u16..=1100, headers in any_headers(), body in any_json(),
    ) {
        let received = Received::Response(Response { status, headers, body: body.to_string().into_bytes() });
        if let Some(error) = classify(&context, &received) {
            assert_sound(error.payload(), context.safety(), &format!("{status} {body}"));
            assert_eq!(error.status(), Some(status));
            assert_same_at_once(&context, &received, &error);
        } else {
            prop_assert!((200..300).contains(&status));
        }
    }

    #[test]
    fn any_bytes_have_a_consistent_verdict(
        context in any_context(), status in 100_u16..=999, bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let received = Received::Response(Response { status, headers: Headers::new(), body: bytes });
        if let Some(error) = classify(&context, &received) {
            assert_sound(error.payload(), context.safety(), "bytes");
            assert_same_at_once(&context, &received, &error);
        }
    }

    #[test]
    fn a_key_that_the_server_echoes_never_shows(
        context in any_context(), status in 200_u16..=599, body in any_json(),
        secret in proptest::sample::select(&["planted-secret-77", "pl/nt+d=secret==", "pl\"nted\\secret"][..]),
    ) {
        let forms = [
            secret.to_owned(),
            format!("Bearer {secret}"),
            base64::Engine::encode(&base64::engine::general_purpose::STANDARD, secret),
            percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string(),
        ];
        for form in &forms {
            let mut headers = Headers::new();
            headers.push("x-request-id", form.clone());
            let context = Context { redactor: Redactor::new([&Secret::new(secret)]), ..context.clone() };
            let text = echoed(form, &body).to_string();
            for body in [text.clone(), format!("the key {form} is wrong"), text.replace('/', "\\/")] {
                let response = Response { status, headers: headers.clone(), body: body.into_bytes() };
                let Some(error) = classify(&context, &Received::Response(response)) else { continue };
                let payload = serde_json::to_value(error.payload()).unwrap();
                let mut shown = vec![format!("{error}"), format!("{error:?}")];
                texts(&payload, &mut shown);
                let in_json = json!(secret).to_string();
                for form in forms.iter().map(String::as_str).chain([in_json.trim_matches('"')]) {
                    let bare = form.trim_end_matches('=');
                    prop_assert!(!shown.iter().any(|text| text.contains(bare)), "{:?} shows {}", shown, form);
                    prop_assert!(!payload.to_string().contains(bare), "a name shows {}", form);
                }
            }
        }
    }
}
