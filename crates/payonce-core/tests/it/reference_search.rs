//! What a search for a lost payment proves, and what it does not: late timers, wrong clocks, lists without an end, marks
//! that are none.

use std::time::Duration;

use payonce_core::{
    Call, CallOptions, CaseStyle, Client, Error, ErrorPayload, HttpRequest, Input, Kind, Now, Outcome,
    Provider, Reference, Step, Success, ffi,
};
use serde_json::{Value, json};

use crate::wallet_payment::{KEY, client, lost, object, response, send};

/// 2023-11-14T22:13:20Z.
const SENT_MS: u64 = 1_700_000_000_000;

fn patient() -> Client {
    client(&json!({"jitter": false, "base_delay_ms": 1, "deadline_ms": 1_000_000_000}))
}

fn pay(client: &Client) -> Call {
    send(client, "5.00", &json!({"idempotency_key": KEY})).unwrap()
}

fn broke() -> Input {
    response(500, &[], &json!({"code": "internal_error", "type": "internal_error", "message": "no"}))
}

/// A clock that a test moves, and what was sent by it.
struct Desk {
    now: Now,
    /// By how much each timer comes late.
    late: Duration,
    sent: Vec<HttpRequest>,
}

impl Desk {
    fn new() -> Self {
        let now = Now { monotonic: Duration::from_secs(5), unix_ms: SENT_MS };
        Self { now, late: Duration::ZERO, sent: Vec::new() }
    }

    /// Runs the call to its end; `respond` receives the request and its number from 0.
    fn run(
        &mut self,
        call: &mut Call,
        mut respond: impl FnMut(&HttpRequest, usize) -> Input,
    ) -> Result<Success, Error> {
        let mut event = Input::Start;
        for _ in 0..10_000 {
            event = match call.step(self.now, event) {
                Step::Journal(_) => panic!("the client has no journal"),
                Step::Send(attempt) => {
                    let event = respond(&attempt, self.sent.len());
                    self.sent.push(attempt);
                    event
                }
                Step::Wait(wait) => {
                    self.now.monotonic += wait + self.late;
                    Input::Waited
                }
                Step::Done(result) => return result,
            };
        }
        panic!("the call does not end");
    }

    fn payments(&self) -> usize {
        self.sent.iter().filter(|attempt| attempt.method == "POST").count()
    }
}

/// The provider's clock, at the time of the sending.
const DATE: (&str, &str) = ("date", "Tue, 14 Nov 2023 22:13:20 GMT");

fn other(at: &str) -> Value {
    json!({"id": "tx_0", "status": "confirmed", "memo": "po_another_0123456789", "created_at": at})
}

/// One of a list that never shows the same page twice.
fn numbered(number: usize) -> Value {
    json!({"id": format!("tx_{number}"), "memo": "po_another_0123456789", "created_at": "2023-11-14T22:13:25Z"})
}

fn payment(at: &str) -> Value {
    json!({"id": "tx_1", "status": "confirmed", "memo": KEY, "created_at": at})
}

/// The outcome used to be that of the look: a read that failed "had no effect".
#[test]
fn a_timer_that_comes_late_during_a_search_leaves_the_payment_unknown() {
    for late_at in [1, 2] {
        let client = client(&json!({"jitter": false, "base_delay_ms": 10, "deadline_ms": 1000}));
        // The machine sleeps before a page is asked for again.
        let mut desk = Desk::new();
        let mut asked = 0;
        let mut event = Input::Start;
        let mut call = pay(&client);
        let error = loop {
            event = match call.step(desk.now, event) {
                Step::Journal(_) => panic!("the client has no journal"),
                Step::Send(attempt) if attempt.method == "POST" => lost(),
                Step::Send(_) => {
                    asked += 1;
                    broke()
                }
                Step::Wait(wait) => {
                    let slept = if asked == late_at { Duration::from_secs(3600) } else { Duration::ZERO };
                    desk.now.monotonic += wait + slept;
                    Input::Waited
                }
                Step::Done(result) => break result.unwrap_err(),
            };
        };
        assert_eq!(asked, late_at);
        assert_eq!((error.kind(), error.outcome()), (Kind::Connection, Outcome::Unknown));
        assert!(!error.is_retryable());
        assert_eq!(error.reference().reference.as_deref(), Some(KEY));
        assert_eq!(error.payload().operation.as_deref(), Some("payments.send"));
    }
}

