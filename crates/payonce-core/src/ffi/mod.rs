//! JSON in and JSON out, for the bindings: what crosses into Python and TypeScript is decided here, once.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::call::paginate::Pager;
use crate::call::waiter::{Waiter, WaiterStep};
use crate::call::{Call, Success};
use crate::classify::invalid_argument::of_question;
use crate::classify::journal::not_recorded;
use crate::classify::{Context, classify};
use crate::client::Client;
use crate::client::options::fields::snake_case_names;
use crate::model::clock::whole_milliseconds;
use crate::model::error::{Error, ErrorPayload, Reference};
use crate::model::headers::Headers;
use crate::model::http::{FailureCause, Received, Response, TransportFailure};
use crate::model::invalid_field::InvalidField;
use crate::model::json::{self, Members, ParseError};
use crate::model::naming::{CaseStyle, to_case};
use crate::model::redact::Redactor;
use crate::model::safety::Safety;
use crate::model::secret::Secret;
use crate::model::user_message::{Language, Texts};
use crate::model::vocabulary::{Phase, Provider};
use crate::render::Audience;
use crate::request::memo::is_reference;
use crate::spec::operation::Operation;
use crate::spec::types::Progress;

/// Reads a JSON object that a binding hands over.
///
/// # Errors
/// `invalid_argument` when it is none, or when a member of it would not arrive as it is; `name` says what it was to be.
pub fn object(provider: Provider, name: &str, text: &str) -> Result<Map<String, Value>, Error> {
    json::read_given(text).map_err(|parse_error| refuse(provider, parse_error_field(name, parse_error)))
}

fn parse_error_field(name: &str, parse_error: ParseError) -> InvalidField {
    if parse_error.path.is_empty() {
        return InvalidField::new(name, "must be an object that JSON can hold");
    }
    InvalidField::new(parse_error.path, parse_error.problem).verbatim()
}

