//! Provider files: what they declare, and what they refuse.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payonce_core::spec::types::Progress;
use payonce_core::webhook::{WebhookError, WebhookEvent};
use payonce_core::{
    Call, CallOptions, Client, ClientConfig, Context, Error, ErrorPayload, FileFormat, Headers, Input, Kind,
    Now, Outcome, Provider, Received, Response, Safety, Secret, Step, Success, Waiter, WaiterStep, classify,
    progress, provider_file,
};
use serde_json::{Map, Value, json};

const ACME: &str = include_str!("../../../../tests/provider_files/acme.toml");

fn loaded(text: &str) -> Provider {
    provider_file::load(text, FileFormat::Toml, "acme.toml")
        .unwrap_or_else(|wrong| panic!("{wrong}"))
        .provider
}

fn refused(text: &str) -> String {
    match provider_file::load(text, FileFormat::Toml, "acme.toml") {
        Ok(loaded) => panic!("loaded {loaded:?}"),
        Err(wrong) => wrong.to_string(),
    }
}

fn verdict(provider: Provider, operation: &str, status: u16, body: &Value) -> (Kind, Outcome, bool) {
    let error = verdict_of(provider, operation, status, body);
    (error.kind(), error.outcome(), error.is_retryable())
}

fn verdict_of(provider: Provider, operation: &str, status: u16, body: &Value) -> Error {
    let context = Context { operation: provider.operation(operation), ..Context::new(provider) };
    let response = Response { status, body: body.to_string().into_bytes(), ..Response::default() };
    classify(&context, &Received::Response(response)).unwrap()
}

#[test]
fn a_file_becomes_a_provider() {
    let acme = loaded(ACME);
    assert_eq!((acme.as_str(), acme.title(), acme.class_name()), ("acme", "Acme Pay", "ProviderError"));
    let send = acme.operation("payments.send").unwrap();
    assert_eq!(send.safety(), Safety::Keyed);
    assert_eq!("acme".parse::<Provider>(), Ok(acme));
    let code = |code: &str| json!({"error": {"code": code, "message": "no"}});
    assert_eq!(
        verdict(acme, "payments.send", 402, &code("insufficient_funds")),
        (Kind::InsufficientFunds, Outcome::NotApplied, false)
    );
    // The same key gets the result of the request that is running.
    assert_eq!(
        verdict(acme, "payments.send", 409, &code("operation_in_progress")),
        (Kind::Conflict, Outcome::Unknown, true)
    );
    assert_eq!(
        verdict(acme, "payments.send", 500, &code("insufficient_funds")),
        (Kind::InsufficientFunds, Outcome::Unknown, false)
    );
    assert_eq!(
        verdict(acme, "payments.send", 200, &json!({"success": false, "code": "insufficient_funds"})).1,
        Outcome::NotApplied
    );
}

#[test]
fn a_key_that_may_be_forgotten_after_a_5xx_protects_no_repetition() {
    for after in ["fresh", "unknown"] {
        let acme = loaded(&ACME.replace("\"replayed\"", &format!("\"{after}\"")));
        let send = acme.operation("payments.send").unwrap();
        assert_eq!((send.safety(), send.key()), (Safety::Unkeyed, Some("idempotency_key")));
        let (_, outcome, retryable) = verdict(acme, "payments.send", 500, &json!({}));
        assert_eq!((outcome, retryable), (Outcome::Unknown, false));
    }
}

#[test]
fn a_file_that_is_loaded_again_is_the_same_provider() {
    let first = provider_file::load(ACME, FileFormat::Toml, "a.toml").unwrap();
    let again = provider_file::load(ACME, FileFormat::Toml, "b.toml").unwrap();
    assert_eq!(first.handle, again.handle);
    assert!(std::ptr::eq(first.provider.spec(), again.provider.spec()));
    let other = ACME.replace("per_minute = 60", "per_minute = 61");
    let other = provider_file::load(&other, FileFormat::Toml, "a.toml").unwrap();
    assert_ne!(first.handle, other.handle);
}

