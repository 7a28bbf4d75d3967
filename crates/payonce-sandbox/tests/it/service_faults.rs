//! Faults of the service itself: what it keeps, what it lists, its clock, and effects that come after their response.

use std::time::Duration;

use payonce_sandbox::ProviderId;
use serde_json::{Value, json};

use crate::plain_client::{Client, START_MS};

const MEMO: &str = "Order 7 & more [po_0123456789abcdef01234567]";

async fn start() -> Client {
    Client::start(ProviderId::AgentWallex).await
}

fn payment(memo: &str) -> Value {
    json!({
        "agent_id": "agent_abc123", "direction": "outbound", "type": "transfer", "to_address": "0xShop",
        "amount": "1.00", "token": "USDC", "chain": "eip155:8453", "memo": memo,
    })
}

fn on(operation: &str, fault: &Value) -> Value {
    json!({"rules": [{"provider": "agentwallex", "operation": operation, "fault": fault}]})
}

fn memos(list: &Value) -> Vec<String> {
    let items = list["data"].as_array().unwrap();
    items.iter().map(|item| item["memo"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn pay(client: &Client, memos: &[&str]) {
    for memo in memos {
        assert_eq!(client.post("/transactions", payment(memo)).await.status, 201);
        client.clock.advance(Duration::from_secs(1));
    }
}

#[tokio::test]
async fn a_list_that_lags_shows_a_payment_after_the_delay() {
    let client = start().await;
    pay(&client, &["old", "new"]).await;
    client.faults(&on("payments.list", &json!({"type": "list", "lag_ms": 1500})));
    let list = client.get("/transactions").await.json();
    assert_eq!((memos(&list), &list["total"]), (vec!["old".to_owned()], &json!(1)));
    client.clock.advance(Duration::from_secs(1));
    assert_eq!(memos(&client.get("/transactions").await.json()), ["new", "old"]);
}

#[tokio::test]
async fn a_list_can_have_another_order_or_smaller_pages_without_a_next_page() {
    let client = start().await;
    pay(&client, &["a", "b", "c", "d", "e"]).await;
    client.faults(&on("payments.list", &json!({"type": "list", "order": "reversed"})));
    assert_eq!(memos(&client.get("/transactions").await.json()), ["a", "b", "c", "d", "e"]);
    client.faults(&on("payments.list", &json!({"type": "list", "order": "shuffled"})));
    let mut orders = Vec::new();
    for _ in 0..8 {
        let mut shown = memos(&client.get("/transactions").await.json());
        orders.push(shown.clone());
        shown.sort();
        assert_eq!(shown, ["a", "b", "c", "d", "e"]);
    }
    orders.dedup();
    assert!(orders.len() > 2, "{orders:?}");

    client.faults(&on("payments.list", &json!({"type": "list", "page_size": 2})));
    let page = client.get("/transactions?page_size=100&page_num=2").await.json();
    assert_eq!((memos(&page), &page["has_more"]), (vec!["c".to_owned(), "b".to_owned()], &json!(true)));
    client.faults(&on("payments.list", &json!({"type": "list", "page_size": 2, "hides_more": true})));
    let page = client.get("/transactions?page_size=100").await.json();
    assert_eq!(memos(&page), ["e", "d"]);
    assert_eq!((&page["has_more"], &page["total"]), (&json!(false), &json!(2)));
}

#[tokio::test]
async fn a_list_can_ignore_its_filters_be_empty_or_never_change() {
    let client = start().await;
    pay(&client, &["a"]).await;
    let filtered = "/transactions?agent_id=agent_poor&page_size=10";
    assert!(memos(&client.get(filtered).await.json()).is_empty());
    client.faults(&on("payments.list", &json!({"type": "list", "ignores_filters": true})));
    assert_eq!(memos(&client.get(filtered).await.json()), ["a"]);
    client.faults(&on("payments.list", &json!({"type": "list", "empty": true})));
    let list = client.get("/transactions").await.json();
    assert_eq!((memos(&list).len(), &list["total"], &list["has_more"]), (0, &json!(0), &json!(false)));
    client.faults(&on("payments.list", &json!({"type": "list", "cached": true})));
    assert_eq!(memos(&client.get("/transactions").await.json()), ["a"]);
    pay(&client, &["b"]).await;
    assert_eq!(memos(&client.get("/transactions").await.json()), ["a"]);
    assert_eq!(memos(&client.get("/transactions?page_size=5").await.json()), ["b", "a"], "another address");
}

#[tokio::test]
async fn the_lists_of_other_services_have_the_same_faults() {
    let client = Client::start(ProviderId::Payi).await;
    let limit = json!({"limit_name": "one", "max": 10});
    assert_eq!(client.post("/api/v1/limits", limit).await.status, 201);
    client
        .faults(&json!({"rules": [{"operation": "limits.list", "fault": {"type": "list", "lag_ms": 5000}}]}));
    assert_eq!(client.get("/api/v1/limits").await.json()["items"], json!([]));
    client.clock.advance(Duration::from_secs(5));
    assert_eq!(client.get("/api/v1/limits").await.json()["items"].as_array().unwrap().len(), 1);

    let client = Client::start(ProviderId::AgentTech).await;
    let intent = json!({"email": "a@example.com", "amount": "1", "payer_chain": "base"});
    assert!(client.post("/v2/intents", intent).await.status < 300);
    client
        .faults(&json!({"rules": [{"operation": "list_intents", "fault": {"type": "list", "empty": true}}]}));
    assert_eq!(client.get("/v2/intents/list").await.json()["intents"], json!([]));
}

#[tokio::test]
async fn a_changed_memo_is_in_the_ledger_as_it_was_sent() {
    let client = start().await;
    let cases = [
        (json!({"change": "cut", "characters": 18}), json!("Order 7 & more [po")),
        (json!({"change": "trim"}), json!("Order 7 & more")),
        (json!({"change": "lower"}), json!("order 7 & more [po_0123456789abcdef01234567]")),
        (json!({"change": "upper"}), json!("ORDER 7 & MORE [PO_0123456789ABCDEF01234567]")),
        (json!({"change": "strip_brackets"}), json!("Order 7 & more po_0123456789abcdef01234567")),
        (
            json!({"change": "html_escape"}),
            json!("Order 7 &#38; more &#91;po&#95;0123456789abcdef01234567&#93;"),
        ),
        (json!({"change": "null"}), Value::Null),
    ];
    for (mut fault, kept) in cases {
        fault["type"] = json!("memo");
        client.faults(&on("payments.send", &fault));
        let paid = client.post("/transactions", payment(MEMO)).await;
        assert_eq!((paid.status, &paid.json()["memo"]), (201, &kept), "{fault}");
        assert_eq!(client.get("/transactions").await.json()["data"][0]["memo"], kept, "{fault}");
        let ledger = client.sandbox.ledger();
        assert_eq!(ledger.effects.last().unwrap().reference.as_deref(), Some(MEMO), "{fault}");
    }
    client.faults(&on("payments.send", &json!({"type": "memo", "change": "rename"})));
    let paid = client.post("/transactions", payment(MEMO)).await.json();
    assert_eq!((paid.get("memo"), &paid["note"]), (None, &json!(MEMO)));
}

#[tokio::test]
async fn a_memo_is_cut_in_the_same_request_whose_response_is_lost() {
    let client = start().await;
    client.faults(&json!({"rules": [
        {"operation": "payments.send", "fault": {"type": "memo", "change": "lower"}},
        {"operation": "payments.send", "fault": {"type": "status", "status": 502, "when": "after"}},
        {"operation": "payments.send", "fault": {"type": "drop"}},
    ]}));
    assert_eq!(client.post("/transactions", payment("ABC")).await.status, 502);
    assert_eq!(memos(&client.get("/transactions").await.json()), ["abc"]);
    let record = client.sandbox.requests().remove(0);
    assert_eq!(record.faults.len(), 2);
}

#[tokio::test]
async fn a_wrong_clock_affects_the_date_header_and_every_time() {
    let client = start().await;
    client.faults(&json!({"rules": [{"fault": {"type": "clock", "offset_s": -10800}}]}));
    let paid = client.post("/transactions", payment("a")).await;
    assert_eq!(paid.header("date"), Some("Wed, 04 Mar 2026 07:00:00 GMT"));
    assert_eq!(paid.json()["created_at"], "2026-03-04T07:00:00.000Z");
    client.faults(&json!({"rules": [{"fault": {"type": "clock", "date": false}}]}));
    let paid = client.post("/transactions", payment("b")).await;
    assert_eq!((paid.header("date"), &paid.json()["created_at"]), (None, &json!("2026-03-04T10:00:00.000Z")));
    assert_eq!(START_MS % 1000, 0);
}

#[tokio::test]
async fn an_effect_can_follow_its_response() {
    let client = start().await;
    client.faults(&on("payments.send", &json!({"type": "late_effect", "ms": 150})));
    let response = client.post("/transactions", payment("late")).await;
    assert_eq!((response.status, &response.json()["code"]), (500, &json!("internal_error")));
    assert_eq!((client.sandbox.ledger().effects.len(), client.sandbox.late_effects()), (0, 1));
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!((client.sandbox.ledger().effects.len(), client.sandbox.late_effects()), (1, 0));

    let refusing = json!({"type": "late_effect", "ms": 50, "status": 503, "code": "policy_violation"});
    client.faults(&on("payments.send", &refusing));
    let response = client.post("/transactions", payment("late")).await;
    assert_eq!((response.status, &response.json()["code"]), (503, &json!("policy_violation")));
    client.sandbox.reset();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(client.sandbox.ledger().effects.is_empty(), "what belongs to the time before a reset is gone");
    assert_eq!(client.sandbox.late_effects(), 0);
}

#[tokio::test]
async fn a_payment_can_be_challenged_after_it_was_made() {
    let client = start().await;
    client.faults(&on("x402.pay", &json!({"type": "challenge"})));
    let pay = json!({"agent_id": "agent_abc123", "target_url": "https://example.com/data"});
    let response = client.post("/x402/pay", pay).await;
    assert_eq!((response.status, &response.json()["x402Version"]), (402, &json!(1)));
    assert!(response.header("payment-required").is_some());
    assert!(response.json()["accepts"][0]["payTo"].is_string());
    assert_eq!(client.sandbox.ledger().effects.len(), 1);
}

#[tokio::test]
async fn an_error_can_have_any_code_message_and_status_in_the_envelope_of_each_provider() {
    let cases = [
        (ProviderId::AgentWallex, "/transactions", ["/code", "/message"]),
        (ProviderId::AgentPay, "/v1/consume", ["/error_code", "/error_message"]),
        (ProviderId::Payi, "/api/v1/ingest", ["/xproxy_error/code", "/message"]),
        (ProviderId::AgenticPencil, "/v1/keywords/research", ["/code", "/message"]),
        (ProviderId::AgentTech, "/v2/intents", ["/code", "/message"]),
    ];
    for (provider, path, [code, message]) in cases {
        let client = Client::start(provider).await;
        let list = json!(["amount must be a decimal", "amount must not be less than 0.02"]);
        let fault = json!({"type": "error", "status": 503, "code": 4002, "message": list});
        client.faults(&json!({"rules": [{"fault": fault}]}));
        let response = client.post(path, json!({})).await;
        assert_eq!(response.status, 503, "{provider}");
        assert_eq!(response.json().pointer(code), Some(&json!(4002)), "{provider}: {}", response.json());
        assert_eq!(response.json().pointer(message), Some(&list), "{provider}: {}", response.json());
    }
    let client = start().await;
    let refusing = json!({"type": "error", "status": 500, "code": "rate_limit_exceeded", "when": "after"});
    client.faults(&on("payments.send", &refusing));
    let response = client.post("/transactions", payment("a")).await;
    assert_eq!((response.status, &response.json()["code"]), (500, &json!("rate_limit_exceeded")));
    assert_eq!(client.sandbox.ledger().effects.len(), 1);
}

#[tokio::test]
async fn an_invalid_field_of_a_plan_is_named() {
    let wrong = [
        (json!({"type": "error", "status": 200}), "rules[0].fault.status"),
        (json!({"type": "error", "status": 500, "code": true}), "rules[0].fault.code"),
        (json!({"type": "error", "status": 500, "message": [1]}), "rules[0].fault.message"),
        (json!({"type": "late_effect"}), "rules[0].fault.ms"),
        (json!({"type": "memo"}), "rules[0].fault.change"),
        (json!({"type": "memo", "change": "cut"}), "rules[0].fault.characters"),
        (json!({"type": "memo", "change": "trim", "characters": 3}), "rules[0].fault.characters"),
        (json!({"type": "list"}), "rules[0].fault.type"),
        (json!({"type": "list", "page_size": 0}), "rules[0].fault.page_size"),
        (json!({"type": "list", "order": "random"}), "rules[0].fault.order"),
        (json!({"type": "clock", "offset_s": 1e30}), "rules[0].fault.offset_s"),
        (json!({"type": "clock", "date": "no"}), "rules[0].fault.date"),
        (json!({"type": "coding", "coding": "zstd"}), "rules[0].fault.coding"),
        (json!({"type": "body", "damage": "x"}), "rules[0].fault.damage"),
        (json!({"type": "unfinished", "framing": "x"}), "rules[0].fault.framing"),
        (json!({"type": "h2"}), "rules[0].fault.does"),
    ];
    for (fault, field) in wrong {
        let plan = json!({"rules": [{"fault": fault}]}).to_string();
        let error = payonce_sandbox::FaultPlan::from_json(&plan).unwrap_err();
        assert_eq!(error.field, field, "{fault}");
    }
}

#[tokio::test]
async fn a_plan_of_every_fault_is_read_as_it_was_written() {
    let faults = [
        json!({"type": "error", "status": 500, "code": 7, "message": ["a"], "when": "after"}),
        json!({"type": "late_effect", "ms": 1, "status": 503, "code": "x"}),
        json!({"type": "challenge", "when": "before"}),
        json!({"type": "unfinished", "framing": "length"}),
        json!({"type": "close_next"}),
        json!({"type": "h2", "does": "goaway"}),
        json!({"type": "coding", "coding": "raw_deflate"}),
        json!({"type": "body", "damage": "nan"}),
        json!({"type": "clock", "offset_s": -7, "date": false}),
        json!({"type": "memo", "change": "cut", "characters": 34}),
        json!({"type": "list", "lag_ms": 5, "order": "shuffled", "page_size": 2, "hides_more": true,
               "ignores_filters": true, "empty": true, "cached": true}),
    ];
    let rules: Vec<Value> = faults.iter().map(|fault| json!({"fault": fault})).collect();
    let plan = payonce_sandbox::FaultPlan::from_json(&json!({"rules": rules}).to_string()).unwrap();
    let back = serde_json::to_value(&plan).unwrap();
    for (fault, rule) in faults.iter().zip(back["rules"].as_array().unwrap()) {
        assert_eq!(&rule["fault"], fault);
    }
}
