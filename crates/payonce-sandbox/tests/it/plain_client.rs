//! A client so plain that nothing can retry, pool or hide a broken connection behind the tests' back.

use std::io;
use std::time::Duration;

use payonce_sandbox::{Clock, Config, ProviderFile, ProviderId, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the response is JSON")
    }
}

pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Clock,
    pub(crate) auth: Vec<(String, String)>,
    prefix: String,
}

/// A Wednesday, 2026-03-04 at 10:00 UTC.
pub(crate) const START_MS: i64 = 1_772_618_400_000;

impl Client {
    pub(crate) async fn start(provider: ProviderId) -> Self {
        let clock = Clock::manual(START_MS);
        let config = Config { clock: clock.clone(), ..Config::default() };
        let sandbox = Sandbox::start(config).await.expect("loopback has a free port");
        let own = sandbox.providers()["providers"][provider.as_str()].clone();
        let text = |name: &str| own[name].as_str().unwrap_or_default().to_owned();
        let auth = match provider {
            ProviderId::AgentWallex => ("X-API-Key".to_owned(), text("api_key")),
            ProviderId::Payi => ("xProxy-api-key".to_owned(), text("api_key")),
            ProviderId::AgentPay => ("Authorization".to_owned(), format!("Bearer {}", text("service_token"))),
            ProviderId::AgentTech => {
                use base64::Engine;
                let pair = format!("{}:{}", text("api_key"), text("secret_key"));
                let token = base64::engine::general_purpose::STANDARD.encode(pair);
                ("Authorization".to_owned(), format!("Bearer {token}"))
            }
            _ => ("Authorization".to_owned(), format!("Bearer {}", text("api_key"))),
        };
        Self { sandbox, clock, auth: vec![auth], prefix: format!("/{provider}") }
    }

    /// The service that a file describes. `auth` is empty: a test adds what it needs.
    pub(crate) async fn start_file(file: ProviderFile) -> Self {
        let (clock, prefix) = (Clock::manual(START_MS), format!("/{}", file.id()));
        let config = Config { clock: clock.clone(), providers: vec![file], ..Config::default() };
        let sandbox = Sandbox::start(config).await.expect("loopback has a free port");
        Self { sandbox, clock, auth: Vec::new(), prefix }
    }

    pub(crate) fn faults(&self, json: &Value) {
        self.sandbox.set_faults(self.sandbox.read_faults(&json.to_string()).expect("a valid plan"));
    }

    /// A POST with another header.
    pub(crate) async fn post_with(&self, header: (&str, &str), path: &str, body: &Value) -> Response {
        let mut headers = self.auth.clone();
        headers.push((header.0.to_owned(), header.1.to_owned()));
        let path = format!("{}{path}", self.prefix);
        send(&self.sandbox, "POST", &path, &headers, &body.to_string()).await.expect("a response")
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.call("GET", path, None).await.expect("a response")
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Response {
        self.call("POST", path, Some(body)).await.expect("a response")
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Response {
        self.call("PUT", path, Some(body)).await.expect("a response")
    }

    pub(crate) async fn delete(&self, path: &str) -> Response {
        self.call("DELETE", path, None).await.expect("a response")
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> io::Result<Response> {
        let path =
            if path.starts_with("/_sandbox") { path.to_owned() } else { format!("{}{path}", self.prefix) };
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        send(&self.sandbox, method, &path, &self.auth, &body).await
    }
}

pub(crate) async fn send(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    headers: &[(String, String)],
    body: &str,
) -> io::Result<Response> {
    let mut stream = TcpStream::connect(sandbox.address()).await?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(head.as_bytes()).await?;
    let mut bytes = Vec::new();
    timeout(Duration::from_secs(10), stream.read_to_end(&mut bytes)).await??;
    let split = bytes.windows(4).position(|four| four == b"\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let head = String::from_utf8_lossy(&bytes[..split]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Ok(Response {
        status: status.ok_or(io::ErrorKind::InvalidData)?,
        headers,
        body: bytes[split + 4..].to_vec(),
    })
}
