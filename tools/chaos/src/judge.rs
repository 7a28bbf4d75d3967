//! What payonce is required to be right about.

use std::collections::{BTreeMap, BTreeSet};

use payonce::{ErrorPayload, Outcome, Phase};
use payonce_sandbox::{Fault, LedgerReport, RequestRecord};
use serde_json::Value;

use crate::orders::{Order, name_in_memo, name_of};

/// The result that a caller received.
#[derive(Debug, Clone)]
pub enum Reported {
    /// It is done.
    Done,
    /// It had no effect.
    NotApplied,
    /// Unknown, or not final: at most one effect.
    Open(Box<ErrorPayload>),
}

impl Reported {
    /// What an error says about the effect, in its form that every language shares.
    #[must_use]
    pub fn of(payload: &ErrorPayload) -> Self {
        match payload.outcome {
            Outcome::Applied => Self::Done,
            Outcome::NotApplied => Self::NotApplied,
            Outcome::Unknown | Outcome::Pending => Self::Open(Box::new(payload.clone())),
        }
    }

    /// Whether it is still to be found out.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// The result that one caller received.
#[derive(Debug, Clone)]
pub struct CallResult {
    /// While the faults lasted.
    pub reported: Reported,
    /// Later, where that was open.
    pub settled: Option<Reported>,
    /// Whether the caller had lost patience before.
    pub cancelled: bool,
    /// The key that payonce names, with which the operation can be found or repeated.
    pub key: Option<String>,
    /// The words that came with it.
    pub words: String,
}

impl CallResult {
    /// A response that nothing is known of but its words.
    #[must_use]
    pub fn not_applied(words: impl Into<String>) -> Self {
        Self {
            reported: Reported::NotApplied,
            settled: None,
            cancelled: false,
            key: None,
            words: words.into(),
        }
    }

    /// Takes what was found out later.
    pub fn learn(&mut self, later: Self) {
        self.words = format!("{}; later {}", self.words, later.words);
        self.settled = Some(later.reported);
    }

    /// The last word.
    #[must_use]
    pub fn finally(&self) -> &Reported {
        self.settled.as_ref().unwrap_or(&self.reported)
    }
}

/// The calls of `create_intent` before an intent can be executed.
#[derive(Debug, Clone, Default)]
pub struct Intent {
    /// What was said to each of them.
    pub reported: Vec<Reported>,
    /// The intent, if there is one in the end.
    pub id: Option<String>,
}

/// An order and what came of it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What was asked for.
    pub order: Order,
    /// What came of the intent that is to be executed, where that is the order.
    pub intent: Option<Intent>,
    /// What was said to each of its callers.
    pub call_results: Vec<CallResult>,
    /// Whether the provider shows it otherwise than it was sent, so that it may not be found.
    pub disfigured: bool,
}

impl Claim {
    /// Takes the name of the effect from the results, if the caller had given none.
    pub fn learn_names(&mut self) {
        if self.order.names.is_empty() {
            self.order.names =
                self.call_results.iter().filter_map(|call_result| call_result.key.clone()).collect();
        }
    }
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
    /// Still open after the faults had stopped, although it can be repeated under its key, or the provider shows it.
    NotSettled,
    /// Open, and the caller has nothing to find it by.
    WithoutKey,
    /// An effect without an order.
    Unasked,
}

impl Wrong {
    /// All of them, the worst first.
    pub const ALL: [Self; 6] = [
        Self::ChargedTwice,
        Self::FailedButHappened,
        Self::DoneButDidNot,
        Self::NotSettled,
        Self::WithoutKey,
        Self::Unasked,
    ];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ChargedTwice => "charged twice",
            Self::FailedButHappened => "reported failed, but happened",
            Self::DoneButDidNot => "reported done, but did not happen",
            Self::NotSettled => "not settled when the faults had stopped",
            Self::WithoutKey => "open, and no key or reference to find it by",
            Self::Unasked => "an effect without an order",
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
    /// How many operations the round had.
    pub operations: usize,
    /// What was asked for and what was said.
    pub story: String,
}

/// Notes which claims the provider shows otherwise than they were sent.
pub fn note_disfigured(claims: &mut [Claim], requests: &[RequestRecord]) {
    let changes = |fault: &Fault| matches!(fault, Fault::Memo { .. } | Fault::Clock { .. });
    let names: BTreeSet<String> = requests
        .iter()
        .filter(|request| request.operation.as_deref() == Some("payments.send"))
        .filter(|request| request.faults.iter().any(changes))
        .filter_map(|request| {
            let body: Value = serde_json::from_str(&request.body).ok()?;
            Some(name_in_memo(body.get("memo")?.as_str()?))
        })
        .collect();
    for claim in claims.iter_mut().filter(|claim| claim.order.is_searched_for()) {
        claim.disfigured = claim.order.names.iter().any(|name| names.contains(name));
    }
}

