//! JSON in and JSON out, for the bindings: what crosses into Python and TypeScript is decided here, once.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::call::Success;
use crate::classify::{Answer, Context, Failure, FailureCause, Received, classify};
use crate::client::{Client, KeyStyle};
use crate::error::{Error, Payload};
use crate::follow::{Follow, Following};
use crate::headers::Headers;
use crate::invalid::InvalidField;
use crate::operation::{Operation, Safety};
use crate::redact::Redactor;
use crate::render::{Audience, HttpAnswer};
use crate::text::{Language, Texts};
use crate::vocabulary::{Phase, Provider};

/// Reads a JSON object that a binding hands over.
///
/// # Errors
/// `invalid_argument` when it is none; `name` says what it was to be.
pub fn object(provider: Provider, name: &str, text: &str) -> Result<Map<String, Value>, Error> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(refuse(provider, InvalidField::new(name, "must be an object that JSON can hold"))),
    }
}

/// The provider of this id.
///
/// # Errors
/// A text that names the providers there are.
pub fn provider(id: &str) -> Result<Provider, String> {
    Provider::parse(id).ok_or_else(|| {
        let known: Vec<&str> = Provider::ALL.iter().map(|provider| provider.as_str()).collect();
        format!("no provider is called {id:?}; use one of {}", known.join(", "))
    })
}

/// The operation of this name.
///
/// # Errors
/// `invalid_argument` when the provider has none.
pub fn operation(provider: Provider, name: &str) -> Result<&'static Operation, Error> {
    provider.operation(name).ok_or_else(|| {
        refuse(provider, InvalidField::new("operation", format!("{provider} has no {name:?}")))
    })
}

