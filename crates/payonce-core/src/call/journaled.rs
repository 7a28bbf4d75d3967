//! The part of a call that keeps its entry in the journal.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::call::event::EventKind;
use crate::call::journal_entry::{MAX_POLL, Wanted, without_secrets};
use crate::call::machine::{Call, Request, State, UnknownOutcome};
use crate::call::reconcile::lost_call;
use crate::call::step::{Step, Success};
use crate::classify::journal::{already_applied, not_recorded, still_running};
use crate::error::{Error, ErrorPayload, Reference};
use crate::journal::decision::{Claimant, Decision, Take, decide};
use crate::journal::entry::Entry;
use crate::journal::row::{JournalRow, JournalState};
use crate::journal::settlement::{next, taken_over};
use crate::journal::{JournalAnswer, JournalOp, StoreFailure};
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::headers::Headers;
use crate::model::invalid_field::InvalidField;
use crate::model::json::Members;
use crate::model::vocabulary::{Kind, Outcome};
use crate::request;

impl Call {
    /// Asks for the key before anything else; nothing where the call keeps no entry.
    pub(super) fn ask_for_key(&mut self) -> Option<Step> {
        let journaled = self.journaled.as_mut()?;
        let (wanted, op) = if journaled.observes {
            (Wanted::Entry, JournalOp::Get { id: journaled.row.id.clone() })
        } else {
            (Wanted::Key, journaled.claim())
        };
        self.state = State::Journaling(wanted);
        Some(Step::Journal(op))
    }

    /// The wait for another call with the same key is over.
    pub(super) fn look_again(&mut self, now: Now) -> Step {
        match self.journaled.as_ref() {
            Some(journaled) => {
                let op = JournalOp::Get { id: journaled.row.id.clone() };
                self.state = State::Journaling(Wanted::Key);
                Step::Journal(op)
            }
            None => self.out_of_turn(true, now),
        }
    }

    /// The store answered.
    pub(super) fn journal_answered(
        &mut self,
        wanted: Wanted,
        response: Result<JournalAnswer, StoreFailure>,
        now: Now,
    ) -> Step {
        let response = match response {
            Ok(response) => response,
            // What is looked for exists with or without its entry.
            Err(_) if wanted == Wanted::Entry => return self.without_entry(now),
            Err(failure) => return self.cannot_record(&failure, wanted, now),
        };
        match (wanted, response.row) {
            (Wanted::Entry, Some(row)) => self.observe(row, response.now_ms, now),
            (Wanted::Entry, None) => self.without_entry(now),
            (Wanted::Key, Some(_)) if response.written => self.go_on(Take::Send, response.now_ms, now),
            (Wanted::Generation(take), Some(_)) if response.written => self.go_on(take, response.now_ms, now),
            (Wanted::Key | Wanted::Generation(_), Some(row)) => self.decide(&row, response.now_ms, now),
            // The row is gone, which payonce never does: ask for the key anew.
            (Wanted::Key | Wanted::Generation(_), None) => {
                self.ask_for_key().unwrap_or_else(|| self.out_of_turn(true, now))
            }
        }
    }

    /// Another call has the key, or had it.
    fn decide(&mut self, row: &JournalRow, now_ms: u64, now: Now) -> Step {
        let can_search = self.operation.search().is_some() && self.reference.reference.is_some();
        let left = self.time_left(now);
        let Some(journaled) = self.journaled.as_mut() else { return self.out_of_turn(true, now) };
        journaled.seen = Some(row.state);
        let entry = match Entry::read(&row.entry) {
            Ok(entry) => entry,
            Err(problem) => return self.cannot_record(&StoreFailure(problem), Wanted::Key, now),
        };
        let claimant = Claimant {
            account: &journaled.row.account,
            fingerprint: &journaled.entry.fingerprint,
            safety: self.operation.safety(),
            key_window: self.operation.key_promise().and_then(|promise| promise.window),
            can_search,
        };
        match decide(row, &entry, &claimant, now_ms) {
            Decision::Refuse(problem) => {
                let error = self.refused(InvalidField::new("idempotency_key", problem));
                self.done(Err(error), now)
            }
            Decision::Replay => self.replay(&entry, now),
            Decision::AlreadyApplied => {
                self.reference = self.completed(&entry.reference);
                let error = already_applied(&self.own_context(now, false));
                self.done(Err(error), now)
            }
            Decision::Wait => {
                if left <= journaled.poll {
                    let lease_left_ms = entry.lease_left_ms(row.updated_ms, now_ms);
                    let wait = Duration::from_millis(lease_left_ms).min(MAX_POLL);
                    let error = still_running(&self.own_context(now, false), &entry.owner, wait);
                    return self.done(Err(error), now);
                }
                let wait = journaled.poll;
                journaled.poll = wait.saturating_mul(2).min(MAX_POLL);
                self.state = State::Polling;
                self.note(self.operation, EventKind::JournalWait { wait_ms: whole_milliseconds(wait) });
                Step::Wait(wait)
            }
            Decision::Take(take) => {
                let op = journaled.take(row, entry, take);
                self.state = State::Journaling(Wanted::Generation(take));
                Step::Journal(op)
            }
            Decision::StillOpen => {
                let error = self.still_open(&entry, now);
                self.done(Err(error), now)
            }
        }
    }

