//! `payonce provider try`.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};

use serde_json::Value;

use crate::payonce_command::{Run, command, run, run_with};

const FILE: &str = r#"payonce = 1
id = "acme"
title = "Acme Pay"
base_url = "https://api.acme.test/v1"
auth = { header = "Authorization", value = "Bearer {api_key}", env = "ACME_API_KEY" }
[read]
code = ["/error/code"]
[[code]]
code = "insufficient_funds"
kind = "insufficient_funds"
actor = "operator"
evidence = "refused"
status = 402
source = "https://docs.acme.test"
[[operation]]
name = "payments.send"
method = "POST"
path = "/payments"
source = "https://docs.acme.test"
safety = { keyed = { header = "Idempotency-Key", window = "24h", after_5xx = "replayed" } }
params = { to = { type = "string", required = true }, count = { type = "integer" }, pin = { type = "secret" } }
state = { pointer = "/status", pending = ["pending"], succeeded = ["paid"], failed = ["failed"], look = "payments.get" }
[[operation]]
name = "payments.get"
method = "GET"
path = "/payments/{payment_id}"
source = "https://docs.acme.test"
safety = "read"
params = { payment_id = { type = "id" } }
[[operation]]
name = "payments.refund"
method = "POST"
path = "/refunds"
source = "https://docs.acme.test"
"#;

const KEY: &str = "acme_key_of_this_test_7f31";

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("try");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn file() -> String {
    static WRITTEN: OnceLock<String> = OnceLock::new();
    let write = || {
        let file = folder().join("acme.toml");
        std::fs::write(&file, FILE).unwrap();
        file.display().to_string()
    };
    WRITTEN.get_or_init(write).clone()
}

