//! The journal: one key, one payment, in every process and after every crash.
//!
//! A client with a journal writes every call that can take effect into a store, before the first byte leaves. A second
//! process with the same key, or this one after a restart, finds the entry: it gets the result, waits for it, or asks the
//! provider. It never pays again on the strength of time.
//!
//! ```
//! # #[cfg(feature = "journal-sqlite")]
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = std::env::temp_dir().join(format!("payonce-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&directory)?;
//! # let path = directory.join("payments.db");
//! use payonce::agentwallex;
//!
//! let wallet = agentwallex::Client::builder().api_key("key_0123456789").journal(&path).build()?;
//! # drop(wallet);
//! # std::fs::remove_dir_all(&directory)?;
//! # Ok(())
//! # }
//! # #[cfg(feature = "journal-sqlite")]
//! # example().unwrap();
//! ```

mod action;
pub mod conformance;
mod handle;
#[cfg(feature = "journal-postgres")]
mod postgres;
#[cfg(feature = "journal-redis")]
mod redis;
#[cfg(feature = "journal-sqlite")]
mod sqlite;

use std::future::Future;
use std::pin::Pin;

pub use handle::{Journal, JournalEntry, Sweep};
pub use payonce_core::journal::{SettledBy, once};
pub use payonce_core::{JournalAnswer, JournalConfig, JournalOp, JournalRow, JournalState, StoreFailure};
#[cfg(feature = "journal-postgres")]
pub use postgres::Postgres;
#[cfg(feature = "journal-redis")]
pub use redis::Redis;
#[cfg(feature = "journal-sqlite")]
pub use sqlite::Sqlite;
#[cfg(feature = "journal-sqlite")]
#[doc(hidden)]
pub use sqlite::{after_fork, before_fork};

/// The answer of a store, once it is there.
pub type StoreFuture<'a> = Pin<Box<dyn Future<Output = Result<JournalAnswer, StoreFailure>> + Send + 'a>>;

/// Where the entries of a journal are kept: any store that can insert a row if it is absent, and replace it if its
/// generation is the expected one, each in one atomic and durable step.
///
/// payonce brings [`Sqlite`]. For your own store, implement this trait and run [`conformance::check`] on it.
pub trait JournalStore: Send + Sync {
    /// Inserts the row if no row has its `id`, with the time of the store as `created_ms` and `updated_ms`. Returns the row
    /// that is there now, and whether it was `written`.
    fn claim(&self, row: JournalRow) -> StoreFuture<'_>;

    /// Replaces the row if the stored one has exactly this generation. `created_ms` stays, and `updated_ms` becomes the time
    /// of the store. Returns the row that is there now, and whether it was `written`.
    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_>;

    /// Returns the row with this `id`, if there is one.
    fn get(&self, id: String) -> StoreFuture<'_>;

    /// Returns at most `limit` rows with an `id` greater than `after`, in the order of `id`, without the settled ones if
    /// `unsettled_only`.
    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_>;
}

/// Has a store carry out an operation of a call.
pub(crate) fn carry_out(store: &dyn JournalStore, op: JournalOp) -> StoreFuture<'_> {
    match op {
        JournalOp::Claim(row) => store.claim(*row),
        JournalOp::Update { row, if_generation } => store.update(*row, if_generation),
        JournalOp::Get { id } => store.get(id),
        JournalOp::List { unsettled_only, after, limit } => store.list(unsettled_only, after, limit),
    }
}

/// Who writes, for people who read the rows.
pub(crate) fn owner() -> String {
    let host = std::env::var("HOSTNAME").ok().filter(|host| !host.is_empty());
    format!("process {} on {}", std::process::id(), host.as_deref().unwrap_or("this host"))
}
