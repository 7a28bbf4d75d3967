//! A call as a state machine that does no I/O.
//!
//! A driver starts the call, does what each [`Step`] says, and reports what came back. The machine is told the time;
//! it has no clock, no timer and no socket, so that every language plays the same decisions.

mod leg;
mod look;
mod mark;
mod notice;
mod options;
mod search;
mod step;
mod success;

use std::time::Duration;

use serde_json::{Map, Value};

use crate::classify::{self, Context, Failure, FailureCause, Received};
use crate::client::Client;
use crate::error::{Error, Payload, Reference};
use crate::invalid::InvalidField;
use crate::json;
use crate::marks::Claim;
use crate::operation::{Operation, Safety, Ty};
use crate::pace::{RECHECK, Turn};
use crate::redact::Redactor;
use crate::request::{self, Arguments};
use crate::retry::RetryPolicy;
use crate::vocabulary::{Evidence, Kind, Outcome, Phase};
use crate::wait::whole_milliseconds;

use leg::Leg;
pub(crate) use leg::Next;
use look::Look;
pub use notice::Notice;
pub use options::CallOptions;
pub use step::{Attempt, Event, Interruption, Now, Step};
pub use success::Success;

/// What the present request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It looks up an argument that the caller left out.
    LookUp,
    /// It is the operation itself.
    Operation,
    /// It looks for what an earlier request of the operation may have done.
    Search,
}

/// An operation whose outcome is open, while the provider is asked.
struct Unsettled {
    /// What the caller gets when the search finds nothing.
    error: Error,
    /// The request, to be sent again where that is allowed.
    leg: Option<Leg>,
    look: Look,
}

