//! The part of a call that settles an unknown outcome by asking the provider.

use serde_json::{Map, Value};

use super::look::{Found, LOOKS, Look};
use super::options::is_mark;
use super::{Call, CallOptions, Leg, Notice, Now, Stage, Step, Unsettled, jitter};
use crate::classify::{self, Answer, Context, Failure, FailureCause, Received, classify};
use crate::client::{Client, KeyStyle};
use crate::error::{Error, Payload, Reference};
use crate::invalid::InvalidField;
use crate::json;
use crate::operation::{Operation, Safety};
use crate::pace::Turn;
use crate::request::styled;
use crate::retry::backoff;
use crate::vocabulary::{Kind, Outcome, Phase, Provider};
use crate::wait::whole_milliseconds;

impl Payload {
    /// The error of a call that nobody was left to hear the end of: its process died after the reference was written
    /// down, which is what `about_to_send` is for. [`Call::reconcile`] settles it.
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

/// What helps somebody whose error cannot be settled by looking.
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
    /// handed in, when the provider shows nothing.
    ///
    /// # Errors
    /// `invalid_argument` when the error names no operation that can be looked for, or no reference.
    pub fn reconcile(
        client: &Client,
        unsettled: &Payload,
        options: &Map<String, Value>,
        entropy: impl Into<Option<[u8; 16]>>,
    ) -> Result<Self, Error> {
        let settings = client.settings();
        let operation = unsettled.operation.as_deref().and_then(|name| client.provider().operation(name));
        let refuse = |field: InvalidField| {
            field.into_error(client.provider(), operation, settings.style, &settings.texts, client.redactor())
        };
        if unsettled.provider != client.provider() {
            let problem = format!("is of {}; use a client of that provider", unsettled.provider);
            return Err(refuse(InvalidField::new("error", problem)));
        }
        let options = CallOptions::read(options).map_err(refuse)?;
        let policy = options.policy(settings).map_err(refuse)?;
        // A mark that was never ours, an empty one above all, would be found in somebody else's payment.
        let mark = unsettled.reference.reference.as_deref().filter(|mark| is_mark(mark));
        let look = operation.zip(mark).and_then(|(operation, mark)| {
            Look::new(client.provider(), operation, &Map::new(), mark, unsettled.reference.sent_at_ms)
        });
        let (Some(operation), Some(look)) = (operation, look) else {
            let problem = settled_otherwise(operation, settings.style);
            return Err(refuse(InvalidField::new("error", problem)));
        };
        let error = Error::new(unsettled.clone(), operation.safety);
        Ok(Self {
            client: client.clone(),
            operation,
            arguments: Map::new(),
            policy,
            options,
            redactor: client.redactor().clone(),
            reference: unsettled.reference.clone(),
            started: None,
            rng: jitter(entropy.into()),
            leg: None,
            stage: Stage::Search,
            unsettled: Some(Unsettled { error, leg: None, look }),
            claim: None,
            turn: Turn::new(client),
            sent: 0,
            in_flight: false,
            ended: None,
            notices: Vec::new(),
        })
    }

    /// An earlier call of this client with the same key may have taken effect: what it brought is the result, and
    /// nothing is sent a second time, whatever the search shows.
    pub(super) fn look_first(&mut self, sent_at_ms: u64) {
        let Some(mark) = self.reference.reference.as_deref() else { return };
        let provider = self.client.provider();
        let Some(look) = Look::new(provider, self.operation, &self.arguments, mark, Some(sent_at_ms)) else {
            return;
        };
        self.reference.sent_at_ms = Some(sent_at_ms);
        let context = Context {
            operation: Some(self.operation),
            reference: self.reference.clone(),
            texts: self.client.settings().texts.clone(),
            ..Context::new(provider)
        };
        let message =
            "an earlier call with this key may have taken effect, and the provider does not show it";
        self.stage = Stage::Search;
        self.unsettled = Some(Unsettled { error: unheard(&context, message), leg: None, look });
        let (operation, reference) = (self.operation.name, self.reference.clone());
        self.notices.push(Notice::Reconciling { operation, reference, wait_ms: 0 });
    }

    /// After the operation's own request failed for good: ask the provider where that can settle it.
    pub(super) fn search_or_fail(&mut self, leg: Leg, error: Error, now: Now) -> Step {
        let wanted = error.outcome() == Outcome::Unknown && !self.options.without_reconciling;
        let mark = self.reference.reference.as_deref().filter(|_| wanted);
        let look = mark.and_then(|mark| {
            let sent_at = self.reference.sent_at_ms;
            Look::new(self.client.provider(), self.operation, &self.arguments, mark, sent_at)
        });
        match look {
            Some(look) => {
                self.stage = Stage::Search;
                self.unsettled = Some(Unsettled { error, leg: Some(leg), look });
                self.pause(now)
            }
            None => self.done(Err(error)),
        }
    }

