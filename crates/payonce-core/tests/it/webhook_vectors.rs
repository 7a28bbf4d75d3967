//! Plays `tests/vectors/webhooks/*.json`: a webhook, and the event or the refusal that it must bring.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use payonce_core::webhook::{TOLERANCE, WebhookEvent};
use payonce_core::{Secret, ffi};
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

fn tolerance(case: &Webhook) -> Duration {
    case.tolerance_ms.map_or(TOLERANCE, Duration::from_millis)
}

#[test]
fn every_webhook_vector_holds() {
    for case in cases() {
        let secrets = json!(case.secret.all()).to_string();
        let result = ffi::webhook(&secrets, &case.signature, &body(&case), case.now_ms, tolerance(&case));
        if case.expect.get("event").is_some() {
            assert_eq!(result, json!({"ok": true, "event": case.expect["event"]}), "{}", case.name);
        } else {
            assert_eq!(result["ok"], Value::Bool(false), "{}", case.name);
            assert_eq!(result["code"], case.expect["code"], "{}", case.name);
            assert_eq!(result["respond_status"], case.expect["respond_status"], "{}", case.name);
        }
    }
}

#[test]
fn the_typed_form_decides_the_same() {
    for case in cases() {
        let now = UNIX_EPOCH + Duration::from_millis(case.now_ms);
        match WebhookEvent::verify_any(&secrets(&case), &case.signature, &body(&case), now, tolerance(&case))
        {
            Ok(event) => assert_eq!(case.expect["event"]["type"], event.event_type, "{}", case.name),
            Err(refused) => assert_eq!(case.expect["code"], refused.as_str(), "{}", case.name),
        }
    }
}

#[test]
fn no_refusal_shows_the_secret_or_a_right_signature() {
    for case in &cases() {
        let now = UNIX_EPOCH + Duration::from_millis(case.now_ms);
        let verified =
            WebhookEvent::verify_any(&secrets(case), &case.signature, &body(case), now, tolerance(case));
        if let Err(refused) = verified {
            let shown = format!("{refused} {refused:?}");
            for secret in case.secret.all().iter().filter(|secret| !secret.is_empty()) {
                assert!(!shown.contains(secret), "{}: {shown}", case.name);
            }
            assert!(case.signature.is_empty() || !shown.contains(&case.signature), "{}: {shown}", case.name);
        }
    }
}