/// The provider of this id.
///
/// # Errors
/// A text that names the providers there are.
pub fn provider(id: &str) -> Result<Provider, String> {
    id.parse().map_err(|_| {
        let known: Vec<&str> = Provider::ALL.iter().map(|provider| provider.as_str()).collect();
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
    let (provider, settings) = (client.provider(), client.settings());
    provider.operation(name).ok_or_else(|| {
        let field = unknown_operation(provider, name);
        field.into_error(provider, None, settings.style, &settings.texts, client.redactor())
    })
}

fn unknown_operation(provider: Provider, name: &str) -> InvalidField {
    InvalidField::new("operation", format!("{provider} has no \"{name}\""))
}

/// A client from its options as JSON text.
///
/// # Errors
/// `invalid_argument`, naming the option.
pub fn client(
    provider: Provider,
    options: &str,
    style: CaseStyle,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Client, Error> {
    Client::new(provider, &object(provider, "options", options)?, style, environment)
}

/// How far an object of this type has come, from the text in the field of its state. An object of a type without a
/// state, or of a type that does not exist, is open.
#[must_use]
pub fn progress(provider: Provider, model: &str, state: Option<&str>) -> Progress {
    let model = provider.spec().models.iter().find(|known| known.name == model);
    let rule = model.and_then(|model| model.state);
    rule.map_or(Progress::Open, |rule| rule.progress(state))
}

/// A call from its name, arguments and options, the latter two as JSON text.
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
    entropy: impl Into<Option<[u8; 16]>>,
) -> Result<Call, Error> {
    let entropy = entropy.into();
    let provider = client.provider();
    let read = |what: &str, text: &str| {
        let settings = client.settings();
        json::read_given(text).map_err(|parse_error| {
            let field = parse_error_field(what, parse_error);
            let operation = provider.operation(name);
            let refused =
                field.into_error(provider, operation, settings.style, &settings.texts, client.redactor());
            if name == RECONCILE { of_question(provider, None, &settings.texts, refused) } else { refused }
        })
    };
    let arguments = read("arguments", arguments)?;
    let options = read("options", options)?;
    if name != RECONCILE {
        return Call::new(client, operation_of(client, name)?, &arguments, &options, entropy);
    }
    let style = client.settings().style;
    let unknown = match arguments.get("error") {
        Some(Value::Object(error)) => unknown(provider, error, style),
        Some(Value::String(text)) => match json::read_object(text) {
            Some(error) => unknown(provider, &error, style),
            None => referenced(provider, text.trim()),
        },
        _ => Err(NO_LOST_CALL.to_owned()),
    };
    let unknown = unknown.map_err(|problem| {
        let refused = refuse(provider, InvalidField::new("error", problem));
        of_question(provider, None, &client.settings().texts, refused)
    })?;
    Call::reconcile(client, &unknown, &options, entropy)
}

const NO_LOST_CALL: &str = "must be the error of the call that is looked for, its JSON form, or the reference of its \
    payment, such as \"po_0123456789abcdef0123\"; for a key of your own, pass an object of `operation` and `reference` \
    with the key as its `idempotency_key`";

/// The call whose reference this is, where only one operation of the provider can be looked for.
fn referenced(provider: Provider, reference: &str) -> Result<ErrorPayload, String> {
    let mut operations = provider.spec().operations.iter().filter(|operation| operation.search().is_some());
    let (Some(operation), None) = (operations.next(), operations.next()) else {
        return Err("must be the error of the lost call, or its JSON form".to_owned());
    };
    // A search for any other text, such as a line of a log, would find nothing, and a person would trust that result.
    if !is_reference(reference) {
        return Err(NO_LOST_CALL.to_owned());
    }
    let reference = Reference { reference: Some(reference.to_owned()), ..Reference::default() };
    Ok(ErrorPayload::from_reference(provider, operation.name, reference))
}

/// An error's payload, or a replacement for it if the process died before the end of the call.
fn unknown(provider: Provider, error: &Map<String, Value>, style: CaseStyle) -> Result<ErrorPayload, String> {
    let malformed = |member: &str| {
        format!("must be the JSON form of an error of payonce; its {member} is missing or malformed")
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
            let reference = reference.map_err(|member| malformed(&to_case(member, style)))?;
            Ok(ErrorPayload::from_reference(provider, operation, reference))
        }
        // The payload is spelled alike in every language.
        _ => ErrorPayload::read(error).map_err(malformed),
    }
}

/// The name under which [`call`] settles an earlier call.
pub const RECONCILE: &str = "reconcile";

/// The result of a call: `{"ok": true, "value", "call_info"}` or `{"ok": false, "error", "refusal"}`.
#[must_use]
pub fn envelope(result: &Result<Success, Error>) -> Value {
    let mut members = Members::new();
    members.flag("ok", result.is_ok());
    match result {
        Ok(success) => {
            let pair = |(name, value): (&str, &str)| Value::Array(vec![name.into(), value.into()]);
            let mut call_info = Members::new();
            call_info.number("status", success.status.into());
            call_info.value("headers", Value::Array(success.headers.iter().map(pair).collect()));
            call_info.maybe_text("request_id", success.request_id.as_deref());
            call_info.number("attempts", success.attempts.into());
            call_info.value("reference", success.reference.to_value());
            call_info.flag("replayed", success.replayed);
            call_info.value("envelope", Value::Object(success.envelope.clone()));
            members.value("value", success.value.clone());
            members.object("call_info", call_info);
        }
        Err(error) => {
            members.value("error", error.payload().to_value());
            members.flag("refusal", error.payload().is_refusal());
        }
    }
    members.into_value()
}

/// [`classify_request`] for a binding that hands over JSON text, whose members may be in the spelling of its language.
///
/// # Errors
/// `invalid_argument`, naming the member.
pub fn classify_json(provider: Provider, request: &str, body: &[u8]) -> Result<Option<Error>, Error> {
    classify_request(provider, &snake_case_names(&object(provider, "request", request)?), body)
}

/// The error of a journal whose store cannot response. Nothing was sent.
#[must_use]
pub fn journal_unavailable(client: &Client, problem: &str) -> Error {
    let context = Context { redactor: client.redactor().clone(), ..Context::new(client.provider()) };
    not_recorded(&context, problem)
}

/// The next step of a waiter: `{"step": "poll", "after_ms", "operation", "arguments"}`,
/// or `{"step": "done", "envelope"}` whose `ok` envelope has no `call_info`.
#[must_use]
pub fn waiter_step(waiter: &mut Waiter, elapsed: Duration, polled: Option<Value>) -> Value {
    let mut step = Members::new();
    let mut envelope = Members::new();
    match waiter.next(elapsed, polled) {
        WaiterStep::Poll { after, operation, arguments } => {
            step.text("step", "poll");
            step.number("after_ms", whole_milliseconds(after));
            step.text("operation", operation.name);
            step.value("arguments", Value::Object(arguments));
            return step.into_value();
        }
        WaiterStep::Done(Ok(value)) => {
            envelope.flag("ok", true);
            envelope.value("value", value);
        }
        WaiterStep::Done(Err(error)) => {
            envelope.flag("ok", false);
            envelope.value("error", error.payload().to_value());
        }
    }
    step.text("step", "done");
    step.object("envelope", envelope);
    step.into_value()
}

/// Goes through the pages of an operation, from its name and arguments as JSON text.
///
/// # Errors
/// `invalid_argument` when the operation does not exist or has no pages.
pub fn pager(client: &Client, name: &str, arguments: &str) -> Result<Pager, Error> {
    let provider = client.provider();
    let operation = operation(provider, name)?;
    Pager::new(client, operation, &object(provider, "arguments", arguments)?)
        .ok_or_else(|| refuse(provider, InvalidField::new("operation", "has no pages")))
}

/// [`Pager::take`] as JSON: `{"fresh", "next", "error"}`, with the changed arguments in `next`, or null at the end, and the
/// payload in `error`, or null.
#[must_use]
pub fn page_turn(pager: &mut Pager, page: &Value, status: u16) -> Value {
    let turn = pager.take(page, status);
    let mut members = Members::new();
    members.flag("fresh", turn.fresh);
    let (next, error) = match turn.next {
        Ok(next) => (next.map_or(Value::Null, Value::Object), Value::Null),
        Err(error) => (Value::Null, error.payload().to_value()),
    };
    members.value("next", next);
    members.value("error", error);
    members.into_value()
}

/// The payload of [`Waiter::poll_failed`], from that of the read, or from another text if its caller stopped waiting.
#[must_use]
pub fn waiter_poll_failed(waiter: &Waiter, poll: &str) -> Value {
    let poll = json::read_object(poll).and_then(|poll| ErrorPayload::read(&poll).ok());
    waiter.poll_failed(poll.as_ref()).payload().to_value()
}

/// Verifies a webhook: `{"ok": true, "event"}`, or `{"ok": false, "code", "message", "respond_status"}`. `secrets` is a
/// JSON array of the secrets that may have signed it.
#[must_use]
pub fn webhook(secrets: &str, signature: &str, body: &[u8], now_ms: u64, tolerance: Duration) -> Value {
    let mut verdict = Members::new();
    let secrets = json::read(secrets.as_bytes()).unwrap_or_default();
    let secrets = secrets.as_array().into_iter().flatten().filter_map(Value::as_str);
    let secrets: Vec<Secret> = secrets.map(Secret::new).collect();
    let event = crate::webhook::verify_any(&secrets, signature, body, now_ms, tolerance);
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

/// Classifies a response that another client received.
///
/// `request` has `provider`, and optionally `operation`, `safety`, `language`, `unix_ms`, `secrets` (texts to keep
/// out), `user_messages`, `earlier_unknown` (whether an earlier request of the same call may have taken effect); with a
/// response `status` and `headers` (pairs, or an object); without one `phase` and
/// `cause` (`connection`, `timeout`, `too_large`, `not_processed`, `cancelled`) and `message`. With both a `status` and the
/// phase `reading`, the response broke off, and `body` is what had arrived.
///
/// # Errors
/// `invalid_argument`, naming the member. The meaning of the response is then not known, so the outcome is `unknown`: the
/// mistake is in this call, and proves nothing about the request that was sent.
pub fn classify_request(
    provider: Provider,
    request: &Map<String, Value>,
    body: &[u8],
) -> Result<Option<Error>, Error> {
    let texts = texts(request);
    classify_checked(provider, request, body, &texts)
        .map_err(|refused| of_question(provider, None, &texts, refused))
}

/// The language and the texts that the caller asked for.
fn texts(request: &Map<String, Value>) -> Texts {
    let language = request.get("language").and_then(Value::as_str);
    let own = request.get("user_messages").and_then(Value::as_object).into_iter().flatten();
    let own = own.filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())));
    Texts { language: language.map_or(Language::English, Language::from_tag), overrides: own.collect() }
}

