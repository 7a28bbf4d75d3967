//! The border of the core: JSON in and out, and the spelling of names in the caller's language.
//!
//! The core itself takes typed values and speaks snake_case. What crosses into Python and TypeScript is decided here, once.

mod aliases;
mod call;
mod challenge;
mod classify;
mod client;
mod fields;
mod journal;
mod lists;
mod naming;
mod provider_file;
mod record;
mod render;
mod webhook;

use serde_json::{Map, Value};

pub use call::{RECONCILE, call, call_from, call_options, envelope, invalid_argument, plan};
pub use challenge::{paid_envelope, paid_request, payment, signed_fields, signed_report};
pub use classify::{
    PlainQuestion, Question, classify_json, classify_plain, classify_question, classify_request,
};
pub use client::{client, client_from, invalid_option};
pub use journal::{
    conformance_step, invalid_journal_argument, journal_duration, once_json, store_report, store_report_json,
};
pub use lists::{page_turn, pager, waiter, waiter_poll_failed, waiter_step};
pub use naming::{CaseStyle, payload};
#[cfg(feature = "toml")]
pub use provider_file::gallery_file;
pub use provider_file::{load_provider, refused_file};
pub use record::record;
pub use render::{render, render_with_offer};
pub use webhook::{webhook, webhook_event};

use crate::classify::Context;
use crate::classify::journal::not_recorded;
use crate::client::Client;
use crate::error::Error;
use crate::ffi::naming::snake_case;
use crate::model::headers::Headers;
use crate::model::invalid_field::InvalidField;
use crate::model::json::{self, ParseError};
use crate::model::phrase::Phrase;
use crate::model::redact::Redactor;
use crate::model::user_message::Texts;
use crate::providers::loaded;
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;
use crate::spec::types::Progress;

/// Reads a JSON object that a binding hands over.
///
/// # Errors
/// `invalid_argument` when it is none, or when a member of it would not arrive as it is; `name` says what it was to be.
pub fn object(provider: Provider, name: &str, text: &str) -> Result<Map<String, Value>, Error> {
    json::read_given(text)
        .map_err(|parse_error| refuse(provider, parse_error_field(provider, name, &parse_error)))
}

/// A value that JSON cannot hold, or that would not arrive as it is.
fn parse_error_field(provider: Provider, name: &str, parse_error: &ParseError) -> InvalidField {
    if parse_error.path.is_empty() {
        return InvalidField::new(name, "must be an object that JSON can hold");
    }
    as_written(provider, None, &parse_error.path, parse_error.problem)
}

/// A field under the name that the caller wrote. The provider's own SDK knows it by ours.
fn as_written(
    provider: Provider,
    operation: Option<&'static Operation>,
    field: &str,
    problem: impl Into<Phrase>,
) -> InvalidField {
    let problem = problem.into();
    let ours = InvalidField::new(snake_case(field), problem.clone());
    let written = InvalidField::verbatim(field, problem);
    match (provider.spec().sentinel)(operation, &ours) {
        Some(sentinel) => written.reported_as(sentinel),
        None => written,
    }
}

/// The provider of this id, or of the handle of a provider file.
///
/// # Errors
/// A text that names the providers there are.
pub fn provider(id: &str) -> Result<Provider, String> {
    loaded::by_handle(id).map_or_else(|| id.parse(), Ok).map_err(|_| {
        let known: Vec<&str> = Provider::BUILT_IN.iter().map(|provider| provider.as_str()).collect();
        format!("no provider is called \"{id}\"; use one of {}", known.join(", "))
    })
}

/// The operation of this name.
///
/// # Errors
/// `invalid_argument` when the provider has none.
pub fn operation(provider: Provider, name: &str) -> Result<&'static Operation, Error> {
    provider.operation(name).ok_or_else(|| refuse(provider, unknown_operation(provider, name)))
}

/// The operation of this name, for a client: a refusal has the client's language.
///
/// # Errors
/// `invalid_argument` when the provider has none.
pub fn operation_of(client: &Client, name: &str) -> Result<&'static Operation, Error> {
    let provider = client.provider();
    provider.operation(name).ok_or_else(|| {
        let field = unknown_operation(provider, name);
        field.into_error(provider, None, &client.settings().texts, client.redactor())
    })
}

fn unknown_operation(provider: Provider, name: &str) -> InvalidField {
    InvalidField::new("operation", format!("{provider} has no \"{name}\""))
}

/// How far an object of this type has come, from the text in the field of its state. An object of a type without a
/// state, or of a type that does not exist, is open.
#[must_use]
pub fn progress(provider: Provider, model: &str, state: Option<&str>) -> Progress {
    let model = provider.spec().models.iter().find(|known| known.name == model);
    let rule = model.and_then(|model| model.state);
    rule.map_or(Progress::Open, |rule| rule.progress(state))
}

/// The error of a journal that cannot be written. Nothing was sent.
#[must_use]
pub fn journal_unavailable(client: &Client, problem: &str) -> Error {
    let context = Context { redactor: client.redactor().clone(), ..Context::new(client.provider()) };
    not_recorded(&context, problem)
}

fn one_of<T: Copy>(members: &[T], name: fn(T) -> &'static str) -> String {
    let names: Vec<&str> = members.iter().map(|member| name(*member)).collect();
    format!("must be one of {}", names.join(", "))
}

/// Header fields as JSON: a list of pairs, or an object.
#[must_use]
pub fn headers(value: Option<&Value>) -> Headers {
    let text = |value: &Value| value.as_str().map_or_else(|| json::write(value), ToOwned::to_owned);
    let mut headers = Headers::new();
    match value {
        Some(Value::Array(pairs)) => {
            for pair in pairs {
                if let Some([name, value]) = pair.as_array().map(Vec::as_slice) {
                    headers.push(text(name), text(value));
                }
            }
        }
        Some(Value::Object(fields)) => {
            for (name, value) in fields {
                headers.push(name.as_str(), text(value));
            }
        }
        _ => {}
    }
    headers
}

/// A refusal without a client, whose texts and keys would be needed otherwise.
fn refuse(provider: Provider, field: InvalidField) -> Error {
    field.into_error(provider, None, &Texts::default(), &Redactor::default())
}

/// A text without the keys of a client, without further secrets given as a JSON list, and without what looks like a key.
#[must_use]
pub fn redact(known: &Redactor, text: &str, secrets: &str) -> String {
    let mut redactor = known.clone();
    for secret in json::read(secrets.as_bytes()).ok().as_ref().and_then(Value::as_array).into_iter().flatten()
    {
        redactor.add(secret.as_str().unwrap_or_default());
    }
    redactor.text(text)
}