#[test]
fn a_key_stays_in_use_after_a_late_timer_ends_its_search() {
    let client = client(&json!({"jitter": false, "base_delay_ms": 10, "deadline_ms": 1000}));
    let mut desk = Desk { late: Duration::from_secs(60), ..Desk::new() };
    let script = |attempt: &HttpRequest, _| if attempt.method == "POST" { lost() } else { broke() };
    assert_eq!(desk.run(&mut pay(&client), script).unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(desk.run(&mut pay(&client), script).unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(desk.payments(), 1);
}

#[test]
fn an_endless_list_proves_nothing() {
    let client = patient();
    let mut desk = Desk::new();
    let result = desk.run(&mut pay(&client), |attempt, number| match attempt.method {
        "POST" => broke(),
        _ => response(200, &[], &json!({"data": [numbered(number)], "has_more": true})),
    });
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Server, Outcome::Unknown));
    assert_eq!((desk.payments(), desk.sent.len()), (1, 1 + 50));
    assert_eq!(error.payload().details.get("search"), Some(&json!("search_failed")));
}

#[test]
fn the_deadline_ends_a_list_without_an_end() {
    let client = client(&json!({"jitter": false, "base_delay_ms": 1, "deadline_ms": 30_000}));
    let mut now = Now { monotonic: Duration::ZERO, unix_ms: SENT_MS };
    let mut call = pay(&client);
    let (mut event, mut pages) = (Input::Start, 0);
    let error = loop {
        event = match call.step(now, event) {
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Send(attempt) if attempt.method == "POST" => broke(),
            Step::Send(attempt) => {
                assert!(attempt.timeout <= Duration::from_secs(30) - now.monotonic);
                pages += 1;
                now.monotonic += Duration::from_secs(1);
                response(200, &[], &json!({"data": [numbered(pages)], "has_more": true}))
            }
            Step::Wait(wait) => {
                now.monotonic += wait;
                Input::Waited
            }
            Step::Done(result) => break result.unwrap_err(),
        };
    };
    assert_eq!((error.kind(), error.outcome()), (Kind::Server, Outcome::Unknown));
    assert_eq!(pages, 30);
}

/// The sending is at 22:13:20, and two clocks may differ by ten minutes before an older payment ends the search.
#[test]
fn a_time_within_the_clock_skew_does_not_end_the_search() {
    for (older, pages) in [("2023-11-14T22:03:21Z", 2), ("2023-11-14T22:03:19Z", 1)] {
        let client = patient();
        let mut desk = Desk::new();
        let result = desk.run(&mut pay(&client), |attempt, _| match attempt.method {
            "POST" => lost(),
            _ if attempt.url.contains("page_num=1&") => response(
                200,
                &[DATE],
                &json!({"data": [other("2023-11-14T22:13:25Z"), other(older)], "has_more": true}),
            ),
            _ => {
                response(200, &[DATE], &json!({"data": [payment("2023-11-14T22:02:00Z")], "has_more": false}))
            }
        });
        // Where the search ends before the second page, it ends so twice.
        assert_eq!(result.is_ok(), pages == 2, "{older}");
        assert_eq!(desk.sent.len(), 1 + 2, "{older}");
    }
}

/// A machine whose clock is an hour fast dates its sending an hour after the payment that the provider dates.
#[test]
fn a_fast_clock_does_not_end_the_search_early() {
    // Without the provider's word on the time nothing counts as too old, which finds it as well.
    for date in [Some("Tue, 14 Nov 2023 21:13:20 GMT"), None] {
        let client = patient();
        let mut desk = Desk::new();
        let headers: Vec<(&str, &str)> = date.map(|date| ("date", date)).into_iter().collect();
        let result = desk.run(&mut pay(&client), |attempt, _| match attempt.method {
            "POST" => lost(),
            _ if attempt.url.contains("page_num=1&") => {
                let newer = [other("2023-11-14T21:13:30Z"), other("2023-11-14T21:13:25Z")];
                response(200, &headers, &json!({"data": newer, "has_more": true}))
            }
            _ => response(
                200,
                &headers,
                &json!({"data": [payment("2023-11-14T21:13:20Z")], "has_more": false}),
            ),
        });
        assert!(result.is_ok(), "{date:?}");
        assert_eq!(desk.payments(), 1);
    }
}