fn classify_checked(
    provider: Provider,
    request: &Map<String, Value>,
    body: &[u8],
    texts: &Texts,
) -> Result<Option<Error>, Error> {
    let wrong = |field: &str, problem: String| refuse(provider, InvalidField::new(field, problem));
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let mut context = Context::new(provider);
    if let Some(name) = text("operation") {
        context.operation = Some(operation(provider, name)?);
    }
    if let Some(name) = text("safety") {
        let safety = name.parse().map_err(|_| wrong("safety", one_of(Safety::ALL, Safety::as_str)))?;
        context.safety = Some(safety);
    }
    context.texts = texts.clone();
    context.unix_ms = request.get("unix_ms").and_then(Value::as_u64).unwrap_or_default();
    for secret in request.get("secrets").and_then(Value::as_array).into_iter().flatten() {
        context.redactor.add(secret.as_str().unwrap_or_default());
    }
    context.earlier_unknown = request.get("earlier_unknown").and_then(Value::as_bool).unwrap_or_default();
    let response = match request.get("status").filter(|status| !status.is_null()) {
        Some(status) => {
            let status = status
                .as_u64()
                .and_then(|status| u16::try_from(status).ok())
                .filter(|status| (100..=999).contains(status))
                .ok_or_else(|| wrong("status", "must be an HTTP status from 100 to 999".to_owned()))?;
            Some(Response { status, headers: headers(request.get("headers")), body: body.to_vec() })
        }
        None => None,
    };
    let received = match response {
        Some(response) if text("phase") != Some(Phase::Reading.as_str()) => Received::Response(response),
        response => {
            let phase = text("phase").ok_or_else(|| wrong("status", "or phase is required".to_owned()))?;
            let phase = phase.parse().ok().filter(|phase| *phase != Phase::Answered).ok_or_else(|| {
                wrong("phase", "must be before_send, sending, waiting or reading".to_owned())
            })?;
            let cause = text("cause").map(|name| {
                name.parse::<FailureCause>()
                    .ok()
                    .ok_or_else(|| wrong("cause", one_of(FailureCause::ALL, FailureCause::as_str)))
            });
            let cause = cause.transpose()?;
            let message =
                text("message").map_or_else(|| format!("no complete response ({phase})"), ToOwned::to_owned);
            let head = response.as_ref().map(|response| (response.status, response.headers.clone()));
            let failure = TransportFailure { phase, cause, message, head };
            match response {
                Some(response) => Received::broken_off(response, failure),
                None => Received::Failure(failure),
            }
        }
    };
    Ok(classify(&context, &received))
}

