//! A judgement, and the error that follows from it.

use crate::classify::error_draft::ErrorDraft;
use crate::classify::verdict::Facts;
use crate::classify::{Context, request_id};
use crate::error::{Error, UnreadDetails};
use crate::model::headers::Headers;
use crate::model::user_message::Text;
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};
use crate::spec::errors::Signals;

/// A judgement before the derived fields.
pub(super) struct Classification {
    pub(super) kind: Kind,
    pub(super) actor: Actor,
    pub(super) evidence: Evidence,
    pub(super) phase: Phase,
    pub(super) status: Option<u16>,
    pub(super) user: Option<Text>,
    pub(super) doc: Option<&'static str>,
    pub(super) message: String,
    pub(super) retry_after_ms: Option<u64>,
    pub(super) should_retry: Option<bool>,
    /// Whether the response concerns the operation with all its attempts, and not only the last attempt.
    pub(super) of_whole_operation: bool,
}

pub(super) fn finish(
    context: &Context,
    classification: Classification,
    signals: Signals,
    headers: &Headers,
    unread: Option<UnreadDetails>,
) -> Error {
    let facts = Facts {
        earlier_unknown: context.earlier_unknown && !classification.of_whole_operation,
        upstream_kind: signals.upstream_kind,
        should_retry: classification.should_retry,
        ..Facts::new(
            classification.kind,
            classification.actor,
            classification.evidence,
            classification.phase,
            context.safety(),
        )
    };
    let draft = ErrorDraft {
        operation: context.operation,
        status: classification.status,
        code: signals.code,
        category: signals.category,
        user: classification.user,
        doc: classification.doc,
        retry_after_ms: classification.retry_after_ms,
        reference: context.reference.clone(),
        request_id: signals.request_id.or_else(|| request_id(headers)),
        attempts: context.attempts,
        details: signals.details,
        ..ErrorDraft::new(context.provider, facts, classification.message)
    };
    match unread {
        Some(body) => draft.into_error_of(body, &context.texts, &context.redactor),
        None => draft.into_error(&context.texts, &context.redactor),
    }
}
