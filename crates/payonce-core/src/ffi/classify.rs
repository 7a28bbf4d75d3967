//! Classifies a response that another client received.

use serde_json::{Map, Value};

use crate::classify::invalid_argument::of_question;
use crate::classify::{Context, classify, classify_message};
use crate::error::Error;
use crate::ffi::naming::snake_case_names;
use crate::ffi::{headers, object, one_of, operation, refuse};
use crate::model::http::{FailureCause, Received, Response, TransportFailure};
use crate::model::invalid_field::InvalidField;
use crate::model::safety::Safety;
use crate::model::user_message::{Language, Texts};
use crate::model::vocabulary::Phase;
use crate::spec::provider::Provider;

/// [`classify_request`] for a binding that hands over JSON text, whose members may be in the spelling of its language.
///
/// # Errors
/// `invalid_argument`, naming the member.
pub fn classify_json(provider: Provider, request: &str, body: &[u8]) -> Result<Option<Error>, Error> {
    classify_request(provider, &snake_case_names(&object(provider, "request", request)?), body)
}

/// Classifies a response that another client received.
///
/// `request` has `provider`, and optionally `operation`, `safety`, `language`, `unix_ms`, `secrets` (texts to keep
/// out), `user_messages`, `earlier_unknown` (whether an earlier request of the same call may have taken effect); with a
/// response `status` and `headers` (pairs, or an object); without one `phase` and
/// `cause` (`connection`, `timeout`, `too_large`, `not_processed`, `cancelled`) and `message`. With both a `status` and the
/// phase `reading`, the response broke off, and `body` is what had arrived. With neither, `body` is a message that has no HTTP
/// status, as [`classify_message`] takes it.
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
        .map_err(|refused| of_question(provider, None, &texts, &refused))
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
    if response.is_none() && text("phase").is_none() && !body.is_empty() {
        return classify_message(&context, body).map_err(|refused| {
            wrong("status", format!("or phase is required; without them, the body {refused}"))
        });
    }
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
