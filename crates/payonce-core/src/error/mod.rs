//! The one error value of payonce.

mod essentials;
mod payload;

use std::fmt;
use std::sync::OnceLock;

pub(crate) use essentials::{Details, Essentials, UnreadDetails, doc, shown};
pub use payload::{ErrorPayload, Reference};

use serde_json::{Map, Value};

use crate::model::phrase::Phrase;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Actor, Advice, Kind, Outcome, Phase};
use crate::spec::provider::Provider;

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
    form: Form,
    safety: Safety,
    named: Option<Box<NamedMessage>>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// An error with what it is known by, or with a payload that it was made with or that was changed.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "the large one is the common one, and is in a box already")]
enum Form {
    /// With the payload, once it was asked for.
    Essentials(Essentials, OnceLock<Box<ErrorPayload>>),
    Payload(Box<ErrorPayload>),
}

/// Reads what both forms have.
macro_rules! either {
    ($error:expr, $from:ident => $read:expr) => {
        match &$error.inner.form {
            Form::Essentials($from, _) => $read,
            Form::Payload($from) => $read,
        }
    };
}

impl Error {
    /// An error of this payload. `safety` is what it was derived for.
    #[must_use]
    pub fn new(payload: ErrorPayload, safety: Safety) -> Self {
        Self::with_form(Form::Payload(Box::new(payload)), safety)
    }

    /// An error whose payload is made when it is asked for.
    pub(crate) fn of(essentials: Essentials, safety: Safety) -> Self {
        Self::with_form(Form::Essentials(essentials, OnceLock::new()), safety)
    }

    fn with_form(form: Form, safety: Safety) -> Self {
        Self { inner: Box::new(Inner { form, safety, named: None, source: None }) }
    }

    /// Keeps which words of the message are names.
    pub(crate) fn with_names(mut self, named: Option<NamedMessage>) -> Self {
        self.inner.named = named.map(Box::new);
        self
    }

    pub(crate) fn set_names(&mut self, named: NamedMessage) {
        self.inner.named = Some(Box::new(named));
    }

    /// The message with its names marked, where it has any.
    pub(crate) fn named(&self) -> Option<&NamedMessage> {
        self.inner.named.as_deref()
    }

    /// The same error for a second owner, without its source.
    #[must_use]
    pub fn without_source(&self) -> Self {
        let Inner { form, safety, named, .. } = &*self.inner;
        Self {
            inner: Box::new(Inner {
                form: form.clone(),
                safety: *safety,
                named: named.clone(),
                source: None,
            }),
        }
    }

    /// Keeps what caused it, for `source()`.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// The error as data. It is made when it is asked for: to read one member, the methods of the same name cost less.
    #[must_use]
    pub fn payload(&self) -> &ErrorPayload {
        match &self.inner.form {
            Form::Essentials(essentials, made) => made.get_or_init(|| Box::new(essentials.payload())),
            Form::Payload(payload) => payload,
        }
    }

    /// The provider's structured rest. It is read when it is asked for.
    #[must_use]
    pub fn details(&self) -> &Map<String, Value> {
        match &self.inner.form {
            Form::Essentials(essentials, made) => {
                made.get().map_or_else(|| essentials.details(), |payload| &payload.details)
            }
            Form::Payload(payload) => &payload.details,
        }
    }

    /// Changes the payload, which from now on is all that is known of the error.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut ErrorPayload)) {
        if let Form::Payload(payload) = &mut self.inner.form {
            return change(payload);
        }
        let mut payload = Box::new(self.payload().clone());
        change(&mut payload);
        self.inner.form = Form::Payload(payload);
    }

    /// The error as data, by value.
    #[must_use]
    pub fn into_payload(self) -> ErrorPayload {
        match self.inner.form {
            Form::Essentials(essentials, made) => {
                made.into_inner().map_or_else(|| essentials.into_payload(), |payload| *payload)
            }
            Form::Payload(payload) => *payload,
        }
    }

    /// What a second sending of the request would have done.
    #[must_use]
    pub fn safety(&self) -> Safety {
        self.inner.safety
    }

    /// The provider.
    #[must_use]
    pub fn provider(&self) -> Provider {
        either!(self, from => from.provider)
    }

    /// What went wrong, in the words that all providers share.
    #[must_use]
    pub fn kind(&self) -> Kind {
        either!(self, from => from.kind)
    }

    /// The class that a Python or TypeScript user sees.
    #[must_use]
    pub fn class(&self) -> &str {
        match &self.inner.form {
            Form::Essentials(essentials, _) => essentials.class(),
            Form::Payload(payload) => &payload.class,
        }
    }

    /// Whether the call took effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        either!(self, from => from.outcome)
    }

    /// How far the call got.
    #[must_use]
    pub fn phase(&self) -> Phase {
        either!(self, from => from.phase)
    }

    /// The provider's machine code, verbatim.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        either!(self, from => from.code.as_deref())
    }

    /// The provider's own category.
    #[must_use]
    pub fn category(&self) -> Option<&str> {
        either!(self, from => from.category.as_deref())
    }

    /// The HTTP status that the provider sent.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        either!(self, from => from.status)
    }

    /// The provider's text without secrets.
    #[must_use]
    pub fn message(&self) -> &str {
        either!(self, from => &from.message)
    }

    /// A text that may be shown to an end user.
    #[must_use]
    pub fn user_message(&self) -> &str {
        either!(self, from => &from.user_message)
    }

    /// Who can fix it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        either!(self, from => from.actor)
    }

    /// The next step.
    #[must_use]
    pub fn advice(&self) -> Advice {
        either!(self, from => from.advice)
    }

    /// Whether sending the very same request again can help and cannot take effect twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        either!(self, from => from.retryable)
    }

    /// How long the provider asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        either!(self, from => from.retry_after_ms).map(std::time::Duration::from_millis)
    }

    /// The status with which a server should respond to its own client.
    #[must_use]
    pub fn respond_status(&self) -> u16 {
        either!(self, from => from.respond_status)
    }

    /// The provider's id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        either!(self, from => from.request_id.as_deref())
    }

    /// The operation, for instance `payments.send`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        match &self.inner.form {
            Form::Essentials(essentials, _) => essentials.operation.map(|operation| operation.name),
            Form::Payload(payload) => payload.operation.as_deref(),
        }
    }

    /// How many requests the call sent.
    #[must_use]
    pub fn attempts(&self) -> Option<u32> {
        either!(self, from => from.attempts)
    }

    /// Everything the operation can be found by.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.payload().reference
    }

    /// As [`ErrorPayload::is_refusal`].
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        payload::is_refusal(self.phase(), self.outcome(), self.status(), self.actor(), self.kind())
    }

    /// As [`ErrorPayload::class_index`].
    #[doc(hidden)]
    #[must_use]
    pub fn class_index(&self) -> Option<usize> {
        match &self.inner.form {
            Form::Essentials(essentials, _) => {
                let Essentials { provider, kind, phase, outcome, .. } = *essentials;
                payload::class_index(provider, kind, phase, outcome)
            }
            Form::Payload(payload) => payload.class_index(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.provider(), self.kind())?;
        if let Some(code) = self.code().filter(|code| *code != self.kind().as_str()) {
            write!(f, " [{code}]")?;
        }
        write!(f, ": {}", self.message())?;
        if self.outcome() != Outcome::NotApplied {
            f.write_str(&self.payload().effect())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("payload", self.payload())
            .field("source", &self.inner.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_ref().map(|source| -> &(dyn std::error::Error + 'static) { source.as_ref() })
    }
}
