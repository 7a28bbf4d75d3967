//! The tools of a service while it handles a request: the time, new ids, settings and the ledger.

use jiff::Timestamp;

use super::settings::Settings;
use crate::catalog::ProviderId;
use crate::ledger::{Entry, Ledger};
use crate::random::mix;

/// The tools of a service while it handles a request.
pub(crate) struct Desk<'a> {
    pub(crate) now: Timestamp,
    pub(crate) ids: &'a mut Ids,
    pub(crate) settings: Settings,
    ledger: &'a mut Ledger,
    provider: ProviderId,
    operation: &'static str,
}

impl Desk<'_> {
    pub(crate) fn record(&mut self, entry: &Entry<'_>) {
        self.ledger.record(self.provider, self.operation, self.now, entry);
    }
}

/// Generates unique ids that are the same in each run.
#[derive(Debug, Default)]
pub(crate) struct Ids(u64);

impl Ids {
    pub(crate) fn next(&mut self, prefix: &str) -> String {
        self.0 += 1;
        format!("{prefix}{:06}", self.0)
    }

    /// Hexadecimal digits that look random.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        self.0 += 1;
        hex_of(self.0, digits)
    }
}

pub(crate) fn hex_of(seed: u64, digits: usize) -> String {
    let mut text = String::with_capacity(digits + 16);
    let mut state = seed;
    while text.len() < digits {
        state = mix(state);
        text.push_str(&format!("{state:016x}"));
    }
    text.truncate(digits);
    text
}

/// The state that all services share.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) ledger: Ledger,
    pub(crate) ids: Ids,
    pub(crate) settings: Settings,
}

impl Books {
    pub(crate) fn desk(&mut self, provider: ProviderId, operation: &'static str, now: Timestamp) -> Desk<'_> {
        let Self { ledger, ids, settings } = self;
        Desk { now, ids, settings: *settings, ledger, provider, operation }
    }
}