fn attempt(arguments: &[&str], key: Option<&str>) -> Run {
    let mut command = command();
    command.env_remove("ACME_API_KEY").env_remove("ACME_BASE_URL").env_remove("PAYONCE_JOURNAL");
    if let Some(key) = key {
        command.env("ACME_API_KEY", key);
    }
    let file = file();
    let child = command.args(["provider", "try", &file]).args(arguments).stdin(Stdio::null());
    let output = child.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A server that answers each request with the next of these responses, or breaks the connection. It returns what it received.
fn server(responses: Vec<Option<(u16, &'static str)>>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (to, received) = channel();
    std::thread::spawn(move || {
        for response in responses {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let mut request = Vec::new();
            let mut part = [0; 4096];
            loop {
                let read = stream.read(&mut part).unwrap_or(0);
                request.extend_from_slice(&part[..read]);
                let text = String::from_utf8_lossy(&request);
                let length =
                    text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                let is_whole = text
                    .split_once("\r\n\r\n")
                    .is_some_and(|(_, body)| body.len() >= length.unwrap_or(0_usize));
                if read == 0 || is_whole {
                    break;
                }
            }
            let _ = to.send(String::from_utf8_lossy(&request).into_owned());
            if let Some((status, body)) = response {
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(format!("{head}{body}").as_bytes());
            }
        }
    });
    (url, received)
}

#[test]
fn a_dry_run_shows_the_request_without_keys_and_sends_nothing() {
    let arguments = [
        "payments.send",
        "to=shop",
        "count=2",
        "pin=the_pin_of_this_test_99",
        "--idempotency-key",
        "order-17-of-the-shop",
        "--dry-run",
    ];
    let Run { code, stdout, stderr } = attempt(&arguments, Some(KEY));
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    for part in [
        "POST https://api.acme.test/v1/payments\n",
        "authorization: ",
        "Idempotency-Key: ",
        "{\"to\":\"shop\",\"count\":2,\"pin\":",
        "keyed: has a key as `Idempotency-Key`, which the provider remembers for 24h",
        "order-17-of-the-shop",
        "yours, in the header field Idempotency-Key",
    ] {
        assert!(stdout.to_lowercase().contains(&part.to_lowercase()), "{part}\n{stdout}");
    }
    assert!(!stdout.contains(KEY) && !stdout.contains("the_pin_of"), "{stdout}");
    let keyless = attempt(&["payments.refund", "--dry-run"], None);
    assert_eq!(keyless.code, Some(0), "{}", keyless.stderr);
    for part in ["ACME_API_KEY: the API key comes", "unkeyed: has no key"] {
        assert!(keyless.stdout.contains(part), "{part}\n{}", keyless.stdout);
    }
}

#[test]
fn another_machine_receives_nothing_without_live() {
    let Run { code, stdout, stderr } = attempt(&["payments.get", "payment_id=pay_1", "--yes"], Some(KEY));
    assert_eq!(code, Some(2));
    assert!(stdout.starts_with("GET https://api.acme.test/v1/payments/pay_1\n"), "{stdout}");
    assert!(
        stderr.contains("nothing was sent: https://api.acme.test/v1 is another machine; pass --live"),
        "{stderr}"
    );
    for host in ["http://example.com", "ftp://127.0.0.1", "http://127.0.0.1.example.com"] {
        let Run { code, stderr, .. } =
            attempt(&["payments.get", "payment_id=pay_1", "--base-url", host], Some(KEY));
        assert_eq!(code, Some(2), "{host}: {stderr}");
    }
}

#[test]
fn a_change_is_sent_only_with_yes_and_with_a_key() {
    let (url, received) = server(vec![Some((201, r#"{"id": "pay_1", "status": "pending"}"#))]);
    let arguments = ["payments.send", "to=shop", "--idempotency-key", "order-18", "--base-url", &url];
    let refused = attempt(&arguments, Some(KEY));
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("nothing was sent: payments.send changes something; pass --yes"),
        "{}",
        refused.stderr
    );
    let keyless = attempt(&[&arguments[..], &["--yes"]].concat(), None);
    assert_eq!(keyless.code, Some(2));
    assert!(keyless.stderr.contains("set ACME_API_KEY"), "{}", keyless.stderr);
    assert!(received.try_recv().is_err(), "nothing arrived yet");
    let Run { code, stdout, stderr } = attempt(&[&arguments[..], &["--yes"]].concat(), Some(KEY));
    assert_eq!(code, Some(0), "{stderr}");
    for part in ["Acme Pay responded with HTTP 201", "not final yet", "\"id\": \"pay_1\""] {
        assert!(stdout.contains(part), "{part}\n{stdout}");
    }
    let request = received.recv().unwrap();
    assert!(request.contains(&format!("authorization: Bearer {KEY}\r\n")), "{request}");
    assert!(request.to_lowercase().contains("idempotency-key: "), "{request}");
    assert!(stderr.starts_with(&format!("POST {url}/payments\n")) && !stderr.contains(KEY), "{stderr}");
}

#[test]
fn a_failure_is_explained_and_ends_with_1() {
    let declined = r#"{"error": {"code": "insufficient_funds", "message": "empty"}}"#;
    let (url, _received) = server(vec![Some((402, declined)), None]);
    let Run { code, stdout, stderr } = attempt(&["payments.refund", "--yes", "--base-url", &url], Some(KEY));
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stdout.contains("Acme Pay: insufficient_funds, HTTP 402"), "{stdout}");
    assert!(stderr.ends_with("error: the call failed with outcome not_applied\n"), "{stderr}");
    let lost = attempt(&["payments.refund", "--yes", "--format", "json", "--base-url", &url], Some(KEY));
    assert_eq!(lost.code, Some(1));
    let error: Value = serde_json::from_str(&lost.stdout).unwrap();
    assert_eq!((&error["outcome"], &error["retryable"]), (&Value::from("unknown"), &Value::from(false)));
    assert!(lost.stderr.ends_with("error: the call failed with outcome unknown\n"), "{}", lost.stderr);
}

#[test]
fn a_call_is_recorded_in_the_journal() {
    let journal = folder().join("journal.db");
    let _ = std::fs::remove_file(&journal);
    let journal = journal.display().to_string();
    let (url, received) = server(vec![Some((201, r#"{"id": "pay_1", "status": "paid"}"#))]);
    let arguments = [
        "payments.send",
        "to=shop",
        "--base-url",
        &url,
        "--yes",
        "--journal",
        &journal,
        "--idempotency-key",
        "order-17",
    ];
    for _ in 0..2 {
        let Run { code, stdout, stderr } = attempt(&arguments, Some(KEY));
        assert_eq!(code, Some(0), "{stderr}");
        assert!(stdout.contains("\"id\": \"pay_1\"") && stdout.contains("succeeded"), "{stdout}");
    }
    assert_eq!(received.iter().count(), 1, "the second run returns the recorded result");
    let listed = run(&["journal", "list", "--all", "--store", &journal]);
    assert!(
        listed.stdout.contains("order-17") && listed.stdout.contains("acme"),
        "{} {}",
        listed.stdout,
        listed.stderr
    );
}

#[test]
fn a_captured_response_is_classified_with_the_file() {
    let captured =
        "HTTP/2 402\r\ncontent-type: application/json\r\n\r\n{\"error\": {\"code\": \"insufficient_funds\"}}";
    let file = file();
    let arguments = ["provider", "try", &file, "payments.send", "--response", "-"];
    let Run { code, stdout, stderr } = run_with(&arguments, captured.as_bytes());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(
        stdout.contains("Acme Pay: insufficient_funds, HTTP 402") && stdout.contains("payments.send; keyed"),
        "{stdout}"
    );
    let json = run_with(&[&arguments[..], &["--format", "json"]].concat(), b"HTTP/1.1 503 X\r\n\r\n");
    let error: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        (&error["outcome"], &error["operation"]),
        (&Value::from("unknown"), &Value::from("payments.send"))
    );
    let success = run_with(
        &arguments,
        b"HTTP/1.1 201 X\r\ncontent-type: application/json\r\n\r\n{\"status\": \"paid\"}",
    );
    assert!(success.stdout.contains("this is a success"), "{}", success.stdout);
    let missing = run(&["provider", "try", &file, "payments.send", "--response", "no-such-file"]);
    assert_eq!(missing.code, Some(2), "{}", missing.stderr);
}

#[test]
fn wrong_arguments_are_refused_by_name() {
    for (arguments, message) in [
        (vec!["payment.send"], "acme has no operation \"payment.send\"; did you mean \"payments.send\""),
        (vec!["payments.send", "too=x"], "payments.send has no argument \"too\"; there are to, count, pin"),
        (vec!["payments.refund", "x=1"], "payments.refund has no arguments"),
        (vec!["payments.send", "to=x", "count=two"], "count: must be JSON"),
        (vec!["payments.send", "to=x", "to=y"], "to: is given twice"),
        (vec!["payments.send", "to=x"], "payments.send has an idempotency key; pass --idempotency-key"),
        (vec!["payments.send", "--idempotency-key", "k"], "to: is required"),
        (vec!["payments.send", "to"], "must be written as name=value"),
        (vec!["payments.send", "=x"], "must begin with the name of an argument"),
        (vec!["payments.send", "to=x", "--dry-run", "--live"], "cannot be used with"),
    ] {
        let Run { code, stdout, stderr } =
            attempt(&[&arguments[..], &["--base-url", "http://127.0.0.1:9"]].concat(), Some(KEY));
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?} {stderr}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
    }
    let broken = run(&["provider", "try", "no-such-file.toml", "payments.send"]);
    assert_eq!(broken.code, Some(1));
}
