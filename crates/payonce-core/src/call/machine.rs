//! The state machine: what a call does next.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::call::attempts::{Next, RetryableRequest};
use crate::call::event::{Event, EventKind};
use crate::call::idempotency;
use crate::call::journaled::{Journaled, Wanted};
use crate::call::options::CallOptions;
use crate::call::reference_search::ReferenceSearch;
use crate::call::step::{HttpRequest, Input, Interruption, Step, Success};
use crate::classify::reading::Reading;
use crate::classify::{self, Context};
use crate::client::Client;
use crate::client::key_registry::KeyClaim;
use crate::client::rate_limiter::{POLL_INTERVAL, Permit};
use crate::client::retry::RetryPolicy;
use crate::journal::JournalOp;
use crate::journal::decision::Take;
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::error::{Error, Reference};
use crate::model::http::{FailureCause, Received, TransportFailure};
use crate::model::invalid_field::InvalidField;
use crate::model::json;
use crate::model::phrase::Phrase;
use crate::model::redact::Redactor;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Evidence, Kind, Outcome, Phase};
use crate::request::{self, Arguments, validate};
use crate::spec::operation::Operation;
use crate::spec::types::FieldType;

/// Where a call is. Every state owns what it needs to go on.
pub(super) enum State {
    /// Nothing was done yet. Where an earlier call with the same key is open, its search comes first.
    Prepared(Option<Box<UnknownOutcome>>),
    /// A timer runs; after it this request goes out.
    Waiting(Box<Request>),
    /// A timer runs; after it the next page of the list is asked for.
    Pausing(Box<UnknownOutcome>),
    /// This request is on its way.
    Sent(Box<Request>),
    /// The store is asked for the entry of the call.
    Journaling(Wanted),
    /// A timer runs; another call with the same key is at work.
    Polling,
    /// The store is asked to record that this request goes out.
    Marking(Box<Request>),
    /// The call is over, with this result.
    Ended(Result<(), Error>),
    /// A step is being taken. A call that is found here may have sent anything.
    Moving,
}

/// A request and what it is for.
pub(super) struct Request {
    pub(super) purpose: Purpose,
    pub(super) retryable: RetryableRequest,
}

/// What a request is for.
pub(super) enum Purpose {
    /// It looks up an argument that the caller left out.
    LookUp,
    /// It is the operation itself.
    Operation,
    /// It looks for what an earlier request of the operation may have done.
    Search(Box<UnknownOutcome>),
}

/// An operation whose outcome is open, while the provider is asked.
pub(super) struct UnknownOutcome {
    /// What the caller gets when the search finds nothing.
    pub(super) error: Error,
    /// The request, to be sent again where that is allowed; nothing where this call did not send it.
    pub(super) retryable: Option<RetryableRequest>,
    pub(super) look: ReferenceSearch,
}

/// A result that the journal does not have yet.
pub(super) struct Unreported {
    result: Result<Success, Error>,
    finished: Option<Event>,
}

/// A call in progress.
pub struct Call {
    pub(super) client: Client,
    pub(super) operation: &'static Operation,
    pub(super) arguments: Arguments,
    pub(super) options: CallOptions,
    pub(super) policy: RetryPolicy,
    pub(super) redactor: Redactor,
    pub(super) reference: Reference,
    /// Joins the events of this call.
    pub(super) id: String,
    /// When the call was started; before that, nothing reads it.
    pub(super) started: Duration,
    pub(super) rng: fastrand::Rng,
    pub(super) state: State,
    /// The entry in the journal, where the client has one.
    pub(super) journaled: Option<Box<Journaled>>,
    /// The last row, until a driver takes it.
    pub(super) last_row: Option<JournalOp>,
    /// The result, while the journal records it.
    pub(super) unreported: Option<Box<Unreported>>,
    /// The earlier call that is looked for, while the journal is asked for its entry.
    pub(super) earlier_call: Option<Box<UnknownOutcome>>,
    /// The key, while the call has it.
    pub(super) claim: Option<KeyClaim>,
    /// The call's place in the rate limit of its client.
    pub(super) permit: Permit,
    /// How often the operation itself was sent. Requests that look something up do not count.
    pub(super) sent: u32,
    pub(super) events: Vec<Event>,
}

