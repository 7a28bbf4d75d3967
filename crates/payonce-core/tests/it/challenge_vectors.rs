//! Plays `tests/challenge/vectors.json`: what a call does with a service that asks for a payment, which Python and Node play as
//! well.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payonce_core::challenge::{
    PAID_METHODS, PaidRequest, Payment, PaymentInput, PaymentOptions, PaymentStep,
};
use payonce_core::{
    CaseStyle, Client, FailureCause, JournalConfig, JournalOp, Now, Phase, Provider, Received, Response,
    TransportFailure, ffi,
};
use serde_json::{Map, Value, json};

use crate::journal_store::MemoryStore;

const BASE: &str = "https://paid.example.test";
const START_MS: u64 = 1_800_000_000_000;

fn text(value: &Value) -> String {
    match value.get("base64") {
        Some(inner) => STANDARD.encode(inner.to_string()),
        None => value.as_str().unwrap().to_owned(),
    }
}

fn received(answer: &Value) -> Received {
    if answer.get("failure").is_some() {
        return Received::Failure(TransportFailure {
            phase: Phase::Waiting,
            cause: Some(FailureCause::Connection),
            message: "the connection broke before a response".to_owned(),
            head: None,
        });
    }
    let headers = answer["headers"].as_array().unwrap();
    Received::Response(Response {
        status: answer["status"].as_u64().unwrap().try_into().unwrap(),
        headers: headers.iter().map(|pair| (pair[0].as_str().unwrap(), text(&pair[1]))).collect(),
        body: answer["body"].as_str().unwrap().into(),
    })
}

/// The members that are expected, each equal, objects member by member.
fn matches(found: &Value, expected: &Value, at: &str) {
    match expected {
        Value::Object(members) => {
            for (name, value) in members {
                matches(found.get(name).unwrap_or(&Value::Null), value, &format!("{at}.{name}"));
            }
        }
        _ => assert_eq!(found, expected, "{at}"),
    }
}

struct Played<'a> {
    case: &'a Map<String, Value>,
    store: MemoryStore,
    unpaid: u64,
    signed: usize,
    now_ms: u64,
}

impl Played<'_> {
    fn call(&mut self, document: &Value, call: &Value) -> Value {
        let key = self.case.get("key").unwrap_or(&document["key"]).as_str();
        let client = client(key.is_some());
        let request = self.case.get("request").cloned().unwrap_or_else(|| json!({}));
        let method = request["method"].as_str().unwrap_or("GET");
        let target = call.get("target").unwrap_or(&document["target"]).as_str().unwrap();
        let headers = request["headers"].as_array().cloned().unwrap_or_default();
        let paid = PaidRequest {
            method: PAID_METHODS.iter().find(|known| **known == method).unwrap(),
            url: format!("{BASE}{target}"),
            headers: headers.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
            body: request["body"].as_str().map(Into::into),
        };
        let deadline_ms = self.case.get("deadline_ms").map(|time| time.as_u64().unwrap());
        let options = PaymentOptions {
            idempotency_key: key.map(ToOwned::to_owned),
            deadline: deadline_ms.map(Duration::from_millis),
        };
        let result = match Payment::new(&client, paid, &options, [1; 16]) {
            Err(error) => Err(error),
            Ok(mut payment) => {
                let mut input = PaymentInput::Start;
                loop {
                    let now = Now { monotonic: Duration::ZERO, unix_ms: self.now_ms };
                    input = match payment.step(input, now) {
                        PaymentStep::Send(request) => PaymentInput::Received(self.answer(&request.headers)),
                        PaymentStep::Journal(op) => {
                            PaymentInput::Journal(self.store.carry_out(&op, self.now_ms, None))
                        }
                        PaymentStep::Wait(_) => panic!("it waits"),
                        PaymentStep::Sign(_) => PaymentInput::Signed(sign(&call["sign"])),
                        PaymentStep::Done(result) => break result,
                    };
                }
            }
        };
        let mut found = ffi::paid_envelope(&result, CaseStyle::Snake);
        if let Ok(paid) = &result {
            found["value"]["body"] = String::from_utf8_lossy(&paid.response.body).into();
            return found["value"].take();
        }
        found
    }

    fn answer(&mut self, headers: &[(String, String)]) -> Received {
        let is_signature = |name: &str| {
            ["payment-signature", "x-payment", "authorization"].contains(&name.to_lowercase().as_str())
        };
        if !headers.iter().any(|(name, _)| is_signature(name)) {
            self.unpaid += 1;
            return received(&self.case["challenge"]);
        }
        let answers = self.case["answers"].as_array().unwrap();
        let answer = received(answers.get(self.signed).unwrap_or_else(|| answers.last().unwrap()));
        self.signed += 1;
        answer
    }
}

fn sign(sign: &Value) -> Result<Vec<(String, String)>, String> {
    match sign.get("declined") {
        Some(problem) => Err(text(problem)),
        None => {
            Ok(sign.as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value))).collect())
        }
    }
}

fn client(has_journal: bool) -> Client {
    let options = json!({ "base_url": BASE }).to_string();
    let client = ffi::client(Provider::CHALLENGE, &options, CaseStyle::Snake, &|_| None).unwrap();
    if has_journal { client.with_journal(JournalConfig { owner: "a".to_owned() }) } else { client }
}

#[test]
fn every_vector_of_a_challenge_holds() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/challenge/vectors.json");
    let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let cases = document["cases"].as_array().unwrap();
    assert!(cases.len() >= 40);
    for case in cases {
        let case = case.as_object().unwrap();
        let name = case["name"].as_str().unwrap();
        let mut played =
            Played { case, store: MemoryStore::default(), unpaid: 0, signed: 0, now_ms: START_MS };
        for (number, call) in case["calls"].as_array().unwrap().iter().enumerate() {
            let found = played.call(&document, call);
            matches(&found, &call["expect"], &format!("{name}, call {number}"));
        }
        let sent = json!([played.unpaid, played.signed]);
        assert_eq!(sent, json!([case["unpaid"], case["signed"]]), "{name}");
        let list = JournalOp::List { unsettled_only: false, after: None, limit: 10 };
        let rows = played.store.carry_out(&list, START_MS, None).unwrap().rows;
        let entry = rows.first().map_or(Value::Null, |row| {
            json!({"state": row.state.as_str(), "outcome": row.outcome.map(payonce_core::Outcome::as_str)})
        });
        assert_eq!(entry, case["entry"], "{name}");
    }
}
