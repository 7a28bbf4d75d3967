//! One payment by challenge, as a state machine: it does no I/O, and receives the time.

use std::time::Duration;

use crate::call::{EventKind, HttpRequest};
use crate::challenge::credential::{reference_of, wrong_credential};
use crate::challenge::entry::MAX_POLL;
use crate::challenge::offer::Challenge;
use crate::challenge::payment::{Payment, PaymentInput, PaymentStep, State};
use crate::challenge::proof::Statement;
use crate::classify::classify_reading;
use crate::classify::journal::{not_recorded, still_running};
use crate::classify::reading::Reading;
use crate::error::Error;
use crate::journal::decision::Take;
use crate::journal::row::JournalState;
use crate::journal::settlement::next;
use crate::journal::{JournalAnswer, JournalOp, StoreFailure};
use crate::model::body::text;
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::content;
use crate::model::http::{Received, Response};
use crate::model::json;
use crate::model::url::host_and_path;
use crate::model::vocabulary::{Evidence, Kind, Outcome};

/// How long a payment waits before it sends the same signature once more, after `settlement_pending`.
const PENDING_WAIT: Duration = Duration::from_secs(2);

impl Payment {
    /// Takes what a driver reports and returns what to do next.
    ///
    /// A report that the payment does not wait for ends it, with what is known at that moment. A payment that is over returns
    /// so, however often it is asked.
    #[must_use]
    pub fn step(&mut self, input: PaymentInput, now: Now) -> PaymentStep {
        self.see(now);
        match (std::mem::replace(&mut self.state, State::Moving), input) {
            (State::New, PaymentInput::Start) => {
                self.started = Some(now);
                self.claim().unwrap_or_else(|| self.send_unpaid(now))
            }
            (State::Claiming, PaymentInput::Journal(answer)) => match answer {
                // The row is gone, which payonce never does: ask for the key anew.
                Ok(JournalAnswer { written: false, row: None, .. }) if self.seen.take().is_some() => {
                    self.claim().unwrap_or_else(|| self.out_of_turn(now))
                }
                answer => self.claimed(answer, Take::Send, now),
            },
            (State::Taking(take), PaymentInput::Journal(answer)) => self.claimed(answer, take, now),
            (State::Polling, PaymentInput::Waited) => self.look_again(now),
            (State::Unpaid, PaymentInput::Received(received)) => {
                let received = self.plain(received);
                self.answered_unpaid(&received, now)
            }
            (State::Signing(challenge), PaymentInput::Signed(signed)) => self.signed(challenge, signed, now),
            (State::Recording(challenge, request), PaymentInput::Journal(answer)) => {
                self.recorded_submission(challenge, request, answer, now)
            }
            (State::Paid(challenge, request), PaymentInput::Received(received)) => {
                let received = self.plain(received);
                self.answered_paid(challenge, request, &received, now)
            }
            (State::Pending(challenge, request), PaymentInput::Waited) => {
                self.submit(challenge, request, now)
            }
            (State::Ending(ending), PaymentInput::Journal(answer)) => self.recorded(*ending, answer),
            (State::Ended(result), _) => self.already_over(result),
            (state, PaymentInput::Start) => {
                // Another driver has the payment, and goes on with it.
                self.state = state;
                let evidence = if self.is_submitted() { Evidence::None } else { Evidence::Refused };
                PaymentStep::Done(Err(self.error(Kind::Unknown, evidence, RUN_TWICE)))
            }
            (state, _) => {
                self.state = state;
                self.out_of_turn(now)
            }
        }
    }

    pub(super) fn see(&mut self, now: Now) {
        self.context.unix_ms = now.unix_ms;
        self.context.attempts = Some(self.attempts);
    }

    /// The response without the codings that it has for the way, which its caller did not ask for.
    fn plain(&self, received: Received) -> Received {
        match received {
            Received::Response(mut response) if response.headers.get("content-encoding").is_some() => {
                if let Ok(plain) = content::plain(&response, self.context.max_body) {
                    response.body = plain.into_owned();
                }
                Received::Response(response)
            }
            received => received,
        }
    }

