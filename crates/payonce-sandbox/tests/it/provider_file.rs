//! Services that provider files describe.

use std::time::Duration;

use payonce_sandbox::{Config, ProviderFile, ProviderId, Sandbox};
use serde_json::{Value, json};

use crate::plain_client::{Client, Response, send};

const ACME: &str = r#"
payonce = 1
id = "acme"
title = "Acme Pay"
base_url = "https://api.acme.test/v1"
auth = { header = "Authorization", value = "Bearer {api_key}", env = "ACME_API_KEY" }

[read]
code = ["/error/code"]
message = ["/error/message"]

[[code]]
code = "operation_in_progress"
kind = "conflict"
actor = "none"
evidence = "pending"
status = 409
source = "https://docs.acme.test/errors"

[[code]]
code = "idempotency_mismatch"
kind = "conflict"
actor = "developer"
evidence = "none"
status = 422
source = "https://docs.acme.test/errors"

[[code]]
code = "wallet_sleeping"
kind = "unavailable"
actor = "none"
evidence = "refused"
status = 409
meaning = "the wallet sleeps"
source = "https://docs.acme.test/errors"

[rate_limit]
per_minute = 3
source = "https://docs.acme.test/limits"

[[operation]]
name = "payments.send"
method = "POST"
path = "/payments"
source = "https://docs.acme.test/payments"
safety = { keyed = { header = "Idempotency-Key", format = "text", max_length = 40, window = "24h", after_5xx = "AFTER", in_flight = "operation_in_progress" } }
params = { to = { type = "string", required = true }, amount = { type = "amount", required = true }, currency = { type = "string" } }
state = { pointer = "/status", pending = ["pending"], succeeded = ["paid"], failed = ["failed"], look = "payments.get" }

[[operation]]
name = "payments.get"
method = "GET"
path = "/payments/{payment_id}"
source = "https://docs.acme.test/payments"
safety = "read"
params = { payment_id = { type = "id" } }

[[operation]]
name = "payments.list"
method = "GET"
path = "/payments"
source = "https://docs.acme.test/payments"
safety = "read"
params = { to = { type = "string" }, page = { type = "integer" }, size = { type = "integer" } }
pages.numbered = { page = "page", size = "size", items = "payments" }

[[operation]]
name = "payments.capture"
method = "POST"
path = "/payments/{payment_id}/capture"
source = "https://docs.acme.test/payments"
params = { payment_id = { type = "id" } }

[[operation]]
name = "limits.set"
method = "PUT"
path = "/limits/{limit}"
source = "https://docs.acme.test/limits"
safety = "idempotent"
params = { limit = { type = "id" }, amount = { type = "amount" } }

[[operation]]
name = "limits.delete"
method = "DELETE"
path = "/limits/{limit}"
source = "https://docs.acme.test/limits"
safety = "idempotent"
params = { limit = { type = "id" } }

[[operation]]
name = "status"
method = "GET"
path = "/status"
source = "https://docs.acme.test/status"
safety = "read"
authenticated = false

[[example]]
operation = "payments.send"
status = 201
body = { id = "pay_1", status = "paid", fee = "0.10", created_at = "2026-01-01T00:00:00Z" }

[[example]]
operation = "status"
status = 200
body = { ok = true }

[[example]]
operation = "payments.send"
status = 402
body = { error = { code = "insufficient_funds", message = "empty" } }
expect = { kind = "insufficient_funds", outcome = "not_applied" }

[[example]]
operation = "payments.send"
status = 500
headers = { x-acme = "1" }
body = { error = { code = "out_of_order", message = "broken" } }
expect = { kind = "server", outcome = "unknown" }
"#;

fn acme(after_5xx: &str) -> ProviderFile {
    ProviderFile::from_toml(&ACME.replace("AFTER", after_5xx)).unwrap()
}

