use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::Audience;
use crate::error::{Payload, Reference};
use crate::vocabulary::{Actor, Advice, Kind, Outcome, Phase, Provider};

const PLANTED: &str = "planted-5ecret";
const KEY: &str = "awx_live_0123456789abcdef";

fn payload() -> Payload {
    Payload {
        provider: Provider::AgentPay,
        kind: Kind::InsufficientFunds,
        class: "InsufficientFundsError".to_owned(),
        code: Some("INSUFFICIENT_FUNDS".to_owned()),
        category: None,
        status: Some(200),
        phase: Phase::Answered,
        message: "balance 3 of 500 cents".to_owned(),
        user_message: "There are not enough funds for this.".to_owned(),
        actor: Actor::EndUser,
        advice: Advice::AddFunds,
        retryable: false,
        retry_after_ms: None,
        outcome: Outcome::NotApplied,
        respond_status: 402,
        reference: Reference {
            reference: Some("po_00112233445566778899".to_owned()),
            ..Reference::default()
        },
        request_id: Some("req_1".to_owned()),
        operation: Some("consume".to_owned()),
        attempts: Some(1),
        doc: "agentpay/insufficient_funds".to_owned(),
        details: Map::new(),
    }
}

fn forms(payload: &Payload, audience: Audience) -> Vec<Value> {
    let offer = Map::new();
    let answer = |answer| serde_json::to_value::<super::HttpAnswer>(answer).unwrap();
    vec![
        payload.to_problem(audience),
        answer(payload.to_response(audience)),
        payload.to_mcp(audience),
        answer(payload.to_x402(audience, &offer)),
    ]
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(members: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(members)
}

prop_compose! {
    /// Payloads as no provider would send them: every text that a stranger must not see holds the planted word.
    fn hostile()(
        provider in any_of(Provider::ALL), kind in any_of(Kind::ALL), phase in any_of(Phase::ALL),
        actor in any_of(Actor::ALL), advice in any_of(Advice::ALL), outcome in any_of(Outcome::ALL),
        retryable: bool, retry_after_ms: Option<u64>, respond_status: u16, status: Option<u16>,
        junk in "[a-z \"{}<>\\n]{0,12}",
    ) -> Payload {
        let secret = format!("{junk}{PLANTED}{junk}");
        let details = json!({
            "rule": secret, PLANTED: 1, "limits": [{ "balance": secret }], "nested": { PLANTED: secret },
        });
        Payload {
            provider, kind, phase, actor, advice, outcome, retryable, retry_after_ms, respond_status, status,
            class: secret.clone(),
            code: Some(secret.clone()),
            category: Some(secret.clone()),
            message: secret.clone(),
            user_message: format!("Please write to us. {KEY}"),
            reference: Reference {
                idempotency_key: Some(secret.clone()),
                id: Some(secret.clone()),
                hash: Some(secret.clone()),
                ledger_id: Some(secret.clone()),
                intent_id: Some(secret.clone()),
                ..payload().reference
            },
            request_id: Some(secret.clone()),
            operation: Some(secret.clone()),
            attempts: Some(3),
            doc: format!("agentpay/{secret}"),
            details: details.as_object().cloned().unwrap(),
        }
    }
}

proptest! {
    #[test]
    fn a_stranger_sees_nothing_of_the_inside(payload in hostile()) {
        for form in forms(&payload, Audience::Public) {
            prop_assert!(!form.to_string().contains(PLANTED), "{form}");
        }
        let log = Value::Object(payload.log_record(Audience::Public)).to_string();
        prop_assert!(!log.contains("details") && !log.contains("message\""), "{log}");
    }

    #[test]
    fn a_key_stays_out_of_every_form_for_everybody(mut payload in hostile(), owner: bool) {
        payload.message = format!("bad key {KEY}");
        payload.details.insert("sent".to_owned(), json!([KEY]));
        payload.reference.id = Some(KEY.to_owned());
        let audience = if owner { Audience::Owner } else { Audience::Public };
        for form in forms(&payload, audience) {
            prop_assert!(!form.to_string().contains(KEY), "{form}");
        }
        let log = Value::Object(payload.log_record(audience)).to_string();
        prop_assert!(!log.contains(KEY), "{log}");
    }

    #[test]
    fn what_is_not_settled_asks_for_no_payment_and_no_repetition(payload in hostile(), owner: bool) {
        let audience = if owner { Audience::Owner } else { Audience::Public };
        let answers = [payload.to_response(audience), payload.to_x402(audience, &Map::new())];
        for answer in &answers {
            prop_assert!((400..=599).contains(&answer.status));
        }
        if payload.outcome != Outcome::NotApplied {
            for answer in &answers {
                prop_assert!(answer.status != 402);
                prop_assert!(!answer.headers.contains_key("PAYMENT-REQUIRED"));
            }
        }
        if matches!(payload.outcome, Outcome::Unknown | Outcome::Pending) {
            for form in forms(&payload, Audience::Public) {
                prop_assert!(!form.to_string().contains("\"retryable\":true"), "{form}");
                prop_assert!(!form.to_string().contains("Retry-After"), "{form}");
                prop_assert!(form.to_string().contains("po_00112233445566778899"), "{form}");
            }
        }
    }
}

#[test]
fn a_client_that_can_pay_is_told_so() {
    let offer = json!({
        "resource": { "url": "https://api.example.com/report" },
        "accepts": [{ "scheme": "exact", "network": "eip155:8453", "amount": "10000" }],
    });
    let answer = payload().to_x402(Audience::Public, offer.as_object().unwrap());
    assert_eq!(answer.status, 402);
    let header = answer.headers["PAYMENT-REQUIRED"].as_str().unwrap();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, header).unwrap();
    let required: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        required,
        json!({
            "x402Version": 2,
            "error": "There are not enough funds for this.",
            "resource": { "url": "https://api.example.com/report" },
            "accepts": [{ "scheme": "exact", "network": "eip155:8453", "amount": "10000" }],
        })
    );
    assert_eq!(
        answer.body,
        json!({
            "error": "insufficient_funds",
            "message": "There are not enough funds for this.",
            "details": { "outcome": "not_applied", "advice": "add_funds", "retryable": false },
        })
    );
}

