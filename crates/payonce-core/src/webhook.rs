//! Whether a webhook really comes from the provider.
//!
//! AgentWallex signs the raw body with HMAC-SHA256 under the webhook's secret and sends the result as
//! `X-AgentWallex-Signature`. No public page shows how the digest is written. So [`verify`] reads hexadecimal and base64,
//! with and without a prefix such as `sha256=` or `v1=` in any case, several of them separated by commas, semicolons or
//! blanks, and a timestamp beside them as `t=…,v1=…` (`docs/unverified.md`).
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//!
//! use payonce_core::Secret;
//! use payonce_core::webhook::{TOLERANCE, WebhookError, WebhookEvent};
//!
//! // As they come: the raw body, the header X-AgentWallex-Signature, and the secret of the webhook.
//! let body = br#"{"id":"evt_1","type":"payment.completed","created_at":"2026-03-04T10:00:00Z","data":{"amount":"50.00"}}"#;
//! let signature = "7c496154bdb890eb1e389e05a96a3d35e5750e2314e835349ebcc05e161a48e1";
//! let secret = Secret::new("whsec_test_000000000000");
//! let now = UNIX_EPOCH + Duration::from_secs(1_772_618_400); // SystemTime::now() in a server
//!
//! let event = WebhookEvent::verify(&secret, signature, body, now, TOLERANCE)?;
//! assert_eq!((event.event_type.as_str(), &event.data["amount"]), ("payment.completed", &"50.00".into()));
//!
//! let forged = WebhookEvent::verify(&secret, signature, b"{}", now, TOLERANCE).unwrap_err();
//! assert_eq!((forged, forged.respond_status()), (WebhookError::Mismatch, 401));
//! # Ok::<(), WebhookError>(())
//! ```

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

use crate::model::clock::whole_milliseconds;
use crate::model::secret::Secret;
use crate::model::{json, time};

/// How old an event may be unless the caller says otherwise. The provider's own retries carry the time of the event,
/// not of the delivery, and no public page says for how long it retries.
pub const TOLERANCE: Duration = Duration::from_secs(24 * 60 * 60);
/// How far the provider's clock may be ahead, unless the tolerance is shorter.
const CLOCK_SKEW: Duration = Duration::from_secs(300);
/// Each further timestamp in a header costs a digest of the whole body, and none of the known senders writes two.
const MAX_TIMESTAMPS: usize = 4;
/// Seconds since 1970 reach this in the year 5138, milliseconds did in 1973.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;

/// Why a webhook is refused. None of them says which signature would have been right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The signature is missing, or in no form that is known.
    #[error("the signature is missing or malformed; respond with 401 and check which header carries it")]
    Malformed,
    /// The signature is of another body or another secret.
    #[error(
        "the signature does not match the body; verify the raw bytes as received, with the secret of this webhook"
    )]
    Mismatch,
    /// The body is signed, but is not an event.
    #[error("the body is signed but is not a webhook event; check what else calls this address")]
    NotAnEvent,
    /// The event is older, or further ahead, than the tolerance.
    #[error("the event is too old or from the future; it may be a replay, or a clock may be wrong")]
    Stale,
    /// There is no secret to verify with. Anyone can sign with an empty secret, so no event can be trusted.
    #[error("the secret of the webhook is empty; pass the one that the webhook was created with")]
    NoSecret,
}

impl WebhookError {
    /// The word for this refusal in payloads and in other languages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "webhook_signature_malformed",
            Self::Mismatch => "webhook_signature_mismatch",
            Self::NotAnEvent => "webhook_not_an_event",
            Self::Stale => "webhook_stale",
            Self::NoSecret => "webhook_secret_missing",
        }
    }

    /// The status to respond to the sender with: 400 for what is signed and no event, 500 where this server lacks the
    /// secret, 401 for the rest.
    #[must_use]
    pub const fn respond_status(self) -> u16 {
        match self {
            Self::Malformed | Self::Mismatch | Self::Stale => 401,
            Self::NotAnEvent => 400,
            Self::NoSecret => 500,
        }
    }
}

