//! Faults of the bytes: compressed and damaged bodies, unfinished ones, and connections that die between two requests.

use std::io::{ErrorKind, Read as _};
use std::time::Duration;

use payonce_sandbox::ProviderId;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::plain_client::{Client, Response, send};

async fn answered(fault: &Value) -> (Client, Response) {
    let client = Client::start(ProviderId::AgentWallex).await;
    client.faults(&json!({"rules": [{"fault": fault}]}));
    let response = client.get("/agents").await;
    (client, response)
}

#[tokio::test]
async fn a_body_is_compressed_whatever_the_client_accepts() {
    let (_, plain) = answered(&json!({"type": "delay", "ms": 0})).await;
    for (coding, named) in
        [("gzip", "gzip"), ("deflate", "deflate"), ("raw_deflate", "deflate"), ("br", "br")]
    {
        let (_, response) = answered(&json!({"type": "coding", "coding": coding})).await;
        assert_eq!((response.status, response.header("content-encoding")), (200, Some(named)));
        let length: usize = response.header("content-length").unwrap().parse().unwrap();
        assert_eq!(length, response.body.len(), "{coding}");
        let mut body = Vec::new();
        match coding {
            "gzip" => flate2::read::GzDecoder::new(response.body.as_slice()).read_to_end(&mut body),
            "deflate" => flate2::read::ZlibDecoder::new(response.body.as_slice()).read_to_end(&mut body),
            "raw_deflate" => {
                flate2::read::DeflateDecoder::new(response.body.as_slice()).read_to_end(&mut body)
            }
            _ => brotli::Decompressor::new(response.body.as_slice(), 4096).read_to_end(&mut body),
        }
        .unwrap();
        let ids = |body: &[u8]| serde_json::from_slice::<Value>(body).unwrap()["total"].clone();
        assert_eq!(ids(&body), ids(&plain.body), "{coding}");
    }
}

