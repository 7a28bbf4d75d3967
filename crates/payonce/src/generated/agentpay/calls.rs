//! The calls of AgentPay: each is built by a method of its client, then sent.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::types::*;
use crate::typed::operation;

operation! {
    /// A call of `consume`.
    Consume("consume") -> ConsumptionResult, keyed
}

impl<C> Consume<C> {
    /// Required. The end user's key, from the `X-AGENTPAY-API-KEY` header of the request.
    pub fn api_key(self, api_key: impl Into<String>) -> Self {
        Self(self.0.set_secret("api_key", api_key))
    }

    /// Required. The amount in US cents; 0 records a free use. Free credits are spent first.
    pub fn amount_cents(self, amount_cents: i64) -> Self {
        Self(self.0.set("amount_cents", amount_cents))
    }

    /// Names this charge: the id of the order or request. The same id is charged once, however often it is
    /// sent. Required, here or as the `idempotency_key` of the call.
    pub fn usage_event_id(self, usage_event_id: impl Into<String>) -> Self {
        Self(self.0.set("usage_event_id", usage_event_id.into()))
    }
}

operation! {
    /// A call of `validate_api_key`.
    ValidateApiKey("validate_api_key") -> ValidationResult, all
}

impl<C> ValidateApiKey<C> {
    pub(super) fn api_key(self, api_key: impl Into<String>) -> Self {
        Self(self.0.set_secret("api_key", api_key))
    }
}
