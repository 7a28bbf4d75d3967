//! The time of the simulator.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The source of the simulator's time.
///
/// It decides expiries, spending windows, schedules and every timestamp in a response. Delays and hangs on the
/// wire always pass in real time, since a client waits in real time too.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Where a manual clock began, in milliseconds after 1970. Without it, the clock goes with that of the machine.
    start_ms: Option<i64>,
    /// By how much it was moved.
    moved_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The clock of this machine, plus what [`Clock::advance`] adds.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stays at `unix_ms` milliseconds after 1970 until [`Clock::advance`] moves it.
    ///
    /// Clones share the same time: keep one, give the other to the sandbox.
    #[must_use]
    pub fn manual(unix_ms: i64) -> Self {
        Self { start_ms: Some(unix_ms), moved_ms: Arc::default() }
    }

    /// Moves the clock and its clones forward.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let add = |moved: i64| Some(moved.saturating_add(by));
        let _ = self.moved_ms.fetch_update(Ordering::SeqCst, Ordering::SeqCst, add);
    }

    pub(crate) fn now(&self) -> Timestamp {
        let moved_ms = self.moved_ms.load(Ordering::SeqCst);
        match self.start_ms {
            None => {
                let moved = SignedDuration::from_millis(moved_ms);
                Timestamp::now().checked_add(moved).unwrap_or(Timestamp::MAX)
            }
            Some(start_ms) => {
                Timestamp::from_millisecond(start_ms.saturating_add(moved_ms)).unwrap_or(Timestamp::MAX)
            }
        }
    }
}

/// `2026-11-22T02:30:00.123Z`, the same width each time.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// The format of the HTTP `Date` header.
pub(crate) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
