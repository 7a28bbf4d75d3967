//! AgentPay charges each usage event once, and a debt blocks the key.

use payonce_sandbox::ProviderId;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::plain_client::{Client, send};

const USER: &str = "agentpay_sandbox_user_key";
const POOR: &str = "agentpay_sandbox_poor_user_key";

async fn start() -> Client {
    Client::start(ProviderId::AgentPay).await
}

async fn consume(client: &Client, key: &str, cents: i64, event: &str) -> Value {
    let body = json!({"api_key": key, "amount_cents": cents, "usage_event_id": event});
    let response = client.post("/v1/consume", body).await;
    assert_eq!(response.status, 200);
    response.json()
}

async fn reason(client: &Client, key: &str) -> Value {
    client.post("/v1/validate_api_key", json!({"api_key": key})).await.json()["invalid_reason"].clone()
}

fn charged(client: &Client) -> (u64, Decimal) {
    let total = client.sandbox.ledger().total(ProviderId::AgentPay, "consume", "cents");
    (total.count, total.amount)
}

#[tokio::test]
async fn an_event_is_charged_once_however_often_it_is_sent() {
    let client = start().await;
    let first = consume(&client, USER, 250, "evt_1").await;
    assert_eq!(
        (first["success"].as_bool(), first["remaining_balance_cents"].as_u64()),
        (Some(true), Some(99_850))
    );
    assert_eq!(consume(&client, USER, 250, "evt_1").await, first);
    assert_eq!(consume(&client, USER, 251, "evt_1").await["error_code"], "USAGE_EVENT_ID_CONFLICT");
    assert_eq!(consume(&client, USER, 0, "evt_free").await["remaining_balance_cents"], 99_850);
    assert_eq!(charged(&client), (2, Decimal::from(250)));
    assert_eq!(client.sandbox.ledger().effects[0].key.as_deref(), Some("evt_1"));
}

#[tokio::test]
async fn a_debt_blocks_the_key_until_it_is_paid() {
    let client = start().await;
    assert_eq!(consume(&client, POOR, 60, "evt_1").await["success"], true);
    assert_eq!(consume(&client, POOR, 60, "evt_2").await["error_code"], "INSUFFICIENT_FUNDS");
    assert_eq!(consume(&client, POOR, 60, "evt_2").await["error_code"], "INSUFFICIENT_FUNDS");
    assert_eq!(consume(&client, POOR, 1, "evt_3").await["error_code"], "OUTSTANDING_PAYMENT");
    assert_eq!(reason(&client, POOR).await, "outstanding_payment");
    assert_eq!(charged(&client).0, 1);

    assert!(client.sandbox.top_up(ProviderId::AgentPay, POOR, Decimal::from(100)));
    assert_eq!(charged(&client), (2, Decimal::from(120)), "what was owed is paid first");
    let again = consume(&client, POOR, 60, "evt_2").await;
    assert_eq!(
        (again["success"].as_bool(), again["remaining_balance_cents"].as_u64()),
        (Some(true), Some(80))
    );
    assert_eq!(charged(&client).0, 2, "and not once more");
    assert_eq!(reason(&client, POOR).await, Value::Null);
}

#[tokio::test]
async fn keys_tokens_and_fields_are_checked() {
    let client = start().await;
    assert_eq!(consume(&client, "nobody", 1, "evt_1").await["error_code"], "INVALID_API_KEY");
    assert_eq!(reason(&client, "agentpay_sandbox_revoked_user_key").await, "invalid_key");
    assert_eq!(reason(&client, "agentpay_sandbox_empty_user_key").await, "insufficient_balance");
    let wish = consume(&client, USER, 1, "sandbox:OUTSTANDING_PAYMENT").await;
    assert_eq!(wish["error_code"], "OUTSTANDING_PAYMENT");
    for (field, value) in [("amount_cents", json!(-1)), ("amount_cents", json!("1")), ("api_key", json!(""))]
    {
        let mut body = json!({"api_key": USER, "amount_cents": 1, "usage_event_id": "evt"});
        body[field] = value;
        let response = client.post("/v1/consume", body).await;
        assert_eq!(response.status, 400);
        assert!(response.json()["error_message"].as_str().unwrap().starts_with(field));
    }
    let wrong = [("Authorization".to_owned(), "Bearer wrong".to_owned())];
    let response = send(&client.sandbox, "POST", "/agentpay/v1/consume", &wrong, "{}").await.unwrap();
    assert_eq!(
        (response.status, response.json()["error_code"].as_str()),
        (401, Some("INVALID_SERVICE_TOKEN"))
    );
    assert_eq!(charged(&client).0, 0);
}
