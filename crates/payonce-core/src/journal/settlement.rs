//! Verdicts of people, and the end of what is settled.

use std::fmt;

use crate::journal::entry::{Entry, SettledBy};
use crate::journal::operation::JournalOp;
use crate::journal::row::{JournalRow, JournalState, SCHEMA};
use crate::model::vocabulary::Outcome;

/// The refusal of a verdict about an entry that changed between its read and the write.
pub const CHANGED: &str = "has an entry that changed at this moment; look at it again";

/// Why a person cannot settle an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettlementRefusal {
    /// The argument that has to change.
    pub field: &'static str,
    /// What is wrong with it, in words for the person.
    pub problem: String,
}

impl SettlementRefusal {
    fn new(field: &'static str, problem: impl Into<String>) -> Self {
        Self { field, problem: problem.into() }
    }
}

impl fmt::Display for SettlementRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.problem)
    }
}

impl std::error::Error for SettlementRefusal {}

/// The one row among those that a key was found in.
///
/// # Errors
/// That there is none, or more than one.
pub fn only_row<T>(mut found: Vec<T>) -> Result<T, SettlementRefusal> {
    let refused = |problem: String| Err(SettlementRefusal::new("key", problem));
    match (found.pop(), found.len()) {
        (Some(row), 0) => Ok(row),
        (None, _) => refused("is of no entry of this journal; list its entries to see their keys".to_owned()),
        (Some(_), others) => {
            refused(format!("was used for {} operations; name the entry by its id", others.saturating_add(1)))
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
) -> Result<JournalOp, SettlementRefusal> {
    let refused = |field, problem: &str| Err(SettlementRefusal::new(field, problem));
    let mut entry = Entry::read(&row.entry).map_err(|problem| SettlementRefusal::new("key", problem))?;
    if !matches!(outcome, Outcome::Applied | Outcome::NotApplied) {
        return refused("outcome", "must be applied or not_applied; anything else is not a verdict");
    }
    for (field, text) in [("by", &verdict.by), ("note", &verdict.note)] {
        if text.trim().is_empty() {
            let problem =
                "must not be empty: the verdict of a person is recorded with their name and what they found";
            return refused(field, problem);
        }
    }
    if verdict.frees_key && outcome == Outcome::Applied {
        return refused("frees_key", "has no place with applied: a key that paid stays used");
    }
    if row.state == JournalState::Settled {
        let recorded = row.outcome.map_or("no outcome", Outcome::as_str);
        let problem =
            format!("has an entry that is settled already, as {recorded}; its outcome does not change");
        return refused("key", &problem);
    }
    let lease_over = entry.lease_left_ms(row.updated_ms, now_ms) == 0;
    if matches!(row.state, JournalState::Claimed | JournalState::Sending) && !lease_over {
        let problem = format!("has an entry that {} is still at work on; wait for its result", entry.owner);
        return refused("key", &problem);
    }
    entry.settled_by = Some(verdict);
    entry.arguments = None;
    entry.lease_ms = 0;
    Ok(taken_over(row, JournalState::Settled, Some(outcome), &entry))
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
    let JournalOp::Update { mut row, if_generation } =
        taken_over(row, JournalState::Settled, row.outcome, &entry)
    else {
        return None;
    };
    row.key = None;
    Some(JournalOp::Update { row, if_generation })
}

/// The next generation of a row, written by the call that has it.
pub(crate) fn next(
    row: &JournalRow,
    state: JournalState,
    outcome: Option<Outcome>,
    entry: &Entry,
) -> JournalOp {
    later(row, 1, state, outcome, entry)
}

/// The generation with which any other writer takes a row over. It leaves one out: a call whose last write had no answer takes
/// the next generation for its own, and must not find that of another writer there.
pub(crate) fn taken_over(
    row: &JournalRow,
    state: JournalState,
    outcome: Option<Outcome>,
    entry: &Entry,
) -> JournalOp {
    later(row, 2, state, outcome, entry)
}

fn later(
    row: &JournalRow,
    generations: u64,
    state: JournalState,
    outcome: Option<Outcome>,
    entry: &Entry,
) -> JournalOp {
    let written = JournalRow {
        generation: row.generation.saturating_add(generations),
        state,
        outcome,
        schema: SCHEMA,
        entry: entry.write(),
        ..row.clone()
    };
    JournalOp::Update { row: Box::new(written), if_generation: row.generation }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::provider::Provider;

    fn row(state: JournalState, entry: &str) -> JournalRow {
        JournalRow {
            id: "id".to_owned(),
            generation: 1,
            state,
            outcome: None,
            provider: Provider::AGENTWALLEX,
            account: "account".to_owned(),
            operation: "payments.send".to_owned(),
            key: Some("order-7".to_owned()),
            created_ms: 0,
            updated_ms: 1_000,
            schema: SCHEMA,
            entry: entry.to_owned(),
        }
    }

    fn verdict(by: &str, note: &str) -> SettledBy {
        SettledBy { by: by.to_owned(), note: note.to_owned(), frees_key: false }
    }

    #[test]
    fn a_refusal_names_its_field_and_keeps_its_whole_text() {
        // An owner may have any name, also one that looks like a field and its problem.
        let at_work =
            Entry { owner: "outcome: host-1: 4711".to_owned(), lease_ms: 60_000, ..Entry::default() };
        let at_work = row(JournalState::Sending, &at_work.write());
        let refused = settle(&at_work, Outcome::Applied, verdict("ana", "found"), 2_000).unwrap_err();
        assert_eq!(refused.field, "key");
        assert!(refused.problem.contains("outcome: host-1: 4711 is still at work"), "{refused}");

        let unreadable =
            settle(&row(JournalState::Open, "{"), Outcome::Applied, verdict("ana", "found"), 2_000);
        assert_eq!(unreadable.unwrap_err().field, "key");

        let open = row(JournalState::Open, &Entry::default().write());
        let field = |outcome, verdict| settle(&open, outcome, verdict, 2_000).unwrap_err().field;
        assert_eq!(field(Outcome::Unknown, verdict("ana", "found")), "outcome");
        assert_eq!(field(Outcome::Applied, verdict(" ", "found")), "by");
        assert_eq!(field(Outcome::Applied, verdict("ana", "")), "note");
        let frees = SettledBy { frees_key: true, ..verdict("ana", "found") };
        assert_eq!(field(Outcome::Applied, frees), "frees_key");
    }
}
