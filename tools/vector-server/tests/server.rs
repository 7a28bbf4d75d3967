//! What the server does to a connection, seen by a client that hides nothing.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers stand outside of a #[test], yet only serve tests"
)]

use std::io;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use vector_server::{Cases, Server};

async fn server(exchanges: &str, folder: &str) -> Server {
    let case = format!(
        r#"{{"name": "a", "provider": "payi", "options": {{}}, "operation": "x", "exchanges": {exchanges},
            "expect": {{"value": null}}}}"#
    );
    let cases = Cases { calls: vec![serde_json::from_str(&case).unwrap()], ..Cases::default() };
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    Server::start(cases, &folder, 0).await.unwrap()
}

async fn ask(server: &Server, request: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(server.url().trim_start_matches("http://")).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await?;
    Ok(String::from_utf8_lossy(&response).into_owned())
}

async fn get(server: &Server, target: &str) -> io::Result<String> {
    ask(server, &format!("GET {target} HTTP/1.1\r\nhost: here\r\n\r\n")).await
}

#[tokio::test]
async fn each_request_receives_its_response_and_a_surplus_one_is_a_problem() {
    let script = r#"[{"request": {"method": "GET", "target": "/a?b=1", "headers": {"x-key": null}},
                      "response": {"status": 201, "headers": [["X-One", "1"]], "body": {"ok": true}}}]"#;
    let server = server(script, "surplus").await;
    assert_eq!(server.problems("node", 0), ["a: only 0 of 1 requests arrived"]);
    let response = get(&server, "/node~0/a?b=1").await.unwrap();
    assert!(response.starts_with("HTTP/1.1 201 Created\r\nX-One: 1\r\n"), "{response}");
    assert!(response.contains("Access-Control-Expose-Headers: *\r\n"), "{response}");
    assert!(response.ends_with("\r\n\r\n{\"ok\":true}"), "{response}");
    assert!(server.problems("node", 0).is_empty());
    // Another runner has its own script.
    assert!(get(&server, "/browser~0/a?b=1").await.unwrap().starts_with("HTTP/1.1 201"));
    assert!(get(&server, "/node~0/a?b=1").await.unwrap().starts_with("HTTP/1.1 599"));
    assert_eq!(server.problems("node", 0), ["a: request 2 (GET /a?b=1) is one too many"]);
}

#[tokio::test]
async fn a_request_that_differs_from_the_script_receives_the_differences() {
    let script = r#"[{"request": {"method": "POST", "target": "/a", "headers": {"x-key": "k"}, "body": {"n": 1}},
                      "response": {"status": 200}}]"#;
    let server = server(script, "deviations").await;
    let response = get(&server, "/node~0/b").await.unwrap();
    assert!(response.starts_with("HTTP/1.1 599"), "{response}");
    for problem in ["method is GET", "target is /b", "header x-key is None", "body is "] {
        assert!(response.contains(problem), "{response}");
    }
    for target in ["/", "/node/a", "/node~7/a", "/no.de~0/a"] {
        assert!(get(&server, target).await.unwrap().starts_with("HTTP/1.1 599"), "{target}");
    }
}

#[tokio::test]
async fn a_preflight_is_answered_and_not_counted() {
    let server =
        server(r#"[{"request": {"method": "GET", "target": "/a"}, "response": {"status": 204}}]"#, "cors")
            .await;
    let preflight = "OPTIONS /node~0/a HTTP/1.1\r\naccess-control-request-headers: x-key\r\n\r\n";
    let response = ask(&server, preflight).await.unwrap();
    assert!(response.contains("Access-Control-Allow-Headers: x-key\r\n"), "{response}");
    let response = get(&server, "/node~0/a").await.unwrap();
    assert!(
        response.starts_with("HTTP/1.1 204 No Content\r\n") && !response.contains("Content-Length"),
        "{response}"
    );
    assert!(server.problems("node", 0).is_empty());
}

#[tokio::test]
async fn connections_break_in_the_ways_that_a_script_names() {
    let script = r#"[{"request": {"method": "GET", "target": "/a"}, "failure": "drop"},
                     {"request": {"method": "GET", "target": "/a"}, "failure": "hang"},
                     {"request": {"method": "GET", "target": "/a"},
                      "response": {"status": 200, "body_text": "0123456789", "truncate": 4}}]"#;
    let server = server(script, "broken").await;
    let dropped = get(&server, "/node~0/a").await.unwrap_err();
    assert_eq!(dropped.kind(), io::ErrorKind::ConnectionReset);
    assert!(timeout(Duration::from_millis(200), get(&server, "/node~0/a")).await.is_err());
    let start = Instant::now();
    let cut = get(&server, "/node~0/a").await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(700), "a browser needs time to read a cut body");
    assert!(cut.contains("Content-Length: 10\r\n") && cut.ends_with("\r\n\r\n0123"), "{cut}");
}

#[tokio::test]
async fn a_runner_without_files_receives_the_cases_and_posts_its_report() {
    let server =
        server(r#"[{"request": {"method": "GET", "target": "/a"}, "response": {"status": 204}}]"#, "files")
            .await;
    let cases = get(&server, "/_vectors/cases").await.unwrap();
    assert!(cases.contains(r#""calls":[{"number":0,"name":"a""#), "{cases}");
    let post = |target: &str, body: &str| {
        format!("POST {target} HTTP/1.1\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    };
    let report = r#"{"runner": "browser", "played": ["a"], "skipped": {}}"#;
    let stored = ask(&server, &post("/_vectors/reports/browser", report)).await.unwrap();
    assert!(stored.starts_with("HTTP/1.1 200"), "{stored}");
    for wrong in ["/_vectors/reports/node", "/_vectors/reports/..%2fx", "/_vectors/reports/"] {
        assert!(ask(&server, &post(wrong, report)).await.unwrap().starts_with("HTTP/1.1 400"), "{wrong}");
    }
    get(&server, "/browser~0/a").await.unwrap();
    let requests = get(&server, "/_vectors/requests?runner=browser").await.unwrap();
    assert!(requests.contains(r#"{"browser":{"a":[{"method":"GET","target":"/a""#), "{requests}");
    ask(&server, &post("/_vectors/reset/browser", "")).await.unwrap();
    assert!(get(&server, "/_vectors/requests").await.unwrap().ends_with("{}"));
}
