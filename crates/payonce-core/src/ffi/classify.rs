//! Classifies a response that another client received.

use serde_json::{Map, Value};

use crate::classify::invalid_argument::of_question;
use crate::classify::{Context, classify, classify_message};
use crate::error::Error;
use crate::ffi::naming::snake_case_names;
use crate::ffi::{headers, object, one_of, operation, refuse};
use crate::model::headers::Headers;
use crate::model::http::{FailureCause, Received, Response, TransportFailure};
use crate::model::invalid_field::InvalidField;
use crate::model::safety::Safety;
use crate::model::user_message::{Language, Texts};
use crate::model::vocabulary::Phase;
use crate::spec::provider::Provider;

/// A response that another client received, or how its request failed.
///
/// With a response `status` and `headers`, without one `phase`, `cause` and `message`. With both a `status` and the phase
/// `reading`, the response broke off, and the body is what had arrived. With neither, the body is a message that has no HTTP
/// status, as [`classify_message`] takes it.
#[derive(Debug, Clone, Default)]
pub struct Question<'a> {
    /// The operation, for instance `payments.send`.
    pub operation: Option<&'a str>,
    /// What a second request would do.
    pub safety: Option<&'a str>,
    /// The HTTP status.
    pub status: Option<i64>,
    /// The header fields.
    pub headers: Headers,
    /// How far the request got.
    pub phase: Option<&'a str>,
    /// Why there is no complete response: a [`FailureCause`].
    pub cause: Option<&'a str>,
    /// What the transport said.
    pub message: Option<&'a str>,
    /// The language of the text for end users.
    pub language: Option<&'a str>,
    /// The caller's own texts for end users.
    pub user_messages: Vec<(String, String)>,
    /// Texts to keep out.
    pub secrets: Vec<&'a str>,
    /// The time of the response in milliseconds since 1970.
    pub unix_ms: u64,
    /// Whether an earlier request of the same call may have taken effect.
    pub earlier_unknown: bool,
    /// As [`Context::wants_payload`].
    pub wants_payload: bool,
}

impl<'a> Question<'a> {
    /// Reads the members under their names. Header fields are pairs or an object; `secrets` are a list.
    #[must_use]
    pub fn read(request: &'a Map<String, Value>) -> Self {
        let text = |name: &str| request.get(name).and_then(Value::as_str);
        let status = request.get("status").filter(|status| !status.is_null());
        let own = request.get("user_messages").and_then(Value::as_object).into_iter().flatten();
        let secrets = request.get("secrets").and_then(Value::as_array).into_iter().flatten();
        Self {
            operation: text("operation"),
            safety: text("safety"),
            // Anything but an integer is refused like a number outside the range of a status.
            status: status.map(|status| status.as_i64().unwrap_or(-1)),
            headers: headers(request.get("headers")),
            phase: text("phase"),
            cause: text("cause"),
            message: text("message"),
            language: text("language"),
            user_messages: own
                .filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())))
                .collect(),
            secrets: secrets.filter_map(Value::as_str).collect(),
            unix_ms: request.get("unix_ms").and_then(Value::as_u64).unwrap_or_default(),
            earlier_unknown: request.get("earlier_unknown").and_then(Value::as_bool).unwrap_or_default(),
            wants_payload: false,
        }
    }
}

/// What a binding to JavaScript hands over of most responses: a [`Question`] without JSON.
#[derive(Debug, Clone, Default)]
pub struct PlainQuestion {
    /// The HTTP status.
    pub status: Option<u32>,
    /// The time of the response in milliseconds since 1970.
    pub unix_ms: f64,
    /// The operation, the safety, then each name and each value of the header fields, with a line break behind each of them.
    /// The first two are empty if they are not known. One text, because to hand over a text costs more than its bytes do.
    pub lines: String,
    /// The other members as JSON, which may be in the spelling of TypeScript.
    pub rest: Option<String>,
}

