//! A call from JSON, and its result as JSON.

use serde_json::{Map, Value};

use crate::call::{Call, CallOptions, Success, call_redactor};
use crate::classify::invalid_argument::of_question;
use crate::client::Client;
use crate::error::{Error, ErrorPayload, Reference};
use crate::ffi::client::retry_options;
use crate::ffi::fields::{duration, duration_name, flag, string_map, text, whole_number_u32};
use crate::ffi::naming::{arguments_of, snake_case, snake_case_names, write_for_caller};
use crate::ffi::{CaseStyle, as_written, operation_of, parse_error_field, payload, refuse};
use crate::journal::JournalOp;
use crate::model::invalid_field::InvalidField;
use crate::model::json::{self, ObjectWriter};
use crate::model::phrase::Phrase;
use crate::model::redact::Redactor;
use crate::request::memo::is_reference;
use crate::spec::operation::Operation;
use crate::spec::options::{CALL, knows};
use crate::spec::provider::Provider;

/// The name under which [`call`] settles an earlier call.
pub const RECONCILE: &str = "reconcile";

/// A call from its name, arguments and options, the latter two as JSON text, with its names as `style` spells them.
///
/// The name `reconcile` settles an earlier call whose outcome is unknown: its one argument `error` is that call's
/// payload, perhaps of another process, or only the `operation` and the `reference` that `about_to_send` told. It may be
/// the JSON text of either, and where only one operation can be meant the text of the reference alone.
///
/// # Errors
/// `invalid_argument`, naming the argument.
pub fn call(
    client: &Client,
    name: &str,
    arguments: &str,
    options: &str,
    style: CaseStyle,
    entropy: impl Into<Option<[u8; 16]>>,
) -> Result<Call, Error> {
    let provider = client.provider();
    let [arguments, options] = read_texts(client, name, arguments, options)?;
    if name != RECONCILE {
        return call_from(client, operation_of(client, name)?, &arguments, &options, style, entropy);
    }
    let unknown = match arguments.get("error") {
        Some(Value::Object(error)) => unknown(provider, error),
        Some(Value::String(text)) => match json::read_object(text) {
            Some(error) => unknown(provider, &error),
            None => referenced(provider, text.trim()),
        },
        _ => Err(NO_LOST_CALL.into()),
    };
    let unknown = unknown.map_err(|problem| {
        let refused = refuse(provider, InvalidField::new("error", problem));
        of_question(provider, None, &client.settings().texts, &refused)
    })?;
    let operation = unknown.operation.as_deref().and_then(|name| provider.operation(name));
    let typed = call_options(client, operation, &options, style)
        .map_err(|refused| of_question(provider, operation, &client.settings().texts, &refused))?;
    Call::reconcile(client, &unknown, typed, entropy)
}

/// The row that records the intention to make a call, from the same as [`call`].
///
/// # Errors
/// `invalid_argument`, naming the argument; `idempotency_key` when the call has none.
pub fn plan(
    client: &Client,
    name: &str,
    arguments: &str,
    options: &str,
    style: CaseStyle,
) -> Result<JournalOp, Error> {
    let [arguments, options] = read_texts(client, name, arguments, options)?;
    let operation = operation_of(client, name)?;
    let (arguments, options) = typed(client, operation, &arguments, &options, style)?;
    Call::plan(client, operation, &arguments, options)
}

/// The arguments and options of a call.
fn read_texts(
    client: &Client,
    name: &str,
    arguments: &str,
    options: &str,
) -> Result<[Map<String, Value>; 2], Error> {
    let provider = client.provider();
    let read = |what: &str, text: &str| {
        json::read_given(text).map_err(|parse_error| {
            let operation = provider.operation(name);
            let field = parse_error_field(provider, what, &parse_error);
            let refused = refused(client, operation, field, client.redactor());
            if name == RECONCILE {
                of_question(provider, None, &client.settings().texts, &refused)
            } else {
                refused
            }
        })
    };
    Ok([read("arguments", arguments)?, read("options", options)?])
}

