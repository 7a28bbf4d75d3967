//! One request of a call with its repetitions.

use std::time::Duration;

use crate::classify::reading::Reading;
use crate::classify::{Context, classify_reading, is_unknown, retry_after};
use crate::client::retry::{Budget, RetryPolicy, backoff};
use crate::error::Error;
use crate::model::vocabulary::{Kind, Outcome};
use crate::request::Prepared;
use crate::spec::operation::Operation;

/// A request and what its attempts have shown so far.
pub(super) struct RetryableRequest {
    pub(super) operation: &'static Operation,
    pub(super) prepared: Prepared,
    pub(super) attempts: u32,
    /// When the last attempt was handed out.
    pub(super) sent_at: Duration,
    /// Whether an earlier attempt may have taken effect; it never becomes certain again by time alone.
    pub(super) earlier_unknown: bool,
    pub(super) allow_duplicate: bool,
    /// What the last attempt failed with, while the next one waits.
    pub(super) failed: Option<Error>,
    withdrawn: Option<u32>,
}

/// What follows from what came back.
pub(crate) enum Next {
    /// The response is the result.
    Success,
    /// Wait, then send the same request again.
    Wait {
        /// How long.
        wait: Duration,
        /// What went wrong.
        error: Error,
    },
    /// The call is over.
    Fail(Error),
}

impl Next {
    /// For how long the provider refuses requests of this client, if what came back says so.
    pub(super) fn refused_for(&self) -> Option<Duration> {
        match self {
            Self::Wait { wait, error } => (error.kind() == Kind::RateLimited).then_some(*wait),
            Self::Fail(error) => error.retry_after().filter(|_| error.kind() == Kind::RateLimited),
            Self::Success => None,
        }
    }
}

impl RetryableRequest {
    pub(super) fn new(operation: &'static Operation, prepared: Prepared, allow_duplicate: bool) -> Self {
        Self {
            operation,
            prepared,
            attempts: 0,
            sent_at: Duration::ZERO,
            earlier_unknown: false,
            allow_duplicate,
            failed: None,
            withdrawn: None,
        }
    }

    pub(super) fn after(
        &mut self,
        context: &Context,
        reading: &Reading<'_>,
        policy: &RetryPolicy,
        elapsed: Duration,
        budget: &Budget,
        rng: &mut fastrand::Rng,
    ) -> Next {
        let Some(error) = classify_reading(context, reading) else {
            budget.refund(self.withdrawn);
            return Next::Success;
        };
        if self.attempts > policy.max_retries || !self.may_send_again(&error, context, reading) {
            return Next::Fail(error);
        }
        let asked = error.retry_after();
        if asked.is_some_and(|asked| asked > policy.max_retry_after) {
            return Next::Fail(error);
        }
        let wait = backoff(policy, self.attempts, rng).max(asked.unwrap_or_default());
        // A wait that ends after the deadline would only hold the caller up.
        if elapsed.saturating_add(wait) >= policy.deadline {
            return Next::Fail(error);
        }
        let Some(cost) = budget.withdraw(error.kind() == Kind::Timeout) else { return Next::Fail(error) };
        self.withdrawn = Some(cost);
        self.earlier_unknown |= is_unknown(&error);
        Next::Wait { wait, error }
    }

    /// Takes the cost of a repetition from the budget, if it is there.
    pub(super) fn withdraw(&mut self, budget: &Budget) -> bool {
        self.withdrawn = budget.withdraw(false);
        self.withdrawn.is_some()
    }

    fn may_send_again(&self, error: &Error, context: &Context, reading: &Reading<'_>) -> bool {
        // What this attempt proves on its own: that an earlier one is open was settled, or allowed, before it went out.
        let alone = Context { earlier_unknown: false, ..context.clone() };
        let own = classify_reading(&alone, reading).map_or(Outcome::NotApplied, |error| error.outcome());
        let safe = match own {
            Outcome::NotApplied => true,
            Outcome::Unknown => context.safety().allows_blind_resend() || self.allow_duplicate,
            Outcome::Applied | Outcome::Pending => false,
        };
        let should_retry = |headers| retry_after::should_retry(context.provider.spec(), headers);
        let wanted = reading.headers().and_then(should_retry);
        // A definite refusal carries its own verdict, which knows more than the kind: a service behind the provider may
        // have refused for good.
        let helps = match error.outcome() {
            Outcome::NotApplied => error.is_retryable(),
            // The code for a request whose key is in use is retryable, although a conflict does not pass by itself.
            _ => wanted.unwrap_or_else(|| error.kind().is_transient() || error.is_retryable()),
        };
        safe && helps
    }
}
