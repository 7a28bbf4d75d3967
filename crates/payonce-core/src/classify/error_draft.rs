//! From what is known about a failure to the error that the caller gets: the only place that makes such an error.

use serde_json::{Map, Value};

use crate::classify::verdict::{Facts, derive};
use crate::error::{Details, Error, Essentials, NamedMessage, Reference, UnreadDetails, doc, shown};
use crate::model::bounded;
use crate::model::phrase::Phrase;
use crate::model::redact::Redactor;
use crate::model::user_message::{Text, Texts};
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

/// An error before what follows from its facts, and before secrets are taken out of it.
pub(crate) struct ErrorDraft {
    pub provider: Provider,
    pub operation: Option<&'static Operation>,
    pub facts: Facts,
    pub status: Option<u16>,
    pub code: Option<String>,
    pub category: Option<String>,
    /// The field that was refused. The message begins with it.
    pub field: Option<Phrase>,
    pub message: Phrase,
    /// What an end user may read, where the text of the kind is not the best one.
    pub user: Option<Text>,
    /// The page of the error reference, where it is not the one of the kind.
    pub doc: Option<&'static str>,
    pub retry_after_ms: Option<u64>,
    /// What was known before the response; what the details name is added.
    pub reference: Reference,
    pub request_id: Option<String>,
    pub attempts: Option<u32>,
    pub details: Map<String, Value>,
}

impl ErrorDraft {
    /// A draft with nothing beside its facts.
    pub(crate) fn new(provider: Provider, facts: Facts, message: impl Into<Phrase>) -> Self {
        Self::of(provider, facts, message.into())
    }

    fn of(provider: Provider, facts: Facts, message: Phrase) -> Self {
        Self {
            provider,
            operation: None,
            facts,
            status: None,
            code: None,
            category: None,
            field: None,
            message,
            user: None,
            doc: None,
            retry_after_ms: None,
            reference: Reference::default(),
            request_id: None,
            attempts: None,
            details: Map::new(),
        }
    }

    /// The error that the caller gets.
    pub(crate) fn into_error(mut self, texts: &Texts, redactor: &Redactor) -> Error {
        let details = shown(std::mem::take(&mut self.details), self.provider, redactor);
        self.with_details(Details::Read(details), texts, redactor)
    }

    /// As [`into_error`](Self::into_error), for an error whose details are read when a program asks for them.
    pub(crate) fn into_error_of(self, body: UnreadDetails, texts: &Texts, redactor: &Redactor) -> Error {
        self.with_details(Details::unread(body), texts, redactor)
    }

    fn with_details(self, details: Details, texts: &Texts, redactor: &Redactor) -> Error {
        let Self { provider, facts, .. } = self;
        let Facts { kind, actor, phase, safety, .. } = facts;
        let verdict = derive(Facts { asked_to_wait: self.retry_after_ms.is_some(), ..facts });
        let page = self.doc.unwrap_or(kind.as_str());
        let word = |text: String| bounded::owned_line(redactor, text, bounded::WORD);
        let message = NamedMessage { field: self.field, problem: self.message };
        let named = message.has_names().then(|| {
            let clean = |text: &str| bounded::line(redactor, text, bounded::MESSAGE);
            let field = message.field.as_ref().map(|field| field.map_texts(clean));
            NamedMessage { field, problem: message.problem.map_texts(clean) }
        });
        let message = message.into_phrase().into_text();
        let doc = || doc(provider, page);
        let essentials = Essentials {
            provider,
            operation: self.operation,
            kind,
            phase,
            actor,
            advice: verdict.advice,
            outcome: verdict.outcome,
            retryable: verdict.retryable,
            respond_status: verdict.respond_status,
            status: self.status,
            attempts: self.attempts,
            retry_after_ms: self.retry_after_ms,
            code: self.code.map(word),
            category: self.category.map(word),
            message: bounded::owned_line(redactor, message, bounded::MESSAGE),
            user_message: texts.user_message(doc, kind, verdict.outcome, self.user),
            request_id: self.request_id.map(word),
            page,
            reference: self.reference,
            details,
        };
        Error::of(essentials, safety).with_names(named)
    }
}
