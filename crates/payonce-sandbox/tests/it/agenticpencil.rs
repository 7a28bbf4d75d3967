//! AgenticPencil charges credits only for a 2xx, and can send both of its published envelopes.

use payonce_sandbox::{Envelope, ProviderId};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::plain_client::Client;

async fn start() -> Client {
    Client::start(ProviderId::AgenticPencil).await
}

async fn with_key(key: &str) -> Client {
    let mut client = start().await;
    client.auth = vec![("Authorization".to_owned(), format!("Bearer {key}"))];
    client
}

fn credits(client: &Client) -> Decimal {
    let ledger = client.sandbox.ledger();
    ledger.effects.iter().filter(|effect| effect.unit == "credits").map(|effect| effect.amount).sum()
}

#[tokio::test]
async fn only_a_success_uses_credits() {
    let client = start().await;
    let body = json!({"domain": "example.com", "topic": "tea", "country": "us"});
    let response = client.post("/v1/keywords/research", body.clone()).await;
    assert_eq!(response.status, 200);
    let body_json = response.json();
    assert_eq!(body_json["meta"]["credits_remaining"], 4995);
    assert!(body_json["meta"].get("cached").is_none());
    assert_eq!(response.header("x-ratelimit-limit"), Some("120"));
    assert_eq!(response.header("x-ratelimit-remaining"), Some("119"));
    assert_eq!(client.post("/v1/keywords/research", body).await.json()["meta"]["cached"], true);
    for (path, body, status, code) in [
        ("/v1/keywords/research", json!({"topic": "tea"}), 400, "MISSING_REQUIRED_FIELD"),
        (
            "/v1/keywords/research",
            json!({"domain": "https://example.com/blog"}),
            400,
            "INVALID_DOMAIN_FORMAT",
        ),
        (
            "/v1/keywords/research",
            json!({"domain": "example.com", "country": "USA"}),
            400,
            "INVALID_FIELD_FORMAT",
        ),
        ("/v1/content/audit", json!({"domain": "nonexistent-domain.xyz"}), 404, "DOMAIN_NOT_FOUND"),
        (
            "/v1/content/audit",
            json!({"domain": "example.com", "sitemap_url": "https://a.invalid/s.xml"}),
            404,
            "SITEMAP_NOT_FOUND",
        ),
        ("/v1/content/audit", json!({"domain": "sandbox:SERVICE_UNAVAILABLE"}), 503, "SERVICE_UNAVAILABLE"),
        ("/v1/billing/checkout", json!({"plan": "gold"}), 400, "INVALID_PLAN"),
    ] {
        let response = client.post(path, body).await;
        assert_eq!((response.status, response.json()["code"].as_str()), (status, Some(code)));
        assert_eq!(response.json()["status"], "error");
        assert!(response.header("x-ratelimit-reset").is_some());
    }
    assert_eq!(credits(&client), Decimal::from(10));
    let usage = client.get("/v1/usage").await.json();
    assert_eq!(usage["data"]["credits_used"], 10);
    assert_eq!(usage["data"]["recent_calls"][0]["endpoint"], "/v1/keywords/research");
}

#[tokio::test]
async fn a_plan_and_its_credits_limit_the_calls() {
    let client = with_key("ap_sandboxpoor000000000000000000000").await;
    let response = client.post("/v1/content/audit", json!({"domain": "example.com"})).await;
    assert_eq!((response.status, response.json()["code"].as_str()), (402, Some("INSUFFICIENT_CREDITS")));
    assert_eq!(response.json()["message"], "This request requires 15 credits but you only have 8 remaining");
    assert_eq!(response.json()["details"]["available_credits"], 8);

    let client = with_key("ap_sandboxfree000000000000000000000").await;
    let response = client.post("/v1/keywords/research", json!({"domain": "example.com", "limit": 25})).await;
    assert_eq!((response.status, response.json()["code"].as_str()), (403, Some("PLAN_LIMIT_EXCEEDED")));
    let response = client.post("/v1/content-map", json!({"domain": "example.com"})).await;
    assert_eq!((response.status, response.json()["code"].as_str()), (403, Some("SUBSCRIPTION_REQUIRED")));

    let client = with_key("ap_sandboxexpired000000000000000000").await;
    assert_eq!(client.get("/v1/usage").await.json()["code"], "EXPIRED_API_KEY");
    let client = with_key("ap_nobody").await;
    assert_eq!(client.get("/v1/usage").await.json()["code"], "INVALID_API_KEY");
}

#[tokio::test]
async fn the_limit_of_a_minute_applies_if_it_is_enforced() {
    let client = with_key("ap_sandboxfree000000000000000000000").await;
    assert_eq!(client.post("/_sandbox/config", json!({"rate_limits": true})).await.status, 200);
    for _ in 0..10 {
        assert_eq!(client.get("/v1/usage").await.status, 200);
    }
    let response = client.get("/v1/usage").await;
    assert_eq!((response.status, response.header("x-ratelimit-remaining")), (429, Some("0")));
    assert_eq!(response.header("retry-after"), Some("60"));
    assert_eq!(response.json()["retry_after"], 60);
    client.clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(client.get("/v1/usage").await.status, 200);
}

#[tokio::test]
async fn the_envelope_of_the_server_can_be_selected() {
    let client = start().await;
    client.sandbox.set_agenticpencil_envelope(Envelope::Server);
    let response = client.post("/v1/keywords/research", json!({})).await;
    let body = response.json();
    assert_eq!(
        (body["success"].as_bool(), body["error"]["code"].as_str()),
        (Some(false), Some("VALIDATION_ERROR"))
    );
    let bad = client.post("/_sandbox/config", json!({"agenticpencil_envelope": "xml"})).await;
    assert!(bad.json()["message"].as_str().unwrap().starts_with("agenticpencil_envelope"));
}

#[tokio::test]
async fn a_new_key_is_valid_and_has_the_free_plan() {
    let client = start().await;
    let made = client.post("/v1/auth/register", json!({"email": "a@example.com"})).await.json();
    assert_eq!((made["data"]["plan"].as_str(), made["data"]["credits"].as_u64()), (Some("free"), Some(50)));
    let again = client.post("/v1/auth/register", json!({"email": "a@example.com"})).await;
    assert_eq!((again.status, again.json()["code"].as_str()), (409, Some("ALREADY_EXISTS")));
    let mut client = client;
    client.auth =
        vec![("Authorization".to_owned(), format!("Bearer {}", made["data"]["api_key"].as_str().unwrap()))];
    assert_eq!(client.get("/v1/usage").await.json()["data"]["credits_remaining"], 50);
    let urls = json!({"plan": "pro", "success_url": "https://a.example", "cancel_url": "https://b.example"});
    let checkout: Value = client.post("/v1/billing/checkout", urls).await.json();
    assert_eq!(checkout["status"], "success");
}
