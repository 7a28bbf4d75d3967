//! The part of a call that settles an unknown outcome by asking the provider.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::call::reference_search::{Found, LOOKS, Look};
use crate::call::{
    Call, CallOptions, Leg, NOT_FOUND_YET, NoticeKind, Purpose, Request, SEARCH_FAILED, State, Step,
    Unsettled, jitter,
};
use crate::classify::invalid_argument::of_question;
use crate::classify::{self, Context, classify};
use crate::client::Client;
use crate::client::rate_limiter::Permit;
use crate::client::retry::backoff;
use crate::model::clock::Now;
use crate::model::clock::whole_milliseconds;
use crate::model::error::{Error, Payload, Reference};
use crate::model::http::{Answer, Failure, FailureCause, Received};
use crate::model::invalid_field::InvalidField;
use crate::model::json;
use crate::model::naming::KeyStyle;
use crate::model::naming::styled;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Kind, Outcome, Phase, Provider};
use crate::request::memo::mark_of;
use crate::spec::operation::Operation;

/// The shortest gap before a pass whose result may let a payment be sent again. No option lowers it.
const LEAST_GAP: Duration = Duration::from_secs(2);

impl Payload {
    /// The error of a call whose process died after the reference was stored, which is the purpose of `about_to_send`.
    /// [`Call::reconcile`] settles it.
    #[must_use]
    pub fn unheard(provider: Provider, operation: &str, reference: Reference) -> Self {
        let found = provider.operation(operation);
        let context = Context { operation: found, reference, ..Context::new(provider) };
        let message = "the call that had this reference ended without an answer";
        let mut payload = unheard(&context, message).into_payload();
        payload.operation = Some(operation.to_owned());
        payload
    }
}

fn unheard(context: &Context, message: &str) -> Error {
    let failure = Failure {
        phase: Phase::Waiting,
        cause: Some(FailureCause::Timeout),
        message: message.to_owned(),
        head: None,
    };
    classify::of_failure(context, &failure)
}

