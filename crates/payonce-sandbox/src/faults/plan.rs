//! A fault plan: which faults strike which calls.

use serde::Serialize;

use super::fault::Fault;
use crate::catalog::ProviderId;

/// Which of a rule's calls it strikes.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(untagged)]
pub enum Calls {
    /// All of them.
    #[default]
    All,
    /// Each with this probability, from 0 to 1.
    Probability {
        /// The chance of each call.
        probability: f64,
    },
    /// Those with these numbers, counted from 1.
    Nth {
        /// The call numbers.
        nth: Vec<u64>,
    },
    /// Every so many: 3 strikes the third, sixth, ninth.
    Every {
        /// The distance.
        every: u64,
    },
}

/// A fault and the calls that it strikes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// Only this provider, or all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderId>,
    /// Only this operation, by payonce's name, or all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Which of the calls that fit.
    #[serde(flatten)]
    pub calls: Calls,
    /// At most so many times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// What happens to them.
    pub fault: Fault,
}

impl Rule {
    /// A rule for every call of every provider; narrow it with the other methods.
    #[must_use]
    pub fn new(fault: Fault) -> Self {
        Self { provider: None, operation: None, calls: Calls::All, times: None, fault }
    }

    /// Only this operation of this provider.
    #[must_use]
    pub fn on(mut self, provider: ProviderId, operation: impl Into<String>) -> Self {
        self.provider = Some(provider);
        self.operation = Some(operation.into());
        self
    }

    /// Only this provider.
    #[must_use]
    pub fn provider(mut self, provider: ProviderId) -> Self {
        self.provider = Some(provider);
        self
    }

    /// Each call with this probability.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.calls = Calls::Probability { probability };
        self
    }

    /// Only the calls with these numbers, counted from 1.
    #[must_use]
    pub fn nth(mut self, numbers: impl Into<Vec<u64>>) -> Self {
        self.calls = Calls::Nth { nth: numbers.into() };
        self
    }

    /// Only every so many calls: 3 strikes the third, sixth, ninth.
    #[must_use]
    pub fn every(mut self, every: u64) -> Self {
        self.calls = Calls::Every { every };
        self
    }

    /// At most so many times.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }
}

/// A seed and the rules, of which the first that fits acts, once for each of the parts of a call that faults act on.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FaultPlan {
    /// Where the dice of `probability` start.
    pub seed: u64,
    /// In order of precedence.
    pub rules: Vec<Rule>,
    /// Whether the dice of `probability` look at the request instead of its place among all of its operation.
    #[serde(skip)]
    pub by_request: bool,
}

impl FaultPlan {
    /// No faults.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// A plan of these rules.
    #[must_use]
    pub fn new(seed: u64, rules: impl Into<Vec<Rule>>) -> Self {
        Self { seed, rules: rules.into(), by_request: false }
    }

    /// Lets the dice of `probability` depend on what is asked for (method, path and body, long hexadecimal numbers
    /// left out, since clients draw them) and on how often that came before. Concurrent callers then meet the same
    /// faults again, in whatever order their requests come in.
    #[must_use]
    pub fn by_request(mut self) -> Self {
        self.by_request = true;
        self
    }
}