    fn http_request(&self, extra: &[(String, String)]) -> HttpRequest {
        let is_replaced = |name: &str| extra.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let mut headers = self.request.headers.clone();
        headers.retain(|(name, _)| !is_replaced(name));
        headers.extend_from_slice(extra);
        HttpRequest {
            method: self.request.method,
            url: self.request.url.clone(),
            headers,
            body: self.request.body.clone(),
            timeout: self.client.timeout(),
            max_body: self.context.max_body,
        }
    }

    /// Hands a request out.
    fn send(&mut self, request: HttpRequest, now: Now) -> PaymentStep {
        self.attempts = self.attempts.saturating_add(1);
        self.sent_at = now.monotonic;
        let (server_address, url_template) = host_and_path(&request.url);
        let (attempt, reference) = (self.attempts, self.context.reference.clone());
        self.note(EventKind::AboutToSend { attempt, reference, server_address, url_template });
        PaymentStep::Send(HttpRequest { timeout: request.timeout.min(self.time_left(now)), ..request })
    }

    pub(super) fn send_unpaid(&mut self, now: Now) -> PaymentStep {
        if self.time_left(now).is_zero() {
            return self.too_late(now);
        }
        self.state = State::Unpaid;
        let request = self.http_request(&[]);
        self.send(request, now)
    }

    fn responded(&mut self, received: &Received, kind: Option<Kind>, now: Now) {
        let status = match received {
            Received::Response(response) => Some(response.status),
            Received::Failure(failure) => failure.head.as_ref().map(|(status, _)| *status),
        };
        let duration_ms = whole_milliseconds(now.monotonic.saturating_sub(self.sent_at));
        self.note(EventKind::RequestFinished { attempt: self.attempts, kind, status, duration_ms });
    }

    fn answered_unpaid(&mut self, received: &Received, now: Now) -> PaymentStep {
        if let Received::Response(response) = received {
            if (200..300).contains(&response.status) || response.status == 304 {
                self.responded(received, None, now);
                let paid = self.response(response, None);
                return self.conclude(Ok(paid), now);
            }
            if response.status == 402
                && let Some(challenge) = Challenge::of(&response.headers, &response.body)
            {
                self.responded(received, None, now);
                self.state = State::Signing(challenge.clone());
                return PaymentStep::Sign(challenge);
            }
        }
        let error = self.unpaid_failure(received);
        self.responded(received, Some(error.kind()), now);
        self.conclude(Err(error), now)
    }

