//! The objects of AgentPay.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use serde_json::{Map, Value};

use crate::typed::object;

/// Whether a charge was made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ConsumptionResult {
    /// Whether it was made.
    pub success: bool,
    /// The end user's balance after the charge, in cents; only after a success.
    pub remaining_balance_cents: Option<i64>,
    /// The error code if the charge was not made.
    pub error_code: Option<String>,
    /// The error message if the charge was not made.
    pub error_message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    ConsumptionResult {
        success: required, remaining_balance_cents: optional, error_code: optional, error_message: optional,
    } extra
}

/// Whether an end user's key can be charged.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ValidationResult {
    /// Whether it may.
    pub is_valid: bool,
    /// The reason if it cannot: `invalid_key`, `outstanding_payment` or `insufficient_balance`.
    pub invalid_reason: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    ValidationResult {
        is_valid: required, invalid_reason: optional,
    } extra
}
