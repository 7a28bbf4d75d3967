//! A machine without a random source: no two payments may get one reference, so none is drawn.

use payonce_core::{Call, CaseStyle, Error, Kind, Phase, Provider, ffi};
use serde_json::{Value, json};

use crate::wallet_payment::new_account;

fn prepared(
    provider: Provider,
    (operation, arguments, options): (&str, Value, Value),
) -> Result<Call, Error> {
    let name = if provider == Provider::AGENTPAY { "service_token" } else { "api_key" };
    let keys = json!({name: "key_0123456789abcdef", "journal_account": new_account()});
    let client = ffi::client_from(provider, keys.as_object().unwrap(), CaseStyle::Snake, &|_| None).unwrap();
    let (arguments, options) = (arguments.to_string(), options.to_string());
    ffi::call(&client, operation, &arguments, &options, CaseStyle::Snake, None)
}

fn send(options: Value) -> (&'static str, Value, Value) {
    let payment = json!({"agent_id": "agent_1", "to": "0xTo", "amount": "1.00", "token": "USDC",
        "chain": "eip155:8453"});
    ("payments.send", payment, options)
}

fn consume(options: Value) -> (&'static str, Value, Value) {
    ("consume", json!({"api_key": "user_0123456789", "amount_cents": 5}), options)
}

#[test]
fn without_entropy_a_key_is_required_and_nothing_is_sent() {
    let Err(error) = prepared(Provider::AGENTWALLEX, send(json!({}))) else { panic!("one was made up") };
    assert_eq!((error.kind(), error.payload().phase), (Kind::InvalidArgument, Phase::BeforeSend));
    assert_eq!(error.payload().details.get("field"), Some(&json!("idempotency_key")));
    assert!(error.message().contains("random source"), "{}", error.message());
}

#[test]
fn a_call_with_a_reference_or_without_need_of_one_needs_no_entropy() {
    let own = json!({"idempotency_key": "order_4711_attempt_1"});
    let call = prepared(Provider::AGENTWALLEX, send(own.clone())).unwrap();
    assert_eq!(call.reference().reference.as_deref(), Some("order_4711_attempt_1"));
    let call = prepared(Provider::AGENTPAY, consume(own)).unwrap();
    assert_eq!(call.reference().idempotency_key.as_deref(), Some("order_4711_attempt_1"));
    prepared(Provider::AGENTWALLEX, send(json!({"embed_reference": false}))).unwrap();
    prepared(Provider::AGENTWALLEX, ("agents.get", json!({"agent_id": "agent_1"}), json!({}))).unwrap();
}
