//! One payment: what it is made of, and what a driver exchanges with it.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::call::{Event, EventKind, HttpRequest};
use crate::challenge::credential::PAYMENT_FIELDS;
use crate::challenge::entry::{LEASE_MARGIN, fingerprint};
use crate::challenge::offer::Challenge;
use crate::classify::Context;
use crate::client::Client;
use crate::client::options::headers::check_headers;
use crate::error::{Error, Reference};
use crate::journal::decision::Take;
use crate::journal::entry::Entry;
use crate::journal::row::{JournalRow, JournalState, SCHEMA, row_id};
use crate::journal::{JournalAnswer, JournalOp, StoreFailure};
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::http::{Received, Response};
use crate::model::invalid_field::InvalidField;
use crate::request::key::wrong_key;

/// The first interval between two looks at the entry of another call.
const FIRST_POLL: Duration = Duration::from_millis(50);
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
    /// What the payment can be found by: `reference` is the nonce of an x402 authorization or the id of an MPP challenge, and
    /// `hash` the transaction of the settlement.
    pub reference: Reference,
    /// How many requests the call sent.
    pub attempts: u32,
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
    /// Have the caller sign, within [`time_left`](Payment::time_left).
    Sign(Challenge),
    /// The payment is over.
    Done(Result<PaidResponse, Error>),
}

pub(super) enum State {
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
    Ending(Box<Ending>),
    Ended(Result<(), Error>),
    /// Between two states.
    Moving,
}

/// A result that is not reported yet, and the last event.
pub(super) struct Ending {
    pub(super) result: Result<PaidResponse, Error>,
    pub(super) finished: EventKind,
    /// The row with it. A driver that ends meanwhile writes it once more, which the store does not do twice.
    pub(super) row: JournalOp,
}

/// One payment.
pub struct Payment {
    pub(super) client: Client,
    pub(super) request: PaidRequest,
    pub(super) state: State,
    pub(super) row: Option<(JournalRow, Entry)>,
    pub(super) is_held: bool,
    /// The state of the row, as far as it is known.
    pub(super) seen: Option<JournalState>,
    pub(super) last_row: Option<JournalOp>,
    pub(super) poll: Duration,
    pub(super) started: Option<Now>,
    pub(super) deadline: Duration,
    /// How many requests were handed out, and when the last one was.
    pub(super) attempts: u32,
    pub(super) sent_at: Duration,
    /// How many of them carried the signature.
    pub(super) submissions: u32,
    pub(super) context: Context,
    id: String,
    pub(super) events: Vec<Event>,
}

impl std::fmt::Debug for Payment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The request and the state may hold credentials.
        f.debug_struct("Payment").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Payment {
    /// A payment that sends nothing before its first step. `entropy` is sixteen random bytes, or nothing on a machine that has
    /// none: the id of the call is drawn from them.
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument.
    pub fn new(
        client: &Client,
        request: PaidRequest,
        options: &PaymentOptions,
        entropy: impl Into<Option<[u8; 16]>>,
    ) -> Result<Self, Error> {
        let deadline = options.deadline.unwrap_or_else(|| client.timeout().saturating_mul(2));
        let key = options.idempotency_key.as_deref().map(str::trim).filter(|key| !key.is_empty());
        let settings = client.settings();
        let mut context = Context::new(client.provider());
        context.operation = client.provider().operation("fetch");
        context.redactor = client.redactor().clone();
        request.headers.iter().for_each(|(name, value)| context.redactor.add_header(name, value));
        context.texts = settings.texts.clone();
        context.max_body = settings.max_body;
        context.reference.idempotency_key = key.map(ToOwned::to_owned);
        check(client, &request, key).map_err(|field| {
            field.into_error(client.provider(), context.operation, &context.texts, &context.redactor)
        })?;
        let row = client.journal().zip(key).map(|(journal, key)| {
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
            (row, entry)
        });
        Ok(Self {
            client: client.clone(),
            request,
            state: State::New,
            row,
            is_held: false,
            seen: None,
            last_row: None,
            poll: FIRST_POLL,
            started: None,
            deadline,
            attempts: 0,
            sent_at: Duration::ZERO,
            submissions: 0,
            context,
            id: client.next_call_id(entropy.into()),
            events: Vec::new(),
        })
    }

    /// How long the payment may still take. A driver gives its listeners and the caller's signature no more than this.
    #[must_use]
    pub fn time_left(&self, now: Now) -> Duration {
        let started = self.started.map_or(now.monotonic, |started| started.monotonic);
        self.deadline.saturating_sub(now.monotonic.saturating_sub(started))
    }

    /// What happened since the last time of asking. A driver delivers these before it does the step.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    pub(super) fn event(&self, what: EventKind) -> Event {
        Event { call_id: self.id.clone(), provider: self.context.provider, operation: "fetch", what }
    }

    pub(super) fn note(&mut self, what: EventKind) {
        let event = self.event(what);
        self.events.push(event);
    }

    pub(super) fn response(
        &self,
        response: &Response,
        settlement: Option<Map<String, Value>>,
    ) -> PaidResponse {
        PaidResponse {
            response: response.clone(),
            is_paid: self.is_submitted(),
            is_replayed: false,
            settlement,
            reference: self.context.reference.clone(),
            attempts: self.attempts,
        }
    }

    pub(super) const fn is_submitted(&self) -> bool {
        self.submissions > 0
    }
}

/// Refuses what cannot be paid for safely.
fn check(client: &Client, request: &PaidRequest, key: Option<&str>) -> Result<(), InvalidField> {
    let refuse = |field: &str, problem: &str| Err(InvalidField::new(field, problem.to_owned()));
    let base = client.base_url().trim_end_matches('/');
    let is_under = |rest: &str| rest.is_empty() || rest.starts_with(['/', '?', '#']);
    if !request.url.strip_prefix(base).is_some_and(is_under) {
        return refuse("url", "must be under the base URL of the client");
    }
    if !PAID_METHODS.contains(&request.method) {
        return refuse("method", "must be GET, POST, PUT, PATCH, DELETE or HEAD");
    }
    check_headers("headers", &request.headers)?;
    for (name, value) in &request.headers {
        let is_field = PAYMENT_FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name));
        let scheme = value.trim_start().split([' ', '\t']).next().unwrap_or_default();
        // A service that takes it is paid by the first request, before the journal has recorded a payment.
        if is_field || (name.eq_ignore_ascii_case("authorization") && scheme.eq_ignore_ascii_case("payment"))
        {
            let problem = "carries a payment; leave it out, and return it from `sign`";
            return Err(InvalidField::member("headers", name, problem));
        }
    }
    if let Some(problem) = key.and_then(wrong_key) {
        return refuse("idempotency_key", problem);
    }
    match (client.journal(), key) {
        (None, Some(_)) => {
            refuse("idempotency_key", "needs a journal, which remembers it; pass one, or leave out the key")
        }
        (Some(_), None) => refuse(
            "idempotency_key",
            "is required with a journal; name the purchase, for instance report-7041",
        ),
        _ => Ok(()),
    }
}
