//! A row of the journal: the same columns in every store and every language.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::model::hex::hex;
use crate::model::json::Members;
use crate::model::vocabulary::{Outcome, vocabulary};
use crate::spec::provider::Provider;

/// The version of the rows that this release writes. A row of a later version is left alone.
pub const SCHEMA: u64 = 1;

vocabulary! {
    /// Where an entry is.
    JournalState {
        /// Written down together with the caller's own data; no process has begun to send it.
        Planned = "planned",
        /// A process has the key and has not begun to send. When its lease is over, the key is free.
        Claimed = "claimed",
        /// The request may be on its way.
        Sending = "sending",
        /// No process works on it, and whether it took effect is not known or not final.
        Open = "open",
        /// Whether it took effect is known.
        Settled = "settled",
    }
}

/// A row as a store holds it.
///
/// A store reads `id` and `generation`, sets `created_ms` and `updated_ms` by its own clock, and keeps the rest as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// The primary key: a hash of provider, operation and key.
    pub id: String,
    /// Increased by every write.
    pub generation: u64,
    /// Where the entry is.
    pub state: JournalState,
    /// Whether it took effect, for entries that are open or settled.
    pub outcome: Option<Outcome>,
    /// The provider.
    pub provider: Provider,
    /// The account at the provider.
    pub account: String,
    /// The operation.
    pub operation: String,
    /// The key of the payment. A pruned entry has none; its `id` still recognizes the key.
    pub key: Option<String>,
    /// Set by the store when the row is inserted, in milliseconds since 1970.
    pub created_ms: u64,
    /// Set by the store at every write, in milliseconds since 1970.
    pub updated_ms: u64,
    /// The version of the row.
    pub schema: u64,
    /// The rest as JSON text, which only payonce reads.
    pub entry: String,
}

/// The primary key of an entry.
pub(crate) fn row_id(provider: Provider, operation: &str, key: &str) -> String {
    let mut hash = Sha256::new();
    for part in [provider.as_str(), operation, key] {
        hash.update(part);
        // No part holds this character, so that two parts cannot trade their ends.
        hash.update("\n");
    }
    hex(String::from("pj_"), hash.finalize().iter().copied().take(16))
}

impl JournalRow {
    /// The row as JSON, for a store in another language.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.text("id", &self.id);
        members.number("generation", self.generation);
        members.text("state", self.state.as_str());
        members.maybe_text("outcome", self.outcome.map(Outcome::as_str));
        members.text("provider", self.provider.as_str());
        members.text("account", &self.account);
        members.text("operation", &self.operation);
        members.maybe_text("key", self.key.as_deref());
        members.number("created_ms", self.created_ms);
        members.number("updated_ms", self.updated_ms);
        members.number("schema", self.schema);
        members.text("entry", &self.entry);
        members.into_value()
    }

    /// Reads the columns of a statement, in the order of [`COLUMNS`](crate::journal::statements::COLUMNS).
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn of_columns(columns: impl IntoIterator<Item = Value>) -> Result<Self, String> {
        let names = crate::journal::statements::COLUMNS.iter().map(|name| (*name).to_owned());
        Self::read(&names.zip(columns).collect())
    }

    /// Reads what [`to_value`](Self::to_value) wrote, from any store.
    ///
    /// # Errors
    /// The member that is missing or malformed, or the schema of a later release.
    pub fn read(members: &Map<String, Value>) -> Result<Self, String> {
        let malformed = |name: &str| format!("the journal has a row whose {name} is missing or malformed");
        let text = |name: &str| members.get(name).and_then(Value::as_str).ok_or_else(|| malformed(name));
        let number = |name: &str| members.get(name).and_then(Value::as_u64).ok_or_else(|| malformed(name));
        let maybe = |name: &str| match members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(malformed(name)),
        };
        let schema = number("schema")?;
        if schema > SCHEMA {
            return Err(format!(
                "the journal has a row of schema {schema}, and this release of payonce knows schema {SCHEMA}; upgrade payonce"
            ));
        }
        Ok(Self {
            id: text("id")?.to_owned(),
            generation: number("generation")?,
            state: text("state")?.parse().map_err(|_| malformed("state"))?,
            outcome: maybe("outcome")?
                .map(|outcome| outcome.parse().map_err(|_| malformed("outcome")))
                .transpose()?,
            provider: Provider::named(text("provider")?).map_err(|_| malformed("provider"))?,
            account: text("account")?.to_owned(),
            operation: text("operation")?.to_owned(),
            key: maybe("key")?.map(ToOwned::to_owned),
            created_ms: number("created_ms")?,
            updated_ms: number("updated_ms")?,
            schema,
            entry: text("entry")?.to_owned(),
        })
    }
}
