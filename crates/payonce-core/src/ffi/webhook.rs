//! The verification of a webhook, for a binding.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::ffi;
use crate::model::headers::Headers;
use crate::model::json::{self, Members};
use crate::model::secret::Secret;
use crate::spec::provider::Provider;
use crate::spec::types::Progress;
use crate::webhook::{WebhookError, WebhookEvent, read_event, verify_spec};

/// Verifies a webhook: `{"ok": true, "event"}`, or `{"ok": false, "code", "message", "respond_status"}`. `secrets` is a
/// JSON array of the secrets that may have signed it, `headers` a JSON array of pairs. Without a tolerance, the provider's
/// own one counts.
///
/// The event has `id`, `type`, `created_at`, `data`, `extra`, and what it reports of an object: `state`, `object_id`, and
/// the operation that reads it as `look` with `look_arguments`.
#[must_use]
pub fn webhook(
    provider: Provider,
    secrets: &str,
    headers: &str,
    body: &[u8],
    now_ms: u64,
    tolerance: Option<Duration>,
) -> Value {
    let mut verdict = Members::new();
    let secrets = json::read(secrets.as_bytes()).unwrap_or_default();
    let secrets = secrets.as_array().into_iter().flatten().filter_map(Value::as_str);
    let secrets: Vec<Secret> = secrets.map(Secret::new).collect();
    let headers = ffi::headers(json::read(headers.as_bytes()).ok().as_ref());
    let event = webhook_event(provider, &secrets, &headers, body, now_ms, tolerance);
    verdict.flag("ok", event.is_ok());
    match event {
        Ok(event) => verdict.value("event", event),
        Err(refused) => {
            verdict.text("code", refused.as_str());
            verdict.text("message", &refused.to_string());
            verdict.number("respond_status", u64::from(refused.respond_status()));
        }
    }
    verdict.into_value()
}

/// As [`webhook`], with the event alone.
///
/// # Errors
/// [`WebhookError`]
pub fn webhook_event(
    provider: Provider,
    secrets: &[Secret],
    headers: &Headers,
    body: &[u8],
    now_ms: u64,
    tolerance: Option<Duration>,
) -> Result<Value, WebhookError> {
    let spec = provider.spec().webhook.ok_or(WebhookError::NotDeclared)?;
    let body = verify_spec(spec, secrets, headers, body, now_ms, tolerance)?;
    Ok(members(read_event(spec, headers, body)?).into_value())
}

fn members(event: WebhookEvent) -> Members {
    let mut members = Members::new();
    members.maybe_text("id", event.id.as_deref());
    members.text("type", &event.event_type);
    members.maybe_text("created_at", event.created_at.as_deref());
    members.value("data", if event.data.is_null() { Value::Object(Map::new()) } else { event.data });
    members.value("extra", Value::Object(event.extra));
    let report = event.report.as_ref();
    members.maybe_text("state", report.map(|report| state(report.progress)));
    members.maybe_text("object_id", report.and_then(|report| report.object_id.as_deref()));
    let look = report.and_then(|report| report.look.zip(report.object_id.as_deref()));
    members.maybe_text("look", look.map(|((operation, _), _)| operation));
    let mut arguments = Members::new();
    if let Some(((_, argument), id)) = look {
        arguments.text(argument, id);
    }
    members.object("look_arguments", arguments);
    members
}

/// The word of provider files for a state.
const fn state(progress: Progress) -> &'static str {
    match progress {
        Progress::Open => "pending",
        Progress::Succeeded => "succeeded",
        Progress::Failed => "failed",
    }
}
