//! What an operation does, in the words of the ledger.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::declared::{Operation, Segment};

/// How much of what a call moves: the argument `amount` with its currency, or one of the objects that it creates.
pub(super) fn amount_of(operation: &Operation, members: &Map<String, Value>) -> (Decimal, String) {
    let declared = operation.arguments.iter().find(|argument| argument.ty.starts_with("amount"));
    let name = declared.map_or("amount", |argument| argument.wire.as_str());
    let amount = members.get(name).and_then(|amount| match amount {
        Value::String(text) => Decimal::from_str_exact(text).ok(),
        Value::Number(number) => Decimal::from_str_exact(&number.to_string()).ok(),
        _ => None,
    });
    let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
    match amount {
        Some(amount) => {
            let unit = ["currency", "token", "asset", "unit"].iter().find_map(|name| text(name));
            (amount, unit.unwrap_or_else(|| "units".to_owned()))
        }
        None => (Decimal::ONE, kind_of(operation)),
    }
}

/// The kind of object that an operation creates or changes: the last text in its path.
pub(super) fn kind_of(operation: &Operation) -> String {
    let text = operation.path.iter().rev().find_map(|part| match part {
        Segment::Text(text) => Some(text.clone()),
        Segment::Argument { .. } => None,
    });
    text.unwrap_or_else(|| operation.name.to_owned())
}
