//! What `reconcile` says where looking cannot settle anything.

use std::time::Duration;

use payonce_core::{
    Call, CallOptions, CaseStyle, Client, Error, ErrorPayload, EventKind, Headers, Input, Kind, Now, Outcome,
    Provider, Reference, Response, Step, Success, ffi,
};
use serde_json::{Value, json};

use crate::wallet_payment::new_account;

fn refusal(provider: Provider, operation: &str, style: CaseStyle) -> String {
    let keys = match provider.as_str() {
        "agentpay" => json!({"service_token": "test_00000000000000000000"}),
        "agenttech" => {
            json!({"api_key": "test_00000000000000000000", "secret_key": "test_11111111111111111111"})
        }
        _ => json!({"api_key": "test_00000000000000000000"}),
    };
    let client = ffi::client_from(provider, keys.as_object().unwrap(), style, &|_| None).unwrap();
    let lost = ErrorPayload::from_reference(provider, operation, Reference::default());
    let refused = Call::reconcile(&client, &lost, CallOptions::default(), [1; 16]).err().unwrap();
    assert_eq!(refused.kind(), Kind::InvalidArgument);
    let changes = operation != "payments.list";
    assert_eq!(refused.outcome() == Outcome::Unknown, changes, "{operation}");
    ffi::payload(&refused, style)["message"].as_str().unwrap().to_owned()
}

#[test]
fn reconcile_refuses_an_error_that_it_cannot_search_for() {
    for (provider, operation, way) in [
        (
            Provider::AGENTPAY,
            "consume",
            "is of consume; call it again with the same usage_event_id, which cannot charge twice",
        ),
        (
            Provider::AGENTTECH,
            "execute_intent",
            "is of execute_intent; call it again with the same intent_id, which cannot charge twice",
        ),
        (
            Provider::PAYI,
            "ingest.bulk_upsert",
            "is of ingest.bulk_upsert; call it again with the same arguments, which cannot charge twice",
        ),
        (Provider::AGENTWALLEX, "payments.list", "is of payments.list, which changes nothing; call it again"),
        (
            Provider::AGENTWALLEX,
            "x402.pay",
            "is of x402.pay, which leaves nothing at the provider to find it by; look it up there by hand",
        ),
        (
            Provider::AGENTWALLEX,
            "payments.send",
            "is of payments.send, sent without a reference; look it up at the provider by hand",
        ),
        (Provider::AGENTWALLEX, "payments.sent", "names no operation of this provider"),
    ] {
        assert_eq!(refusal(provider, operation, CaseStyle::Snake), format!("error: {way}"));
    }
}

#[test]
fn an_argument_is_named_in_the_case_of_the_language() {
    assert!(refusal(Provider::AGENTPAY, "consume", CaseStyle::Camel).contains("the same usageEventId"));
}

/// The beginning of the SHA-256 of `INV-7`.
const MARK: &str = "pok_98e38575657c5be23eea6f5b8a4d4d4b";

fn wallet(style: CaseStyle) -> Client {
    let options = json!({
        "api_key": "test_00000000000000000000", "journal_account": new_account(),
        "retry": {"jitter": false, "base_delay_ms": 1},
    });
    ffi::client_from(Provider::AGENTWALLEX, options.as_object().unwrap(), style, &|_| None).unwrap()
}

/// Responds to each search with this.
fn settle(mut call: Call, status: u16, page: &Value) -> (Result<Success, Error>, Vec<EventKind>) {
    let mut now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    let (mut event, mut told) = (Input::Start, Vec::new());
    loop {
        let step = call.step(now, event);
        told.extend(call.take_events().into_iter().map(|event| event.what));
        event = match step {
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Send(attempt) => {
                assert_eq!(attempt.method, "GET");
                Input::Response(Response {
                    status,
                    headers: Headers::new(),
                    body: page.to_string().into_bytes(),
                })
            }
            Step::Wait(wait) => {
                now.monotonic += wait;
                Input::Waited
            }
            Step::Done(result) => return (result, told),
        };
    }
}

#[test]
fn reconcile_finds_a_payment_by_the_key_of_the_caller() {
    let page = json!({"data": [{"id": "tx_1", "memo": format!("rent [{MARK}]"), "status": "confirmed"}], "has_more": false});
    for (style, member) in [(CaseStyle::Snake, "idempotency_key"), (CaseStyle::Camel, "idempotencyKey")] {
        let lost =
            json!({"error": {"operation": "payments.send", "reference": {member: "INV-7"}}}).to_string();
        let call = ffi::call(&wallet(style), ffi::RECONCILE, &lost, "{}", style, [1; 16]).unwrap();
        let (found, told) = settle(call, 200, &page);
        let found = found.unwrap();
        assert_eq!(found.value["id"], json!("tx_1"));
        let Reference { idempotency_key, reference, id, .. } = &found.reference;
        assert_eq!(
            [idempotency_key, reference, id].map(Option::as_deref),
            [Some("INV-7"), Some(MARK), Some("tx_1")]
        );
        // It sent no payment.
        assert_eq!(found.attempts, 0);
        let finished = told.last().unwrap();
        assert!(
            matches!(finished, EventKind::Finished { attempts: 0, outcome: Outcome::Applied, .. }),
            "{finished:?}"
        );
    }
}

