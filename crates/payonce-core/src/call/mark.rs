//! The mark that an operation can be found by.

use serde_json::Value;

use super::CallOptions;
use crate::client::KeyStyle;
use crate::error::Reference;
use crate::invalid::InvalidField;
use crate::operation::{Operation, Safety};
use crate::request::{self, Arguments};

/// Gives the call the mark it can be found by, before the first byte: the provider's idempotency key where it has
/// one, else a reference of our own in a field that the provider stores and lists.
pub(super) fn give(
    operation: &'static Operation,
    arguments: &mut Arguments,
    options: &CallOptions,
    entropy: Option<[u8; 16]>,
    reference: &mut Reference,
    style: KeyStyle,
) -> Result<(), InvalidField> {
    let Some(key) = operation.key else {
        if options.idempotency_key.is_some() {
            let problem = format!("{} has no idempotency key; the provider would ignore it", operation.name);
            return Err(InvalidField::new("idempotency_key", problem));
        }
        return Ok(());
    };
    match operation.safety {
        Safety::Reconcilable => {
            if options.without_reference {
                if options.idempotency_key.is_some() {
                    let problem = "has no place without a reference; leave out `reference: false`";
                    return Err(InvalidField::new("idempotency_key", problem));
                }
                return Ok(());
            }
            let mark = options.idempotency_key.clone().map_or_else(|| drawn(entropy), Ok)?;
            let memo = match arguments.get(key).and_then(Value::as_str) {
                Some(own) => format!("{own} [{mark}]"),
                None => mark.clone(),
            };
            arguments.insert(key.to_owned(), Value::String(memo));
            reference.reference = Some(mark);
        }
        Safety::Keyed => {
            let given = arguments.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
            if options.idempotency_key.is_some() && given.is_some() && options.idempotency_key != given {
                let key = request::styled(key, style);
                let problem = format!("differs from {key}; give one of them, or the same text twice");
                return Err(InvalidField::new("idempotency_key", problem));
            }
            let value = options.idempotency_key.clone().or(given).map_or_else(|| drawn(entropy), Ok)?;
            arguments.insert(key.to_owned(), Value::String(value.clone()));
            reference.idempotency_key = Some(value);
        }
        Safety::Read | Safety::Idempotent | Safety::Unkeyed => {
            let given = arguments.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
            match key {
                "intent_id" => reference.intent_id = given,
                _ => reference.id = given,
            }
        }
    }
    Ok(())
}

/// A reference that no other call has. What is not random may be another call's, and would find its payment.
fn drawn(entropy: Option<[u8; 16]>) -> Result<String, InvalidField> {
    let Some(entropy) = entropy else {
        let problem = "must be given here, since the system has no random source to draw it from; pass 16 to 128 \
            letters, digits, '_' and '-' that no other payment has, or let the process read the random source";
        return Err(InvalidField::new("idempotency_key", problem));
    };
    Ok(entropy.iter().fold(String::from("po_"), |text, byte| format!("{text}{byte:02x}")))
}
