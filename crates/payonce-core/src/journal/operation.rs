//! What a store is asked to do, and what it responses.

use serde_json::{Map, Value};

use crate::journal::row::{JournalRow, JournalState};
use crate::model::json::Members;

/// One operation of a store. Each is one row and one atomic statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalOp {
    /// Insert the row if no row has its `id`. Otherwise response the row that is there.
    Claim(Box<JournalRow>),
    /// Replace the row if the stored one has exactly this generation. Otherwise response the row that is there.
    Update {
        /// The row, with its next generation.
        row: Box<JournalRow>,
        /// The generation that the stored row must have.
        if_generation: u64,
    },
    /// Response the row.
    Get {
        /// Its primary key.
        id: String,
    },
    /// Response rows in the order of their `id`.
    List {
        /// Whether settled rows are left out.
        unsettled_only: bool,
        /// Only rows whose `id` is greater; nothing for the first page.
        after: Option<String>,
        /// At most so many rows.
        limit: u64,
    },
}

impl JournalOp {
    /// The name of the operation.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Claim(_) => "claim",
            Self::Update { .. } => "update",
            Self::Get { .. } => "get",
            Self::List { .. } => "list",
        }
    }

    /// The state that the operation gives the row.
    pub(crate) fn state(&self) -> Option<JournalState> {
        match self {
            Self::Claim(row) | Self::Update { row, .. } => Some(row.state),
            Self::Get { .. } | Self::List { .. } => None,
        }
    }

    /// The operation as JSON, for a store in another language.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.text("op", self.name());
        match self {
            Self::Claim(row) => members.value("row", row.to_value()),
            Self::Update { row, if_generation } => {
                members.value("row", row.to_value());
                members.number("if_generation", *if_generation);
            }
            Self::Get { id } => members.text("id", id),
            Self::List { unsettled_only, after, limit } => {
                members.flag("unsettled_only", *unsettled_only);
                members.maybe_text("after", after.as_deref());
                members.number("limit", *limit);
            }
        }
        members.into_value()
    }
}

/// What a store answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalAnswer {
    /// Whether the row was written; false for `get` and `list`.
    pub written: bool,
    /// The row that is in the store now, if there is one. For a write that happened, the row as it was written.
    pub row: Option<JournalRow>,
    /// The rows of a `list`.
    pub rows: Vec<JournalRow>,
    /// The time of the store in milliseconds since 1970.
    pub now_ms: u64,
}

/// Why a store could not response, in its own words. Whether it wrote the row is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreFailure(pub String);

impl JournalAnswer {
    /// The response as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.flag("written", self.written);
        members.value("row", self.row.as_ref().map_or(Value::Null, JournalRow::to_value));
        members.value("rows", self.rows.iter().map(JournalRow::to_value).collect());
        members.number("now_ms", self.now_ms);
        members.into_value()
    }

    /// Reads the response of a store in another language: `written`, `row`, `rows` and `now_ms`; what an operation does not
    /// response may be left out.
    ///
    /// # Errors
    /// What is malformed.
    pub fn read(members: &Map<String, Value>) -> Result<Self, StoreFailure> {
        let row = |value: &Value| match value {
            Value::Object(members) => JournalRow::read(members).map_err(StoreFailure),
            _ => Err(StoreFailure("the journal store answered a row that is not an object".to_owned())),
        };
        let rows = members.get("rows").and_then(Value::as_array);
        let now_ms = members.get("now_ms").and_then(Value::as_u64);
        Ok(Self {
            written: members.get("written").and_then(Value::as_bool).unwrap_or(false),
            row: members.get("row").filter(|value| !value.is_null()).map(row).transpose()?,
            rows: rows.into_iter().flatten().map(row).collect::<Result<_, _>>()?,
            now_ms: now_ms.ok_or_else(|| {
                StoreFailure(
                    "the journal store answered no now_ms, which is its time in milliseconds".to_owned(),
                )
            })?,
        })
    }
}
