//! What another protocol wraps around a provider's response, and what comes back of an error that payonce passed on.

use std::collections::HashSet;

use payonce_core::render::Audience;
use payonce_core::{
    Context, Error, ErrorPayload, Outcome, Provider, Received, Response, classify, classify_message, ffi,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use vector_server::{Cases, vectors_folder};

const REFUSAL: &str = r#"{"code":"policy_violation","message":"no"}"#;

fn context() -> Context {
    Context {
        operation: Provider::AGENTWALLEX.operation("payments.send"),
        ..Context::new(Provider::AGENTWALLEX)
    }
}

fn of_message(message: &Value) -> Option<Error> {
    classify_message(&context(), message.to_string().as_bytes()).unwrap()
}

fn tool(text: &str) -> Value {
    json!({"content": [{"type": "text", "text": text}], "isError": true})
}

/// The errors of the vectors, as their providers' contexts made them: one of each verdict and code, and none that is long.
fn errors() -> Vec<ErrorPayload> {
    let cases = Cases::load(&vectors_folder()).unwrap().classify;
    let verdicts = cases.iter().filter_map(|case| {
        let (request, body) = case.request();
        ffi::classify_json(case.provider.parse().unwrap(), &request.to_string(), &body).unwrap()
    });
    let mut seen = HashSet::new();
    let mut payloads: Vec<ErrorPayload> = verdicts.map(Error::into_payload).collect();
    payloads.retain(|payload| {
        payload.to_value().to_string().len() < 10_000
            && seen.insert(format!(
                "{} {:?} {} {}",
                payload.doc,
                payload.code,
                verdict(payload),
                payload.actor
            ))
    });
    assert!(payloads.len() > 200, "{}", payloads.len());
    payloads
}

/// The members that say what happened and what to do.
fn verdict(payload: &ErrorPayload) -> Value {
    json!([
        payload.outcome,
        payload.advice,
        payload.retryable,
        payload.retry_after_ms,
        payload.respond_status
    ])
}

/// What this audience may know of the verdict: what the form itself says.
fn shown(payload: &ErrorPayload, audience: Audience) -> Value {
    let tool = payload.to_mcp(audience);
    let facts: Value =
        serde_json::from_str(tool.pointer("/content/1/text").and_then(Value::as_str).unwrap()).unwrap();
    json!([facts.get("outcome"), facts.get("advice"), facts.get("retryable"), facts.get("retry_after_ms")])
}

#[test]
fn an_error_in_json_form_comes_back_as_it_was() {
    for mut payload in errors() {
        let data = payload.to_value();
        // Without the writer's key, an unknown outcome is not safe to repeat here.
        let was_safe = payload.retryable && payload.outcome == Outcome::Unknown;
        for message in [
            data.clone(),
            json!({"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "m", "data": data}}),
            json!({"code": -32000, "message": "m", "data": data}),
            json!({"content": [], "structuredContent": data, "isError": true}),
            tool(&data.to_string()),
        ] {
            let found = of_message(&message).unwrap();
            if was_safe {
                assert!(!found.is_retryable() && found.outcome() == Outcome::Unknown, "{message}");
                continue;
            }
            // These are derived from the rest, and are not part of what the writer decided.
            payload.phase = found.payload().phase;
            payload.class.clone_from(&found.payload().class);
            payload.doc.clone_from(&found.payload().doc);
            payload.attempts = payload.attempts.or(found.payload().attempts);
            payload.operation = payload.operation.or_else(|| Some("payments.send".to_owned()));
            assert_eq!(verdict(found.payload()), verdict(&payload), "{message}");
            assert_eq!(found.payload().kind, payload.kind, "{message}");
            assert_eq!(found.payload().code, payload.code, "{message}");
            assert_eq!(found.payload().reference, payload.reference, "{message}");
            assert_eq!(found.payload().user_message, payload.user_message, "{message}");
            assert_eq!(found.payload().message, payload.message, "{message}");
        }
    }
}

#[test]
fn a_form_that_payonce_rendered_comes_back_with_its_verdict() {
    for payload in errors() {
        for audience in [Audience::Public, Audience::Owner] {
            let problem = payload.to_problem_response(audience);
            let response = payload.to_response(audience);
            let over_http = |status: u16, body: &Value| {
                let body = body.to_string().into_bytes();
                let response = Response { status, body, ..Response::default() };
                classify(&context(), &Received::Response(response))
            };
            let forms = [
                of_message(&payload.to_mcp(audience)),
                of_message(&payload.to_mcp_structured(audience)),
                of_message(&json!({"jsonrpc": "2.0", "id": 1, "result": payload.to_mcp(audience)})),
                over_http(problem.status, &problem.body),
                over_http(response.status, &response.body),
            ];
            for found in forms {
                let found = found.unwrap();
                let again = shown(found.payload(), audience);
                let was = shown(&payload, audience);
                if payload.retryable && payload.outcome == Outcome::Unknown {
                    assert_eq!(found.outcome(), Outcome::Unknown);
                    assert!(!found.is_retryable());
                } else {
                    assert_eq!(again, was, "{payload:?}");
                }
                assert_eq!(found.outcome(), payload.outcome, "{payload:?}");
                // A 402 asks for a payment, which only a call without an effect may do.
                assert!(found.payload().respond_status != 402 || found.outcome() == Outcome::NotApplied);
            }
        }
    }
}

#[test]
fn a_text_that_only_looks_like_json_proves_nothing() {
    for text in [
        "{",
        "{}",
        "[]",
        "{\"code\":",
        "{\"code\": \"policy_violation\"} and more",
        "\"policy_violation\"",
        "policy_violation",
        "[{\"code\": \"policy_violation\"}]",
        "null",
        "",
        " ",
        "{'code': 'policy_violation'}",
    ] {
        let error = of_message(&tool(text)).unwrap();
        assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Unknown, false), "{text}");
    }
}

#[test]
fn layers_are_opened_to_a_limit() {
    let mut message = serde_json::from_str::<Value>(REFUSAL).unwrap();
    for layers in 1..=200 {
        message = if layers % 2 == 0 {
            json!({"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "m", "data": message}})
        } else {
            json!({"content": [], "structuredContent": message, "isError": true})
        };
        let error = of_message(&message).unwrap();
        let expected = if layers <= 4 { Outcome::NotApplied } else { Outcome::Unknown };
        assert_eq!(error.outcome(), expected, "{layers}");
    }
}

#[test]
fn texts_in_texts_are_opened_to_a_limit() {
    let mut text = REFUSAL.to_owned();
    for layers in 1..=12 {
        let message = tool(&text);
        let error = of_message(&message).unwrap();
        let expected = if layers <= 4 { Outcome::NotApplied } else { Outcome::Unknown };
        assert_eq!(error.outcome(), expected, "{layers}");
        text = message.to_string();
    }
}

#[test]
fn a_large_message_is_bounded() {
    let long = "x ".repeat(1_000_000);
    for message in [
        tool(&long),
        tool(&format!("{{\"message\": {}}}", json!(long))),
        json!({"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": long, "data": {"a": long}}}),
        json!({"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "m", "data": [long, long]}}),
        tool(&format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000))),
        Value::Array(vec![json!({"jsonrpc": "2.0", "id": 1, "result": {}}); 10_000]),
    ] {
        let error = of_message(&message).unwrap();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(error.message().len() <= 4096);
        assert!(error.payload().to_value().to_string().len() < 2 * 1024 * 1024);
    }
}

#[test]
fn secrets_of_the_caller_are_kept_out_of_every_layer() {
    const SECRET: &str = "plantedsecret0123456789";
    let mut context = context();
    context.redactor = payonce_core::Redactor::new([&payonce_core::Secret::new(SECRET)]);
    let planted = |payload: &ErrorPayload| {
        let mut value = payload.to_value();
        for name in ["message", "user_message", "code", "request_id", "type"] {
            *value.get_mut(name).unwrap() = json!(SECRET);
        }
        *value.pointer_mut("/reference/id").unwrap() = json!(SECRET);
        *value.pointer_mut("/reference/reference").unwrap() = json!(SECRET);
        *value.get_mut("details").unwrap() = json!({SECRET: {"a": [SECRET]}});
        value
    };
    let own = planted(errors().first().unwrap());
    let facts = json!({
        "error": "outcome_unknown", "message": SECRET, "outcome": "unknown", "advice": "reconcile",
        "retryable": false, "reference": SECRET,
    });
    for message in [
        own.clone(),
        tool(&own.to_string()),
        json!({"content": [{"type": "text", "text": "x"}, {"type": "text", "text": facts.to_string()}], "isError": true}),
        tool(SECRET),
        tool(&json!({"code": SECRET, "message": SECRET, "a": SECRET}).to_string()),
        json!({"jsonrpc": "2.0", "id": SECRET, "error": {"code": -32000, "message": SECRET, "data": [SECRET]}}),
        json!({"type": format!("https://example.test/p/{SECRET}"), "title": SECRET}),
    ] {
        let error = classify_message(&context, message.to_string().as_bytes()).unwrap().unwrap();
        let shown = format!("{} {error} {error:?}", error.payload().to_value());
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[test]
fn what_is_not_a_message_is_refused() {
    for message in [
        "",
        " ",
        "text",
        "1",
        "null",
        "[]",
        "[1]",
        "{}",
        r#"{"code":"policy_violation","message":"no"}"#,
        r#"{"code":4002,"message":"no"}"#,
        r#"{"type":"about:blank","title":"t"}"#,
        r#"{"content":"x"}"#,
        r#"{"content":[{"type":"text","text":"hi"}],"role":"assistant"}"#,
        r#"{"jsonrpc":"1.0","error":null}"#,
    ] {
        assert!(classify_message(&context(), message.as_bytes()).is_err(), "{message}");
    }
}

/// Any JSON, with the members that the protocols use.
fn json_value() -> impl Strategy<Value = Value> {
    let names = proptest::sample::select(vec![
        "jsonrpc",
        "id",
        "error",
        "result",
        "code",
        "message",
        "data",
        "content",
        "isError",
        "structuredContent",
        "text",
        "type",
        "outcome",
        "advice",
        "retryable",
        "kind",
        "status",
        "problem",
        "details",
        "title",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        proptest::sample::select(vec![-32700_i64, -32601, -32603, -32042, 402, 200, 400, 500])
            .prop_map(Value::from),
        proptest::sample::select(vec![
            "2.0",
            "text",
            "policy_violation",
            "retry",
            "not_applied",
            "unknown",
            "rate_limited",
            REFUSAL,
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec((names.clone(), inner), 0..8).prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_in_any_message_makes_an_unknown_payment_repeatable(inner in json_value(), outer in json_value(), is_error: bool) {
        for message in [
            inner.clone(),
            json!({"jsonrpc": "2.0", "id": 1, "error": {"code": -32603, "message": "m", "data": inner}}),
            json!({"jsonrpc": "2.0", "id": 1, "error": inner, "result": outer}),
            json!({"content": [{"type": "text", "text": inner.to_string()}], "isError": is_error, "structuredContent": outer}),
        ] {
            let found = classify_message(&context(), message.to_string().as_bytes());
            let Ok(Some(error)) = found else { continue };
            let payload = error.payload();
            if payload.outcome == Outcome::Unknown {
                prop_assert!(!payload.retryable, "{message}");
                prop_assert_eq!(payload.respond_status, 502);
            }
            // An attempt before this one stays open, whatever this one says, unless it proves that one.
            let earlier = Context { earlier_unknown: true, ..context() };
            let error = classify_message(&earlier, message.to_string().as_bytes()).unwrap().unwrap();
            prop_assert!(error.outcome() != Outcome::NotApplied, "{message}");
            prop_assert!(!error.is_retryable(), "{message}");
        }
    }
}
