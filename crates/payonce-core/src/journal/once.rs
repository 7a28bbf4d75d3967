//! Keys that name a purchase.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::journal::fingerprint::members;
use crate::model::hex::hex;

/// A key for one purchase, from its scope and the fields that make it this purchase: the same fields give the same key, in
/// every process and every language, whatever their order.
///
/// The scope is readable at the start of the key. Include the id of the run, the thread or the job among the fields if a
/// second run has to pay again. Never include the id that a model gives its tool call: it changes when the model asks again.
///
/// # Errors
/// What is wrong with the scope or the fields.
pub fn once(scope: &str, fields: &Map<String, Value>) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if scope.is_empty() || scope.len() > 64 || !scope.chars().all(is_plain) {
        return Err(
            "scope: must be 1 to 64 letters, digits, hyphens or underscores, such as \"invoice\"".to_owned()
        );
    }
    if fields.is_empty() {
        return Err("fields: name at least one, such as the id of the invoice; without any, every purchase of this scope \
            would be the same one"
            .to_owned());
    }
    if let Some((name, _)) = fields.iter().find(|(_, value)| value.is_null()) {
        return Err(format!("{name}: must not be null: two purchases without it would be the same one"));
    }
    let mut hash = Sha256::new();
    hash.update("payonce once 1\n");
    hash.update(scope);
    members(&mut hash, fields);
    Ok(hex(format!("{scope}-"), hash.finalize().iter().copied().take(16)))
}