/// The error of an option that a binding cannot hand over as JSON, before there is a client.
#[must_use]
pub fn invalid_option(provider: Provider, field: &str, problem: &str) -> Error {
    refuse(provider, InvalidField::new(field, problem.to_owned()).verbatim())
}

/// The error of a value that a binding cannot hand over as JSON, such as a set or an object of an unknown class.
#[must_use]
pub fn invalid_argument(client: &Client, operation: Option<&str>, field: &str, problem: &str) -> Error {
    let provider = client.provider();
    let is_question = operation == Some(RECONCILE);
    let operation = operation.and_then(|name| provider.operation(name));
    let settings = client.settings();
    let refused = InvalidField::new(field, problem.to_owned()).verbatim().into_error(
        provider,
        operation,
        settings.style,
        &settings.texts,
        client.redactor(),
    );
    if is_question { of_question(provider, operation, &settings.texts, refused) } else { refused }
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

/// The fields that are refused so have names of one word, which every language spells alike.
fn refuse(provider: Provider, field: InvalidField) -> Error {
    field.into_error(provider, None, CaseStyle::Snake, &Texts::default(), &Redactor::default())
}

/// One form of an error, as JSON text: `summary`, `problem`, `problem_response`, `response`, `mcp`, `mcp_structured` or
/// `log`, for `public` or `owner`.
///
/// # Errors
/// A text that says which of the three arguments is wrong.
pub fn render(form: &str, payload_json: &str, audience: &str) -> Result<String, String> {
    render_with_offer(form, payload_json, audience, "{}")
}

/// As [`render`]; the form `x402` needs `offer_json`, what only the server knows: `resource`, `accepts`, `extensions`. An
/// offer that cannot be used returns `{"refused": payload}`, the error that names its member.
///
/// # Errors
/// A text that says which of the arguments is wrong.
pub fn render_with_offer(
    form: &str,
    payload_json: &str,
    audience: &str,
    offer_json: &str,
) -> Result<String, String> {
    let payload =
        json::read_object(payload_json).ok_or("this is not the payload of an error: not an object")?;
    let payload = ErrorPayload::read(&payload).map_err(|member| {
        format!("this is not the payload of an error: `{member}` is missing or malformed")
    })?;
    let audience = audience
        .parse::<Audience>()
        .ok()
        .ok_or_else(|| format!("audience {}", one_of(Audience::ALL, Audience::as_str)))?;
    let rendered = match form {
        "summary" => Value::String(payload.summary()),
        "problem" => payload.to_problem(audience),
        "problem_response" => payload.to_problem_response(audience).to_value(),
        "response" => payload.to_response(audience).to_value(),
        "mcp" => payload.to_mcp(audience),
        "mcp_structured" => payload.to_mcp_structured(audience),
        "x402" => {
            let offer = json::read_object(offer_json).ok_or("the offer must be an object")?;
            match payload.to_x402(audience, &offer) {
                Ok(response) => response.to_value(),
                Err(error) => {
                    let mut refused = Members::new();
                    refused.value("refused", error.payload().to_value());
                    refused.into_value()
                }
            }
        }
        "log" => Value::Object(payload.log_record(audience)),
        _ => return Err("form must be one of summary, problem, problem_response, response, mcp, mcp_structured, x402, log".to_owned()),
    };
    Ok(json::write(&rendered))
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
