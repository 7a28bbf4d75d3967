//! One payment by challenge, as a state machine: it does no I/O, and receives the time.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::call::HttpRequest;
use crate::challenge::offer::{Challenge, Protocol, decoded};
use crate::classify::error_draft::ErrorDraft;
use crate::classify::journal::{already_applied, not_recorded, still_running};
use crate::classify::reading::Reading;
use crate::classify::verdict::Facts;
use crate::classify::{Context, classify, classify_reading};
use crate::client::Client;
use crate::error::Error;
use crate::journal::decision::{Claimant, Decision, Take, decide};
use crate::journal::entry::Entry;
use crate::journal::row::{JournalRow, JournalState, SCHEMA, row_id};
use crate::journal::settlement::next;
use crate::journal::{JournalAnswer, JournalOp, StoreFailure};
use crate::model::body::text;
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::headers::Headers;
use crate::model::hex::hex;
use crate::model::http::{MAX_BODY, Received, Response};
use crate::model::invalid_field::InvalidField;
use crate::model::json::{self, Members};
use crate::model::safety::Safety;
use crate::model::vocabulary::{Actor, Evidence, Kind, Outcome, Phase};
use crate::request::key::wrong_key;

/// How long after the deadline the lease of the entry ends.
const LEASE_MARGIN: Duration = Duration::from_secs(10);
/// How long a call waits before it sends the same signed payment once more, after `settlement_pending`.
const PENDING_WAIT: Duration = Duration::from_secs(2);
const FIRST_POLL: Duration = Duration::from_millis(50);
const MAX_POLL: Duration = Duration::from_secs(1);
/// The largest body that the journal keeps for a later call with the same key.
const KEPT_BODY: usize = 256 * 1024;
/// The header fields of a response that the journal keeps.
const KEPT_HEADERS: &[&str] = &["content-type", "payment-response", "x-payment-response", "payment-receipt"];
/// The methods that a paid request can have.
pub const PAID_METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// A request to a service that may ask to be paid.
#[derive(Clone, PartialEq, Eq)]
pub struct PaidRequest {
    /// The method.
    pub method: &'static str,
    /// The absolute URL, under the base URL of the client.
    pub url: String,
    /// The header fields. They are sent with both requests.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

/// How to pay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentOptions {
    /// Names the purchase; needs a client with a journal, which needs it.
    pub idempotency_key: Option<String>,
    /// The time for all of it; twice the client's timeout by default.
    pub deadline: Option<Duration>,
}

/// The response that was paid for, or that did not ask to be paid.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PaidResponse {
    /// The response. One from the journal has only the header fields about its body and its payment.
    pub response: Response,
    /// Whether a payment was submitted for it.
    pub is_paid: bool,
    /// Whether it is the result of an earlier call with the key, so that nothing was sent.
    pub is_replayed: bool,
    /// What the service says about the settlement, for x402.
    pub settlement: Option<Map<String, Value>>,
}

/// What a driver reports.
#[derive(Debug)]
pub enum PaymentInput {
    /// The payment begins.
    Start,
    /// The wait is over.
    Waited,
    /// What came back.
    Received(Received),
    /// The store of the journal answered, or could not.
    Journal(Result<JournalAnswer, StoreFailure>),
    /// The header fields that carry the caller's signature, or why there are none.
    Signed(Result<Vec<(String, String)>, String>),
}

/// What a driver has to do next.
#[derive(Debug)]
pub enum PaymentStep {
    /// Send this request and report what came back.
    Send(HttpRequest),
    /// Have the store of the journal do this, and report what it answered.
    Journal(JournalOp),
    /// Wait this long.
    Wait(Duration),
    /// Have the caller sign.
    Sign(Challenge),
    /// The payment is over.
    Done(Result<PaidResponse, Error>),
}

enum State {
    New,
    /// The store is asked for the key.
    Claiming,
    /// Another call has the key.
    Polling,
    /// The row of another call is taken over.
    Taking(Take),
    /// The request without a payment is on its way.
    Unpaid,
    Signing(Challenge),
    /// The store records that the payment is being sent.
    Recording(Challenge, HttpRequest),
    /// The signed request is on its way.
    Paid(Challenge, HttpRequest),
    /// The service reported that the settlement is pending.
    Pending(Challenge, HttpRequest),
    /// The store records the result.
    Ending(Box<Result<PaidResponse, Error>>),
    Done,
}

