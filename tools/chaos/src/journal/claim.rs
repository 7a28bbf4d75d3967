//! What programs use without a journal: a claim that ends after a time, in a table of their own.
//!
//! It is the way of AWS Powertools and several packages: insert the key if it is absent or its claim is over, run the code,
//! keep the result. An error removes the claim, so that the next delivery can try again. The table and its writes are as
//! durable and as atomic as the journal's.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payonce::journal::StoreFailure;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, TransactionBehavior, params};

use super::LEASE_MS;
use super::troubles::Troubles;
use crate::lock;

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS claims (key TEXT PRIMARY KEY, done INTEGER NOT NULL, expires_ms INTEGER NOT NULL)";

/// What the claim allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claimed {
    /// Run the code.
    Run,
    /// It was run.
    Done,
    /// Another worker has the claim.
    Busy,
}

pub(super) struct Claims {
    connection: Mutex<Connection>,
    skew_ms: i64,
    troubles: Option<Arc<Troubles>>,
}

fn failed(error: &rusqlite::Error) -> StoreFailure {
    StoreFailure(error.to_string())
}

impl Claims {
    pub(super) fn open(path: &Path, skew_ms: i64, troubles: Option<Arc<Troubles>>) -> anyhow::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(30))?;
        // SQLite does not wait for this lock, and all workers of a round open a new file at the same time.
        while let Err(error) = connection.pragma_update(None, "journal_mode", "WAL") {
            if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) {
                return Err(error.into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { connection: Mutex::new(connection), skew_ms, troubles })
    }

    /// Takes the key if it is free or its claim is over.
    pub(super) fn claim(&self, key: &str) -> Result<Claimed, StoreFailure> {
        self.write(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let select = "SELECT done, expires_ms FROM claims WHERE key = ?1";
            let found: Option<(bool, i64)> =
                transaction.query_row(select, [key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let now_ms = self.now_ms();
            let claimed = match found {
                Some((true, _)) => Claimed::Done,
                Some((false, expires_ms)) if expires_ms > now_ms => Claimed::Busy,
                _ => Claimed::Run,
            };
            if claimed == Claimed::Run {
                let expires_ms = now_ms.saturating_add_unsigned(LEASE_MS);
                let replace = "INSERT OR REPLACE INTO claims VALUES (?1, 0, ?2)";
                transaction.execute(replace, params![key, expires_ms])?;
            }
            transaction.commit()?;
            Ok(claimed)
        })
    }

    /// Keeps that the code was run, or removes the claim after an error.
    pub(super) fn end(&self, key: &str, is_done: bool) -> Result<(), StoreFailure> {
        self.write(|connection| {
            if is_done {
                connection.execute("UPDATE claims SET done = 1 WHERE key = ?1", [key])?;
            } else {
                connection.execute("DELETE FROM claims WHERE key = ?1 AND done = 0", [key])?;
            }
            Ok(())
        })
    }

    /// Whether the code is recorded as run.
    pub(super) fn is_done(&self, key: &str) -> anyhow::Result<bool> {
        let select = "SELECT done FROM claims WHERE key = ?1";
        let connection = lock(&self.connection);
        Ok(connection.query_row(select, [key], |row| row.get(0)).optional()?.unwrap_or(false))
    }

    fn write<T>(
        &self,
        write: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreFailure> {
        let trouble = self.troubles.as_ref().and_then(|troubles| troubles.next(true));
        if let Some(troubles) = &self.troubles {
            troubles.before(trouble)?;
        }
        let written = write(&mut lock(&self.connection)).map_err(|error| failed(&error))?;
        if let Some(troubles) = &self.troubles {
            troubles.after(trouble)?;
        }
        Ok(written)
    }

    fn now_ms(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(now.as_millis()).unwrap_or(i64::MAX).saturating_add(self.skew_ms)
    }
}
