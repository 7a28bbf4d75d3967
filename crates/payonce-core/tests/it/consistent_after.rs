//! When an empty list is evidence: only where a declaration says so, and only with every guard in place.
//!
//! No provider documents how soon its list is complete, so that these tests declare an operation of their own.

use std::time::Duration;

use payonce_core::spec::doc::Doc;
use payonce_core::spec::operation::{ConsistentAfter, SafetySpec};
use payonce_core::{
    Call, CaseStyle, Client, Error, FailureCause, Input, Now, Operation, Outcome, Provider, Response, Step,
    Success, TransportFailure, ffi,
};
use serde_json::{Value, json};

use crate::wallet_payment::{KEY, client, object, response};

const EARLIER: &str = "order_4710_attempt_1";

/// `payments.send`, of a provider that documents that its list is complete after three seconds.
fn declared(after: Duration) -> &'static Operation {
    let mut operation = *Provider::AGENTWALLEX.operation("payments.send").unwrap();
    let SafetySpec::Reconcilable { search, .. } = &mut operation.repeated else {
        panic!("payments.send is found in a list")
    };
    search.consistent_after = Some(ConsistentAfter { after, source: Doc::new("example.com/consistency") });
    Box::leak(Box::new(operation))
}

fn send(client: &Client, operation: &'static Operation, key: &str) -> Call {
    let arguments = json!({
        "agent_id": "agent_1", "to": "0xTo", "amount": "5.00", "token": "USDC", "chain": "eip155:8453", "memo": "rent",
    });
    ffi::call_from(
        client,
        operation,
        &object(&arguments),
        &object(&json!({"idempotency_key": key})),
        CaseStyle::Snake,
        [7; 16],
    )
    .unwrap()
}

fn respond(status: u16, body: &Value) -> Input {
    response(status, &[("date", "Tue, 14 Nov 2023 22:13:20 GMT")], body)
}

/// What the scene of a test differs in from the one in which a second sending is right.
struct Scene {
    operation: &'static Operation,
    retry: Value,
    /// Whether this client has paid before, so that the list can show one of its marks.
    paid_before: bool,
    broken: Input,
    /// The pages of the list, by number from 1.
    pages: fn(u64) -> Value,
    /// The clock's lie: by how much each timer comes early.
    early: Duration,
}

impl Scene {
    fn good() -> Self {
        Self {
            operation: declared(Duration::from_secs(3)),
            retry: json!({"jitter": false, "base_delay_ms": 10}),
            paid_before: true,
            broken: respond(503, &json!({"code": "maintenance", "type": "internal_error", "message": "no"})),
            pages: |_| json!({"data": [item("rent [order_4710_attempt_1]")], "has_more": false}),
            early: Duration::ZERO,
        }
    }

    /// Plays the scene: the payments that were sent, the waits before the looks, and the result.
    fn play(self) -> (usize, Vec<Duration>, Result<Success, Error>) {
        let client = client(&self.retry);
        let now = Now { monotonic: Duration::from_secs(5), unix_ms: 1_700_000_000_000 };
        if self.paid_before {
            let mut earlier = send(&client, self.operation, EARLIER);
            assert!(matches!(earlier.step(now, Input::Start), Step::Send(_)));
            let paid = respond(201, &json!({"id": "tx_0", "status": "confirmed"}));
            assert!(matches!(earlier.step(now, paid), Step::Done(Ok(_))));
        }
        let (mut now, mut event) = (now, Input::Start);
        let (mut paid, mut waits) = (0, Vec::new());
        let mut call = send(&client, self.operation, KEY);
        for _ in 0..500 {
            event = match call.step(now, event) {
                Step::Journal(_) => panic!("the client has no journal"),
                Step::Send(attempt) if attempt.method == "POST" => {
                    paid += 1;
                    if paid == 1 {
                        self.broken.clone()
                    } else {
                        respond(201, &json!({"id": "tx_2", "status": "confirmed"}))
                    }
                }
                Step::Send(attempt) => {
                    let page = attempt.url.split("page_num=").nth(1).unwrap().split('&').next().unwrap();
                    respond(200, &(self.pages)(page.parse().unwrap()))
                }
                Step::Wait(wait) => {
                    now.monotonic += wait.saturating_sub(self.early);
                    waits.push(wait);
                    Input::Waited
                }
                Step::Done(result) => return (paid, waits, result),
            };
        }
        panic!("the call does not end");
    }

    fn stays_unknown(self, why: &str) {
        let (paid, _, result) = self.play();
        let error = result.err().unwrap_or_else(|| panic!("{why}: sent again"));
        assert_eq!((paid, error.outcome()), (1, Outcome::Unknown), "{why}");
        assert!(error.payload().details.contains_key("search"), "{why}");
    }
}

fn item(memo: &str) -> Value {
    json!({"id": "tx_0", "status": "confirmed", "agent_id": "agent_1", "memo": memo, "created_at": "2023-11-14T22:13:20Z"})
}

#[test]
fn a_payment_proven_absent_is_retried() {
    let (paid, waits, result) = Scene::good().play();
    assert_eq!((paid, result.unwrap().attempts), (2, 2));
    // The look that counts begins after the time that the provider documents, whatever the options say.
    assert_eq!(waits, [Duration::from_millis(10), Duration::from_secs(3)]);
}

