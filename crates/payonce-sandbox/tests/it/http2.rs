//! HTTP/2 with prior knowledge, and what only HTTP/2 can do to a request.

use std::time::Duration;

use bytes::Bytes;
use h2::Reason;
use h2::client::SendRequest;
use payonce_sandbox::ProviderId;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::plain_client::Client;

async fn connect(client: &Client) -> SendRequest<Bytes> {
    let stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    let (sender, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(async move { drop(connection.await) });
    sender.ready().await.unwrap()
}

fn payment() -> Value {
    json!({
        "agent_id": "agent_abc123", "direction": "outbound", "type": "transfer", "to_address": "0xShop",
        "amount": "10.00", "token": "USDC", "chain": "eip155:8453", "memo": "po_1",
    })
}

async fn pay(client: &Client, sender: &mut SendRequest<Bytes>) -> Result<(u16, Vec<u8>), h2::Error> {
    let uri = format!("http://{}/agentwallex/transactions", client.sandbox.address());
    let (name, value) = &client.auth[0];
    let request = http::Request::post(uri).header(name.as_str(), value).body(()).unwrap();
    let (response, mut body) = sender.send_request(request, false)?;
    body.send_data(Bytes::from(payment().to_string()), true)?;
    let exchange = async {
        let response = response.await?;
        let status = response.status().as_u16();
        let mut stream = response.into_body();
        let mut read = Vec::new();
        while let Some(part) = stream.data().await {
            read.extend_from_slice(&part?);
        }
        Ok((status, read))
    };
    timeout(Duration::from_secs(10), exchange).await.unwrap()
}

fn paid(client: &Client) -> u64 {
    client.sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC").count
}

async fn with_fault(does: &str) -> (Client, Result<(u16, Vec<u8>), h2::Error>) {
    let client = Client::start(ProviderId::AgentWallex).await;
    let fault = json!({"type": "h2", "does": does});
    client.faults(&json!({"rules": [{"operation": "payments.send", "times": 1, "fault": fault}]}));
    let mut sender = connect(&client).await;
    let answered = pay(&client, &mut sender).await;
    (client, answered)
}

#[tokio::test]
async fn a_connection_that_ends_within_the_preface_is_closed() {
    let client = Client::start(ProviderId::AgentWallex).await;
    let mut stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    stream.write_all(b"PRI").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
}

#[tokio::test]
async fn requests_over_http_2_have_the_same_responses_as_over_http_1() {
    let client = Client::start(ProviderId::AgentWallex).await;
    let mut sender = connect(&client).await;
    for count in 1..=3 {
        let (status, body) = pay(&client, &mut sender).await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((status, &body["status"], paid(&client)), (201, &json!("confirmed"), count));
    }
    client.faults(&json!({"rules": [{"fault": {"type": "truncate", "bytes": 10}}]}));
    let error = pay(&client, &mut sender).await.unwrap_err();
    assert_eq!((error.reason(), paid(&client)), (Some(Reason::INTERNAL_ERROR), 4));
    let record = client.sandbox.requests().remove(0);
    assert!(record.headers.iter().any(|(name, value)| name == "x-api-key" && value.starts_with("[redacted")));
}

#[tokio::test]
async fn a_refused_stream_was_not_processed() {
    let (client, answered) = with_fault("refused_stream").await;
    assert_eq!(answered.unwrap_err().reason(), Some(Reason::REFUSED_STREAM));
    assert_eq!(paid(&client), 0);
}

#[tokio::test]
async fn a_stream_above_the_last_one_of_a_goaway_was_not_processed() {
    let (client, answered) = with_fault("goaway").await;
    let error = answered.unwrap_err();
    assert!(error.is_go_away() && error.is_remote(), "{error}");
    assert_eq!(paid(&client), 0);
    let mut again = connect(&client).await;
    assert_eq!(pay(&client, &mut again).await.unwrap().0, 201, "on a new connection");
}

#[tokio::test]
async fn a_stream_that_is_reset_may_have_been_processed() {
    let (client, answered) = with_fault("reset_after").await;
    assert_eq!(answered.unwrap_err().reason(), Some(Reason::INTERNAL_ERROR));
    assert_eq!(paid(&client), 1);
}

#[tokio::test]
async fn an_h2_fault_has_no_effect_over_http_1() {
    let client = Client::start(ProviderId::AgentWallex).await;
    client.faults(&json!({"rules": [{"fault": {"type": "h2", "does": "goaway"}}]}));
    assert_eq!(client.post("/transactions", payment()).await.status, 201);
}
