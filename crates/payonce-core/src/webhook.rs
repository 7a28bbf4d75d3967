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

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::{Sha256, Sha512};

use crate::model::clock::whole_milliseconds;
use crate::model::headers::Headers;
use crate::model::secret::Secret;
use crate::model::{json, time};
use crate::providers::agentwallex;
use crate::spec::provider::Provider;
use crate::spec::types::{Progress, is_word};
use crate::spec::webhook::{
    DigestEncoding, WebhookAlgorithm, WebhookSecret, WebhookSpec, header_of, template,
};

pub use crate::providers::agentwallex::TOLERANCE;

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

/// An event that a provider reports, for instance `payment.completed`.
///
/// Of AgentWallex, the vendor shows the whole of `payment.completed` only (docs.agentwallex.com, webhooks), so that
/// everything but the type may be missing, and what is not known here is kept.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The event's id, for instance `evt_abc123`. A delivery may come more than once: keep the ids that were handled.
    pub id: Option<String>,
    /// What happened. An open set; AgentWallex documents `payment.completed`, `payment.failed`, `payment.pending`,
    /// `agent.frozen`, `agent.unfrozen`, `policy.violated`, `x402.session.expired` and `approval.requested`.
    pub event_type: String,
    /// When it happened, if the provider writes it as a text.
    pub created_at: Option<String>,
    /// What it is about, for instance `transaction_id`, `amount`, `token` and `status`; null where there is nothing. Of a
    /// provider whose file does not say where this is, the event as a whole.
    pub data: Value,
    /// Members that this version or the provider's file does not name, or that are of another type than documented.
    pub extra: Map<String, Value>,
    /// What it reports of an object, if the provider declares that.
    pub report: Option<EventReport>,
}

/// What an event reports of an object.
///
/// Events can be late or arrive in another order: read the object with `look` before you act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventReport {
    /// How far the object has come.
    pub progress: Progress,
    /// Its id.
    pub object_id: Option<String>,
    /// The operation that reads it, and the argument of that operation that takes the id.
    pub look: Option<(&'static str, &'static str)>,
}

impl WebhookEvent {
    /// Verifies the signature over the raw body and returns the event of AgentWallex; see [`verify`].
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
        let headers = Headers::from_iter([(agentwallex::WEBHOOK.header, signature)]);
        Self::verify_declared(Provider::AGENTWALLEX, secrets, &headers, body, now, Some(tolerance))
    }

    /// Verifies a webhook of any provider that declares how it signs, and returns its event.
    ///
    /// `headers` are all header fields of the request. `secrets` are all that may have signed; an empty one is ignored.
    /// `tolerance` is how old the event may be; by default what the provider declares.
    ///
    /// # Errors
    /// [`WebhookError`]
    pub fn verify_declared(
        provider: Provider,
        secrets: &[Secret],
        headers: &Headers,
        body: &[u8],
        now: SystemTime,
        tolerance: Option<Duration>,
    ) -> Result<Self, WebhookError> {
        let spec = provider.spec().webhook.ok_or(WebhookError::NotDeclared)?;
        let now_ms = since_1970(now).unwrap_or_default();
        read_event(spec, headers, verify_spec(spec, secrets, headers, body, now_ms, tolerance)?)
    }
}

/// The event of a body whose signature was verified.
pub(crate) fn read_event(
    spec: &WebhookSpec,
    headers: &Headers,
    body: Value,
) -> Result<WebhookEvent, WebhookError> {
    let report = report(spec, &body);
    let of_header = spec.id.and_then(header_of).and_then(|name| headers.get(name)).map(ToOwned::to_owned);
    let whole = spec.data.is_empty().then(|| body.clone());
    let Value::Object(mut members) = body else { return Err(WebhookError::NotAnEvent) };
    let event_type = take_text(&mut members, spec.event_type).ok_or(WebhookError::NotAnEvent)?;
    let id = of_header.or_else(|| take_text(&mut members, spec.id?));
    let created_at = spec.created_at.and_then(|pointer| take_text(&mut members, pointer));
    let (data, extra) = match whole {
        Some(whole) => (whole, Map::new()),
        None => (take(&mut members, spec.data, Value::is_object), members),
    };
    Ok(WebhookEvent { id, event_type, created_at, data, extra, report })
}

