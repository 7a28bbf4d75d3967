//! Waits until the state of what an operation started is final.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::classify::error_draft::ErrorDraft;
use crate::classify::invalid_argument::named_message;
use crate::classify::reading::Reading;
use crate::classify::verdict::Facts;
use crate::classify::{Context, classify_reading};
use crate::client::Client;
use crate::error::{Error, ErrorPayload, NamedMessage};
use crate::model::headers::Headers;
use crate::model::invalid_field::InvalidField;
use crate::model::phrase::Phrase;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};
use crate::spec::operation::Operation;
use crate::spec::types::{FieldType, Model, Progress, State};

/// How long a waiter waits, in every language, if the caller gives no time.
pub const DEFAULT_MAX_WAIT: Duration = Duration::from_secs(120);
/// The interval before the first poll.
const FIRST_POLL_INTERVAL: Duration = Duration::from_secs(1);
/// What is wrong with a number that no duration can hold.
pub(crate) const NOT_A_DURATION: &str = "must be a finite duration of zero or more";
/// The longest interval between two polls.
const MAX_POLL_INTERVAL: Duration = Duration::from_secs(10);

/// What to do next.
#[derive(Debug)]
pub enum WaiterStep {
    /// Wait, then do this operation and report its value.
    Poll {
        /// How long to wait first.
        after: Duration,
        /// The operation that reads the object again.
        operation: &'static Operation,
        /// Its arguments.
        arguments: Map<String, Value>,
    },
    /// The object with its final state, or why there is none.
    Done(Result<Value, Error>),
}

/// An object on its way to its final state. Like a call it does no I/O: it receives the results of reads.
#[derive(Debug, Clone)]
pub struct Waiter {
    client: Client,
    operation: &'static Operation,
    value: Value,
    /// Nothing if the caller's number is not a duration.
    max_wait: Option<Duration>,
    polls: u32,
}

/// The progress of the result of an operation. A response without a state is final, and succeeded.
#[must_use]
pub fn progress(operation: &Operation, value: &Value) -> Progress {
    let Some(state) = state_of(operation) else { return Progress::Succeeded };
    state.progress(value.get(state.field).and_then(Value::as_str))
}

impl Waiter {
    /// Waits for the final state of what `operation` returned, for at most this long.
    #[must_use]
    pub fn new(client: &Client, operation: &'static Operation, value: Value, max_wait: Duration) -> Self {
        Self { client: client.clone(), operation, value, max_wait: Some(max_wait), polls: 0 }
    }

    /// As [`new`](Self::new), for so many seconds, by default [`DEFAULT_MAX_WAIT`]; what is not a duration is refused by
    /// the first step.
    #[must_use]
    pub fn for_seconds(
        client: &Client,
        operation: &'static Operation,
        value: Value,
        seconds: Option<f64>,
    ) -> Self {
        let max_wait =
            seconds.map_or(Some(DEFAULT_MAX_WAIT), |seconds| Duration::try_from_secs_f64(seconds).ok());
        Self { max_wait, ..Self::new(client, operation, value, Duration::ZERO) }
    }

    /// What to do, `elapsed` after the start, with the result of the last poll.
    pub fn next(&mut self, elapsed: Duration, polled: Option<Value>) -> WaiterStep {
        match (&mut self.value, polled) {
            // What only the first response told is kept.
            (Value::Object(known), Some(Value::Object(members))) => known.extend(members),
            (known, Some(value)) => *known = value,
            (_, None) => {}
        }
        let Some(max_wait) = self.max_wait else { return WaiterStep::Done(Err(self.refused())) };
        if progress(self.operation, &self.value).is_final() {
            return WaiterStep::Done(match self.failure() {
                Some(error) => Err(error),
                None => Ok(self.value.clone()),
            });
        }
        let after =
            FIRST_POLL_INTERVAL.saturating_mul(2_u32.saturating_pow(self.polls)).min(MAX_POLL_INTERVAL);
        let reading =
            state_of(self.operation).and_then(|state| state.read).and_then(|(name, takes, field)| {
                let operation = self.client.provider().operation(name)?;
                let id = self.value.get(field)?.clone();
                Some((operation, [(takes.to_owned(), id)].into_iter().collect::<Map<_, _>>()))
            });
        match reading {
            Some((operation, arguments)) if elapsed.saturating_add(after) <= max_wait => {
                self.polls = self.polls.saturating_add(1);
                WaiterStep::Poll { after, operation, arguments }
            }
            Some(_) => {
                let time = max_wait.as_secs();
                WaiterStep::Done(Err(self.pending(format!("the state was not final after {time} seconds"))))
            }
            None => WaiterStep::Done(Err(
                self.pending("the state is not final, and there is no way to read it again")
            )),
        }
    }

