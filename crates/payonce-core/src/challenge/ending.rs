//! How a payment ends, and what is known of it at any moment before.

use crate::call::{EventKind, Interruption};
use crate::challenge::payment::{Ending, PaidResponse, Payment, PaymentStep, State};
use crate::classify::error_draft::ErrorDraft;
use crate::classify::verdict::Facts;
use crate::classify::{Context, classify, of_failure};
use crate::error::Error;
use crate::journal::decision::Take;
use crate::journal::{JournalAnswer, JournalOp, StoreFailure};
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::http::{FailureCause, Received, TransportFailure};
use crate::model::invalid_field::InvalidField;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Actor, Evidence, Kind, Outcome, Phase};

impl Payment {
    /// Whether the payment has its result, even if the store still has to record it. A driver does not interrupt it any more.
    #[must_use]
    pub const fn has_result(&self) -> bool {
        matches!(self.state, State::Ending(_) | State::Ended(_))
    }

    /// The last row of a payment that its caller ended, for the driver to write. A payment that reaches its end writes it
    /// itself.
    pub fn take_last_row(&mut self) -> Option<JournalOp> {
        self.last_row.take()
    }

    /// Takes the last [`PaymentStep::Send`] back: its driver ends before the first byte, for instance because a listener
    /// refused. What [`interrupt`](Self::interrupt) says afterwards does not count it.
    pub fn hold_back(&mut self) {
        match std::mem::replace(&mut self.state, State::Moving) {
            State::Paid(challenge, request) => {
                self.submissions = self.submissions.saturating_sub(1);
                self.attempts = self.attempts.saturating_sub(1);
                self.state = State::Pending(challenge, request);
            }
            State::Unpaid => {
                self.attempts = self.attempts.saturating_sub(1);
                self.state = State::New;
            }
            state => self.state = state,
        }
    }

    /// Ends the payment for its caller, and returns its error with the reference and the outcome. A finished payment keeps its
    /// result.
    #[must_use]
    pub fn interrupt(&mut self, now: Now, why: Interruption) -> Error {
        self.see(now);
        let (cause, message) = match why {
            Interruption::Cancelled => (FailureCause::Cancelled, "the payment was cancelled before its end"),
            Interruption::Deadline => {
                (FailureCause::Timeout, "the deadline of the payment passed before its end")
            }
        };
        let failure =
            |phase| TransportFailure { phase, cause: Some(cause), message: message.to_owned(), head: None };
        let error = match std::mem::replace(&mut self.state, State::Moving) {
            State::Ended(result) => {
                let error = self.error_of(result.as_ref().err());
                self.state = State::Ended(result);
                return error;
            }
            State::Ending(ending) => {
                let Ending { result, finished, row } = *ending;
                self.last_row = Some(row);
                let error = self.error_of(result.as_ref().err());
                self.note(finished);
                self.state = State::Ended(result.map(|_| ()));
                return error;
            }
            State::Unpaid => self.unpaid_failure(&Received::Failure(failure(Phase::Waiting))),
            State::Paid(..) => self.submitted_failure(&Received::Failure(failure(Phase::Waiting))),
            State::Taking(take) if take != Take::Send => {
                let context = Context { earlier_unknown: true, ..self.context.clone() };
                of_failure(&context, &failure(Phase::BeforeSend))
            }
            _ => of_failure(&self.unsent_context(), &failure(Phase::BeforeSend)),
        };
        if let PaymentStep::Journal(row) = self.conclude(Err(error.without_source()), now) {
            self.last_row = Some(row);
            if let State::Ending(ending) = std::mem::replace(&mut self.state, State::Moving) {
                self.note(ending.finished);
            }
            self.state = State::Ended(Err(error.without_source()));
        }
        error
    }

    fn error_of(&self, error: Option<&Error>) -> Error {
        error.map_or_else(
            || {
                self.error(
                    Kind::Cancelled,
                    Evidence::Applied,
                    "the payment had succeeded when it was cancelled",
                )
            },
            Error::without_source,
        )
    }

    /// A driver that reports what was not asked for. Nothing more is sent.
    pub(super) fn out_of_turn(&mut self, now: Now) -> PaymentStep {
        let evidence = if self.is_submitted() { Evidence::None } else { Evidence::Refused };
        let error = self.error(Kind::Unknown, evidence, "the payment was driven out of turn");
        self.conclude(Err(error), now)
    }

    pub(super) fn already_over(&mut self, result: Result<(), Error>) -> PaymentStep {
        let error = self.error_of(result.as_ref().err());
        self.state = State::Ended(result);
        PaymentStep::Done(Err(error))
    }

