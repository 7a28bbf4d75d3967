//! Which rule strikes which call.

use std::collections::HashMap;

use jiff::Timestamp;

use super::button::{self, Button, Pressed, Target};
use super::fault::Fault;
use super::plan::{Calls, FaultPlan};
use crate::catalog::ProviderId;
use crate::random::mix;

/// A hexadecimal number of so many digits was drawn.
const LONG: usize = 16;

/// A plan together with what it has seen so far.
#[derive(Debug, Default)]
pub(crate) struct Dice {
    plan: FaultPlan,
    rules: Vec<RuleState>,
    /// How often each operation was called since the plan was set.
    operations: HashMap<(Option<ProviderId>, String), u64>,
    /// How often each request came since then, where that decides.
    requests: HashMap<u64, u64>,
    /// The buttons that act beside the plan.
    pressed: Vec<Pressed>,
    /// How many were pressed.
    presses: u64,
    /// The number of calls since the plan was set.
    calls: u64,
}

#[derive(Debug, Default, Clone)]
struct RuleState {
    calls: u64,
    strikes: u64,
}

impl Dice {
    pub(crate) fn new(plan: FaultPlan) -> Self {
        let rules = vec![RuleState::default(); plan.rules.len()];
        Self { plan, rules, ..Self::default() }
    }

    pub(crate) fn plan(&self) -> &FaultPlan {
        &self.plan
    }

    /// Presses a button, for one operation or for every one.
    pub(crate) fn press(&mut self, button: Button, only: Option<(ProviderId, String)>, now: Timestamp) {
        self.presses += 1;
        self.pressed.push(Pressed::new(self.presses, button, only, now));
    }

    /// Ends a pressed button; false if it has ended before.
    pub(crate) fn release(&mut self, id: u64) -> bool {
        let before = self.pressed.len();
        self.pressed.retain(|pressed| pressed.id != id);
        self.pressed.len() < before
    }

    /// The buttons that have not ended.
    pub(crate) fn pressed(&self) -> &[Pressed] {
        &self.pressed
    }

    /// How many buttons were pressed since the plan was set.
    pub(crate) fn presses(&self) -> u64 {
        self.presses
    }

    /// How many calls there were since the plan was set.
    pub(crate) fn calls(&self) -> u64 {
        self.calls
    }

    /// The faults of the pressed buttons and of the plan for the next call.
    pub(crate) fn strike(&mut self, target: Target<'_>, request: u64) -> Vec<Fault> {
        self.calls += 1;
        let by_hand = button::act(&mut self.pressed, target);
        self.next_beside(by_hand, target.provider, target.operation, request)
    }

    /// The faults for the next call of this operation, one of each group at most; an address without an operation counts
    /// under "". `request` is its [`fingerprint`]. Those in `struck` act already.
    fn next_beside(
        &mut self,
        mut struck: Vec<Fault>,
        provider: Option<ProviderId>,
        operation: Option<&str>,
        request: u64,
    ) -> Vec<Fault> {
        let name = operation.unwrap_or_default();
        let count = self.operations.entry((provider, name.to_owned())).or_insert(0);
        *count += 1;
        let mut call = *count;
        if self.plan.by_request {
            let count = self.requests.entry(request).or_insert(0);
            *count += 1;
            call = mix(request ^ mix(*count));
        }

        for (index, (rule, state)) in self.plan.rules.iter().zip(&mut self.rules).enumerate() {
            let fits = rule.provider.is_none_or(|wanted| Some(wanted) == provider)
                && rule.operation.as_deref().is_none_or(|wanted| Some(wanted) == operation);
            if !fits {
                continue;
            }
            // Counted even when an earlier rule has struck, so that one rule's luck cannot shift another's.
            state.calls += 1;
            let taken = struck.iter().any(|fault| fault.group() == rule.fault.group());
            if taken || rule.times.is_some_and(|times| state.strikes >= times) {
                continue;
            }
            let strikes = match &rule.calls {
                Calls::All => true,
                Calls::Nth { nth } => nth.contains(&state.calls),
                Calls::Every { every } => *every > 0 && state.calls.is_multiple_of(*every),
                Calls::Probability { probability } => {
                    roll(self.plan.seed, index, provider, name, call) < *probability
                }
            };
            if strikes {
                state.strikes += 1;
                struck.push(rule.fault.clone());
            }
        }
        struck
    }
}

