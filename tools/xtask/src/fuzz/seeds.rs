//! The first inputs of each target: what the test vectors, the provider files and the documents have, in the form of
//! `tools/reader-checks/src/input.rs`.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use crate::checkout::Checkout;

/// Inputs of targets that no vector has the form of.
const WRITTEN: &[(&str, &[&str])] = &[
    (
        "redaction",
        &[
            "the key \u{1} is not valid",
            "{\"authorization\": \"Bearer \u{1}\", \"URL\": \"/a?key=\u{3}&b=%25\u{3}\", \"as\": \"\\u0041\u{4}\"}",
            "&#x41;&amp;\u{2} %5Cu0041%41\\x41 payi_0123456789abcdefgh eyJhIjoiYiJ9",
        ],
    ),
    (
        "fault_plan",
        &[
            r#"{"seed":7,"rules":[{"provider":"agentwallex","operation":"payments.send","probability":0.3,"times":2,"fault":{"type":"status","status":503,"headers":{"Retry-After":"1"},"body":"{}","when":"after"}},{"every":2,"fault":{"type":"drip","bytes_per_second":1}}]}"#,
            r#"{"rules":[{"nth":[1,3],"fault":{"type":"drop","when":"after"}},{"fault":{"type":"list","lag_ms":5,"order":"shuffled","page_size":2,"hides_more":true}},{"fault":{"type":"memo","change":"cut","characters":3}},{"fault":{"type":"clock","offset_s":-5.5,"date":false}}]}"#,
            r#"{"rules":[{"fault":{"type":"error","status":409,"code":7,"message":["a","b"]}},{"fault":{"type":"late_effect","ms":5}},{"fault":{"type":"unfinished","framing":"chunked"}},{"fault":{"type":"h2","does":"goaway"}},{"fault":{"type":"coding","coding":"br"}},{"fault":{"type":"body","damage":"nan"}},{"fault":{"type":"close_next"}},{"fault":{"type":"truncate","bytes":3}},{"fault":{"type":"hang"}},{"fault":{"type":"delay","ms":3}},{"fault":{"type":"garbage"}},{"fault":{"type":"challenge"}}]}"#,
        ],
    ),
    (
        "http_request",
        &[
            "\u{3}POST /a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nx: y\r\n\r\nGET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n",
            "\u{7}PUT /a HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\nabc",
        ],
    ),
    (
        "pasted",
        &[
            "Traceback (most recent call last):\n  File \"pay.py\", line 3, in <module>\npayonce.PolicyViolationError: over the limit [policy_violation]\n",
            "payonce.OutcomeUnknownError: lost (outcome unknown, advice reconcile, reference po_0123456789abcdef0123)",
            "Error: agentwallex rate_limited: slow down\n    at pay (/app/pay.js:3:4)",
            "* Connected\n> GET / HTTP/2\n< HTTP/2 302\n< location: /b\n< \n< HTTP/1.1 402 Payment Required\r\n< content-type: application/json\r\n< \r\n{\"error\": \"x\"}\n* Connection #0 left intact\n",
            "\u{feff}2026-01-01 ERROR {\"event\": \"failed\", \"error\": \"{\\\"code\\\": 3}\"}",
        ],
    ),
    (
        "client_options",
        &[
            "agentwallex\n{\"api_key\": \"\u{1}\", \"base_url\": \"https://user:\u{1}@example.test/v1?x=\u{1}\", \"timeout\": 1.5}",
            "agentpay\n{\"serviceToken\": \"\u{1}\", \"retry\": {\"maxRetries\": 3, \"baseDelayMs\": 5, \"budget\": 9}, \"rateLimit\": {\"requests\": 5, \"perMs\": 1000}}",
            "payi\n{\"api_key\": \"\u{1}\", \"default_headers\": {\"x-a\": \"\u{1}\"}, \"proxy\": \"http://a:b@localhost:1\", \"texts\": {\"language\": \"es\"}, \"journal\": null, \"max_body_bytes\": 5}",
        ],
    ),
];