#[test]
fn a_clock_that_jumps_back_has_no_effect() {
    let client = patient();
    let mut desk = Desk::new();
    let mut call = pay(&client);
    let mut now = Now { monotonic: Duration::from_secs(100), unix_ms: SENT_MS };
    let mut event = Input::Start;
    let found = loop {
        event = match call.step(now, event) {
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Send(attempt) if attempt.method == "POST" => {
                desk.sent.push(attempt);
                now = Now { monotonic: Duration::ZERO, unix_ms: 0 };
                broke()
            }
            Step::Send(attempt) => {
                desk.sent.push(attempt);
                response(200, &[], &json!({"data": [payment("2023-11-14T22:13:20Z")], "has_more": false}))
            }
            Step::Wait(_) => Input::Waited,
            Step::Done(result) => break result.unwrap(),
        };
    };
    assert_eq!(found.value.get("id"), Some(&json!("tx_1")));
    assert_eq!(found.reference.sent_at_ms, Some(SENT_MS));
    assert_eq!(desk.payments(), 1);
}

/// An empty reference is at the end of every empty memo.
#[test]
fn a_foreign_reference_is_not_searched_for() {
    let client = patient();
    for mark in ["", "1", "rent", "po_0123456789ab]", "a mark with blanks in it"] {
        let reference = Reference { reference: Some(mark.to_owned()), ..Reference::default() };
        let payload = ErrorPayload::from_reference(Provider::AGENTWALLEX, "payments.send", reference);
        let error = Call::reconcile(&client, &payload, CallOptions::default(), [1; 16]).err().unwrap();
        // The search is refused; the payment may have been made.
        assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::Unknown), "{mark}");
        let journal =
            json!({"error": {"operation": "payments.send", "reference": {"reference": mark}}}).to_string();
        assert!(
            ffi::call(&client, ffi::RECONCILE, &journal, "{}", CaseStyle::Snake, [1; 16]).is_err(),
            "{mark}"
        );
    }
}

#[test]
fn reconcile_only_reads_whatever_the_payload_contains() {
    let client = patient();
    let mut desk = Desk::new();
    let error = desk.run(&mut pay(&client), |attempt, _| match attempt.method {
        "POST" => broke(),
        _ => response(401, &[], &json!({"code": "x", "type": "authentication_error", "message": "no"})),
    });
    let told = error.unwrap_err().into_payload();
    // Edited, or written by another version: more members, another outcome, a time of sending in the future.
    let mut edited = object(&told.to_value());
    edited.insert("added_later".to_owned(), json!({"a": 1}));
    edited.insert("outcome".to_owned(), json!("not_applied"));
    edited.insert("retryable".to_owned(), json!(true));
    if let Some(Value::Object(reference)) = edited.get_mut("reference") {
        reference.insert("sent_at_ms".to_owned(), json!(9_007_199_254_740_991_u64));
    }
    for payload in [told.to_value(), Value::Object(edited)] {
        let text = json!({"error": payload}).to_string();
        let mut later =
            ffi::call(&patient(), ffi::RECONCILE, &text, "{}", CaseStyle::Snake, [1; 16]).unwrap();
        let mut desk = Desk::new();
        let empty = json!({"data": [], "has_more": false});
        let result = desk.run(&mut later, |_, _| response(200, &[], &empty));
        assert!(result.is_err());
        assert_eq!((desk.payments(), desk.sent.len()), (0, 2));
        // And a refused search reports what was known before.
        let mut later =
            ffi::call(&patient(), ffi::RECONCILE, &text, "{}", CaseStyle::Snake, [1; 16]).unwrap();
        let result = Desk::new().run(&mut later, |_, _| response(401, &[], &json!({})));
        assert_eq!(result.unwrap_err().reference().reference.as_deref(), Some(KEY));
    }
}

/// The list goes from old to new, or in no order: an old payment in it does not describe the rest.
#[test]
fn an_old_payment_ends_only_a_list_that_goes_from_new_to_old() {
    let (new, old) = ("2023-11-14T22:13:25Z", "2023-11-13T00:00:00Z");
    for times in [[old, new, old], [new, old, new]] {
        let client = patient();
        let mut desk = Desk::new();
        let result = desk.run(&mut pay(&client), |attempt, _| match attempt.method {
            "POST" => broke(),
            _ if attempt.url.contains("page_num=1&") => {
                response(200, &[], &json!({"data": times.map(other), "has_more": true}))
            }
            _ => response(200, &[], &json!({"data": [payment(new)], "has_more": false})),
        });
        assert_eq!(result.unwrap().value.get("id"), Some(&json!("tx_1")), "{times:?}");
        assert_eq!(desk.payments(), 1, "{times:?}");
    }
}