/// A client from its options as JSON text.
///
/// # Errors
/// `invalid_argument`, naming the option.
pub fn client(
    provider: Provider,
    options: &str,
    style: KeyStyle,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Client, Error> {
    Client::new(provider, &object(provider, "options", options)?, style, environment)
}

/// The result of a call: `{"ok": true, "value", "meta"}` or `{"ok": false, "error"}`.
#[must_use]
pub fn envelope(result: &Result<Success, Error>) -> Value {
    match result {
        Ok(success) => json!({
            "ok": true,
            "value": success.value,
            "meta": {
                "status": success.status,
                "headers": success.headers.iter().map(|(name, value)| json!([name, value])).collect::<Value>(),
                "request_id": success.request_id,
                "attempts": success.attempts,
                "reference": success.reference,
                "envelope": success.envelope,
            },
        }),
        Err(error) => json!({ "ok": false, "error": error.payload() }),
    }
}

/// [`classify_request`] for a binding that hands over JSON text.
///
/// # Errors
/// `invalid_argument`, naming the member.
pub fn classify_json(provider: Provider, request: &str, body: &[u8]) -> Result<Option<Error>, Error> {
    classify_request(provider, &object(provider, "request", request)?, body)
}

/// The next step of following an object to its final state: `{"step": "look", "after_ms", "operation", "arguments"}`,
/// or `{"step": "done", "envelope"}` whose `ok` envelope has no `meta`.
#[must_use]
pub fn follow_step(following: &mut Following, elapsed: Duration, looked: Option<Value>) -> Value {
    match following.next(elapsed, looked) {
        Follow::Look { after, operation, arguments } => json!({
            "step": "look",
            "after_ms": u64::try_from(after.as_millis()).unwrap_or(u64::MAX),
            "operation": operation.name,
            "arguments": arguments,
        }),
        Follow::Done(Ok(value)) => json!({ "step": "done", "envelope": { "ok": true, "value": value } }),
        Follow::Done(Err(error)) => {
            json!({ "step": "done", "envelope": { "ok": false, "error": error.payload() } })
        }
    }
}

/// Classifies what somebody's own client received.
///
/// `request` has `provider`, and optionally `operation`, `safety`, `language`, `unix_ms`, `secrets` (texts to keep
/// out), `user_messages`; with an answer `status` and `headers` (pairs, or an object); without one `phase` and
/// `cause` (`connection`, `timeout`, `too_large`) and `message`.
///
/// # Errors
/// `invalid_argument`, naming the member.
pub fn classify_request(
    provider: Provider,
    request: &Map<String, Value>,
    body: &[u8],
) -> Result<Option<Error>, Error> {
    let wrong = |field: &str, problem: String| refuse(provider, InvalidField::new(field, problem));
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let mut context = Context::new(provider);
    if let Some(name) = text("operation") {
        context.operation = Some(operation(provider, name)?);
    }
    if let Some(name) = text("safety") {
        let safety =
            Safety::parse(name).ok_or_else(|| wrong("safety", one_of(Safety::ALL, Safety::as_str)))?;
        context.safety = Some(safety);
    }
    let overrides = request.get("user_messages").and_then(Value::as_object);
    context.texts = Texts {
        language: text("language").map_or(Language::English, Language::from_tag),
        overrides: overrides
            .into_iter()
            .flatten()
            .filter_map(|(name, message)| Some((name.clone(), message.as_str()?.to_owned())))
            .collect(),
    };
    context.unix_ms = request.get("unix_ms").and_then(Value::as_u64).unwrap_or_default();
    let secrets = request.get("secrets").and_then(Value::as_array);
    let secrets: Vec<crate::Secret> =
        secrets.into_iter().flatten().filter_map(Value::as_str).map(crate::Secret::new).collect();
    context.redactor = Redactor::new(&secrets);
    let headers = headers(request.get("headers"));
    let received = match request.get("status").filter(|status| !status.is_null()) {
        Some(status) => {
            let status = status
                .as_u64()
                .and_then(|status| u16::try_from(status).ok())
                .filter(|status| (100..=999).contains(status))
                .ok_or_else(|| wrong("status", "must be an HTTP status from 100 to 999".to_owned()))?;
            Received::Answer(Answer { status, headers, body: body.to_vec() })
        }
        None => {
            let phase = text("phase").ok_or_else(|| wrong("status", "or phase is required".to_owned()))?;
            let phase = Phase::parse(phase).filter(|phase| *phase != Phase::Answered).ok_or_else(|| {
                wrong("phase", "must be before_send, sending, waiting or reading".to_owned())
            })?;
            let cause = match text("cause") {
                None => None,
                Some("connection") => Some(FailureCause::Connection),
                Some("timeout") => Some(FailureCause::Timeout),
                Some("too_large") => Some(FailureCause::TooLarge),
                Some(_) => return Err(wrong("cause", "must be connection, timeout or too_large".to_owned())),
            };
            let message =
                text("message").map_or_else(|| format!("no complete answer ({phase})"), ToOwned::to_owned);
            Received::Failure(Failure { phase, cause, message, head: None })
        }
    };
    Ok(classify(&context, &received))
}

/// The error of an option that a binding cannot hand over as JSON, before there is a client.
#[must_use]
pub fn invalid_option(provider: Provider, field: &str, problem: &str) -> Error {
    refuse(provider, InvalidField::new(field, problem))
}

/// The error of a value that a binding cannot hand over as JSON, such as a set or an object of an unknown class.
#[must_use]
pub fn invalid_argument(client: &Client, operation: Option<&str>, field: &str, problem: &str) -> Error {
    let operation = operation.and_then(|name| client.provider().operation(name));
    InvalidField::new(field, problem).into_error(
        client.provider(),
        operation,
        &client.settings().texts,
        client.redactor(),
    )
}

fn one_of<T: Copy>(members: &[T], name: fn(T) -> &'static str) -> String {
    let names: Vec<&str> = members.iter().map(|member| name(*member)).collect();
    format!("must be one of {}", names.join(", "))
}

fn headers(value: Option<&Value>) -> Headers {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    match value {
        Some(Value::Array(pairs)) => pairs
            .iter()
            .filter_map(|pair| match pair.as_array().map(Vec::as_slice) {
                Some([name, value]) => Some((text(name), text(value))),
                _ => None,
            })
            .collect(),
        Some(Value::Object(fields)) => {
            fields.iter().map(|(name, value)| (name.clone(), text(value))).collect()
        }
        _ => Headers::new(),
    }
}

fn refuse(provider: Provider, field: InvalidField) -> Error {
    field.into_error(provider, None, &Texts::default(), &Redactor::default())
}

/// One form of an error, as JSON text: `problem`, `response`, `mcp`, `x402` or `log`, for `public` or `owner`.
///
/// # Errors
/// A text that says which of the three arguments is wrong.
pub fn render(form: &str, payload_json: &str, audience: &str) -> Result<String, String> {
    render_with_offer(form, payload_json, audience, "{}")
}

/// As [`render`]; `offer_json` is what `x402` needs to know of the server: `resource`, `accepts`, `extensions`.
///
/// # Errors
/// A text that says which of the arguments is wrong.
pub fn render_with_offer(
    form: &str,
    payload_json: &str,
    audience: &str,
    offer_json: &str,
) -> Result<String, String> {
    let payload: Payload = serde_json::from_str(payload_json)
        .map_err(|error| format!("this is no payload of an error: {error}"))?;
    let audience = Audience::parse(audience)
        .ok_or_else(|| format!("audience {}", one_of(Audience::ALL, Audience::as_str)))?;
    let offer: Map<String, Value> =
        serde_json::from_str(offer_json).map_err(|error| format!("the offer must be an object: {error}"))?;
    let answer = |answer: HttpAnswer| serde_json::to_value(answer).unwrap_or_default();
    let rendered = match form {
        "problem" => payload.to_problem(audience),
        "response" => answer(payload.to_response(audience)),
        "mcp" => payload.to_mcp(audience),
        "x402" => answer(payload.to_x402(audience, &offer)),
        "log" => Value::Object(payload.log_record(audience)),
        _ => return Err("form must be one of problem, response, mcp, x402, log".to_owned()),
    };
    Ok(rendered.to_string())
}