/// Writes a folder for each target that has seeds.
pub(super) fn write(checkout: &Checkout, folder: &Path) -> anyhow::Result<()> {
    let mut seeds = Seeds { folder, count: 0 };
    for (target, inputs) in WRITTEN {
        for input in *inputs {
            seeds.add(target, input)?;
        }
    }
    for case in cases(checkout, "tests/vectors/classify")? {
        seeds.of_response(&case)?;
    }
    for case in cases(checkout, "tests/vectors/webhooks")? {
        let signature = text(&case, "signature");
        let marked: Vec<String> = signature
            .split('=')
            .map(|part| if part.len() == 64 { "\u{1}".to_owned() } else { part.to_owned() })
            .collect();
        let body = text(&case, "body_text");
        seeds.add("webhook", &format!("{}\n{body}", marked.join("=")))?;
        seeds.add("webhook", &format!("{}\n{body}", marked.join("=").replace('\u{1}', "\u{2}")))?;
    }
    for case in cases(checkout, "tests/vectors/calls")? {
        seeds.of_call(&case)?;
    }
    for case in members_of(checkout, "tests/challenge/vectors.json", "cases")? {
        seeds.of_challenge(&case)?;
    }
    for case in members_of(checkout, "tests/journal/vectors.json", "cases")? {
        if let Some(row) = case.get("row").and_then(Value::as_object) {
            seeds.add("journal_row", &row_of(row).to_string())?;
        }
    }
    for place in ["providers", "tests/provider_files", "crates/payonce-cli/tests/documents"] {
        for entry in fs::read_dir(checkout.path(place))?.flatten() {
            let target = if place.contains("documents") { "openapi" } else { "provider_file" };
            seeds.add(target, &fs::read_to_string(entry.path())?)?;
        }
    }
    Ok(())
}

struct Seeds<'a> {
    folder: &'a Path,
    count: usize,
}

impl Seeds<'_> {
    fn add(&mut self, target: &str, input: &str) -> anyhow::Result<()> {
        let folder = self.folder.join(target);
        fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
        self.count += 1;
        fs::write(folder.join(format!("seed-{:05}", self.count)), input).context("write a seed")
    }

    /// A response, a failure or a message, as several targets read it.
    fn of_response(&mut self, case: &Value) -> anyhow::Result<()> {
        let words =
            format!("{} {} {}", text(case, "provider"), text(case, "operation"), text(case, "safety"));
        let words = words.trim_end();
        if let Some(message) = case.get("message") {
            self.add("message", &format!("{words}\n{message}"))?;
            self.add("pasted", &message.to_string())?;
        }
        if let Some(failure) = case.get("failure") {
            self.add("classify", &format!("{words}\n{}", text(failure, "phase")))?;
        }
        if let Some(response) = case.get("response") {
            let received = received(response);
            self.add("classify", &format!("{words}\n{received}"))?;
            let (_, rest) = received.split_once('\n').unwrap_or_default();
            self.add("retry_after", &format!("1700000000000\n{rest}"))?;
            self.add("pasted", &format!("HTTP/1.1 {}", received.replacen('\n', " X\n", 1)))?;
            self.add("json", &body(response))?;
        }
        if let Some(Value::Object(expected)) = case.get("expect") {
            let mut payload = Map::new();
            payload.insert("provider".to_owned(), text(case, "provider").into());
            payload.insert("reference".to_owned(), json!({}));
            payload.insert("details".to_owned(), json!({}));
            payload.extend(expected.clone());
            let payload = Value::Object(payload).to_string();
            self.add("error_payload", &payload)?;
        }
        Ok(())
    }

    fn of_call(&mut self, case: &Value) -> anyhow::Result<()> {
        let (provider, operation) = (text(case, "provider"), text(case, "operation"));
        let options = case.get("options").cloned().unwrap_or_else(|| json!({}));
        self.add("client_options", &format!("{provider}\n{options}"))?;
        let mut sections = vec![
            format!(
                "{provider} {operation}\n{}",
                case.get("arguments").cloned().unwrap_or_else(|| json!({}))
            ),
            case.get("call_options").cloned().unwrap_or_else(|| json!({})).to_string(),
        ];
        for exchange in case.get("exchanges").and_then(Value::as_array).into_iter().flatten() {
            sections.push(exchange.get("response").map_or_else(|| "waiting".to_owned(), received));
            if let Some(request) = exchange.get("request") {
                let written = request_of(&provider, request);
                self.add("simulator", &written)?;
                self.add("http_request", &format!("\u{5}{written}"))?;
            }
        }
        self.add("call", &sections.join("\n%%\n"))
    }

    fn of_challenge(&mut self, case: &Value) -> anyhow::Result<()> {
        let answers: Vec<String> =
            case.get("answers").and_then(Value::as_array).into_iter().flatten().map(received).collect();
        for call in case.get("calls").and_then(Value::as_array).into_iter().flatten() {
            let signature = call.get("sign").and_then(Value::as_object).and_then(|sign| sign.iter().next());
            let signature = signature.map(|(name, value)| format!("{name}: {}", value_of(value)));
            let first = case.get("challenge").map(received).unwrap_or_default();
            let mut sections = vec![first, signature.unwrap_or_default()];
            sections.extend(answers.clone());
            self.add("challenge", &sections.join("\n%%\n"))?;
        }
        Ok(())
    }
}

