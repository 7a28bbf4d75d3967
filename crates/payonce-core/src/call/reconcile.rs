//! The part of a call that settles an unknown outcome by asking the provider.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::call::attempts::RetryableRequest;
use crate::call::event::EventKind;
use crate::call::journal_entry::Journaled;
use crate::call::machine::{Call, NOT_FOUND_YET, Purpose, Request, SEARCH_FAILED, State, UnknownOutcome};
use crate::call::options::CallOptions;
use crate::call::reference_search::{Found, ReferenceSearch, SEARCH_PASSES};
use crate::call::start::jitter;
use crate::call::step::Step;
use crate::classify::invalid_argument::of_question;
use crate::classify::reading::Reading;
use crate::classify::{self, Context, classify_reading};
use crate::client::Client;
use crate::client::rate_limiter::Permit;
use crate::client::retry::backoff;
use crate::error::{Error, ErrorPayload, Reference};
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::http::{FailureCause, Response, TransportFailure};
use crate::model::invalid_field::InvalidField;
use crate::model::phrase::Phrase;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Kind, Outcome, Phase};
use crate::request::memo::reference_of;
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

/// The shortest gap before a pass whose result may let a payment be sent again. No option lowers it.
const MIN_INTERVAL: Duration = Duration::from_secs(2);

impl ErrorPayload {
    /// The error of a call whose process died after the reference was stored, which is the purpose of `about_to_send`.
    /// [`Call::reconcile`] settles it.
    #[must_use]
    pub fn from_reference(provider: Provider, operation: &str, reference: Reference) -> Self {
        let found = provider.operation(operation);
        let context = Context { operation: found, reference, ..Context::new(provider) };
        let message = "the call with this reference ended without a response";
        let mut payload = lost_call(&context, message).into_payload();
        payload.operation = Some(operation.to_owned());
        payload
    }
}

pub(super) fn lost_call(context: &Context, message: &str) -> Error {
    let failure = TransportFailure {
        phase: Phase::Waiting,
        cause: Some(FailureCause::Timeout),
        message: message.to_owned(),
        head: None,
    };
    classify::of_failure(context, &failure)
}

/// What to do about an error that a search cannot settle.
fn settled_otherwise(operation: Option<&Operation>) -> Phrase {
    let Some(operation) = operation else { return "names no operation of this provider".into() };
    let way = match operation.safety() {
        Safety::Read => "which changes nothing; call it again",
        Safety::Keyed | Safety::Idempotent => {
            let same = format!("is of {}; call it again with the same ", operation.name);
            let by = operation.key().map_or_else(|| Phrase::from("arguments"), Phrase::name);
            return Phrase::from(same).join(by).then(", which cannot charge twice");
        }
        Safety::Reconcilable => "sent without a reference; look it up at the provider by hand",
        Safety::Unkeyed => "which leaves nothing at the provider to find it by; look it up there by hand",
    };
    format!("is of {}, {way}", operation.name).into()
}

