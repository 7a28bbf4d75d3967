//! An entry as people and programs read it.

use serde_json::Value;

use crate::error::{ErrorPayload, Reference};
use crate::journal::entry::{Entry, SettledBy};
use crate::journal::row::{JournalRow, JournalState, row_id};
use crate::model::json::{Members, serialized_as_value};
use crate::model::safety::Safety;
use crate::model::vocabulary::Outcome;
use crate::request::memo::{as_text, as_uuid4, on_the_wire};
use crate::spec::operation::KeyFormat;
use crate::spec::provider::Provider;

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct JournalEntry {
    /// The primary key of its row.
    pub id: String,
    /// The provider.
    pub provider: Provider,
    /// The account at the provider.
    pub account: String,
    /// The operation.
    pub operation: String,
    /// The key; none in an entry that was pruned.
    pub key: Option<String>,
    /// Where it is.
    pub state: JournalState,
    /// Whether it took effect, for entries that are open or settled.
    pub outcome: Option<Outcome>,
    /// Everything the operation can be found by.
    pub reference: Reference,
    /// How many requests were sent.
    pub attempts: u64,
    /// Who wrote last.
    pub owner: String,
    /// How long the owner may still be at work, in milliseconds; 0 when no process is.
    pub lease_left_ms: u64,
    /// When it was written first, in milliseconds since 1970.
    pub created_ms: u64,
    /// When it was written last, in milliseconds since 1970.
    pub updated_ms: u64,
    /// The last error, without secrets.
    pub error: Option<ErrorPayload>,
    /// What the operation brought, without secrets.
    pub result: Option<Value>,
    /// The verdict of a person.
    pub settled_by: Option<SettledBy>,
}

impl JournalEntry {
    /// Reads a row.
    ///
    /// # Errors
    /// That this release cannot read it.
    pub fn of(row: &JournalRow, now_ms: u64) -> Result<Self, String> {
        let entry = Entry::read(&row.entry)?;
        let lease_left_ms = entry.lease_left_ms(row.updated_ms, now_ms);
        let works = matches!(row.state, JournalState::Claimed | JournalState::Sending) || entry.lease_ms > 0;
        let sent_at_ms = entry.first_sent_ms;
        Ok(Self {
            id: row.id.clone(),
            provider: row.provider,
            account: row.account.clone(),
            operation: row.operation.clone(),
            key: row.key.clone(),
            state: row.state,
            outcome: row.outcome,
            reference: Reference { sent_at_ms, ..entry.reference },
            attempts: entry.attempts,
            owner: entry.owner,
            lease_left_ms: if works { lease_left_ms } else { 0 },
            created_ms: row.created_ms,
            updated_ms: row.updated_ms,
            error: entry.error.as_ref().and_then(|error| ErrorPayload::read(error).ok()),
            result: entry.result.and_then(|mut result| result.shift_remove("value")),
            settled_by: entry.settled_by,
        })
    }

    /// Whether no process works on it and whether it took effect is not known.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, JournalState::Sending | JournalState::Open) && self.lease_left_ms == 0
    }

    /// The entry as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.text("id", &self.id);
        members.text("provider", self.provider.as_str());
        members.text("account", &self.account);
        members.text("operation", &self.operation);
        members.maybe_text("key", self.key.as_deref());
        members.text("state", self.state.as_str());
        members.maybe_text("outcome", self.outcome.map(Outcome::as_str));
        members.value("reference", self.reference.to_value());
        members.number("attempts", self.attempts);
        members.text("owner", &self.owner);
        members.number("lease_left_ms", self.lease_left_ms);
        members.number("created_ms", self.created_ms);
        members.number("updated_ms", self.updated_ms);
        members.value("error", self.error.as_ref().map_or(Value::Null, ErrorPayload::to_value));
        members.value("result", self.result.clone().unwrap_or_default());
        let settled_by = self.settled_by.as_ref().map(|settled| {
            let mut members = Members::new();
            members.text("by", &settled.by);
            members.text("note", &settled.note);
            members.flag("frees_key", settled.frees_key);
            members.into_value()
        });
        members.value("settled_by", settled_by.unwrap_or_default());
        members.into_value()
    }
}

serialized_as_value!(JournalEntry);

/// The ids of the entries that a person can mean by this text: the id of a row, or the key of any operation of the provider.
#[must_use]
pub fn candidates(provider: Provider, text: &str) -> Vec<String> {
    if text.starts_with("pj_") {
        return vec![text.to_owned()];
    }
    let operations = provider.spec().operations.iter().filter(|operation| operation.safety() != Safety::Read);
    operations
        .flat_map(|operation| {
            let mut forms = vec![text.to_owned(), on_the_wire(text)];
            // An entry is named by the key as the provider gets it.
            forms.extend(operation.key_promise().map(|promise| match promise.format {
                KeyFormat::Mark => on_the_wire(text),
                KeyFormat::Text(most) => as_text(text, most, false),
                KeyFormat::Uuid4 => as_uuid4(text),
            }));
            let mut ids: Vec<String> =
                forms.iter().map(|form| row_id(provider, operation.name, form)).collect();
            ids.dedup();
            ids
        })
        .collect()
}
