//! What an answer holds that nobody else may see: it can be read, and is not printed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::time::Duration;

use payonce_core::{
    Answer, Call, Client, Error, Event, Follow, Following, Headers, KeyStyle, Now, Outcome, Provider, Step,
    Success, another_form,
};
use serde_json::{Value, json};

const SIGNATURE: &str = "0xplanted";

fn client(style: KeyStyle) -> Client {
    let options = json!({"api_key": "awx_0000000000000000"});
    Client::new(Provider::AgentWallex, options.as_object().unwrap(), style, &|_| None).unwrap()
}

fn paid(client: &Client, status: &str) -> Result<Success, Error> {
    let operation = client.provider().operation("x402.pay").unwrap();
    let arguments = json!({"agent_id": "agent_1", "target_url": "https://example.com/data"});
    let none = json!({});
    let arguments = (arguments.as_object().unwrap(), none.as_object().unwrap());
    let mut call = Call::new(client, operation, arguments.0, arguments.1, [7; 16]).unwrap();
    let now = Now { monotonic: Duration::ZERO, unix_ms: 0 };
    let Step::Send(_) = call.step(now, Event::Start) else { panic!("nothing was sent") };
    let body = json!({"ledger_id": "ldg_1", "status": status, "payment_signature": SIGNATURE});
    let answer = Answer { status: 200, headers: Headers::new(), body: body.to_string().into_bytes() };
    let Step::Done(result) = call.step(now, Event::Answered(answer)) else { panic!("the call goes on") };
    result
}

#[test]
fn a_success_can_be_read_and_does_not_print_it() {
    let success = paid(&client(KeyStyle::Snake), "completed").unwrap();
    assert_eq!(success.value.get("payment_signature").and_then(Value::as_str), Some(SIGNATURE));
    assert!(!format!("{success:?}").contains("planted"), "{success:?}");
}

#[test]
fn a_failed_payment_does_not_hand_it_to_the_log() {
    let error = paid(&client(KeyStyle::Snake), "failed").unwrap_err();
    assert_eq!(error.payload().details.get("ledger_id"), Some(&json!("ldg_1")));
    assert!(!format!("{error:?}").contains("planted"), "{error:?}");
}

#[test]
fn an_answer_of_another_form_is_kept_without_it() {
    let client = client(KeyStyle::Snake);
    let success = paid(&client, "completed").unwrap();
    let operation = client.provider().operation("x402.pay").unwrap();
    let error = another_form(&client, operation, &success, "as the test wants it");
    let details = json!({"ledger_id": "ldg_1", "status": "completed", "payment_signature": "[redacted]"});
    assert_eq!(Some(&error.payload().details), details.as_object());
}

#[test]
fn a_payment_that_stays_pending_says_the_same_in_every_language() {
    for style in [KeyStyle::Snake, KeyStyle::Camel] {
        let client = client(style);
        let value = paid(&client, "pending").unwrap().value;
        let operation = client.provider().operation("x402.pay").unwrap();
        let mut following = Following::new(&client, operation, value, Duration::from_secs(1));
        let Follow::Done(Err(error)) = following.next(Duration::ZERO, None) else { panic!("it is pending") };
        assert_eq!(error.outcome(), Outcome::Pending);
        assert_eq!(error.reference().ledger_id.as_deref(), Some("ldg_1"));
        let details = json!({"ledger_id": "ldg_1", "status": "pending", "payment_signature": "[redacted]"});
        assert_eq!(Some(&error.payload().details), details.as_object());
    }
}