async fn start(after_5xx: &str) -> Client {
    let mut client = Client::start_file(acme(after_5xx)).await;
    let key = client.sandbox.providers()["providers"]["acme"]["api_key"].as_str().unwrap().to_owned();
    client.auth = vec![("Authorization".to_owned(), format!("Bearer {key}"))];
    client
}

async fn pay(client: &Client, key: &str, amount: &str) -> Response {
    let body = json!({"to": "shop", "amount": amount, "currency": "EUR"});
    client.post_with(("Idempotency-Key", key), "/payments", &body).await
}

fn payments(client: &Client) -> usize {
    client.sandbox.ledger().effects.iter().filter(|effect| effect.operation == "payments.send").count()
}

#[tokio::test]
async fn a_payment_is_created_read_listed_and_recorded() {
    let client = start("replayed").await;
    let created = pay(&client, "order-7", "12.50").await;
    assert_eq!(created.status, 201);
    let payment = created.json();
    assert_eq!(
        payment,
        json!({
            "id": payment["id"], "status": "paid", "fee": "0.10", "to": "shop", "amount": "12.50", "currency": "EUR",
            "created_at": "2026-03-04T10:00:00.000Z",
        })
    );
    let id = payment["id"].as_str().unwrap();
    assert!(id.starts_with("pay_") && id != "pay_1", "{id}");
    assert_eq!(client.get(&format!("/payments/{id}")).await.json(), payment);
    assert_eq!(client.get("/payments/pay_999").await.status, 404);
    assert_eq!(client.get("/payments").await.json(), json!({"payments": [payment], "has_more": false}));
    assert_eq!(client.get("/payments?to=another").await.json(), json!({"payments": [], "has_more": false}));

    let ledger = client.sandbox.ledger();
    let effect = ledger.assert_paid_once("order-7");
    assert_eq!(effect.provider, ProviderId::File("acme"));
    assert_eq!((effect.amount.to_string().as_str(), effect.unit.as_str()), ("12.50", "EUR"));
    assert_eq!(effect.reference.as_deref(), Some(id));
    assert_eq!(serde_json::to_value(&ledger).unwrap()["totals"]["acme"]["payments.send"]["EUR"]["count"], 1);

    assert_eq!(client.post(&format!("/payments/{id}/capture"), json!({})).await.json(), payment);
    assert_eq!(client.post("/payments/pay_999/capture", json!({})).await.status, 404);
    client.sandbox.reset();
    assert_eq!(client.get(&format!("/payments/{id}")).await.status, 404);
}

#[tokio::test]
async fn a_list_has_pages_and_shows_what_a_fault_leaves_of_it() {
    let client = start("replayed").await;
    let mut ids = Vec::new();
    for number in 0..3 {
        let paid = pay(&client, &format!("order-{number}"), "1.00").await.json();
        ids.insert(0, paid["id"].as_str().unwrap().to_owned());
        client.clock.advance(Duration::from_secs(10));
    }
    let list = async |query: &str| {
        let page = client.get(&format!("/payments{query}")).await.json();
        let shown = page["payments"].as_array().unwrap().iter();
        let shown: Vec<String> = shown.map(|payment| payment["id"].as_str().unwrap().to_owned()).collect();
        (shown, page["has_more"] == true)
    };
    assert_eq!(list("?size=2").await, (ids[..2].to_vec(), true));
    assert_eq!(list("?size=2&page=2").await, (ids[2..].to_vec(), false));
    client.faults(
        &json!({"rules": [{"operation": "payments.list", "fault": {"type": "list", "lag_ms": 15_000}}]}),
    );
    assert_eq!(list("").await, (ids[1..].to_vec(), false));
    client.faults(&json!({"rules": [{"fault": {"type": "list", "ignores_filters": true}}]}));
    assert_eq!(list("?to=another&size=1").await, (ids[..1].to_vec(), true));
    client.faults(&json!({"rules": [{"fault": {"type": "list", "empty": true}}]}));
    assert_eq!(list("").await, (Vec::new(), false));
}

