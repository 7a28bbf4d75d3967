//! The header field that carries the caller's signature.

use serde_json::{Map, Value};

use crate::challenge::offer::{Challenge, Protocol, decoded};
use crate::model::body::{object, text};

/// The header fields that carry nothing but a payment.
pub(super) const PAYMENT_FIELDS: &[&str] = &["payment-signature", "x-payment", "payment-authorization"];

/// What is wrong with the header fields that the caller returned, if anything is.
pub(super) fn wrong_credential(challenge: &Challenge, fields: &[(String, String)]) -> Option<String> {
    let [(name, value)] = fields else { return Some(one_field(challenge)) };
    if !challenge.is_credential(name) {
        return Some(one_field(challenge));
    }
    // The transports differ in what they send of anything else.
    let is_sendable = value.chars().all(|c| matches!(c, ' '..='~')) && !value.trim().is_empty();
    (!is_sendable).then(|| format!("the value of {name} must be ASCII text without line breaks"))
}

fn one_field(challenge: &Challenge) -> String {
    format!("the signature must be one header field of {} version {}", challenge.protocol, challenge.version)
}

/// What the payment can be found by in a wallet: the nonce of an x402 authorization, or the id of an MPP challenge.
pub(super) fn reference_of(challenge: &Challenge, value: &str) -> Option<String> {
    let found = match challenge.protocol {
        Protocol::X402 => {
            let signed = decoded(value)?;
            let payload = object(&signed, "payload")?;
            let authorization = object(payload, "authorization").unwrap_or(payload);
            nonempty(authorization, "nonce")?.to_owned()
        }
        Protocol::Mpp => {
            let (_, credential) = value.trim().split_once(' ')?;
            nonempty(object(&decoded(credential)?, "challenge")?, "id")?.to_owned()
        }
    };
    (found.len() <= 128 && found.chars().all(|c| c.is_ascii_graphic())).then_some(found)
}

fn nonempty<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    text(members, name).filter(|text| !text.is_empty())
}
