//! The parameters of the operations of AgentPay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use serde_json::{Map, Value};

use crate::arguments::Arguments;

/// The parameters of `consume`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Consume {
    arguments: Arguments,
}

impl Consume {
    /// With the required parameters.
    ///
    /// - `api_key`: The end user's key, from the `X-AGENTPAY-API-KEY` header of the request.
    /// - `amount_cents`: The amount in US cents; 0 notes a free use. Free credits are spent first.
    pub fn new(api_key: impl Into<String>, amount_cents: i64) -> Self {
        let mut arguments = Arguments::default();
        arguments.set_secret("api_key", api_key);
        arguments.set("amount_cents", amount_cents);
        Self { arguments }
    }

    /// Names this charge: the id of the order or request. The same id is charged once, however often it is
    /// sent. Required, here or as the `idempotency_key` of the call.
    pub fn usage_event_id(mut self, usage_event_id: impl Into<String>) -> Self {
        self.arguments.set("usage_event_id", usage_event_id.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `validate_api_key`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ValidateApiKey {
    arguments: Arguments,
}

impl ValidateApiKey {
    /// With the required parameters.
    ///
    /// - `api_key`: The end user's key, from the `X-AGENTPAY-API-KEY` header of the request.
    pub fn new(api_key: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set_secret("api_key", api_key);
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for ValidateApiKey {
    fn from(api_key: &str) -> Self {
        Self::new(api_key)
    }
}

impl From<String> for ValidateApiKey {
    fn from(api_key: String) -> Self {
        Self::new(api_key)
    }
}

impl From<&String> for ValidateApiKey {
    fn from(api_key: &String) -> Self {
        Self::new(api_key)
    }
}
