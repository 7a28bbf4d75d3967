//! A call as a state machine that does no I/O.
//!
//! A driver starts the call, does what each [`Step`] says, and reports what came back. The machine is told the time;
//! it has no clock, no timer and no socket, so that every language plays the same decisions.

mod leg;
mod look;
mod options;
mod search;

use std::time::Duration;

use serde_json::{Map, Value};

use crate::body::Body;
use crate::classify::{Answer, Context, Failure, FailureCause, Received};
use crate::client::{Client, KeyStyle};
use crate::error::{Error, Payload, Reference};
use crate::invalid::InvalidField;
use crate::json::{self, Members, serialized_as_value};
use crate::marks::Claim;
use crate::operation::{Operation, Paging, Safety, Ty};
use crate::pace::{RECHECK, Turn};
use crate::redact::Redactor;
use crate::request::{self, Arguments};
use crate::retry::RetryPolicy;
use crate::vocabulary::{Evidence, Kind, Outcome, Phase};
use crate::wait::whole_milliseconds;
use crate::{classify, headers::Headers};

use leg::Leg;
pub(crate) use leg::Next;
use look::Look;
pub use options::CallOptions;

/// The time, twice: one clock that never jumps, one that other machines share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Since any fixed moment.
    pub monotonic: Duration,
    /// Milliseconds since 1970.
    pub unix_ms: u64,
}

/// What a driver reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The call begins.
    Start,
    /// The wait is over.
    Waited,
    /// An answer arrived.
    Answered(Answer),
    /// No complete answer arrived.
    Failed(Failure),
}

/// What a driver has to do next.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a call has one last step; a box would only move its allocation"
)]
pub enum Step {
    /// Send this request and report what came back.
    Send(Attempt),
    /// Wait this long, then report [`Event::Waited`].
    Wait(Duration),
    /// The call is over.
    Done(Result<Success, Error>),
}

/// One request.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The method.
    pub method: &'static str,
    /// The absolute URL.
    pub url: String,
    /// The header fields in order; they carry the credentials.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// The time until the last byte of the answer.
    pub timeout: Duration,
    /// The largest body of an answer that may be read, in bytes.
    pub max_body: usize,
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Header fields carry credentials and bodies may carry an end user's key.
        f.debug_struct("Attempt")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// What a call brought.
#[derive(Clone, PartialEq)]
pub struct Success {
    /// The answer.
    pub value: Value,
    /// What the provider sent around the answer, for instance the credits that it took.
    pub envelope: Map<String, Value>,
    /// The status.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The provider's id of the request.
    pub request_id: Option<String>,
    /// How many requests the call sent.
    pub attempts: u32,
    /// Everything the operation can be found by.
    pub reference: Reference,
}

impl std::fmt::Debug for Success {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The answer may hold a key that is shown once, and a header field a session.
        f.debug_struct("Success")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}

/// What happens in a call, for logs and for callers who write the reference down before money moves.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// The next step sends a request. A driver waits for the listener before the first byte.
    AboutToSend {
        /// The operation.
        operation: &'static str,
        /// The number of the request, from 1.
        attempt: u32,
        /// Everything the operation can be found by.
        reference: Reference,
    },
    /// A request failed and the call goes on after a wait.
    Retrying {
        /// The operation.
        operation: &'static str,
        /// The number of the failed request, from 1.
        attempt: u32,
        /// What went wrong.
        kind: Kind,
        /// The status, when there was an answer.
        status: Option<u16>,
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// Nobody knows whether the operation took effect; after a wait the provider is asked.
    Reconciling {
        /// The operation.
        operation: &'static str,
        /// What is looked for.
        reference: Reference,
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// The next request waits for its turn in the pace of the client.
    Pacing {
        /// The operation.
        operation: &'static str,
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// The call is over.
    Finished {
        /// The operation.
        operation: &'static str,
        /// How many requests it sent.
        attempts: u32,
        /// The kind of the error, or nothing for a success.
        kind: Option<Kind>,
        /// Whether the call took effect.
        outcome: Outcome,
    },
}

impl Notice {
    /// The notice as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        match self {
            Self::AboutToSend { operation, attempt, reference } => {
                members.text("event", "about_to_send");
                members.text("operation", operation);
                members.number("attempt", (*attempt).into());
                members.value("reference", reference.to_value());
            }
            Self::Retrying { operation, attempt, kind, status, wait_ms } => {
                members.text("event", "retrying");
                members.text("operation", operation);
                members.number("attempt", (*attempt).into());
                members.text("kind", kind.as_str());
                members.maybe_number("status", status.map(u64::from));
                members.number("wait_ms", *wait_ms);
            }
            Self::Reconciling { operation, reference, wait_ms } => {
                members.text("event", "reconciling");
                members.text("operation", operation);
                members.value("reference", reference.to_value());
                members.number("wait_ms", *wait_ms);
            }
            Self::Pacing { operation, wait_ms } => {
                members.text("event", "pacing");
                members.text("operation", operation);
                members.number("wait_ms", *wait_ms);
            }
            Self::Finished { operation, attempts, kind, outcome } => {
                members.text("event", "finished");
                members.text("operation", operation);
                members.number("attempts", (*attempts).into());
                members.maybe_text("kind", kind.map(Kind::as_str));
                members.text("outcome", outcome.as_str());
            }
        }
        members.into_value()
    }
}

