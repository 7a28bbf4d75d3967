//! Which certificates a client trusts, and what a call reports if it does not trust one.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use payonce::agentwallex::{Client, ClientBuilder};
use payonce::{Advice, Error, Kind, Outcome, Phase};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::own_process;
use crate::scratch::Scratch;

const KEY: &str = "awx_a_key_of_a_test";
const PAYMENT: &str = r#"{"id":"tx_1","status":"confirmed"}"#;
const CA_FILE: &str = "corporate-ca.pem";
const CASE: &str = "PAYONCE_TEST_TRUST";

/// A server with a certificate for `names`, which a CA of its own has signed.
struct Server {
    url: String,
    address: SocketAddr,
    scratch: Scratch,
}

impl Server {
    /// The CA in a file, as a corporate network hands it out.
    fn ca(&self) -> PathBuf {
        self.scratch.path().join(CA_FILE)
    }
}

async fn serve(names: &[&str], is_expired: bool) -> Server {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    if is_expired {
        params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    }
    let certificate = params.signed_by(&key, &ca).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::from(key))
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not trust the certificate ends the handshake.
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                    PAYMENT.len()
                );
                let _ = stream.write_all(format!("{head}{PAYMENT}").as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    let url = format!("https://localhost:{}", address.port());
    let scratch = Scratch::new();
    std::fs::write(scratch.path().join(CA_FILE), ca.pem()).unwrap();
    Server { url, address, scratch }
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder().api_key(KEY).base_url(url)
}

async fn failed_payment(client: &Client) -> Error {
    client.payments().send().agent_id("agt_1").to("0xTo").amount("1").token("USDC").await.unwrap_err()
}

#[track_caller]
fn assert_not_trusted(error: &Error) {
    let facts = (error.kind(), error.outcome(), error.payload().phase, error.is_retryable(), error.advice());
    let expected = (Kind::Connection, Outcome::NotApplied, Phase::BeforeSend, false, Advice::Stop);
    assert_eq!(facts, expected, "{error}");
    assert_eq!(error.payload().attempts, Some(0), "a request was sent: {error}");
    assert!(error.to_string().contains("certificate is not trusted"), "{error}");
    assert!(error.to_string().contains("`ca`"), "{error}");
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_not_retried_and_nothing_is_sent() {
    let server = serve(&["localhost"], false).await;
    assert_not_trusted(&failed_payment(&builder(&server.url).build().unwrap()).await);
}

#[tokio::test]
async fn a_trusted_ca_does_not_make_another_name_or_an_expired_certificate_trusted() {
    for server in [serve(&["elsewhere.example.com"], false).await, serve(&["localhost"], true).await] {
        let client = builder(&server.url).ca(server.ca()).build().unwrap();
        assert_not_trusted(&failed_payment(&client).await);
    }
}

#[tokio::test]
async fn the_ca_of_the_option_is_trusted() {
    let server = serve(&["localhost"], false).await;
    let client = builder(&server.url).ca(server.ca()).build().unwrap();
    let payment = client.payments().get("tx_1").await.unwrap();
    assert_eq!(payment.value().id, "tx_1");
    // Another client of the process does not trust it because of that.
    assert_not_trusted(&failed_payment(&builder(&server.url).build().unwrap()).await);
}

/// The process whose environment names certificates; as a test of its own it does nothing.
#[tokio::test]
async fn the_process_with_certificates_in_its_environment() {
    let Ok(case) = std::env::var(CASE) else { return };
    let (url, expected) = case.split_once(' ').unwrap();
    match builder(url).build() {
        Ok(client) => {
            let result = client.payments().get("tx_1").await;
            assert_eq!(result.is_ok(), expected == "trusted", "{result:?}");
        }
        Err(error) => {
            assert_eq!(error.payload().details["field"], "ca", "{error}");
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}

fn in_environment(url: &str, expected: &str, variable: &str, path: &Path) {
    let mut child = own_process::command(module_path!(), "the_process_with_certificates_in_its_environment");
    for name in [
        "NODE_EXTRA_CA_CERTS",
        "REQUESTS_CA_BUNDLE",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "PAYONCE_ONLY_LOOPBACK",
    ] {
        child.env_remove(name);
    }
    child.env(CASE, format!("{url} {expected}")).env(variable, path);
    own_process::run(child);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificates_that_the_environment_names_are_trusted() {
    let server = serve(&["localhost"], false).await;
    for variable in ["NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"] {
        in_environment(&server.url, "trusted", variable, &server.ca());
        // What cannot be read is refused when the client is made, with the variable to correct.
        in_environment(&server.url, variable, variable, Path::new("/nonexistent/ca.pem"));
    }
}

#[tokio::test]
async fn a_file_without_usable_certificates_is_refused_when_the_client_is_made() {
    let folder = Scratch::new();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (name, text) in [("empty.pem", ""), ("text.pem", "no pem at all"), ("broken.pem", broken)] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let refused = builder("https://localhost:9").ca(&file).build().unwrap_err();
        assert_eq!(
            (refused.kind(), &refused.payload().details["field"]),
            (Kind::InvalidArgument, &"ca".into())
        );
        assert!(refused.to_string().contains(name), "{refused}");
    }
    let refused = builder("https://localhost:9").ca("/nonexistent/ca.pem").build().unwrap_err();
    assert!(refused.to_string().contains("/nonexistent/ca.pem"), "{refused}");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_was_sent_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let error = failed_payment(&builder(&url).max_retries(0).build().unwrap()).await;
    let facts = (error.kind(), error.outcome(), error.payload().phase);
    assert_eq!(facts, (Kind::Connection, Outcome::NotApplied, Phase::BeforeSend), "{error}");
}

/// A proxy that connects to the server whatever host it is asked for, and keeps the heads of the requests.
async fn proxy(server: SocketAddr) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let arrived = Arc::<Mutex<Vec<String>>>::default();
    let kept = Arc::clone(&arrived);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let kept = Arc::clone(&kept);
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => return,
                    }
                }
                kept.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
                let mut onward = TcpStream::connect(server).await.unwrap();
                stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut onward).await;
            });
        }
    });
    (address, arrived)
}

#[tokio::test]
async fn requests_go_through_the_proxy_of_the_option_encrypted() {
    let server = serve(&["payments.example.com"], false).await;
    let (proxy, arrived) = proxy(server.address).await;
    // Only the proxy knows a way to this host.
    let client = builder("https://payments.example.com")
        .ca(server.ca())
        .proxy(format!("http://user:a-password-for-the-proxy@{proxy}"))
        .build()
        .unwrap();
    let payment = client.payments().get("tx_1").await.unwrap();
    assert_eq!(payment.value().id, "tx_1");
    let arrived = arrived.lock().unwrap().join("");
    assert!(arrived.starts_with("CONNECT payments.example.com:443"), "{arrived}");
    assert!(arrived.to_lowercase().contains("proxy-authorization: basic "), "{arrived}");
    assert!(!arrived.contains(KEY), "{arrived}");
    assert!(!format!("{client:?}").contains("a-password"), "{client:?}");
}