/// What to do about an error that a search cannot settle.
fn settled_otherwise(operation: Option<&Operation>, style: KeyStyle) -> String {
    let Some(operation) = operation else { return "names no operation of this provider".to_owned() };
    let way = match operation.safety {
        Safety::Read => "which changes nothing; call it again",
        Safety::Keyed | Safety::Idempotent => {
            let by = operation.key.map_or_else(|| "arguments".to_owned(), |key| styled(key, style));
            return format!(
                "is of {}; call it again with the same {by}, which cannot charge twice",
                operation.name
            );
        }
        Safety::Reconcilable => "sent without a reference of ours; look it up at the provider by hand",
        Safety::Unkeyed => "which leaves nothing at the provider to find it by; look it up there by hand",
    };
    format!("is of {}, {way}", operation.name)
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
        unsettled: &Payload,
        options: &Map<String, Value>,
        entropy: impl Into<Option<[u8; 16]>>,
    ) -> Result<Self, Error> {
        let settings = client.settings();
        let operation = unsettled.operation.as_deref().and_then(|name| client.provider().operation(name));
        let refuse = |field: InvalidField| {
            let (provider, texts, redactor) = (client.provider(), &settings.texts, client.redactor());
            of_question(
                provider,
                operation,
                field.into_error(provider, operation, settings.style, texts, redactor),
            )
        };
        if unsettled.provider != client.provider() {
            let problem = format!("is of {}; use a client of that provider", unsettled.provider);
            return Err(refuse(InvalidField::new("error", problem)));
        }
        let options = CallOptions::read(options).map_err(refuse)?;
        let policy = options.policy(settings).map_err(refuse)?;
        // A foreign reference, above all an empty one, would be found in another caller's payment.
        let mark = mark_of(&unsettled.reference);
        let look = operation.zip(mark.as_deref()).and_then(|(operation, mark)| {
            let (provider, sent_at_ms) = (client.provider(), unsettled.reference.sent_at_ms);
            let has_twin = client.keys().has_twin(mark);
            Look::new(provider, operation, &Map::new(), mark, has_twin, sent_at_ms, Duration::ZERO)
        });
        let (Some(operation), Some(look)) = (operation, look) else {
            let problem = settled_otherwise(operation, settings.style);
            return Err(refuse(InvalidField::new("error", problem)));
        };
        let mut unsettled = unsettled.clone();
        unsettled.reference.reference = mark;
        let entropy = entropy.into();
        let reference = unsettled.reference.clone();
        let error = Error::new(unsettled, operation.safety);
        Ok(Self {
            client: client.clone(),
            operation,
            arguments: Map::new(),
            policy,
            options,
            redactor: client.redactor().clone(),
            reference,
            id: client.next_call_id(entropy),
            started: Duration::ZERO,
            rng: jitter(entropy),
            state: State::Prepared(Some(Box::new(Unsettled { error, leg: None, look }))),
            claim: None,
            permit: Permit::new(client.rate_limiter().cloned()),
            sent: 0,
            notices: Vec::new(),
        })
    }

    /// An earlier call of this client with the same key may have taken effect: what it brought is the result, and
    /// nothing is sent a second time, whatever the search shows.
    pub(super) fn look_first(&mut self, sent_at_ms: u64) {
        let Some(look) = self.look(Some(sent_at_ms), Duration::ZERO) else { return };
        self.reference.sent_at_ms = Some(sent_at_ms);
        let context = Context {
            operation: Some(self.operation),
            reference: self.reference.clone(),
            texts: self.client.settings().texts.clone(),
            attempts: Some(0),
            ..Context::new(self.client.provider())
        };
        let message =
            "an earlier call with this key may have taken effect, and the provider does not show it";
        let unsettled = Unsettled { error: unheard(&context, message), leg: None, look };
        self.state = State::Prepared(Some(Box::new(unsettled)));
        let reference = self.reference.clone();
        self.note(self.operation, NoticeKind::Reconciling { reference, wait_ms: 0 });
    }

    fn look(&self, sent_at_ms: Option<u64>, since: Duration) -> Option<Look> {
        let mark = self.reference.reference.as_deref()?;
        let (client, operation) = (&self.client, self.operation);
        let has_twin = client.keys().has_twin(mark);
        Look::new(client.provider(), operation, &self.arguments, mark, has_twin, sent_at_ms, since)
    }

    /// After the operation's own request failed for good: ask the provider where that can settle it.
    pub(super) fn search_or_fail(&mut self, leg: Leg, error: Error, now: Now) -> Step {
        let wanted = error.outcome() == Outcome::Unknown && !self.options.without_reconciling;
        match wanted.then(|| self.look(self.reference.sent_at_ms, now.monotonic)).flatten() {
            Some(look) => self.pause(Box::new(Unsettled { error, leg: Some(leg), look }), now),
            None => self.done(Err(error), now),
        }
    }

    /// Waits before the list is gone through (again), the second time for longer: what was just accepted may not be
    /// listed yet.
    fn pause(&mut self, unsettled: Box<Unsettled>, now: Now) -> Step {
        // A provider that named a time is not asked before it, either.
        let asked = unsettled.error.retry_after();
        let asked = asked.filter(|asked| *asked <= self.policy.max_retry_after).unwrap_or_default();
        let passes = unsettled.look.done;
        let mut wait =
            backoff(&self.policy, passes.saturating_mul(2).saturating_add(1), &mut self.rng).max(asked);
        if let Some(consistent) = unsettled.look.consistent_after
            && passes > 0
        {
            wait = wait.max(LEAST_GAP).max(consistent.after);
        }
        if wait >= self.time_left(now) {
            let why = if passes == 0 { SEARCH_FAILED } else { NOT_FOUND_YET };
            return self.give_up(unsettled, why, now);
        }
        self.state = State::Pausing(unsettled);
        let (reference, wait_ms) = (self.reference.clone(), whole_milliseconds(wait));
        self.note(self.operation, NoticeKind::Reconciling { reference, wait_ms });
        Step::Wait(wait)
    }

    pub(super) fn next_page(&mut self, mut unsettled: Box<Unsettled>, now: Now) -> Step {
        let arguments = unsettled.look.arguments(now.monotonic);
        let operation = unsettled.look.operation;
        self.ask(Purpose::Search(unsettled), operation, &arguments, now)
    }

    pub(super) fn searched(
        &mut self,
        mut unsettled: Box<Unsettled>,
        page: &Value,
        answer: Answer,
        now: Now,
    ) -> Step {
        unsettled.look.note_clock(&answer.headers, now.unix_ms);
        let mark = unsettled.look.mark().to_owned();
        let keys = self.client.keys();
        match unsettled.look.examine(page, |memo| keys.shows(memo, &mark)) {
            Found::Item(item) => {
                let sent_twice = unsettled.leg.is_some_and(|leg| leg.earlier_unknown);
                self.settle(item, answer, sent_twice, now)
            }
            Found::Broken => self.give_up(unsettled, SEARCH_FAILED, now),
            Found::Nothing if unsettled.look.done >= LOOKS => self.send_again_or_give_up(unsettled, now),
            Found::Nothing => self.pause(unsettled, now),
            Found::NextPage => self.next_page(unsettled, now),
        }
    }

    /// The payment was found: its own state is the result. If it was sent twice, a failed one proves nothing about the
    /// other.
    fn settle(&mut self, item: Value, answer: Answer, sent_twice: bool, now: Now) -> Step {
        let body = json::write(&item).into_bytes();
        let operation = Some(self.operation);
        let context = Context { operation, earlier_unknown: sent_twice, ..self.base_context(now) };
        let found = Received::Answer(Answer { body, ..answer.clone() });
        match classify(&context, &found) {
            Some(error) => self.done(Err(error), now),
            None => self.finish(self.operation, item, answer, now),
        }
    }

    /// The list does not contain it, which is not evidence: the list can lag, omit entries, or contain another memo.
    /// Nothing is sent again, unless the declaration of the operation says when the list is complete, the last pass
    /// proves that the payment is not there, and the service itself had answered that it failed.
    fn send_again_or_give_up(&mut self, mut unsettled: Box<Unsettled>, now: Now) -> Step {
        let error = unsettled.error.payload();
        // A proxy or a gateway in front answers 500, 503 or a status of its own, and cannot know whether the service
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
            && unsettled.look.proves_absence()
            && !self.time_left(now).is_zero();
        let leg = unsettled.leg.take().filter(|leg| may_go_on && leg.attempts <= self.policy.max_retries);
        if let Some(mut leg) = leg
            && leg.withdraw(self.client.budget())
        {
            // "Not found" is not evidence, so the outcome stays unknown after a later refusal.
            leg.earlier_unknown = true;
            unsettled.error.payload_mut().attempts = Some(self.sent);
            leg.failed = Some(unsettled.error);
            return self.send(Box::new(Request { purpose: Purpose::Operation, leg }), now);
        }
        self.give_up(unsettled, NOT_FOUND_YET, now)
    }

    /// Ends a search without a hit: the outcome stays what it was, and the error says how the search ended.
    pub(super) fn give_up(&mut self, mut unsettled: Box<Unsettled>, search: &'static str, now: Now) -> Step {
        unsettled.error.payload_mut().details.insert("search".to_owned(), search.into());
        self.done(Err(unsettled.error), now)
    }
}