/// How often each name occurs in the ledger: provider, operation and the name of the order.
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

/// Compares what was said with what happened, in the round of this seed with so many operations.
#[must_use]
pub fn judge(seed: u64, operations: usize, claims: &[Claim], mut effects: Effects) -> Vec<Offence> {
    let mut offences = Vec::new();
    for claim in claims {
        let Order { provider, operation, names, .. } = &claim.order;
        let place = |name: &String| (provider.as_str().to_owned(), (*operation).to_owned(), name.clone());
        let counts: Vec<u64> =
            names.iter().map(|name| effects.remove(&place(name)).unwrap_or_default()).collect();
        for wrong in wrongs(claim, &counts) {
            offences.push(Offence { wrong, seed, operations, story: story(claim, &counts) });
        }
        let intent = claim.intent.as_ref().and_then(|intent| intent.id.as_ref());
        let made = |id: &String| (provider.as_str().to_owned(), "create_intent".to_owned(), id.clone());
        if let Some(id) = intent.filter(|id| effects.remove(&made(id)).is_none()) {
            let story = format!("{provider} create_intent returned {id}, which is not there");
            offences.push(Offence { wrong: Wrong::DoneButDidNot, seed, operations, story });
        }
    }
    // A second intent does no harm: it expires if it is not executed.
    effects.retain(|(_, operation, _), _| operation != "create_intent");
    for ((provider, operation, name), count) in effects {
        let story = format!("{provider} {operation} {name}: {count} effects");
        offences.push(Offence { wrong: Wrong::Unasked, seed, operations, story });
    }
    offences
}

/// `counts` are how often each of its names occurs in the ledger.
fn wrongs(claim: &Claim, counts: &[u64]) -> Vec<Wrong> {
    let Claim { order, call_results, .. } = claim;
    let happened = counts.iter().any(|count| *count > 0);
    let done = |reported: &Reported| matches!(reported, Reported::Done);
    let not = |reported: &Reported| matches!(reported, Reported::NotApplied);
    let reported_done =
        call_results.iter().any(|call_result| done(&call_result.reported) || done(call_result.finally()));
    // With one key for several callers, that of one may fail for good while another's succeeds. The report to a caller
    // later is about the key, and so about all of them.
    let reported_failed = call_results.iter().all(|call_result| not(&call_result.reported))
        || call_results.iter().any(|call_result| call_result.settled.as_ref().is_some_and(not));
    let open = call_results.iter().any(|call_result| call_result.finally().is_open());
    let lost =
        call_results.iter().any(|call_result| call_result.reported.is_open() && call_result.key.is_none());

    let mut wrongs = Vec::new();
    let mut add = |is_so: bool, wrong: Wrong| is_so.then(|| wrongs.push(wrong));
    add(counts.iter().any(|count| *count > 1), Wrong::ChargedTwice);
    add(reported_failed && happened, Wrong::FailedButHappened);
    add(reported_done && (counts.contains(&0) || counts.is_empty()), Wrong::DoneButDidNot);
    // A search that finds nothing proves nothing, and leaves it open: but what is there has to be found.
    // A repetition under the same key that is refused proves nothing about the first one either.
    let refused =
        |reported: &Reported| matches!(reported, Reported::Open(payload) if payload.phase == Phase::Answered);
    let answered = call_results.iter().filter_map(|call_result| call_result.settled.as_ref()).any(refused);
    let findable = match order.is_searched_for() {
        true => happened && !claim.disfigured,
        false => order.can_be_settled() && (happened || !answered),
    };
    add(open && findable, Wrong::NotSettled);
    add(lost && order.has_a_key(), Wrong::WithoutKey);
    wrongs
}

fn story(claim: &Claim, counts: &[u64]) -> String {
    let name = |reported: &Reported| match reported {
        Reported::Done => "done",
        Reported::NotApplied => "not applied",
        Reported::Open(_) => "open",
    };
    let call_results: Vec<String> = claim
        .call_results
        .iter()
        .map(|call_result| {
            let later = call_result
                .settled
                .as_ref()
                .map_or_else(String::new, |settled| format!(", later {}", name(settled)));
            let cancelled = if call_result.cancelled { ", cancelled" } else { "" };
            format!("reported {}{cancelled}{later}; {}", name(&call_result.reported), call_result.words)
        })
        .collect();
    let Order { provider, operation, arguments, .. } = &claim.order;
    format!("{provider} {operation} {arguments} (effects: {counts:?}): {}", call_results.join(" | "))
}

