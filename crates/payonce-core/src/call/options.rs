//! What a caller may say for one call.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::client::config::Settings;
use crate::client::options::fields::{duration, duration_name, header_fields, snake_case_names, text};
use crate::client::options::retry::retry_policy;
use crate::client::retry::RetryPolicy;
use crate::model::invalid_field::InvalidField;
use crate::model::naming::snake_case;
use crate::request::key::wrong_key;
use crate::spec::options::{CALL, knows};

/// The options of one call; whatever is left out is the client's.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) allow_duplicate: bool,
    pub(crate) without_reference: bool,
    /// Whether an unknown outcome is left to the caller instead of being looked up.
    pub(crate) without_reconciling: bool,
    pub(crate) headers: Vec<(String, String)>,
    retry: Map<String, Value>,
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
    pub(crate) fn read(options: &Map<String, Value>) -> Result<Self, InvalidField> {
        if let Some(name) = options.keys().find(|name| !knows(CALL, &snake_case(name))) {
            let problem = "is not an option of a call; check the spelling";
            return Err(InvalidField::new(name, problem).verbatim());
        }
        let options = snake_case_names(options);
        let flag = |name: &str| match options.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(InvalidField::new(name, "must be true or false")),
        };
        let idempotency_key = text(&options, "idempotency_key")?.map(ToOwned::to_owned);
        // An id that was lost on the way must not become a random one: each repetition would be a new payment.
        if matches!(options.get("idempotency_key"), Some(Value::Null)) {
            let problem = "must not be null: it keeps the call from taking effect twice; leave it out and payonce generates one";
            return Err(InvalidField::new("idempotency_key", problem));
        }
        if let Some(problem) = idempotency_key.as_deref().and_then(wrong_key) {
            return Err(InvalidField::new("idempotency_key", problem));
        }
        if options
            .get("retry")
            .is_some_and(|retry| retry.get("budget").is_some_and(|budget| !budget.is_null()))
        {
            let problem = "belongs to the client, whose calls share it; set it there";
            return Err(InvalidField::new("retry.budget", problem));
        }
        let timeout = duration(&options, "timeout")?;
        if timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Err(InvalidField::new(duration_name(&options, "timeout"), "must be more than zero"));
        }
        Ok(Self {
            timeout,
            idempotency_key,
            allow_duplicate: flag("allow_duplicate")?.unwrap_or(false),
            without_reference: flag("embed_reference")? == Some(false),
            without_reconciling: flag("reconcile")? == Some(false),
            headers: header_fields(&options, "headers")?,
            retry: options,
        })
    }

    pub(crate) fn policy(&self, settings: &Settings) -> Result<RetryPolicy, InvalidField> {
        retry_policy(&self.retry, settings.retry, settings.style)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn debug_output_shows_the_names_of_headers_only() {
        let options = json!({"headers": {"X-Tenant": "planted-0123456789"}, "timeout": 5});
        let options = CallOptions::read(options.as_object().unwrap()).unwrap();
        let shown = format!("{options:?}");
        assert!(shown.contains("X-Tenant") && !shown.contains("planted"), "{shown}");
    }
}