/// A call of an operation from its arguments and options as JSON.
///
/// # Errors
/// `invalid_argument`, naming the argument or the option.
pub fn call_from(
    client: &Client,
    operation: &'static Operation,
    arguments: &Map<String, Value>,
    options: &Map<String, Value>,
    style: CaseStyle,
    entropy: impl Into<Option<[u8; 16]>>,
) -> Result<Call, Error> {
    let (arguments, options) = typed(client, operation, arguments, options, style)?;
    Call::new(client, operation, &arguments, options, entropy)
}

/// The arguments and options as the core spells them.
fn typed(
    client: &Client,
    operation: &'static Operation,
    arguments: &Map<String, Value>,
    options: &Map<String, Value>,
    style: CaseStyle,
) -> Result<(Map<String, Value>, CallOptions), Error> {
    let spelled = arguments_of(operation, arguments, style);
    let refuse = |field: InvalidField| {
        let mut redactor = call_redactor(client, operation, spelled.as_ref().unwrap_or(arguments), &[]);
        redactor.add_headers_within(options);
        refused(client, Some(operation), field, &redactor)
    };
    let typed = read_call_options(options, style).map_err(refuse)?;
    match spelled.as_ref().err().map(|field| refuse(field.clone())) {
        Some(refused) => Err(refused),
        None => Ok((spelled.unwrap_or_default(), typed)),
    }
}

/// The options of a call from JSON; without an operation those of [`Call::reconcile`], whose refusal proves nothing about
/// the earlier call.
///
/// # Errors
/// `invalid_argument`, naming the option.
pub fn call_options(
    client: &Client,
    operation: Option<&'static Operation>,
    options: &Map<String, Value>,
    style: CaseStyle,
) -> Result<CallOptions, Error> {
    read_call_options(options, style).map_err(|field| {
        let mut redactor = client.redactor().clone();
        redactor.add_headers_within(options);
        let refused = refused(client, operation, field, &redactor);
        match operation {
            Some(_) => refused,
            None => of_question(client.provider(), None, &client.settings().texts, &refused),
        }
    })
}

fn refused(
    client: &Client,
    operation: Option<&'static Operation>,
    field: InvalidField,
    redactor: &Redactor,
) -> Error {
    field.into_error(client.provider(), operation, &client.settings().texts, redactor)
}

fn read_call_options(options: &Map<String, Value>, style: CaseStyle) -> Result<CallOptions, InvalidField> {
    if let Some(name) = options.keys().find(|name| !knows(CALL, &snake_case(name))) {
        return Err(InvalidField::verbatim(name, "is not an option of a call; check the spelling"));
    }
    let options = snake_case_names(options);
    // An id that was lost on the way must not become a random one: each repetition would be a new payment.
    if matches!(options.get("idempotency_key"), Some(Value::Null)) {
        let problem = "must not be null: it keeps the call from taking effect twice; leave it out and payonce generates one";
        return Err(InvalidField::new("idempotency_key", problem));
    }
    let (retry, budget) = retry_options(&options, style)?;
    if budget.is_some() {
        let problem = "belongs to the client, whose calls share it; set it there";
        return Err(InvalidField::new("retry.budget", problem));
    }
    let mut typed = CallOptions::default();
    typed.timeout = duration(&options, "timeout")?;
    typed.max_retries = whole_number_u32(&options, "max_retries")?;
    typed.retry = retry;
    typed.idempotency_key = text(&options, "idempotency_key")?.map(ToOwned::to_owned);
    typed.allow_duplicate = flag(&options, "allow_duplicate")?.unwrap_or(typed.allow_duplicate);
    typed.embed_reference = flag(&options, "embed_reference")?.unwrap_or(typed.embed_reference);
    typed.reconcile = flag(&options, "reconcile")?.unwrap_or(typed.reconcile);
    typed.headers = string_map(&options, "headers", "must map header names to strings")?;
    // The core knows a timeout, and not the unit that the caller gave it in.
    typed.check().map_err(|refused| match refused.path().as_str() {
        "timeout" => InvalidField::new(duration_name(&options, "timeout"), refused.into_parts().1),
        _ => refused,
    })?;
    Ok(typed)
}

