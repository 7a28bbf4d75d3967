//! The objects of AgentPay.

use crate::spec::types::{Field, FieldType, Model};

/// Every object type.
pub static MODELS: &[&Model] = &[&CONSUMPTION_RESULT, &VALIDATION_RESULT];

pub(super) static CONSUMPTION_RESULT: Model = Model::new(
    "ConsumptionResult",
    "Whether a charge was made.",
    &[
        Field::new("success", FieldType::Bool, "Whether it was made."),
        Field::optional(
            "remaining_balance_cents",
            FieldType::Integer(i64::MIN, i64::MAX),
            "The end user's balance after it, in cents; only after a success.",
        ),
        Field::optional("error_code", FieldType::String, "Why it was not made, for programs."),
        Field::optional("error_message", FieldType::String, "Why it was not made, for people."),
    ],
);

pub(super) static VALIDATION_RESULT: Model = Model::new(
    "ValidationResult",
    "Whether an end user's key may be charged.",
    &[
        Field::new("is_valid", FieldType::Bool, "Whether it may."),
        Field::optional(
            "invalid_reason",
            FieldType::String,
            "Why it may not: `invalid_key`, `outstanding_payment` or `insufficient_balance`.",
        ),
    ],
);
