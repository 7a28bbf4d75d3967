//! A typed client that `payonce provider codegen` wrote, against the simulator of its file.

use std::time::Duration;

use payonce::{Error, ErrorPayload, Kind, Outcome, RetryPolicy};
use payonce_sandbox::{Config, ProviderFile, Sandbox};
use serde_json::json;

use crate::acme_pay::{self, BlockingClient, Client, ClientBuilder, Limit, Payment, PaymentStatus};
use crate::odd_names;

const FILE: &str = include_str!("../../../../tests/provider_files/acme_pay.toml");

async fn start() -> Sandbox {
    let providers = vec![ProviderFile::from_toml(FILE).unwrap()];
    Sandbox::start(Config { providers, ..Config::default() }).await.unwrap()
}

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    let played = &sandbox.providers()["providers"]["acme_pay"];
    let delay = Duration::from_millis(1);
    let retry = RetryPolicy { base_delay: delay, max_delay: delay, ..RetryPolicy::default() };
    Client::builder()
        .api_key(played["api_key"].as_str().unwrap())
        .base_url(played["base_url"].as_str().unwrap())
        .retry(retry)
}

/// One fault, for the first call of the operation.
fn goes_wrong(sandbox: &Sandbox, operation: &str, fault: &serde_json::Value) {
    let plan = json!({"rules": [{"operation": operation, "nth": [1], "fault": fault}]});
    sandbox.set_faults(sandbox.read_faults(&plan.to_string()).unwrap());
}

#[tokio::test]
async fn a_generated_client_pays_and_returns_its_objects() {
    let sandbox = start().await;
    let client = builder(&sandbox).build().unwrap();
    let payment = client.payments().send().to("shop").amount("12.50").idempotency_key("order-17");
    let payment =
        payment.limit(Limit::new("20.00").from("2026-01-01")).options([("note", "x")]).await.unwrap();
    let id = payment.value().id.clone();
    let read: Payment = client.payments().get(&id).await.unwrap().into_inner();
    assert_eq!((read.id, read.status), (id, PaymentStatus::Paid));
    assert!(payment.succeeded());
    sandbox.ledger().assert_paid_once("order-17");
    let sent: serde_json::Value = serde_json::from_str(&sandbox.requests()[0].body).unwrap();
    let limit = json!({"most": "20.00", "from": "2026-01-01"});
    assert_eq!(sent, json!({"to": "shop", "amount": "12.50", "limit": limit, "options": {"note": "x"}}));
}

#[tokio::test]
async fn a_lost_answer_is_fetched_with_the_same_key() {
    let sandbox = start().await;
    goes_wrong(&sandbox, "payments.send", &json!({"type": "drop", "when": "after"}));
    let client = builder(&sandbox).build().unwrap();
    let payment =
        client.payments().send().to("shop").amount("12.50").idempotency_key("order-18").await.unwrap();
    assert_eq!(payment.call_info().attempts, 2);
    sandbox.ledger().assert_paid_once("order-18");
}

#[tokio::test]
async fn a_refusal_and_an_unknown_outcome_are_typed() {
    let sandbox = start().await;
    let client = builder(&sandbox).build().unwrap();
    goes_wrong(
        &sandbox,
        "payments.send",
        &json!({"type": "error", "status": 402, "code": "insufficient_funds"}),
    );
    let refused = client.payments().send().to("shop").amount("12.50").idempotency_key("order-19").await;
    let refused = refused.unwrap_err();
    assert_eq!((refused.kind(), refused.outcome()), (Kind::InsufficientFunds, Outcome::NotApplied));
    assert_eq!(refused.payload().provider, acme_pay::provider().unwrap());

    goes_wrong(&sandbox, "refund", &json!({"type": "drop", "when": "after"}));
    let lost = client.refund().reason("late").await.unwrap_err();
    assert_eq!((lost.outcome(), sandbox.ledger().effects.len()), (Outcome::Unknown, 1));

    let missing = client.payments().send().to("shop").await.unwrap_err();
    assert_eq!(missing.kind(), Kind::InvalidArgument);
    assert!(missing.message().starts_with("amount: "), "{missing}");
}

