//! From a response, or the lack of one, to an error.

mod classification;
mod details;
mod envelope;
pub(crate) mod error_draft;
mod failure;
pub(crate) mod invalid_argument;
pub(crate) mod journal;
mod passed_on;
pub(crate) mod reading;
mod redirect;
mod response;
pub(crate) mod retry_after;
mod success;
pub mod verdict;
mod wrapped;

pub(crate) use failure::{of_failure, of_failure_with, of_pace};
pub(crate) use response::may_refuse;

use crate::classify::reading::Reading;
use crate::classify::response::of_response;
use crate::error::{Error, Reference};
use crate::model::body::Body;
use crate::model::headers::Headers;
use crate::model::http::{MAX_BODY, Received, Response};
use crate::model::redact::Redactor;
use crate::model::safety::Safety;
use crate::model::user_message::Texts;
use crate::model::vocabulary::Outcome;
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

/// What is known beside the response.
#[derive(Debug, Clone)]
pub struct Context {
    /// The provider.
    pub provider: Provider,
    /// What was asked.
    pub operation: Option<&'static Operation>,
    /// What a second sending would do; the operation's own safety where it is not given, and `unkeyed` where there is
    /// no operation either.
    pub safety: Option<Safety>,
    /// The time of the response in milliseconds since 1970, for dates in headers.
    pub unix_ms: u64,
    /// What to keep out of every text.
    pub redactor: Redactor,
    /// The language and wording for end users.
    pub texts: Texts,
    /// Everything the operation can be found by.
    pub reference: Reference,
    /// How many requests the call has sent.
    pub attempts: Option<u32>,
    /// Whether an earlier attempt of the same call may have taken effect.
    pub earlier_unknown: bool,
    /// The largest body that is read, in bytes.
    pub max_body: usize,
    /// Whether the caller reads the payload of the error at once, and not only its methods: then the details are read along with
    /// the rest. The error is the same.
    pub wants_payload: bool,
}

impl Context {
    /// A context in which only the provider is known.
    #[must_use]
    pub fn new(provider: Provider) -> Self {
        Self {
            provider,
            operation: None,
            safety: None,
            unix_ms: 0,
            redactor: Redactor::default(),
            texts: Texts::default(),
            reference: Reference::default(),
            attempts: None,
            earlier_unknown: false,
            max_body: MAX_BODY,
            wants_payload: false,
        }
    }

    /// What a second sending would do.
    #[must_use]
    pub fn safety(&self) -> Safety {
        self.safety.or_else(|| self.operation.map(|operation| operation.safety())).unwrap_or(Safety::Unkeyed)
    }
}

/// What the response means; nothing when it is a success.
///
/// The machine code is looked at first, then the category, then the status, and the text only for a provider that
/// sends no codes. What is not known is kept and judged by the next best signal.
///
/// A JSON-RPC 2.0 response, its error object, the result of an MCP tool and an error that payonce wrote are opened: the
/// provider's code inside counts, and a success around a refusal does not. An error of payonce keeps its verdict.
#[must_use]
pub fn classify(context: &Context, received: &Received) -> Option<Error> {
    let reading = Reading::of(received, context.max_body).with_header_members(context.operation);
    if let Reading::Response { status, headers, body: Body::Json(value), .. } = &reading
        && wrapped::may_be_opened(value, *status, headers)
        && let Some(opened) = wrapped::opened(context, &value.to_value(), Some(*status), headers)
    {
        return wrapped::of_opened(context, opened, Some(*status), headers);
    }
    classify_reading(context, &reading)
}

/// [`classify`] for a message without an HTTP status, for instance of an MCP server on stdio: a JSON-RPC 2.0 response, its
/// error object, the result of an MCP tool, an RFC 9457 problem, or the JSON form of an error of payonce.
///
/// # Errors
/// The bytes are none of these.
pub fn classify_message(context: &Context, message: &[u8]) -> Result<Option<Error>, NotAMessage> {
    let response = Response { body: message.to_vec(), ..Response::default() };
    let Body::Json(value) = Body::read(&response, context.max_body) else { return Err(NotAMessage) };
    let value = value.into_value();
    let headers = Headers::new();
    let opened = wrapped::opened(context, &value, None, &headers).ok_or(NotAMessage)?;
    Ok(wrapped::of_opened(context, opened, None, &headers))
}

/// The bytes are neither a JSON-RPC response or error, nor the result of an MCP tool, nor a problem, nor an error of payonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a JSON-RPC response or error, an MCP tool result, a problem, or an error of payonce")]
pub struct NotAMessage;

/// As [`classify`], for what is read already, and for a response of the provider itself.
pub(crate) fn classify_reading(context: &Context, reading: &Reading<'_>) -> Option<Error> {
    match reading {
        Reading::Response { status, headers, body, raw } => of_response(context, *status, headers, body, raw),
        Reading::Failure(failure) => Some(of_failure(context, failure)),
    }
}

pub(crate) fn request_id(headers: &Headers) -> Option<String> {
    ["x-request-id", "request-id"].iter().find_map(|name| headers.get(name)).map(ToOwned::to_owned)
}

/// Whether the error leaves it open whether the call took effect.
pub(crate) fn is_unknown(error: &Error) -> bool {
    error.outcome() == Outcome::Unknown
}