    /// Waits before the list is gone through (again): what was just accepted may not be listed yet.
    fn pause(&mut self, now: Now) -> Step {
        // A provider that named a time is not asked before it, either.
        let asked = self.unsettled.as_ref().and_then(|unsettled| unsettled.error.retry_after());
        let asked = asked.filter(|asked| *asked <= self.policy.max_retry_after).unwrap_or_default();
        let wait = backoff(&self.policy, 1, &mut self.rng).max(asked);
        let elapsed = now.monotonic.saturating_sub(self.started.unwrap_or(now.monotonic));
        if elapsed.saturating_add(wait) >= self.policy.deadline
            && let Some(unsettled) = self.unsettled.take()
        {
            return self.give_up(unsettled);
        }
        self.notices.push(Notice::Reconciling {
            operation: self.operation.name,
            reference: self.reference.clone(),
            wait_ms: whole_milliseconds(wait),
        });
        Step::Wait(wait)
    }

    pub(super) fn next_page(&mut self, now: Now) -> Step {
        let Some(unsettled) = &self.unsettled else { return self.begin(now) };
        let (operation, arguments) = (unsettled.look.operation, unsettled.look.arguments());
        self.start_leg(operation, &arguments, now)
    }

    pub(super) fn searched(&mut self, page: &Value, answer: Answer, now: Now) -> Step {
        let Some(mut unsettled) = self.unsettled.take() else { return self.begin(now) };
        unsettled.look.note_clock(&answer.headers, now.unix_ms);
        match unsettled.look.examine(page) {
            Found::Item(item) => {
                let sent_twice = unsettled.leg.is_some_and(|leg| leg.earlier_unknown);
                self.settle(item, answer, sent_twice, now)
            }
            Found::Broken => self.give_up(unsettled),
            Found::Nothing if unsettled.look.done >= LOOKS => self.send_again_or_give_up(unsettled, now),
            Found::Nothing => {
                self.unsettled = Some(unsettled);
                self.pause(now)
            }
            Found::NextPage => {
                self.unsettled = Some(unsettled);
                self.next_page(now)
            }
        }
    }

    /// The payment was found: what it says of itself is the result. Where it was sent twice, one that failed says
    /// nothing of the other.
    fn settle(&mut self, item: Value, answer: Answer, sent_twice: bool, now: Now) -> Step {
        let body = json::write(&item).into_bytes();
        let operation = Some(self.operation);
        let context = Context { operation, earlier_unknown: sent_twice, ..self.base_context(now) };
        let found = Received::Answer(Answer { body, ..answer.clone() });
        match classify(&context, &found) {
            Some(error) => self.done(Err(error)),
            None => self.finish(self.operation, item, answer),
        }
    }

    /// The list does not show it. Where the service itself had answered that it failed, it is no longer at work on the
    /// request, so that a further one cannot be the second; where the answer was lost, it may still be.
    fn send_again_or_give_up(&mut self, mut unsettled: Unsettled, now: Now) -> Step {
        let error = unsettled.error.payload();
        // A proxy or a gateway in front answers 500, 503 or a status of its own, and cannot know whether the service
        // behind it goes on. The service itself says what went wrong in its own words.
        let in_its_own_words = error.code.is_some() || error.category.is_some();
        let service_gave_up = matches!(error.kind, Kind::Server | Kind::Unavailable)
            && matches!(error.status, Some(500 | 503))
            && error.phase == Phase::Answered
            && in_its_own_words;
        let elapsed = now.monotonic.saturating_sub(self.started.unwrap_or(now.monotonic));
        let leg = unsettled.leg.take().filter(|leg| {
            let asked_for_more = error
                .retry_after_ms
                .is_some_and(|ms| std::time::Duration::from_millis(ms) > self.policy.max_retry_after);
            service_gave_up
                && !asked_for_more
                && leg.attempts <= self.policy.max_retries
                && elapsed < self.policy.deadline
        });
        if let Some(mut leg) = leg
            && leg.withdraw(self.client.budget())
        {
            // "Not found" is no evidence, so that a later refusal still leaves the call's outcome open.
            leg.earlier_unknown = true;
            unsettled.error.payload_mut().attempts = Some(self.sent);
            leg.failed = Some(unsettled.error);
            self.leg = Some(leg);
            self.stage = Stage::Operation;
            return self.send(now);
        }
        self.give_up(unsettled)
    }

    /// Ends a search without a hit: the outcome stays what it was.
    pub(super) fn give_up(&mut self, mut unsettled: Unsettled) -> Step {
        unsettled.error.payload_mut().attempts = Some(self.sent);
        self.done(Err(unsettled.error))
    }
}
