//! What a call may do about the entry that it finds under its key.
//!
//! A lease that ends gives the right to look, never the right to send. Only an operation whose repetition the provider
//! itself recognizes is sent again. Everything else is looked for, or stays open until a person settles it.

use std::time::Duration;

use crate::journal::entry::Entry;
use crate::journal::row::{JournalRow, JournalState};
use crate::model::clock::whole_milliseconds;
use crate::model::safety::Safety;
use crate::model::vocabulary::Outcome;

/// How long after the first request a provider is trusted to recognize its key. None of the providers here documents how long
/// it remembers keys. Stripe, which does, promises 24 hours (its API reference, "Idempotent requests"). The last two
/// are for clocks that differ.
const KEYED_WINDOW_MS: u64 = 22 * 60 * 60 * 1000;

/// How long after the first request the key is sent again.
fn trusted_window_ms(documented: Option<Duration>) -> u64 {
    documented.map_or(KEYED_WINDOW_MS, |window| whole_milliseconds(window).saturating_sub(CLOCK_SKEW_MS))
}

/// By how much two clocks may differ: each by an hour. A first request that lies further in the future has no known age.
const CLOCK_SKEW_MS: u64 = 2 * 60 * 60 * 1000;

/// The call that wants the key.
pub(crate) struct Claimant<'a> {
    pub(crate) account: &'a str,
    pub(crate) fingerprint: &'a str,
    pub(crate) safety: Safety,
    /// How long the provider documents that it remembers a key, if it does.
    pub(crate) key_window: Option<Duration>,
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
    let sent_ms = entry.first_sent_ms.map_or(row.created_ms, |sent_ms| sent_ms.min(row.updated_ms));
    let is_recent = !entry.resend_is_over
        && sent_ms <= now_ms.saturating_add(CLOCK_SKEW_MS)
        && now_ms.saturating_sub(sent_ms) <= trusted_window_ms(claimant.key_window);
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
            Safety::Read | Safety::Idempotent => Decision::Take(Take::Resend),
            Safety::Keyed if is_recent => Decision::Take(Take::Resend),
            Safety::Reconcilable if claimant.can_search => Decision::Take(Take::Search),
            Safety::Keyed | Safety::Reconcilable | Safety::Unkeyed if state == JournalState::Sending => {
                Decision::Take(Take::MarkOpen)
            }
            Safety::Keyed | Safety::Reconcilable | Safety::Unkeyed => Decision::StillOpen,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::row::SCHEMA;
    use crate::spec::provider::Provider;

    const NOW: u64 = 1_800_000_000_000;

    fn decided(state: JournalState, safety: Safety, sent_ago_ms: u64) -> Decision {
        let entry =
            Entry { fingerprint: "f".to_owned(), first_sent_ms: Some(NOW - sent_ago_ms), ..Entry::default() };
        let row = JournalRow {
            id: "pj_1".to_owned(),
            generation: 2,
            state,
            outcome: None,
            provider: Provider::AGENTPAY,
            account: "a".to_owned(),
            operation: "consume".to_owned(),
            key: Some("k".to_owned()),
            created_ms: NOW - sent_ago_ms,
            updated_ms: NOW - sent_ago_ms,
            schema: SCHEMA,
            entry: String::new(),
        };
        let claimant =
            Claimant { account: "a", fingerprint: "f", safety, key_window: None, can_search: false };
        decide(&row, &entry, &claimant, NOW)
    }

    #[test]
    fn a_key_that_the_provider_may_have_forgotten_sends_nothing() {
        let within = KEYED_WINDOW_MS;
        let (sending, open) = (JournalState::Sending, JournalState::Open);
        assert_eq!(decided(sending, Safety::Keyed, within), Decision::Take(Take::Resend));
        assert_eq!(decided(open, Safety::Keyed, within), Decision::Take(Take::Resend));
        assert_eq!(decided(sending, Safety::Keyed, within + 1), Decision::Take(Take::MarkOpen));
        assert_eq!(decided(open, Safety::Keyed, within + 1), Decision::StillOpen);
        assert_eq!(decided(open, Safety::Idempotent, within + 1), Decision::Take(Take::Resend));
    }

    #[test]
    fn a_first_request_in_the_future_has_no_known_age() {
        let decided = |ahead_ms, resend_is_over| {
            let entry = Entry {
                fingerprint: "f".to_owned(),
                first_sent_ms: Some(NOW + ahead_ms),
                resend_is_over,
                ..Entry::default()
            };
            let written_ms = NOW + ahead_ms;
            let row = JournalRow {
                id: "pj_1".to_owned(),
                generation: 2,
                state: JournalState::Open,
                outcome: None,
                provider: Provider::AGENTPAY,
                account: "a".to_owned(),
                operation: "consume".to_owned(),
                key: Some("k".to_owned()),
                created_ms: written_ms,
                updated_ms: written_ms,
                schema: SCHEMA,
                entry: String::new(),
            };
            let claimant = Claimant {
                account: "a",
                fingerprint: "f",
                safety: Safety::Keyed,
                key_window: None,
                can_search: false,
            };
            decide(&row, &entry, &claimant, NOW)
        };
        assert_eq!(decided(CLOCK_SKEW_MS, false), Decision::Take(Take::Resend));
        assert_eq!(decided(CLOCK_SKEW_MS + 1, false), Decision::StillOpen);
        assert_eq!(decided(0, true), Decision::StillOpen);
    }

    #[test]
    fn a_sender_whose_clock_was_ahead_does_not_lengthen_the_window() {
        let day_ms = 24 * 60 * 60 * 1000;
        // The store wrote the row two days ago; the sender believed that it was a month later.
        let entry =
            Entry { fingerprint: "f".to_owned(), first_sent_ms: Some(NOW + 28 * day_ms), ..Entry::default() };
        let row = JournalRow {
            id: "pj_1".to_owned(),
            generation: 2,
            state: JournalState::Sending,
            outcome: None,
            provider: Provider::AGENTPAY,
            account: "a".to_owned(),
            operation: "consume".to_owned(),
            key: Some("k".to_owned()),
            created_ms: NOW - 2 * day_ms,
            updated_ms: NOW - 2 * day_ms,
            schema: SCHEMA,
            entry: String::new(),
        };
        let claimant = Claimant {
            account: "a",
            fingerprint: "f",
            safety: Safety::Keyed,
            key_window: None,
            can_search: false,
        };
        assert_eq!(decide(&row, &entry, &claimant, NOW), Decision::Take(Take::MarkOpen));
    }
}