#[tokio::test]
async fn a_generated_client_goes_through_pages() {
    let sandbox = start().await;
    let client = builder(&sandbox).build().unwrap();
    for key in ["order-1", "order-2", "order-3"] {
        let _ = client.payments().send().to("shop").amount("1.00").idempotency_key(key).await.unwrap();
    }
    let mut found = Vec::new();
    let mut items = client.payments().list().items();
    while let Some(payment) = items.next().await.unwrap() {
        found.push(payment.id);
    }
    found.dedup();
    assert_eq!(found.len(), 3);
    let _: () = client.payments().cancel(&found[0]).await.unwrap().into_inner();
}

#[test]
fn a_blocking_client_waits_for_the_final_state() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(start());
    let client: BlockingClient = builder(&sandbox).build_blocking().unwrap();
    let payment = client.payments().send().to("sandbox:pending").amount("1.00");
    let payment = payment.idempotency_key("order-20").call().unwrap();
    assert!(!payment.is_final() && payment.value().status == PaymentStatus::Pending);
    let error: Error = payment.wait_until_final_for(Duration::from_millis(1)).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Pending);
}

#[test]
fn an_object_keeps_what_it_does_not_know_and_shows_its_state() {
    let sent = json!({"id": 7, "status": "frozen", "payTo": "shop", "fee": "0.10", "new": [1]});
    let payment: Payment = serde_json::from_value(sent).unwrap();
    assert_eq!((payment.pay_to.as_deref(), payment.fee.as_deref()), (Some("shop"), Some("0.10")));
    assert_eq!(payment.status, PaymentStatus::Other("frozen".to_owned()));
    assert!(!payment.is_final() && !payment.succeeded() && !payment.failed());
    assert_eq!(payment.extra["new"], json!([1]));
    let failed: Payment = serde_json::from_value(json!({"id": "x", "status": "failed"})).unwrap();
    assert!(failed.is_final() && failed.failed());
}

#[test]
fn a_file_that_this_version_refuses_is_an_error_before_anything_is_sent() {
    let later = payonce::typed::EmbeddedFile::new("later", "later.toml", "payonce = 2\nid = \"later\"\n");
    let error = later.provider().unwrap_err();
    let ErrorPayload { kind, outcome, message, .. } = error.payload();
    assert_eq!((*kind, *outcome), (Kind::InvalidArgument, Outcome::NotApplied));
    assert!(message.contains("write the client again: later.toml:1:11: is version 2"), "{message}");
}

#[tokio::test]
async fn names_with_another_use_are_those_of_the_provider() {
    let text = include_str!("../../../../tests/provider_files/odd_names.toml");
    let providers = vec![ProviderFile::from_toml(text).unwrap()];
    let sandbox = Sandbox::start(Config { providers, ..Config::default() }).await.unwrap();
    let played = &sandbox.providers()["providers"]["odd_names"];
    let client = odd_names::Client::builder()
        .api_key(played["api_key"].as_str().unwrap())
        .base_url(played["base_url"].as_str().unwrap())
        .environment(odd_names::EnvironmentOption::SelfValue)
        .build()
        .unwrap();
    let option = odd_names::OptionObject::new("x").tags(["a"]).succeeded_("b");
    let object = odd_names::ClientObject::new("me").new_("n").r#type("-1").child(option);
    let call = client.journal_().call_("c").items_(["i"]).list_([object]).texts_(["a".into()]).self_(0.5);
    let _ = call.await.unwrap();
    let sent: serde_json::Value = serde_json::from_str(&sandbox.requests()[0].body).unwrap();
    let child = json!({"is_final": "x", "succeeded": "b", "tags": ["a"]});
    let object = json!({"Self": "me", "new": "n", "type": "-1", "child": child});
    assert_eq!(sent, json!({"call": "c", "items": ["i"], "list": [object], "texts": ["a"], "self": 0.5}));
}
