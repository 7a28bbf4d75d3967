//! A payment by challenge from JSON, and its result as JSON.

use serde_json::{Map, Value};

use crate::challenge::{PAID_METHODS, PaidRequest, PaidResponse, Payment, PaymentOptions};
use crate::client::Client;
use crate::error::Error;
use crate::ffi::fields::{duration, duration_name, text};
use crate::ffi::naming::{snake_case, snake_case_names};
use crate::ffi::{CaseStyle, parse_error_field, payload};
use crate::model::invalid_field::InvalidField;
use crate::model::json::{self, Members};

/// The options of a payment, in the spelling of the core.
const OPTIONS: &[&str] = &["idempotency_key", "deadline", "deadline_ms"];

/// A payment from the JSON of its request, with `method`, `url` and `headers` as pairs, its body, and the JSON of its options.
///
/// # Errors
/// `invalid_argument`, naming the argument.
pub fn payment(
    client: &Client,
    request: &str,
    body: Option<Vec<u8>>,
    options: &str,
    entropy: impl Into<Option<[u8; 16]>>,
) -> Result<Payment, Error> {
    let (request, options) = paid_request(client, request, body, options)?;
    Payment::new(client, request, &options, entropy)
}

/// The typed arguments of a payment from the same as [`payment`].
///
/// # Errors
/// `invalid_argument`, naming the argument.
pub fn paid_request(
    client: &Client,
    request: &str,
    body: Option<Vec<u8>>,
    options: &str,
) -> Result<(PaidRequest, PaymentOptions), Error> {
    let provider = client.provider();
    let refuse = |field: InvalidField| {
        field.into_error(provider, provider.operation("fetch"), &client.settings().texts, client.redactor())
    };
    let read = |name, text: &str| {
        json::read_given(text).map_err(|problem| refuse(parse_error_field(provider, name, &problem)))
    };
    let (request, options) = (read("request", request)?, read("options", options)?);
    let request = read_request(&request, body).map_err(refuse)?;
    Ok((request, read_options(&options).map_err(refuse)?))
}

fn read_request(members: &Map<String, Value>, body: Option<Vec<u8>>) -> Result<PaidRequest, InvalidField> {
    let required = |name| text(members, name)?.ok_or_else(|| InvalidField::new(name, "must be a string"));
    let method = required("method")?;
    // The core refuses a method that is empty.
    let method = PAID_METHODS.iter().copied().find(|known| known.eq_ignore_ascii_case(method));
    let mut headers = Vec::new();
    for pair in members.get("headers").and_then(Value::as_array).into_iter().flatten() {
        match pair.as_array().map(Vec::as_slice) {
            Some([Value::String(name), Value::String(value)]) => headers.push((name.clone(), value.clone())),
            _ => {
                return Err(InvalidField::new(
                    "headers",
                    "must be names and values, and both must be strings",
                ));
            }
        }
    }
    Ok(PaidRequest { method: method.unwrap_or_default(), url: required("url")?.to_owned(), headers, body })
}

fn read_options(given: &Map<String, Value>) -> Result<PaymentOptions, InvalidField> {
    if let Some(name) = given.keys().find(|name| !OPTIONS.contains(&snake_case(name).as_str())) {
        return Err(InvalidField::verbatim(name, "is not an option of a payment; check the spelling"));
    }
    let options = snake_case_names(given);
    // A caller that lost its key would pay anew with every repetition.
    if matches!(options.get("idempotency_key"), Some(Value::Null)) {
        let problem = "must not be null; leave it out to pay without a journal";
        return Err(InvalidField::new("idempotency_key", problem));
    }
    let deadline = duration(&options, "deadline")?;
    if deadline.is_some_and(|deadline| deadline.is_zero()) {
        return Err(InvalidField::new(duration_name(&options, "deadline"), "must be longer than zero"));
    }
    Ok(PaymentOptions {
        idempotency_key: text(&options, "idempotency_key")?.map(ToOwned::to_owned),
        deadline,
    })
}

/// The result of a payment: `{"ok": true, "value"}`, without the body, or `{"ok": false, "error"}`.
#[must_use]
pub fn paid_envelope(result: &Result<PaidResponse, Error>, style: CaseStyle) -> Value {
    let mut members = Members::new();
    members.flag("ok", result.is_ok());
    match result {
        Ok(paid) => {
            let pair = |(name, value): (&str, &str)| Value::Array(vec![name.into(), value.into()]);
            let mut value = Members::new();
            value.number("status", paid.response.status.into());
            value.value("headers", paid.response.headers.iter().map(pair).collect());
            value.flag("paid", paid.is_paid);
            value.flag("replayed", paid.is_replayed);
            value.value("settlement", paid.settlement.clone().map_or(Value::Null, Value::Object));
            value.value("reference", paid.reference.to_value());
            value.number("attempts", paid.attempts.into());
            members.object("value", value);
        }
        Err(error) => members.value("error", payload(error, style)),
    }
    members.into_value()
}

/// The header fields that a signer returned, as JSON: an object or a list of pairs of strings.
///
/// # Errors
/// What is wrong with them, in words.
pub fn signed_fields(text: &str) -> Result<Vec<(String, String)>, String> {
    let field = |name: &str, value: &Value| match value {
        Value::String(value) => Ok((name.to_owned(), value.clone())),
        _ => Err("the signer must return one header field, whose name and value are strings".to_owned()),
    };
    match json::read(text.as_bytes()) {
        Ok(Value::Object(members)) => members.iter().map(|(name, value)| field(name, value)).collect(),
        Ok(Value::Array(pairs)) => pairs
            .iter()
            .map(|pair| match pair.as_array().map(Vec::as_slice) {
                Some([Value::String(name), value]) => field(name, value),
                _ => field("", &Value::Null),
            })
            .collect(),
        _ => field("", &Value::Null).map(|field| vec![field]),
    }
}

/// What a signer of JavaScript reported: `{"fields"}` with what it returned, or `{"declined"}` with why it did not sign.
///
/// # Errors
/// Why there is no header field, in words.
pub fn signed_report(report: &str) -> Result<Vec<(String, String)>, String> {
    let members = json::read_object(report).unwrap_or_default();
    match members.get("declined") {
        Some(Value::String(problem)) => Err(problem.clone()),
        _ => signed_fields(&members.get("fields").map(json::write).unwrap_or_default()),
    }
}
