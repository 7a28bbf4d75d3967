//! One key is for one thing: what an account refuses, and what it looks for before it sends.

use std::time::Duration;

use payonce_core::{
    Call, CallOptions, CaseStyle, Client, Error, Input, Interruption, JournalAnswer, JournalConfig,
    JournalOp, Kind, Now, Outcome, Provider, Step, Success, ffi,
};
use serde_json::{Value, json};

use crate::wallet_payment::{KEY, call, client_of, lost, object, prompt_client, response, send};

fn pay(client: &Client, amount: &str) -> Result<Call, Error> {
    send(client, amount, &json!({"idempotency_key": KEY}))
}

/// Runs the call; `respond` receives the method. Also says which methods were sent.
fn run(
    mut call: Call,
    mut respond: impl FnMut(&str) -> Input,
) -> (Result<Success, Error>, Vec<&'static str>) {
    let mut now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    let mut sent = Vec::new();
    let mut event = Input::Start;
    loop {
        event = match call.step(now, event) {
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Send(attempt) => {
                sent.push(attempt.method);
                respond(attempt.method)
            }
            Step::Wait(wait) => {
                now.monotonic += wait;
                Input::Waited
            }
            Step::Done(result) => return (result, sent),
        };
    }
}

fn payment() -> Value {
    json!({"id": "tx_1", "status": "confirmed", "amount": "5.00", "memo": KEY})
}

fn list(payments: &[Value]) -> Input {
    response(200, &[], &json!({"data": payments, "has_more": false}))
}

fn refused(result: Result<Call, Error>) -> Error {
    let error = result.err().expect("the call should have been refused");
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplied));
    assert_eq!(error.payload().details["field"], json!("idempotency_key"), "{error}");
    error
}

#[test]
fn a_payment_that_was_made_is_found_and_not_retried() {
    let client = prompt_client();
    let (made, sent) = run(pay(&client, "5.00").unwrap(), |_| response(201, &[], &payment()));
    assert_eq!((made.unwrap().value["id"].clone(), sent), (json!("tx_1"), vec!["POST"]));
    let (again, sent) = run(pay(&client, "5.00").unwrap(), |_| list(&[payment()]));
    let again = again.unwrap();
    assert_eq!((again.value["id"].clone(), sent), (json!("tx_1"), vec!["GET"]));
    assert_eq!(again.reference.reference.as_deref(), Some(KEY));
}

#[test]
fn trailing_zeros_do_not_change_an_amount() {
    for (first, second) in [("5", "5.00"), ("5.00", "5.0"), ("0.50", "0.5"), ("10.0", "10")] {
        let client = prompt_client();
        let (made, _) = run(pay(&client, first).unwrap(), |_| response(201, &[], &payment()));
        assert_eq!(made.unwrap().value["id"], json!("tx_1"), "{first}");
        let (again, sent) = run(pay(&client, second).unwrap(), |_| {
            list(&[json!({"id": "tx_1", "status": "confirmed", "amount": first, "memo": KEY})])
        });
        assert_eq!((again.unwrap().value["id"].clone(), sent), (json!("tx_1"), vec!["GET"]), "{second}");
    }
    let client = prompt_client();
    let (made, _) = run(pay(&client, "5").unwrap(), |_| response(201, &[], &payment()));
    assert!(made.is_ok());
    for other in ["50", "5.01", "0.5", "500"] {
        refused(pay(&client, other));
    }
}

#[test]
fn a_key_that_may_have_paid_is_never_sent_again() {
    let client = prompt_client();
    for _ in 0..3 {
        let (result, sent) = run(pay(&client, "5.00").unwrap(), |method| match method {
            "POST" => lost(),
            _ => list(&[]),
        });
        assert_eq!(result.unwrap_err().outcome(), Outcome::Unknown);
        assert!(sent.iter().filter(|method| **method == "POST").count() <= 1, "{sent:?}");
    }
    let (result, sent) = run(pay(&client, "5.00").unwrap(), |_| list(&[]));
    assert_eq!((result.unwrap_err().outcome(), sent), (Outcome::Unknown, vec!["GET", "GET"]));
}

#[test]
fn a_failed_payment_is_not_mistaken_for_a_later_one() {
    let client = prompt_client();
    let failed = json!({"id": "tx_1", "status": "failed", "amount": "5.00", "memo": KEY});
    let (result, _) = run(pay(&client, "5.00").unwrap(), |_| response(201, &[], &failed));
    assert_eq!(result.unwrap_err().kind(), Kind::Failed);
    let (result, sent) = run(pay(&client, "5.00").unwrap(), |_| list(std::slice::from_ref(&failed)));
    assert_eq!((result.unwrap_err().kind(), sent), (Kind::Failed, vec!["GET"]));
}

