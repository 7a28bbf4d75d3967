//! What payonce is required to be right about.

use std::collections::BTreeMap;

use payonce::{Error, Outcome, Payload};
use payonce_sandbox::LedgerReport;

use crate::orders::{Order, name_of};

/// What a caller was told.
#[derive(Debug, Clone)]
pub enum Told {
    /// It is done.
    Done,
    /// It had no effect.
    NotApplied,
    /// Nobody knows, or it is not final: at most one effect.
    Open(Box<Payload>),
}

impl Told {
    /// What an error says about the effect.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        Self::of_payload(error.payload())
    }

    /// What an error says about the effect, in its form that every language shares.
    #[must_use]
    pub fn of_payload(payload: &Payload) -> Self {
        match payload.outcome {
            Outcome::Applied => Self::Done,
            Outcome::NotApplied => Self::NotApplied,
            Outcome::Unknown | Outcome::Pending => Self::Open(Box::new(payload.clone())),
        }
    }

    /// What several callers under one key know together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Done, _) | (_, Self::Done) => Self::Done,
            (open @ Self::Open(_), _) | (_, open @ Self::Open(_)) => open,
            (Self::NotApplied, Self::NotApplied) => Self::NotApplied,
        }
    }
}

/// An order and what came of it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What was asked for.
    pub order: Order,
    /// What the caller was told while the faults lasted.
    pub told: Told,
    /// What he was told later, where that was open.
    pub settled: Option<Told>,
    /// The words that came with it.
    pub words: String,
}

/// A way of being wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// One order, two effects.
    ChargedTwice,
    /// Reported as without effect, and yet it happened.
    FailedButHappened,
    /// Reported as done, and yet it did not happen.
    DoneButDidNot,
    /// Still open after the faults had stopped, although the provider can tell.
    NotSettled,
    /// An effect that nobody asked for.
    Unasked,
}

impl Wrong {
    /// All of them, the worst first.
    pub const ALL: [Self; 5] =
        [Self::ChargedTwice, Self::FailedButHappened, Self::DoneButDidNot, Self::NotSettled, Self::Unasked];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ChargedTwice => "charged twice",
            Self::FailedButHappened => "reported failed, but happened",
            Self::DoneButDidNot => "reported done, but did not happen",
            Self::NotSettled => "not settled when the faults had stopped",
            Self::Unasked => "an effect that nobody asked for",
        }
    }
}

/// One thing that payonce got wrong.
#[derive(Debug, Clone)]
pub struct Offence {
    /// How.
    pub wrong: Wrong,
    /// The seed of the round.
    pub seed: u64,
    /// What was asked for and what was said.
    pub story: String,
}

/// How often each name stands in the ledger: provider, operation and the name of the order.
pub type Effects = BTreeMap<(String, String, String), u64>;

/// Counts the ledger by name.
#[must_use]
pub fn effects(ledger: &LedgerReport) -> Effects {
    let mut effects = Effects::new();
    for effect in &ledger.effects {
        if let Some(name) = name_of(effect) {
            let place = (effect.provider.to_string(), effect.operation.clone(), name);
            *effects.entry(place).or_default() += 1;
        }
    }
    effects
}

/// Compares what was said with what happened.
#[must_use]
pub fn judge(seed: u64, claims: &[Claim], mut effects: Effects) -> Vec<Offence> {
    let mut offences = Vec::new();
    for claim in claims {
        let counts: Vec<u64> = claim
            .order
            .names
            .iter()
            .map(|name| {
                let place = (
                    claim.order.provider.as_str().to_owned(),
                    claim.order.operation.to_owned(),
                    name.clone(),
                );
                effects.remove(&place).unwrap_or_default()
            })
            .collect();
        let offence = |wrong| Offence { wrong, seed, story: story(claim, &counts) };
        if counts.iter().any(|count| *count > 1) {
            offences.push(offence(Wrong::ChargedTwice));
        }
        for told in [Some(&claim.told), claim.settled.as_ref()].into_iter().flatten() {
            match told {
                Told::NotApplied if counts.iter().any(|count| *count > 0) => {
                    offences.push(offence(Wrong::FailedButHappened));
                }
                Told::Done if counts.contains(&0) => offences.push(offence(Wrong::DoneButDidNot)),
                _ => {}
            }
        }
        let open = matches!(claim.settled.as_ref().unwrap_or(&claim.told), Told::Open(_));
        if open && claim.order.can_be_settled() {
            offences.push(offence(Wrong::NotSettled));
        }
    }
    for ((provider, operation, name), count) in effects {
        let story = format!("{provider} {operation} {name}: {count} effects");
        offences.push(Offence { wrong: Wrong::Unasked, seed, story });
    }
    offences
}

fn story(claim: &Claim, counts: &[u64]) -> String {
    let Claim { order, told: first, settled, words } = claim;
    let told = |told: &Told| match told {
        Told::Done => "done",
        Told::NotApplied => "not applied",
        Told::Open(_) => "open",
    };
    let later = settled.as_ref().map_or_else(String::new, |settled| format!(", later {}", told(settled)));
    format!(
        "{} {} {} (callers: {}, effects: {counts:?}): told {}{later}; {words}",
        order.provider,
        order.operation,
        order.arguments,
        order.callers,
        told(first),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders;

    fn claims(told: &Told) -> Vec<Claim> {
        orders::of(1, 40)
            .into_iter()
            .filter(|order| !order.names.is_empty())
            .map(|order| Claim { order, told: told.clone(), settled: None, words: String::new() })
            .collect()
    }

    fn each(claims: &[Claim], count: u64) -> Effects {
        let places = claims.iter().flat_map(|claim| {
            let Order { provider, operation, names, .. } = &claim.order;
            names.iter().map(|name| (provider.as_str().to_owned(), (*operation).to_owned(), name.clone()))
        });
        places.map(|place| (place, count)).collect()
    }

    #[test]
    fn every_way_of_being_wrong_is_seen() {
        let done = claims(&Told::Done);
        let failed = claims(&Told::NotApplied);
        assert!(judge(1, &done, each(&done, 1)).is_empty());
        assert!(judge(1, &failed, Effects::new()).is_empty());
        let found =
            |claims: &[Claim], effects| judge(1, claims, effects).first().map(|offence| offence.wrong);
        assert_eq!(found(&done, each(&done, 2)), Some(Wrong::ChargedTwice));
        assert_eq!(found(&done, Effects::new()), Some(Wrong::DoneButDidNot));
        assert_eq!(found(&failed, each(&failed, 1)), Some(Wrong::FailedButHappened));
        assert_eq!(found(&[], each(&done, 1)), Some(Wrong::Unasked));
    }
}