#[test]
fn the_search_for_a_retried_payment_starts_at_its_first_request() {
    let client = patient();
    let mut now = Now { monotonic: Duration::ZERO, unix_ms: SENT_MS };
    let mut call = pay(&client);
    let (mut event, mut sent) = (Input::Start, 0);
    let found = loop {
        event = match call.step(now, event) {
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Send(attempt) if attempt.method == "POST" => {
                sent += 1;
                // An hour until the next one.
                now.unix_ms += 3_600_000;
                if sent == 1 { response(429, &[("retry-after", "60")], &json!({})) } else { lost() }
            }
            Step::Send(attempt) if attempt.url.contains("page_num=1&") => {
                let newer = json!({"data": [other("2023-11-14T22:13:25Z")], "has_more": true});
                response(200, &[], &newer)
            }
            Step::Send(_) => {
                response(200, &[], &json!({"data": [payment("2023-11-14T22:13:20Z")], "has_more": false}))
            }
            Step::Wait(wait) => {
                now.monotonic += wait;
                Input::Waited
            }
            Step::Done(result) => break result.unwrap(),
        };
    };
    assert_eq!((sent, found.reference.sent_at_ms), (2, Some(SENT_MS)));
}

#[test]
fn no_request_is_sent_before_the_time_that_a_failing_service_named() {
    let client = client(&json!({"jitter": false, "base_delay_ms": 1}));
    let mut call = pay(&client);
    let now = Now { monotonic: Duration::ZERO, unix_ms: SENT_MS };
    assert!(matches!(call.step(now, Input::Start), Step::Send(_)));
    let body = json!({"code": "internal_error", "type": "internal_error", "message": "no"});
    match call.step(now, response(503, &[("retry-after", "7")], &body)) {
        Step::Wait(wait) => assert_eq!(wait, Duration::from_secs(7)),
        other => panic!("{other:?}"),
    }
}

/// Waiting for a look that cannot be done any more would only hold the caller up.
#[test]
fn a_search_after_the_deadline_is_not_started() {
    let client =
        client(&json!({"jitter": false, "base_delay_ms": 3000, "max_delay_ms": 3000, "deadline_ms": 2000}));
    let mut call = pay(&client);
    let now = Now { monotonic: Duration::ZERO, unix_ms: SENT_MS };
    assert!(matches!(call.step(now, Input::Start), Step::Send(_)));
    match call.step(now, lost()) {
        Step::Done(Err(error)) => assert_eq!(error.outcome(), Outcome::Unknown),
        other => panic!("{other:?}"),
    }
}

/// The list takes so long that the call's time is over when it ends, after an earlier refusal and with one without.
#[test]
fn a_search_past_the_deadline_sends_no_request() {
    for refused_first in [false, true] {
        let client = client(&json!({"jitter": false, "base_delay_ms": 1, "deadline_ms": 10_000}));
        let mut now = Now { monotonic: Duration::ZERO, unix_ms: SENT_MS };
        let mut call = pay(&client);
        let (mut event, mut payments, mut pages) = (Input::Start, 0, 0);
        let error = loop {
            event = match call.step(now, event) {
                Step::Journal(_) => panic!("the client has no journal"),
                Step::Send(attempt) if attempt.method == "POST" => {
                    payments += 1;
                    if refused_first && payments == 1 { response(429, &[], &json!({})) } else { broke() }
                }
                Step::Send(_) => {
                    pages += 1;
                    now.monotonic += Duration::from_millis(5_500);
                    response(200, &[], &json!({"data": [], "has_more": false}))
                }
                Step::Wait(wait) => {
                    now.monotonic += wait;
                    Input::Waited
                }
                Step::Done(result) => break result.unwrap_err(),
            };
        };
        assert_eq!((error.kind(), error.outcome()), (Kind::Server, Outcome::Unknown));
        assert_eq!((payments, pages), (1 + usize::from(refused_first), 2));
    }
}
