//! Pay-i counts events against limits, and distinguishes one event sent twice from two events.

use payonce_sandbox::ProviderId;
use serde_json::{Value, json};

use crate::plain_client::{Client, Response, send};

async fn start() -> Client {
    Client::start(ProviderId::Payi).await
}

fn event(tokens: u64) -> Value {
    json!({"category": "system.openai", "resource": "gpt-4o", "units": {"text": {"input": tokens, "output": 0}}})
}

async fn ingest(client: &Client, body: &Value, limits: &str) -> Response {
    let mut headers = client.auth.clone();
    headers.push(("xProxy-Limit-IDs".to_owned(), limits.to_owned()));
    send(&client.sandbox, "POST", "/payi/api/v1/ingest", &headers, &body.to_string()).await.unwrap_or_else(
        |error| {
            unreachable!("{error}");
        },
    )
}

async fn limit(client: &Client, id: &str, kind: &str, max: f64) {
    let body = json!({"limit_name": id, "limit_id": id, "limit_type": kind, "max": max});
    assert_eq!(client.post("/api/v1/limits", body).await.status, 201);
}

fn counted(client: &Client, operation: &str) -> u64 {
    client.sandbox.ledger().total(ProviderId::Payi, operation, "event").count
}

#[tokio::test]
async fn a_block_limit_refuses_an_event_that_would_exceed_it() {
    let client = start().await;
    limit(&client, "hard", "block", 0.01).await;
    limit(&client, "soft", "allow", 0.002).await;
    let response = ingest(&client, &event(1000), "hard, soft").await;
    assert_eq!(response.status, 200);
    let result = &response.json()["xproxy_result"];
    assert_eq!(result["cost"]["total"]["base"], 0.0025);
    assert_eq!(result["limits"], json!({"hard": {"state": "ok"}, "soft": {"state": "overrun"}}));

    let response = ingest(&client, &event(4000), "hard,soft").await;
    let body = response.json();
    assert_eq!((response.status, body["statusCode"].as_u64()), (400, Some(400)));
    assert_eq!(body["xproxy_error"]["code"], "limit_reached");
    assert_eq!(body["xproxy_result"]["blocked_limit_ids"], json!(["hard"]));
    assert_eq!(body["xproxy_result"]["limits"]["soft"]["state"], "blocked_external");
    assert_eq!(counted(&client, "ingest.units"), 1);

    let totals = client.get("/api/v1/limits/hard").await.json()["limit"]["totals"].clone();
    assert_eq!(
        (totals["requests"]["ok"].as_u64(), totals["requests"]["blocked"].as_u64()),
        (Some(1), Some(1))
    );
    let history = client.post("/api/v1/limits/hard/reset", Value::Null).await.json();
    assert_eq!(history["limit_history"]["totals"]["cost"]["total"]["base"], 0.0025);
    assert_eq!(ingest(&client, &event(4000), "hard").await.status, 200);
    assert_eq!(ingest(&client, &event(1), "none").await.json()["xproxy_error"]["code"], "invalid_limit_id");
}