#[test]
fn a_used_key_refuses_other_arguments_and_a_concurrent_call() {
    let client = prompt_client();
    let first = pay(&client, "5.00").unwrap();
    assert!(refused(pay(&client, "5.00")).to_string().contains("still running"));
    let (made, _) = run(first, |_| response(201, &[], &payment()));
    assert!(made.is_ok());
    assert!(refused(pay(&client, "6.00")).to_string().contains("other arguments"));
}

#[test]
fn two_clients_of_one_account_make_one_payment() {
    let first = prompt_client();
    let second = client_of(&first.account(), &json!({}));
    let running = pay(&first, "5.00").unwrap();
    assert!(refused(pay(&second, "5.00")).to_string().contains("still running"));
    let (made, _) = run(running, |_| response(201, &[], &payment()));
    assert!(made.is_ok());
    drop(first);
    let (again, sent) = run(pay(&second, "5.00").unwrap(), |_| list(&[payment()]));
    assert_eq!((again.unwrap().value["id"].clone(), sent), (json!("tx_1"), vec!["GET"]));
    assert!(refused(pay(&second.unshared(), "6.00")).to_string().contains("other arguments"));
    // No client is left, and the process knows the key all the same.
    let account = second.account();
    drop(second);
    refused(pay(&client_of(&account, &json!({})), "6.00"));
}

