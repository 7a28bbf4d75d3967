//! Who may control the simulator, and what its records do not say.

use payonce_sandbox::ProviderId;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::plain_client::Client;

/// One request with exactly these header fields.
async fn raw(client: &Client, head: &str) -> String {
    let mut stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    let head = head.replace('\n', "\r\n");
    stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn other_origins_and_unknown_hosts_are_refused() {
    let client = Client::start(ProviderId::AgentWallex).await;
    let own = client.sandbox.address();
    for path in ["", "/", "/ledger", "/requests", "/faults", "/reset", "/config", "/top_up"] {
        for method in ["GET", "POST", "OPTIONS", "PUT"] {
            for fields in [
                "Host: evil.example".to_owned(),
                "Host: 127.0.0.1.evil.example:4010".to_owned(),
                "X-Nothing: no host".to_owned(),
                "Host: 127.0.0.1\nHost: evil.example".to_owned(),
                format!("Host: {own}\nOrigin: https://evil.example"),
                format!("Host: {own}\nOrigin: null"),
                format!("Host: {own}\nOrigin: http://127.0.0.1:1"),
                format!("Host: {own}\nOrigin: https://{own}"),
                format!("Host: {own}\nSec-Fetch-Site: cross-site"),
                format!("Host: {own}\nSec-Fetch-Site: same-site"),
            ] {
                let response = raw(&client, &format!("{method} /_sandbox{path} HTTP/1.1\n{fields}")).await;
                assert!(response.starts_with("HTTP/1.1 403 "), "{method} {path} {fields}: {response}");
                assert!(!response.to_lowercase().contains("access-control"), "{response}");
            }
        }
    }
    for fields in [
        format!("Host: {own}"),
        "Host: localhost:1".to_owned(),
        "Host: [::1]".to_owned(),
        format!("Host: {own}\nOrigin: http://{own}\nSec-Fetch-Site: same-origin"),
    ] {
        let response = raw(&client, &format!("GET /_sandbox/ledger HTTP/1.1\n{fields}")).await;
        assert!(response.starts_with("HTTP/1.1 200 "), "{fields}: {response}");
        assert!(!response.to_lowercase().contains("access-control"), "{response}");
    }
}

#[tokio::test]
async fn a_preflight_for_a_control_address_is_refused() {
    let client = Client::start(ProviderId::AgentWallex).await;
    let own = client.sandbox.address();
    let asks = format!(
        "Host: {own}\nOrigin: https://evil.example\nAccess-Control-Request-Method: POST\n\
         Access-Control-Request-Private-Network: true"
    );
    let control = raw(&client, &format!("OPTIONS /_sandbox/reset HTTP/1.1\n{asks}")).await;
    assert!(control.starts_with("HTTP/1.1 403 "), "{control}");
    let service = raw(&client, &format!("OPTIONS /agentwallex/transactions HTTP/1.1\n{asks}")).await;
    assert!(service.starts_with("HTTP/1.1 204 "), "{service}");
    assert!(service.contains("Access-Control-Allow-Private-Network: true"), "{service}");
}

#[tokio::test]
async fn recorded_requests_contain_no_credential() {
    let client = Client::start(ProviderId::AgentPay).await;
    let user = "agentpay_sandbox_user_key";
    let charge = json!({"api_key": user, "amount_cents": 1, "usage_event_id": "event-1"});
    assert_eq!(client.post("/v1/consume", charge.clone()).await.status, 200);
    assert_eq!(client.post("/v1/consume", charge).await.status, 200);
    let shown = client.get("/_sandbox/requests").await.json();
    let text = shown.to_string();
    let token = client.auth[0].1.strip_prefix("Bearer ").unwrap();
    assert!(!text.contains(token) && !text.contains(user), "{text}");
    assert_eq!(shown["dropped"], 0);
    let of = |index: usize| shown["requests"][index]["headers"][2].clone();
    assert_eq!(of(0), of(1), "the same credential has the same fingerprint");
    assert!(of(0)[1].as_str().unwrap().starts_with("Bearer [redacted sha256:"), "{}", of(0));
    assert!(text.contains("event-1"));
}