#[tokio::test]
async fn limits_are_listed_changed_and_deleted() {
    let client = start().await;
    for number in 0..5 {
        limit(&client, &format!("limit{number}"), "allow", 1.0).await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/limits?limit=2".to_owned();
    loop {
        let page = client.get(&path).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["limit_id"].clone()));
        match page["cursor"].as_str() {
            Some(cursor) => path = format!("/api/v1/limits?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, ["limit0", "limit1", "limit2", "limit3", "limit4"]);
    let changed = client.put("/api/v1/limits/limit0", json!({"max": 2.5})).await.json();
    assert_eq!(changed["limit"]["max"], 2.5);
    let properties = client.put("/api/v1/limits/limit0/properties", json!({"properties": {"a": "b"}})).await;
    assert_eq!(properties.json()[0]["limit"]["properties"]["a"], "b");
    assert_eq!(client.delete("/api/v1/limits/limit0").await.status, 200);
    let gone = client.get("/api/v1/limits/limit0").await;
    assert_eq!((gone.status, gone.json()["xproxy_error"]["code"].as_str()), (404, Some("limit_not_found")));
    for (body, code) in [
        (json!({"limit_name": "limit1", "max": 1}), "limit_name_already_exist"),
        (json!({"limit_name": "x", "limit_id": "limit1", "max": 1}), "duplicate_limit_id"),
        (json!({"limit_name": "x"}), "create_limit_validation_failed"),
        (json!({"limit_name": "x", "max": 0}), "invalid_max_limit"),
    ] {
        assert_eq!(client.post("/api/v1/limits", body).await.json()["xproxy_error"]["code"], code);
    }
}

#[tokio::test]
async fn bulk_counts_valid_events_and_names_invalid_ones() {
    let client = start().await;
    let items = json!([event(1), {"category": "system.openai"}, event(2)]);
    let response = client.post("/api/v1/ingest/bulk", items).await;
    let body = response.json();
    assert_eq!(
        (response.status, body["ingest_count"].as_u64(), body["error_count"].as_u64()),
        (400, Some(2), Some(1))
    );
    assert_eq!(body["errors"][0]["item_index"], 1);
    assert_eq!(body["errors"][0]["xproxy_result"]["xproxy_error"]["code"], "required_field_missing");
    assert_eq!(counted(&client, "ingest.bulk"), 2);
    assert_eq!(
        client.post("/api/v1/ingest/bulk", json!({"events": []})).await.json()["xproxy_error"]["code"],
        "invalid_json"
    );
}

#[tokio::test]
async fn an_upsert_counts_a_response_id_once_and_plain_ingest_twice() {
    let client = start().await;
    limit(&client, "soft", "allow", 1.0).await;
    let mut item = event(1000);
    item["provider_response_id"] = json!("resp_1");
    item["limit_ids"] = json!(["soft"]);
    for _ in 0..2 {
        assert_eq!(client.post("/api/v1/ingest/bulk-upsert", json!([item])).await.status, 200);
    }
    assert_eq!(counted(&client, "ingest.bulk_upsert"), 1);
    assert_eq!(client.sandbox.ledger().effects[1].key.as_deref(), Some("resp_1"));
    item["units"]["text"]["input"] = json!(2000);
    client.post("/api/v1/ingest/bulk-upsert", json!([item])).await;
    let totals = client.get("/api/v1/limits/soft").await.json()["limit"]["totals"].clone();
    assert_eq!(totals["cost"]["total"]["base"], 0.005, "corrected, not added");

    assert_eq!(ingest(&client, &item, "").await.json()["xproxy_result"]["duplicate_request"], true);
    assert_eq!(counted(&client, "ingest.units"), 1);
    let result = client.get("/api/v1/requests/provider/system.openai/resp_1/result").await;
    assert_eq!(result.json()["xproxy_result"]["resource_id"], "1");
}

#[tokio::test]
async fn use_cases_and_categories_are_created_and_a_missing_key_is_refused() {
    let client = start().await;
    let definition = json!({"name": "chat", "description": "talks"});
    assert_eq!(client.post("/api/v1/use_cases/definitions", definition).await.status, 201);
    let kpi = json!({"name": "joy", "description": "d", "goal": 1, "kpi_type": "likert5"});
    assert_eq!(client.post("/api/v1/use_cases/definitions/chat/kpis", kpi).await.status, 200);
    let made = client.post("/api/v1/use_cases/instances/chat", Value::Null).await.json();
    let path = format!("/api/v1/use_cases/instances/chat/{}", made["use_case_id"].as_str().unwrap());
    assert_eq!(client.put(&format!("{path}/kpis/joy"), json!({"score": 4})).await.status, 204);
    let scores = client.get(&format!("{path}/kpis")).await.json();
    assert_eq!(
        (scores["items"][0]["kpi_name"].as_str(), scores["items"][0]["score"].as_u64()),
        (Some("joy"), Some(4))
    );
    let gone = client.get("/api/v1/use_cases/instances/chat/nobody").await;
    assert_eq!(gone.json()["xproxy_error"]["code"], "use_case_instance_not_found");

    let categories = client.get("/api/v1/categories").await.json();
    assert_eq!(categories["items"], json!([{"category": "system.anthropic"}, {"category": "system.openai"}]));
    let units = json!({"units": {"page": {"input_price": 0.5}}});
    assert_eq!(client.post("/api/v1/categories/mine/resources/scan", units).await.status, 200);
    let body = json!({"category": "mine", "resource": "scan", "units": {"page": {"input": 3}}});
    assert_eq!(ingest(&client, &body, "").await.json()["xproxy_result"]["cost"]["total"]["base"], 1.5);

    let response = send(&client.sandbox, "GET", "/payi/api/v1/limits", &[], "").await.unwrap();
    assert_eq!(
        (response.status, response.json()["xproxy_error"]["code"].as_str()),
        (401, Some("header_is_missing"))
    );
    let wish = client.post("/api/v1/ingest", json!({"category": "sandbox:invalid_tags", "units": {}})).await;
    assert_eq!(wish.json()["xproxy_error"]["code"], "invalid_tags");
}
