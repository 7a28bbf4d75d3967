//! The time of the simulator.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

/// The source of the simulator's time.
///
/// It decides expiries, spending windows, schedules and every timestamp in a response. Delays and hangs on the
/// wire always pass in real time, since a client waits in real time too.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    manual: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The clock of this machine.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stays at `unix_ms` milliseconds after 1970 until [`Clock::advance`] moves it.
    ///
    /// Clones share the same time: keep one, give the other to the sandbox.
    #[must_use]
    pub fn manual(unix_ms: i64) -> Self {
        Self { manual: Some(Arc::new(AtomicI64::new(unix_ms))) }
    }

    /// Moves a manual clock forward; the system clock cannot be moved.
    pub fn advance(&self, by: Duration) {
        if let Some(hands) = &self.manual {
            hands.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        match &self.manual {
            None => Timestamp::now(),
            Some(hands) => {
                Timestamp::from_millisecond(hands.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
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
