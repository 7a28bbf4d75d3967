use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::*;

const BODY: &[u8] =
    br#"{"id":"evt_1","type":"payment.completed","created_at":"2023-11-14T22:13:20Z","data":{}}"#;
const NOW: u64 = 1_700_000_000_000;

fn secret() -> Secret {
    Secret::new("whsec_test_000000000000")
}

fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret().expose().as_bytes()).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_plausible_spelling_is_read() {
    let plain = digest(&[BODY]);
    let stamped = digest(&[b"1700000000.", BODY]);
    let in_milliseconds = digest(&[b"1700000000000.", BODY]);
    let foreign = "0".repeat(64);
    for header in [
        hex(&plain),
        hex(&plain).to_uppercase(),
        format!("sha256={}", hex(&plain)),
        format!("v1={}", hex(&plain)),
        STANDARD.encode(&plain),
        format!("sha256={}", STANDARD.encode(&plain)),
        STANDARD_NO_PAD.encode(&plain),
        URL_SAFE_NO_PAD.encode(&plain),
        format!("t=1700000000,v1={}", hex(&stamped)),
        format!("v1={};t=1700000000", hex(&stamped)),
        format!("T=1700000000 ; V1=\"{}\"", hex(&stamped)),
        format!("t=1700000000000,v1={}", hex(&in_milliseconds)),
        format!("SHA256={}", hex(&plain)),
        format!("HMAC-SHA256={}", STANDARD.encode(&plain)),
        format!("sha256: {}", hex(&plain)),
        format!("v1,{} v1,{foreign}", STANDARD.encode(&plain)),
        format!("{foreign} {}", hex(&plain)),
        format!("{} {foreign}", hex(&plain)),
        format!("v1={foreign},{}", hex(&plain)),
        // The time that was not signed is not looked at.
        format!("t=1,v1={}", hex(&plain)),
        format!("t=soon,v1={}", hex(&plain)),
    ] {
        let event = verify(&secret(), &header, BODY, NOW, TOLERANCE);
        assert_eq!(event.map(|event| event["type"].clone()), Ok("payment.completed".into()), "{header}");
    }
}

#[test]
fn an_invalid_webhook_is_refused_with_its_reason() {
    let right = hex(&digest(&[BODY]));
    let check = |header: &str, body: &[u8], now| verify(&secret(), header, body, now, TOLERANCE).unwrap_err();
    assert_eq!(check("", BODY, NOW), WebhookError::Malformed);
    assert_eq!(check("nonsense", BODY, NOW), WebhookError::Malformed);
    assert_eq!(check(&right, b"{}", NOW), WebhookError::Mismatch);
    assert_eq!(check(&hex(&digest(&[b"[]"])), b"[]", NOW), WebhookError::NotAnEvent);
    assert_eq!(check(&right, BODY, NOW + 25 * 60 * 60 * 1000), WebhookError::Stale);
    assert_eq!(check(&right, BODY, NOW - 10 * 60 * 1000), WebhookError::Stale);
    let other = Secret::new("whsec_other_00000000000");
    assert_eq!(verify(&other, &right, BODY, NOW, TOLERANCE), Err(WebhookError::Mismatch));
    let old = format!("t=1600000000,v1={}", hex(&digest(&[b"1600000000.", BODY])));
    assert_eq!(check(&old, BODY, NOW), WebhookError::Stale);
}

#[test]
fn only_a_signed_time_makes_an_event_fresh() {
    let years_later = NOW + 3 * 365 * 24 * 60 * 60 * 1000;
    let body_only = hex(&digest(&[BODY]));
    let seconds = (years_later / 1000).to_string();
    for header in [
        body_only.clone(),
        format!("t={seconds},v1={body_only}"),
        format!("v1={body_only},t={seconds}"),
        format!("t={years_later},v1={body_only}"),
        format!("t=99999999999999999999999999,v1={body_only}"),
        format!("t=1700000000,t={seconds},v1={}", hex(&digest(&[b"1700000000.", BODY]))),
    ] {
        let verified = verify(&secret(), &header, BODY, years_later, TOLERANCE);
        assert_eq!(verified, Err(WebhookError::Stale), "{header}");
    }
}

