//! AgentTech's intents move on as they are polled, and are paid once.

use std::time::Duration;

use base64::Engine;
use payonce_sandbox::ProviderId;
use serde_json::{Value, json};

use crate::plain_client::{Client, send};

async fn start() -> Client {
    Client::start(ProviderId::AgentTech).await
}

fn order(email: &str, amount: &str) -> Value {
    json!({"email": email, "amount": amount, "payer_chain": "base"})
}

async fn create(client: &Client, email: &str, amount: &str) -> String {
    let response = client.post("/v2/intents", order(email, amount)).await;
    assert_eq!(response.status, 201, "{}", response.json());
    response.json()["intent_id"].as_str().unwrap_or_default().to_owned()
}

async fn status(client: &Client, id: &str) -> Value {
    client.get(&format!("/v2/intents?intent_id={id}")).await.json()["status"].clone()
}

fn paid(client: &Client) -> u64 {
    client.sandbox.ledger().total(ProviderId::AgentTech, "execute_intent", "USDC").count
}

#[tokio::test]
async fn an_intent_is_paid_once_and_is_final_after_some_polls() {
    let client = start().await;
    let id = create(&client, "shop@example.com", "10.50").await;
    assert_eq!(status(&client, &id).await, "AWAITING_PAYMENT");
    let path = format!("/v2/intents/{id}/execute");
    let response = client.post(&path, Value::Null).await;
    assert_eq!((response.status, response.json()["status"].as_str()), (200, Some("PENDING")));
    assert_eq!(response.json()["agent_id"], "agt_sandbox_1");
    client.post(&path, Value::Null).await;
    assert_eq!(paid(&client), 1);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(status(&client, &id).await);
    }
    assert_eq!(seen, ["SOURCE_SETTLED", "TARGET_SETTLING", "TARGET_SETTLED", "TARGET_SETTLED"]);
    let effects = client.sandbox.ledger().effects;
    let effect = effects.iter().find(|effect| effect.operation == "execute_intent").unwrap();
    assert_eq!((effect.key.as_deref(), effect.amount.to_string().as_str()), (Some(id.as_str()), "10.50"));
}

#[tokio::test]
async fn an_intent_can_fail_expire_or_lack_funds() {
    let client = start().await;
    for (end, charged) in [("VERIFICATION_FAILED", 0), ("PARTIAL_SETTLEMENT", 1)] {
        let id = create(&client, &format!("sandbox:{end}@example.com"), "1").await;
        client.post(&format!("/v2/intents/{id}/execute"), Value::Null).await;
        for _ in 0..3 {
            status(&client, &id).await;
        }
        assert_eq!(status(&client, &id).await, end);
        assert_eq!(paid(&client), charged);
    }
    let id = create(&client, "sandbox:execute_503@example.com", "1").await;
    assert_eq!(client.post(&format!("/v2/intents/{id}/execute"), Value::Null).await.status, 503);
    let id = create(&client, "late@example.com", "1").await;
    client.clock.advance(Duration::from_secs(600));
    assert_eq!(status(&client, &id).await, "EXPIRED");
    assert_eq!(client.post(&format!("/v2/intents/{id}/execute"), Value::Null).await.status, 400);
    let id = create(&client, "shop@example.com", "1000").await;
    let response = client.post(&format!("/v2/intents/{id}/execute"), Value::Null).await;
    assert_eq!(response.status, 402);
    assert_eq!(
        response.json(),
        json!({"error": "Payment Required", "message": "agent wallet has insufficient stablecoin balance",
               "statusCode": 402})
    );
    assert_eq!(paid(&client), 1);
}

#[tokio::test]
async fn an_intent_of_another_agent_is_not_found() {
    let client = start().await;
    let id = create(&client, "shop@example.com", "1").await;
    let pair = "agenttech_sandbox_other_key:agenttech_sandbox_other_secret";
    let token = base64::engine::general_purpose::STANDARD.encode(pair);
    let other = [("Authorization".to_owned(), format!("Bearer {token}"))];
    let path = format!("/agenttech/v2/intents?intent_id={id}");
    let response = send(&client.sandbox, "GET", &path, &other, "").await.unwrap();
    assert_eq!(
        (response.status, response.json()["message"].as_str()),
        (404, Some("payment intent not found"))
    );
    let response = send(&client.sandbox, "GET", &path, &[], "").await.unwrap();
    assert_eq!((response.status, response.json()["message"].as_str()), (401, Some("api key required")));
}