impl Call {
    /// Checks the arguments and prepares the first request.
    ///
    /// `entropy` is sixteen random bytes, or nothing on a machine that has none: the reference of the call and the
    /// jitter are drawn from them.
    ///
    /// # Errors
    /// `invalid_argument`, naming the argument; `idempotency_key` when a reference has to be drawn and cannot be.
    pub fn new(
        client: &Client,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: CallOptions,
        entropy: impl Into<Option<[u8; 16]>>,
    ) -> Result<Self, Error> {
        let entropy = entropy.into();
        let settings = client.settings();
        let redactor = call_redactor(client, operation, arguments, &options.headers);
        let refuse = |field: InvalidField| {
            field.into_error(client.provider(), Some(operation), &settings.texts, &redactor)
        };
        let operation = client.fitting(operation).map_err(refuse)?;
        options.check().map_err(refuse)?;
        let policy = options.policy(settings);
        let mut arguments = validate::check_arguments(operation, arguments).map_err(refuse)?;
        let mut reference = Reference::default();
        let has_journal = client.journal().is_some();
        idempotency::assign_key(operation, &mut arguments, &options, entropy, &mut reference, has_journal)
            .map_err(refuse)?;
        let journaled =
            Journaled::new(client, operation, &arguments, &options, &policy, &mut reference, entropy)
                .map_err(refuse)?;
        let claim = match &journaled {
            Some(_) => None,
            None => KeyClaim::take(client.keys(), operation, &arguments, &reference).map_err(refuse)?,
        };
        let open_since_ms = claim.as_ref().and_then(|claim| claim.open_since_ms);
        let mut call = Self {
            client: client.clone(),
            operation,
            arguments,
            policy,
            options,
            redactor: redactor.clone(),
            reference,
            id: client.next_call_id(entropy),
            started: Duration::ZERO,
            rng: jitter(entropy),
            state: State::Prepared(None),
            journaled,
            last_row: None,
            unreported: None,
            earlier_call: None,
            claim,
            permit: Permit::new(client.rate_limiter().cloned()),
            sent: 0,
            events: Vec::new(),
        };
        if let Some(open_since_ms) = open_since_ms {
            call.look_first(open_since_ms);
        }
        Ok(call)
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The plan of a call: the row that records the intention to make it, for the caller's own transaction. Another process,
    /// or this one, sends it once the transaction is committed.
    ///
    /// # Errors
    /// `invalid_argument`: as for [`new`](Self::new), and where the call has no key of its own, an argument that must not be
    /// stored, or no journal.
    pub fn plan(
        client: &Client,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<JournalOp, Error> {
        let settings = client.settings();
        let redactor = call_redactor(client, operation, arguments, &options.headers);
        let refuse = |field: InvalidField| {
            field.into_error(client.provider(), Some(operation), &settings.texts, &redactor)
        };
        // Entropy that is all zero is never used: a plan has a key of its caller.
        let call = Self::new(client, operation, arguments, options, [0; 16])?;
        let given = validate::check_arguments(call.operation, arguments).map_err(refuse)?;
        if let Some(secret) = call.operation.params.iter().find(|param| param.ty == FieldType::Secret) {
            let problem = "is secret, and a plan would store it; call the operation itself";
            return Err(refuse(InvalidField::new(secret.name, problem)));
        }
        let is_argument = call.operation.safety() == Safety::Keyed && call.operation.key().is_some();
        let has_key = is_argument || call.options.idempotency_key.is_some();
        if !has_key {
            let problem = "is required for a plan: a transaction that runs again would plan a second payment without it";
            return Err(refuse(InvalidField::new("idempotency_key", problem)));
        }
        match call.journaled {
            Some(journaled) => Ok(journaled.into_plan(&given)),
            None => Err(refuse(InvalidField::new("journal", "is required for a plan; give the client one"))),
        }
    }

    /// What happened since the last time of asking. A driver delivers these before it does the step.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Everything the operation can be found by.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// How long the call may still take. A driver gives its listeners no more than this, and sends nothing once it is
    /// zero.
    #[must_use]
    pub fn time_left(&self, now: Now) -> Duration {
        let started = if matches!(self.state, State::Prepared(_)) { now.monotonic } else { self.started };
        self.policy.deadline.saturating_sub(now.monotonic.saturating_sub(started))
    }

    /// Takes the report and returns what to do next.
    ///
    /// A report that the call does not wait for ends it, with what is known at that moment. A call that is over returns
    /// so, however often it is asked.
    pub fn step(&mut self, now: Now, event: Input) -> Step {
        if let Some(result) = self.unreported.take() {
            return self.recorded(*result, event);
        }
        match (self.advance(now, event), self.last_row.take()) {
            (Step::Done(result), Some(row)) => {
                // The event `finished` stays the last one.
                let finished = self.events.pop();
                self.unreported = Some(Box::new(Unreported { result, finished }));
                Step::Journal(row)
            }
            (step, row) => {
                self.last_row = row;
                step
            }
        }
    }

    /// The result is recorded, or cannot be. It does not depend on that.
    fn recorded(&mut self, unreported: Unreported, event: Input) -> Step {
        if let Input::Journal(Err(failure)) = event {
            self.note(self.operation, EventKind::JournalFailed { message: failure.0 });
        }
        self.events.extend(unreported.finished);
        Step::Done(unreported.result)
    }

    /// Whether the call has its result and only waits for the store to record it. A driver does not interrupt it any more.
    #[must_use]
    pub fn has_result(&self) -> bool {
        self.unreported.is_some()
    }

    /// The last row of a call that its caller ended, for the driver to write. A call that reaches its end writes it itself.
    pub fn take_last_row(&mut self) -> Option<JournalOp> {
        self.last_row.take()
    }

    fn advance(&mut self, now: Now, event: Input) -> Step {
        if matches!(event, Input::Response(_) | Input::Failed(_)) {
            self.permit.end();
        }
        match (std::mem::replace(&mut self.state, State::Moving), event) {
            (State::Prepared(open), Input::Start) => {
                self.started = now.monotonic;
                match (self.journaled.is_some(), open) {
                    (true, open) => {
                        self.earlier_call = open;
                        self.ask_for_key().unwrap_or_else(|| self.out_of_turn(false, now))
                    }
                    (false, Some(unknown)) => self.next_page(unknown, now),
                    (false, None) => self.begin(now),
                }
            }
            (State::Journaling(wanted), Input::Journal(response)) => {
                self.journal_answered(wanted, response, now)
            }
            (State::Polling, Input::Waited) => self.look_again(),
            (State::Marking(request), Input::Journal(response)) => self.marked(request, response, now),
            (State::Waiting(request), Input::Waited) => self.send(request, now),
            (State::Pausing(unknown), Input::Waited) => self.next_page(unknown, now),
            (State::Sent(request), Input::Response(response)) => {
                self.received(*request, Received::Response(response), now)
            }
            (State::Sent(request), Input::Failed(failure)) => {
                self.received(*request, Received::Failure(failure), now)
            }
            (state @ State::Ended(_), _) => {
                self.state = state;
                // A driver that begins anew would pay anew.
                Step::Done(Err(self.so_far(now, FailureCause::Cancelled, RUN_TWICE, false)))
            }
            (state, Input::Start) => {
                // Another driver has the call, and goes on with it.
                self.state = state;
                Step::Done(Err(self.so_far(now, FailureCause::Cancelled, RUN_TWICE, false)))
            }
            (state, event) => {
                self.state = state;
                // A response to a request that this call did not hand out: something was sent.
                self.out_of_turn(!matches!(event, Input::Waited | Input::Journal(_)), now)
            }
        }
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

    pub(super) fn begin(&mut self, now: Now) -> Step {
        if let Some((lookup, by)) = self.missing_argument() {
            if let Some(known) = self.client.looked_up(lookup.param, &by) {
                self.arguments.insert(lookup.param.to_owned(), known);
            } else if let Some(operation) = self.client.provider().operation(lookup.operation) {
                let arguments: Arguments =
                    [(lookup.takes.to_owned(), Value::String(by))].into_iter().collect();
                return self.ask(Purpose::LookUp, operation, &arguments, now);
            }
        }
        let arguments = self.arguments.clone();
        self.ask(Purpose::Operation, self.operation, &arguments, now)
    }

    pub(super) fn ask(
        &mut self,
        purpose: Purpose,
        operation: &'static Operation,
        arguments: &Arguments,
        now: Now,
    ) -> Step {
        let extra: &[(String, String)] =
            if matches!(purpose, Purpose::Operation) { &self.options.headers } else { &[] };
        match request::prepare(&self.client.endpoint(), operation, arguments, extra) {
            Ok(prepared) => {
                let mut retryable = RetryableRequest::new(operation, prepared, self.options.allow_duplicate);
                if matches!(purpose, Purpose::Operation) {
                    retryable.earlier_unknown =
                        self.journaled.as_ref().is_some_and(|journaled| journaled.resends);
                }
                self.send(Box::new(Request { purpose, retryable }), now)
            }
            Err(field) => match purpose {
                Purpose::Search(unknown) => self.give_up(unknown, SEARCH_FAILED, now),
                Purpose::LookUp | Purpose::Operation => {
                    let error = self.refused(field);
                    self.done(Err(error), now)
                }
            },
        }
    }

    pub(super) fn send(&mut self, mut request: Box<Request>, now: Now) -> Step {
        let left = self.time_left(now);
        if left.is_zero() {
            return self.too_late(*request, None, now);
        }
        let waited = self.permit.is_waiting();
        if let Some(wait) = self.permit.take(now.monotonic, left) {
            if wait >= left {
                return self.too_late(*request, Some(wait), now);
            }
            // A wait for a concurrent request emits one event, not twenty per second.
            if !waited || wait > POLL_INTERVAL {
                self.note(self.operation, EventKind::RateLimitWait { wait_ms: whole_milliseconds(wait) });
            }
            self.state = State::Waiting(request);
            return Step::Wait(wait);
        }
        if matches!(request.purpose, Purpose::Operation) {
            request = match self.mark_sending(request, now) {
                Ok(request) => request,
                Err(op) => return Step::Journal(op),
            };
        }
        let settings = self.client.settings();
        let timeout = self.options.timeout.unwrap_or(settings.timeout).min(left);
        let max_body = settings.max_body;
        let Request { purpose, retryable } = &mut *request;
        retryable.attempts = retryable.attempts.saturating_add(1);
        if matches!(purpose, Purpose::Operation) {
            self.sent = self.sent.saturating_add(1);
            if self.operation.safety() != Safety::Read {
                let sent_at_ms = *self.reference.sent_at_ms.get_or_insert(now.unix_ms);
                if let Some(claim) = &mut self.claim {
                    claim.sent_at_ms = Some(sent_at_ms);
                }
            }
        }
        let prepared = retryable.prepared.clone();
        let (operation, attempt) = (retryable.operation, retryable.attempts);
        self.state = State::Sent(request);
        let reference = self.reference.clone();
        self.note(operation, EventKind::AboutToSend { attempt, reference });
        Step::Send(HttpRequest {
            method: prepared.method.as_str(),
            url: prepared.url,
            headers: prepared.headers,
            body: prepared.body,
            timeout,
            max_body,
        })
    }

    /// The deadline is over, or would be before the turn of the request. What the last request failed with says more
    /// than the clock.
    pub(super) fn too_late(&mut self, request: Request, wait: Option<Duration>, now: Now) -> Step {
        let Request { purpose, mut retryable } = request;
        let earlier_unknown = match purpose {
            Purpose::Search(unknown) => return self.give_up(unknown, SEARCH_FAILED, now),
            Purpose::LookUp => false,
            Purpose::Operation => retryable.earlier_unknown,
        };
        let context = self.own_context(now, earlier_unknown);
        let error = match (retryable.failed.take(), wait) {
            (Some(failed), _) => self.as_own(failed),
            (None, Some(wait)) => classify::of_pace(&context, wait),
            (None, None) => {
                let failure = TransportFailure {
                    phase: Phase::BeforeSend,
                    cause: Some(FailureCause::Timeout),
                    message: "the deadline of the call passed before its end".to_owned(),
                    head: None,
                };
                classify::of_failure(&context, &failure)
            }
        };
        self.done(Err(error), now)
    }

    pub(super) fn received(&mut self, request: Request, received: Received, now: Now) -> Step {
        let Request { purpose, mut retryable } = request;
        let context = Context {
            operation: Some(retryable.operation),
            safety: Some(retryable.operation.safety()),
            earlier_unknown: retryable.earlier_unknown,
            ..self.base_context(now)
        };
        let elapsed = now.monotonic.saturating_sub(self.started);
        let reading = Reading::of(&received, context.max_body);
        let next =
            retryable.after(&context, &reading, &self.policy, elapsed, self.client.budget(), &mut self.rng);
        let value = reading.into_value();
        if let Some(limiter) = self.client.rate_limiter() {
            limiter.learn(received.headers(), next.refused_for(), now, self.policy.max_retry_after);
        }
        match (next, received) {
            (Next::Success, Received::Response(response)) => {
                self.succeed(purpose, &retryable, value, response, now)
            }
            // A failure is never a success.
            (Next::Success, Received::Failure(_)) => self.out_of_turn(true, now),
            (Next::Wait { wait, error }, _) => {
                let (operation, attempt) = (retryable.operation, retryable.attempts);
                let (kind, status, wait_ms) = (error.kind(), error.status(), whole_milliseconds(wait));
                retryable.failed = Some(error);
                self.state = State::Waiting(Box::new(Request { purpose, retryable }));
                self.note(operation, EventKind::Retrying { attempt, kind, status, wait_ms });
                Step::Wait(wait)
            }
            (Next::Fail(error), _) => match purpose {
                Purpose::LookUp => {
                    let error = self.as_own(error);
                    self.done(Err(error), now)
                }
                Purpose::Operation => self.search_or_fail(retryable, error, now),
                // A search that failed proves nothing.
                Purpose::Search(unknown) => self.give_up(unknown, SEARCH_FAILED, now),
            },
        }
    }

    pub(super) fn looked_up(&mut self, response: &Value, now: Now) -> Step {
        let Some((lookup, by)) = self.missing_argument() else { return self.out_of_turn(false, now) };
        match json::at(response, lookup.pointer).filter(|value| !value.is_null()) {
            Some(value) => {
                self.client.remember(lookup.param, &by, value.clone());
                self.arguments.insert(lookup.param.to_owned(), value.clone());
                self.begin(now)
            }
            None => {
                let problem = Phrase::from("is not known for ")
                    .then_name(lookup.by)
                    .then(format!(" {by}; pass it to the call"));
                let error = self.refused(InvalidField::new(lookup.param, problem));
                self.done(Err(error), now)
            }
        }
    }

    pub(super) fn refused(&self, field: InvalidField) -> Error {
        let settings = self.client.settings();
        let provider = self.client.provider();
        field.into_error(provider, Some(self.operation), &settings.texts, &self.redactor)
    }

    pub(super) fn missing_argument(&self) -> Option<(crate::spec::operation::Lookup, String)> {
        let lookup = self.operation.lookup?;
        if self.arguments.contains_key(lookup.param) {
            return None;
        }
        let by = self.arguments.get(lookup.by)?.as_str()?;
        Some((lookup, by.to_owned()))
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
        let reference = result.as_ref().map_or_else(Error::reference, |success| &success.reference).clone();
        if matches!(self.state, State::Prepared(_)) {
            self.started = now.monotonic;
        }
        self.state = State::Ended(result.as_ref().map(|_| ()).map_err(Error::without_source));
        let duration = now.monotonic.saturating_sub(self.started);
        let finished = EventKind::Finished {
            attempts: self.sent,
            kind,
            outcome,
            status,
            reference,
            duration_ms: whole_milliseconds(duration),
        };
        self.note(self.operation, finished);
    }

    pub(super) fn note(&mut self, operation: &'static Operation, what: EventKind) {
        let (call_id, provider) = (self.id.clone(), self.client.provider());
        self.events.push(Event { call_id, provider, operation: operation.name, what });
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

const RUN_TWICE: &str = "the call has already run; it does not run a second time";
/// The list was read to its end and does not show the payment.
pub(super) const NOT_FOUND_YET: &str = "not_found_yet";
/// The list could not be read to its end.
pub(super) const SEARCH_FAILED: &str = "search_failed";

/// Without entropy every call waits alike, which is the worst that it does.
pub(super) fn jitter(entropy: Option<[u8; 16]>) -> fastrand::Rng {
    let mut half = [0; 8];
    half.iter_mut().zip(entropy.unwrap_or_default()).for_each(|(to, from)| *to = from);
    fastrand::Rng::with_seed(u64::from_le_bytes(half))
}

/// An end user's key among the arguments is as secret as the client's own, and so is what a header carries: one of this
/// call, or one of another provider's request that is reported to Pay-i.
pub(crate) fn call_redactor(
    client: &Client,
    operation: &Operation,
    arguments: &Map<String, Value>,
    headers: &[(String, String)],
) -> Redactor {
    let mut redactor = client.redactor().clone();
    headers.iter().for_each(|(name, value)| redactor.add_header(name, value));
    redactor.add_headers_within(arguments);
    for (name, value) in arguments {
        if let Some(text) = value.as_str()
            && operation.params.iter().any(|param| param.ty == FieldType::Secret && param.name == name)
        {
            redactor.add(text);
        }
    }
    redactor
}
