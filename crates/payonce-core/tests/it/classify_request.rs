//! What a request to classify says beside the response: that it broke off, and that an earlier one may have arrived.

use payonce_core::{Error, Kind, Outcome, Phase, Provider, ffi};
use serde_json::{Value, json};

const REFUSAL: &str = r#"{"code":"policy_violation","message":"over the limit"}"#;

fn judged(request: &Value, body: &str) -> Option<Error> {
    ffi::classify_json(Provider::AGENTWALLEX, &request.to_string(), body.as_bytes()).unwrap_or_else(Some)
}

fn broken(status: u16, body: &str) -> Option<Error> {
    let headers = json!([["x-request-id", "req_7"], ["retry-after", "2"]]);
    let request = json!({
        "operation": "payments.send", "status": status, "headers": headers, "phase": "reading",
        "cause": "connection", "message": "the response broke off", "unix_ms": 0,
    });
    judged(&request, body)
}

#[test]
fn a_response_that_breaks_off_keeps_its_head() {
    let success = broken(201, r#"{"id":"tx_"#).unwrap();
    assert_eq!((success.kind(), success.outcome()), (Kind::Decode, Outcome::Unknown));
    assert_eq!(success.payload().phase, Phase::Reading);
    assert_eq!(success.payload().status, Some(201));
    assert_eq!(success.payload().request_id.as_deref(), Some("req_7"));
    let limited = broken(429, "{").unwrap();
    assert_eq!((limited.kind(), limited.outcome()), (Kind::RateLimited, Outcome::NotApplied));
    assert_eq!(limited.payload().retry_after_ms, Some(2000));
    // Nothing is missing but what comes behind the document.
    let refused = broken(400, REFUSAL).unwrap();
    assert_eq!(refused.payload().code.as_deref(), Some("policy_violation"));
    assert!(broken(201, r#"{"id":"tx_1","status":"confirmed"}"#).is_none());
}

#[test]
fn a_refusal_does_not_apply_to_an_earlier_request() {
    let request =
        |safety: &str, earlier: bool| json!({ "safety": safety, "status": 400, "earlierUnknown": earlier });
    let alone = judged(&request("unkeyed", false), REFUSAL).unwrap();
    assert_eq!(alone.outcome(), Outcome::NotApplied);
    let later = judged(&request("unkeyed", true), REFUSAL).unwrap();
    assert_eq!((later.kind(), later.outcome()), (Kind::PolicyViolation, Outcome::Unknown));
    assert!(!later.payload().retryable);
    assert_eq!(judged(&request("read", true), REFUSAL).unwrap().outcome(), Outcome::NotApplied);
    let lost = json!({ "phase": "before_send", "earlier_unknown": true });
    assert_eq!(judged(&lost, "").unwrap().outcome(), Outcome::Unknown);
}

#[test]
fn an_error_spells_a_member_in_the_case_of_the_language() {
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    for name in ["userMessages", "user_messages"] {
        let request = format!(r#"{{"status":400,"{name}":{{"unix_ms":{}}}}}"#, deep(200));
        let refused = ffi::classify_json(Provider::AGENTWALLEX, &request, b"").unwrap_err();
        let field = refused.payload().details["field"].as_str().unwrap();
        assert!(field.starts_with(&format!("{name}.unix_ms")), "{field}");
    }
    let known = json!({ "status": 400, "userMessages": { "policy_violation": "No." } });
    assert_eq!(judged(&known, REFUSAL).unwrap().payload().user_message, "No.");
}
