//! Whether a webhook really comes from the provider.
//!
//! AgentWallex signs the raw body with HMAC-SHA256 under the webhook's secret and sends the result as
//! `X-AgentWallex-Signature`. No public page shows how the digest is written, so that hexadecimal and base64 are both
//! taken, with and without a prefix such as `sha256=` or `v1=`, and beside a timestamp as `t=…,v1=…`
//! (`docs/unverified.md`).
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

use crate::secret::Secret;

/// How old an event may be unless the caller says otherwise. The provider's own retries carry the time of the event,
/// not of the delivery, and no public page tells for how long it retries.
pub const TOLERANCE: Duration = Duration::from_secs(24 * 60 * 60);
/// How far the provider's clock may be ahead.
const CLOCK_SKEW: Duration = Duration::from_secs(300);

/// Why a webhook is refused. None of them says which signature would have been right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The signature is missing, or in no form that is known.
    #[error("the signature is missing or malformed; answer 401 and check which header carries it")]
    Malformed,
    /// The signature is of another body or another secret.
    #[error(
        "the signature does not fit the body; verify the raw bytes as they arrived, with this webhook's own secret"
    )]
    Mismatch,
    /// The body is signed and is no event.
    #[error("the body is signed and is no webhook event; look at what else calls this address")]
    NotAnEvent,
    /// The event is older, or further ahead, than the tolerance.
    #[error("the event is too old or from the future; it may be a replay, or a clock may be wrong")]
    Stale,
    /// There is no secret to verify with. Everybody can sign under an empty one, so that nothing may be believed.
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

    /// The status to answer the sender with: 400 for what is signed and no event, 500 where this server lacks the
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
    /// Verifies the signature over the raw body and answers the event; see [`verify`].
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
        let now_ms = since_1970(now).unwrap_or_default();
        match verify(secret, signature, body, now_ms, tolerance)? {
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

/// Verifies the signature over the raw body in constant time and answers the event as JSON.
///
/// `now_ms` is the time in milliseconds since 1970. The age is that of the timestamp in the signature header where it
/// has one, else of the event's `created_at`; an event without either is not judged by its age.
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
    if secret.expose().is_empty() {
        return Err(WebhookError::NoSecret);
    }
    let (signatures, timestamp) = candidates(signature);
    if signatures.is_empty() {
        return Err(WebhookError::Malformed);
    }
    let stamp = timestamp.map(|seconds| format!("{seconds}."));
    let fits = signatures.iter().any(|digest| {
        signed(secret, &[body], digest)
            || stamp.as_ref().is_some_and(|stamp| signed(secret, &[stamp.as_bytes(), body], digest))
    });
    if !fits {
        return Err(WebhookError::Mismatch);
    }
    let event: Value = serde_json::from_slice(body).map_err(|_| WebhookError::NotAnEvent)?;
    if event.get("type").and_then(Value::as_str).is_none() {
        return Err(WebhookError::NotAnEvent);
    }
    let made_ms = match timestamp {
        Some(seconds) => seconds.checked_mul(1000),
        None => event.get("created_at").and_then(Value::as_str).and_then(unix_ms),
    };
    match made_ms {
        Some(made) if !is_current(made, now_ms, tolerance) => Err(WebhookError::Stale),
        _ => Ok(event),
    }
}

fn signed(secret: &Secret, parts: &[&[u8]], digest: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else { return false };
    for part in parts {
        mac.update(part);
    }
    mac.verify_slice(digest).is_ok()
}

/// The digests that the header may mean, and its timestamp in seconds.
fn candidates(header: &str) -> (Vec<Vec<u8>>, Option<u64>) {
    let mut digests = Vec::new();
    let mut timestamp = None;
    for part in header.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        // Base64 may end in '=', so that only a short word before it is a prefix.
        match part.split_once('=') {
            Some(("t", seconds)) => timestamp = seconds.parse().ok(),
            Some(("sha256" | "v1" | "hmac-sha256", digest)) => digests.extend(digest_of(digest)),
            _ => digests.extend(digest_of(part)),
        }
    }
    (digests, timestamp)
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
fn unix_ms(text: &str) -> Option<u64> {
    crate::time::unix_ms(text).or_else(|| crate::time::unix_ms(&format!("{text}Z")))
}

fn since_1970(time: SystemTime) -> Option<u64> {
    u64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}

fn is_current(made_ms: u64, now_ms: u64, tolerance: Duration) -> bool {
    let milliseconds = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    now_ms <= made_ms.saturating_add(milliseconds(tolerance))
        && made_ms <= now_ms.saturating_add(milliseconds(CLOCK_SKEW))
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
    fn every_plausible_spelling_is_taken() {
        let plain = digest(&[BODY]);
        let stamped = digest(&[b"1700000000.", BODY]);
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
        ] {
            let event = verify(&secret(), &header, BODY, NOW, TOLERANCE);
            assert_eq!(event.map(|event| event["type"].clone()), Ok("payment.completed".into()), "{header}");
        }
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_reason() {
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
    fn an_event_has_its_members_and_keeps_the_others() {
        let body =
            br#"{"id":"evt_1","type":"agent.frozen","created_at":1,"data":{"agent_id":"agent_1"},"try":2}"#;
        let now = UNIX_EPOCH + Duration::from_millis(NOW);
        let event = WebhookEvent::verify(&secret(), &hex(&digest(&[body])), body, now, TOLERANCE).unwrap();
        assert_eq!((event.id.as_deref(), event.event_type.as_str()), (Some("evt_1"), "agent.frozen"));
        assert_eq!((event.created_at, &event.data["agent_id"]), (None, &Value::from("agent_1")));
        assert_eq!(event.extra.keys().collect::<Vec<_>>(), ["created_at", "try"]);
    }

    #[test]
    fn nothing_is_believed_without_a_secret() {
        let nothing = Hmac::<Sha256>::new_from_slice(b"").unwrap().chain_update(BODY).finalize().into_bytes();
        let verified = verify(&Secret::new(""), &hex(&nothing), BODY, NOW, TOLERANCE);
        assert_eq!(verified, Err(WebhookError::NoSecret));
    }
}