/// A number from 0 up to, not including, 1.
fn roll(seed: u64, rule: usize, provider: Option<ProviderId>, operation: &str, call: u64) -> f64 {
    let mut state = mix(seed ^ mix(rule as u64 + 1));
    for byte in provider.map_or("", ProviderId::as_str).bytes().chain([0]).chain(operation.bytes()) {
        state = mix(state ^ u64::from(byte));
    }
    // 53 bits are what a double holds exactly.
    (mix(state ^ mix(call)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// The same number for the same request, but for the long hexadecimal numbers in it, which clients draw.
pub(crate) fn fingerprint(method: &str, path: &str, body: &[u8]) -> u64 {
    let mut state = 0;
    for part in [method.as_bytes(), path.as_bytes(), body] {
        for run in part.chunk_by(|one, next| one.is_ascii_hexdigit() == next.is_ascii_hexdigit()) {
            let drawn = run.len() >= LONG && run.iter().all(u8::is_ascii_hexdigit);
            let kept = if drawn { &[][..] } else { run };
            state = kept.iter().fold(state, |state, byte| mix(state ^ u64::from(*byte)));
        }
        state = mix(!state);
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::{MemoChange, Rule, When};

    impl Dice {
        fn next(
            &mut self,
            provider: Option<ProviderId>,
            operation: Option<&str>,
            request: u64,
        ) -> Vec<Fault> {
            self.next_beside(Vec::new(), provider, operation, request)
        }
    }

    fn strikes(dice: &mut Dice, operation: &str, calls: usize) -> Vec<bool> {
        (0..calls).map(|_| !dice.next(Some(ProviderId::AgentWallex), Some(operation), 0).is_empty()).collect()
    }

    #[test]
    fn the_same_seed_selects_the_same_calls_whatever_other_calls_are_made() {
        let plan = FaultPlan::new(7, [Rule::new(Fault::Drop { when: When::After }).probability(0.3)]);
        let alone = strikes(&mut Dice::new(plan.clone()), "payments.send", 200);
        let mut dice = Dice::new(plan);
        let mixed: Vec<bool> = (0..200)
            .map(|_| {
                strikes(&mut dice, "agents.get", 3);
                !dice.next(Some(ProviderId::AgentWallex), Some("payments.send"), 0).is_empty()
            })
            .collect();
        assert_eq!(alone, mixed);
        let hits = alone.iter().filter(|hit| **hit).count();
        assert!((40..=80).contains(&hits), "30 % of 200 calls, but {hits} were struck");
    }

    #[test]
    fn a_plan_by_request_selects_the_same_requests_in_any_order() {
        let plan = FaultPlan::new(7, [Rule::new(Fault::Drop { when: When::After }).probability(0.3)]);
        let plan = plan.by_request();
        let body = |number: u64| format!("{{\"memo\": \"payment-{number}\"}}");
        let struck = |order: &mut dyn Iterator<Item = u64>| {
            let mut dice = Dice::new(plan.clone());
            let mut struck: Vec<(u64, bool)> = order
                .map(|number| {
                    let request = fingerprint("POST", "/payments", body(number % 100).as_bytes());
                    (
                        number,
                        !dice.next(Some(ProviderId::AgentWallex), Some("payments.send"), request).is_empty(),
                    )
                })
                .collect();
            struck.sort_unstable();
            struck
        };
        // Each comes twice, the repetition after the first.
        let forwards = struck(&mut (0..200));
        let backwards = struck(&mut (0..100).rev().chain((100..200).rev()));
        assert_eq!(forwards, backwards);
        let hits = forwards.iter().filter(|(_, hit)| *hit).count();
        assert!((40..=80).contains(&hits), "30 % of 200 calls, but {hits} were struck");
        assert!((0..100).any(|number| forwards[number].1 != forwards[number + 100].1));
    }

    #[test]
    fn a_generated_number_does_not_change_the_fingerprint_of_a_request() {
        let of = |memo: &str| fingerprint("POST", "/payments", memo.as_bytes());
        assert_eq!(of("coffee [po_0123456789abcdef0123]"), of("coffee [po_fedcba98765432100123]"));
        assert_ne!(of("coffee 1"), of("coffee 2"));
        assert_ne!(fingerprint("POST", "/a", b"b"), fingerprint("POST", "/ab", b""));
    }

    #[test]
    fn nth_every_and_times_select_the_calls() {
        let fault = Fault::status(500);
        let nth = FaultPlan::new(0, [Rule::new(fault.clone()).nth([2, 3])]);
        assert_eq!(strikes(&mut Dice::new(nth), "a", 4), [false, true, true, false]);
        let every = FaultPlan::new(0, [Rule::new(fault).every(2).times(1)]);
        assert_eq!(strikes(&mut Dice::new(every), "a", 4), [false, true, false, false]);
    }

    #[test]
    fn the_first_matching_rule_applies_until_it_is_exhausted() {
        let plan = FaultPlan::new(0, [Rule::new(Fault::status(500)).times(1), Rule::new(Fault::status(503))]);
        let mut dice = Dice::new(plan);
        assert_eq!(dice.next(None, None, 0), [Fault::status(500)]);
        assert_eq!(dice.next(None, None, 0), [Fault::status(503)]);
    }

    #[test]
    fn faults_of_different_groups_apply_together_and_only_the_first_of_each() {
        let memo = Fault::Memo { change: MemoChange::Lower, characters: None };
        let rules = [Rule::new(Fault::status(500)), Rule::new(memo.clone()), Rule::new(Fault::status(503))];
        let mut dice = Dice::new(FaultPlan::new(0, rules));
        assert_eq!(dice.next(None, None, 0), [Fault::status(500), memo]);
    }
}
