//! The core of payonce for browsers, Deno and edge runtimes: JSON in, JSON out, and no decision.
//!
//! TypeScript drives the calls with the platform's own `fetch` and timers, so the module holds neither an HTTP client
//! nor an executor.

#[cfg(target_arch = "wasm32")]
mod allocator;
mod call;
mod client;
mod journal;
mod paging;
mod payment;
#[cfg(feature = "playground")]
pub mod playground;
mod waiter;

use std::time::Duration;

use payonce_core::ffi::PlainQuestion;
use payonce_core::model::json;
use payonce_core::{CaseStyle, Error, Redactor, ffi};
use serde_json::Value;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// How TypeScript spells names.
const STYLE: CaseStyle = CaseStyle::Camel;

/// The version of the core that this module was built from.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The error that this response or failure means, as [`ffi::record`] writes it; nothing for a success. The other arguments are
/// those of [`PlainQuestion`].
///
/// # Errors
/// Only for a provider that does not exist.
#[wasm_bindgen]
pub fn classify(
    provider: &str,
    status: Option<u32>,
    unix_ms: f64,
    lines: String,
    body: &[u8],
    rest: Option<String>,
) -> Result<Option<String>, JsError> {
    let provider = ffi::provider(provider).map_err(|problem| JsError::new(&problem))?;
    let question = PlainQuestion { status, unix_ms, lines, rest };
    let verdict = ffi::classify_plain(provider, &question, body).unwrap_or_else(Some);
    Ok(verdict.map(|error| ffi::record(error, STYLE)))
}

/// The names of the environment variables that a client of this provider reads, as a JSON list.
///
/// # Errors
/// Only for a provider that does not exist.
#[wasm_bindgen(js_name = environmentNames)]
pub fn environment_names(provider: &str) -> Result<String, JsError> {
    let provider = ffi::provider(provider).map_err(|problem| JsError::new(&problem))?;
    let names = provider.spec().environment().map(Value::from).collect();
    Ok(json::write(&Value::Array(names)))
}

/// Loads a provider from the text of its file, which is JSON here; see [`ffi::load_provider`].
#[wasm_bindgen(js_name = loadProvider)]
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands an optional text over as its own")]
pub fn load_provider(text: &str, format: Option<String>, name: &str) -> String {
    json::write(&ffi::load_provider(text, format.as_deref(), name))
}

/// How far an object of this type has come, from the text of its state: `open`, `succeeded` or `failed`.
///
/// # Errors
/// Only for a provider that does not exist.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands an optional text over as its own")]
pub fn progress(provider: &str, model: &str, state: Option<String>) -> Result<String, JsError> {
    let provider = ffi::provider(provider).map_err(|problem| JsError::new(&problem))?;
    Ok(ffi::progress(provider, model, state.as_deref()).to_string())
}

/// Verifies a webhook and returns `{"ok": true, "event"}`, or `{"ok": false, "code", "message", "respond_status"}`.
/// `secrets` is a JSON array, `headers` one of pairs.
///
/// # Errors
/// Only for a provider that does not exist.
#[wasm_bindgen]
pub fn webhook(
    provider: &str,
    secrets: &str,
    headers: &str,
    body: &[u8],
    now_ms: f64,
    tolerance_ms: Option<f64>,
) -> Result<String, JsError> {
    let provider = ffi::provider(provider).map_err(|problem| JsError::new(&problem))?;
    let tolerance = tolerance_ms.map(|ms| Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default());
    Ok(json::write(&ffi::webhook(provider, secrets, headers, body, now_ms as u64, tolerance)))
}

/// A form of an error for others, as JSON, for `public` or `owner`; see [`ffi::render_with_offer`].
///
/// # Errors
/// A text that says which argument is wrong.
#[wasm_bindgen]
pub fn render(form: &str, payload: &str, audience: &str, offer: &str) -> Result<String, JsError> {
    ffi::render_with_offer(form, payload, audience, offer).map_err(|problem| JsError::new(&problem))
}

/// A text without these secrets, a JSON list, and without what looks like a key.
#[wasm_bindgen]
#[must_use]
pub fn redact(text: &str, secrets: &str) -> String {
    ffi::redact(&Redactor::default(), text, secrets)
}

/// The payload of the error of an option that JSON cannot hold.
///
/// # Errors
/// Only for a provider that does not exist.
#[wasm_bindgen(js_name = refuseOption)]
pub fn refuse_option(provider: &str, field: &str, problem: &str) -> Result<String, JsError> {
    let provider = ffi::provider(provider).map_err(|problem| JsError::new(&problem))?;
    Ok(payload(&ffi::invalid_option(provider, field, problem)))
}

/// A key for one purchase, from the JSON of its fields.
///
/// # Errors
/// What is wrong with the scope or the fields.
#[wasm_bindgen]
pub fn once(scope: &str, fields: &str) -> Result<String, JsError> {
    ffi::once_json(scope, fields).map_err(|problem| JsError::new(&problem))
}

fn payload(error: &Error) -> String {
    json::write(&ffi::payload(error, STYLE))
}
