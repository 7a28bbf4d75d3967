//! Verdicts of people, and the end of what is settled.

use crate::journal::entry::{Entry, SettledBy};
use crate::journal::operation::JournalOp;
use crate::journal::row::{JournalRow, JournalState, SCHEMA};
use crate::model::vocabulary::Outcome;

/// The refusal of a verdict about an entry that changed between its read and the write.
pub const CHANGED: &str = "has an entry that changed at this moment; look at it again";

/// The one row among those that a key was found in.
///
/// # Errors
/// That there is none, or more than one.
pub fn only_row<T>(mut found: Vec<T>) -> Result<T, String> {
    match (found.pop(), found.len()) {
        (Some(row), 0) => Ok(row),
        (None, _) => Err("is of no entry of this journal; list its entries to see their keys".to_owned()),
        (Some(_), others) => {
            Err(format!("was used for {} operations; name the entry by its id", others.saturating_add(1)))
        }
    }
}

/// Records the verdict of a person about an entry that is open.
///
/// The key stays used after `not_applied`, unless the person accepts with `frees_key` that the same key then makes a new
/// payment: if they are wrong, it is the second one.
///
/// # Errors
/// Why the entry cannot be settled by a person, in words for them.
pub fn settle(
    row: &JournalRow,
    outcome: Outcome,
    verdict: SettledBy,
    now_ms: u64,
) -> Result<JournalOp, String> {
    let mut entry = Entry::read(&row.entry)?;
    if !matches!(outcome, Outcome::Applied | Outcome::NotApplied) {
        return Err("outcome: must be applied or not_applied; anything else is not a verdict".to_owned());
    }
    if verdict.by.trim().is_empty() || verdict.note.trim().is_empty() {
        return Err("by and note: must name the person and what they found, because the verdict of a person is recorded as \
            such"
            .to_owned());
    }
    if verdict.frees_key && outcome == Outcome::Applied {
        return Err("frees_key: has no place with applied: a key that paid stays used".to_owned());
    }
    if row.state == JournalState::Settled {
        let recorded = row.outcome.map_or("no outcome", Outcome::as_str);
        return Err(format!("the entry is settled already, as {recorded}; its outcome does not change"));
    }
    let lease_over = entry.lease_left_ms(row.updated_ms, now_ms) == 0;
    if matches!(row.state, JournalState::Claimed | JournalState::Sending) && !lease_over {
        return Err(format!("{} is still at work on it; wait for its result", entry.owner));
    }
    entry.settled_by = Some(verdict);
    entry.arguments = None;
    entry.lease_ms = 0;
    Ok(next(row, JournalState::Settled, Some(outcome), &entry))
}

/// Removes what a settled entry keeps besides its outcome, if it was settled longer ago than `retention_ms`. The entry
/// itself stays: it recognizes its key for ever. Time removes nothing of an entry that is open.
#[must_use]
pub fn prune(row: &JournalRow, now_ms: u64, retention_ms: u64) -> Option<JournalOp> {
    let mut entry = Entry::read(&row.entry).ok()?;
    let is_old = now_ms >= row.updated_ms.saturating_add(retention_ms);
    // A listed failure is looked for by its reference when its key comes back.
    if row.state != JournalState::Settled || !is_old || entry.is_pruned || entry.is_listed {
        return None;
    }
    let freed = entry.settled_by.as_ref().map(|settled| settled.frees_key);
    entry = Entry {
        fingerprint: entry.fingerprint,
        is_pruned: true,
        settled_by: freed.map(|frees_key| SettledBy {
            by: "a person".to_owned(),
            note: String::new(),
            frees_key,
        }),
        ..Entry::default()
    };
    let JournalOp::Update { mut row, if_generation } = next(row, JournalState::Settled, row.outcome, &entry)
    else {
        return None;
    };
    row.key = None;
    Some(JournalOp::Update { row, if_generation })
}

/// The next generation of a row.
pub(crate) fn next(
    row: &JournalRow,
    state: JournalState,
    outcome: Option<Outcome>,
    entry: &Entry,
) -> JournalOp {
    let written = JournalRow {
        generation: row.generation.saturating_add(1),
        state,
        outcome,
        schema: SCHEMA,
        entry: entry.write(),
        ..row.clone()
    };
    JournalOp::Update { row: Box::new(written), if_generation: row.generation }
}