#[test]
fn a_file_adds_codes_to_a_built_in_provider() {
    let text = r#"
payonce = 1
extends = "agentwallex"
[[code]]
code = "wallet_sleeping"
kind = "unavailable"
actor = "none"
evidence = "refused"
status = 409
source = "https://docs.acme.test/errors"
"#;
    let provider = loaded(text);
    assert_eq!(provider, Provider::AGENTWALLEX);
    let body = json!({"code": "wallet_sleeping", "message": "later"});
    assert_eq!(
        verdict(provider, "payments.send", 409, &body),
        (Kind::Unavailable, Outcome::NotApplied, true)
    );
    // The provider that is built in does not change.
    assert_eq!(verdict(Provider::AGENTWALLEX, "payments.send", 409, &body).0, Kind::Conflict);
}

#[test]
fn a_spelling_takes_the_place_of_no_code() {
    let text =
        "payonce = 1\nextends = \"agentwallex\"\n[spelling]\npolicy_violation = \"insufficient_funds\"\n";
    assert!(refused(text).contains("\"policy_violation\" is a code already"));
    let own = format!("{ACME}\n[spelling]\nOPERATION_IN_PROGRESS = \"insufficient_funds\"\n");
    assert!(refused(&own).contains("is a code already"));
}

#[test]
fn what_another_process_knew_of_a_provider_is_read_without_its_file() {
    let other = Provider::named("nobody_has_this").unwrap();
    assert_eq!((other.as_str(), other.class_name()), ("nobody_has_this", "ProviderError"));
    assert!(std::ptr::eq(other.spec(), Provider::named("nobody_has_this").unwrap().spec()));
    assert!("nobody_has_this".parse::<Provider>().is_err());
    for wrong in ["", "No Body", "a/b", "é"] {
        assert!(Provider::named(wrong).is_err(), "{wrong}");
    }
    let acme = loaded(ACME);
    let error = verdict_of(acme, "payments.send", 500, &json!({}));
    let text = serde_json::to_string(error.payload()).unwrap().replace("acme", "nobody_has_this");
    let read: ErrorPayload = serde_json::from_str(&text).unwrap();
    assert_eq!((read.provider, read.outcome), (other, Outcome::Unknown));
    // Nothing that it sends is taken for a success or for a proof.
    assert_eq!(verdict(other, "", 200, &json!({"paid": true})).1, Outcome::Unknown);
}