/// An event that AgentWallex reports, for instance `payment.completed`.
///
/// The vendor shows the whole of `payment.completed` only (docs.agentwallex.com, webhooks), so that everything but the
/// type may be missing, and what is not known here is kept.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The event's id, for instance `evt_abc123`. A delivery may come more than once: keep the ids that were handled.
    pub id: Option<String>,
    /// What happened; the member `type`. An open set: `payment.completed`, `payment.failed`, `payment.pending`,
    /// `agent.frozen`, `agent.unfrozen`, `policy.violated`, `x402.session.expired` and `approval.requested` are
    /// documented.
    pub event_type: String,
    /// When it happened, as RFC 3339.
    pub created_at: Option<String>,
    /// What it is about, for instance `transaction_id`, `amount`, `token` and `status`; null where there is nothing.
    pub data: Value,
    /// Members that this version does not know, or that are of another type than documented.
    pub extra: Map<String, Value>,
}

impl WebhookEvent {
    /// Verifies the signature over the raw body and returns the event; see [`verify`].
    ///
    /// # Errors
    /// [`WebhookError`]
    pub fn verify(
        secret: &Secret,
        signature: &str,
        body: &[u8],
        now: SystemTime,
        tolerance: Duration,
    ) -> Result<Self, WebhookError> {
        Self::verify_any(std::slice::from_ref(secret), signature, body, now, tolerance)
    }

    /// As [`verify`](Self::verify), with every secret that may have signed: while a secret is replaced, the old and the
    /// new one.
    ///
    /// # Errors
    /// [`WebhookError`]
    pub fn verify_any(
        secrets: &[Secret],
        signature: &str,
        body: &[u8],
        now: SystemTime,
        tolerance: Duration,
    ) -> Result<Self, WebhookError> {
        let now_ms = since_1970(now).unwrap_or_default();
        match verify_any(secrets, signature, body, now_ms, tolerance)? {
            Value::Object(members) => Self::read(members),
            _ => Err(WebhookError::NotAnEvent),
        }
    }

    fn read(mut members: Map<String, Value>) -> Result<Self, WebhookError> {
        Ok(Self {
            event_type: take_text(&mut members, "type").ok_or(WebhookError::NotAnEvent)?,
            id: take_text(&mut members, "id"),
            created_at: take_text(&mut members, "created_at"),
            data: members.shift_remove("data").unwrap_or_default(),
            extra: members,
        })
    }
}

fn take_text(members: &mut Map<String, Value>, name: &str) -> Option<String> {
    let text = members.get(name)?.as_str()?.to_owned();
    members.shift_remove(name);
    Some(text)
}

/// As [`verify_any`], with one secret.
///
/// # Errors
/// [`WebhookError`]
pub fn verify(
    secret: &Secret,
    signature: &str,
    body: &[u8],
    now_ms: u64,
    tolerance: Duration,
) -> Result<Value, WebhookError> {
    verify_any(std::slice::from_ref(secret), signature, body, now_ms, tolerance)
}

/// Verifies the signature over the raw body in constant time and returns the event as JSON.
///
/// `secrets` are all that may have signed; an empty one is ignored. `now_ms` is the time in milliseconds since 1970.
///
/// The age is taken from what is signed only. A timestamp in the header counts when the signature that fits is the one
/// over `timestamp.body`; otherwise the age is that of the event's `created_at`. A time that cannot be read is stale. An
/// event that was signed without any time is not judged by its age: keep the ids of the events that were handled.
///
/// # Errors
/// [`WebhookError`]
pub fn verify_any(
    secrets: &[Secret],
    signature: &str,
    body: &[u8],
    now_ms: u64,
    tolerance: Duration,
) -> Result<Value, WebhookError> {
    if secrets.iter().all(|secret| secret.expose().is_empty()) {
        return Err(WebhookError::NoSecret);
    }
    let header = SignatureHeader::read(signature);
    if header.digests.is_empty() {
        return Err(WebhookError::Malformed);
    }
    let proven = header.proven(secrets, body);
    if proven.is_empty() {
        return Err(WebhookError::Mismatch);
    }
    let event = crate::model::json::read(body).map_err(|_| WebhookError::NotAnEvent)?;
    if event.get("type").and_then(Value::as_str).is_none() {
        return Err(WebhookError::NotAnEvent);
    }
    let is_fresh = |signed: &Signed<'_>| match signed {
        Signed::TimestampAndBody(timestamp) => is_current(moment(timestamp), now_ms, tolerance),
        Signed::Body => match event.get("created_at") {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => is_current(moment(text), now_ms, tolerance),
            Some(other) => is_current(moment(&json::write(other)), now_ms, tolerance),
        },
    };
    if proven.iter().any(is_fresh) { Ok(event) } else { Err(WebhookError::Stale) }
}

