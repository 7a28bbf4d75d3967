//! The errors of this provider.

use crate::providers::{Seen, Signals, Table};

/// The table.
pub static TABLE: Table =
    Table { codes: &[], types: &[], statuses: &[], patterns: &[], spellings: &[], prefixes: &[] };

pub(super) fn read(seen: &Seen<'_>) -> Option<Signals> {
    (!seen.is_success()).then(Signals::default)
}