fn take_text(members: &mut Map<String, Value>, pointer: &str) -> Option<String> {
    match take(members, pointer, Value::is_string) {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// The value at a pointer if it is of its type, or null. A member of the event itself is then named, and no longer extra.
fn take(members: &mut Map<String, Value>, pointer: &str, is_of_type: fn(&Value) -> bool) -> Value {
    let name = pointer.trim_start_matches('/');
    let (name, rest) = name.split_once('/').unwrap_or((name, ""));
    let Some(member) = members.get(name) else { return Value::Null };
    if rest.is_empty() {
        let is_named = member.is_null() || is_of_type(member);
        return is_named.then(|| members.shift_remove(name)).flatten().unwrap_or_default();
    }
    json::at(member, &["/", rest].concat()).filter(|value| is_of_type(value)).cloned().unwrap_or_default()
}

fn report(spec: &WebhookSpec, body: &Value) -> Option<EventReport> {
    spec.states.iter().find_map(|states| {
        let found = json::at(body, states.pointer)?.as_str()?;
        let (_, progress) = states.words.iter().find(|(word, _)| is_word(word, found))?;
        let id = states.id.and_then(|pointer| json::at(body, pointer)?.as_str());
        Some(EventReport { progress: *progress, object_id: id.map(ToOwned::to_owned), look: states.look })
    })
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

/// The key in a secret; nothing for one that is empty, or not in its form.
fn key(form: WebhookSecret, secret: &Secret) -> Option<Vec<u8>> {
    let text = secret.expose();
    let text = text.strip_prefix(form.prefix).unwrap_or(text);
    let key = if form.base64 { of_base64(text)? } else { text.as_bytes().to_vec() };
    (!key.is_empty()).then_some(key)
}

/// What a signature may be over: its timestamp, if that is signed, and the parts in their order.
type Possible<'a> = (Option<&'a str>, Vec<&'a [u8]>);

/// The digests and timestamps of a signature header. Nothing in it is trusted until a digest fits.
#[derive(Default)]
struct Signatures<'a> {
    digests: Vec<Vec<u8>>,
    timestamps: Vec<&'a str>,
}

impl<'a> Signatures<'a> {
    fn read(spec: &WebhookSpec, headers: &'a Headers) -> Self {
        let mut read = Self::default();
        for field in headers.all(spec.header) {
            match spec.value {
                Some(value) => read.written_as(value, spec, field),
                None => read.any_spelling(spec, field),
            }
        }
        if let Some(name) = spec.timestamp.and_then(header_of) {
            read.timestamps.extend(headers.get(name));
        }
        read.timestamps.truncate(MAX_TIMESTAMPS);
        read
    }

    fn written_as(&mut self, value: &str, spec: &WebhookSpec, field: &'a str) {
        for part in field.split(spec.separator) {
            for form in value.split(spec.separator) {
                let Some((prefix, name)) = form.split_once('{') else { continue };
                let Some(text) = part.trim().strip_prefix(prefix) else { continue };
                if name == "signature}" {
                    self.digests.extend(digest_of(text, spec));
                } else {
                    self.timestamps.push(text);
                }
            }
        }
    }

    fn any_spelling(&mut self, spec: &WebhookSpec, field: &'a str) {
        let separates = |byte: &u8| matches!(byte, b',' | b';' | b'"') || byte.is_ascii_whitespace();
        for part in field.as_bytes().split(separates) {
            let Ok(part) = std::str::from_utf8(part) else { continue };
            // Base64 may end in '=', so the whole part is tried first.
            if let Some(digest) = digest_of(part, spec) {
                self.digests.push(digest);
            } else if let Some((name, value)) = part.split_once('=').or_else(|| part.split_once(':')) {
                if !name.eq_ignore_ascii_case("t") && !name.eq_ignore_ascii_case("timestamp") {
                    self.digests.extend(digest_of(value, spec));
                } else {
                    self.timestamps.push(value);
                }
            }
        }
    }

    /// Everything that the provider may have signed with these header fields.
    fn possible(&self, spec: &WebhookSpec, headers: &'a Headers, body: &'a [u8]) -> Vec<Possible<'a>> {
        let id = spec.id.and_then(header_of).and_then(|name| headers.get(name));
        let mut possible = Vec::new();
        for signed in spec.signed {
            if !signed.contains("{timestamp}") {
                possible.extend(parts(signed, "", id, body).map(|parts| (None, parts)));
                continue;
            }
            for time in &self.timestamps {
                possible.extend(parts(signed, time, id, body).map(|parts| (Some(*time), parts)));
            }
        }
        possible
    }

    fn fit(&self, algorithm: WebhookAlgorithm, key: &[u8], parts: &[&[u8]]) -> bool {
        match algorithm {
            WebhookAlgorithm::HmacSha256 => fit::<Hmac<Sha256>>(key, parts, &self.digests),
            WebhookAlgorithm::HmacSha512 => fit::<Hmac<Sha512>>(key, parts, &self.digests),
        }
    }
}

/// Whether one of the digests is that of the parts, compared in constant time.
fn fit<Code: Mac + KeyInit + Clone>(key: &[u8], parts: &[&[u8]], digests: &[Vec<u8>]) -> bool {
    let Ok(mut mac) = <Code as KeyInit>::new_from_slice(key) else { return false };
    for part in parts {
        mac.update(part);
    }
    digests.iter().any(|digest| mac.clone().verify_slice(digest).is_ok())
}

/// What is signed, in its parts. Nothing if a part is missing, or holds what separates it from the next one: then the same
/// signature could belong to another time or id.
fn parts<'a>(
    signed: &'a str,
    timestamp: &'a str,
    id: Option<&'a str>,
    body: &'a [u8],
) -> Option<Vec<&'a [u8]>> {
    let (first, places) = template(signed)?;
    let mut parts = vec![first.as_bytes()];
    let mut before = first;
    for (name, literal) in places {
        let value = match name {
            "body" => body,
            name => {
                // Without an id, every event would be the same one.
                let text = if name == "id" { id.filter(|id| !id.is_empty())? } else { timestamp };
                let splits = |literal: &str| !literal.is_empty() && text.contains(literal);
                if splits(before) || splits(literal) {
                    return None;
                }
                text.as_bytes()
            }
        };
        parts.extend([value, literal.as_bytes()]);
        before = literal;
    }
    Some(parts)
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

/// The digest that a text is.
fn digest_of(text: &str, spec: &WebhookSpec) -> Option<Vec<u8>> {
    let length = match spec.algorithm {
        WebhookAlgorithm::HmacSha256 => 32,
        WebhookAlgorithm::HmacSha512 => 64,
    };
    let is_hex = text.len() == length * 2 && spec.encoding != Some(DigestEncoding::Base64);
    let digest = if is_hex { of_hexadecimal(text) } else { None };
    let may_be_base64 = spec.encoding != Some(DigestEncoding::Hex);
    digest.or_else(|| of_base64(text).filter(|_| may_be_base64)).filter(|digest| digest.len() == length)
}

fn of_base64(text: &str) -> Option<Vec<u8>> {
    let encoded = STANDARD.decode(text).or_else(|_| STANDARD_NO_PAD.decode(text));
    encoded.or_else(|_| URL_SAFE_NO_PAD.decode(text.trim_end_matches('='))).ok()
}

fn of_hexadecimal(text: &str) -> Option<Vec<u8>> {
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
