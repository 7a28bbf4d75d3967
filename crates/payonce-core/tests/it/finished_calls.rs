//! A call that is over stays what it came to, whoever interrupts it, runs it again or hears of it late.

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
fn who_interrupts_a_payment_that_was_made_hears_that_it_was_made() {
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
fn who_interrupts_a_call_that_failed_hears_how_it_failed() {
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
fn a_read_that_is_over_changed_nothing() {
    let client = prompt_client();
    let mut call = call(&client, "payments.get", &json!({"transaction_id": "tx_1"}), &json!({})).unwrap();
    assert!(matches!(call.step(NOW, Input::Start), Step::Send(_)));
    assert!(matches!(call.step(NOW, paid()), Step::Done(Ok(_))));
    assert_eq!(call.interrupt(NOW, Interruption::Cancelled).outcome(), Outcome::NotApplied);
}

/// A driver that runs a call again would pay again.
#[test]
fn a_call_is_done_once() {
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
fn a_call_that_runs_is_not_begun_anew() {
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
fn a_search_that_is_cut_off_says_that_nobody_knows() {
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
fn a_repetition_that_is_cut_off_says_that_the_one_before_is_open() {
    let charge = json!({"api_key": "user_0123456789", "amount_cents": 25, "usage_event_id": "evt_1"});
    let options = json!({"service_token": "token_0123456789abcdef"});
    let client =
        ffi::client_from(Provider::AgentPay, &object(&options), CaseStyle::Snake, &|_| None).unwrap();
    let consume = Provider::AgentPay.operation("consume").unwrap();
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