#[test]
fn another_account_or_provider_has_its_own_keys() {
    let client = prompt_client();
    assert!(run(pay(&client, "5.00").unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    assert!(pay(&prompt_client(), "6.00").is_ok());
    let opened = |key: &str, base_url: &str| {
        let options = object(&json!({"api_key": key, "base_url": base_url}));
        ffi::client_from(Provider::AGENTWALLEX, &options, CaseStyle::Snake, &|_| None).unwrap()
    };
    let (key, url) = ("key_of_two_accounts_1", "http://127.0.0.1:1/two-accounts");
    assert!(run(pay(&opened(key, url), "5.00").unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    refused(pay(&opened(key, url), "6.00"));
    assert!(pay(&opened("key_of_two_accounts_2", url), "6.00").is_ok());
    assert!(pay(&opened(key, "http://127.0.0.1:2/two-accounts"), "6.00").is_ok());
}

/// Thirty threads, each with a client of its own.
#[test]
fn threads_with_clients_of_their_own_send_a_key_once() {
    let account = prompt_client().account();
    let sent: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..30)
            .map(|_| {
                let account = &account;
                scope.spawn(move || {
                    let client = client_of(account, &json!({"jitter": false, "base_delay_ms": 1}));
                    let Ok(call) = pay(&client, "5.00") else { return 0 };
                    let (result, sent) = run(call, |method| match method {
                        "POST" => response(201, &[], &payment()),
                        _ => list(&[payment()]),
                    });
                    assert!(result.is_ok());
                    sent.iter().filter(|method| **method == "POST").count()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(sent, 1);
}

/// One client keeps a journal, the other one only remembers: neither pays a second time.
#[test]
fn a_client_with_a_journal_and_one_without_make_one_payment() {
    let plain = prompt_client();
    let journaled = plain.with_journal(JournalConfig { owner: "a test".to_owned() });
    assert!(run(pay(&plain, "5.00").unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    let (result, sent) = run_journaled(pay(&journaled, "5.00").unwrap());
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplied));
    assert!(error.to_string().contains("without a journal"), "{error}");
    assert!(sent.is_empty());

    let journaled = prompt_client().with_journal(JournalConfig { owner: "a test".to_owned() });
    let plain = client_of(&journaled.account(), &json!({}));
    let (result, sent) = run_journaled(pay(&journaled, "5.00").unwrap());
    assert!(result.is_ok());
    assert_eq!(sent, ["POST"]);
    refused(pay(&plain, "6.00"));
    let (again, sent) = run(pay(&plain, "5.00").unwrap(), |_| list(&[payment()]));
    assert_eq!((again.unwrap().value["id"].clone(), sent), (json!("tx_1"), vec!["GET"]));
}

/// Runs the call with a store whose keys are all free.
fn run_journaled(mut call: Call) -> (Result<Success, Error>, Vec<&'static str>) {
    let now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    let mut sent = Vec::new();
    let mut event = Input::Start;
    loop {
        event = match call.step(now, event) {
            Step::Journal(op) => {
                let row = match op {
                    JournalOp::Claim(row) | JournalOp::Update { row, .. } => Some(*row),
                    _ => None,
                };
                Input::Journal(Ok(JournalAnswer {
                    now_ms: now.unix_ms,
                    written: row.is_some(),
                    row,
                    rows: Vec::new(),
                }))
            }
            Step::Send(attempt) => {
                sent.push(attempt.method);
                response(201, &[], &payment())
            }
            Step::Wait(_) => Input::Waited,
            Step::Done(result) => return (result, sent),
        };
    }
}

#[test]
fn a_call_without_effect_frees_its_key() {
    let client = prompt_client();
    let body = json!({"code": "invalid_request", "type": "invalid_request", "message": "no"});
    let (result, _) = run(pay(&client, "5.00").unwrap(), |_| response(400, &[], &body));
    assert_eq!(result.unwrap_err().outcome(), Outcome::NotApplied);
    // Prepared and never sent, and held back by a listener before the first byte.
    drop(pay(&client, "6.00").unwrap());
    let mut held_back = pay(&client, "7.00").unwrap();
    let now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    assert!(matches!(held_back.step(now, Input::Start), Step::Send(_)));
    held_back.hold_back();
    assert_eq!(held_back.interrupt(now, Interruption::Cancelled).outcome(), Outcome::NotApplied);
    let (made, sent) = run(pay(&client, "8.00").unwrap(), |_| response(201, &[], &payment()));
    assert!(made.is_ok());
    assert_eq!(sent, ["POST"]);
}

/// A listener of the last event may still end the call, and so may a cancellation that comes at the same moment.
#[test]
fn interrupting_a_finished_call_does_not_report_not_applied() {
    let now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    let client = prompt_client();
    let mut paid = pay(&client, "5.00").unwrap();
    assert!(matches!(paid.step(now, Input::Start), Step::Send(_)));
    assert!(matches!(paid.step(now, response(201, &[], &payment())), Step::Done(Ok(_))));
    // What drivers do that have no request on its way.
    paid.hold_back();
    let ended = paid.interrupt(now, Interruption::Cancelled);
    assert_eq!((ended.outcome(), ended.payload().attempts), (Outcome::Applied, Some(1)));
    assert_eq!(ended.payload().reference.reference.as_deref(), Some(KEY));

    let body = json!({"code": "invalid_request", "type": "invalid_request", "message": "no"});
    let mut refused = call(
        &client,
        "payments.send",
        &json!({"agent_id": "agent_1", "to": "0xTo", "amount": "1.00", "token": "USDC", "chain": "eip155:8453"}),
        &json!({}),
    )
    .unwrap();
    assert!(matches!(refused.step(now, Input::Start), Step::Send(_)));
    assert!(matches!(refused.step(now, response(400, &[], &body)), Step::Done(Err(_))));
    assert_eq!(refused.interrupt(now, Interruption::Cancelled).outcome(), Outcome::NotApplied);
}

#[test]
fn a_call_dropped_while_sending_keeps_its_key() {
    let client = prompt_client();
    let mut dropped = pay(&client, "5.00").unwrap();
    let now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    assert!(matches!(dropped.step(now, Input::Start), Step::Send(_)));
    drop(dropped);
    refused(pay(&client, "6.00"));
    let (found, sent) = run(pay(&client, "5.00").unwrap(), |_| list(&[payment()]));
    assert!(found.is_ok());
    assert_eq!(sent, ["GET"]);
}

#[test]
fn a_call_with_the_reference_of_an_unknown_outcome_continues_that_call() {
    let client = prompt_client();
    let arguments = json!({
        "agent_id": "agent_1", "to": "0xTo", "amount": "5.00", "token": "USDC", "chain": "eip155:8453",
    });
    let drawn = call(&client, "payments.send", &arguments, &json!({"reconcile": false})).unwrap();
    let (result, _) = run(drawn, |_| lost());
    let mark = result.unwrap_err().reference().reference.clone().unwrap();
    let again = call(&client, "payments.send", &arguments, &json!({"idempotency_key": mark})).unwrap();
    let listed = json!({"id": "tx_9", "status": "confirmed", "memo": mark});
    let (found, sent) = run(again, |_| list(std::slice::from_ref(&listed)));
    assert_eq!((found.unwrap().value["id"].clone(), sent), (json!("tx_9"), vec!["GET"]));
}

#[test]
fn only_the_last_keys_are_remembered() {
    let client = prompt_client();
    let (made, _) = run(pay(&client, "5.00").unwrap(), |_| response(201, &[], &payment()));
    assert!(made.is_ok());
    for number in 0..1_000 {
        let arguments = json!({
            "agent_id": "agent_1", "to": "0xTo", "amount": "5.00", "token": "USDC", "chain": "eip155:8453",
        });
        let key = json!({"idempotency_key": format!("another_key_{number:08}")});
        let other = call(&client, "payments.send", &arguments, &key).unwrap();
        assert!(run(other, |_| response(201, &[], &payment())).0.is_ok());
    }
    assert!(pay(&client, "6.00").is_ok());
}

#[test]
fn a_thousand_finished_keys_are_remembered_besides_those_in_use() {
    let client = prompt_client();
    let running = pay(&client, "5.00").unwrap();
    let payment_under = |number: usize, amount: &str| {
        let arguments = json!({
            "agent_id": "agent_1", "to": "0xTo", "amount": amount, "token": "USDC", "chain": "eip155:8453",
        });
        let key = json!({"idempotency_key": format!("another_key_{number:08}")});
        call(&client, "payments.send", &arguments, &key)
    };
    for number in 0..1_001 {
        let other = payment_under(number, "5.00").unwrap();
        assert!(run(other, |_| response(201, &[], &payment())).0.is_ok());
    }
    // The call that runs keeps its key, however old it is.
    assert!(refused(pay(&client, "5.00")).to_string().contains("still running"));
    drop(running);
    for number in 1..1_001 {
        assert!(refused(payment_under(number, "6.00")).to_string().contains("other arguments"), "{number}");
    }
    assert!(payment_under(0, "6.00").is_ok());
}

/// A thousand other payments used to push an unknown one out, and its key paid again.
#[test]
fn a_key_with_an_unknown_outcome_is_never_forgotten() {
    let client = prompt_client();
    let (open, _) = run(pay(&client, "5.00").unwrap(), |_| lost());
    assert_eq!(open.unwrap_err().outcome(), Outcome::Unknown);
    for number in 0..3_000 {
        assert!(run(under(&client, number).unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    }
    assert!(refused(pay(&client, "6.00")).to_string().contains("other arguments"));
    let (found, sent) = run(pay(&client, "5.00").unwrap(), |_| list(&[payment()]));
    assert!(found.is_ok());
    assert_eq!(sent, ["GET"]);
    // Now its outcome is known, so that it makes room like every other one.
    for number in 3_000..4_000 {
        assert!(run(under(&client, number).unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    }
    assert!(pay(&client, "6.00").is_ok());
}

#[test]
fn a_key_of_a_call_dropped_while_sending_is_never_forgotten() {
    let client = prompt_client();
    let now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    let mut dropped = pay(&client, "5.00").unwrap();
    assert!(matches!(dropped.step(now, Input::Start), Step::Send(_)));
    drop(dropped);
    for number in 0..2_000 {
        assert!(run(under(&client, number).unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    }
    assert!(refused(pay(&client, "6.00")).to_string().contains("other arguments"));
}

#[test]
fn a_reconciled_key_can_be_forgotten() {
    let client = prompt_client();
    let (open, _) = run(pay(&client, "5.00").unwrap(), |_| lost());
    let settle =
        Call::reconcile(&client, open.unwrap_err().payload(), CallOptions::default(), [1; 16]).unwrap();
    assert!(run(settle, |_| list(&[payment()])).0.is_ok());
    for number in 0..1_000 {
        assert!(run(under(&client, number).unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    }
    assert!(pay(&client, "6.00").is_ok());
}

#[test]
fn too_many_unknown_outcomes_refuse_new_keys_and_forget_none() {
    let client = prompt_client();
    let now = Now { monotonic: Duration::ZERO, unix_ms: 1_700_000_000_000 };
    for number in 0..10_000 {
        let mut open = under(&client, number).unwrap();
        assert!(matches!(open.step(now, Input::Start), Step::Send(_)));
    }
    let error = refused(under(&client, 10_000));
    assert_eq!(error.payload().details["field"], json!("idempotency_key"));
    assert!(
        error.to_string().contains("unknown outcome") && error.to_string().contains("reconcile"),
        "{error}"
    );
    // The first one is still known, and can be settled; that makes room for one.
    let listed = json!({"id": "tx_9", "status": "confirmed", "memo": "another_key_00000000"});
    let (found, sent) = run(under(&client, 0).unwrap(), |_| list(std::slice::from_ref(&listed)));
    assert_eq!((found.unwrap().value["id"].clone(), sent), (json!("tx_9"), vec!["GET"]));
    assert!(under(&client, 10_000).is_ok());
}

#[test]
fn keys_that_are_sent_as_digests_stay_distinct() {
    let client = prompt_client();
    let pay = |key: &str, amount: &str| {
        let arguments = json!({
            "agent_id": "agent_1", "to": "0xTo", "amount": amount, "token": "USDC", "chain": "eip155:8453",
        });
        call(&client, "payments.send", &arguments, &json!({"idempotency_key": key}))
    };
    assert!(run(pay("INV-7", "5.00").unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    assert!(run(pay("INV-8", "6.00").unwrap(), |_| response(201, &[], &payment())).0.is_ok());
    assert!(refused(pay("INV-7", "6.00")).to_string().contains("other arguments"));
}

fn under(client: &Client, number: usize) -> Result<Call, Error> {
    let arguments = json!({
        "agent_id": "agent_1", "to": "0xTo", "amount": "5.00", "token": "USDC", "chain": "eip155:8453",
    });
    let key = json!({"idempotency_key": format!("another_key_{number:08}")});
    call(client, "payments.send", &arguments, &key)
}
