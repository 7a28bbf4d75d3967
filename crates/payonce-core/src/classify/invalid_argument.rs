//! The error of a call or a client that was refused before anything was sent.

use serde_json::{Map, Value};

use crate::classify::error_draft::ErrorDraft;
use crate::classify::verdict::Facts;
use crate::error::{Error, NamedMessage};
use crate::model::invalid_field::InvalidField;
use crate::model::phrase::Phrase;
use crate::model::redact::Redactor;
use crate::model::safety::Safety;
use crate::model::user_message::Texts;
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

impl InvalidField {
    /// The error that the caller sees.
    pub(crate) fn into_error(
        self,
        provider: Provider,
        operation: Option<&'static Operation>,
        texts: &Texts,
        redactor: &Redactor,
    ) -> Error {
        let kind = Kind::InvalidArgument;
        let safety = operation.map_or(Safety::Unkeyed, |operation| operation.safety());
        let facts = Facts::new(kind, Actor::Developer, Evidence::Refused, Phase::BeforeSend, safety);
        let sentinel = self.sentinel().or_else(|| (provider.spec().sentinel)(operation, &self));
        let (field, problem) = self.into_parts();
        let mut details = Map::new();
        details.insert("field".into(), Value::from(field.to_string()));
        if let Some(sentinel) = sentinel {
            details.insert("sentinel".into(), Value::from(sentinel));
        }
        let field = Some(field);
        let draft = ErrorDraft {
            operation,
            attempts: Some(0),
            field,
            details,
            ..ErrorDraft::new(provider, facts, problem)
        };
        draft.into_error(texts, redactor)
    }
}

/// The refusal of a question about an earlier request: a search for it, or its classification. The mistake is in the
/// question and proves nothing about that request, whose outcome stays unknown.
///
/// `texts` has the language of the client or of the call: a refusal has the texts of every other error.
pub(crate) fn of_question(
    provider: Provider,
    operation: Option<&'static Operation>,
    texts: &Texts,
    refused: &Error,
) -> Error {
    let safety = operation.map_or(Safety::Unkeyed, |operation| operation.safety());
    let facts = Facts::new(Kind::InvalidArgument, Actor::Developer, Evidence::None, Phase::Waiting, safety);
    let payload = refused.payload();
    let NamedMessage { field, problem } = named_message(refused);
    let draft = ErrorDraft {
        operation,
        field,
        details: payload.details.clone(),
        reference: payload.reference.clone(),
        ..ErrorDraft::new(provider, facts, problem)
    };
    draft.into_error(texts, &Redactor::default())
}

/// The message of an error that becomes a part of another one.
pub(crate) fn named_message(error: &Error) -> NamedMessage {
    let plain = || NamedMessage { field: None, problem: Phrase::from(error.message().to_owned()) };
    error.named().cloned().unwrap_or_else(plain)
}
