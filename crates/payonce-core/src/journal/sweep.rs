//! What any worker may do about the entries that a dead one left.

use serde_json::{Map, Value};

use crate::error::Reference;
use crate::journal::entry::Entry;
use crate::journal::operation::JournalOp;
use crate::journal::row::{JournalRow, JournalState};
use crate::journal::settlement::taken_over;
use crate::model::safety::Safety;
use crate::model::vocabulary::Outcome;
use crate::spec::operation::Operation;

/// What is due.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// Call the operation with these arguments under this key: it was planned, or the provider recognizes the repetition.
    Call {
        /// The operation.
        operation: &'static str,
        /// Its arguments.
        arguments: Map<String, Value>,
        /// Its key, where that is not among the arguments.
        key: Option<String>,
    },
    /// Ask the provider what became of it.
    Reconcile {
        /// The operation.
        operation: &'static str,
        /// What it is found by.
        reference: Box<Reference>,
    },
    /// Write this row.
    Write(JournalOp),
    /// Nothing: a process is at work on it, or only a person can settle it.
    Nothing,
}

/// What is due for an entry of this provider and account.
#[must_use]
pub fn due(operation: Option<&'static Operation>, row: &JournalRow, now_ms: u64) -> Due {
    let (Some(operation), Ok(entry)) = (operation, Entry::read(&row.entry)) else { return Due::Nothing };
    if row.state == JournalState::Settled || entry.lease_left_ms(row.updated_ms, now_ms) > 0 {
        return Due::Nothing;
    }
    let again = || match &entry.arguments {
        Some(arguments) => {
            let is_argument = operation.key().is_some_and(|key| operation.has_key_argument(key));
            let key = row.key.clone().filter(|_| !is_argument);
            Due::Call { operation: operation.name, arguments: arguments.clone(), key }
        }
        None => Due::Nothing,
    };
    let can_search = operation.search().is_some() && entry.reference.reference.is_some();
    match row.state {
        JournalState::Settled => Due::Nothing,
        JournalState::Planned => again(),
        // Nothing was sent. A plan goes on; any other call is over, and its key is free.
        JournalState::Claimed if entry.arguments.is_some() => again(),
        JournalState::Claimed => {
            let freed = Entry { lease_ms: 0, ..entry };
            Due::Write(taken_over(row, JournalState::Settled, Some(Outcome::NotApplied), &freed))
        }
        JournalState::Sending | JournalState::Open => match operation.safety() {
            Safety::Read | Safety::Idempotent | Safety::Keyed if entry.arguments.is_some() => again(),
            Safety::Reconcilable if can_search => Due::Reconcile {
                operation: operation.name,
                reference: Box::new(Reference { sent_at_ms: entry.first_sent_ms, ..entry.reference }),
            },
            _ if row.state == JournalState::Sending => {
                let open = Entry { lease_ms: 0, ..entry };
                Due::Write(taken_over(row, JournalState::Open, Some(Outcome::Unknown), &open))
            }
            _ => Due::Nothing,
        },
    }
}