/// One payment.
pub struct Payment {
    client: Client,
    request: PaidRequest,
    state: State,
    row: Option<(JournalRow, Entry)>,
    is_held: bool,
    poll: Duration,
    started: Option<Now>,
    deadline: Duration,
    attempts: u32,
    has_resent: bool,
    is_submitted: bool,
    context: Context,
}

impl Payment {
    /// A payment that sends nothing before its first step.
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument.
    pub fn new(client: &Client, request: PaidRequest, options: &PaymentOptions) -> Result<Self, Error> {
        let deadline = options.deadline.unwrap_or_else(|| client.timeout().saturating_mul(2));
        let operation = client.provider().operation("fetch");
        let mut context = Context::new(client.provider());
        context.operation = operation;
        context.redactor = client.redactor().clone();
        context.texts = client.settings().texts.clone();
        context.reference.idempotency_key.clone_from(&options.idempotency_key);
        let refuse = |field: &str, problem: &str| {
            let field = InvalidField::new(field, problem.to_owned());
            Err(field.into_error(client.provider(), operation, &context.texts, client.redactor()))
        };
        let base = client.base_url().trim_end_matches('/');
        if request.url.strip_prefix(base).is_none_or(|rest| !rest.is_empty() && !rest.starts_with(['/', '?']))
        {
            return refuse("url", "must be under the base URL of the client");
        }
        if !PAID_METHODS.contains(&request.method) {
            return refuse("method", "must be GET, POST, PUT, PATCH, DELETE or HEAD");
        }
        let key = options.idempotency_key.as_deref();
        if let Some(problem) = key.filter(|key| !key.trim().is_empty()).and_then(wrong_key) {
            return refuse("idempotency_key", problem);
        }
        let row = match (client.journal(), key.map(str::trim)) {
            (None, None) => None,
            (None, Some(_)) => {
                return refuse(
                    "idempotency_key",
                    "needs a journal, which remembers it; pass one, or leave out the key",
                );
            }
            (Some(_), None | Some("")) => {
                return refuse(
                    "idempotency_key",
                    "is required with a journal; name the purchase, for instance report-7041",
                );
            }
            (Some(journal), Some(key)) => {
                let entry = Entry {
                    fingerprint: fingerprint(&request),
                    owner: journal.owner.clone(),
                    lease_ms: whole_milliseconds(deadline.saturating_add(LEASE_MARGIN)),
                    reference: context.reference.clone(),
                    ..Entry::default()
                };
                let row = JournalRow {
                    id: row_id(client.provider(), "fetch", key),
                    generation: 1,
                    state: JournalState::Claimed,
                    outcome: None,
                    provider: client.provider(),
                    account: client.account(),
                    operation: "fetch".to_owned(),
                    key: Some(key.to_owned()),
                    created_ms: 0,
                    updated_ms: 0,
                    schema: SCHEMA,
                    entry: String::new(),
                };
                Some((row, entry))
            }
        };
        Ok(Self {
            client: client.clone(),
            request,
            state: State::New,
            row,
            is_held: false,
            poll: FIRST_POLL,
            started: None,
            deadline,
            attempts: 0,
            has_resent: false,
            is_submitted: false,
            context,
        })
    }