#[tokio::test]
async fn a_key_is_replayed_refused_for_other_arguments_and_forgotten_after_its_window() {
    let client = start("replayed").await;
    let first = pay(&client, "order-7", "12.50").await;
    let second = pay(&client, "order-7", "12.50").await;
    assert_eq!((second.status, second.json()), (201, first.json()));
    assert_eq!(
        (first.header("Idempotent-Replayed"), second.header("Idempotent-Replayed")),
        (None, Some("true"))
    );
    let other = pay(&client, "order-7", "99.00").await;
    assert_eq!((other.status, &other.json()["error"]["code"]), (422, &json!("idempotency_mismatch")));
    assert_eq!(payments(&client), 1);
    client.clock.advance(Duration::from_secs(24 * 3600 - 1));
    assert_eq!(pay(&client, "order-7", "12.50").await.json(), first.json());
    client.clock.advance(Duration::from_secs(1));
    assert_ne!(pay(&client, "order-7", "12.50").await.json(), first.json());
    assert_eq!(payments(&client), 2);
    assert_eq!(pay(&client, &"k".repeat(41), "1.00").await.status, 400);
    assert_eq!(payments(&client), 2);
}

#[tokio::test]
async fn a_request_with_the_key_of_a_running_request_is_refused() {
    for fault in [
        json!({"type": "delay", "ms": 400, "when": "before"}),
        json!({"type": "delay", "ms": 400, "when": "after"}),
        json!({"type": "late_effect", "ms": 400}),
    ] {
        let client = start("replayed").await;
        client.faults(&json!({"rules": [{"operation": "payments.send", "nth": [1], "fault": fault}]}));
        let second = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            pay(&client, "order-7", "12.50").await
        };
        let (first, second) = tokio::join!(pay(&client, "order-7", "12.50"), second);
        let late = fault["type"] == "late_effect";
        assert_eq!(first.status, if late { 500 } else { 201 }, "{fault}");
        let code = second.json()["error"]["code"].clone();
        assert_eq!(
            (second.status, code, second.header("Retry-After")),
            (409, json!("operation_in_progress"), Some("1"))
        );
        while client.sandbox.late_effects() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(pay(&client, "order-7", "12.50").await.status, 201);
        assert_eq!(payments(&client), 1, "{fault}");
    }
}

#[tokio::test]
async fn a_5xx_after_the_payment_is_kept_or_forgotten_with_its_key_as_the_file_declares() {
    for (after, fault, second, paid) in [
        ("replayed", json!({"type": "status", "status": 500, "when": "after"}), 500, 1),
        (
            "replayed",
            json!({"type": "error", "status": 503, "code": "out_of_order", "when": "after"}),
            503,
            1,
        ),
        ("replayed", json!({"type": "status", "status": 502, "when": "after"}), 201, 1),
        ("replayed", json!({"type": "status", "status": 500, "when": "before"}), 201, 1),
        ("fresh", json!({"type": "status", "status": 500, "when": "after"}), 201, 2),
        ("unknown", json!({"type": "status", "status": 503, "when": "after"}), 201, 2),
        ("fresh", json!({"type": "drop", "when": "after"}), 201, 1),
    ] {
        let client = start(after).await;
        client.faults(&json!({"rules": [{"nth": [1], "fault": fault}]}));
        let body = json!({"to": "shop", "amount": "1.00", "currency": "EUR"}).to_string();
        let mut headers = client.auth.clone();
        headers.push(("Idempotency-Key".to_owned(), "order-7".to_owned()));
        let _ = send(&client.sandbox, "POST", "/acme/payments", &headers, &body).await;
        assert_eq!(pay(&client, "order-7", "1.00").await.status, second, "{after} {fault}");
        assert_eq!(payments(&client), paid, "{after} {fault}");
    }
}

