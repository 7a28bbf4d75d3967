//! The one error value of payonce.

mod payload;

use std::fmt;

pub use payload::{ErrorPayload, Reference};

use crate::model::phrase::Phrase;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Advice, Kind, Outcome};

/// The message of an error that contains names of arguments, options or fields, so that the border of the core can spell
/// them as the caller's language does. It holds no secrets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamedMessage {
    /// The field that was refused.
    pub(crate) field: Option<Phrase>,
    /// The rest of the message.
    pub(crate) problem: Phrase,
}

impl NamedMessage {
    /// The whole message.
    pub(crate) fn phrase(&self) -> Phrase {
        self.clone().into_phrase()
    }

    /// The whole message, by value.
    pub(crate) fn into_phrase(self) -> Phrase {
        match self.field {
            Some(field) => field.then(": ").join(self.problem),
            None => self.problem,
        }
    }

    pub(crate) fn has_names(&self) -> bool {
        self.problem.has_names() || self.field.as_ref().is_some_and(Phrase::has_names)
    }
}

/// Why a call did not succeed, whether it took effect, and what to do next.
///
/// `source()` is what the transport reported, when it was the transport that failed.
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    payload: ErrorPayload,
    safety: Safety,
    named: Option<NamedMessage>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of this payload. `safety` is what it was derived for.
    #[must_use]
    pub fn new(payload: ErrorPayload, safety: Safety) -> Self {
        Self { inner: Box::new(Inner { payload, safety, named: None, source: None }) }
    }

    /// Keeps which words of the message are names.
    pub(crate) fn with_names(mut self, named: Option<NamedMessage>) -> Self {
        self.inner.named = named;
        self
    }

    pub(crate) fn set_names(&mut self, named: NamedMessage) {
        self.inner.named = Some(named);
    }

    /// The message with its names marked, where it has any.
    pub(crate) fn named(&self) -> Option<&NamedMessage> {
        self.inner.named.as_ref()
    }

    /// The same error for a second owner, without its source.
    pub(crate) fn without_source(&self) -> Self {
        let Inner { payload, safety, named, .. } = &*self.inner;
        Self::new(payload.clone(), *safety).with_names(named.clone())
    }

    /// Keeps what caused it, for `source()`.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// The error as data.
    #[must_use]
    pub fn payload(&self) -> &ErrorPayload {
        &self.inner.payload
    }

    pub(crate) fn payload_mut(&mut self) -> &mut ErrorPayload {
        &mut self.inner.payload
    }

    /// The error as data, by value.
    #[must_use]
    pub fn into_payload(self) -> ErrorPayload {
        self.inner.payload
    }

    /// What a second sending of the request would have done.
    #[must_use]
    pub fn safety(&self) -> Safety {
        self.inner.safety
    }

    /// What went wrong, in the words that all providers share.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.inner.payload.kind
    }

    /// Whether the call took effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.inner.payload.outcome
    }

    /// The provider's machine code, verbatim.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.payload.code.as_deref()
    }

    /// The HTTP status that the provider sent.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.payload.status
    }

    /// The provider's text without secrets.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.inner.payload.message
    }

    /// The next step.
    #[must_use]
    pub fn advice(&self) -> Advice {
        self.inner.payload.advice
    }

    /// Whether sending the very same request again can help and cannot take effect twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.inner.payload.retryable
    }

    /// How long the provider asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        self.inner.payload.retry_after_ms.map(std::time::Duration::from_millis)
    }

    /// Everything the operation can be found by.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.inner.payload.reference
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = &self.inner.payload;
        write!(f, "{} {}", payload.provider, payload.kind)?;
        if let Some(code) = payload.code.as_deref().filter(|code| *code != payload.kind.as_str()) {
            write!(f, " [{code}]")?;
        }
        write!(f, ": {}{}", payload.message, payload.effect())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("payload", &self.inner.payload)
            .field("source", &self.inner.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_ref().map(|source| -> &(dyn std::error::Error + 'static) { source.as_ref() })
    }
}