    /// Goes on with what a driver reports.
    #[must_use]
    pub fn step(&mut self, input: PaymentInput, now: Now) -> PaymentStep {
        self.context.unix_ms = now.unix_ms;
        self.context.attempts = Some(self.attempts);
        match (std::mem::replace(&mut self.state, State::Done), input) {
            (State::New, PaymentInput::Start) => {
                self.started = Some(now);
                match self.row.as_ref() {
                    Some((row, entry)) => {
                        let row = JournalRow { entry: entry.write(), ..row.clone() };
                        self.state = State::Claiming;
                        PaymentStep::Journal(JournalOp::Claim(Box::new(row)))
                    }
                    None => self.send_unpaid(now),
                }
            }
            (State::Claiming, PaymentInput::Journal(answer)) => self.claimed(answer, Take::Send, now),
            (State::Taking(take), PaymentInput::Journal(answer)) => self.claimed(answer, take, now),
            (State::Polling, PaymentInput::Waited) => match self.row.as_ref() {
                Some((row, _)) => {
                    self.state = State::Claiming;
                    PaymentStep::Journal(JournalOp::Get { id: row.id.clone() })
                }
                None => self.out_of_turn(),
            },
            (State::Unpaid, PaymentInput::Received(received)) => self.answered_unpaid(&received),
            (State::Signing(challenge), PaymentInput::Signed(signed)) => self.signed(challenge, signed, now),
            (State::Recording(challenge, request), PaymentInput::Journal(answer)) => match answer {
                Ok(answer) if answer.written => self.submit(challenge, request, now),
                Ok(_) => {
                    let error = still_running(&self.context, "another process", MAX_POLL);
                    self.row = None;
                    self.end(Err(error))
                }
                // Whether the row was written is not known, but nothing was sent, and nothing will be.
                Err(StoreFailure(problem)) => {
                    let error = not_recorded(&self.context, &problem);
                    self.end(Err(error))
                }
            },
            (State::Paid(challenge, request), PaymentInput::Received(received)) => {
                self.answered_paid(challenge, request, &received, now)
            }
            (State::Pending(challenge, request), PaymentInput::Waited) => {
                self.submit(challenge, request, now)
            }
            // A result is not lost because the journal is.
            (State::Ending(result), PaymentInput::Journal(_)) => PaymentStep::Done(*result),
            _ => self.out_of_turn(),
        }
    }

    /// A driver that reports what was not asked for. Nothing more is sent.
    fn out_of_turn(&mut self) -> PaymentStep {
        self.state = State::Done;
        let evidence = if self.is_submitted { Evidence::None } else { Evidence::Refused };
        let error = self.error(Kind::Unknown, evidence, "the payment was driven out of turn");
        PaymentStep::Done(Err(error))
    }

    fn error(&self, kind: Kind, evidence: Evidence, message: &str) -> Error {
        let phase = if self.is_submitted { Phase::Waiting } else { Phase::BeforeSend };
        let facts = Facts::new(kind, Actor::Developer, evidence, phase, Safety::Unkeyed);
        let draft = ErrorDraft {
            operation: self.context.operation,
            reference: self.context.reference.clone(),
            attempts: self.context.attempts,
            ..ErrorDraft::new(self.context.provider, facts, message.to_owned())
        };
        draft.into_error(&self.context.texts, &self.context.redactor)
    }

    fn time_left(&self, now: Now) -> Duration {
        let started = self.started.map_or(now.monotonic, |started| started.monotonic);
        self.deadline.saturating_sub(now.monotonic.saturating_sub(started))
    }

