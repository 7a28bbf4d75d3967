//! Plain http never goes through a proxy, whatever the environment names; https does.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use payonce::{CallOptions, Provider, UntypedClient};
use serde_json::{Value, json};

use crate::own_process;

const KEY: &str = "awx_sandbox_key_that_no_proxy_reads";
const URLS: &str = "PAYONCE_TEST_PROXIES_URLS";
const PROXY_VARIABLES: [&str; 8] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// Accepts connections and keeps what arrives. It responds to each request with the same response.
struct Recorder {
    address: SocketAddr,
    arrived: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    fn start(address: &str, response: &'static str) -> Option<Self> {
        let listener = TcpListener::bind(address).ok()?;
        let recorder = Self { address: listener.local_addr().unwrap(), arrived: Arc::default() };
        let arrived = Arc::clone(&recorder.arrived);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, arrived) = (stream.unwrap(), Arc::clone(&arrived));
                thread::spawn(move || {
                    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                    let mut request = Vec::new();
                    let mut buffer = [0; 4096];
                    while !request.ends_with(b"\r\n\r\n") {
                        match stream.read(&mut buffer) {
                            Ok(read) if read > 0 => request.extend(buffer.iter().take(read)),
                            _ => break,
                        }
                    }
                    arrived.lock().unwrap().push(String::from_utf8_lossy(&request).into_owned());
                    // A client that has left needs no response.
                    let _ = stream.write_all(response.as_bytes());
                });
            }
        });
        Some(recorder)
    }

    fn arrived(&self) -> Vec<String> {
        self.arrived.lock().unwrap().clone()
    }
}

const PAYMENT: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 35\r\nconnection: close\
                       \r\n\r\n{\"id\":\"tx_1\",\"status\":\"confirmed\"}\n";
const MOVED: &str = "HTTP/1.1 308 Permanent Redirect\r\nlocation: http://payonce-elsewhere.invalid/transactions/tx_1\
                     \r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const NO_TUNNEL: &str = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// The process whose environment names proxies; as a test of its own it does nothing.
#[tokio::test]
async fn the_process_behind_a_proxy() {
    let Ok(urls) = std::env::var(URLS) else { return };
    for url in urls.split(' ') {
        let options = json!({
            "api_key": KEY, "base_url": url, "allow_insecure_http": true, "timeout": 10, "max_retries": 0,
        });
        let connection = UntypedClient::open(Provider::AGENTWALLEX, options.as_object().unwrap()).unwrap();
        let arguments = json!({"transaction_id": "tx_1"});
        let arguments = arguments.as_object().unwrap();
        // The servers' records say what was sent, and where.
        let _ = connection.call::<Value>("payments.get", arguments, CallOptions::new()).await;
    }
}

/// Calls each URL in a process with this environment.
fn call(urls: &[String], environment: &[(&str, String)]) {
    let mut child = own_process::command(module_path!(), "the_process_behind_a_proxy");
    for variable in PROXY_VARIABLES {
        child.env_remove(variable);
    }
    child
        .env_remove("PAYONCE_ONLY_LOOPBACK")
        .env(URLS, urls.join(" "))
        .envs(environment.iter().map(|(name, value)| (name, value.as_str())));
    own_process::run(child);
}

#[test]
fn plain_http_never_goes_through_a_proxy() {
    let servers: Vec<Recorder> = ["127.0.0.1:0", "127.0.0.2:0", "[::1]:0"]
        .iter()
        .filter_map(|address| Recorder::start(address, PAYMENT))
        .collect();
    let moved = Recorder::start("127.0.0.1:0", MOVED).unwrap();
    let first = servers.first().unwrap();
    let mut urls: Vec<String> = servers.iter().map(|server| format!("http://{}", server.address)).collect();
    urls.push(format!("http://localhost:{}", first.address.port()));
    urls.push(format!("HTTP://LOCALHOST:{}", first.address.port()));
    urls.push(format!("http://{}", moved.address));
    // No such host: only a proxy could take the request.
    urls.push("http://payonce-sandbox.invalid:4010".to_owned());

    let mut expected = 0;
    for variables in [
        &["HTTP_PROXY"][..],
        &["http_proxy"],
        &["ALL_PROXY"],
        &["all_proxy"],
        &["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"],
    ] {
        for exceptions in [None, Some(""), Some("example.com,10.0.0.0/8")] {
            let proxy = Recorder::start("127.0.0.1:0", PAYMENT).unwrap();
            let proxy_url = format!("http://{}", proxy.address);
            let mut environment: Vec<(&str, String)> =
                variables.iter().map(|name| (*name, proxy_url.clone())).collect();
            environment.extend(exceptions.map(|hosts| ("NO_PROXY", hosts.to_owned())));
            call(&urls, &environment);
            assert_eq!(proxy.arrived(), Vec::<String>::new(), "{variables:?} {exceptions:?}");
            expected += 1;
            for server in servers.iter().skip(1).chain([&moved]) {
                assert_eq!(server.arrived().len(), expected, "{variables:?}: requests to {}", server.address);
            }
            assert_eq!(first.arrived().len(), 3 * expected, "{variables:?}");
        }
    }
    for request in servers.iter().chain([&moved]).flat_map(Recorder::arrived) {
        assert!(request.starts_with("GET /transactions/tx_1 HTTP/1.1\r\n"), "{request}");
        assert!(request.contains(KEY), "{request}");
    }
}

#[test]
fn https_goes_through_the_proxy_which_sees_no_key() {
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let proxy = Recorder::start("127.0.0.1:0", NO_TUNNEL).unwrap();
        let environment = [(variable, format!("http://{}", proxy.address))];
        call(&["https://payonce-provider.invalid/v1".to_owned()], &environment);
        let arrived = proxy.arrived();
        assert_eq!(arrived.len(), 1, "{variable}: {arrived:?}");
        for request in arrived {
            assert!(request.starts_with("CONNECT payonce-provider.invalid:443 HTTP/1.1\r\n"), "{request}");
            assert!(!request.contains(KEY), "{request}");
        }
    }
}
