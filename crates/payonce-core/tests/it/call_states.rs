//! Whatever a driver reports, in whatever order: a call never begins anew, and what it says is true.

use std::time::Duration;

use payonce_core::{
    Call, CaseStyle, Client, EventKind, FailureCause, Headers, Input, Interruption, Kind, Now, Outcome,
    Phase, Provider, Response, Safety, Step, TransportFailure, ffi,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::wallet_payment::{new_account, object};

/// What a driver does next, whether the call waits for it or not.
#[derive(Debug, Clone)]
enum Report {
    Start,
    Waited,
    Answered(u16, &'static str),
    Failed(Phase),
    HoldBack,
    Interrupt(Interruption),
}

fn report() -> impl Strategy<Value = Report> {
    let status = proptest::sample::select(&[200_u16, 201, 400, 401, 421, 429, 500, 503, 504][..]);
    let body = proptest::sample::select(
        &[
            "",
            r#"{"id": "tx_1", "status": "confirmed", "wallet": {"chain": "eip155:1"}}"#,
            r#"{"code": "internal_error", "type": "internal_error", "message": "no"}"#,
            r#"{"data": [], "has_more": false}"#,
            r#"{"data": [{"id": "tx_1", "memo": "order_4711_attempt_1", "status": "confirmed"}], "has_more": false}"#,
            r#"{"success": true, "remaining_balance_cents": 1}"#,
        ][..],
    );
    prop_oneof![
        2 => Just(Report::Start),
        4 => Just(Report::Waited),
        6 => (status, body).prop_map(|(status, body)| Report::Answered(status, body)),
        3 => proptest::sample::select(Phase::ALL).prop_map(Report::Failed),
        1 => Just(Report::HoldBack),
        1 => Just(Report::Interrupt(Interruption::Cancelled)),
        1 => Just(Report::Interrupt(Interruption::Deadline)),
    ]
}

/// Calls of every safety, and one that first looks an argument up.
fn calls() -> Vec<(Provider, &'static str, Value, Value)> {
    let payment =
        json!({"agent_id": "agent_1", "to": "0xA", "amount": "1.00", "token": "USDC", "chain": "eip155:1"});
    let without_chain = json!({"agent_id": "agent_1", "to": "0xA", "amount": "1.00", "token": "USDC"});
    let key = json!({"idempotency_key": "order_4711_attempt_1"});
    let charge = json!({"api_key": "user_0123456789", "amount_cents": 25, "usage_event_id": "evt_1"});
    let x402 = json!({"agent_id": "agent_1", "target_url": "https://example.com/paid"});
    vec![
        (Provider::AGENTWALLEX, "payments.send", payment, key.clone()),
        (Provider::AGENTWALLEX, "payments.send", without_chain, key),
        (Provider::AGENTWALLEX, "payments.get", json!({"transaction_id": "tx_1"}), json!({})),
        (Provider::AGENTWALLEX, "agents.freeze", json!({"agent_id": "agent_1"}), json!({})),
        (Provider::AGENTWALLEX, "x402.pay", x402, json!({})),
        (Provider::AGENTPAY, "consume", charge, json!({})),
    ]
}

fn client(provider: Provider) -> Client {
    let name = if provider == Provider::AGENTPAY { "service_token" } else { "api_key" };
    let options = json!({
        name: "key_0123456789abcdef", "journal_account": new_account(),
        "retry": {"base_delay_ms": 10, "deadline_ms": 5_000},
    });
    ffi::client_from(provider, &object(&options), CaseStyle::Snake, &|_| None).unwrap()
}

/// What the call waits for, kept apart from the core.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expects {
    Start,
    Timer,
    Response,
    Nothing,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_reports_sends_more_than_is_permitted(
        which in 0_usize..6, reports in proptest::collection::vec((report(), 0_u64..3_000), 1..30), entropy: [u8; 16],
    ) {
        let (provider, name, arguments, options) = calls().swap_remove(which);
        let operation = provider.operation(name).unwrap();
        let client = client(provider);
        let mut call =
            ffi::call_from(&client, operation, &object(&arguments), &object(&options), CaseStyle::Snake, entropy).unwrap();
        let mut now = Now { monotonic: Duration::from_secs(3), unix_ms: 1_700_000_000_000 };
        let mut expects = Expects::Start;
        // Requests of the operation itself: those that went out, and those whose effect is open or happened.
        let (mut sent, mut open, mut own_in_flight) = (0_u32, false, false);
        let mut finished = 0;
        let mut result = None;
        for (report, later) in reports {
            now.monotonic += Duration::from_millis(later);
            now.unix_ms += later;
            let (event, fits) = match report {
                Report::Start => (Input::Start, expects == Expects::Start),
                Report::Waited => (Input::Waited, expects == Expects::Timer),
                Report::Answered(status, body) => {
                    let headers = Headers::new();
                    if own_in_flight && !(400..500).contains(&status) {
                        open = true;
                    }
                    (Input::Response(Response { status, headers, body: body.as_bytes().to_vec() }), expects == Expects::Response)
                }
                Report::Failed(phase) => {
                    open |= own_in_flight && phase != Phase::BeforeSend;
                    let cause = Some(FailureCause::Connection);
                    (Input::Failed(TransportFailure { phase, cause, message: "lost".to_owned(), head: None }), expects == Expects::Response)
                }
                Report::HoldBack => {
                    call.hold_back();
                    if expects == Expects::Response {
                        expects = Expects::Timer;
                        if own_in_flight {
                            sent -= 1;
                        }
                        own_in_flight = false;
                    }
                    continue;
                }
                Report::Interrupt(why) => {
                    let error = call.interrupt(now, why);
                    if result.is_none() {
                        let kind = if why == Interruption::Cancelled { Kind::Cancelled } else { Kind::Timeout };
                        prop_assert_eq!(error.kind(), kind);
                        if operation.safety() == Safety::Read {
                            prop_assert_eq!(error.outcome(), Outcome::NotApplied);
                        } else if open || own_in_flight {
                            prop_assert_eq!(error.outcome(), Outcome::Unknown);
                        }
                        result = Some(Err(error.outcome()));
                    }
                    expects = Expects::Nothing;
                    own_in_flight = false;
                    finished += count_of_finished(&mut call);
                    continue;
                }
            };
            let second_start = event == Input::Start && !fits;
            let step = call.step(now, event);
            let own_was_in_flight = own_in_flight;
            if !second_start {
                own_in_flight = false;
            }
            match step {
                Step::Journal(_) => panic!("the client has no journal"),
                Step::Send(attempt) => {
                    prop_assert!(fits, "sent although nothing was to be reported");
                    prop_assert!(result.is_none(), "sent after the end");
                    let events = call.take_events();
                    let about = events.last().unwrap();
                    if about.operation == name {
                        own_in_flight = true;
                        sent += 1;
                        let once = matches!(operation.safety(), Safety::Unkeyed | Safety::Reconcilable);
                        prop_assert!(!(once && open), "sent again although an effect is open");
                        prop_assert!(sent <= 4, "sent {} times", sent);
                    } else {
                        prop_assert_eq!(attempt.method, "GET");
                    }
                    expects = Expects::Response;
                }
                Step::Wait(_) => {
                    prop_assert!(fits && result.is_none());
                    call.take_events();
                    expects = Expects::Timer;
                }
                Step::Done(done) => {
                    let told = done.as_ref().map(|_| ()).map_err(|error| error.outcome());
                    match &result {
                        None if second_start => {
                            // The driver that has the call goes on.
                            let may_be_done = operation.safety() != Safety::Read && (open || own_was_in_flight);
                            prop_assert!(!may_be_done || told == Err(Outcome::Unknown), "{told:?}");
                            prop_assert_eq!(count_of_finished(&mut call), 0);
                            continue;
                        }
                        None => {
                            finished += count_of_finished(&mut call);
                            if !fits && operation.safety() != Safety::Read && (open || own_was_in_flight) {
                                prop_assert_eq!(told, Err(Outcome::Unknown));
                            }
                            if told == Err(Outcome::NotApplied) && operation.safety() != Safety::Read {
                                prop_assert!(!open, "reported as not applied although an effect is open");
                            }
                            result = Some(told);
                        }
                        Some(before) => {
                            let expected = match before {
                                Ok(()) if operation.safety() == Safety::Read => Outcome::NotApplied,
                                Ok(()) => Outcome::Applied,
                                Err(outcome) => *outcome,
                            };
                            prop_assert_eq!(told, Err(expected), "what the call came to changed");
                            finished += count_of_finished(&mut call);
                        }
                    }
                    expects = Expects::Nothing;
                }
            }
        }
        prop_assert_eq!(finished, u32::from(result.is_some()), "the end is reported once");
    }
}

fn count_of_finished(call: &mut Call) -> u32 {
    let events = call.take_events();
    let finished = events.iter().filter(|event| matches!(event.what, EventKind::Finished { .. }));
    u32::try_from(finished.count()).unwrap()
}

#[test]
fn a_call_without_events_takes_the_same_steps() {
    for (provider, name, arguments, options) in calls() {
        let operation = provider.operation(name).unwrap();
        let steps = |is_heard: bool| {
            // Each has an account of its own: both calls have the same key.
            let client = client(provider);
            let mut call = ffi::call_from(
                &client,
                operation,
                &object(&arguments),
                &object(&options),
                CaseStyle::Snake,
                [7; 16],
            )
            .unwrap();
            if !is_heard {
                call.without_events();
            }
            let now = Now { monotonic: Duration::from_secs(3), unix_ms: 1_700_000_000_000 };
            let response = |status| Response {
                status,
                headers: Headers::new(),
                body: br#"{"id": "tx_1", "status": "confirmed", "data": [], "has_more": false}"#.to_vec(),
            };
            let mut told = Vec::new();
            let mut input = Input::Start;
            for status in [503, 503, 200, 200, 200] {
                let step = call.step(now, input);
                told.push(format!("{step:?}"));
                input = match step {
                    Step::Send(_) => Input::Response(response(status)),
                    Step::Wait(_) => Input::Waited,
                    _ => break,
                };
            }
            told.push(format!("{:?}", call.interrupt(now, Interruption::Cancelled).outcome()));
            (told, call.take_events().is_empty())
        };
        let (heard, silent) = (steps(true), steps(false));
        assert_eq!(heard.0, silent.0, "{name}");
        assert_eq!((heard.1, silent.1), (false, true), "{name}");
    }
}