    /// The store answered the question for the key, or for the row of another call.
    fn claimed(&mut self, answer: Result<JournalAnswer, StoreFailure>, take: Take, now: Now) -> PaymentStep {
        let answer = match answer {
            Ok(answer) => answer,
            Err(StoreFailure(problem)) => {
                let error = not_recorded(&self.context, &problem);
                return PaymentStep::Done(Err(error));
            }
        };
        if answer.written {
            if take == Take::Send {
                self.is_held = true;
                if let (Some((row, _)), Some(written)) = (self.row.as_mut(), answer.row) {
                    *row = written;
                }
                return self.send_unpaid(now);
            }
            let entry = self.row.as_ref().map(|(_, entry)| entry.clone()).unwrap_or_default();
            return self.still_open(&entry);
        }
        let (Some(found), Some((row, own))) = (answer.row, self.row.as_ref()) else {
            return self.out_of_turn();
        };
        let left = match Entry::read(&found.entry) {
            Ok(left) => left,
            Err(problem) => {
                let error = not_recorded(&self.context, &problem);
                return PaymentStep::Done(Err(error));
            }
        };
        let claimant = Claimant {
            account: &row.account,
            fingerprint: &own.fingerprint,
            safety: Safety::Unkeyed,
            can_search: false,
            key_window: None,
        };
        match decide(&found, &left, &claimant, answer.now_ms) {
            Decision::Refuse(problem) => {
                let field = InvalidField::new("idempotency_key", problem);
                let Context { provider, operation, texts, redactor, .. } = &self.context;
                PaymentStep::Done(Err(field.into_error(*provider, *operation, texts, redactor)))
            }
            Decision::Replay => PaymentStep::Done(self.replayed(&left)),
            Decision::AlreadyApplied => PaymentStep::Done(Err(already_applied(&self.context))),
            Decision::Wait => {
                if self.time_left(now) <= self.poll {
                    let wait = Duration::from_millis(left.lease_left_ms(found.updated_ms, answer.now_ms));
                    let error = still_running(&self.context, &left.owner, wait.min(MAX_POLL));
                    return PaymentStep::Done(Err(error));
                }
                let wait = self.poll;
                self.poll = wait.saturating_mul(2).min(MAX_POLL);
                self.state = State::Polling;
                PaymentStep::Wait(wait)
            }
            Decision::Take(take) => {
                let (state, outcome, entry) = match take {
                    Take::Send => {
                        (JournalState::Claimed, None, Entry { attempts: left.attempts, ..own.clone() })
                    }
                    // Nothing recognizes a second payment, and nothing lists the first one.
                    Take::Resend | Take::Search | Take::MarkOpen => {
                        let entry = Entry { owner: own.owner.clone(), lease_ms: 0, ..left };
                        (JournalState::Open, Some(Outcome::Unknown), entry)
                    }
                };
                let found = JournalRow { account: row.account.clone(), key: row.key.clone(), ..found };
                let op = next(&found, state, outcome, &entry);
                self.row = Some((found, entry));
                self.state = State::Taking(take);
                PaymentStep::Journal(op)
            }
            Decision::StillOpen => self.still_open(&left),
        }
    }

    /// An earlier call with this key submitted a payment, and whether it was used is not known.
    fn still_open(&mut self, left: &Entry) -> PaymentStep {
        self.is_submitted = true;
        self.context.reference = left.reference.clone();
        let message = "an earlier call with this key submitted a payment, and it is not known whether it was used; nothing \
                       was sent: look for it, then settle the entry";
        let error = self.error(Kind::Unknown, Evidence::None, message);
        PaymentStep::Done(Err(error))
    }

    fn replayed(&self, left: &Entry) -> Result<PaidResponse, Error> {
        let kept = left.result.as_ref();
        let status =
            kept.and_then(|kept| kept.get("status")?.as_u64()).and_then(|status| u16::try_from(status).ok());
        let body = kept.and_then(|kept| STANDARD.decode(kept.get("body")?.as_str()?).ok());
        let (Some(kept), Some(status), Some(body)) = (kept, status, body) else {
            return Err(already_applied(&self.context));
        };
        let headers = kept.get("headers").and_then(Value::as_object).into_iter().flatten();
        let headers =
            headers.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
        let response = Response { status, headers, body };
        let settlement = settlement(&response.headers);
        Ok(PaidResponse { response, is_paid: true, is_replayed: true, settlement })
    }

    fn http_request(&self, extra: &[(String, String)], now: Now) -> HttpRequest {
        let is_replaced = |name: &str| extra.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let mut headers = self.request.headers.clone();
        headers.retain(|(name, _)| !is_replaced(name));
        headers.extend_from_slice(extra);
        HttpRequest {
            method: self.request.method,
            url: self.request.url.clone(),
            headers,
            body: self.request.body.clone(),
            timeout: self.client.timeout().min(self.time_left(now)),
            max_body: MAX_BODY,
        }
    }

    fn send_unpaid(&mut self, now: Now) -> PaymentStep {
        self.state = State::Unpaid;
        self.attempts = self.attempts.saturating_add(1);
        PaymentStep::Send(self.http_request(&[], now))
    }

