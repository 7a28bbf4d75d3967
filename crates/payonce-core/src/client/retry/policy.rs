//! The settings of retrying.

use std::time::Duration;

/// How often, how long and with which gaps a request is sent again.
///
/// No setting makes an unsafe repetition happen: these are limits on what the [verdict](crate::classify::verdict) permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The number of repetitions after the first request. 3 by default.
    pub max_retries: u32,
    /// The gap before the first repetition, doubled before each further one. 1 second by default.
    pub base_delay: Duration,
    /// The longest gap that doubling leads to. 30 seconds by default.
    pub max_delay: Duration,
    /// Whether each gap is drawn at random between half of it and all of it, so that callers who failed together do
    /// not come back together. On by default.
    pub jitter: bool,
    /// The time for the whole call, waits included. 180 seconds by default.
    pub deadline: Duration,
    /// The longest wait that is done when the provider asks for one; when it asks for more, the call fails at once
    /// and the error carries what was asked. 60 seconds by default.
    pub max_retry_after: Duration,
    /// The tokens of the client's retry budget; a repetition takes 5, one after a timeout takes 10, a success gives
    /// some back. Without tokens nothing is repeated, so that an outage is not multiplied by every caller. 500 by
    /// default, as in smithy's standard mode.
    pub budget: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 3,
            base_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(30),
            jitter: true,
            deadline: Duration::from_secs(180),
            max_retry_after: Duration::from_secs(60),
            budget: 500,
        }
    }
}
