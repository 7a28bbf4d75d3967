//! What a call may do about the entry that it finds under its key.
//!
//! A lease that ends gives the right to look, never the right to send. Only an operation whose repetition the provider
//! itself recognizes is sent again. Everything else is looked for, or stays open until a person settles it.

use crate::journal::entry::Entry;
use crate::journal::row::{JournalRow, JournalState};
use crate::model::safety::Safety;
use crate::model::vocabulary::Outcome;

/// The call that wants the key.
pub(crate) struct Claimant<'a> {
    pub(crate) account: &'a str,
    pub(crate) fingerprint: &'a str,
    pub(crate) safety: Safety,
    /// Whether the provider can be asked for the payment by its reference.
    pub(crate) can_search: bool,
}

/// What the call may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The key was used for something else. Nothing is sent.
    Refuse(String),
    /// The operation took effect; its result is in the entry.
    Replay,
    /// The operation took effect, and its result is no longer kept.
    AlreadyApplied,
    /// Another process works on it.
    Wait,
    /// Write the next generation, then go on.
    Take(Take),
    /// It may have taken effect, and nothing but a person can find out.
    StillOpen,
}

/// What follows once the next generation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// Nothing was sent under this key, or it certainly had no effect: send.
    Send,
    /// It may have taken effect, and the provider recognizes the repetition: send it again.
    Resend,
    /// It may have taken effect: ask the provider, and send nothing.
    Search,
    /// It may have taken effect and cannot be looked for: record that it is open.
    MarkOpen,
}

pub(crate) fn decide(row: &JournalRow, entry: &Entry, claimant: &Claimant<'_>, now_ms: u64) -> Decision {
    let lease_over = entry.lease_left_ms(row.updated_ms, now_ms) == 0;
    let is_free = match (row.state, row.outcome) {
        (JournalState::Claimed, _) => lease_over,
        (JournalState::Settled, Some(Outcome::NotApplied)) => {
            !entry.is_listed && entry.settled_by.as_ref().is_none_or(|settled| settled.frees_key)
        }
        _ => false,
    };
    if is_free {
        return Decision::Take(Take::Send);
    }
    if row.account != claimant.account {
        return Decision::Refuse(format!(
            "was used with another API key or base URL before, recorded as account \"{}\"; if only the key was rotated, \
             give the journal that name as its account; for another account, use another key or another journal",
            row.account
        ));
    }
    if entry.fingerprint != claimant.fingerprint {
        return Decision::Refuse(
            "was used for other arguments before, which may have been paid; a new key makes a further payment"
                .to_owned(),
        );
    }
    match (row.state, row.outcome) {
        (JournalState::Planned, _) => Decision::Take(Take::Send),
        (JournalState::Claimed, _) => Decision::Wait,
        (JournalState::Settled, Some(Outcome::Applied)) if entry.result.is_some() => Decision::Replay,
        (JournalState::Settled, Some(Outcome::Applied)) => Decision::AlreadyApplied,
        (JournalState::Settled, Some(Outcome::NotApplied)) if !entry.is_listed => Decision::Refuse(format!(
            "was settled by {} as not_applied and stays used; a new key makes a new payment",
            entry.settled_by.as_ref().map_or("a person", |settled| settled.by.as_str())
        )),
        (JournalState::Sending, _) if !lease_over => Decision::Wait,
        // Another process is looking at it.
        (JournalState::Open, _) if !lease_over => Decision::Wait,
        (state, _) => match claimant.safety {
            Safety::Read | Safety::Idempotent | Safety::Keyed => Decision::Take(Take::Resend),
            Safety::Reconcilable if claimant.can_search => Decision::Take(Take::Search),
            Safety::Reconcilable | Safety::Unkeyed if state == JournalState::Sending => {
                Decision::Take(Take::MarkOpen)
            }
            Safety::Reconcilable | Safety::Unkeyed => Decision::StillOpen,
        },
    }
}
