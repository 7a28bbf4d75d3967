//! The entry of a payment in the journal.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::call::EventKind;
use crate::challenge::payment::{PaidRequest, PaidResponse, Payment, PaymentStep, State};
use crate::challenge::proof::settlement;
use crate::classify::journal::{already_applied, not_recorded, still_running};
use crate::error::Error;
use crate::journal::decision::{Claimant, Decision, Take, decide};
use crate::journal::entry::Entry;
use crate::journal::row::{JournalRow, JournalState};
use crate::journal::settlement::{next, taken_over};
use crate::journal::{JournalAnswer, JournalOp, StoreFailure};
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::hex::hex;
use crate::model::http::Response;
use crate::model::invalid_field::InvalidField;
use crate::model::json::Members;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Evidence, Kind, Outcome};

/// How long after the deadline the lease of the entry ends.
pub(super) const LEASE_MARGIN: Duration = Duration::from_secs(10);
/// The longest interval between two looks at the entry of another call.
pub(super) const MAX_POLL: Duration = Duration::from_secs(1);
/// The largest body that the journal keeps for a later call with the same key.
const KEPT_BODY: usize = 256 * 1024;
/// The header fields of a response that the journal keeps.
const KEPT_HEADERS: &[&str] = &["content-type", "payment-response", "x-payment-response", "payment-receipt"];

impl Payment {
    /// Asks for the key before anything else; nothing without a journal.
    pub(super) fn claim(&mut self) -> Option<PaymentStep> {
        let (row, entry) = self.row.as_ref()?;
        let row = JournalRow { entry: entry.write(), ..row.clone() };
        self.state = State::Claiming;
        Some(PaymentStep::Journal(JournalOp::Claim(Box::new(row))))
    }

    /// The wait for another call with the same key is over.
    pub(super) fn look_again(&mut self, now: Now) -> PaymentStep {
        match self.row.as_ref() {
            Some((row, _)) => {
                let op = JournalOp::Get { id: row.id.clone() };
                self.state = State::Claiming;
                PaymentStep::Journal(op)
            }
            None => self.out_of_turn(now),
        }
    }

    /// The store answered the question for the key, or for the row of another call.
    pub(super) fn claimed(
        &mut self,
        answer: Result<JournalAnswer, StoreFailure>,
        take: Take,
        now: Now,
    ) -> PaymentStep {
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => return self.unrecorded(&failure, take, now),
        };
        let Some((row, own)) = self.row.as_mut() else { return self.out_of_turn(now) };
        if answer.written {
            if take == Take::Send {
                self.is_held = true;
                self.seen = Some(JournalState::Claimed);
                if let Some(written) = answer.row {
                    *row = written;
                }
                return self.send_unpaid(now);
            }
            let entry = own.clone();
            self.seen = Some(JournalState::Open);
            return self.still_open(&entry, now);
        }
        let Some(found) = answer.row else {
            let problem = "it neither has an entry of this key nor wrote one";
            return self.unrecorded(&StoreFailure(problem.to_owned()), take, now);
        };
        self.seen = Some(found.state);
        let left = match Entry::read(&found.entry) {
            Ok(left) => left,
            Err(problem) => return self.unrecorded(&StoreFailure(problem), take, now),
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
                let error = self.refused_argument(field);
                self.conclude(Err(error), now)
            }
            Decision::Replay => {
                let result = self.replayed(&left);
                self.conclude(result, now)
            }
            Decision::AlreadyApplied => {
                self.context.reference = left.reference;
                let error = already_applied(&self.context);
                self.conclude(Err(error), now)
            }
            Decision::Wait => {
                if self.time_left(now) <= self.poll {
                    let wait = Duration::from_millis(left.lease_left_ms(found.updated_ms, answer.now_ms));
                    let error = still_running(&self.context, &left.owner, wait.min(MAX_POLL));
                    return self.conclude(Err(error), now);
                }
                let wait = self.poll;
                self.poll = wait.saturating_mul(2).min(MAX_POLL);
                self.state = State::Polling;
                self.note(EventKind::JournalWait { wait_ms: whole_milliseconds(wait) });
                PaymentStep::Wait(wait)
            }
            Decision::Take(take) => self.take_over(found, left, take, now),
            Decision::StillOpen => self.still_open(&left, now),
        }
    }

    fn take_over(&mut self, found: JournalRow, left: Entry, take: Take, now: Now) -> PaymentStep {
        let Some((row, own)) = self.row.as_mut() else { return self.out_of_turn(now) };
        let (state, outcome, entry) = match take {
            Take::Send => (JournalState::Claimed, None, Entry { attempts: left.attempts, ..own.clone() }),
            // Nothing recognizes a second payment, and nothing lists the first one.
            Take::Resend | Take::Search | Take::MarkOpen => {
                let entry = Entry { owner: own.owner.clone(), lease_ms: 0, ..left };
                (JournalState::Open, Some(Outcome::Unknown), entry)
            }
        };
        let found = JournalRow { account: row.account.clone(), key: row.key.clone(), ..found };
        let op = taken_over(&found, state, outcome, &entry);
        if let JournalOp::Update { row: written, .. } = &op {
            *row = (**written).clone();
        }
        *own = entry;
        self.state = State::Taking(take);
        PaymentStep::Journal(op)
    }

    /// The store could not answer for the key. Nothing was sent, and nothing will be.
    fn unrecorded(&mut self, failure: &StoreFailure, take: Take, now: Now) -> PaymentStep {
        let mut context = self.context.clone();
        context.earlier_unknown = take != Take::Send;
        let error = not_recorded(&context, &failure.0);
        self.conclude(Err(error), now)
    }

    /// An earlier call with this key may have paid.
    fn still_open(&mut self, left: &Entry, now: Now) -> PaymentStep {
        let message = if left.first_sent_ms.is_some() {
            "an earlier call with this key submitted a payment, and it is not known whether it was used; nothing was sent: \
             look for it, then settle the entry"
        } else {
            "an earlier call with this key sent its request without a payment, and it is not known whether it took effect; \
             nothing was sent: look for its effect, then settle the entry"
        };
        self.context.reference = left.reference.clone();
        self.submissions = 1;
        let error = self.error(Kind::Unknown, Evidence::None, message);
        self.conclude(Err(error), now)
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
        let settlement = settlement(&response);
        let reference = left.reference.clone();
        Ok(PaidResponse { response, is_paid: true, is_replayed: true, settlement, reference, attempts: 0 })
    }

    /// The row that records a result, of a payment that has the key.
    pub(super) fn ending_row(&mut self, result: &Result<PaidResponse, Error>) -> Option<JournalOp> {
        let (row, mut entry) = self.row.take().filter(|_| self.is_held)?;
        entry.lease_ms = 0;
        let (state, outcome) = match result {
            Ok(paid) if paid.is_paid => {
                entry.result = Some(kept(&paid.response));
                entry.reference = self.context.reference.clone();
                (JournalState::Settled, Outcome::Applied)
            }
            // Nothing was paid, so the key stays free.
            Ok(_) => (JournalState::Settled, Outcome::NotApplied),
            Err(error) => {
                entry.reference = error.reference().clone();
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
        Some(next(&row, state, Some(outcome), &entry))
    }
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
pub(super) fn fingerprint(request: &PaidRequest) -> String {
    let mut hash = Sha256::new();
    for part in
        [request.method.as_bytes(), request.url.as_bytes(), request.body.as_deref().unwrap_or_default()]
    {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hex(String::new(), hash.finalize().iter().copied())
}