/// A call in progress.
pub struct Call {
    client: Client,
    operation: &'static Operation,
    arguments: Arguments,
    options: CallOptions,
    policy: RetryPolicy,
    redactor: Redactor,
    reference: Reference,
    started: Option<Duration>,
    rng: fastrand::Rng,
    /// The request that is under way: a look-up of an argument, or the operation itself.
    leg: Option<Leg>,
    stage: Stage,
    unsettled: Option<Unsettled>,
    /// The key, while the call has it.
    claim: Option<Claim>,
    /// The call's place in the pace of its client.
    turn: Turn,
    sent: u32,
    in_flight: bool,
    /// What the call came to, once it is over.
    ended: Option<Result<(), Payload>>,
    notices: Vec<Notice>,
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
        options: &Map<String, Value>,
        entropy: impl Into<Option<[u8; 16]>>,
    ) -> Result<Self, Error> {
        let entropy = entropy.into();
        let settings = client.settings();
        let redactor = call_redactor(client, operation, arguments);
        let refuse = |field: InvalidField| {
            field.into_error(client.provider(), Some(operation), settings.style, &settings.texts, &redactor)
        };
        let operation = client.fitting(operation).map_err(refuse)?;
        let options = CallOptions::read(options).map_err(refuse)?;
        let policy = options.policy(settings).map_err(refuse)?;
        let mut arguments = request::check_arguments(operation, arguments, settings.style).map_err(refuse)?;
        let mut reference = Reference::default();
        mark::give(operation, &mut arguments, &options, entropy, &mut reference, settings.style)
            .map_err(refuse)?;
        let claim = Claim::take(client, operation, &arguments, &reference).map_err(refuse)?;
        let open_since_ms = claim.as_ref().and_then(|claim| claim.open_since_ms);
        let mut call = Self {
            client: client.clone(),
            operation,
            arguments,
            policy,
            options,
            redactor: redactor.clone(),
            reference,
            started: None,
            rng: jitter(entropy),
            leg: None,
            stage: Stage::Operation,
            unsettled: None,
            claim,
            turn: Turn::new(client),
            sent: 0,
            in_flight: false,
            ended: None,
            notices: Vec::new(),
        };
        if let Some(open_since_ms) = open_since_ms {
            call.look_first(open_since_ms);
        }
        Ok(call)
    }

    /// What happened since the last time of asking. A driver delivers these before it does the step.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Everything the operation can be found by.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// Takes the report and answers what to do next.
    pub fn step(&mut self, now: Now, event: Event) -> Step {
        if self.ended.is_some() || (event == Event::Start && self.started.is_some()) {
            // A driver that begins anew would pay anew.
            return Step::Done(Err(
                self.so_far(now, "the call was run before, and is not done a second time")
            ));
        }
        self.in_flight = false;
        let started = *self.started.get_or_insert(now.monotonic);
        if !matches!(event, Event::Start | Event::Waited) {
            self.turn.end();
        }
        let received = match event {
            Event::Start => return self.begin(now),
            Event::Waited if self.stage == Stage::Search && self.leg.is_none() => return self.next_page(now),
            Event::Waited => return self.send(now),
            Event::Answered(answer) => Received::Answer(answer),
            Event::Failed(failure) => Received::Failure(failure),
        };
        let Some(mut leg) = self.leg.take() else { return self.begin(now) };
        let context = self.context(&leg, now);
        let elapsed = now.monotonic.saturating_sub(started);
        let next = leg.after(&context, &received, &self.policy, elapsed, self.client.budget(), &mut self.rng);
        if let Some(pace) = self.client.pace() {
            pace.learn(&received, &next, now, &self.policy);
        }
        match next {
            Next::Success => {
                let Received::Answer(answer) = received else { return self.begin(now) };
                self.succeed(&leg, answer, now)
            }
            Next::Wait { wait, error } => {
                self.notices.push(Notice::Retrying {
                    operation: leg.operation.name,
                    attempt: self.sent,
                    kind: error.kind(),
                    status: error.status(),
                    wait_ms: whole_milliseconds(wait),
                });
                leg.failed = Some(error);
                self.leg = Some(leg);
                Step::Wait(wait)
            }
            Next::Fail(error) => match self.stage {
                Stage::LookUp => self.done(Err(self.as_own(error))),
                Stage::Operation => self.search_or_fail(leg, error, now),
                // A search that failed proves nothing.
                Stage::Search => match self.unsettled.take() {
                    Some(unsettled) => self.give_up(unsettled),
                    None => self.done(Err(error)),
                },
            },
        }
    }

    /// Takes the last [`Step::Send`] back: its driver ends before the first byte, for instance because a listener
    /// refused. What [`interrupt`](Self::interrupt) says afterwards does not count it.
    pub fn hold_back(&mut self) {
        if self.in_flight {
            self.in_flight = false;
            self.sent = self.sent.saturating_sub(1);
        }
    }

    /// The error of a call that its caller ends now: with the reference, and with what is known of the outcome. A call
    /// that was over already stays what it came to.
    #[must_use]
    pub fn interrupt(&mut self, now: Now, why: Interruption) -> Error {
        let message = match why {
            Interruption::Cancelled => "the call was cancelled before its end",
            Interruption::Deadline => "the deadline of the call passed before its end",
        };
        let error = self.so_far(now, message);
        self.give_key_back(Some(&error));
        self.turn.end();
        error
    }

    /// What is known at this moment, as an error.
    fn so_far(&self, now: Now, message: &str) -> Error {
        if let Some(Err(payload)) = &self.ended {
            return Error::new(payload.clone(), self.operation.safety);
        }
        let evidence = if self.ended.is_some() { Evidence::Applied } else { Evidence::None };
        let on_the_wire = self.in_flight && self.stage == Stage::Operation;
        let failure = Failure {
            phase: if on_the_wire { Phase::Waiting } else { Phase::BeforeSend },
            cause: Some(FailureCause::Timeout),
            message: message.to_owned(),
            head: None,
        };
        classify::of_failure_with(&self.own_context(now), &failure, evidence)
    }

    /// The call is over: what its key was used for is remembered, unless it certainly had no effect. A payment that
    /// failed at the provider is listed under the key all the same, and would be taken for a later one.
    fn give_key_back(&mut self, error: Option<&Error>) {
        let Some(mut claim) = self.claim.take() else { return };
        if error.is_some_and(|error| error.outcome() == Outcome::NotApplied && error.kind() != Kind::Failed) {
            claim.sent_at_ms = None;
        }
    }

    fn begin(&mut self, now: Now) -> Step {
        if self.unsettled.is_some() {
            return self.next_page(now);
        }
        if let Some((lookup, by)) = self.missing_argument() {
            if let Some(known) = self.client.looked_up(lookup.param, &by) {
                self.arguments.insert(lookup.param.to_owned(), known);
            } else if let Some(operation) = self.client.provider().operation(lookup.operation) {
                let arguments: Arguments =
                    [(lookup.takes.to_owned(), Value::String(by))].into_iter().collect();
                self.stage = Stage::LookUp;
                return self.start_leg(operation, &arguments, now);
            }
        }
        self.stage = Stage::Operation;
        let arguments = self.arguments.clone();
        self.start_leg(self.operation, &arguments, now)
    }

    fn start_leg(&mut self, operation: &'static Operation, arguments: &Arguments, now: Now) -> Step {
        let extra: &[(String, String)] =
            if self.stage == Stage::Operation { &self.options.headers } else { &[] };
        match request::prepare(&self.client, operation, arguments, extra) {
            Ok(prepared) => {
                let retry_unknown = self.options.retry_unknown;
                self.leg = Some(Leg::new(operation, prepared, retry_unknown));
                self.send(now)
            }
            Err(field) => {
                let error = self.refused(field);
                self.done(Err(error))
            }
        }
    }

    fn send(&mut self, now: Now) -> Step {
        let settings = self.client.settings();
        let started = self.started.unwrap_or(now.monotonic);
        let left = self.policy.deadline.saturating_sub(now.monotonic.saturating_sub(started));
        let timeout = self.options.timeout.unwrap_or(settings.timeout).min(left);
        let max_body = settings.max_body;
        if left.is_zero()
            && let Some(unsettled) = self.unsettled.take()
        {
            return self.give_up(unsettled);
        }
        let Some(leg) = self.leg.as_mut() else { return self.begin(now) };
        if left.is_zero() {
            // The timer came late. What the last request failed with says more than the clock.
            let error = leg.failed.take().map(|error| self.as_own(error));
            let error = error.unwrap_or_else(|| self.interrupt(now, Interruption::Deadline));
            return self.done(Err(error));
        }
        let waited = self.turn.is_waiting();
        if let Some(wait) = self.turn.take(now.monotonic, left) {
            if wait >= left {
                return self.turn_too_late(wait, now);
            }
            // A listener hears once that others are on the way, not twenty times a second.
            if !waited || wait > RECHECK {
                let (operation, wait_ms) = (self.operation.name, whole_milliseconds(wait));
                self.notices.push(Notice::Pacing { operation, wait_ms });
            }
            return Step::Wait(wait);
        }
        leg.attempts = leg.attempts.saturating_add(1);
        let prepared = leg.prepared.clone();
        self.sent = self.sent.saturating_add(1);
        self.in_flight = true;
        if self.stage == Stage::Operation && self.operation.safety != Safety::Read {
            let sent_at_ms = *self.reference.sent_at_ms.get_or_insert(now.unix_ms);
            if let Some(claim) = &mut self.claim {
                claim.sent_at_ms = Some(sent_at_ms);
            }
        }
        self.notices.push(Notice::AboutToSend {
            operation: leg.operation.name,
            attempt: self.sent,
            reference: self.reference.clone(),
        });
        Step::Send(Attempt {
            method: prepared.method.as_str(),
            url: prepared.url,
            headers: prepared.headers,
            body: prepared.body,
            timeout,
            max_body,
        })
    }

    /// The turn would come after the deadline.
    fn turn_too_late(&mut self, wait: Duration, now: Now) -> Step {
        if let Some(unsettled) = self.unsettled.take() {
            return self.give_up(unsettled);
        }
        let failed = self.leg.as_mut().and_then(|leg| leg.failed.take()).map(|error| self.as_own(error));
        let error = failed.unwrap_or_else(|| classify::of_pace(&self.own_context(now), wait));
        self.done(Err(error))
    }

    fn looked_up(&mut self, answer: &Value, now: Now) -> Step {
        let Some((lookup, by)) = self.missing_argument() else { return self.begin(now) };
        match json::at(answer, lookup.pointer).filter(|value| !value.is_null()) {
            Some(value) => {
                self.client.remember(lookup.param, &by, value.clone());
                self.begin(now)
            }
            None => {
                let known_by = request::styled(lookup.by, self.client.settings().style);
                let problem = format!("is not known for {known_by} {by}; pass it to the call");
                let error = self.refused(InvalidField::new(lookup.param, problem));
                self.done(Err(error))
            }
        }
    }

    fn refused(&self, field: InvalidField) -> Error {
        let settings = self.client.settings();
        let provider = self.client.provider();
        field.into_error(provider, Some(self.operation), settings.style, &settings.texts, &self.redactor)
    }

    fn missing_argument(&self) -> Option<(crate::operation::Lookup, String)> {
        let lookup = self.operation.lookup?;
        if self.arguments.contains_key(lookup.param) {
            return None;
        }
        let by = self.arguments.get(lookup.by)?.as_str()?;
        Some((lookup, by.to_owned()))
    }

    fn done(&mut self, result: Result<Success, Error>) -> Step {
        self.leg = None;
        self.give_key_back(result.as_ref().err());
        let (kind, outcome) = match &result {
            Ok(_) if self.operation.safety == Safety::Read => (None, Outcome::NotApplied),
            Ok(_) => (None, Outcome::Applied),
            Err(error) => (Some(error.kind()), error.outcome()),
        };
        if let Ok(success) = &result {
            self.reference.clone_from(&success.reference);
        }
        self.ended = Some(result.as_ref().map(|_| ()).map_err(|error| error.payload().clone()));
        let operation = self.operation.name;
        self.notices.push(Notice::Finished { operation, attempts: self.sent, kind, outcome });
        Step::Done(result)
    }

    /// The failure of a look-up is the failure of the call that needed it, before its own first byte.
    fn as_own(&self, error: Error) -> Error {
        let mut payload = error.into_payload();
        payload.operation = Some(self.operation.name.to_owned());
        payload.reference = self.reference.clone();
        Error::new(payload, self.operation.safety)
    }

    fn context(&self, leg: &Leg, now: Now) -> Context {
        Context {
            operation: Some(leg.operation),
            safety: Some(leg.operation.safety),
            earlier_unknown: leg.earlier_unknown,
            ..self.base_context(now)
        }
    }

    /// The context of the operation itself, whatever request is under way for it.
    fn own_context(&self, now: Now) -> Context {
        let earlier_unknown = self.unsettled.is_some()
            || self.leg.as_ref().is_some_and(|leg| leg.earlier_unknown && self.stage == Stage::Operation);
        Context {
            operation: Some(self.operation),
            safety: Some(self.operation.safety),
            earlier_unknown,
            ..self.base_context(now)
        }
    }

    fn base_context(&self, now: Now) -> Context {
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

/// Without entropy every call waits alike, which is the worst that it does.
fn jitter(entropy: Option<[u8; 16]>) -> fastrand::Rng {
    let mut half = [0; 8];
    half.iter_mut().zip(entropy.unwrap_or_default()).for_each(|(to, from)| *to = from);
    fastrand::Rng::with_seed(u64::from_le_bytes(half))
}

/// An end user's key among the arguments is as secret as the client's own.
fn call_redactor(client: &Client, operation: &Operation, arguments: &Map<String, Value>) -> Redactor {
    let mut redactor = client.redactor().clone();
    for (name, value) in arguments {
        let name = request::snake_case(name);
        if let Some(text) = value.as_str()
            && operation.params.iter().any(|param| param.ty == Ty::Secret && param.name == name)
        {
            redactor.add(text);
        }
    }
    redactor
}