#[test]
fn a_rate_limit_has_the_type_of_the_ietf_and_whole_seconds() {
    let limited = Payload {
        kind: Kind::RateLimited,
        actor: Actor::None,
        advice: Advice::Wait,
        retryable: true,
        retry_after_ms: Some(1_001),
        respond_status: 429,
        ..payload()
    };
    let problem = limited.to_problem(Audience::Public);
    assert_eq!(problem["type"], "https://iana.org/assignments/http-problem-types#quota-exceeded");
    assert_eq!(problem["status"], 429);
    assert_eq!(limited.to_response(Audience::Public).headers["Retry-After"], "2");
    let text = limited.to_mcp(Audience::Public)["content"][0]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("Next step: wait 2 seconds, then make the same call again."), "{text}");
}

#[test]
fn a_broken_service_token_looks_like_any_outage_to_a_stranger() {
    let broken = Payload {
        kind: Kind::Authentication,
        actor: Actor::Developer,
        advice: Advice::FixCredentials,
        respond_status: 500,
        code: Some("INVALID_SERVICE_TOKEN".to_owned()),
        doc: "agentpay/invalid_service_token".to_owned(),
        ..payload()
    };
    for form in forms(&broken, Audience::Public) {
        let text = form.to_string().to_lowercase();
        assert!(!text.contains("token") && !text.contains("authentication"), "{form}");
        assert!(text.contains("internal_error"), "{form}");
    }
    let owner = broken.to_response(Audience::Owner);
    assert_eq!(owner.body["details"]["code"], "INVALID_SERVICE_TOKEN");
    assert_eq!(owner.body["details"]["advice"], "fix_credentials");
}