/// A status or a phase, header fields, and the body.
fn received(response: &Value) -> String {
    let Some(status) = response.get("status") else { return "waiting".to_owned() };
    let mut text = format!("{status}\n");
    let headers = response.get("headers");
    for pair in headers.and_then(Value::as_array).into_iter().flatten() {
        let (name, value) = (pair.get(0), pair.get(1));
        let (Some(Value::String(name)), Some(value)) = (name, value) else { continue };
        text.push_str(&format!("{name}: {}\n", value_of(value)));
    }
    for (name, value) in headers.and_then(Value::as_object).into_iter().flatten() {
        text.push_str(&format!("{name}: {}\n", value_of(value)));
    }
    format!("{text}\n{}", body(response))
}

fn body(response: &Value) -> String {
    match (response.get("body"), response.get("body_text")) {
        (Some(Value::String(text)), _) | (None, Some(Value::String(text))) => text.clone(),
        (Some(body), _) => body.to_string(),
        _ => String::new(),
    }
}

/// A value of a header field; `{"base64": …}` represents a document in base64.
fn value_of(value: &Value) -> String {
    match (value, value.get("base64")) {
        (_, Some(document)) => base64(document.to_string().as_bytes()),
        (Value::String(text), None) => text.clone(),
        (other, None) => other.to_string(),
    }
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            (0..3).fold(0_u32, |bits, at| (bits << 8) | u32::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..=group.len() {
            let index = usize::try_from((bits >> (18 - 6 * at)) & 63).unwrap_or(0);
            text.push(ALPHABET.get(index).copied().unwrap_or(b'A').into());
        }
    }
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// A request as bytes of HTTP/1.1, to the simulator's service of the provider.
fn request_of(provider: &str, request: &Value) -> String {
    let body = request.get("body").map(Value::to_string).unwrap_or_default();
    let mut text = format!(
        "{} /{provider}{} HTTP/1.1\r\nhost: 127.0.0.1\r\n",
        text(request, "method"),
        text(request, "target")
    );
    for (name, value) in request.get("headers").and_then(Value::as_object).into_iter().flatten() {
        if let Value::String(value) = value {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    format!("{text}content-length: {}\r\n\r\n{body}", body.len())
}

/// A whole row from the members that a case names.
fn row_of(given: &Map<String, Value>) -> Value {
    let mut entry = json!({
        "fingerprint": "0", "owner": "a", "lease_ms": 0, "first_sent_ms": 1_799_999_940_000_u64, "attempts": 1,
        "reference": {"idempotency_key": "order_4711_attempt_1"}, "is_listed": false, "resend_is_over": false,
        "error": null, "result": null, "arguments": null, "settled_by": null, "is_pruned": false,
    });
    let mut row = json!({
        "id": "pj_b0474dccd3e385769fba1c8f83031450", "generation": 1, "state": "open", "outcome": null,
        "provider": "agentwallex", "account": "acct_vectors", "operation": "x402.pay", "key": "order_4711_attempt_1",
        "created_ms": 1_799_999_940_000_u64, "updated_ms": 1_799_999_940_000_u64, "schema": 1,
    });
    if let (Some(Value::Object(given)), Some(entry)) = (given.get("entry"), entry.as_object_mut()) {
        entry.extend(given.clone());
    }
    if let Some(row) = row.as_object_mut() {
        row.extend(given.clone());
        row.insert("entry".to_owned(), entry.to_string().into());
    }
    row
}

/// The cases of all files of a folder.
fn cases(checkout: &Checkout, folder: &str) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(checkout.path(folder)).with_context(|| format!("read {folder}"))?.flatten() {
        let text = fs::read_to_string(entry.path())?;
        let cases: Vec<Value> = serde_json::from_str(&text).with_context(|| format!("read {folder}"))?;
        found.extend(cases);
    }
    Ok(found)
}

fn members_of(checkout: &Checkout, file: &str, name: &str) -> anyhow::Result<Vec<Value>> {
    let text = fs::read_to_string(checkout.path(file)).with_context(|| format!("read {file}"))?;
    let document: Value = serde_json::from_str(&text).with_context(|| format!("read {file}"))?;
    Ok(document.get(name).and_then(Value::as_array).cloned().unwrap_or_default())
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