    /// The error of the polled object after a failed read, or if its caller stops waiting. The object was accepted, and no
    /// later response reported a failure. A read without an effect proves nothing about it.
    #[must_use]
    pub fn poll_failed(&self, poll: Option<&ErrorPayload>) -> Error {
        let Some(poll) = poll else { return self.pending("the wait for the final state was cancelled") };
        self.failed_with(poll, None, Phrase::from(poll.message.clone()))
    }

    fn failed_with(&self, poll: &ErrorPayload, field: Option<Phrase>, problem: Phrase) -> Error {
        let mut draft = self.draft(poll.kind, problem);
        draft.field = field;
        draft.code.clone_from(&poll.code);
        draft.category.clone_from(&poll.category);
        draft.status = poll.status;
        draft.retry_after_ms = poll.retry_after_ms;
        draft.request_id.clone_from(&poll.request_id);
        draft.details.extend(poll.details.clone());
        let mut error = self.finished(draft);
        error.change(|payload| {
            payload.class.clone_from(&poll.class);
            payload.doc.clone_from(&poll.doc);
        });
        error
    }

    /// The types of what is followed and of what a poll answers.
    pub(crate) fn types(&self) -> (FieldType, FieldType) {
        let returns = self.operation.returns;
        let polled = state_of(self.operation)
            .and_then(|state| state.read)
            .and_then(|(name, ..)| Some(self.client.provider().operation(name)?.returns));
        (returns, polled.unwrap_or(returns))
    }

    fn refused(&self) -> Error {
        let settings = self.client.settings();
        let refused = InvalidField::new("timeout", NOT_A_DURATION).into_error(
            self.client.provider(),
            Some(self.operation),
            &settings.texts,
            self.client.redactor(),
        );
        let NamedMessage { field, problem } = named_message(&refused);
        self.failed_with(refused.payload(), field, problem)
    }

    /// The state as a response of the operation that started it, so that a failed one is judged as it would have been
    /// had it failed at once. A call that only read it is judged as if it had started it.
    fn failure(&self) -> Option<Error> {
        let members = self.value.as_object()?;
        let started = self.operation.safety() != Safety::Read;
        let context = Context {
            operation: started.then_some(self.operation),
            safety: Some(self.safety()),
            redactor: self.client.redactor().clone(),
            texts: self.client.settings().texts.clone(),
            ..Context::new(self.client.provider())
        };
        let headers = Headers::new();
        let object = Reading::of_value(200, &headers, Value::Object(members.clone()));
        let error = classify_reading(&context, &object)?;
        let mut payload = error.into_payload();
        payload.operation = Some(self.operation.name.to_owned());
        Some(Error::new(payload, self.operation.safety()))
    }

    fn pending(&self, problem: impl Into<Phrase>) -> Error {
        self.finished(self.draft(Kind::Timeout, problem.into()))
    }

    /// The error of what was accepted and is not final.
    fn draft(&self, kind: Kind, problem: Phrase) -> ErrorDraft {
        let facts = Facts::new(kind, Actor::None, Evidence::Pending, Phase::Answered, self.safety());
        ErrorDraft {
            operation: Some(self.operation),
            details: self.value.as_object().cloned().unwrap_or_default(),
            ..ErrorDraft::new(self.client.provider(), facts, problem)
        }
    }

    fn finished(&self, draft: ErrorDraft) -> Error {
        draft.into_error(&self.client.settings().texts, self.client.redactor())
    }

    /// What a second sending of the request that started it would do; where only a read is known, the worst.
    fn safety(&self) -> Safety {
        match self.operation.safety() {
            Safety::Read => Safety::Unkeyed,
            safety => safety,
        }
    }
}

fn model_of(operation: &Operation) -> Option<&'static Model> {
    match operation.returns {
        FieldType::Model(model) => Some(model),
        _ => None,
    }
}

