//! The errors of a call that the journal keeps from being sent.

use std::time::Duration;

use crate::classify::error_draft::ErrorDraft;
use crate::classify::verdict::Facts;
use crate::classify::{Context, of_failure};
use crate::error::Error;
use crate::model::clock::whole_milliseconds;
use crate::model::http::FailureCause;
use crate::model::http::TransportFailure;
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};

/// The journal cannot record the call, so nothing is sent.
pub(crate) fn not_recorded(context: &Context, problem: &str) -> Error {
    let failure = TransportFailure {
        phase: Phase::BeforeSend,
        cause: Some(FailureCause::Connection),
        message: format!("the journal cannot be read or written, so nothing was sent: {problem}"),
        head: None,
    };
    of_failure(context, &failure)
}

/// Another call with the same key was still running at the deadline of this one.
pub(crate) fn still_running(context: &Context, owner: &str, wait: Duration) -> Error {
    let facts = Facts::new(Kind::Timeout, Actor::None, Evidence::None, Phase::BeforeSend, context.safety());
    let message = format!(
        "a call with the same key is still running ({owner}), so nothing was sent; call again with this key for its result"
    );
    let draft = ErrorDraft {
        operation: context.operation,
        retry_after_ms: Some(whole_milliseconds(wait)),
        reference: context.reference.clone(),
        attempts: context.attempts,
        ..ErrorDraft::new(context.provider, facts, message)
    };
    draft.into_error(&context.texts, &context.redactor)
}

/// The operation took effect in an earlier call, whose result is no longer kept.
pub(crate) fn already_applied(context: &Context) -> Error {
    let facts = Facts::new(
        Kind::Conflict,
        Actor::Developer,
        Evidence::Duplicate,
        Phase::BeforeSend,
        context.safety(),
    );
    let message = "an earlier call with this key took effect, and its result is no longer kept; nothing was sent, and a \
        new key makes a new payment";
    let draft = ErrorDraft {
        operation: context.operation,
        reference: context.reference.clone(),
        attempts: context.attempts,
        ..ErrorDraft::new(context.provider, facts, message.to_owned())
    };
    draft.into_error(&context.texts, &context.redactor)
}