serialized_as_value!(Notice);

/// Why a caller ended the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interruption {
    /// Ctrl-C, a cancelled task, an aborted signal.
    Cancelled,
    /// The caller's own deadline.
    Deadline,
}

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
        mark(operation, &mut arguments, &options, entropy, &mut reference, settings.style).map_err(refuse)?;
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

    fn succeed(&mut self, leg: &Leg, answer: Answer, now: Now) -> Step {
        let settings = self.client.settings();
        // Read as the classifier read it, so that what it took for JSON is not lost here.
        let value = match Body::read(&answer.body, settings.max_body) {
            Body::Json(value) => value,
            Body::Empty | Body::Unreadable(_) => Value::Null,
        };
        match self.stage {
            Stage::LookUp => self.looked_up(&value, now),
            Stage::Search => self.searched(&value, answer, now),
            Stage::Operation => self.finish(leg.operation, value, answer),
        }
    }

    fn finish(&mut self, operation: &'static Operation, value: Value, answer: Answer) -> Step {
        let settings = self.client.settings();
        let (mut value, envelope) = unwrapped(operation, value);
        if let (Some(Paging::Numbered { page, size, .. }), Value::Object(members)) =
            (operation.paging, &mut value)
        {
            tell_whether_more(members, self.arguments.get(page), self.arguments.get(size));
        }
        let reference = match &value {
            Value::Object(members) => classify::found_in(&self.reference, members),
            _ => self.reference.clone(),
        };
        let request_id = classify::request_id(&answer.headers).or_else(|| {
            let named = value.get("request_id").or_else(|| envelope.get("meta")?.get("request_id"));
            named.and_then(Value::as_str).map(ToOwned::to_owned)
        });
        let returns = operation.returns;
        let value = if returns == Ty::Nothing {
            Value::Null
        } else {
            request::spelled_for_caller(&returns, value, settings.style)
        };
        let success = Success {
            value,
            envelope,
            status: answer.status,
            headers: answer.headers,
            request_id,
            attempts: self.sent,
            reference,
        };
        self.done(Ok(success))
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

/// What the operation answers, and what came around it.
fn unwrapped(operation: &Operation, answer: Value) -> (Value, Map<String, Value>) {
    match (operation.inside, answer) {
        (Some(member), Value::Object(mut members)) => {
            let value = members.shift_remove(member).unwrap_or_default();
            (value, members)
        }
        (_, answer) => (answer, Map::new()),
    }
}

/// Works `has_more` out where the provider sends only the total, so that every list ends in the same way.
fn tell_whether_more(page: &mut Map<String, Value>, number: Option<&Value>, size: Option<&Value>) {
    let whole = |name: &str, given: Option<&Value>| page.get(name).or(given).and_then(Value::as_u64);
    let number = whole("page", number).unwrap_or(1);
    let (Some(total), Some(size)) = (whole("total", None), whole("page_size", size)) else { return };
    if !page.contains_key("has_more") {
        page.insert("has_more".to_owned(), Value::Bool(number.saturating_mul(size) < total));
    }
}

/// Without entropy every call waits alike, which is the worst that it does.
fn jitter(entropy: Option<[u8; 16]>) -> fastrand::Rng {
    let mut half = [0; 8];
    half.iter_mut().zip(entropy.unwrap_or_default()).for_each(|(to, from)| *to = from);
    fastrand::Rng::with_seed(u64::from_le_bytes(half))
}

/// A reference that no other call has. What is not random may be another call's, and would find its payment.
fn drawn(entropy: Option<[u8; 16]>) -> Result<String, InvalidField> {
    let Some(entropy) = entropy else {
        let problem = "must be given here, since the system has no random source to draw it from; pass 16 to 128 \
            letters, digits, '_' and '-' that no other payment has, or let the process read the random source";
        return Err(InvalidField::new("idempotency_key", problem));
    };
    Ok(entropy.iter().fold(String::from("po_"), |text, byte| format!("{text}{byte:02x}")))
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

/// Gives the call the mark it can be found by, before the first byte: the provider's idempotency key where it has
/// one, else a reference of our own in a field that the provider stores and lists.
fn mark(
    operation: &'static Operation,
    arguments: &mut Arguments,
    options: &CallOptions,
    entropy: Option<[u8; 16]>,
    reference: &mut Reference,
    style: KeyStyle,
) -> Result<(), InvalidField> {
    let Some(key) = operation.key else {
        if options.idempotency_key.is_some() {
            let problem = format!("{} has no idempotency key; the provider would ignore it", operation.name);
            return Err(InvalidField::new("idempotency_key", problem));
        }
        return Ok(());
    };
    match operation.safety {
        Safety::Reconcilable => {
            if options.without_reference {
                if options.idempotency_key.is_some() {
                    let problem = "has no place without a reference; leave out `reference: false`";
                    return Err(InvalidField::new("idempotency_key", problem));
                }
                return Ok(());
            }
            let mark = options.idempotency_key.clone().map_or_else(|| drawn(entropy), Ok)?;
            let memo = match arguments.get(key).and_then(Value::as_str) {
                Some(own) => format!("{own} [{mark}]"),
                None => mark.clone(),
            };
            arguments.insert(key.to_owned(), Value::String(memo));
            reference.reference = Some(mark);
        }
        Safety::Keyed => {
            let given = arguments.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
            if options.idempotency_key.is_some() && given.is_some() && options.idempotency_key != given {
                let key = request::styled(key, style);
                let problem = format!("differs from {key}; give one of them, or the same text twice");
                return Err(InvalidField::new("idempotency_key", problem));
            }
            let value = options.idempotency_key.clone().or(given).map_or_else(|| drawn(entropy), Ok)?;
            arguments.insert(key.to_owned(), Value::String(value.clone()));
            reference.idempotency_key = Some(value);
        }
        Safety::Read | Safety::Idempotent | Safety::Unkeyed => {
            let given = arguments.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
            match key {
                "intent_id" => reference.intent_id = given,
                _ => reference.id = given,
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_written_member_by_member() {
        let reference = Reference { reference: Some("po_1".to_owned()), ..Reference::default() };
        let written = concat!(
            r#"{"idempotency_key":null,"reference":"po_1","id":null,"hash":null,"ledger_id":null,"#,
            r#""intent_id":null,"sent_at_ms":null}"#
        );
        let (operation, kind) = ("payments.send", Kind::Server);
        for (notice, members) in [
            (
                Notice::AboutToSend { operation, attempt: 1, reference: reference.clone() },
                format!(r#"{{"event":"about_to_send",OPERATION,"attempt":1,"reference":{written}}}"#),
            ),
            (
                Notice::Retrying { operation, attempt: 1, kind, status: Some(500), wait_ms: 9 },
                r#"{"event":"retrying",OPERATION,"attempt":1,"kind":"server","status":500,"wait_ms":9}"#
                    .into(),
            ),
            (
                Notice::Reconciling { operation, reference, wait_ms: 9 },
                format!(r#"{{"event":"reconciling",OPERATION,"reference":{written},"wait_ms":9}}"#),
            ),
            (Notice::Pacing { operation, wait_ms: 9 }, r#"{"event":"pacing",OPERATION,"wait_ms":9}"#.into()),
            (
                Notice::Finished { operation, attempts: 2, kind: None, outcome: Outcome::Applied },
                r#"{"event":"finished",OPERATION,"attempts":2,"kind":null,"outcome":"applied"}"#.into(),
            ),
        ] {
            let text = members.replace("OPERATION", r#""operation":"payments.send""#);
            assert_eq!(serde_json::to_string(&notice).unwrap(), text);
        }
    }
}
