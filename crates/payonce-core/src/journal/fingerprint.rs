//! A hash of what a key was used for.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::model::json;
use crate::request::Arguments;
use crate::spec::operation::Operation;
use crate::spec::types::FieldType;

/// The hash of an operation and its arguments, which may hold keys of end users.
pub(crate) fn fingerprint(operation: &Operation, arguments: &Arguments) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(operation.name);
    let mut arguments = arguments.clone();
    for param in operation.params {
        if matches!(param.ty, FieldType::Amount | FieldType::AmountNumber | FieldType::Number)
            && let Some(amount) = arguments.get_mut(param.name)
            && let Some(digits) = json::shortest(amount)
        {
            *amount = Value::String(digits);
        }
    }
    members(&mut hash, &arguments);
    hash.finalize().into()
}

/// The order in which a caller names members says nothing.
pub(crate) fn members(hash: &mut Sha256, members: &Arguments) {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    hash.update("{");
    for (name, member) in sorted {
        hash.update(json::write(&Value::String(name.clone())));
        value(hash, member);
    }
    hash.update("}");
}

fn value(hash: &mut Sha256, given: &Value) {
    match given {
        Value::Object(inner) => members(hash, inner),
        Value::Array(items) => {
            hash.update("[");
            for item in items {
                value(hash, item);
            }
            hash.update("]");
        }
        plain => {
            // 5 and 5.0 are the same number, and some languages cannot tell them apart.
            let number = json::shortest(plain).filter(|_| plain.is_number());
            hash.update(number.unwrap_or_else(|| json::write(plain)));
            hash.update(",");
        }
    }
}
