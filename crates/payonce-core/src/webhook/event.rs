//! The event in the body of a webhook.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use super::{WebhookError, since_1970, verify_spec};
use crate::model::headers::Headers;
use crate::model::json;
use crate::model::secret::Secret;
use crate::providers::agentwallex;
use crate::spec::provider::Provider;
use crate::spec::types::{Progress, is_word};
use crate::spec::webhook::{WebhookSpec, header_of};

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
    /// Verifies the signature over the raw body and returns the event of AgentWallex; see [`verify`](super::verify).
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