    /// The deadline is over before the next request.
    pub(super) fn too_late(&mut self, now: Now) -> PaymentStep {
        let failure = TransportFailure {
            phase: Phase::BeforeSend,
            cause: Some(FailureCause::Timeout),
            message: "the deadline of the payment passed before its end".to_owned(),
            head: None,
        };
        let error = of_failure(&self.unsent_context(), &failure);
        self.conclude(Err(error), now)
    }

    /// What is known besides a request that was not sent.
    pub(super) fn unsent_context(&self) -> Context {
        Context { earlier_unknown: self.is_submitted(), ..self.context.clone() }
    }

    /// The error of a request without a payment: nothing is paid. What else it does is its service's affair, unless it only
    /// reads.
    pub(super) fn unpaid_failure(&self, received: &Received) -> Error {
        let mut context = self.context.clone();
        let is_402 = matches!(received, Received::Response(response) if response.status == 402);
        if matches!(self.request.method, "GET" | "HEAD") || is_402 {
            context.safety = Some(Safety::Read);
        }
        classify(&context, received).unwrap_or_else(|| {
            self.error(Kind::Unknown, Evidence::None, "the response is neither a success nor a failure")
        })
    }

    /// The error of a submitted payment without a response.
    pub(super) fn submitted_failure(&self, received: &Received) -> Error {
        let context = Context { earlier_unknown: self.submissions > 1, ..self.context.clone() };
        classify(&context, received)
            .unwrap_or_else(|| self.error(Kind::Unknown, Evidence::None, "no response arrived"))
    }

    pub(super) fn error(&self, kind: Kind, evidence: Evidence, message: &str) -> Error {
        let phase = if self.is_submitted() { Phase::Waiting } else { Phase::BeforeSend };
        let facts = Facts::new(kind, Actor::Developer, evidence, phase, Safety::Unkeyed);
        let draft = ErrorDraft {
            operation: self.context.operation,
            reference: self.context.reference.clone(),
            attempts: self.context.attempts,
            ..ErrorDraft::new(self.context.provider, facts, message.to_owned())
        };
        draft.into_error(&self.context.texts, &self.context.redactor)
    }

    pub(super) fn refused_argument(&self, field: InvalidField) -> Error {
        let Context { provider, operation, texts, redactor, .. } = &self.context;
        field.into_error(*provider, *operation, texts, redactor)
    }

    /// The payment is over: its last event is written, and its result recorded. This happens once.
    pub(super) fn conclude(&mut self, result: Result<PaidResponse, Error>, now: Now) -> PaymentStep {
        let row = self.ending_row(&result);
        let started = self.started.map_or(now.monotonic, |started| started.monotonic);
        let error = result.as_ref().err();
        let (outcome, status) = match &result {
            Ok(paid) if paid.is_paid => (Outcome::Applied, Some(paid.response.status)),
            Ok(paid) => (Outcome::NotApplied, Some(paid.response.status)),
            Err(error) => (error.outcome(), error.status()),
        };
        let finished = EventKind::Finished {
            attempts: self.attempts,
            kind: error.map(Error::kind),
            outcome,
            advice: error.map(Error::advice),
            phase: error.map(|error| error.payload().phase),
            status,
            reference: result.as_ref().map_or_else(Error::reference, |paid| &paid.reference).clone(),
            duration_ms: whole_milliseconds(now.monotonic.saturating_sub(started)),
            journal_state: row.as_ref().map_or(self.seen, JournalOp::state),
        };
        match row {
            Some(row) => {
                self.state = State::Ending(Box::new(Ending { result, finished, row: row.clone() }));
                PaymentStep::Journal(row)
            }
            None => self.report(result, finished),
        }
    }

    /// The result is recorded, or cannot be. It does not depend on that.
    pub(super) fn recorded(
        &mut self,
        ending: Ending,
        answer: Result<JournalAnswer, StoreFailure>,
    ) -> PaymentStep {
        let Ending { result, mut finished, .. } = ending;
        if let Err(StoreFailure(message)) = answer {
            if let EventKind::Finished { journal_state, .. } = &mut finished {
                *journal_state = None;
            }
            self.note(EventKind::JournalFailed { message });
        }
        self.report(result, finished)
    }

    fn report(&mut self, result: Result<PaidResponse, Error>, finished: EventKind) -> PaymentStep {
        self.note(finished);
        self.state = State::Ended(result.as_ref().map(|_| ()).map_err(Error::without_source));
        PaymentStep::Done(result)
    }
}
