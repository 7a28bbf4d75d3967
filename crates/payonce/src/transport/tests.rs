//! Reports about broken connections, against servers that send single frames.

use std::time::Duration;

use payonce_core::{
    CaseStyle, Client, FailureCause, HttpRequest, Phase, Provider, Received, TransportFailure, ffi,
};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::setup::{self, Route};
use super::*;

const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
const SETTINGS_ACK: &[u8] = &[0, 0, 0, 4, 1, 0, 0, 0, 0];
/// A head of the status 200, after which a body follows.
const HEAD: &[u8] = &[0, 0, 1, 1, 4, 0, 0, 0, 1, 0x88];
const PREFACE: usize = 24;
const HEADERS: u8 = 1;

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const ENHANCE_YOUR_CALM: u32 = 11;

fn reset(reason: u32) -> Vec<u8> {
    [&[0, 0, 4, 3, 0, 0, 0, 0, 1][..], &reason.to_be_bytes()].concat()
}

fn go_away(last_stream: u32, reason: u32) -> Vec<u8> {
    [&[0, 0, 8, 7, 0, 0, 0, 0, 0][..], &last_stream.to_be_bytes(), &reason.to_be_bytes()].concat()
}

/// Reads frames up to the head of the first request.
async fn read_head(stream: &mut TcpStream) {
    let mut preface = [0; PREFACE];
    stream.read_exact(&mut preface).await.unwrap();
    stream.write_all(&[SETTINGS, SETTINGS_ACK].concat()).await.unwrap();
    loop {
        let mut frame = [0; 9];
        stream.read_exact(&mut frame).await.unwrap();
        let length = usize::from(frame[0]) << 16 | usize::from(frame[1]) << 8 | usize::from(frame[2]);
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).await.unwrap();
        if frame[3] == HEADERS {
            return;
        }
    }
}

fn client(base_url: &str) -> Client {
    let options = json!({"api_key": "awx_a_key_of_a_test", "base_url": base_url});
    ffi::client_from(Provider::AGENTWALLEX, options.as_object().unwrap(), CaseStyle::Snake, &|_| None)
        .unwrap()
}

fn payment(base_url: &str) -> HttpRequest {
    HttpRequest {
        method: "POST",
        url: format!("{base_url}/transactions"),
        headers: Vec::new(),
        body: Some(b"{}".to_vec()),
        timeout: Duration::from_secs(20),
        max_body: 1024,
    }
}

/// The failure of a payment over HTTP/2 whose server responds with these frames and closes the connection.
async fn failure_after(frames: Vec<u8>) -> TransportFailure {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_head(&mut stream).await;
        stream.write_all(&frames).await.unwrap();
        // Closed in order, so that no reset overtakes the frames.
        stream.shutdown().await.unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
    });
    let builder = setup::builder(Route::Direct, "payonce-tests", &client(&base_url)).unwrap();
    let transport =
        Transport { http: builder.http2_prior_knowledge().build().unwrap(), route: Route::Direct };
    let (event, _) = transport.exchange(payment(&base_url)).await;
    drop(transport);
    server.await.unwrap();
    match event {
        Received::Failure(failure) => failure,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_request_that_the_server_did_not_process_is_reported_as_not_sent() {
    for frames in [
        reset(REFUSED_STREAM),
        go_away(0, NO_ERROR),
        go_away(0, INTERNAL_ERROR),
        go_away(0, ENHANCE_YOUR_CALM),
        // A graceful end: first none is excluded, then the last one is named.
        [go_away(0x7fff_ffff, NO_ERROR), go_away(0, NO_ERROR)].concat(),
    ] {
        let failure = failure_after(frames.clone()).await;
        let expected = (Phase::Waiting, Some(FailureCause::NotProcessed));
        assert_eq!((failure.phase, failure.cause), expected, "{frames:?}: {}", failure.message);
    }
}

#[tokio::test]
async fn a_request_that_may_have_been_processed_is_not_reported_as_not_sent() {
    for frames in [
        Vec::new(),
        reset(CANCEL),
        reset(INTERNAL_ERROR),
        reset(NO_ERROR),
        go_away(1, NO_ERROR),
        go_away(1, INTERNAL_ERROR),
        go_away(1, REFUSED_STREAM),
        go_away(0x7fff_ffff, NO_ERROR),
        [go_away(0x7fff_ffff, NO_ERROR), go_away(1, NO_ERROR)].concat(),
        [go_away(1, NO_ERROR), reset(CANCEL)].concat(),
    ] {
        let failure = failure_after(frames.clone()).await;
        let expected = (Phase::Waiting, Some(FailureCause::Connection));
        assert_eq!((failure.phase, failure.cause), expected, "{frames:?}: {}", failure.message);
    }
}

#[tokio::test]
async fn a_stream_that_is_refused_after_the_head_of_a_response_is_broken() {
    let failure = failure_after([HEAD, &reset(REFUSED_STREAM)].concat()).await;
    assert_eq!((failure.phase, failure.cause), (Phase::Reading, Some(FailureCause::Connection)));
}

/// Reads one request of HTTP/1.1 with a body of two bytes.
async fn read_request(stream: &mut TcpStream) -> bool {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.ends_with(b"\r\n\r\n{}") {
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => request.extend_from_slice(&buffer[..read]),
            _ => return false,
        }
    }
    true
}

const RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

#[tokio::test]
async fn a_kept_connection_that_ends_with_the_next_request_leaves_the_outcome_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert!(read_request(&mut stream).await);
        stream.write_all(RESPONSE).await.unwrap();
        assert!(read_request(&mut stream).await, "the connection was not kept");
        drop(stream);
        // A transport that sends again by itself would come back.
        tokio::time::timeout(Duration::from_millis(300), listener.accept()).await.is_ok()
    });
    let transport = Transport::new("payonce-tests", &client(&base_url)).unwrap();
    let (first, _) = transport.exchange(payment(&base_url)).await;
    assert!(matches!(first, Received::Response(_)), "{first:?}");
    let (second, _) = transport.exchange(payment(&base_url)).await;
    let Received::Failure(failure) = second else { panic!("{second:?}") };
    assert_eq!((failure.phase, failure.cause), (Phase::Waiting, Some(FailureCause::Connection)));
    assert!(!server.await.unwrap(), "the payment was sent again");
}

#[tokio::test]
async fn a_closed_kept_connection_is_not_used() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            assert!(read_request(&mut stream).await);
            stream.write_all(RESPONSE).await.unwrap();
        }
    });
    let transport = Transport::new("payonce-tests", &client(&base_url)).unwrap();
    for _ in 0..20 {
        let (event, _) = transport.exchange(payment(&base_url)).await;
        match event {
            Received::Response(_) => {}
            // The two crossed: nothing proves anything.
            Received::Failure(failure) => assert_eq!(failure.phase, Phase::Waiting, "{}", failure.message),
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// How many connections a client makes for three requests with these options and a pause between them.
async fn connections(options: serde_json::Value, pause: Duration) -> u32 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let (accepted, count) = tokio::sync::watch::channel(0);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            accepted.send_modify(|count| *count += 1);
            tokio::spawn(async move {
                while read_request(&mut stream).await {
                    stream.write_all(RESPONSE).await.unwrap();
                }
            });
        }
    });
    let mut settings = json!({"api_key": "awx_a_key_of_a_test", "base_url": base_url});
    settings.as_object_mut().unwrap().extend(options.as_object().cloned().unwrap());
    let client =
        ffi::client_from(Provider::AGENTWALLEX, settings.as_object().unwrap(), CaseStyle::Snake, &|_| None);
    let transport = Transport::new("payonce-tests", &client.unwrap()).unwrap();
    for _ in 0..3 {
        let (event, _) = transport.exchange(payment(&base_url)).await;
        assert!(matches!(event, Received::Response(_)), "{event:?}");
        tokio::time::sleep(pause).await;
    }
    *count.borrow()
}

#[tokio::test]
async fn an_idle_connection_is_kept_for_the_time_of_the_option() {
    let at_once = Duration::from_millis(5);
    let later = Duration::from_millis(400);
    assert_eq!(connections(json!({}), at_once).await, 1);
    assert_eq!(connections(json!({"pool_idle_timeout": 60}), later).await, 1);
    assert_eq!(connections(json!({"pool_idle_timeout_ms": 100}), later).await, 3);
    assert_eq!(connections(json!({"pool_idle_timeout": 0}), at_once).await, 3);
}

#[test]
fn a_client_opens_urls_of_its_own_scheme_only() {
    for (base_url, opens, does_not_open) in [
        ("http://127.0.0.1:1", "http://127.0.0.1:1/x", "https://127.0.0.1:1/x"),
        ("HTTP://localhost:1", "http://localhost:1/x", "https://localhost:1/x"),
        ("https://example.com", "https://example.com/x", "http://example.com/x"),
        ("HTTPS://example.com", "https://example.com/x", "http://127.0.0.1/x"),
    ] {
        let transport = Transport::new("payonce-tests", &client(base_url)).unwrap();
        let attempt = |url: &str| HttpRequest { url: url.to_owned(), ..payment(base_url) };
        assert!(transport.request(attempt(opens)).is_ok(), "{opens}");
        let refused = transport.request(attempt(does_not_open)).unwrap_err();
        assert!(refused.contains("cannot open"), "{refused}");
    }
}