fn state_of(operation: &Operation) -> Option<State> {
    model_of(operation).and_then(|model| model.state)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::classify::classify;
    use crate::client::config::ClientConfig;
    use crate::model::http::{Received, Response};
    use crate::model::vocabulary::{Advice, Outcome};
    use crate::spec::provider::Provider;

    fn client() -> Client {
        let own = vec![("api_key".to_owned(), "awx_test_00000000000000000000".to_owned())];
        let config = ClientConfig { own, ..ClientConfig::default() };
        Client::new(Provider::AGENTWALLEX, config, &|_| None).unwrap()
    }

    fn waiter(value: Value, max_wait: u64) -> Waiter {
        let operation = Provider::AGENTWALLEX.operation("payments.send").unwrap();
        Waiter::new(&client(), operation, value, Duration::from_secs(max_wait))
    }

    #[test]
    fn only_a_declared_status_is_final() {
        for (state, expected) in [
            (json!("confirmed"), Progress::Succeeded),
            (json!("failed"), Progress::Failed),
            (json!("pending"), Progress::Open),
            (json!("Confirmed"), Progress::Succeeded),
            (json!(" CONFIRMED\n"), Progress::Succeeded),
            (json!("Failed "), Progress::Failed),
            (json!("confirmed?"), Progress::Open),
            (json!("con firmed"), Progress::Open),
            (json!(""), Progress::Open),
            (json!("refunded"), Progress::Open),
            (json!(null), Progress::Open),
            (json!(true), Progress::Open),
        ] {
            let operation = Provider::AGENTWALLEX.operation("payments.get").unwrap();
            let value = json!({"id": "tx_1", "status": state});
            assert_eq!(progress(operation, &value), expected, "{value}");
        }
        let list = Provider::AGENTWALLEX.operation("agents.get").unwrap();
        assert_eq!(progress(list, &json!({})), Progress::Succeeded);
    }

    #[test]
    fn the_poll_interval_grows_until_the_status_is_final() {
        let mut waiter = waiter(json!({"id": "tx_1", "status": "pending", "fee": "1"}), 600);
        let mut gaps = Vec::new();
        for _ in 0..6 {
            match waiter.next(Duration::ZERO, Some(json!({"status": "pending"}))) {
                WaiterStep::Poll { after, operation, arguments } => {
                    assert_eq!(operation.name, "payments.get");
                    assert_eq!(Value::Object(arguments), json!({"transaction_id": "tx_1"}));
                    gaps.push(after.as_secs());
                }
                WaiterStep::Done(result) => panic!("{result:?}"),
            }
        }
        assert_eq!(gaps, [1, 2, 4, 8, 10, 10]);
        match waiter.next(Duration::ZERO, Some(json!({"id": "tx_1", "status": "confirmed"}))) {
            WaiterStep::Done(Ok(value)) => {
                assert_eq!(value, json!({"id": "tx_1", "status": "confirmed", "fee": "1"}));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_late_failure_is_classified_like_an_immediate_one() {
        for operation in ["payments.send", "payments.get"] {
            let operation = Provider::AGENTWALLEX.operation(operation).unwrap();
            let pending = json!({"id": "tx_1", "status": "pending"});
            let mut waiter = Waiter::new(&client(), operation, pending, Duration::from_secs(9));
            match waiter.next(Duration::ZERO, Some(json!({"id": "tx_1", "status": "failed"}))) {
                WaiterStep::Done(Err(error)) => {
                    assert_eq!(error.kind(), Kind::Failed);
                    assert_eq!(error.outcome(), Outcome::NotApplied);
                    assert_eq!(error.payload().operation.as_deref(), Some(operation.name));
                    assert_eq!(error.reference().id.as_deref(), Some("tx_1"));
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_failed_poll_leaves_the_payment_pending() {
        let waiter = waiter(json!({"id": "tx_1", "status": "pending"}), 60);
        let get = Provider::AGENTWALLEX.operation("payments.get").unwrap();
        let context = Context { operation: Some(get), ..Context::new(Provider::AGENTWALLEX) };
        let body = br#"{"code": "x", "type": "authentication_error", "message": "revoked"}"#.to_vec();
        let poll =
            classify(&context, &Received::Response(Response { status: 401, headers: Headers::new(), body }));
        let poll = poll.unwrap();
        assert_eq!(poll.outcome(), Outcome::NotApplied);
        for (poll, kind) in [(Some(poll.payload()), Kind::Authentication), (None, Kind::Timeout)] {
            let error = waiter.poll_failed(poll);
            assert_eq!(
                (error.kind(), error.outcome(), error.advice()),
                (kind, Outcome::Pending, Advice::Wait)
            );
            assert_eq!(error.payload().operation.as_deref(), Some("payments.send"));
            assert_eq!(error.reference().id.as_deref(), Some("tx_1"));
            assert_eq!(error.payload().respond_status, 503);
            assert!(!error.is_retryable());
        }
    }

    #[test]
    fn an_invalid_duration_is_refused_and_the_payment_stays_pending() {
        {
            for seconds in [-1.0, -0.001, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
                let operation = Provider::AGENTWALLEX.operation("payments.send").unwrap();
                let pending = json!({"id": "tx_1", "status": "pending"});
                let mut waiter = Waiter::for_seconds(&client(), operation, pending, Some(seconds));
                match waiter.next(Duration::ZERO, None) {
                    WaiterStep::Done(Err(error)) => {
                        let expected = (Kind::InvalidArgument, Outcome::Pending);
                        assert_eq!((error.kind(), error.outcome()), expected, "{seconds}");
                        assert_eq!(error.payload().details.get("field"), Some(&json!("timeout")));
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
    }

    #[test]
    fn a_payment_that_is_not_final_in_time_stays_pending() {
        let mut waiter = waiter(json!({"id": "tx_1", "status": "pending"}), 60);
        match waiter.next(Duration::from_secs(60), None) {
            WaiterStep::Done(Err(error)) => {
                assert_eq!((error.kind(), error.outcome()), (Kind::Timeout, Outcome::Pending));
                assert_eq!(error.advice(), Advice::Wait);
                assert_eq!(error.payload().respond_status, 503);
                assert!(!error.is_retryable());
            }
            other => panic!("{other:?}"),
        }
    }
}