    fn answered_unpaid(&mut self, received: &Received) -> PaymentStep {
        if let Received::Response(response) = received {
            if response.status < 400 {
                let paid = PaidResponse {
                    response: response.clone(),
                    is_paid: false,
                    is_replayed: false,
                    settlement: None,
                };
                return self.end(Ok(paid));
            }
            if response.status == 402
                && let Some(challenge) = Challenge::of(&response.headers, &response.body)
            {
                self.state = State::Signing(challenge.clone());
                return PaymentStep::Sign(challenge);
            }
        }
        // Without a payment nothing is paid. What else the request does is its service's affair, unless it only reads.
        let mut context = self.context.clone();
        if matches!(self.request.method, "GET" | "HEAD") || is_status(received, 402) {
            context.safety = Some(Safety::Read);
        }
        let error = classify(&context, received).unwrap_or_else(|| {
            self.error(Kind::Unknown, Evidence::None, "the response is neither a success nor a failure")
        });
        self.end(Err(error))
    }

    fn signed(
        &mut self,
        challenge: Challenge,
        signed: Result<Vec<(String, String)>, String>,
        now: Now,
    ) -> PaymentStep {
        let problem = match &signed {
            Err(problem) => Some(format!("the challenge was not signed: {problem}")),
            Ok(fields)
                if fields.len() != 1 || fields.iter().any(|(name, _)| !challenge.is_credential(name)) =>
            {
                Some(format!(
                    "the signature must be one header field of {} version {}",
                    challenge.protocol, challenge.version
                ))
            }
            Ok(_) if self.time_left(now).is_zero() => {
                Some("the challenge was signed after the deadline".to_owned())
            }
            Ok(_) => None,
        };
        let fields = match (problem, signed) {
            (None, Ok(fields)) => fields,
            (problem, _) => {
                let message = problem.unwrap_or_default();
                let error = self.error(Kind::InvalidArgument, Evidence::Refused, &message);
                return self.end(Err(error));
            }
        };
        for (_, value) in &fields {
            self.context.redactor.add(value);
        }
        let request = self.http_request(&fields, now);
        self.context.reference.sent_at_ms = Some(now.unix_ms);
        match self.row.as_mut() {
            Some((row, entry)) => {
                entry.first_sent_ms = Some(now.unix_ms);
                entry.attempts = entry.attempts.saturating_add(1);
                entry.reference = self.context.reference.clone();
                let op = next(row, JournalState::Sending, Some(Outcome::Unknown), entry);
                if let JournalOp::Update { row: written, .. } = &op {
                    *row = (**written).clone();
                }
                self.state = State::Recording(challenge, request);
                PaymentStep::Journal(op)
            }
            None => self.submit(challenge, request, now),
        }
    }

    fn submit(&mut self, challenge: Challenge, request: HttpRequest, now: Now) -> PaymentStep {
        let request = HttpRequest { timeout: request.timeout.min(self.time_left(now)), ..request };
        self.attempts = self.attempts.saturating_add(1);
        self.is_submitted = true;
        self.state = State::Paid(challenge, request.clone());
        PaymentStep::Send(request)
    }

    fn answered_paid(
        &mut self,
        challenge: Challenge,
        request: HttpRequest,
        received: &Received,
        now: Now,
    ) -> PaymentStep {
        let Received::Response(response) = received else {
            let mut context = self.context.clone();
            context.earlier_unknown = self.has_resent;
            let error = classify(&context, received)
                .unwrap_or_else(|| self.error(Kind::Unknown, Evidence::None, "no response arrived"));
            return self.end(Err(error));
        };
        let settlement = settlement(&response.headers);
        let says_no =
            settlement.as_ref().is_some_and(|said| said.get("success") == Some(&Value::Bool(false)));
        if (200..300).contains(&response.status) && !says_no {
            let paid =
                PaidResponse { response: response.clone(), is_paid: true, is_replayed: false, settlement };
            return self.end(Ok(paid));
        }
        let is_x402 = challenge.protocol == Protocol::X402;
        // A settlement says more than a new offer.
        let again = || {
            Challenge::of(&response.headers, &response.body).filter(|again| again.protocol == Protocol::X402)
        };
        let said = settlement.or_else(|| Some(again()?.data)).filter(|_| is_x402);
        let may_repeat = said.as_ref().and_then(reason) == Some("settlement_pending")
            && !self.has_resent
            && self.time_left(now) > PENDING_WAIT;
        if may_repeat {
            self.has_resent = true;
            self.state = State::Pending(challenge, request);
            return PaymentStep::Wait(PENDING_WAIT);
        }
        let error = self.refused(response, said.as_ref());
        self.end(Err(error))
    }

