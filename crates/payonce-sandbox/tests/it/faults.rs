//! Faults strike the wire, and the ledger knows whether the operation happened first.

use std::io;
use std::time::{Duration, Instant};

use payonce_sandbox::{Config, ProviderId, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::plain_client::{Client, send};

async fn start() -> Client {
    Client::start(ProviderId::AgentWallex).await
}

fn payment() -> Value {
    json!({
        "agent_id": "agent_abc123", "direction": "outbound", "type": "transfer", "to_address": "0xShop",
        "amount": "10.00", "token": "USDC", "chain": "eip155:8453", "memo": "po_1",
    })
}

fn plan(fault: &Value) -> Value {
    json!({"rules": [{"provider": "agentwallex", "operation": "payments.send", "times": 1, "fault": fault}]})
}

fn paid(client: &Client) -> u64 {
    client.sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC").count
}

#[tokio::test]
async fn a_drop_resets_the_connection_before_or_after_the_effect() {
    let client = start().await;
    for (when, count) in [("before", 0), ("after", 1)] {
        client.faults(&plan(&json!({"type": "drop", "when": when})));
        let error = client.call("POST", "/transactions", Some(payment())).await.err().expect("no response");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset, "{when}");
        assert_eq!(paid(&client), count, "{when}");
    }
    assert_eq!(client.post("/transactions", payment()).await.status, 201, "the rule acted once");
    let records = client.sandbox.requests();
    assert_eq!(records.iter().map(|record| record.status).collect::<Vec<_>>(), [None, None, Some(201)]);
}

#[tokio::test]
async fn a_status_is_sent_before_or_after_the_effect() {
    let client = start().await;
    client.faults(&plan(&json!({"type": "status", "status": 500, "when": "after"})));
    let response = client.post("/transactions", payment()).await;
    assert_eq!((response.status, response.json()["type"].as_str()), (500, Some("internal_error")));
    assert_eq!(paid(&client), 1);

    client.faults(&plan(&json!({"type": "status", "status": 429})));
    let response = client.post("/transactions", payment()).await;
    assert_eq!((response.status, response.header("Retry-After")), (429, Some("1")));
    assert_eq!(response.json()["code"], "rate_limit_exceeded");
    assert_eq!(paid(&client), 1);

    let own = json!({"type": "status", "status": 503, "headers": {"Retry-After": 7}, "body": "busy"});
    client.faults(&plan(&own));
    let response = client.post("/transactions", payment()).await;
    assert_eq!((response.status, response.header("retry-after")), (503, Some("7")));
    assert_eq!(response.body, b"busy");
}

