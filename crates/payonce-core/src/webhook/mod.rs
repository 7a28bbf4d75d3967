//! Whether a webhook really comes from the provider.
//!
//! Each provider declares how it signs ([`WebhookSpec`]), built in or in its file. Verification is the same for all.
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

mod event;
mod signature;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

pub(crate) use event::read_event;
pub use event::{EventReport, WebhookEvent};
use signature::{Signatures, key};

use crate::model::clock::whole_milliseconds;
use crate::model::headers::Headers;
use crate::model::secret::Secret;
use crate::model::{json, time};
use crate::providers::agentwallex;
pub use crate::providers::agentwallex::TOLERANCE;
use crate::spec::webhook::WebhookSpec;

/// How far the provider's clock may be ahead, unless the tolerance is shorter.
const CLOCK_SKEW: Duration = Duration::from_secs(300);
/// Seconds since 1970 reach this in the year 5138, milliseconds did in 1973.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;

/// Why a webhook is refused. None of them says which signature would have been right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The signature, or what it is over besides the body, is missing, or in no form that is known.
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
    #[error(
        "the secret of the webhook is empty or incomplete; pass the one that the webhook was created with"
    )]
    NoSecret,
    /// It is not known how the provider signs.
    #[error("the provider declares no webhooks; add [webhook] to its file")]
    NotDeclared,
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
            Self::NotDeclared => "webhook_not_declared",
        }
    }

    /// The status to respond to the sender with: 400 for what is signed and no event, 500 where this server lacks the
    /// secret or the declaration, 401 for the rest.
    #[must_use]
    pub const fn respond_status(self) -> u16 {
        match self {
            Self::Malformed | Self::Mismatch | Self::Stale => 401,
            Self::NotAnEvent => 400,
            Self::NoSecret | Self::NotDeclared => 500,
        }
    }
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

/// Verifies the signature of AgentWallex over the raw body in constant time and returns the event as JSON.
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
    let spec = &agentwallex::WEBHOOK;
    let headers = Headers::from_iter([(spec.header, signature)]);
    verify_spec(spec, secrets, &headers, body, now_ms, Some(tolerance))
}

/// Verifies a signature that is made as declared, and returns the body as JSON.
pub(crate) fn verify_spec(
    spec: &WebhookSpec,
    secrets: &[Secret],
    headers: &Headers,
    body: &[u8],
    now_ms: u64,
    tolerance: Option<Duration>,
) -> Result<Value, WebhookError> {
    let keys: Vec<Vec<u8>> = secrets.iter().filter_map(|secret| key(spec.secret, secret)).collect();
    if keys.is_empty() {
        return Err(WebhookError::NoSecret);
    }
    let signatures = Signatures::read(spec, headers);
    let signed = signatures.possible(spec, headers, body);
    if signatures.digests.is_empty() || signed.is_empty() {
        return Err(WebhookError::Malformed);
    }
    let proven: Vec<Option<&str>> = signed
        .into_iter()
        .filter(|(_, parts)| keys.iter().any(|key| signatures.fit(spec.algorithm, key, parts)))
        .map(|(timestamp, _)| timestamp)
        .collect();
    if proven.is_empty() {
        return Err(WebhookError::Mismatch);
    }
    let event = json::read(body).map_err(|_| WebhookError::NotAnEvent)?;
    if json::at(&event, spec.event_type).and_then(Value::as_str).is_none() {
        return Err(WebhookError::NotAnEvent);
    }
    let tolerance = tolerance.or(spec.tolerance);
    let is_fresh = |timestamp: &Option<&str>| {
        let made_ms = match (*timestamp, spec.timestamp.filter(|place| place.starts_with('/'))) {
            (Some(timestamp), _) => moment(timestamp),
            (None, None) => return true,
            (None, Some(pointer)) => match json::at(&event, pointer) {
                None | Some(Value::Null) => return spec.accepts_no_time,
                Some(Value::String(text)) => moment(text),
                Some(other) => moment(&json::write(other)),
            },
        };
        tolerance.is_some_and(|tolerance| is_current(made_ms, now_ms, tolerance))
    };
    if proven.iter().any(is_fresh) { Ok(event) } else { Err(WebhookError::Stale) }
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
mod tests;