const NO_LOST_CALL: &str = "must be the error of the call that is looked for, its JSON form, or the reference of its \
    payment, such as \"po_0123456789abcdef0123\"; for a key of your own, pass an object of `operation` and `reference` \
    with the key as its `idempotency_key`";

/// The call whose reference this is, where only one operation of the provider can be looked for.
fn referenced(provider: Provider, reference: &str) -> Result<ErrorPayload, Phrase> {
    let mut operations = provider.spec().operations.iter().filter(|operation| operation.search().is_some());
    let (Some(operation), None) = (operations.next(), operations.next()) else {
        return Err("must be the error of the lost call, or its JSON form".into());
    };
    // A search for any other text, such as a line of a log, would find nothing, and a person would trust that result.
    if !is_reference(reference) {
        return Err(NO_LOST_CALL.into());
    }
    let reference = Reference { reference: Some(reference.to_owned()), ..Reference::default() };
    Ok(ErrorPayload::from_reference(provider, operation.name, reference))
}

/// An error's payload, or a replacement for it if the process died before the end of the call.
fn unknown(provider: Provider, error: &Map<String, Value>) -> Result<ErrorPayload, Phrase> {
    let malformed = |member: Phrase| {
        Phrase::from("must be the JSON form of an error of payonce; its ")
            .join(member)
            .then(" is missing or malformed")
    };
    let operation = error.get("operation").and_then(Value::as_str);
    // A record of a log has it as text.
    if let (Some(operation), Some(Value::String(mark))) = (operation, error.get("reference")) {
        let reference = Reference { reference: Some(mark.clone()), ..Reference::default() };
        return Ok(ErrorPayload::from_reference(provider, operation, reference));
    }
    let reference = error.get("reference").and_then(Value::as_object);
    match (operation, reference) {
        (Some(operation), Some(reference)) if !error.contains_key("kind") => {
            let reference = Reference::from_members(&snake_case_names(reference));
            let reference = reference.map_err(|member| malformed(Phrase::name(member)))?;
            Ok(ErrorPayload::from_reference(provider, operation, reference))
        }
        // The payload is spelled alike in every language.
        _ => ErrorPayload::read(error).map_err(|member| malformed(Phrase::from(member))),
    }
}

/// Writes the result of a call: `{"ok": true, "value", "call_info"}` or `{"ok": false, "error", "refusal"}`.
#[must_use]
pub fn envelope(result: &Result<Success, Error>, style: CaseStyle) -> String {
    // A result has about the length of its body, which is unknown here.
    let mut members = ObjectWriter::with_capacity(1024);
    members.flag("ok", result.is_ok());
    match result {
        Ok(success) => {
            let mut call_info = ObjectWriter::with_capacity(512);
            call_info.number("status", success.status.into());
            call_info.pairs("headers", success.headers.iter());
            call_info.maybe_text("request_id", success.request_id.as_deref());
            call_info.number("attempts", success.attempts.into());
            call_info.value("reference", &success.reference.to_value());
            call_info.flag("replayed", success.replayed);
            call_info.object("envelope", &success.envelope);
            write_for_caller(members.name("value"), &success.returns, &success.value, style);
            members.json("call_info", &call_info.write());
        }
        Err(error) => {
            members.value("error", &payload(error, style));
            members.flag("refusal", error.payload().is_refusal());
        }
    }
    members.write()
}

/// The error of a value that a binding cannot hand over as JSON, such as a set or an object of an unknown class. The
/// name of the field is the caller's.
#[must_use]
pub fn invalid_argument(client: &Client, operation: Option<&str>, field: &str, problem: &str) -> Error {
    let provider = client.provider();
    let is_question = operation == Some(RECONCILE);
    let operation = operation.and_then(|name| provider.operation(name));
    let field = as_written(provider, operation, field, problem.to_owned());
    let refused = refused(client, operation, field, client.redactor());
    if is_question { of_question(provider, operation, &client.settings().texts, &refused) } else { refused }
}