#[test]
fn a_signed_time_that_cannot_be_read_is_stale() {
    for time in
        ["", "-1700000000", "+1700000000", "1e9", "soon", "99999999999999999999", "18446744073709551615"]
    {
        let header = format!("t={time},v1={}", hex(&digest(&[time.as_bytes(), b".", BODY])));
        let verified = verify(&secret(), &header, BODY, NOW, TOLERANCE);
        assert_eq!(verified, Err(WebhookError::Stale), "{header}");
    }
    for time in [r#""""#, r#""yesterday""#, "true", "{}", "-1", "1e30", r#""1969-12-31T23:59:59Z""#] {
        let body = format!(r#"{{"type":"agent.frozen","created_at":{time}}}"#);
        let header = hex(&digest(&[body.as_bytes()]));
        let verified = verify(&secret(), &header, body.as_bytes(), NOW, TOLERANCE);
        assert_eq!(verified, Err(WebhookError::Stale), "{body}");
    }
    for time in ["1700000000", "1700000000000", r#""1700000000""#, "1700000000.25", "null"] {
        let body = format!(r#"{{"type":"agent.frozen","created_at":{time}}}"#);
        let header = hex(&digest(&[body.as_bytes()]));
        let verified = verify(&secret(), &header, body.as_bytes(), NOW, Duration::from_secs(60));
        assert!(verified.is_ok(), "{body}: {verified:?}");
    }
}

#[test]
fn the_future_is_bounded_by_the_tolerance_and_the_clock_skew() {
    let signature = hex(&digest(&[BODY]));
    let check = |ahead_ms, tolerance| {
        verify(&secret(), &signature, BODY, NOW - ahead_ms, Duration::from_secs(tolerance)).err()
    };
    assert_eq!(check(300_000, 3600), None);
    assert_eq!(check(300_001, 3600), Some(WebhookError::Stale));
    assert_eq!(check(60_000, 60), None);
    assert_eq!(check(60_001, 60), Some(WebhookError::Stale));
}

#[test]
fn a_webhook_signed_with_either_secret_is_accepted_during_rotation() {
    let signature = hex(&digest(&[BODY]));
    let other = Secret::new("whsec_other_00000000000");
    let empty = Secret::new("");
    for secrets in [&[secret(), other.clone()][..], &[other.clone(), secret()], &[empty.clone(), secret()]] {
        assert!(verify_any(secrets, &signature, BODY, NOW, TOLERANCE).is_ok());
    }
    let check = |secrets: &[Secret]| verify_any(secrets, &signature, BODY, NOW, TOLERANCE).unwrap_err();
    assert_eq!(check(&[other, empty.clone()]), WebhookError::Mismatch);
    assert_eq!(check(&[empty]), WebhookError::NoSecret);
    assert_eq!(check(&[]), WebhookError::NoSecret);
}

#[test]
fn an_event_has_its_fields_and_keeps_unknown_ones() {
    let body =
        br#"{"id":"evt_1","type":"agent.frozen","created_at":1700000000,"data":{"agent_id":"agent_1"},"try":2}"#;
    let now = UNIX_EPOCH + Duration::from_millis(NOW);
    let event = WebhookEvent::verify(&secret(), &hex(&digest(&[body])), body, now, TOLERANCE).unwrap();
    assert_eq!((event.id.as_deref(), event.event_type.as_str()), (Some("evt_1"), "agent.frozen"));
    assert_eq!((event.created_at, &event.data["agent_id"]), (None, &Value::from("agent_1")));
    assert_eq!(event.extra.keys().collect::<Vec<_>>(), ["created_at", "try"]);
}

#[test]
fn no_webhook_is_accepted_without_a_secret() {
    let nothing = Hmac::<Sha256>::new_from_slice(b"").unwrap().chain_update(BODY).finalize().into_bytes();
    let verified = verify(&Secret::new(""), &hex(&nothing), BODY, NOW, TOLERANCE);
    assert_eq!(verified, Err(WebhookError::NoSecret));
}