    /// The entry is this call's.
    fn go_on(&mut self, take: Take, taken_ms: u64, now: Now) -> Step {
        let Some(journaled) = self.journaled.as_mut() else { return self.out_of_turn(true, now) };
        journaled.held = true;
        journaled.written_ms = now.unix_ms;
        journaled.taken_ms = taken_ms;
        match take {
            Take::Send => self.begin(now),
            Take::Resend => {
                journaled.resends = true;
                self.reference.sent_at_ms = journaled.entry.first_sent_ms.or(self.reference.sent_at_ms);
                self.begin(now)
            }
            Take::Search => {
                let sent_at_ms = journaled.entry.first_sent_ms;
                match self.earlier(sent_at_ms, now) {
                    Some(unknown) => self.next_page(unknown, now),
                    None => self.out_of_turn(true, now),
                }
            }
            Take::MarkOpen => {
                let entry = journaled.entry.clone();
                // What this call could add is written already.
                journaled.held = false;
                journaled.seen = Some(JournalState::Open);
                let error = self.still_open(&entry, now);
                self.done(Err(error), now)
            }
        }
    }

    fn observe(&mut self, row: JournalRow, now_ms: u64, now: Now) -> Step {
        if let (Some(journaled), Ok(entry)) = (self.journaled.as_mut(), Entry::read(&row.entry)) {
            let at_work = matches!(row.state, JournalState::Claimed | JournalState::Sending)
                && entry.lease_left_ms(row.updated_ms, now_ms) > 0;
            journaled.held = row.state != JournalState::Settled && !at_work;
            self.reference.sent_at_ms = self.reference.sent_at_ms.or(entry.first_sent_ms);
            journaled.seen = Some(row.state);
            journaled.row = row;
            journaled.entry = entry;
        }
        self.without_entry(now)
    }

    /// The search begins.
    fn without_entry(&mut self, now: Now) -> Step {
        match self.earlier_call.take() {
            Some(unknown) => self.next_page(unknown, now),
            None => self.out_of_turn(true, now),
        }
    }

    /// Before a request of the operation goes out, the journal has to say so. Nothing where it says so already, and no other
    /// call can have taken the row over since.
    pub(super) fn mark_sending(
        &mut self,
        request: Box<Request>,
        now: Now,
    ) -> Result<Box<Request>, Box<Step>> {
        let Some(journaled) = self.journaled.as_mut().filter(|journaled| journaled.held) else {
            return Ok(request);
        };
        if journaled.row.state == JournalState::Sending && !journaled.may_be_lost(now) {
            return Ok(request);
        }
        // A clock that is ahead would make the request look recent for as long as it was ahead. An earlier time only makes payonce
        // search further back.
        let sent_ms = self.reference.sent_at_ms.unwrap_or(now.unix_ms);
        self.reference.sent_at_ms = Some(sent_ms.min(journaled.taken_ms));
        let reference = self.reference.clone();
        let noted = reference.reference.as_ref().map_or(Ok(()), |mark| {
            self.client.keys().note_sent(mark, &journaled.entry.fingerprint, now.unix_ms)
        });
        if let Err(field) = noted {
            let error = self.refused(field);
            return Err(Box::new(self.done(Err(error), now)));
        }
        journaled.entry.first_sent_ms = reference.sent_at_ms;
        journaled.entry.reference = reference;
        let op = next(&journaled.row, JournalState::Sending, None, &journaled.entry);
        journaled.wants(&op);
        self.state = State::Marking(request);
        Err(Box::new(Step::Journal(op)))
    }

    /// The store answered whether the request may go out.
    pub(super) fn marked(
        &mut self,
        request: Box<Request>,
        response: Result<JournalAnswer, StoreFailure>,
        now: Now,
    ) -> Step {
        match response {
            Ok(response) if response.written => {
                if let Some(journaled) = self.journaled.as_mut() {
                    journaled.written_ms = now.unix_ms;
                }
                self.send(request, now)
            }
            Ok(_) => {
                if let Some(journaled) = self.journaled.as_mut() {
                    journaled.held = false;
                    journaled.seen = None;
                }
                let lost =
                    StoreFailure("another process took the key over while this one stood still".to_owned());
                self.cannot_send(&request, &lost, now)
            }
            // Whether the store wrote it or not: the last row of this call fits the one, and leaves the other alone.
            Err(failure) => self.cannot_send(&request, &failure, now),
        }
    }

    fn cannot_send(&mut self, request: &Request, failure: &StoreFailure, now: Now) -> Step {
        let context = self.own_context(now, request.retryable.earlier_unknown);
        let error = not_recorded(&context, &failure.0);
        self.done(Err(error), now)
    }