#[test]
fn json_says_the_same_as_toml() {
    let file = json!({
        "payonce": 1, "id": "json_pay", "title": "JSON Pay",
        "code": [{"code": "no", "kind": "permission", "actor": "operator", "evidence": "refused", "source": "s"}]
    });
    let provider = provider_file::load(&file.to_string(), FileFormat::Json, "a.json").unwrap().provider;
    assert_eq!(verdict(provider, "", 403, &json!({"code": "no"})).1, Outcome::NotApplied);
    let broken = "{\n  \"payonce\": 1,\n  \"id\": \"json_pay\",\n  \"title\": \"x\",\n  \"code\": [\n    {\"code\": \"no\", \"kind\": \"permission\", \"actor\": \"operator\", \"evidence\": \"refused\"}\n  ]\n}";
    let wrong = provider_file::load(broken, FileFormat::Json, "a.json").unwrap_err().to_string();
    assert!(wrong.starts_with("a.json:6:5: has no `source`"), "{wrong}");
    for (json, place) in [
        (r#"{"payonce": 1, "id": "x", "titel": "y"}"#, "a.json:1:27: \"titel\" is not a member"),
        ("{\"payonce\": 1,\n \"id\": 7}", "a.json:2:8: must be a string"),
    ] {
        let wrong = provider_file::load(json, FileFormat::Json, "a.json").unwrap_err().to_string();
        assert!(wrong.starts_with(place), "{wrong}");
    }
}

#[test]
fn a_refusal_names_the_place_and_the_nearest_word() {
    for (from, to, message) in [
        (
            "evidence = \"refused\"\nstatus = 402",
            "evidence = \"refuzed\"\nstatus = 402",
            "acme.toml:17:12: \"refuzed\" is not a word that a provider file knows here; did you mean \"refused\"?",
        ),
        (
            "meaning = \"the wallet",
            "retry = true\nmeaning = \"the wallet",
            "\"retry\" is not a member that a provider file knows here",
        ),
        ("status = 402", "status = 503", "says `refused` beside a 5xx"),
        ("window = \"24h\", ", "", "`keyed` has no `window`"),
        ("look = \"payments.get\"", "look = \"payment.get\"", "did you mean \"payments.get\"?"),
        ("path = \"/payments\"", "path = \"/../payments\"", "must be a path below the base URL"),
        (
            "header = \"Idempotency-Key\"",
            "header = \"Host\"",
            "is not a header field that can carry an idempotency key",
        ),
        ("status = 402", "status = 202", "says `refused` beside HTTP 202"),
        ("status = 402", "status = 302", "says `refused` beside HTTP 302"),
        ("path = \"/payments\"", "path = \"/.{to}\"", "must be a path below the base URL"),
        ("path = \"/payments\"", "path = \"/payments/{to\"", "must be a path below the base URL"),
        ("header = \"Idempotency-Key\"", "header = \"authorization\"", "carry an idempotency key"),
        (
            "header = \"Idempotency-Key\"",
            "argument = \"amount\"",
            "must be an argument that is sent as a text",
        ),
        ("id = \"acme\"", "id = \"payi\"", "is a built-in provider"),
        (
            "outcome = \"not_applied\"",
            "outcome = \"applied\"",
            "expects outcome \"applied\" and is \"not_applied\"",
        ),
        ("name = \"payments.get\"", "name = \"payments.send\"", "is there twice"),
    ] {
        assert!(ACME.contains(from), "{from}");
        let wrong = refused(&ACME.replacen(from, to, 1));
        assert!(wrong.contains(message), "{to}: {wrong}");
    }
}

#[test]
fn every_problem_of_the_form_is_reported_at_once() {
    let wrong = refused(
        &ACME
            .replacen("evidence = \"refused\"", "evidence = \"refuzed\"", 1)
            .replacen("method = \"POST\"", "methud = \"POST\"", 1)
            .replacen("per_minute = 60", "per_minute = \"60\"", 1),
    );
    let lines: Vec<&str> = wrong.lines().collect();
    assert_eq!(lines.len(), 3, "{wrong}");
    for message in ["\"refuzed\" is not a word", "\"methud\" is not a member", "must be a whole number"] {
        assert!(lines.iter().any(|line| line.contains(message)), "{message}: {wrong}");
    }
}

#[test]
fn a_file_whose_examples_are_refused_takes_the_memory_of_one_declaration() {
    let other = ACME.replace("id = \"acme\"", "id = \"acme_example\"");
    let file =
        |outcome: &str| other.replacen("outcome = \"not_applied\"", &format!("outcome = \"{outcome}\""), 1);
    for outcome in ["applied", "unknown", "pending"] {
        assert!(refused(&file(outcome)).contains("expects outcome"), "{outcome}");
        assert!("acme_example".parse::<Provider>().is_err(), "a refused file left a provider behind");
    }
    let kept = loaded(&file("not_applied"));
    // Other examples and comments do not change the facts.
    let again = loaded(&format!("# the same facts\n{}", file("not_applied")));
    assert!(std::ptr::eq(kept.spec(), again.spec()));
}

#[test]
fn an_object_may_hold_others_that_are_written_later() {
    let text = format!(
        "{ACME}\n[object.Order.fields]\npayments = {{ type = \"list\", of = {{ type = \"object\", object = \"Part\" }} }}\n\
         rest = {{ type = \"map\", of = {{ type = \"object\", object = \"Part\" }} }}\n\
         [object.Part.fields]\nid = {{ type = \"id\", always = true }}\n"
    );
    let spec = loaded(&text).spec();
    let names: Vec<&str> = spec.models.iter().map(|model| model.name).collect();
    let at = |name: &str| names.iter().position(|known| *known == name);
    assert!(at("Part").is_some() && at("Part") < at("Order"), "{names:?}");
}

#[test]
fn a_file_without_an_end_is_refused_at_once() {
    let long = "a".repeat(500_000);
    let objects: String = (0..2_000)
        .map(|at| format!("[object.O{at}.fields]\na = {{ type = \"object\", object = \"O{}\" }}\n", at + 1))
        .collect();
    for (text, message) in [
        ("#".repeat(1 << 21), "is larger than 1 MiB"),
        (ACME.replacen("\"refused\"", &format!("\"{long}\""), 1), "is not a word"),
        (ACME.replacen("code =", &format!("{long} ="), 1), "is not a member"),
        (format!("{ACME}\n{objects}[object.O2000.fields]\n"), "objects in objects without an end"),
        (format!("{ACME}\n{}", "[a.a.a.a.a]\n".repeat(2)), ""),
        (format!("{}=1", "a.".repeat(300_000)), "has too many parts"),
        (format!("a={}", "[".repeat(300_000)), ""),
    ] {
        let wrong = refused(&text);
        assert!(wrong.contains(message), "{message}: {}", wrong.get(..300).unwrap_or(&wrong));
    }
    let deep = "[".repeat(500_000);
    assert!(provider_file::load(&deep, FileFormat::Json, "a.json").is_err());
}

#[test]
fn a_header_field_in_base64_holds_signals() {
    let text = ACME
        .replacen(
            "code = [\"/error/code\", \"/code\"]",
            "code = [\"@base64:PAYMENT-RESPONSE/errorReason\", \"/error/code\"]",
            1,
        )
        .replacen(
            "denied_success = [{ pointer = \"/success\", equals = false }]",
            "denied_success = [{ pointer = \"@base64:payment-response/success\", equals = false }]",
            1,
        )
        .replacen("id = \"acme\"", "id = \"acme_encoded\"", 1);
    let acme = loaded(&text);
    let classified = |status: u16, header: &str, body: &[u8]| {
        let context = Context { operation: acme.operation("payments.send"), ..Context::new(acme) };
        let mut headers = payonce_core::Headers::new();
        headers.push("payment-response", header);
        classify(&context, &Received::Response(Response { status, headers, body: body.to_vec() }))
    };
    // {"success":false,"errorReason":"insufficient_funds"}, and {"success":true}.
    let refusal = "eyJzdWNjZXNzIjpmYWxzZSwiZXJyb3JSZWFzb24iOiJpbnN1ZmZpY2llbnRfZnVuZHMifQ";
    let success = "eyJzdWNjZXNzIjp0cnVlfQ==";
    for (status, header, body) in [
        (402, refusal.to_owned(), "{}"),
        (402, format!("{refusal}=="), "<html>"),
        (200, refusal.to_owned(), "[]"),
    ] {
        let error = classified(status, &header, body.as_bytes()).unwrap();
        assert_eq!(
            (error.kind(), error.outcome()),
            (Kind::InsufficientFunds, Outcome::NotApplied),
            "{status} {body}"
        );
        assert_eq!(error.payload().code.as_deref(), Some("insufficient_funds"));
    }
    assert!(classified(200, success, b"{}").is_none());
    // What cannot be read says nothing: the status alone counts.
    for damaged in ["", "%", "eyJz", "bm8"] {
        assert!(classified(200, damaged, b"{}").is_none(), "{damaged}");
        assert_eq!(classified(500, damaged, b"{}").unwrap().outcome(), Outcome::Unknown, "{damaged}");
    }
}

#[test]
fn the_exported_webhook_of_agentwallex_verifies_what_agentwallex_signs() {
    let exported = provider_file::export(Provider::AGENTWALLEX, "my_wallex", FileFormat::Toml).unwrap();
    assert!(exported.left_out.iter().any(|what| what.contains("without any time")), "{exported:?}");
    let ours = loaded(&exported.text);
    let cases = vector_server::Cases::load(&vector_server::vectors_folder()).unwrap().webhooks;
    let mut verified = 0;
    for case in cases.iter().filter(|case| case.file.is_none()) {
        let Some(body) = &case.body_text else { continue };
        let headers = Headers::from_iter([("x-agentwallex-signature", case.signature.as_str())]);
        let secrets: Vec<Secret> = case.secret.all().iter().map(|secret| Secret::new(secret)).collect();
        let now = UNIX_EPOCH + Duration::from_millis(case.now_ms);
        let verify = |provider| {
            let tolerance = case.tolerance_ms.map(Duration::from_millis);
            WebhookEvent::verify_declared(provider, &secrets, &headers, body.as_bytes(), now, tolerance)
        };
        let (found, expected) = (verify(ours), verify(Provider::AGENTWALLEX));
        if found == Err(WebhookError::Stale) && expected.is_ok() {
            // What the file leaves out: an event without a time.
            assert!(
                serde_json::from_str::<Value>(body).unwrap().get("created_at").is_none_or(Value::is_null)
            );
            continue;
        }
        assert_eq!(found, expected, "{}", case.name);
        verified += usize::from(found.is_ok());
    }
    assert!(verified > 20, "{verified}");
}

const PAID_REPORTS: &str = r#"
payonce = 1
id = "reports"
title = "Reports"
base_url = "https://reports.test"

[[operation]]
name = "reports.buy"
method = "POST"
path = "/reports"
source = "https://docs.reports.test"
state = { pointer = "@base64:payment-response/success", succeeded = ["true"], failed = { false = "refused" }, id = "@base64:payment-response/transaction", look = "reports.get", look_by = "transaction" }

[[operation]]
name = "reports.get"
method = "GET"
path = "/reports/{transaction}"
source = "https://docs.reports.test"
safety = "read"
state = { pointer = "@base64:payment-response/success", succeeded = ["true"], failed = ["false"] }
params = { transaction = { type = "id" } }
"#;

/// A response with this settlement in its header field.
fn paid_report(settlement: Option<&Value>, body: &str) -> Response {
    let field = settlement.map(|settlement| STANDARD.encode(settlement.to_string()));
    let headers = field.into_iter().map(|field| ("PAYMENT-RESPONSE", field)).collect();
    Response { status: 200, headers, body: body.as_bytes().to_vec() }
}

/// What a call brings for this response: the result, or the error.
fn call_of(provider: Provider, response: Response) -> Result<Success, Error> {
    let client = Client::new(provider, ClientConfig::default(), &|_| None).unwrap();
    let now = Now { unix_ms: 1, monotonic: Duration::ZERO };
    let operation = provider.operation("reports.buy").unwrap();
    let mut call = Call::new(&client, operation, &Map::new(), CallOptions::default(), [7; 16]).unwrap();
    assert!(matches!(call.step(now, Input::Start), Step::Send { .. }));
    match call.step(now, Input::Response(response)) {
        Step::Done(result) => result,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_state_of_a_result_comes_from_a_header_field() {
    let reports = loaded(PAID_REPORTS);
    let buy = reports.operation("reports.buy").unwrap();
    let settled = json!({"success": true, "transaction": "0x1"});
    for body in
        [r#"{"text": "all is well"}"#, r#"{"payment_response_success": "false", "text": "all is well"}"#, ""]
    {
        let success = call_of(reports, paid_report(Some(&settled), body)).unwrap();
        assert_eq!(success.value["payment_response_success"], "true", "{body}");
        assert_eq!(success.value["payment_response_transaction"], "0x1", "{body}");
        assert_eq!(progress(buy, &success.value), Progress::Succeeded, "{body}");
    }
    // A member of the body is not a settlement.
    let spoofed = r#"{"payment_response_success": "true", "success": true}"#;
    let success = call_of(reports, paid_report(None, spoofed)).unwrap();
    assert_eq!(success.value.get("payment_response_success"), None);
    assert_eq!(progress(buy, &success.value), Progress::Open);

    let failed = json!({"success": false, "errorReason": "insufficient_funds"});
    let error = call_of(reports, paid_report(Some(&failed), r#"{"text": "no"}"#)).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Failed, Outcome::NotApplied));
    let context = Context { operation: Some(buy), ..Context::new(reports) };
    let response = paid_report(Some(&failed), "{}");
    assert_eq!(classify(&context, &Received::Response(response)).unwrap().kind(), Kind::Failed);
}

#[test]
fn a_waiter_reads_the_state_in_the_header_field_again() {
    let reports = loaded(PAID_REPORTS);
    let client = Client::new(reports, ClientConfig::default(), &|_| None).unwrap();
    let buy = reports.operation("reports.buy").unwrap();
    let pending = json!({"payment_response_success": "pending", "payment_response_transaction": "0x1"});
    let mut waiter = Waiter::new(&client, buy, pending, Duration::from_secs(60));
    match waiter.next(Duration::ZERO, None) {
        WaiterStep::Poll { operation, arguments, .. } => {
            assert_eq!((operation.name, &arguments["transaction"]), ("reports.get", &json!("0x1")));
        }
        other => panic!("{other:?}"),
    }
    match waiter.next(Duration::ZERO, Some(json!({"payment_response_success": "true"}))) {
        WaiterStep::Done(Ok(value)) => assert_eq!(value["payment_response_transaction"], "0x1"),
        other => panic!("{other:?}"),
    }
}