/// [`classify_question`] for a binding to JavaScript.
///
/// # Errors
/// As [`classify_question`].
pub fn classify_plain(
    provider: Provider,
    plain: &PlainQuestion,
    body: &[u8],
) -> Result<Option<Error>, Error> {
    let rest = plain.rest.as_deref().map(|rest| object(provider, "request", rest)).transpose()?;
    let rest = rest.as_ref().map(snake_case_names).unwrap_or_default();
    let mut lines = plain.lines.split('\n');
    let mut known = || lines.next().filter(|text| !text.is_empty());
    let (operation, safety) = (known(), known());
    let mut question = Question { wants_payload: true, ..Question::read(&rest) };
    question.operation = operation.or(question.operation);
    question.safety = safety.or(question.safety);
    question.status = plain.status.map(i64::from).or(question.status);
    if plain.unix_ms > 0.0 {
        question.unix_ms = plain.unix_ms as u64;
    }
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        question.headers.push(name, value);
    }
    classify_question(provider, question, body)
}

/// [`classify_request`] for JSON text, whose members may be in the spelling of TypeScript.
///
/// # Errors
/// As [`classify_question`].
pub fn classify_json(provider: Provider, request: &str, body: &[u8]) -> Result<Option<Error>, Error> {
    classify_request(provider, &snake_case_names(&object(provider, "request", request)?), body)
}

/// [`classify_question`] for the members of a JSON object.
///
/// # Errors
/// As [`classify_question`].
pub fn classify_request(
    provider: Provider,
    request: &Map<String, Value>,
    body: &[u8],
) -> Result<Option<Error>, Error> {
    classify_question(provider, Question::read(request), body)
}

/// Classifies a response that another client received; nothing for a success.
///
/// # Errors
/// `invalid_argument`, naming the member. The meaning of the response is then not known, so the outcome is `unknown`: the
/// mistake is in this call, and proves nothing about the request that was sent.
pub fn classify_question(
    provider: Provider,
    mut question: Question<'_>,
    body: &[u8],
) -> Result<Option<Error>, Error> {
    let language = question.language.map_or(Language::English, Language::from_tag);
    let texts = Texts { language, overrides: std::mem::take(&mut question.user_messages) };
    classify_checked(provider, question, body, &texts)
        .map_err(|refused| of_question(provider, None, &texts, &refused))
}

fn classify_checked(
    provider: Provider,
    question: Question<'_>,
    body: &[u8],
    texts: &Texts,
) -> Result<Option<Error>, Error> {
    let wrong = |field: &str, problem: String| refuse(provider, InvalidField::new(field, problem));
    let mut context = Context::new(provider);
    if let Some(name) = question.operation {
        context.operation = Some(operation(provider, name)?);
    }
    if let Some(name) = question.safety {
        let safety = name.parse().map_err(|_| wrong("safety", one_of(Safety::ALL, Safety::as_str)))?;
        context.safety = Some(safety);
    }
    context.texts = texts.clone();
    context.unix_ms = question.unix_ms;
    question.secrets.iter().for_each(|secret| context.redactor.add(secret));
    context.earlier_unknown = question.earlier_unknown;
    context.wants_payload = question.wants_payload;
    let response = match question.status {
        Some(status) => {
            let status = u16::try_from(status)
                .ok()
                .filter(|status| (100..=999).contains(status))
                .ok_or_else(|| wrong("status", "must be an HTTP status from 100 to 999".to_owned()))?;
            Some(Response { status, headers: question.headers, body: body.to_vec() })
        }
        None => None,
    };
    if response.is_none() && question.phase.is_none() && !body.is_empty() {
        return classify_message(&context, body).map_err(|refused| {
            wrong("status", format!("or phase is required; without them, the body {refused}"))
        });
    }
    let received = match response {
        Some(response) if question.phase != Some(Phase::Reading.as_str()) => Received::Response(response),
        response => {
            let phase = question.phase.ok_or_else(|| wrong("status", "or phase is required".to_owned()))?;
            let phase = phase.parse().ok().filter(|phase| *phase != Phase::Answered).ok_or_else(|| {
                wrong("phase", "must be before_send, sending, waiting or reading".to_owned())
            })?;
            let cause = question.cause.map(|name| {
                name.parse::<FailureCause>()
                    .ok()
                    .ok_or_else(|| wrong("cause", one_of(FailureCause::ALL, FailureCause::as_str)))
            });
            let cause = cause.transpose()?;
            let message =
                question.message.map_or_else(|| format!("no complete response ({phase})"), ToOwned::to_owned);
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
