//! The journal: a durable record of every call that can take effect, written before its first byte.
//!
//! This layer decides and does no I/O. It makes the rows, says which of the four operations a store has to carry out
//! ([`JournalOp`]), and reads what the store answered. Every write after the first is conditional on the generation of the
//! row, and each write increases it, so a process that lost its claim changes nothing.
//!
//! The rule that carries everything: a lease that ends gives the right to look, never the right to send
//! (module `decision`).

pub mod conformance;
pub(crate) mod decision;
pub(crate) mod entry;
pub(crate) mod fingerprint;
mod once;
pub(crate) mod operation;
mod plan;
pub(crate) mod row;
pub(crate) mod settlement;
pub mod statements;
mod sweep;
mod view;

pub use entry::{Entry, SettledBy};
pub use once::once;
pub use operation::{JournalAnswer, JournalOp, StoreFailure};
pub use plan::planned;
pub use row::{JournalRow, JournalState, SCHEMA};
pub use settlement::{CHANGED, SettlementRefusal, only_row, prune, settle};
pub use sweep::{Due, due};
pub use view::{JournalEntry, candidates};

/// How long a settled entry keeps its result, unless the client says otherwise: 30 days.
pub const RETENTION_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// What a client says about its journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalConfig {
    /// Who writes, for people who read the rows: for instance the host and the process.
    pub owner: String,
}
