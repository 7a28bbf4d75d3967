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
            "The end user's balance after the charge, in cents; only after a success.",
        ),
        Field::optional("error_code", FieldType::String, "The error code if the charge was not made."),
        Field::optional("error_message", FieldType::String, "The error message if the charge was not made."),
    ],
);

pub(super) static VALIDATION_RESULT: Model = Model::new(
    "ValidationResult",
    "Whether an end user's key can be charged.",
    &[
        Field::new("is_valid", FieldType::Bool, "Whether it may."),
        Field::optional(
            "invalid_reason",
            FieldType::String,
            "The reason if it cannot: `invalid_key`, `outstanding_payment` or `insufficient_balance`.",
        ),
    ],
);
