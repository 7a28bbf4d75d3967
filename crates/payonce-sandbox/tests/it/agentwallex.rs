//! AgentWallex keeps its books, and its policies bite.

use std::time::Duration;

use payonce_sandbox::ProviderId;
use serde_json::{Value, json};

use crate::plain_client::{Client, Response, send};

async fn start() -> Client {
    Client::start(ProviderId::AgentWallex).await
}

fn payment(amount: &str) -> Value {
    json!({
        "agent_id": "agent_abc123", "direction": "outbound", "type": "transfer",
        "to_address": "0xRecipientAddress", "amount": amount, "token": "USDC", "chain": "eip155:8453",
    })
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

fn assert_refused(response: &Response, code: &str, rule: Option<&str>) {
    let body = response.json();
    assert_eq!((response.status, body["code"].as_str()), (400, Some(code)), "{body}");
    assert_eq!(body["type"], "invalid_request_error");
    assert_eq!(body["rule"].as_str(), rule);
}

#[tokio::test]
async fn the_sample_payment_of_the_vendor_is_made_once() {
    let client = start().await;
    let response = client.post("/transactions", with(payment("50.00"), "memo", json!("lunch"))).await;
    let body = response.json();
    assert_eq!(response.status, 201);
    assert_eq!((body["status"].as_str(), body["amount"].as_str()), (Some("confirmed"), Some("50.00")));
    let ledger = client.sandbox.ledger();
    assert_eq!(ledger.effects.len(), 1);
    let effect = serde_json::to_value(&ledger.effects[0]).unwrap();
    assert_eq!(effect["reference"], "lunch");
    assert_eq!(effect["amount"], "50.00");
    assert_eq!(effect["at"], "2026-03-04T10:00:00.000Z");
    let totals = serde_json::to_value(&ledger.totals).unwrap();
    assert_eq!(totals["agentwallex"]["payments.send"]["USDC"], json!({"count": 1, "amount": "50.00"}));
}

#[tokio::test]
async fn a_base_url_with_the_production_prefix_works_too() {
    let client = start().await;
    assert_eq!(client.get("/api/v1/agents/agent_abc123").await.status, 200);
}

#[tokio::test]
async fn every_wrong_key_is_refused() {
    let client = start().await;
    let path = "/agentwallex/agents";
    let key = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    for (headers, status) in [
        (vec![], 401),
        (key("X-API-Key", "awx_wrong"), 401),
        (key("x-api-key", &client.auth[0].1), 200),
        (key("Authorization", &format!("Bearer {}", client.auth[0].1)), 200),
    ] {
        let response = send(&client.sandbox, "GET", path, &headers, "").await.unwrap();
        assert_eq!(response.status, status);
        if status == 401 {
            assert_eq!(response.json()["type"], "authentication_error");
        }
    }
    let reader = key("X-API-Key", "awx_sandbox_key_that_only_reads");
    let body = payment("1").to_string();
    let response = send(&client.sandbox, "POST", "/agentwallex/transactions", &reader, &body).await.unwrap();
    assert_eq!((response.status, response.json()["type"].as_str()), (403, Some("authorization_error")));
}

#[tokio::test]
async fn a_missing_or_malformed_field_is_named() {
    let client = start().await;
    for field in ["agent_id", "direction", "type", "to_address", "amount", "token", "chain"] {
        let mut body = payment("1");
        body.as_object_mut().unwrap().remove(field);
        let response = client.post("/transactions", body).await;
        assert_refused(&response, "invalid_request", None);
        assert!(response.json()["message"].as_str().unwrap().starts_with(field));
    }
    for amount in [json!(50), json!("-1"), json!("0"), json!("1e3"), json!("1."), json!("")] {
        assert_refused(
            &client.post("/transactions", with(payment("1"), "amount", amount)).await,
            "invalid_request",
            None,
        );
    }
    for (field, value, code) in [
        ("chain", "eip155:999999", "invalid_chain"),
        ("token", "DOGE", "invalid_token"),
        ("to_address", "somebody", "invalid_address"),
        ("agent_id", "agent_frozen", "agent_frozen"),
        ("amount", "1000.01", "insufficient_funds"),
        ("memo", "sandbox:approval_timeout", "approval_timeout"),
        ("memo", "order 7 sandbox:session_expired [po_1]", "session_expired"),
    ] {
        assert_refused(
            &client.post("/transactions", with(payment("1"), field, json!(value))).await,
            code,
            None,
        );
    }
    let response = client.post("/transactions", with(payment("1"), "agent_id", json!("agent_none"))).await;
    assert_eq!((response.status, response.json()["type"].as_str()), (404, Some("not_found_error")));
    let response = client.post("/transactions", with(payment("1"), "memo", json!("sandbox:429"))).await;
    assert_eq!((response.status, response.header("retry-after")), (429, Some("1")));
    assert!(client.sandbox.ledger().effects.is_empty());
}

async fn policy(client: &Client, kind: &str, rules: Value) -> String {
    let body = json!({"agent_id": "agent_abc123", "type": kind, "rules": rules});
    let response = client.post("/policies", body).await;
    assert_eq!(response.status, 201, "{}", response.json());
    response.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_spending_limit_refuses_large_and_frequent_payments() {
    let client = start().await;
    let rules = json!({"max_transaction_amount": "100", "daily_limit": "150", "monthly_limit": "200"});
    policy(&client, "spending_limit", rules).await;
    assert_refused(
        &client.post("/transactions", payment("100.01")).await,
        "policy_violation",
        Some("max_transaction_amount"),
    );
    assert_eq!(client.post("/transactions", payment("100")).await.status, 201);
    assert_refused(
        &client.post("/transactions", payment("51")).await,
        "policy_violation",
        Some("daily_limit"),
    );
    client.clock.advance(Duration::from_secs(25 * 3600));
    assert_eq!(client.post("/transactions", payment("51")).await.status, 201);
    assert_refused(
        &client.post("/transactions", payment("50")).await,
        "policy_violation",
        Some("monthly_limit"),
    );
    let x402 = json!({"agent_id": "agent_abc123", "target_url": "https://api.example/a?price=101"});
    assert_refused(&client.post("/x402/pay", x402).await, "policy_violation", Some("max_transaction_amount"));
    assert_eq!(client.sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC").count, 2);
}

#[tokio::test]
async fn policies_restrict_addresses_tokens_and_rates() {
    let client = start().await;
    let id = policy(&client, "address_control", json!({"blocked_addresses": ["0xRECIPIENTaddress"]})).await;
    let pay = payment("1");
    assert_refused(
        &client.post("/transactions", pay.clone()).await,
        "policy_violation",
        Some("blocked_addresses"),
    );
    let rules = json!({"rules": {"allowed_addresses": ["0xFriend"]}});
    assert_eq!(client.put(&format!("/policies/{id}"), rules).await.status, 200);
    assert_refused(
        &client.post("/transactions", pay.clone()).await,
        "policy_violation",
        Some("allowed_addresses"),
    );
    assert_eq!(client.delete(&format!("/policies/{id}")).await.json(), json!({"id": id, "deleted": true}));
    assert_eq!(client.get(&format!("/policies/{id}")).await.status, 404);

    let id = policy(&client, "token_control", json!({"allowed_tokens": ["ETH"]})).await;
    assert_refused(
        &client.post("/transactions", pay.clone()).await,
        "policy_violation",
        Some("allowed_tokens"),
    );
    client.delete(&format!("/policies/{id}")).await;

    policy(&client, "velocity_control", json!({"max_count": 2, "window_seconds": 60})).await;
    assert_eq!(client.post("/transactions", pay.clone()).await.status, 201);
    assert_eq!(client.post("/transactions", pay.clone()).await.status, 201);
    assert_refused(&client.post("/transactions", pay.clone()).await, "policy_violation", Some("max_count"));
    client.clock.advance(Duration::from_secs(61));
    assert_eq!(client.post("/transactions", pay).await.status, 201);
}

#[tokio::test]
async fn a_schedule_uses_the_time_zone_of_the_agent() {
    let client = start().await;
    // It is Wednesday, 10:00 in UTC and 05:00 in New York.
    let rules = json!({"timezone": "America/New_York", "allowed_hours": {"start": 9, "end": 17}});
    let id = policy(&client, "schedule", rules).await;
    let pay = payment("1");
    assert_refused(
        &client.post("/transactions", pay.clone()).await,
        "policy_violation",
        Some("allowed_hours"),
    );
    let rules =
        json!({"rules": {"allowed_hours": {"start": "22:00", "end": "10:01"}, "allowed_days": [1, 2]}});
    client.put(&format!("/policies/{id}"), rules).await;
    assert_refused(
        &client.post("/transactions", pay.clone()).await,
        "policy_violation",
        Some("allowed_days"),
    );
    let rules = json!({"rules": {"allowed_hours": {"start": "22:00", "end": "10:01"}, "allowed_days": [3]}});
    client.put(&format!("/policies/{id}"), rules).await;
    assert_eq!(client.post("/transactions", pay).await.status, 201);
    let bad = json!({"agent_id": "agent_abc123", "type": "schedule", "rules": {"timezone": "Mars/Olympus"}});
    let response = client.post("/policies", bad).await;
    assert!(response.json()["message"].as_str().unwrap().starts_with("rules.timezone"));
}

#[tokio::test]
async fn a_large_payment_without_human_approval_is_refused() {
    let client = start().await;
    policy(&client, "human_approval", json!({"threshold": "100", "timeout_seconds": 60})).await;
    assert_eq!(client.post("/transactions", payment("100")).await.status, 201);
    assert_refused(&client.post("/transactions", payment("101")).await, "approval_timeout", None);
    let approved = with(payment("101"), "memo", json!("sandbox:approved"));
    assert_eq!(client.post("/transactions", approved).await.status, 201);
}

#[tokio::test]
async fn transactions_are_listed_in_pages_newest_first() {
    let client = start().await;
    for number in 1..=5 {
        let body = with(payment("1"), "memo", json!(format!("memo {number}")));
        client.post("/transactions", body).await;
    }
    let page = client.get("/transactions?page_num=2&page_size=2&agent_id=agent_abc123").await.json();
    assert_eq!((page["total"].as_u64(), page["has_more"].as_bool()), (Some(5), Some(true)));
    let memos: Vec<&str> =
        page["data"].as_array().unwrap().iter().map(|item| item["memo"].as_str().unwrap()).collect();
    assert_eq!(memos, ["memo 3", "memo 2"]);
    let last = client.get("/transactions?page_num=3&page_size=2").await.json();
    assert_eq!((last["data"].as_array().unwrap().len(), last["has_more"].as_bool()), (1, Some(false)));
    assert_eq!(client.get("/transactions?agent_id=agent_poor").await.json()["total"], 0);
    for query in ["page_size=0", "page_size=101", "page_num=0", "page_num=x", "status=lost"] {
        assert_eq!(client.get(&format!("/transactions?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn a_pending_transaction_becomes_final() {
    let client = start().await;
    let mut ids = Vec::new();
    for memo in ["sandbox:pending", "sandbox:pending_failed", "sandbox:pending_forever", "sandbox:failed"] {
        let response = client.post("/transactions", with(payment("10"), "memo", json!(memo))).await;
        assert_eq!(response.status, 201);
        ids.push(response.json()["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(client.get("/transactions?status=pending").await.json()["total"], 3);
    client.clock.advance(Duration::from_secs(2));
    let mut ends = Vec::new();
    for id in &ids {
        ends.push(client.get(&format!("/transactions/{id}")).await.json()["status"].clone());
    }
    assert_eq!(ends, ["confirmed", "failed", "pending", "failed"]);
    let total = client.sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC");
    assert_eq!(total.amount.to_string(), "20");
    // 20 are gone and 10 came back, so exactly 980 are left.
    assert_refused(&client.post("/transactions", payment("980.01")).await, "insufficient_funds", None);
    assert_eq!(client.post("/transactions", payment("980")).await.status, 201);
}

#[tokio::test]
async fn a_session_pays_from_its_budget_until_it_expires() {
    let client = start().await;
    let body = json!({"agent_id": "agent_abc123", "budget_limit": "0.25", "chain": "eip155:8453", "ttl_seconds": 60});
    let session = client.post("/x402/sessions", body.clone()).await;
    assert_eq!(session.status, 201);
    let id = session.json()["id"].as_str().unwrap().to_owned();
    let target = json!({"target_url": "https://api.example.com/weather"});
    let path = format!("/x402/sessions/{id}/pay");
    let paid = client.post(&path, target.clone()).await;
    assert_eq!(paid.status, 200);
    let paid = paid.json();
    assert_eq!((paid["amount"].as_str(), paid["fee_amount"].as_str()), (Some("0.10"), Some("0.002")));
    client.post(&path, target.clone()).await;
    assert_refused(&client.post(&path, target.clone()).await, "session_expired", None);
    assert_eq!(client.delete(&format!("/x402/sessions/{id}")).await.json()["deleted"], true);
    assert_eq!(client.post(&path, target.clone()).await.status, 404);

    let id = client.post("/x402/sessions", body).await.json()["id"].as_str().unwrap().to_owned();
    client.clock.advance(Duration::from_secs(60));
    assert_refused(&client.post(&format!("/x402/sessions/{id}/pay"), target).await, "session_expired", None);
    let total = client.sandbox.ledger().total(ProviderId::AgentWallex, "x402.session_pay", "USDC");
    assert_eq!((total.count, total.amount.to_string().as_str()), (2, "0.20"));
}

#[tokio::test]
async fn an_agent_is_created_frozen_unfrozen_and_deleted() {
    let client = start().await;
    let body = json!({
        "agent_name": "buyer", "chain": "eip155:84532", "metadata": "{\"sandbox_balance\": \"5.00\"}",
    });
    let agent = client.post("/agents", body.clone()).await;
    assert_eq!(agent.status, 201);
    let id = agent.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(client.post("/agents", body).await.status, 400, "the name is taken");
    let pay = with(payment("5.01"), "agent_id", json!(id));
    assert_refused(&client.post("/transactions", pay).await, "insufficient_funds", None);
    let pay = with(payment("2"), "agent_id", json!(id));
    assert_eq!(client.post("/transactions", pay.clone()).await.status, 201);
    let path = format!("/agents/{id}");
    client.put(&format!("{path}/status"), json!({"status": "inactive"})).await;
    assert_refused(&client.post("/transactions", pay.clone()).await, "agent_frozen", None);
    assert_eq!(client.get("/agents?status=inactive").await.json()["total"], 2);
    client.put(&format!("{path}/status"), json!({"status": "active"})).await;
    assert_eq!(client.post("/transactions", pay).await.status, 201);
    let names: Vec<_> =
        client.sandbox.requests().into_iter().filter_map(|request| request.operation).collect();
    assert!(names.contains(&"agents.freeze".to_owned()) && names.contains(&"agents.unfreeze".to_owned()));
    assert_eq!(client.delete(&path).await.status, 200);
    assert_eq!(client.get(&path).await.status, 404);
}

#[tokio::test]
async fn a_webhook_does_not_return_its_secret() {
    let client = start().await;
    let body =
        json!({"url": "https://example.com/hook", "events": ["payment.completed"], "secret": "whsec_x"});
    let made = client.post("/webhooks", body.clone()).await;
    assert_eq!(made.status, 201);
    assert!(made.json().get("secret").is_none());
    let path = format!("/webhooks/{}", made.json()["id"].as_str().unwrap());
    let changed = client.put(&path, json!({"events": ["agent.frozen"]})).await.json();
    assert_eq!(changed["events"], json!(["agent.frozen"]));
    assert_eq!(client.get(&path).await.json(), changed);
    for (field, value) in [("url", "http://example.com"), ("secret", "plain")] {
        assert_eq!(client.post("/webhooks", with(body.clone(), field, json!(value))).await.status, 400);
    }
}
