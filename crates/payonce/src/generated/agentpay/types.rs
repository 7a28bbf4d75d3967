//! The objects of AgentPay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::{readable, require, take};

/// Whether a charge was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ConsumptionResult {
    /// Whether it was made.
    pub success: bool,
    /// The end user's balance after it, in cents; only after a success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_balance_cents: Option<i64>,
    /// Why it was not made, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// Why it was not made, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ConsumptionResult {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            success: require(&mut members, "success")?,
            remaining_balance_cents: take(&mut members, "remaining_balance_cents"),
            error_code: take(&mut members, "error_code"),
            error_message: take(&mut members, "error_message"),
            extra: members,
        })
    }
}

/// Whether an end user's key may be charged.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ValidationResult {
    /// Whether it may.
    pub is_valid: bool,
    /// Why it may not: `invalid_key`, `outstanding_payment` or `insufficient_balance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_reason: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ValidationResult {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            is_valid: require(&mut members, "is_valid")?,
            invalid_reason: take(&mut members, "invalid_reason"),
            extra: members,
        })
    }
}

readable!(ConsumptionResult, ValidationResult);