#[tokio::test]
async fn a_damaged_response_is_sent_after_the_effect() {
    let client = start().await;
    client.faults(&plan(&json!({"type": "truncate", "bytes": 10})));
    let response = client.post("/transactions", payment()).await;
    assert_eq!((response.status, response.body.len()), (201, 10));
    assert!(response.header("content-length").unwrap().parse::<usize>().unwrap() > 10);
    assert_eq!(paid(&client), 1);

    client.faults(&plan(&json!({"type": "garbage"})));
    let response = client.post("/transactions", payment()).await;
    assert_eq!(response.status, 200);
    assert!(serde_json::from_slice::<Value>(&response.body).is_err());
    assert_eq!(paid(&client), 2);

    client.faults(&plan(&json!({"type": "drip", "bytes_per_second": 2000})));
    let began = Instant::now();
    let response = client.post("/transactions", payment()).await;
    assert_eq!(response.json()["status"], "confirmed");
    assert!(began.elapsed() > Duration::from_millis(100), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_response_can_be_late_or_missing_after_the_effect() {
    let client = start().await;
    client.faults(&plan(&json!({"type": "delay", "ms": 150})));
    let began = Instant::now();
    assert_eq!(client.post("/transactions", payment()).await.status, 201);
    assert!(began.elapsed() >= Duration::from_millis(150));

    client.faults(&plan(&json!({"type": "hang", "when": "after"})));
    let call = client.call("POST", "/transactions", Some(payment()));
    assert!(timeout(Duration::from_millis(200), call).await.is_err(), "there is no response");
    assert_eq!(paid(&client), 2);
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_hanging_clients() {
    let client = start().await;
    client.faults(&plan(&json!({"type": "hang"})));
    let address = client.sandbox.address();
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut hanging = TcpStream::connect(address).await.unwrap();
    hanging.write_all(b"POST /agentwallex/transactions HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let began = Instant::now();
    client.sandbox.shutdown().await;
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!(idle.read(&mut [0]).await.unwrap(), 0);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn the_same_seed_selects_the_same_calls() {
    let client = start().await;
    let plan = json!({"seed": 7, "rules": [
        {"operation": "payments.send", "probability": 0.5, "fault": {"type": "status", "status": 503}},
    ]});
    let mut runs = Vec::new();
    for _ in 0..2 {
        client.sandbox.reset();
        client.faults(&plan);
        for _ in 0..20 {
            client.post("/transactions", payment()).await;
        }
        runs.push(client.sandbox.requests().into_iter().map(|record| record.status).collect::<Vec<_>>());
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].contains(&Some(503)) && runs[0].contains(&Some(201)));
}

#[tokio::test]
async fn control_addresses_set_faults_and_report_requests_and_the_ledger() {
    let client = start().await;
    let response = client.post("/_sandbox/faults", plan(&json!({"type": "status"}))).await;
    assert_eq!(response.status, 400);
    assert!(response.json()["message"].as_str().unwrap().starts_with("rules[0].fault.status: missing"));
    assert_eq!(client.post("/transactions", payment()).await.status, 201, "a bad plan changes nothing");

    assert_eq!(
        client.post("/_sandbox/faults", plan(&json!({"type": "status", "status": 500}))).await.status,
        200
    );
    assert_eq!(client.post("/transactions", payment()).await.status, 500);
    let ledger = client.get("/_sandbox/ledger").await.json();
    assert_eq!(ledger["effects"].as_array().unwrap().len(), 1);
    assert_eq!(ledger["totals"]["agentwallex"]["payments.send"]["USDC"]["amount"], "10.00");

    let requests = client.get("/_sandbox/requests").await.json();
    let second = &requests["requests"][1];
    assert_eq!(second["seq"], 2);
    assert_eq!(second["provider"], "agentwallex");
    assert_eq!(second["operation"], "payments.send");
    assert_eq!(second["path"], "/agentwallex/transactions");
    assert_eq!(second["faults"][0]["type"], "status");
    assert_eq!(second["status"], 500);
    assert_eq!(serde_json::from_str::<Value>(second["body"].as_str().unwrap()).unwrap(), payment());
    let names: Vec<&str> =
        second["headers"].as_array().unwrap().iter().map(|pair| pair[0].as_str().unwrap()).collect();
    assert_eq!(names, ["Host", "Connection", "X-API-Key", "Content-Length"]);

    assert_eq!(client.post("/_sandbox/reset", Value::Null).await.status, 200);
    assert!(client.sandbox.requests().is_empty() && client.sandbox.ledger().effects.is_empty());
    assert_eq!(client.get("/_sandbox/nothing").await.status, 404);
    assert_eq!(client.get("/_sandbox/reset").await.status, 405);
}

#[tokio::test]
async fn a_page_on_another_port_can_send_and_read_everything() {
    let client = start().await;
    let asks = [
        ("Origin".to_owned(), "http://localhost:5173".to_owned()),
        ("Access-Control-Request-Method".to_owned(), "POST".to_owned()),
        ("Access-Control-Request-Headers".to_owned(), "authorization,x-api-key".to_owned()),
    ];
    let response = send(&client.sandbox, "OPTIONS", "/agentwallex/transactions", &asks, "").await.unwrap();
    assert_eq!(response.status, 204);
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(response.header("access-control-allow-headers"), Some("authorization,x-api-key"));
    assert!(response.header("access-control-allow-methods").unwrap().contains("DELETE"));
    client.faults(&plan(&json!({"type": "status", "status": 429})));
    let response = client.post("/transactions", payment()).await;
    assert_eq!(response.header("access-control-expose-headers"), Some("*"));
    assert_eq!(client.sandbox.requests().len(), 1, "a preflight is not the client's own request");
}

#[tokio::test]
async fn one_connection_carries_requests_in_every_framing() {
    let client = start().await;
    let mut stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    let key = &client.auth[0].1;
    let body = payment().to_string();
    let (first, second) = body.split_at(20);
    let chunked = format!(
        "POST /agentwallex/transactions HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\nTransfer-Encoding: chunked\r\n\r\n\
         {:x}\r\n{first}\r\n{:x};note=1\r\n{second}\r\n0\r\nTrailer: x\r\n\r\n",
        first.len(),
        second.len(),
    );
    let get = format!(
        "GET /agentwallex/agents HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\nConnection: close\r\n\r\n"
    );
    for byte in chunked.as_bytes() {
        stream.write_all(&[*byte]).await.unwrap();
    }
    stream.write_all(get.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 201 Created\r\n") && text.contains("HTTP/1.1 200 OK\r\n"), "{text}");
    assert_eq!(paid(&client), 1);
}

#[tokio::test]
async fn a_remote_host_needs_allow_remote() {
    let everywhere = Config { host: "0.0.0.0".parse().unwrap(), ..Config::default() };
    assert!(Sandbox::start(everywhere.clone()).await.is_err());
    assert!(Sandbox::start(Config { allow_remote: true, ..everywhere }).await.is_ok());
}
