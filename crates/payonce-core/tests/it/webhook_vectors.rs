//! Plays `tests/vectors/webhooks/*.json`: a webhook, and the event or the refusal that it must bring.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use payonce_core::webhook::{TOLERANCE, WebhookError, WebhookEvent, verify_any};
use payonce_core::{FileFormat, Headers, Provider, Secret, ffi, provider_file};
use serde_json::{Value, json};
use vector_server::{Cases, Webhook, vectors_folder};

fn cases() -> Vec<Webhook> {
    let cases = Cases::load(&vectors_folder()).unwrap().webhooks;
    assert!(!cases.is_empty(), "there are no webhooks");
    cases
}

fn body(case: &Webhook) -> Vec<u8> {
    match (&case.body_text, &case.body_base64) {
        (Some(text), None) => text.clone().into_bytes(),
        (None, Some(bytes)) => STANDARD.decode(bytes).unwrap(),
        _ => panic!("{}: a webhook has one body", case.name),
    }
}

fn secrets(case: &Webhook) -> Vec<Secret> {
    case.secret.all().iter().map(|secret| Secret::new(secret)).collect()
}

fn provider(case: &Webhook) -> Provider {
    match &case.file {
        Some(file) => {
            let loaded = provider_file::load(&file.to_string(), FileFormat::Json, &case.name);
            loaded.unwrap_or_else(|wrong| panic!("{wrong}")).provider
        }
        None => Provider::AGENTWALLEX,
    }
}

fn headers(case: &Webhook) -> Vec<(String, String)> {
    match &case.file {
        Some(_) => case.headers.clone(),
        None => vec![("x-agentwallex-signature".to_owned(), case.signature.clone())],
    }
}

fn verified(case: &Webhook) -> Result<WebhookEvent, WebhookError> {
    let now = UNIX_EPOCH + Duration::from_millis(case.now_ms);
    let headers: Headers = headers(case).into_iter().collect();
    let tolerance = case.tolerance_ms.map(Duration::from_millis);
    WebhookEvent::verify_declared(provider(case), &secrets(case), &headers, &body(case), now, tolerance)
}

#[test]
fn every_webhook_vector_holds() {
    for case in cases() {
        let secrets = json!(case.secret.all()).to_string();
        let headers = json!(headers(&case)).to_string();
        let tolerance = case.tolerance_ms.map(Duration::from_millis);
        let result = ffi::webhook(provider(&case), &secrets, &headers, &body(&case), case.now_ms, tolerance);
        let Some(expected) = case.expect.get("event") else {
            assert_eq!(result["ok"], Value::Bool(false), "{}", case.name);
            assert_eq!(result["code"], case.expect["code"], "{}", case.name);
            assert_eq!(result["respond_status"], case.expect["respond_status"], "{}", case.name);
            continue;
        };
        assert_eq!(result["ok"], Value::Bool(true), "{}: {result}", case.name);
        if case.file.is_some() {
            for (name, expected) in expected.as_object().unwrap() {
                assert_eq!(result["event"][name], *expected, "{}: {name}", case.name);
            }
            continue;
        }
        assert_eq!(result["event"]["type"], expected["type"], "{}", case.name);
        let tolerance = tolerance.unwrap_or(TOLERANCE);
        let event = verify_any(&self::secrets(&case), &case.signature, &body(&case), case.now_ms, tolerance);
        assert_eq!(event.unwrap(), *expected, "{}", case.name);
    }
}

#[test]
fn the_typed_form_decides_the_same() {
    for case in cases() {
        match verified(&case) {
            Ok(event) => assert_eq!(case.expect["event"]["type"], event.event_type, "{}", case.name),
            Err(refused) => assert_eq!(case.expect["code"], refused.as_str(), "{}", case.name),
        }
    }
}

#[test]
fn no_refusal_shows_the_secret_or_a_right_signature() {
    for case in &cases() {
        if let Err(refused) = verified(case) {
            let shown = format!("{refused} {refused:?}");
            for secret in case.secret.all().iter().filter(|secret| !secret.is_empty()) {
                assert!(!shown.contains(secret), "{}: {shown}", case.name);
            }
            assert!(case.signature.is_empty() || !shown.contains(&case.signature), "{}: {shown}", case.name);
        }
    }
}