#[test]
fn no_option_shortens_the_wait_before_the_decisive_search() {
    for retry in [
        json!({"jitter": false, "base_delay_ms": 0}),
        json!({"jitter": true, "base_delay_ms": 1, "max_delay_ms": 1}),
    ] {
        let operation = declared(Duration::ZERO);
        let (paid, waits, _) = Scene { operation, retry, ..Scene::good() }.play();
        assert_eq!(paid, 2);
        assert!(waits.get(1).is_some_and(|wait| *wait >= Duration::from_secs(2)), "{waits:?}");
    }
    let mut broken = Scene::good();
    broken.broken = Input::Response(Response {
        status: 503,
        headers: [("retry-after", "0")].into_iter().collect(),
        body: br#"{"code": "maintenance", "type": "internal_error"}"#.to_vec(),
    });
    let (_, waits, _) = broken.play();
    assert_eq!(waits.get(1), Some(&Duration::from_secs(3)));
}

#[test]
fn without_a_documented_time_nothing_is_retried() {
    let operation = Provider::AGENTWALLEX.operation("payments.send").unwrap();
    Scene { operation, ..Scene::good() }.stays_unknown("no provider that is built in names a time");
}

#[test]
fn a_search_before_the_documented_time_proves_nothing() {
    Scene { early: Duration::from_millis(20), ..Scene::good() }.stays_unknown("the timers come early");
}

#[test]
fn a_wait_past_the_deadline_is_not_started() {
    let retry = json!({"jitter": false, "base_delay_ms": 10, "deadline_ms": 2_000});
    Scene { retry, ..Scene::good() }.stays_unknown("the documented time is after the deadline");
}

#[test]
fn memos_prove_nothing_without_a_reference_of_this_client_in_the_list() {
    Scene { paid_before: false, ..Scene::good() }
        .stays_unknown("this client has not sent the mark that is shown");
    for (why, pages) in [
        ("an empty list", (|_| json!({"data": [], "has_more": false})) as fn(u64) -> Value),
        ("others' payments", |_| json!({"data": [item("another_0123456789")], "has_more": false})),
        (
            "a memo that comes back changed",
            |_| json!({"data": [item("RENT [ORDER_4710_ATTEMPT_1]")], "has_more": false}),
        ),
    ] {
        Scene { pages, ..Scene::good() }.stays_unknown(why);
    }
}

#[test]
fn an_item_that_may_be_the_payment_proves_nothing() {
    for (why, pages) in [
        (
            "a memo that was left out",
            (|_| {
                let nameless = json!({"id": "tx_1", "agent_id": "agent_1", "memo": null});
                json!({"data": [nameless, item("rent [order_4710_attempt_1]")], "has_more": false})
            }) as fn(u64) -> Value,
        ),
        (
            "a memo that was cut",
            |_| json!({"data": [item("rent [order_4711_att"), item("rent [order_4710_attempt_1]")], "has_more": false}),
        ),
        (
            "a memo that was cut and upper-cased",
            |_| json!({"data": [item("RENT [ORDER_4711"), item("rent [order_4710_attempt_1]")], "has_more": false}),
        ),
        ("a copy of the mark", |_| {
            let copy = json!({"id": "tx_1", "direction": "inbound", "memo": "rent [order_4711_attempt_1]"});
            json!({"data": [copy, item("rent [order_4710_attempt_1]")], "has_more": false})
        }),
    ] {
        Scene { pages, ..Scene::good() }.stays_unknown(why);
    }
}

#[test]
fn a_partly_read_list_proves_nothing() {
    for (why, pages) in [
        (
            "a list without an end",
            (|page| {
                let other = json!({"id": format!("tx_{page}"), "memo": "rent [order_4710_attempt_1]"});
                json!({"data": [other], "has_more": true})
            }) as fn(u64) -> Value,
        ),
        (
            "a list that knows no pages",
            |_| json!({"data": [item("rent [order_4710_attempt_1]")], "has_more": true}),
        ),
        ("a total that is larger", |page| match page {
            1 => json!({"data": [item("rent [order_4710_attempt_1]")], "has_more": false, "total": 2}),
            _ => json!({"data": [], "has_more": false, "total": 2}),
        }),
        ("a list without items", |_| json!({"items": []})),
    ] {
        Scene { pages, ..Scene::good() }.stays_unknown(why);
    }
}

/// An old payment does not end the list here, so that one behind it is found.
#[test]
fn the_whole_list_is_read_regardless_of_its_times() {
    let pages: fn(u64) -> Value = |page| match page {
        1 => {
            let old = json!({"id": "tx_9", "memo": "a", "created_at": "2001-01-01T00:00:00Z"});
            json!({"data": [item("rent [order_4710_attempt_1]"), old], "has_more": true})
        }
        _ => json!({"data": [item("rent [order_4711_attempt_1]")], "has_more": false}),
    };
    let (paid, _, result) = Scene { pages, ..Scene::good() }.play();
    assert_eq!((paid, result.unwrap().attempts), (1, 1));
}

#[test]
fn only_a_failure_reported_by_the_service_itself_permits_a_retry() {
    let lost = TransportFailure {
        phase: payonce_core::Phase::Waiting,
        cause: Some(FailureCause::Connection),
        message: "lost".to_owned(),
        head: None,
    };
    for broken in [
        Input::Failed(lost),
        respond(500, &json!({"message": "no"})),
        respond(502, &json!({"code": "bad_gateway", "type": "internal_error"})),
        respond(504, &json!({"code": "maintenance", "type": "internal_error"})),
        respond(503, &json!({"code": "policy_violation", "type": "invalid_request_error"})),
        respond(201, &json!("paid")),
    ] {
        let why = format!("{broken:?}");
        Scene { broken, ..Scene::good() }.stays_unknown(&why);
    }
}
