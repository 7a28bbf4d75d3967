//! Money as Pay-i writes it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

/// What an event cost.
#[derive(Debug, Clone, Default)]
pub(super) struct Cost {
    pub(super) input: Decimal,
    pub(super) output: Decimal,
}

impl Cost {
    pub(super) fn total(&self) -> Decimal {
        self.input + self.output
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.input += other.input;
        self.output += other.output;
    }

    pub(super) fn subtract(&mut self, other: &Self) {
        self.input -= other.input;
        self.output -= other.output;
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "currency": "usd",
            "input": {"base": number(self.input)},
            "output": {"base": number(self.output)},
            "total": {"base": number(self.total())},
        })
    }
}

/// Pay-i writes money as JSON numbers; only here, on the way out, does it become one.
pub(super) fn number(amount: Decimal) -> Value {
    json!(amount.to_f64().unwrap_or_default())
}

/// A JSON number as the decimal that its digits say, without a detour over binary fractions.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    let text = value.as_number()?.to_string();
    Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}
