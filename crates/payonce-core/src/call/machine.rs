//! The state machine: what a call does next.

use std::time::Duration;

use serde_json::Value;

use crate::call::attempts::{Next, RetryableRequest};
use crate::call::event::{Event, EventKind};
use crate::call::journal_entry::{Journaled, Wanted};
use crate::call::options::CallOptions;
use crate::call::reference_search::ReferenceSearch;
use crate::call::step::{HttpRequest, Input, Step, Success};
use crate::classify::reading::Reading;
use crate::classify::{self, Context};
use crate::client::Client;
use crate::client::key_registry::KeyClaim;
use crate::client::rate_limiter::{POLL_INTERVAL, Permit};
use crate::client::retry::RetryPolicy;
use crate::error::{Error, Reference};
use crate::journal::JournalOp;
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::http::{FailureCause, Received, TransportFailure};
use crate::model::invalid_field::InvalidField;
use crate::model::json;
use crate::model::phrase::Phrase;
use crate::model::redact::Redactor;
use crate::model::safety::Safety;
use crate::model::vocabulary::Phase;
use crate::request::{self, Arguments};
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

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
    pub(super) result: Result<Success, Error>,
    pub(super) finished: Option<Event>,
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
    /// Joins the events of this call, once there is one.
    pub(super) id: Option<String>,
    /// What the id is drawn from.
    pub(super) entropy: Option<[u8; 16]>,
    /// Whether the driver takes the events.
    pub(super) is_listened_to: bool,
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
    /// The provider of the client.
    #[must_use]
    pub fn provider(&self) -> Provider {
        self.client.provider()
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// What happened since the last time of asking. A driver delivers these before it does the step.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Makes no events from now on, for a driver without a listener.
    pub fn without_events(&mut self) {
        self.is_listened_to = false;
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
            (State::Polling, Input::Waited) => self.look_again(now),
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
                Err(step) => return *step,
            };
        }
        let settings = self.client.settings();
        let timeout = self.options.timeout.unwrap_or(settings.timeout).min(left);
        let max_body = settings.max_body;
        let Request { purpose, retryable } = &mut *request;
        retryable.attempts = retryable.attempts.saturating_add(1);
        retryable.sent_at = now.monotonic;
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
        self.note_request(retryable);
        self.state = State::Sent(request);
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

    /// What a second sending of this operation would do until the deadline of the call: a key protects nothing once the provider
    /// may have forgotten it.
    fn safety_of(&self, operation: &Operation, now: Now) -> Safety {
        let safety = operation.safety();
        let window = operation.key_promise().and_then(|promise| promise.window);
        let sent_ago = self.reference.sent_at_ms.map_or(0, |sent_ms| now.unix_ms.saturating_sub(sent_ms));
        let oldest = Duration::from_millis(sent_ago).saturating_add(self.policy.deadline);
        match window {
            Some(window) if safety == Safety::Keyed && oldest >= window => Safety::Unkeyed,
            _ => safety,
        }
    }

    pub(super) fn received(&mut self, request: Request, received: Received, now: Now) -> Step {
        let Request { purpose, mut retryable } = request;
        let context = Context {
            operation: Some(retryable.operation),
            safety: Some(self.safety_of(retryable.operation, now)),
            earlier_unknown: retryable.earlier_unknown,
            ..self.base_context(now)
        };
        let elapsed = now.monotonic.saturating_sub(self.started);
        let reading = Reading::of(&received, context.max_body).with_header_members(context.operation);
        let next =
            retryable.after(&context, &reading, &self.policy, elapsed, self.client.budget(), &mut self.rng);
        let value = reading.into_value();
        self.note_response(&retryable, &received, &next, now);
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

    pub(super) fn note(&mut self, operation: &'static Operation, what: EventKind) {
        if !self.is_listened_to {
            return;
        }
        let provider = self.client.provider();
        let call_id = self.id.get_or_insert_with(|| self.client.next_call_id(self.entropy)).clone();
        self.events.push(Event { call_id, provider, operation: operation.name, what });
    }
}

pub(super) const RUN_TWICE: &str = "the call has already run; it does not run a second time";
/// The list was read to its end and does not show the payment.
pub(super) const NOT_FOUND_YET: &str = "not_found_yet";
/// The list could not be read to its end.
pub(super) const SEARCH_FAILED: &str = "search_failed";
