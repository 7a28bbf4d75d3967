//! The objects of AgentPay.

use crate::spec::types::{Field, Model, Ty};

/// Every object type.
pub static MODELS: &[&Model] = &[&CONSUMPTION_RESULT, &VALIDATION_RESULT];

pub(super) static CONSUMPTION_RESULT: Model = Model::new(
    "ConsumptionResult",
    "Whether a charge was made.",
    &[
        Field::new("success", Ty::Flag, "Whether it was made."),
        Field::maybe(
            "remaining_balance_cents",
            Ty::Integer(i64::MIN, i64::MAX),
            "The end user's balance after it, in cents; only after a success.",
        ),
        Field::maybe("error_code", Ty::Text, "Why it was not made, for programs."),
        Field::maybe("error_message", Ty::Text, "Why it was not made, for people."),
    ],
);

pub(super) static VALIDATION_RESULT: Model = Model::new(
    "ValidationResult",
    "Whether an end user's key may be charged.",
    &[
        Field::new("is_valid", Ty::Flag, "Whether it may."),
        Field::maybe(
            "invalid_reason",
            Ty::Text,
            "Why it may not: `invalid_key`, `outstanding_payment` or `insufficient_balance`.",
        ),
    ],
);