/// What a signature that fits is over.
#[derive(Debug, PartialEq, Eq)]
enum Signed<'a> {
    Body,
    TimestampAndBody(&'a str),
}

/// The digests and timestamps of a signature header. Nothing in it is trusted until a digest fits.
#[derive(Default)]
struct SignatureHeader<'a> {
    digests: Vec<Vec<u8>>,
    timestamps: Vec<&'a str>,
}

impl<'a> SignatureHeader<'a> {
    fn read(header: &'a str) -> Self {
        let mut read = Self::default();
        let separates = |byte: &u8| matches!(byte, b',' | b';' | b'"') || byte.is_ascii_whitespace();
        for part in header.as_bytes().split(separates) {
            let Ok(part) = std::str::from_utf8(part) else { continue };
            // Base64 may end in '=', so the whole part is tried first.
            if let Some(digest) = digest_of(part) {
                read.digests.push(digest);
            } else if let Some((name, value)) = part.split_once('=').or_else(|| part.split_once(':')) {
                if !name.eq_ignore_ascii_case("t") && !name.eq_ignore_ascii_case("timestamp") {
                    read.digests.extend(digest_of(value));
                } else if read.timestamps.len() < MAX_TIMESTAMPS {
                    read.timestamps.push(value);
                }
            }
        }
        read
    }

    /// What is signed by one of the digests under one of the secrets.
    fn proven(&self, secrets: &[Secret], body: &[u8]) -> Vec<Signed<'a>> {
        let mut proven = Vec::new();
        for secret in secrets.iter().filter(|secret| !secret.expose().is_empty()) {
            if self.fits(secret, &[body]) {
                proven.push(Signed::Body);
            }
            for timestamp in &self.timestamps {
                if self.fits(secret, &[timestamp.as_bytes(), b".", body]) {
                    proven.push(Signed::TimestampAndBody(timestamp));
                }
            }
        }
        proven
    }

    fn fits(&self, secret: &Secret, parts: &[&[u8]]) -> bool {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else { return false };
        for part in parts {
            mac.update(part);
        }
        self.digests.iter().any(|digest| mac.clone().verify_slice(digest).is_ok())
    }
}

/// The milliseconds since 1970 of a time: seconds or milliseconds since then, or RFC 3339. Nothing for what is
/// unreadable, of too many digits, or before 1970.
fn moment(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit()) {
        let number: u64 = whole.parse().ok()?;
        return if number < FIRST_MILLISECONDS { number.checked_mul(1000) } else { Some(number) };
    }
    // A time without an offset names no moment; what providers write so is UTC.
    time::unix_ms(text).or_else(|| time::unix_ms(&format!("{text}Z")))
}

fn digest_of(text: &str) -> Option<Vec<u8>> {
    of_hexadecimal(text)
        .or_else(|| STANDARD.decode(text).ok())
        .or_else(|| STANDARD_NO_PAD.decode(text).ok())
        .or_else(|| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok())
        .filter(|digest| digest.len() == 32)
}

fn of_hexadecimal(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 {
        return None;
    }
    let mut digest = Vec::new();
    for pair in text.as_bytes().chunks(2) {
        let mut byte = 0;
        for digit in pair {
            byte = byte * 16 + char::from(*digit).to_digit(16)?;
        }
        digest.push(u8::try_from(byte).ok()?);
    }
    Some(digest)
}

/// A time without an offset is taken for UTC, as most servers write it.
fn since_1970(time: SystemTime) -> Option<u64> {
    u64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}

fn is_current(made_ms: Option<u64>, now_ms: u64, tolerance: Duration) -> bool {
    made_ms.is_some_and(|made_ms| {
        now_ms.saturating_sub(made_ms) <= whole_milliseconds(tolerance)
            && made_ms.saturating_sub(now_ms) <= whole_milliseconds(tolerance.min(CLOCK_SKEW))
    })
}

#[cfg(test)]
mod tests {
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
        let check =
            |header: &str, body: &[u8], now| verify(&secret(), header, body, now, TOLERANCE).unwrap_err();
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
        for secrets in
            [&[secret(), other.clone()][..], &[other.clone(), secret()], &[empty.clone(), secret()]]
        {
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
}