    fn signed(
        &mut self,
        challenge: Challenge,
        signed: Result<Vec<(String, String)>, String>,
        now: Now,
    ) -> PaymentStep {
        // What a signer reveals of itself in an error is as secret as in the field.
        for (_, value) in signed.iter().flatten() {
            self.context.redactor.add(value);
        }
        let problem = match &signed {
            _ if self.time_left(now).is_zero() => {
                Some("the challenge was not signed before the deadline".to_owned())
            }
            Err(problem) => Some(format!("the challenge was not signed: {problem}")),
            Ok(fields) => wrong_credential(&challenge, fields),
        };
        let fields = match (problem, signed) {
            (None, Ok(fields)) => fields,
            (problem, _) => {
                let message = problem.unwrap_or_default();
                let error = self.error(Kind::InvalidArgument, Evidence::Refused, &message);
                return self.conclude(Err(error), now);
            }
        };
        let request = self.http_request(&fields);
        self.context.reference.sent_at_ms = Some(now.unix_ms);
        self.context.reference.reference =
            fields.first().and_then(|(_, value)| reference_of(&challenge, value));
        let Some((row, entry)) = self.row.as_mut() else { return self.submit(challenge, request, now) };
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

    fn recorded_submission(
        &mut self,
        challenge: Challenge,
        request: HttpRequest,
        answer: Result<JournalAnswer, StoreFailure>,
        now: Now,
    ) -> PaymentStep {
        match answer {
            Ok(answer) if answer.written => {
                self.seen = Some(JournalState::Sending);
                self.submit(challenge, request, now)
            }
            Ok(answer) => {
                self.seen = answer.row.map(|row| row.state);
                self.row = None;
                let error = still_running(&self.unsent_context(), "another process", MAX_POLL);
                self.conclude(Err(error), now)
            }
            // Whether the row was written is not known, but nothing was sent, and nothing will be.
            Err(StoreFailure(problem)) => {
                let error = not_recorded(&self.unsent_context(), &problem);
                self.conclude(Err(error), now)
            }
        }
    }

    fn submit(&mut self, challenge: Challenge, request: HttpRequest, now: Now) -> PaymentStep {
        if self.time_left(now).is_zero() {
            return self.too_late(now);
        }
        self.submissions = self.submissions.saturating_add(1);
        self.state = State::Paid(challenge, request.clone());
        self.send(request, now)
    }

    fn answered_paid(
        &mut self,
        challenge: Challenge,
        request: HttpRequest,
        received: &Received,
        now: Now,
    ) -> PaymentStep {
        let Received::Response(response) = received else {
            let error = self.submitted_failure(received);
            self.responded(received, Some(error.kind()), now);
            return self.conclude(Err(error), now);
        };
        let said = Statement::of(&challenge, response);
        let hash = said.settlement.as_ref().and_then(|said| text(said, "transaction"));
        if let Some(hash) = hash.filter(|hash| !hash.is_empty()) {
            self.context.reference.hash = Some(self.context.redactor.text(hash));
        }
        if (200..300).contains(&response.status) && !said.says_no {
            self.responded(received, None, now);
            let paid = self.response(response, said.settlement);
            return self.conclude(Ok(paid), now);
        }
        let error = self.not_accepted(response, &said);
        self.responded(received, Some(error.kind()), now);
        let may_repeat = said.reason.as_deref() == Some("settlement_pending")
            && self.submissions == 1
            && self.time_left(now) > PENDING_WAIT;
        if may_repeat {
            self.note(EventKind::Retrying {
                attempt: self.attempts,
                kind: error.kind(),
                status: Some(response.status),
                wait_ms: whole_milliseconds(PENDING_WAIT),
            });
            self.state = State::Pending(challenge, request);
            return PaymentStep::Wait(PENDING_WAIT);
        }
        self.conclude(Err(error), now)
    }

    /// The error of a response to a submitted payment. Only a reason that proves it says that nothing was used.
    fn not_accepted(&self, response: &Response, said: &Statement) -> Error {
        let errors = self.context.provider.spec().errors;
        let row = said.reason.as_deref().and_then(|reason| errors.code(reason));
        let is_refused = row.is_some_and(|row| row.evidence == Evidence::Refused)
            && response.status == 402
            && !said.has_transaction;
        let mut context = self.context.clone();
        context.earlier_unknown = self.submissions > 1 || !is_refused;
        let body = match &said.reason {
            Some(reason) => {
                let mut members = said.members.clone();
                members.insert("errorReason".to_owned(), reason.as_str().into());
                json::write(&members.into()).into_bytes()
            }
            None => response.body.clone(),
        };
        // A success whose settlement failed is judged as the 402 that it should have been.
        let is_success = (200..300).contains(&response.status);
        let status = if is_success { 402 } else { response.status };
        let judged = Received::Response(Response { status, headers: response.headers.clone(), body });
        let mut error = classify_reading(&context, &Reading::of(&judged, self.context.max_body))
            .unwrap_or_else(|| {
                let message = "the service did not report what became of the payment";
                self.error(Kind::Unknown, Evidence::None, message)
            });
        error.change(|payload| payload.status = Some(response.status));
        error
    }
}

const RUN_TWICE: &str = "the payment has already run; it does not run a second time";
