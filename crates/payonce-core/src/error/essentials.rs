//! What an error holds until its payload is asked for.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use serde_json::{Map, Value};

use crate::error::{ErrorPayload, Reference};
use crate::model::bounded;
use crate::model::redact::Redactor;
use crate::model::vocabulary::{Actor, Advice, Kind, Outcome, Phase};
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

/// The parts of a payload, before there are texts for what is known without them. Most programs look at three or four members
/// of an error, so that the rest is not made in advance. All texts are free of secrets.
#[derive(Debug, Clone)]
pub(crate) struct Essentials {
    pub(crate) provider: Provider,
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) kind: Kind,
    pub(crate) phase: Phase,
    pub(crate) actor: Actor,
    pub(crate) advice: Advice,
    pub(crate) outcome: Outcome,
    pub(crate) retryable: bool,
    pub(crate) respond_status: u16,
    pub(crate) status: Option<u16>,
    pub(crate) attempts: Option<u32>,
    pub(crate) retry_after_ms: Option<u64>,
    pub(crate) code: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) message: String,
    pub(crate) user_message: Cow<'static, str>,
    pub(crate) request_id: Option<String>,
    /// The code or the kind that names the page of the error reference.
    pub(crate) page: &'static str,
    /// What was known before the response; what the details name is added.
    pub(crate) reference: Reference,
    pub(crate) details: Details,
}

/// The provider's structured rest, bounded and without secrets.
#[derive(Debug, Clone)]
pub(crate) enum Details {
    Read(Map<String, Value>),
    /// Still in the body, until they are asked for. In a box, so that an error stays small if they are not asked for.
    Unread(UnreadDetails, OnceLock<Box<Map<String, Value>>>),
}

impl Details {
    pub(crate) fn unread(body: UnreadDetails) -> Self {
        Self::Unread(body, OnceLock::new())
    }
}

/// A body whose details were not asked for yet. It is as the provider sent it, and may hold secrets: only
/// [`UnreadDetails::read`] looks at it, and removes them.
#[derive(Clone)]
pub(crate) struct UnreadDetails {
    pub(crate) body: Box<[u8]>,
    pub(crate) redactor: Redactor,
    /// Reads the details of such a body.
    pub(crate) reader: fn(&Essentials, &[u8]) -> Map<String, Value>,
}

impl UnreadDetails {
    fn read(&self, error: &Essentials) -> Map<String, Value> {
        shown((self.reader)(error, &self.body), error.provider, &self.redactor)
    }
}

impl fmt::Debug for UnreadDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnreadDetails").finish_non_exhaustive()
    }
}

impl Essentials {
    /// The class that Python and TypeScript raise.
    pub(crate) fn class(&self) -> &'static str {
        (self.provider.spec().class)(self.kind, self.phase)
    }

    /// The details. They are read once.
    pub(crate) fn details(&self) -> &Map<String, Value> {
        match &self.details {
            Details::Read(details) => details,
            Details::Unread(unread, read) => read.get_or_init(|| Box::new(unread.read(self))),
        }
    }

    /// The whole payload.
    pub(crate) fn payload(&self) -> ErrorPayload {
        self.clone().into_payload()
    }

    /// The whole payload, by value.
    pub(crate) fn into_payload(mut self) -> ErrorPayload {
        let details = match std::mem::replace(&mut self.details, Details::Read(Map::new())) {
            Details::Read(details) => details,
            Details::Unread(unread, read) => {
                read.into_inner().map_or_else(|| unread.read(&self), |read| *read)
            }
        };
        ErrorPayload {
            provider: self.provider,
            kind: self.kind,
            class: self.class().to_owned(),
            code: self.code,
            category: self.category,
            status: self.status,
            phase: self.phase,
            message: self.message,
            user_message: self.user_message.into_owned(),
            actor: self.actor,
            advice: self.advice,
            retryable: self.retryable,
            retry_after_ms: self.retry_after_ms,
            outcome: self.outcome,
            respond_status: self.respond_status,
            reference: self.reference.completed_from(&details),
            request_id: self.request_id,
            operation: self.operation.map(|operation| operation.name.to_owned()),
            attempts: self.attempts,
            doc: doc(self.provider, self.page),
            details,
        }
    }
}

/// Details as an error may show them: bounded, without secrets, and without what the provider declares to be one.
pub(crate) fn shown(
    details: Map<String, Value>,
    provider: Provider,
    redactor: &Redactor,
) -> Map<String, Value> {
    if details.is_empty() {
        return details;
    }
    let mut details = redactor.members(bounded::details(details));
    provider.spec().hide_secrets(&mut details);
    details
}

/// The id of the page of a code or a kind in the error reference.
pub(crate) fn doc(provider: Provider, code: &str) -> String {
    let provider = provider.as_str();
    let mut doc = String::with_capacity(provider.len() + 1 + code.len());
    doc.push_str(provider);
    doc.push('/');
    let start = doc.len();
    doc.push_str(code);
    if let Some(code) = doc.get_mut(start..) {
        code.make_ascii_lowercase();
    }
    doc
}
