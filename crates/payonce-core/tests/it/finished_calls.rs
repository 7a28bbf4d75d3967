//! A finished call keeps its result when it is interrupted, run again or reported to late.

use std::time::Duration;

use payonce_core::{
    Advice, Call, CallOptions, CaseStyle, Client, Input, Interruption, Kind, Now, Outcome, Provider, Step,
    ffi,
};
use serde_json::json;

use crate::wallet_payment::{call, lost, object, prompt_client, response, send};

const NOW: Now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };

/// A payment that an open outcome does not make the client search for.
fn pay(client: &Client) -> Call {
    send(client, "5.00", &json!({"reconcile": false})).unwrap()
}

fn paid() -> Input {
    response(201, &[], &json!({"id": "tx_1", "status": "confirmed"}))
}

/// A listener that fails at `finished`, or a signal that fires then, used to turn a payment into "not applied".
#[test]
fn interrupting_a_successful_payment_returns_its_success() {
    let client = prompt_client();
    let mut call = pay(&client);
    assert!(matches!(call.step(NOW, Input::Start), Step::Send(_)));
    assert!(matches!(call.step(NOW, paid()), Step::Done(Ok(_))));
    call.hold_back();
    let error = call.interrupt(NOW, Interruption::Cancelled);
    assert_eq!((error.outcome(), error.advice()), (Outcome::Applied, Advice::Stop));
    assert!(!error.is_retryable());
    assert_eq!(error.reference().id.as_deref(), Some("tx_1"));
    assert!(error.reference().reference.is_some());
    assert_eq!(error.payload().attempts, Some(1));
}

#[test]
fn interrupting_a_failed_call_returns_its_error() {
    for (event, kind, outcome) in [
        (lost(), Kind::Connection, Outcome::Unknown),
        (
            response(
                400,
                &[],
                &json!({"code": "insufficient_funds", "type": "invalid_request_error", "message": "no"}),
            ),
            Kind::InsufficientFunds,
            Outcome::NotApplied,
        ),
    ] {
        let mut call = pay(&prompt_client());
        assert!(matches!(call.step(NOW, Input::Start), Step::Send(_)));
        assert!(matches!(call.step(NOW, event), Step::Done(Err(_))));
        let error = call.interrupt(NOW, Interruption::Cancelled);
        assert_eq!((error.kind(), error.outcome()), (kind, outcome));
    }
}

#[test]
fn a_finished_read_changed_nothing() {
    let client = prompt_client();
    let mut call = call(&client, "payments.get", &json!({"transaction_id": "tx_1"}), &json!({})).unwrap();
    assert!(matches!(call.step(NOW, Input::Start), Step::Send(_)));
    assert!(matches!(call.step(NOW, paid()), Step::Done(Ok(_))));
    assert_eq!(call.interrupt(NOW, Interruption::Cancelled).outcome(), Outcome::NotApplied);
}

/// A driver that runs a call again would pay again.
#[test]
fn a_finished_call_keeps_its_result() {
    for event in [paid(), lost()] {
        let expected = if event == paid() { Outcome::Applied } else { Outcome::Unknown };
        let mut call = pay(&prompt_client());
        assert!(matches!(call.step(NOW, Input::Start), Step::Send(_)));
        assert!(matches!(call.step(NOW, event.clone()), Step::Done(_)));
        for again in [Input::Start, Input::Waited, event] {
            match call.step(NOW, again) {
                Step::Done(Err(error)) => assert_eq!(error.outcome(), expected),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn a_running_call_is_not_restarted() {
    let client = prompt_client();
    let mut call = pay(&client);
    assert!(matches!(call.step(NOW, Input::Start), Step::Send(_)));
    match call.step(NOW, Input::Start) {
        Step::Done(Err(error)) => assert_eq!(error.outcome(), Outcome::Unknown),
        other => panic!("{other:?}"),
    }
    // The one that runs goes on.
    assert!(matches!(call.step(NOW, paid()), Step::Done(Ok(_))));
}

#[test]
fn an_interrupted_search_leaves_the_outcome_unknown() {
    // While the list is asked for, and while the call waits before that.
    for in_flight in [true, false] {
        let mut call = send(&prompt_client(), "5.00", &json!({})).unwrap();
        assert!(matches!(call.step(NOW, Input::Start), Step::Send(_)));
        assert!(matches!(call.step(NOW, lost()), Step::Wait(_)));
        if in_flight {
            assert!(matches!(call.step(NOW, Input::Waited), Step::Send(_)));
        } else {
            call.hold_back();
        }
        let error = call.interrupt(NOW, Interruption::Cancelled);
        assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Unknown, false));
        assert!(error.reference().reference.is_some());
    }
}

#[test]
fn an_interrupted_retry_leaves_the_outcome_unknown() {
    let charge = json!({"api_key": "user_0123456789", "amount_cents": 25, "usage_event_id": "evt_1"});
    let options = json!({"service_token": "token_0123456789abcdef"});
    let client =
        ffi::client_from(Provider::AGENTPAY, &object(&options), CaseStyle::Snake, &|_| None).unwrap();
    let consume = Provider::AGENTPAY.operation("consume").unwrap();
    for held_back in [false, true] {
        let mut call =
            Call::new(&client, consume, &object(&charge), CallOptions::default(), [7; 16]).unwrap();
        assert!(matches!(call.step(NOW, Input::Start), Step::Send(_)));
        assert!(matches!(call.step(NOW, lost()), Step::Wait(_)));
        if held_back {
            assert!(matches!(call.step(NOW, Input::Waited), Step::Send(_)));
            call.hold_back();
        }
        let error = call.interrupt(NOW, Interruption::Cancelled);
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(error.reference().idempotency_key.as_deref(), Some("evt_1"));
        assert_eq!(error.payload().attempts, Some(1));
    }
}
