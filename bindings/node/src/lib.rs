//! The native half of the npm package `payonce` for Node: JSON in, JSON out, and no decision.
//!
//! Nothing here throws for a failed call: an error is data until TypeScript throws it, so that it is an instance of
//! the classes there and its stack shows the caller.

#![allow(clippy::needless_pass_by_value, reason = "napi hands over owned values")]

mod call;
mod client;
mod command;
mod journal;
mod paging;
mod payment;
mod sandbox;
mod waiter;

use std::time::Duration;

pub use command::command;
use napi::bindgen_prelude::{Uint8Array, Uint8ArraySlice};
use napi_derive::napi;
use payonce_core::ffi::PlainQuestion;
use payonce_core::{CaseStyle, Redactor, ffi};
pub use sandbox::{NativeSandbox, start_sandbox};

/// How TypeScript spells names.
const STYLE: CaseStyle = CaseStyle::Camel;

/// The version of the core that this addon was built from.
#[napi(catch_unwind)]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The error that this response or failure means, as [`ffi::record`] writes it; nothing for a success. The other arguments are
/// those of [`PlainQuestion`].
///
/// # Errors
/// Only for a provider that does not exist.
#[napi(catch_unwind)]
pub fn classify(
    provider: String,
    status: Option<u32>,
    unix_ms: f64,
    lines: String,
    // Not `Uint8Array`, which would have the engine keep a reference and count it down later.
    body: Uint8ArraySlice<'_>,
    rest: Option<String>,
) -> napi::Result<Option<String>> {
    let provider = ffi::provider(&provider).map_err(napi::Error::from_reason)?;
    let question = PlainQuestion { status, unix_ms, lines, rest };
    let verdict = ffi::classify_plain(provider, &question, &body).unwrap_or_else(Some);
    Ok(verdict.map(|error| ffi::record(error, STYLE)))
}

/// Loads a provider from the text of its file; see [`ffi::load_provider`].
#[napi(catch_unwind)]
pub fn load_provider(text: String, format: Option<String>, name: String) -> String {
    ffi::load_provider(&text, format.as_deref(), &name).to_string()
}

/// How far an object of this type has come, from the text of its state: `open`, `succeeded` or `failed`.
///
/// # Errors
/// Only for a provider that does not exist.
#[napi(catch_unwind)]
pub fn progress(provider: String, model: String, state: Option<String>) -> napi::Result<&'static str> {
    let provider = ffi::provider(&provider).map_err(napi::Error::from_reason)?;
    Ok(ffi::progress(provider, &model, state.as_deref()).as_str())
}

/// Verifies a webhook and returns `{"ok": true, "event"}`, or `{"ok": false, "code", "message", "respond_status"}`.
/// `secrets` is a JSON array, `headers` one of pairs.
///
/// # Errors
/// Only for a provider that does not exist.
#[napi(catch_unwind)]
pub fn webhook(
    provider: String,
    secrets: String,
    headers: String,
    body: Uint8Array,
    now_ms: f64,
    tolerance_ms: Option<f64>,
) -> napi::Result<String> {
    let provider = ffi::provider(&provider).map_err(napi::Error::from_reason)?;
    let tolerance = tolerance_ms.map(|ms| Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default());
    Ok(ffi::webhook(provider, &secrets, &headers, &body, now_ms as u64, tolerance).to_string())
}

/// A form of an error for others, as JSON, for `public` or `owner`; see [`ffi::render_with_offer`].
///
/// # Errors
/// A text that says which argument is wrong.
#[napi(catch_unwind)]
pub fn render(form: String, payload: String, audience: String, offer: String) -> napi::Result<String> {
    ffi::render_with_offer(&form, &payload, &audience, &offer).map_err(napi::Error::from_reason)
}

/// A text without these secrets, a JSON list, and without what looks like a key.
#[napi(catch_unwind)]
pub fn redact(text: String, secrets: String) -> String {
    ffi::redact(&Redactor::default(), &text, &secrets)
}

/// The payload of the error of an option that JSON cannot hold.
///
/// # Errors
/// Only for a provider that does not exist.
#[napi(catch_unwind)]
pub fn refuse_option(provider: String, field: String, problem: String) -> napi::Result<String> {
    let provider = ffi::provider(&provider).map_err(napi::Error::from_reason)?;
    Ok(client::payload(&ffi::invalid_option(provider, &field, &problem)))
}

/// A key for one purchase, from the JSON of its fields.
///
/// # Errors
/// What is wrong with the scope or the fields.
#[napi(catch_unwind)]
pub fn once(scope: String, fields: String) -> napi::Result<String> {
    ffi::once_json(&scope, &fields).map_err(napi::Error::from_reason)
}
