//! The mark that an operation can be found by.

use serde_json::Value;

use crate::call::options::CallOptions;
use crate::error::Reference;
use crate::model::hex::hex;
use crate::model::invalid_field::InvalidField;
use crate::model::phrase::Phrase;
use crate::model::safety::Safety;
use crate::request::Arguments;
use crate::request::memo::{as_text, as_uuid4, on_the_wire};
use crate::spec::operation::{KeyFormat, KeyPromise, Operation};
use crate::spec::param::Place;

/// Gives the call the mark it can be found by, before the first byte: the provider's idempotency key where it has
/// one, else a reference of our own in a field that the provider stores and lists.
pub(super) fn assign_key(
    operation: &'static Operation,
    arguments: &mut Arguments,
    options: &CallOptions,
    entropy: Option<[u8; 16]>,
    reference: &mut Reference,
    has_journal: bool,
) -> Result<(), InvalidField> {
    let Some(key) = operation.key() else {
        // The journal keeps the promise where the provider does not.
        if has_journal && operation.safety() != Safety::Read {
            reference.idempotency_key.clone_from(&options.idempotency_key);
        } else if options.idempotency_key.is_some() {
            return Err(InvalidField::new("idempotency_key", no_key(operation)));
        }
        return Ok(());
    };
    let given = arguments.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    if let Some(promise) = operation.key_promise() {
        return assign_keyed(operation, key, promise, arguments, options, given, reference);
    }
    match operation.safety() {
        Safety::Reconcilable => {
            if !options.embed_reference {
                if options.idempotency_key.is_some() {
                    let problem = Phrase::from("has no place without a reference; leave out `")
                        .then_name("embed_reference")
                        .then(": false`");
                    return Err(InvalidField::new("idempotency_key", problem));
                }
                return Ok(());
            }
            reference.idempotency_key.clone_from(&options.idempotency_key);
            let mark = options
                .idempotency_key
                .as_deref()
                .map_or_else(|| generate_key(entropy), |key| Ok(on_the_wire(key)))?;
            let memo = match given {
                Some(own) => format!("{own} [{mark}]"),
                None => mark.clone(),
            };
            arguments.insert(key.to_owned(), Value::String(memo));
            reference.reference = Some(mark);
        }
        Safety::Read | Safety::Idempotent | Safety::Unkeyed | Safety::Keyed => {
            match key {
                "intent_id" => reference.intent_id = given,
                _ => reference.id = given,
            }
            if has_journal && operation.safety() != Safety::Read {
                reference.idempotency_key.clone_from(&options.idempotency_key);
            } else if options.idempotency_key.is_some() {
                return Err(InvalidField::new("idempotency_key", no_key(operation)));
            }
        }
    }
    Ok(())
}

/// The caller's key, in the form that the provider wants.
fn assign_keyed(
    operation: &'static Operation,
    key: &'static str,
    promise: &KeyPromise,
    arguments: &mut Arguments,
    options: &CallOptions,
    given: Option<String>,
    reference: &mut Reference,
) -> Result<(), InvalidField> {
    if options.idempotency_key.is_some() && given.is_some() && options.idempotency_key != given {
        let problem =
            Phrase::from("differs from ").then_name(key).then("; give one of them, or the same string twice");
        return Err(InvalidField::new("idempotency_key", problem));
    }
    let Some(value) = options.idempotency_key.clone().or(given) else {
        // A key that is drawn here would charge again when the caller repeats the call.
        return Err(InvalidField::new(key, MISSING_KEY));
    };
    let is_in_body = operation.param(key).is_some_and(|param| param.place == Place::Body);
    let sent = match promise.format {
        KeyFormat::Mark if is_in_body => value.clone(),
        KeyFormat::Mark => on_the_wire(&value),
        KeyFormat::Text(most) => as_text(&value, most, is_in_body),
        KeyFormat::Uuid4 => as_uuid4(&value),
    };
    if sent != value {
        reference.reference = Some(sent.clone());
    }
    arguments.insert(key.to_owned(), Value::String(sent));
    reference.idempotency_key = Some(value);
    Ok(())
}

fn no_key(operation: &Operation) -> String {
    format!(
        "{} has no idempotency key at the provider; give the client a journal, which keeps it, or leave it out",
        operation.name
    )
}

/// A keyed operation without its key.
pub(super) const MISSING_KEY: &str = "is required: the same id is charged once, so that a call that is repeated cannot charge twice; \
     use the id of the order or of the request";

/// A reference that no other call has. What is not random may be another call's, and would find its payment.
fn generate_key(entropy: Option<[u8; 16]>) -> Result<String, InvalidField> {
    let Some(entropy) = entropy else {
        let problem = "must be given here, since the system has no random source to draw it from; pass 1 to 255 \
            characters that no other payment has, or let the process read the random source";
        return Err(InvalidField::new("idempotency_key", problem));
    };
    Ok(hex(String::from("po_"), entropy.into_iter()))
}