#[tokio::test]
async fn errors_are_those_of_the_file() {
    let client = start("replayed").await;
    let error = |response: &Response| (response.status, response.json()["error"]["code"].clone());
    assert_eq!(
        error(&pay(&client, "a", "sandbox:insufficient_funds").await),
        (402, json!("insufficient_funds"))
    );
    let sleeping = pay(&client, "a", "sandbox:wallet_sleeping").await;
    assert_eq!(error(&sleeping), (409, json!("wallet_sleeping")));
    assert_eq!(sleeping.json()["error"]["message"], "the wallet sleeps");
    assert_eq!(pay(&client, "a", "sandbox:503").await.status, 503);
    let incomplete = client.post("/payments", json!({"to": "shop"})).await;
    assert_eq!(
        (incomplete.status, &incomplete.json()["error"]["message"]),
        (400, &json!("amount is required"))
    );
    assert_eq!(client.get("/nothing").await.status, 404);

    let fault = json!({"type": "error", "status": 504, "code": "insufficient_funds", "message": "late"});
    client.faults(&json!({"rules": [{"fault": fault}]}));
    let other = pay(&client, "a", "1.00").await;
    assert_eq!(
        (error(&other), &other.json()["error"]["message"]),
        ((504, json!("insufficient_funds")), &json!("late"))
    );
    client.faults(&json!({"rules": [{"fault": {"type": "status", "status": 500}}]}));
    let broken = pay(&client, "a", "1.00").await;
    assert_eq!((error(&broken), broken.header("x-acme")), ((500, json!("out_of_order")), Some("1")));
    client.faults(&json!({"rules": [{"fault": {"type": "status", "status": 429}}]}));
    assert_eq!(pay(&client, "a", "1.00").await.header("Retry-After"), Some("1"));
    assert_eq!(payments(&client), 0);

    client.faults(&json!({"rules": []}));
    let stranger = send(&client.sandbox, "GET", "/acme/payments", &[], "").await.unwrap();
    assert_eq!(stranger.status, 401);
    let open = send(&client.sandbox, "GET", "/acme/status", &[], "").await.unwrap();
    assert_eq!((open.status, open.json()), (200, json!({"ok": true})));
    client.sandbox.enforce_rate_limits(true);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(client.get("/payments").await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
}

#[tokio::test]
async fn a_request_can_ask_for_a_state() {
    let client = start("replayed").await;
    let state = async |wish: &str, key: &str| {
        let wish = json!({"to": format!("sandbox:{wish}"), "amount": "1.00"});
        let sent = client.post_with(("Idempotency-Key", key), "/payments", &wish).await.json();
        let before = payments(&client);
        client.clock.advance(Duration::from_secs(2));
        let read = client.get(&format!("/payments/{}", sent["id"].as_str().unwrap())).await.json();
        (sent["status"].clone(), read["status"].clone(), before)
    };
    assert_eq!(state("pending", "a").await, (json!("pending"), json!("paid"), 1));
    assert_eq!(state("pending_forever", "b").await, (json!("pending"), json!("pending"), 2));
    assert_eq!(state("pending_failed", "c").await, (json!("pending"), json!("failed"), 2));
    assert_eq!(state("failed", "d").await, (json!("failed"), json!("failed"), 2));
}

#[tokio::test]
async fn an_idempotent_operation_has_one_effect_until_it_changes() {
    let client = start("replayed").await;
    for amount in ["5.00", "5.00", "6.00"] {
        assert_eq!(client.put("/limits/daily", json!({"amount": amount})).await.json()["amount"], amount);
    }
    for _ in 0..2 {
        assert_eq!(client.delete("/limits/daily").await.status, 200);
    }
    let effects = client.sandbox.ledger().effects;
    let operations: Vec<&str> = effects.iter().map(|effect| effect.operation.as_str()).collect();
    assert_eq!(operations, ["limits.set", "limits.set", "limits.delete"]);
}

#[tokio::test]
async fn a_file_that_extends_a_provider_adds_its_examples() {
    let file = r#"{"payonce": 1, "extends": "agentwallex", "code": [
        {"code": "wallet_sleeping", "kind": "unavailable", "status": 409, "meaning": "it sleeps"}],
        "read": {"code": ["/code"], "message": ["/message"]}}"#;
    let mut client = Client::start_file(ProviderFile::from_json(file).unwrap()).await;
    client.auth = vec![("X-API-Key".to_owned(), "awx_sandbox_key_that_moves_no_money".to_owned())];
    let asleep = client.get("/agents/sandbox:wallet_sleeping").await;
    assert_eq!(
        (asleep.status, asleep.json()),
        (409, json!({"code": "wallet_sleeping", "message": "it sleeps"}))
    );
    assert_eq!(client.get("/agents/agent_abc123").await.status, 200);
}

