//! What a response to a submitted payment says about it.

use serde_json::{Map, Value};

use crate::challenge::offer::{Challenge, Protocol, decoded, field_values};
use crate::model::body::text;
use crate::model::http::Response;

/// The header fields of a settlement, of versions 2 and 1.
const SETTLEMENT_FIELDS: &[&str] = &["payment-response", "x-payment-response"];

/// What a service says about the payment, as far as it does not contradict itself.
#[derive(Debug, Default)]
pub(super) struct Statement {
    /// The first settlement that can be read.
    pub(super) settlement: Option<Map<String, Value>>,
    /// Whether a settlement is reported as failed.
    pub(super) says_no: bool,
    /// Why the service did not take the payment.
    pub(super) reason: Option<String>,
    /// All that it says with the reason.
    pub(super) members: Map<String, Value>,
    /// Whether a transaction is named. Something was sent to a chain then, whatever the reason says.
    pub(super) has_transaction: bool,
}

impl Statement {
    /// Reads the response to a payment for this challenge. Only what the protocol itself carries counts: what else the body
    /// says may be about another payment.
    pub(super) fn of(challenge: &Challenge, response: &Response) -> Self {
        let fields: Vec<_> =
            SETTLEMENT_FIELDS.iter().flat_map(|name| field_values(&response.headers, name)).collect();
        let settlements: Vec<_> = fields.iter().map(|field| decoded(field)).collect();
        let read = || settlements.iter().flatten();
        let mut statement = Self {
            settlement: read().next().cloned(),
            says_no: read().any(|said| said.get("success") == Some(&Value::Bool(false))),
            reason: None,
            members: read().next().cloned().unwrap_or_default(),
            has_transaction: read()
                .any(|said| text(said, "transaction").is_some_and(|hash| !hash.is_empty())),
        };
        if challenge.protocol != Protocol::X402 {
            return statement;
        }
        statement.reason = if settlements.is_empty() {
            // The service offers the same again, and says what was wrong.
            Challenge::of(&response.headers, &response.body)
                .filter(|again| again.protocol == Protocol::X402 && again.version == challenge.version)
                .and_then(|again| {
                    let reason = text(&again.data, "error").map(ToOwned::to_owned);
                    statement.members = again.data;
                    reason
                })
        } else {
            // A settlement says more than an offer. Two that differ, and one that cannot be read, say nothing.
            agreed(settlements.iter().map(|said| said.as_ref().and_then(failure)))
        };
        statement
    }
}

/// The settlement that a response reports.
pub(super) fn settlement(response: &Response) -> Option<Map<String, Value>> {
    SETTLEMENT_FIELDS
        .iter()
        .flat_map(|name| field_values(&response.headers, name))
        .find_map(|field| decoded(&field))
}

/// The reason of a settlement that failed.
fn failure(said: &Map<String, Value>) -> Option<&str> {
    if said.get("success") != Some(&Value::Bool(false)) {
        return None;
    }
    agreed_text(["errorReason", "invalidReason"].iter().filter_map(|name| text(said, name)))
}

fn agreed_text<'a>(mut texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = texts.next()?;
    texts.all(|text| text == first).then_some(first)
}

fn agreed<'a>(mut reasons: impl Iterator<Item = Option<&'a str>>) -> Option<String> {
    let first = reasons.next()??;
    reasons.all(|reason| reason == Some(first)).then(|| first.to_owned())
}