#[test]
fn reconcile_distinguishes_not_found_from_a_failed_search() {
    let reference = Reference { idempotency_key: Some("INV-7".to_owned()), ..Reference::default() };
    let mut payload = ErrorPayload::from_reference(Provider::AGENTWALLEX, "payments.send", reference);
    payload.attempts = Some(3);
    for (status, page, search) in [
        (200, json!({"data": [], "has_more": false}), "not_found_yet"),
        (200, json!({"items": []}), "search_failed"),
        (401, json!({"code": "x", "type": "authentication_error", "message": "no"}), "search_failed"),
    ] {
        let call =
            Call::reconcile(&wallet(CaseStyle::Snake), &payload, CallOptions::default(), [1; 16]).unwrap();
        let error = settle(call, status, &page).0.unwrap_err();
        assert_eq!((error.outcome(), error.payload().attempts), (Outcome::Unknown, Some(3)));
        assert_eq!(error.payload().details.get("search"), Some(&json!(search)), "{status} {page}");
        // What is found out later replaces it.
        let again =
            Call::reconcile(&wallet(CaseStyle::Snake), error.payload(), CallOptions::default(), [1; 16])
                .unwrap();
        let error = settle(again, 200, &json!({"data": [], "has_more": false})).0.unwrap_err();
        assert_eq!(error.payload().details.get("search"), Some(&json!("not_found_yet")));
    }
}

fn handed_over(provider: Provider, lost: &Value) -> Result<(), String> {
    let name = if provider == Provider::AGENTPAY { "service_token" } else { "api_key" };
    let keys = json!({name: "test_00000000000000000000"});
    let client = ffi::client_from(provider, keys.as_object().unwrap(), CaseStyle::Snake, &|_| None).unwrap();
    let arguments = json!({"error": lost}).to_string();
    match ffi::call(&client, ffi::RECONCILE, &arguments, "{}", CaseStyle::Snake, [1; 16]) {
        Ok(_) => Ok(()),
        Err(error) => {
            assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::Unknown));
            Err(error.payload().message.clone())
        }
    }
}

#[test]
fn reconcile_accepts_an_error_its_json_or_its_reference() {
    let mark = "po_0123456789abcdef0123";
    let reference = Reference { reference: Some(mark.to_owned()), ..Reference::default() };
    let payload = ErrorPayload::from_reference(Provider::AGENTWALLEX, "payments.send", reference).to_value();
    for lost in [
        payload.clone(),
        json!(payload.to_string()),
        json!({"operation": "payments.send", "reference": {"reference": mark}}),
        json!(r#"{"operation": "payments.send", "reference": {"reference": "po_0123456789abcdef0123"}}"#),
        json!({"operation": "payments.send", "kind": "timeout", "outcome": "unknown", "reference": mark}),
        json!(mark),
        json!(format!(" {mark}\n")),
        json!("order_4711_attempt_1"),
    ] {
        assert_eq!(handed_over(Provider::AGENTWALLEX, &lost), Ok(()), "{lost}");
    }
}

#[test]
fn reconcile_refuses_an_invalid_error_and_names_the_valid_forms() {
    for lost in [
        json!(null),
        json!(7),
        json!([]),
        json!(""),
        json!("[]"),
        json!("INV-7"),
        json!("over the limit (outcome unknown, reference po_0123456789abcdef0123)"),
    ] {
        let refused = handed_over(Provider::AGENTWALLEX, &lost).unwrap_err();
        assert!(
            refused.starts_with("error: must be the error of the call that is looked for"),
            "{lost}: {refused}"
        );
        assert!(refused.contains("idempotency_key"), "{lost}: {refused}");
    }
    for lost in [json!({}), json!("{}"), json!({"operation": "payments.send"}), json!({"reference": {}})] {
        let refused = handed_over(Provider::AGENTWALLEX, &lost).unwrap_err();
        assert!(
            refused.starts_with("error: must be the JSON form of an error of payonce; its "),
            "{lost}: {refused}"
        );
    }
    // Nothing of this provider is found by a reference.
    let refused = handed_over(Provider::AGENTPAY, &json!("po_0123456789abcdef0123")).unwrap_err();
    assert_eq!(refused, "error: must be the error of the lost call, or its JSON form");
}