    /// Nothing is sent, since the journal cannot say so.
    fn cannot_record(&mut self, failure: &StoreFailure, wanted: Wanted, now: Now) -> Step {
        let earlier = matches!(wanted, Wanted::Generation(take) if take != Take::Send);
        let error = not_recorded(&self.own_context(now, earlier), &failure.0);
        self.done(Err(error), now)
    }

    fn completed(&self, found: &Reference) -> Reference {
        let own = &self.reference;
        Reference {
            idempotency_key: own.idempotency_key.clone().or_else(|| found.idempotency_key.clone()),
            reference: own.reference.clone().or_else(|| found.reference.clone()),
            ..found.clone()
        }
    }

    fn still_open(&mut self, entry: &Entry, now: Now) -> Error {
        self.reference = self.completed(&entry.reference);
        self.reference.sent_at_ms = self.reference.sent_at_ms.or(entry.first_sent_ms);
        let stored = entry.error.as_ref().and_then(|error| ErrorPayload::read(error).ok());
        match stored.filter(|stored| matches!(stored.outcome, Outcome::Unknown | Outcome::Pending)) {
            Some(stored) => Error::new(stored, self.operation.safety()),
            None => lost_call(&self.own_context(now, true), OPEN),
        }
    }

    fn earlier(&mut self, sent_at_ms: Option<u64>, now: Now) -> Option<Box<UnknownOutcome>> {
        let look = self.look(sent_at_ms, now.monotonic)?;
        self.reference.sent_at_ms = sent_at_ms;
        let error = lost_call(&self.own_context(now, true), NOT_SHOWN);
        let reference = self.reference.clone();
        self.note(self.operation, EventKind::Reconciling { reference, wait_ms: 0 });
        Some(Box::new(UnknownOutcome { error, retryable: None, look }))
    }

    /// The result of the call that had the key.
    fn replay(&mut self, entry: &Entry, now: Now) -> Step {
        let result = entry.result.clone().unwrap_or_default();
        let reference = self.completed(&entry.reference);
        let text = |name: &str| result.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        let number = |name: &str| result.get(name).and_then(Value::as_u64).unwrap_or_default();
        let returns = self.operation.returns;
        let mut value = result.get("value").cloned().unwrap_or_default();
        request::money_as_text(&returns, &mut value);
        let success = Success {
            value,
            returns,
            envelope: result.get("envelope").and_then(Value::as_object).cloned().unwrap_or_default(),
            status: u16::try_from(number("status")).unwrap_or(200),
            headers: Headers::new(),
            request_id: text("request_id"),
            attempts: 0,
            reference,
            replayed: true,
        };
        self.done(Ok(success), now)
    }

    /// What a success brought, as the journal keeps it.
    pub(super) fn keep_result(&mut self, value: &Value, envelope: &Map<String, Value>, success: &Success) {
        let redactor = self.redactor.clone();
        let Some(journaled) = self.journaled.as_mut() else { return };
        let mut result = Members::new();
        result.value("value", redactor.json(&without_secrets(&self.operation.returns, value)));
        result.value("envelope", redactor.json(&Value::Object(envelope.clone())));
        result.number("status", success.status.into());
        result.maybe_text("request_id", success.request_id.as_deref());
        journaled.entry.result = Some(result.into_map());
    }

    /// The last row of the call; nothing where the call does not hold its entry.
    pub(super) fn settle_entry(
        &mut self,
        error: Option<&Error>,
        kind: Option<Kind>,
        outcome: Outcome,
        reference: &Reference,
    ) -> Option<JournalOp> {
        let sent = u64::from(self.sent);
        let can_search = self.operation.search().is_some() && self.reference.reference.is_some();
        let journaled = self.journaled.as_mut().filter(|journaled| journaled.held)?;
        journaled.held = false;
        let is_settled = matches!(outcome, Outcome::Applied | Outcome::NotApplied);
        if journaled.observes && !is_settled {
            return None;
        }
        let entry = &mut journaled.entry;
        entry.lease_ms = 0;
        entry.attempts = entry.attempts.saturating_add(sent);
        let sent_at_ms = entry.first_sent_ms.or(reference.sent_at_ms);
        entry.reference = Reference { sent_at_ms, ..reference.clone() };
        entry.error = error.and_then(|error| error.payload().to_value().as_object().cloned());
        if outcome != Outcome::Applied {
            entry.result = None;
        }
        if is_settled {
            entry.arguments = None;
        }
        // A payment that failed at the provider is listed under the key all the same, and would be taken for a later one.
        entry.is_listed = outcome == Outcome::NotApplied && kind == Some(Kind::Failed) && can_search;
        let state = if is_settled { JournalState::Settled } else { JournalState::Open };
        let write = if journaled.observes { taken_over } else { next };
        Some(write(&journaled.row, state, Some(outcome), entry))
    }
}

const OPEN: &str = "an earlier call with this key may have taken effect, and payonce cannot find out; look it up at the provider, \
    then settle the entry in the journal";
const NOT_SHOWN: &str =
    "an earlier call with this key may have taken effect, and the provider does not show it";