#[cfg(test)]
mod tests {
    use payonce::Provider;
    use payonce_core::Reference;

    use super::*;
    use crate::orders;

    fn call_result(reported: &Reported, settled: Option<&Reported>) -> CallResult {
        CallResult {
            reported: reported.clone(),
            settled: settled.cloned(),
            key: Some("key".to_owned()),
            ..CallResult::not_applied("")
        }
    }

    fn claims(reported: &Reported, settled: Option<&Reported>) -> Vec<Claim> {
        orders::of(1, 40)
            .into_iter()
            .filter(|order| !order.names.is_empty() && order.can_be_settled())
            .map(|order| Claim {
                order,
                intent: None,
                call_results: vec![call_result(reported, settled)],
                disfigured: false,
            })
            .collect()
    }

    fn each(claims: &[Claim], count: u64) -> Effects {
        let places = claims.iter().flat_map(|claim| {
            let Order { provider, operation, names, .. } = &claim.order;
            names.iter().map(|name| (provider.as_str().to_owned(), (*operation).to_owned(), name.clone()))
        });
        places.map(|place| (place, count)).collect()
    }

    fn open() -> Reported {
        let payload =
            ErrorPayload::from_reference(Provider::AGENTWALLEX, "payments.send", Reference::default());
        Reported::of(&payload)
    }

    fn first_wrong(claims: &[Claim], effects: Effects) -> Option<Wrong> {
        judge(1, 40, claims, effects).first().map(|offence| offence.wrong)
    }

    #[test]
    fn every_wrong_report_is_detected() {
        let done = claims(&Reported::Done, None);
        let failed = claims(&Reported::NotApplied, None);
        assert_eq!(first_wrong(&done, each(&done, 1)), None);
        assert_eq!(first_wrong(&failed, Effects::new()), None);
        assert_eq!(first_wrong(&done, each(&done, 2)), Some(Wrong::ChargedTwice));
        assert_eq!(first_wrong(&done, Effects::new()), Some(Wrong::DoneButDidNot));
        assert_eq!(first_wrong(&failed, each(&failed, 1)), Some(Wrong::FailedButHappened));
        assert_eq!(first_wrong(&[], each(&done, 1)), Some(Wrong::Unasked));
    }

    #[test]
    fn an_open_call_must_be_settled_correctly() {
        assert_eq!(first_wrong(&claims(&open(), None), Effects::new()), Some(Wrong::NotSettled));
        let (searched, _): (Vec<Claim>, Vec<Claim>) =
            claims(&open(), None).into_iter().partition(|claim| claim.order.is_searched_for());
        assert!(!searched.is_empty());
        assert_eq!(first_wrong(&searched, Effects::new()), None, "what is not there cannot be found");
        assert_eq!(first_wrong(&searched, each(&searched, 1)), Some(Wrong::NotSettled));
        let disfigured: Vec<Claim> =
            searched.into_iter().map(|claim| Claim { disfigured: true, ..claim }).collect();
        assert_eq!(first_wrong(&disfigured, each(&disfigured, 1)), None);
        let found = claims(&open(), Some(&Reported::Done));
        assert_eq!(first_wrong(&found, each(&found, 1)), None);
        assert_eq!(first_wrong(&found, Effects::new()), Some(Wrong::DoneButDidNot));
        let missed = claims(&open(), Some(&Reported::NotApplied));
        assert_eq!(first_wrong(&missed, Effects::new()), None);
        assert_eq!(first_wrong(&missed, each(&missed, 1)), Some(Wrong::FailedButHappened));
    }

    #[test]
    fn an_open_call_without_its_key_is_detected() {
        let mut found = claims(&open(), Some(&Reported::Done));
        found
            .iter_mut()
            .flat_map(|claim| &mut claim.call_results)
            .for_each(|call_result| call_result.key = None);
        assert_eq!(first_wrong(&found, each(&found, 1)), Some(Wrong::WithoutKey));
    }

    #[test]
    fn one_of_several_callers_with_one_key_can_fail_while_another_succeeds() {
        let mut several = claims(&Reported::Done, None);
        for claim in &mut several {
            claim.call_results.push(call_result(&Reported::NotApplied, None));
        }
        assert_eq!(first_wrong(&several, each(&several, 1)), None);
        assert_eq!(first_wrong(&several, each(&several, 2)), Some(Wrong::ChargedTwice));
        for call_result in several.iter_mut().flat_map(|claim| &mut claim.call_results) {
            call_result.reported = Reported::NotApplied;
        }
        assert_eq!(first_wrong(&several, each(&several, 1)), Some(Wrong::FailedButHappened));
    }
}
