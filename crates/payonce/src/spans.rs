//! A span for each call and an event for each of its steps, for the `tracing` crate. Neither has a key, an argument or a
//! text of the provider.

use payonce_core::{Advice, Error, Event, EventKind, JournalState, Kind, Phase, Success};
use tracing::field::Empty;
use tracing::{Span, debug, info_span, warn};

/// The span of a call; its end fills in the empty fields.
pub(crate) fn call(provider: &str, operation: &str) -> Span {
    info_span!(
        "payonce.call",
        provider,
        operation,
        attempts = Empty,
        status = Empty,
        kind = Empty,
        outcome = Empty
    )
}

pub(crate) fn end(span: &Span, result: &Result<Success, Error>) {
    match result {
        Ok(success) => {
            span.record("attempts", success.attempts);
            span.record("status", success.status);
        }
        Err(error) => {
            span.record("attempts", error.attempts());
            span.record("status", error.status());
            span.record("outcome", error.outcome().as_str());
            span.record("kind", error.kind().as_str());
        }
    }
}

/// A step of a call.
pub(crate) fn event(event: &Event) {
    let Event { call_id, operation, what, .. } = event;
    let step = what.name();
    match what {
        EventKind::AboutToSend { attempt, reference, server_address, url_template } => {
            let reference = reference.reference.as_deref();
            debug!(call_id, operation, attempt, reference, server_address, url_template, "{step}");
        }
        EventKind::RequestFinished { attempt, kind, status, duration_ms } => {
            let kind = kind.map(Kind::as_str);
            debug!(call_id, operation, attempt, kind, status, duration_ms, "{step}");
        }
        EventKind::Retrying { attempt, kind, status, wait_ms } => {
            warn!(call_id, operation, attempt, kind = kind.as_str(), status, wait_ms, "{step}");
        }
        EventKind::Reconciling { reference, wait_ms } => {
            let reference = reference.reference.as_deref();
            warn!(call_id, operation, reference, wait_ms, "{step}");
        }
        EventKind::RateLimitWait { wait_ms } => debug!(call_id, operation, wait_ms, "{step}"),
        EventKind::Finished { attempts, kind: None, outcome, status, duration_ms, journal_state, .. } => {
            let (outcome, journal_state) = (outcome.as_str(), journal_state.map(JournalState::as_str));
            debug!(call_id, operation, attempts, outcome, status, duration_ms, journal_state, "{step}");
        }
        EventKind::Finished {
            attempts,
            kind: Some(kind),
            outcome,
            advice,
            phase,
            status,
            reference,
            duration_ms,
            journal_state,
            ..
        } => {
            let (kind, outcome) = (kind.as_str(), outcome.as_str());
            let (advice, phase) = (advice.map(Advice::as_str), phase.map(Phase::as_str));
            let journal_state = journal_state.map(JournalState::as_str);
            let reference = reference.reference.as_deref();
            warn!(
                call_id,
                operation,
                attempts,
                kind,
                outcome,
                advice,
                phase,
                status,
                reference,
                duration_ms,
                journal_state,
                "{step}"
            );
        }
        // A step that is newer than this crate.
        _ => debug!(call_id, operation, "{step}"),
    }
}