impl Call {
    /// A call that settles the unknown outcome of an earlier one, perhaps of another process: it only looks, and
    /// sends nothing that changes anything. Its success is what the operation brought; its error is the one that was
    /// handed in, when the provider shows nothing. What is looked for is the `reference` of the error, or the caller's
    /// `idempotency_key` where that is all that is known. `details.search` of the error says `not_found_yet` when the list
    /// was read to its end, and `search_failed` when it was not.
    ///
    /// # Errors
    /// `invalid_argument` when the error names no operation that can be looked for, or no reference. The outcome of the
    /// earlier call is then still `unknown`.
    pub fn reconcile(
        client: &Client,
        unknown: &ErrorPayload,
        options: CallOptions,
        entropy: impl Into<Option<[u8; 16]>>,
    ) -> Result<Self, Error> {
        let settings = client.settings();
        let operation = unknown.operation.as_deref().and_then(|name| client.provider().operation(name));
        let refuse = |field: InvalidField| {
            let (provider, texts, redactor) = (client.provider(), &settings.texts, client.redactor());
            let refused = field.into_error(provider, operation, texts, redactor);
            of_question(provider, operation, texts, &refused)
        };
        if unknown.provider != client.provider() {
            let problem = format!("is of {}; use a client of that provider", unknown.provider);
            return Err(refuse(InvalidField::new("error", problem)));
        }
        options.check().map_err(refuse)?;
        let policy = options.policy(settings);
        // A foreign reference, above all an empty one, would be found in another caller's payment.
        let mark = reference_of(&unknown.reference);
        let look = operation.zip(mark.as_deref()).and_then(|(operation, mark)| {
            let (provider, sent_at_ms) = (client.provider(), unknown.reference.sent_at_ms);
            let has_twin = client.keys().has_twin(mark);
            ReferenceSearch::new(provider, operation, &Map::new(), mark, has_twin, sent_at_ms, Duration::ZERO)
        });
        let (Some(operation), Some(look)) = (operation, look) else {
            let problem = settled_otherwise(operation);
            return Err(refuse(InvalidField::new("error", problem)));
        };
        let mut unknown = unknown.clone();
        unknown.reference.reference = mark;
        let entropy = entropy.into();
        let reference = unknown.reference.clone();
        let error = Error::new(unknown, operation.safety());
        Ok(Self {
            client: client.clone(),
            operation,
            arguments: Map::new(),
            policy,
            options,
            redactor: client.redactor().clone(),
            reference: reference.clone(),
            id: None,
            entropy,
            is_listened_to: true,
            started: Duration::ZERO,
            rng: jitter(entropy),
            state: State::Prepared(Some(Box::new(UnknownOutcome { error, retryable: None, look }))),
            journaled: Journaled::of_earlier(client, operation, &reference),
            last_row: None,
            unreported: None,
            earlier_call: None,
            claim: None,
            permit: Permit::new(client.rate_limiter().cloned()),
            sent: 0,
            events: Vec::new(),
        })
    }

    /// An earlier call with the same key may have taken effect: what it brought is the result, and nothing is sent a second
    /// time, whatever the search shows.
    pub(super) fn look_first(&mut self, sent_at_ms: Option<u64>) {
        let Some(look) = self.look(sent_at_ms, Duration::ZERO) else { return };
        self.reference.sent_at_ms = sent_at_ms;
        let context = Context {
            operation: Some(self.operation),
            reference: self.reference.clone(),
            texts: self.client.settings().texts.clone(),
            attempts: Some(0),
            ..Context::new(self.client.provider())
        };
        let message =
            "an earlier call with this key may have taken effect, and the provider does not show it";
        let unknown = UnknownOutcome { error: lost_call(&context, message), retryable: None, look };
        self.state = State::Prepared(Some(Box::new(unknown)));
        let reference = self.reference.clone();
        self.note(self.operation, EventKind::Reconciling { reference, wait_ms: 0 });
    }

    pub(super) fn look(&self, sent_at_ms: Option<u64>, since: Duration) -> Option<ReferenceSearch> {
        let mark = self.reference.reference.as_deref()?;
        let (client, operation) = (&self.client, self.operation);
        let has_twin = client.keys().has_twin(mark);
        ReferenceSearch::new(client.provider(), operation, &self.arguments, mark, has_twin, sent_at_ms, since)
    }

    /// After the operation's own request failed for good: ask the provider where that can settle it.
    pub(super) fn search_or_fail(&mut self, retryable: RetryableRequest, error: Error, now: Now) -> Step {
        let wanted = error.outcome() == Outcome::Unknown && self.options.reconcile;
        match wanted.then(|| self.look(self.reference.sent_at_ms, now.monotonic)).flatten() {
            Some(look) => {
                self.pause(Box::new(UnknownOutcome { error, retryable: Some(retryable), look }), now)
            }
            None => self.done(Err(error), now),
        }
    }

    /// Waits before the list is gone through (again), the second time for longer: what was just accepted may not be
    /// listed yet.
    fn pause(&mut self, unknown: Box<UnknownOutcome>, now: Now) -> Step {
        // A provider that named a time is not asked before it, either.
        let asked = unknown.error.retry_after();
        let asked = asked.filter(|asked| *asked <= self.policy.max_retry_after).unwrap_or_default();
        let passes = unknown.look.done;
        let mut wait =
            backoff(&self.policy, passes.saturating_mul(2).saturating_add(1), &mut self.rng).max(asked);
        if let Some(consistent) = unknown.look.consistent_after
            && passes > 0
        {
            wait = wait.max(MIN_INTERVAL).max(consistent.after);
        }
        if wait >= self.time_left(now) {
            let why = if passes == 0 { SEARCH_FAILED } else { NOT_FOUND_YET };
            return self.give_up(unknown, why, now);
        }
        self.state = State::Pausing(unknown);
        let (reference, wait_ms) = (self.reference.clone(), whole_milliseconds(wait));
        self.note(self.operation, EventKind::Reconciling { reference, wait_ms });
        Step::Wait(wait)
    }

