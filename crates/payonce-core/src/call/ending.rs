//! How a call ends, and what is known of it at any moment before.

use crate::call::event::{Event, EventKind};
use crate::call::journal_entry::Wanted;
use crate::call::machine::{Call, Purpose, Request, State, Unreported};
use crate::call::step::{Input, Interruption, Step, Success};
use crate::classify::{self, Context};
use crate::error::Error;
use crate::journal::JournalOp;
use crate::journal::decision::Take;
use crate::model::clock::Now;
use crate::model::http::{FailureCause, TransportFailure};
use crate::model::safety::Safety;
use crate::model::vocabulary::{Evidence, Kind, Outcome, Phase};

impl Call {
    /// The result is recorded, or cannot be. It does not depend on that.
    pub(super) fn recorded(&mut self, mut unreported: Unreported, event: Input) -> Step {
        if let Input::Journal(Err(failure)) = event {
            unreported.finished.iter_mut().for_each(Event::forget_journal_state);
            self.note(self.operation, EventKind::JournalFailed { message: failure.0 });
        }
        self.events.extend(unreported.finished);
        Step::Done(unreported.result)
    }

    /// Whether the call has its result, even if the store still has to record it or a listener to hear of it. A driver does not
    /// interrupt it any more.
    #[must_use]
    pub fn has_result(&self) -> bool {
        self.unreported.is_some() || matches!(self.state, State::Ended(_))
    }

    /// The last row of a call that its caller ended, for the driver to write. A call that reaches its end writes it itself.
    pub fn take_last_row(&mut self) -> Option<JournalOp> {
        self.last_row.take()
    }

    /// Takes the last [`Step::Send`] back: its driver ends before the first byte, for instance because a listener
    /// refused. What [`interrupt`](Self::interrupt) says afterwards does not count it.
    pub fn hold_back(&mut self) {
        self.state = match std::mem::replace(&mut self.state, State::Moving) {
            State::Sent(mut request) => {
                request.retryable.attempts = request.retryable.attempts.saturating_sub(1);
                if matches!(request.purpose, Purpose::Operation) {
                    self.sent = self.sent.saturating_sub(1);
                }
                State::Waiting(request)
            }
            state => state,
        };
    }

    /// Ends the call for its caller, and returns its error with the reference and the outcome. A finished call keeps its
    /// result.
    #[must_use]
    pub fn interrupt(&mut self, now: Now, why: Interruption) -> Error {
        let (cause, message) = match why {
            Interruption::Cancelled => (FailureCause::Cancelled, "the call was cancelled before its end"),
            Interruption::Deadline => {
                (FailureCause::Timeout, "the deadline of the call passed before its end")
            }
        };
        let error = self.so_far(now, cause, message, false);
        self.events.extend(self.unreported.take().and_then(|unreported| unreported.finished));
        if !matches!(self.state, State::Ended(_)) {
            self.permit.end();
            self.conclude(&Err(error.without_source()), now);
        }
        error
    }

    /// The driver reports what the call does not wait for: nothing follows from it but the end.
    pub(super) fn out_of_turn(&mut self, answered: bool, now: Now) -> Step {
        let message = "the driver reported an input that the call did not wait for, so the call ends";
        let error = self.so_far(now, FailureCause::Cancelled, message, answered);
        self.done(Err(error), now)
    }

    /// What is known at this moment, as an error; `doubt` when something may have been sent besides.
    pub(super) fn so_far(&self, now: Now, cause: FailureCause, message: &str, doubt: bool) -> Error {
        let open = |request: &Request| match &request.purpose {
            Purpose::LookUp => false,
            Purpose::Operation => request.retryable.earlier_unknown,
            Purpose::Search(_) => true,
        };
        let (evidence, earlier_unknown, on_the_wire) = match &self.state {
            State::Ended(Err(error)) => return error.without_source(),
            State::Ended(Ok(())) => (Evidence::Applied, false, false),
            State::Prepared(search) => (Evidence::None, search.is_some(), false),
            State::Waiting(request) | State::Marking(request) => (Evidence::None, open(request), false),
            State::Journaling(Wanted::Generation(take)) => (Evidence::None, *take != Take::Send, false),
            State::Journaling(_) | State::Polling => (Evidence::None, self.earlier_call.is_some(), false),
            State::Pausing(_) => (Evidence::None, true, false),
            State::Sent(request) => {
                (Evidence::None, open(request), matches!(request.purpose, Purpose::Operation))
            }
            State::Moving => (Evidence::None, true, true),
        };
        let failure = TransportFailure {
            phase: if on_the_wire { Phase::Waiting } else { Phase::BeforeSend },
            cause: Some(cause),
            message: message.to_owned(),
            head: None,
        };
        classify::of_failure_with(&self.own_context(now, earlier_unknown || doubt), &failure, evidence)
    }

    pub(super) fn done(&mut self, result: Result<Success, Error>, now: Now) -> Step {
        self.conclude(&result, now);
        Step::Done(result)
    }

    /// The call is over: its key goes back, and its last event is written. This happens once.
    pub(super) fn conclude(&mut self, result: &Result<Success, Error>, now: Now) {
        let (kind, outcome, status) = match result {
            Ok(success) if self.operation.safety() == Safety::Read => {
                (None, Outcome::NotApplied, Some(success.status))
            }
            Ok(success) => (None, Outcome::Applied, Some(success.status)),
            Err(error) => (Some(error.kind()), error.outcome(), error.status()),
        };
        if let Some(mut claim) = self.claim.take() {
            claim.settled = matches!(outcome, Outcome::Applied | Outcome::NotApplied);
            // What certainly had no effect leaves the key free. A payment that failed at the provider is listed under the
            // key all the same, and would be taken for a later one.
            if outcome == Outcome::NotApplied && kind != Some(Kind::Failed) {
                claim.sent_at_ms = None;
            }
        } else if result.is_ok()
            && let Some(mark) = &self.reference.reference
        {
            // An earlier call was settled for good.
            self.client.keys().settle(mark);
        }
        if let Ok(success) = result {
            self.reference.clone_from(&success.reference);
        }
        let reached = result.as_ref().map_or_else(Error::reference, |success| &success.reference).clone();
        self.last_row = self.settle_entry(result.as_ref().err(), kind, outcome, &reached);
        if matches!(self.state, State::Prepared(_)) {
            self.started = now.monotonic;
        }
        self.state = State::Ended(result.as_ref().map(|_| ()).map_err(Error::without_source));
        self.note_finished(result.as_ref().err(), outcome, status, reached, now);
    }

    /// The failure of a look-up is the failure of the call that needed it, before its own first byte.
    pub(super) fn as_own(&self, error: Error) -> Error {
        let mut payload = error.into_payload();
        payload.operation = Some(self.operation.name.to_owned());
        payload.reference = self.reference.clone();
        payload.attempts = Some(self.sent);
        Error::new(payload, self.operation.safety())
    }

    /// The context of the operation itself, whatever request is under way for it.
    pub(super) fn own_context(&self, now: Now, earlier_unknown: bool) -> Context {
        Context {
            operation: Some(self.operation),
            safety: Some(self.operation.safety()),
            earlier_unknown,
            ..self.base_context(now)
        }
    }

    pub(super) fn base_context(&self, now: Now) -> Context {
        let settings = self.client.settings();
        Context {
            unix_ms: now.unix_ms,
            redactor: self.redactor.clone(),
            texts: settings.texts.clone(),
            reference: self.reference.clone(),
            attempts: Some(self.sent),
            max_body: settings.max_body,
            ..Context::new(self.client.provider())
        }
    }
}