#[tokio::test]
async fn a_body_that_strict_readers_refuse_is_otherwise_intact() {
    let cases: [(&str, &[u8]); 7] = [
        ("lone_surrogate", br#""note":"caf\ud83d""#),
        ("control_characters", b"\"note\":\"two\nlines \x1b[31mred\""),
        ("invalid_utf8", b"\"note\":\"caf\xe9 \xff\""),
        ("nan", br#""note":NaN"#),
        ("latin1", b"\"note\":\"caf\xe9\""),
        ("utf16", b"\xff\xfe{\0\"\0"),
        ("bom", b"\xef\xbb\xbf{"),
    ];
    for (damage, expected) in cases {
        let (_, response) = answered(&json!({"type": "body", "damage": damage})).await;
        let found = response.body.windows(expected.len()).filter(|window| *window == expected).count();
        // In the document and in each of the three agents of its list, but for a mark that stands in front of it.
        let wanted = if matches!(damage, "utf16" | "bom") { 1 } else { 4 };
        assert_eq!(found, wanted, "{damage}: {}", String::from_utf8_lossy(&response.body));
        let text = String::from_utf8_lossy(&response.body).replace('\0', "");
        assert!(text.contains("agent_abc123") && text.ends_with('}'), "{damage}");
    }
    let (_, latin1) = answered(&json!({"type": "body", "damage": "latin1"})).await;
    assert_eq!(latin1.header("content-type"), Some("application/json; charset=ISO-8859-1"));
}

#[tokio::test]
async fn a_damaged_error_is_compressed_as_well() {
    let client = Client::start(ProviderId::AgentWallex).await;
    client.faults(&json!({"rules": [
        {"fault": {"type": "coding", "coding": "gzip"}},
        {"fault": {"type": "error", "status": 400, "code": "policy_violation"}},
        {"fault": {"type": "body", "damage": "lone_surrogate"}},
    ]}));
    let response = client.get("/agents").await;
    let mut text = String::new();
    flate2::read::GzDecoder::new(response.body.as_slice()).read_to_string(&mut text).unwrap();
    assert_eq!(response.status, 400);
    assert!(text.contains(r#""code":"policy_violation""#) && text.contains(r"\ud83d"), "{text}");
}

#[tokio::test]
async fn a_complete_body_is_sent_in_an_incomplete_frame() {
    let (_, chunked) = answered(&json!({"type": "unfinished"})).await;
    assert_eq!(
        (chunked.header("transfer-encoding"), chunked.header("content-length")),
        (Some("chunked"), None)
    );
    let text = String::from_utf8(chunked.body).unwrap();
    let (size, rest) = text.split_once("\r\n").unwrap();
    let body = rest.strip_suffix("\r\n").unwrap();
    assert_eq!(usize::from_str_radix(size, 16).unwrap(), body.len());
    assert_eq!(serde_json::from_str::<Value>(body).unwrap()["total"], 3, "no further chunk");

    let (_, short) = answered(&json!({"type": "unfinished", "framing": "length"})).await;
    let promised: usize = short.header("content-length").unwrap().parse().unwrap();
    assert!(promised > short.body.len());
    assert_eq!(short.json()["total"], 3);
}

#[tokio::test]
async fn a_kept_connection_dies_as_the_next_request_arrives() {
    let client = Client::start(ProviderId::AgentWallex).await;
    client.faults(&json!({"rules": [{"times": 1, "fault": {"type": "close_next"}}]}));
    let mut stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    let request =
        format!("GET /agentwallex/agents HTTP/1.1\r\nHost: a\r\nX-API-Key: {}\r\n\r\n", client.auth[0].1);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = vec![0; 64 * 1024];
    let read = stream.read(&mut bytes).await.unwrap();
    let first = String::from_utf8_lossy(&bytes[..read]).into_owned();
    assert!(first.starts_with("HTTP/1.1 200 OK") && first.contains("Connection: keep-alive"), "{first}");
    assert!(timeout(Duration::from_millis(80), stream.read(&mut bytes)).await.is_err(), "it is still open");
    stream.write_all(request.as_bytes()).await.unwrap();
    let error = stream.read(&mut bytes).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(client.sandbox.requests().len(), 1, "the second was not read");
}

/// Sends a chunked request whose head is followed by `body`, as far as the server takes it.
async fn chunked(client: &Client, body: impl Iterator<Item = Vec<u8>>) -> (String, usize) {
    let mut stream = TcpStream::connect(client.sandbox.address()).await.unwrap();
    let head = "POST /agentwallex/transactions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut sent = 0;
    for part in body {
        if stream.write_all(&part).await.is_err() {
            break;
        }
        sent += part.len();
    }
    let mut bytes = Vec::new();
    let _ = timeout(Duration::from_secs(5), stream.read_to_end(&mut bytes)).await;
    (String::from_utf8_lossy(&bytes).into_owned(), sent)
}

#[tokio::test]
async fn chunk_extensions_and_trailers_are_bounded() {
    let client = Client::start(ProviderId::AgentWallex).await;
    let much = || std::iter::repeat_n(vec![b'x'; 64 * 1024], 1024);
    let cases: [(&str, &[u8]); 3] =
        [("extension", b"1;note="), ("trailer line", b"0\r\nTrailer: "), ("number of trailers", b"0\r\n")];
    for (what, start) in cases {
        let lines = what == "number of trailers";
        let rest = much().map(move |part| if lines { b"A: b\r\n".repeat(10_000) } else { part });
        let (_, sent) = chunked(&client, std::iter::once(start.to_vec()).chain(rest)).await;
        // What the buffers of the two sockets hold is sent as well, and no more.
        assert!(sent < 16 * 1024 * 1024, "{what}: {sent} bytes were taken");
    }
    assert!(client.sandbox.requests().is_empty());
    assert_eq!(client.get("/agents").await.status, 200, "it is still there");
}

#[tokio::test]
async fn recorded_requests_are_bounded_and_dropped_ones_are_counted() {
    let client = Client::start(ProviderId::AgentWallex).await;
    let body = "x".repeat(1024 * 1024);
    for _ in 0..40 {
        let response = send(&client.sandbox, "POST", "/agentwallex/transactions", &[], &body).await.unwrap();
        assert_eq!(response.status, 401);
    }
    let records = client.sandbox.requests();
    let bytes: usize = records.iter().map(|record| record.body.len()).sum();
    assert!(bytes <= 32 * 1024 * 1024, "{bytes}");
    assert_eq!(records.len() as u64 + client.sandbox.dropped_requests(), 40);
    assert_eq!((records[0].seq, records.last().unwrap().seq), (client.sandbox.dropped_requests() + 1, 40));
    assert!(records.iter().all(|record| record.status == Some(401)));
    client.sandbox.reset();
    assert_eq!(client.sandbox.dropped_requests(), 0);
}