    pub(super) fn next_page(&mut self, mut unknown: Box<UnknownOutcome>, now: Now) -> Step {
        let arguments = unknown.look.arguments(now.monotonic);
        let operation = unknown.look.operation;
        self.ask(Purpose::Search(unknown), operation, &arguments, now)
    }

    pub(super) fn searched(
        &mut self,
        mut unknown: Box<UnknownOutcome>,
        page: &Value,
        response: Response,
        now: Now,
    ) -> Step {
        unknown.look.note_clock(&response.headers, now.unix_ms);
        let mark = unknown.look.mark().to_owned();
        let keys = self.client.keys();
        match unknown.look.examine(page, |memo| keys.shows(memo, &mark)) {
            Found::Item(item) => {
                let sent_twice = unknown.retryable.is_some_and(|retryable| retryable.earlier_unknown);
                self.settle(item, response, sent_twice, now)
            }
            Found::Inconclusive => self.give_up(unknown, SEARCH_FAILED, now),
            Found::Nothing if unknown.look.done >= SEARCH_PASSES => self.send_again_or_give_up(unknown, now),
            Found::Nothing => self.pause(unknown, now),
            Found::NextPage => self.next_page(unknown, now),
        }
    }

    /// The payment was found: its own state is the result. If it was sent twice, a failed one proves nothing about the
    /// other.
    fn settle(&mut self, item: Value, response: Response, sent_twice: bool, now: Now) -> Step {
        let operation = Some(self.operation);
        let context = Context { operation, earlier_unknown: sent_twice, ..self.base_context(now) };
        let found = Reading::of_value(response.status, &response.headers, item);
        match classify_reading(&context, &found) {
            Some(error) => self.done(Err(error), now),
            None => {
                let item = found.into_value();
                self.finish(self.operation, item, response, now)
            }
        }
    }

    /// The list does not contain it, which is not evidence: the list can lag, omit entries, or contain another memo.
    /// Nothing is sent again, unless the declaration of the operation says when the list is complete, the last pass
    /// proves that the payment is not there, and the service itself had reported that it failed.
    fn send_again_or_give_up(&mut self, mut unknown: Box<UnknownOutcome>, now: Now) -> Step {
        let error = unknown.error.payload();
        // A proxy or a gateway in front responds with 500, 503 or a status of its own, and cannot know whether the service
        // behind it goes on. The service itself says what went wrong in its own words.
        let in_its_own_words = error.code.is_some() || error.category.is_some();
        let service_gave_up = matches!(error.kind, Kind::Server | Kind::Unavailable)
            && matches!(error.status, Some(500 | 503))
            && error.phase == Phase::Answered
            && in_its_own_words;
        let asked_for_more =
            error.retry_after_ms.is_some_and(|ms| Duration::from_millis(ms) > self.policy.max_retry_after);
        let may_go_on = service_gave_up
            && !asked_for_more
            && unknown.look.proves_absence()
            && !self.time_left(now).is_zero();
        let retryable = unknown
            .retryable
            .take()
            .filter(|retryable| may_go_on && retryable.attempts <= self.policy.max_retries);
        if let Some(mut retryable) = retryable
            && retryable.withdraw(self.client.budget())
        {
            // "Not found" is not evidence, so the outcome stays unknown after a later refusal.
            retryable.earlier_unknown = true;
            unknown.error.change(|payload| payload.attempts = Some(self.sent));
            retryable.failed = Some(unknown.error);
            return self.send(Box::new(Request { purpose: Purpose::Operation, retryable }), now);
        }
        self.give_up(unknown, NOT_FOUND_YET, now)
    }

    /// Ends a search without a hit: the outcome stays what it was, and the error says how the search ended.
    pub(super) fn give_up(
        &mut self,
        mut unknown: Box<UnknownOutcome>,
        search: &'static str,
        now: Now,
    ) -> Step {
        unknown.error.change(|payload| {
            payload.details.insert("search".to_owned(), search.into());
        });
        self.done(Err(unknown.error), now)
    }
}