    /// The error of a response to a submitted payment. Only a reason that the protocol itself carries, and that proves it,
    /// says that nothing was used: what else the body says may be about another payment.
    fn refused(&self, response: &Response, said: Option<&Map<String, Value>>) -> Error {
        let reason = said.and_then(reason);
        let errors = self.context.provider.spec().errors;
        let row = reason.and_then(|reason| errors.code(reason));
        // A success whose settlement failed is judged as the 402 that it should have been.
        let is_success = (200..300).contains(&response.status);
        let is_refused = row.is_some_and(|row| row.evidence == Evidence::Refused) && response.status == 402;
        let mut context = self.context.clone();
        context.earlier_unknown = self.has_resent || !is_refused;
        let body = match (said, reason) {
            (Some(said), Some(_)) => json::write(&Value::Object(said.clone())).into_bytes(),
            _ => response.body.clone(),
        };
        let status = if is_success { 402 } else { response.status };
        let judged = Received::Response(Response { status, headers: response.headers.clone(), body });
        let mut error = classify_reading(&context, &Reading::of(&judged, MAX_BODY)).unwrap_or_else(|| {
            self.error(Kind::Unknown, Evidence::None, "the service did not say what became of the payment")
        });
        error.payload_mut().status = Some(response.status);
        error
    }

    /// Records the result, then reports it.
    fn end(&mut self, result: Result<PaidResponse, Error>) -> PaymentStep {
        let Some((row, mut entry)) = self.row.take().filter(|_| self.is_held) else {
            self.state = State::Done;
            return PaymentStep::Done(result);
        };
        entry.lease_ms = 0;
        let (state, outcome) = match &result {
            Ok(paid) if paid.is_paid => {
                entry.result = Some(kept(&paid.response));
                (JournalState::Settled, Outcome::Applied)
            }
            // Nothing was paid, so the key stays free.
            Ok(_) => (JournalState::Settled, Outcome::NotApplied),
            Err(error) => {
                entry.error = match error.payload().to_value() {
                    Value::Object(members) => Some(members),
                    _ => None,
                };
                match error.outcome() {
                    outcome @ (Outcome::NotApplied | Outcome::Applied) => (JournalState::Settled, outcome),
                    outcome @ (Outcome::Pending | Outcome::Unknown) => (JournalState::Open, outcome),
                }
            }
        };
        let op = next(&row, state, Some(outcome), &entry);
        self.state = State::Ending(Box::new(result));
        PaymentStep::Journal(op)
    }
}

fn is_status(received: &Received, status: u16) -> bool {
    matches!(received, Received::Response(response) if response.status == status)
}

/// Why a service of x402 did not take the payment.
fn reason(said: &Map<String, Value>) -> Option<&str> {
    ["errorReason", "invalidReason", "error"].iter().find_map(|name| text(said, name))
}

/// What a service of x402 says about the settlement.
fn settlement(headers: &Headers) -> Option<Map<String, Value>> {
    ["payment-response", "x-payment-response"].iter().find_map(|name| decoded(headers.get(name)?))
}

/// What the journal keeps of a response. A large body is not kept, and a later call then only reports that it was paid.
fn kept(response: &Response) -> Map<String, Value> {
    let mut members = Members::new();
    members.number("status", response.status.into());
    let mut headers = Members::new();
    for name in KEPT_HEADERS {
        if let Some(value) = response.headers.get(name) {
            headers.text(name, value);
        }
    }
    members.object("headers", headers);
    if response.body.len() <= KEPT_BODY {
        members.text("body", &STANDARD.encode(&response.body));
    }
    members.into_map()
}

/// What a second call under the same key must have in common with the first. Header fields may hold dates and tokens.
fn fingerprint(request: &PaidRequest) -> String {
    let mut hash = Sha256::new();
    for part in
        [request.method.as_bytes(), request.url.as_bytes(), request.body.as_deref().unwrap_or_default()]
    {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hex(String::new(), hash.finalize().iter().copied())
}
