//! What goes wrong around a store: it fails before or after a write, its disk is full, the process dies or stands still
//! there, and its clock is wrong.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use payonce::journal::{JournalAnswer, JournalRow, JournalStore, StoreFailure, StoreFuture};
use serde_json::{Value, json};

use super::LEASE_MS;
use crate::lock;

/// What is wrong at one use of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    FailsBefore,
    FailsAfter,
    DiesBefore,
    DiesAfter,
    PausesBefore,
    PausesAfter,
}

/// Decides what goes wrong in a process.
#[derive(Debug)]
pub(super) struct Troubles {
    dice: Mutex<(fastrand::Rng, Instant)>,
    failures: AtomicU64,
}

impl Troubles {
    pub(super) fn new(seed: u64) -> Self {
        let dice = (fastrand::Rng::with_seed(seed), Instant::now());
        Self { dice: Mutex::new(dice), failures: AtomicU64::new(0) }
    }

    /// How often the store failed.
    pub(super) fn failures(&self) -> u64 {
        self.failures.load(Ordering::SeqCst)
    }

    pub(super) fn next(&self, writes: bool) -> Option<Trouble> {
        let mut guard = lock(&self.dice);
        let (dice, full_until) = &mut *guard;
        let drawn = dice.u32(0..1_000);
        if !writes {
            return (drawn < 10).then_some(Trouble::FailsBefore);
        }
        let now = Instant::now();
        if now < *full_until {
            return Some(Trouble::FailsBefore);
        }
        match drawn {
            0..15 => Some(Trouble::FailsBefore),
            15..30 => Some(Trouble::FailsAfter),
            30..45 => Some(Trouble::DiesBefore),
            45..60 => Some(Trouble::DiesAfter),
            60..66 => Some(Trouble::PausesBefore),
            66..72 => Some(Trouble::PausesAfter),
            72..75 => {
                *full_until = now + Duration::from_millis(dice.u64(100..400));
                Some(Trouble::FailsBefore)
            }
            _ => None,
        }
    }

    /// Before the store is used.
    pub(super) fn before(&self, trouble: Option<Trouble>) -> Result<(), StoreFailure> {
        match trouble {
            Some(Trouble::FailsBefore) => {
                self.failures.fetch_add(1, Ordering::SeqCst);
                return Err(StoreFailure("database or disk is full".to_owned()));
            }
            Some(Trouble::DiesBefore) => die(),
            Some(Trouble::PausesBefore) => pause(),
            _ => {}
        }
        Ok(())
    }

    /// After it was used.
    pub(super) fn after(&self, trouble: Option<Trouble>) -> Result<(), StoreFailure> {
        match trouble {
            Some(Trouble::FailsAfter) => {
                self.failures.fetch_add(1, Ordering::SeqCst);
                return Err(StoreFailure("the connection was lost after the write".to_owned()));
            }
            Some(Trouble::DiesAfter) => die(),
            Some(Trouble::PausesAfter) => pause(),
            _ => {}
        }
        Ok(())
    }
}

/// Ends this process without a destructor, a handler or a last word.
fn die() {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, getpid, kill_process};
        let _ = kill_process(getpid(), Signal::KILL);
    }
    std::process::abort();
}

/// Stands still until the parent lets it go on, where processes can.
fn pause() {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, getpid, kill_process};
        super::worker::say(&json!({"pauses": true}));
        let _ = kill_process(getpid(), Signal::STOP);
    }
}

/// A store in a process whose clock is wrong, with its troubles.
///
/// The store has one clock here, and its row ends a lease at `updated_ms` and `lease_ms` together. A process whose clock is
/// ahead reads a later time and writes a lease that ends later: so its clock is simulated. The margin that payonce adds to a
/// lease is taken away, so that leases end during a run.
pub(super) struct Troubled {
    pub(super) inner: Arc<dyn JournalStore>,
    pub(super) skew_ms: i64,
    pub(super) troubles: Option<Arc<Troubles>>,
}

impl Troubled {
    fn written(&self, mut row: JournalRow) -> JournalRow {
        if let Ok(Value::Object(mut entry)) = serde_json::from_str(&row.entry)
            && let Some(lease_ms) = entry.get("lease_ms").and_then(Value::as_u64).filter(|lease| *lease > 0)
        {
            let lease_ms = lease_ms.min(LEASE_MS).saturating_add_signed(self.skew_ms);
            entry.insert("lease_ms".to_owned(), json!(lease_ms));
            row.entry = Value::Object(entry).to_string();
        }
        row
    }

    fn use_store<'a>(&'a self, writes: bool, future: StoreFuture<'a>) -> StoreFuture<'a> {
        Box::pin(async move {
            let trouble = self.troubles.as_ref().and_then(|troubles| troubles.next(writes));
            if let Some(troubles) = &self.troubles {
                troubles.before(trouble)?;
            }
            let answer = future.await?;
            if let Some(troubles) = &self.troubles {
                troubles.after(trouble)?;
            }
            Ok(JournalAnswer { now_ms: answer.now_ms.saturating_add_signed(self.skew_ms), ..answer })
        })
    }
}

impl JournalStore for Troubled {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        let row = self.written(row);
        self.use_store(true, Box::pin(async move { self.inner.claim(row).await }))
    }
    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        let row = self.written(row);
        self.use_store(true, Box::pin(async move { self.inner.update(row, if_generation).await }))
    }
    fn get(&self, id: String) -> StoreFuture<'_> {
        self.use_store(false, Box::pin(async move { self.inner.get(id).await }))
    }
    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        self.use_store(false, Box::pin(async move { self.inner.list(unsettled_only, after, limit).await }))
    }
}