#[tokio::test]
async fn clients_are_pointed_at_the_services_of_files() {
    let client = start("replayed").await;
    let url = format!("{}/acme", client.sandbox.url());
    let announced = client.sandbox.providers();
    assert_eq!(announced["providers"]["acme"], json!({"base_url": url, "api_key": "acme_sandbox_api_key"}));
    assert_eq!(announced["env"], json!({"ACME_API_KEY": "acme_sandbox_api_key", "ACME_BASE_URL": url}));
    assert_eq!(client.sandbox.base_url(ProviderId::File("acme")), url);
}

#[tokio::test]
async fn a_fault_plan_can_name_only_providers_and_operations_that_are_played() {
    let client = start("replayed").await;
    let problem = |rule: Value| {
        let plan = json!({"rules": [rule]}).to_string();
        client.sandbox.read_faults(&plan).err().map(|error| error.to_string())
    };
    let fault = json!({"type": "garbage"});
    assert_eq!(problem(json!({"provider": "acme", "operation": "payments.capture", "fault": fault})), None);
    assert_eq!(
        problem(json!({"provider": "acme", "operation": "payments.refund", "fault": fault})).unwrap(),
        "rules[0].operation: unknown operation \"payments.refund\" of acme"
    );
    assert!(problem(json!({"provider": "stripe", "fault": fault})).unwrap().ends_with("agentwallex, acme"));
}

#[tokio::test]
async fn the_clock_is_advanced_over_the_control_interface() {
    let client = start("replayed").await;
    pay(&client, "order-7", "1.00").await;
    let advanced = client.post("/_sandbox/advance", json!({"seconds": 86_400})).await;
    assert_eq!(advanced.json(), json!({"ok": true, "now": "2026-03-05T10:00:00.000Z"}));
    pay(&client, "order-7", "1.00").await;
    assert_eq!(payments(&client), 2);
    for wrong in [json!({}), json!({"seconds": -1}), json!({"seconds": "1"}), json!({"seconds": 1e300})] {
        assert_eq!(client.post("/_sandbox/advance", wrong).await.status, 400);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_played_is_refused() {
    let problem = |text: &str| ProviderFile::from_json(text).unwrap_err().to_string();
    assert_eq!(problem(r#"{"id": "acme"}"#), "payonce: must be 1, the version of the format");
    assert!(
        problem(r#"{"payonce": 1, "id": "payi"}"#).starts_with("id: the simulator has a provider \"payi\"")
    );
    assert!(problem(r#"{"payonce": 1, "id": "../a"}"#).starts_with("id: must consist of"));
    assert!(problem(r#"{"payonce": 1, "extends": "acme"}"#).starts_with("extends: \"acme\" is not"));
    assert!(ProviderFile::from_toml("payonce = ").is_err());
    let config = Config { providers: vec![acme("fresh"), acme("replayed")], ..Config::default() };
    let error = Sandbox::start(config).await.unwrap_err().to_string();
    assert_eq!(error, "two provider files have the id \"acme\"; the simulator can play one of them");
}
