//! The options of one call.

use std::time::Duration;

use crate::client::config::{Settings, TIMEOUT_IS_ZERO};
use crate::client::options::headers::check_headers;
use crate::client::options::retry::RetryOptions;
use crate::client::retry::RetryPolicy;
use crate::model::invalid_field::InvalidField;
use crate::request::key::wrong_key;

/// The options of one call; whatever is left out is the client's.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    /// The time for one request, until the last byte of its response.
    pub timeout: Option<Duration>,
    /// The short form of `max_retries` in `retry`, which wins.
    pub max_retries: Option<u32>,
    /// The retry policy of this call. Its budget is that of the client.
    pub retry: RetryOptions,
    /// The key that names the operation.
    pub idempotency_key: Option<String>,
    /// Whether a request is retried even if it may have taken effect and the provider does not recognize a repetition.
    pub allow_duplicate: bool,
    /// Whether the request carries the reference that a search finds it by. On by default.
    pub embed_reference: bool,
    /// Whether an unknown outcome is looked up instead of being left to the caller. On by default.
    pub reconcile: bool,
    /// Header fields of this call.
    pub headers: Vec<(String, String)>,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            timeout: None,
            max_retries: None,
            retry: RetryOptions::default(),
            idempotency_key: None,
            allow_duplicate: false,
            embed_reference: true,
            reconcile: true,
            headers: Vec::new(),
        }
    }
}

impl std::fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The value of a header may be a key.
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("idempotency_key", &self.idempotency_key)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl CallOptions {
    /// Refuses what no call can use.
    pub(crate) fn check(&self) -> Result<(), InvalidField> {
        if let Some(problem) = self.idempotency_key.as_deref().and_then(wrong_key) {
            return Err(InvalidField::new("idempotency_key", problem));
        }
        if self.timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Err(InvalidField::new("timeout", TIMEOUT_IS_ZERO));
        }
        check_headers("headers", &self.headers)
    }

    pub(crate) fn policy(&self, settings: &Settings) -> RetryPolicy {
        let mut retry = self.retry;
        retry.max_retries = retry.max_retries.or(self.max_retries);
        retry.applied_to(settings.retry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_shows_the_names_of_headers_only() {
        let headers = vec![("X-Tenant".to_owned(), "planted-0123456789".to_owned())];
        let shown = format!("{:?}", CallOptions { headers, ..CallOptions::default() });
        assert!(shown.contains("X-Tenant") && !shown.contains("planted"), "{shown}");
    }
}