#[tokio::test]
async fn a_public_intent_is_paid_with_a_proof() {
    let client = start().await;
    let made = client.post("/api/intents", order("shop@example.com", "5")).await.json();
    assert!(made.get("agent_id").is_none());
    assert_eq!(made["payment_requirements"]["amount"], "5000000");
    let id = made["intent_id"].as_str().unwrap();
    for _ in 0..2 {
        let response = client.post(&format!("/api/intents/{id}"), json!({"settle_proof": "0xproof"})).await;
        assert_eq!(response.status, 200);
    }
    let total = client.sandbox.ledger().total(ProviderId::AgentTech, "submit_proof", "USDC");
    assert_eq!(total.count, 1);
    assert_eq!(client.get(&format!("/api/intents?intent_id={id}")).await.json()["status"], "SOURCE_SETTLED");
}

#[tokio::test]
async fn an_invalid_order_or_page_is_refused() {
    let client = start().await;
    for (body, message) in [
        (json!({"amount": "1", "payer_chain": "base"}), "exactly one of"),
        (order("a@b", "0.01"), "invalid amount"),
        (order("a@b", "1.0000001"), "invalid amount"),
        (json!({"email": "a@b", "payer_chain": "base"}), "amount is required"),
        (json!({"email": "a@b", "amount": "1", "payer_chain": "moon"}), "invalid payer_chain"),
        (
            json!({"email": "a@b", "amount": "1", "payer_chain": "base", "target_chain": "megaeth"}),
            "invalid target",
        ),
    ] {
        let response = client.post("/v2/intents", body).await;
        assert_eq!(response.status, 400);
        assert!(response.json()["message"].as_str().unwrap().starts_with(message), "{}", response.json());
    }
    for number in 0..3 {
        create(&client, &format!("shop{number}@example.com"), "1").await;
    }
    let page = client.get("/v2/intents/list?page=2&page_size=2").await.json();
    assert_eq!((page["total"].as_u64(), page["intents"].as_array().unwrap().len()), (Some(3), 1));
    assert_eq!(client.get("/v2/intents/list?page_size=500").await.json()["page_size"], 100);
    for query in ["page=0", "page=-1", "page=1000001", "page_size=x"] {
        assert_eq!(client.get(&format!("/v2/intents/list?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn a_swap_is_quoted_made_and_polled() {
    let client = start().await;
    let path = "/api/swap/quote?chain=base&input_token=USDC&output_token=ETH";
    let quote = client.get(&format!("{path}&from_amount=1000000")).await.json();
    assert_eq!(quote["quote"]["output_amount"], "999000");
    let exact_out = client.get(&format!("{path}&to_amount=999000")).await.json();
    assert!(exact_out["quote"]["input_amount"].as_str().unwrap().parse::<u64>().unwrap() >= 1_000_000);
    let both = client.get(&format!("{path}&from_amount=1&to_amount=1")).await;
    assert_eq!(both.json()["message"], "from_amount and to_amount are mutually exclusive");
    assert_eq!(client.get(&format!("{path}&from_amount=1&slippage_bps=501")).await.status, 400);

    let swap = json!({"chain": "base", "from_token": "USDC", "to_token": "ETH", "from_amount": 1_000_000});
    let made = client.post("/v2/swap/execute", swap.clone()).await;
    assert_eq!(made.status, 200);
    assert_eq!(client.post("/api/me/swap/execute", swap).await.status, 200);
    let hash = made.json()["tx_hash"].as_str().unwrap().to_owned();
    let path = format!("/api/swap/status?tx_hash={hash}");
    assert_eq!(client.get(&path).await.json()["status"], "PENDING");
    assert_eq!(client.get(&path).await.json()["status"], "DONE");
    let response = client.get("/api/swap/status?tx_hash=0x0").await;
    assert_eq!((response.status, response.json()["message"].as_str()), (404, Some("transfer not found")));
    assert_eq!(client.sandbox.ledger().total(ProviderId::AgentTech, "execute_swap", "USDC").count, 2);
}
