//! What a row remembers beyond its columns.

use serde_json::{Map, Value};

use crate::error::Reference;
use crate::model::json::{self, Members};

/// The verdict of a person about an entry that no request could settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledBy {
    /// The person.
    pub by: String,
    /// What they found, and where.
    pub note: String,
    /// Whether they accepted that the key makes a further payment.
    pub frees_key: bool,
}

/// The part of a row that only payonce reads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// A hash of the operation and its arguments.
    pub fingerprint: String,
    /// Who wrote last.
    pub owner: String,
    /// How long after `updated_ms` the owner may still be at work.
    pub lease_ms: u64,
    /// When the first request was sent, in milliseconds since 1970 by the clock of its sender; never later than the time of the
    /// store when the call took the row.
    pub first_sent_ms: Option<u64>,
    /// How many requests were sent, by every process together.
    pub attempts: u64,
    /// Everything the operation can be found by.
    pub reference: Reference,
    /// Whether the provider lists a failed payment under this key, so that another one with it would look the same.
    pub is_listed: bool,
    /// Whether a call found that the provider may have forgotten the key. Nothing is sent again then, whatever a clock says
    /// later.
    pub resend_is_over: bool,
    /// The last error, without secrets.
    pub error: Option<Map<String, Value>>,
    /// What the operation brought, without secrets.
    pub result: Option<Map<String, Value>>,
    /// The arguments, of an entry that was planned.
    pub arguments: Option<Map<String, Value>>,
    /// The verdict of a person.
    pub settled_by: Option<SettledBy>,
    /// Whether the entry was pruned to a tombstone.
    pub is_pruned: bool,
}

/// By how much the clocks of two writers may differ before a time in the future shows that one of them is wrong.
const CLOCK_SKEW_MS: u64 = 10_000;

impl Entry {
    /// How long the owner may still be at work, in milliseconds. A row that was written in the future says nothing about
    /// its owner; since a lease that ends only gives the right to look, it counts as over.
    pub(crate) fn lease_left_ms(&self, updated_ms: u64, now_ms: u64) -> u64 {
        match now_ms.checked_sub(updated_ms) {
            Some(elapsed) => self.lease_ms.saturating_sub(elapsed),
            None if updated_ms.saturating_sub(now_ms) > CLOCK_SKEW_MS => 0,
            None => self.lease_ms,
        }
    }

    /// Writes the entry.
    pub(crate) fn write(&self) -> String {
        let mut members = Members::new();
        members.text("fingerprint", &self.fingerprint);
        members.text("owner", &self.owner);
        members.number("lease_ms", self.lease_ms);
        members.maybe_number("first_sent_ms", self.first_sent_ms);
        members.number("attempts", self.attempts);
        members.value("reference", self.reference.to_value());
        members.flag("is_listed", self.is_listed);
        members.flag("resend_is_over", self.resend_is_over);
        let maybe = |map: &Option<Map<String, Value>>| map.clone().map_or(Value::Null, Value::Object);
        members.value("error", maybe(&self.error));
        members.value("result", maybe(&self.result));
        members.value("arguments", maybe(&self.arguments));
        let settled_by = self.settled_by.as_ref().map(|settled| {
            let mut members = Members::new();
            members.text("by", &settled.by);
            members.text("note", &settled.note);
            members.flag("frees_key", settled.frees_key);
            members.into_value()
        });
        members.value("settled_by", settled_by.unwrap_or_default());
        members.flag("is_pruned", self.is_pruned);
        members.write()
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// That it cannot be read; nothing may be sent on the strength of it.
    pub fn read(text: &str) -> Result<Self, String> {
        let malformed = || "the journal has an entry that this release of payonce cannot read".to_owned();
        let members = json::read_object(text).ok_or_else(malformed)?;
        let string = |name: &str| members.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        let number = |name: &str| members.get(name).and_then(Value::as_u64);
        let flag = |name: &str| members.get(name).and_then(Value::as_bool).unwrap_or(false);
        let object = |name: &str| members.get(name).and_then(Value::as_object).cloned();
        let settled_by = members.get("settled_by").and_then(Value::as_object).map(|settled| {
            let text = |name: &str| settled.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let frees_key = settled.get("frees_key").and_then(Value::as_bool).unwrap_or(false);
            SettledBy { by: text("by"), note: text("note"), frees_key }
        });
        Ok(Self {
            fingerprint: string("fingerprint").ok_or_else(malformed)?,
            owner: string("owner").unwrap_or_default(),
            lease_ms: number("lease_ms").ok_or_else(malformed)?,
            first_sent_ms: number("first_sent_ms"),
            attempts: number("attempts").unwrap_or_default(),
            reference: object("reference")
                .and_then(|reference| Reference::from_members(&reference).ok())
                .ok_or_else(malformed)?,
            is_listed: flag("is_listed"),
            resend_is_over: flag("resend_is_over"),
            error: object("error"),
            result: object("result"),
            arguments: object("arguments"),
            settled_by,
            is_pruned: flag("is_pruned"),
        })
    }
}
