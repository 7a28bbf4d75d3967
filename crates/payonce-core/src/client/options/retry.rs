//! The retry policy among the options of a client or of a call.

use std::time::Duration;

use crate::client::retry::RetryPolicy;

/// The settings of a retry policy that differ from the policy they apply to: the default one for a client, that of the
/// client for a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryOptions {
    /// See [`RetryPolicy::max_retries`].
    pub max_retries: Option<u32>,
    /// See [`RetryPolicy::base_delay`].
    pub base_delay: Option<Duration>,
    /// See [`RetryPolicy::max_delay`].
    pub max_delay: Option<Duration>,
    /// See [`RetryPolicy::jitter`].
    pub jitter: Option<bool>,
    /// See [`RetryPolicy::deadline`].
    pub deadline: Option<Duration>,
    /// See [`RetryPolicy::max_retry_after`].
    pub max_retry_after: Option<Duration>,
}

impl RetryOptions {
    /// The policy with these settings.
    pub(crate) fn applied_to(self, base: RetryPolicy) -> RetryPolicy {
        RetryPolicy {
            max_retries: self.max_retries.unwrap_or(base.max_retries),
            base_delay: self.base_delay.unwrap_or(base.base_delay),
            max_delay: self.max_delay.unwrap_or(base.max_delay),
            jitter: self.jitter.unwrap_or(base.jitter),
            deadline: self.deadline.unwrap_or(base.deadline),
            max_retry_after: self.max_retry_after.unwrap_or(base.max_retry_after),
            budget: base.budget,
        }
    }
}

/// Every setting of the policy but its budget, which belongs to a client.
impl From<RetryPolicy> for RetryOptions {
    fn from(policy: RetryPolicy) -> Self {
        let RetryPolicy { max_retries, base_delay, max_delay, jitter, deadline, max_retry_after, budget: _ } =
            policy;
        Self {
            max_retries: Some(max_retries),
            base_delay: Some(base_delay),
            max_delay: Some(max_delay),
            jitter: Some(jitter),
            deadline: Some(deadline),
            max_retry_after: Some(max_retry_after),
        }
    }
}
