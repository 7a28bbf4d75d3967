//! From facts to permission: the only place that decides whether a request may be sent again.
//!
//! A row of a provider's table states facts (kind, actor, evidence). Only this module derives the consequences from them,
//! for this operation and for how far the call got.

use crate::model::safety::Safety;
use crate::model::vocabulary::{Actor, Advice, Evidence, Kind, Outcome, Phase};

/// The known facts about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What went wrong.
    pub kind: Kind,
    /// Who can fix it.
    pub actor: Actor,
    /// What the response proves about its effect.
    pub evidence: Evidence,
    /// How far the call got.
    pub phase: Phase,
    /// What a second request would do.
    pub safety: Safety,
    /// Whether an earlier attempt of the same call may have taken effect.
    pub earlier_unknown: bool,
    /// Whether the provider asked for a wait.
    pub asked_to_wait: bool,
    /// What went wrong at the service behind the provider, if the provider only passes that on. It decides whether waiting
    /// helps and what to fix.
    pub upstream_kind: Option<Kind>,
    /// The provider's own statement about a retry; safety still decides.
    pub should_retry: Option<bool>,
}

impl Facts {
    /// The facts of a single attempt, where nothing else is known.
    #[must_use]
    pub const fn new(kind: Kind, actor: Actor, evidence: Evidence, phase: Phase, safety: Safety) -> Self {
        Self {
            kind,
            actor,
            evidence,
            phase,
            safety,
            earlier_unknown: false,
            asked_to_wait: false,
            upstream_kind: None,
            should_retry: None,
        }
    }
}

/// The consequences of the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the call took effect.
    pub outcome: Outcome,
    /// Whether sending the very same request again can help and cannot take effect twice.
    pub retryable: bool,
    /// The next step.
    pub advice: Advice,
    /// The status that a server should respond to its own client with.
    pub respond_status: u16,
}

/// Derives the verdict.
#[must_use]
pub fn derive(facts: Facts) -> Verdict {
    let outcome = outcome(facts);
    let passes =
        facts.should_retry.unwrap_or_else(|| facts.upstream_kind.unwrap_or(facts.kind).is_transient());
    let retryable = passes
        && match outcome {
            Outcome::NotApplied => true,
            Outcome::Unknown => facts.safety.allows_blind_resend(),
            Outcome::Applied | Outcome::Pending => false,
        };
    Verdict {
        outcome,
        retryable,
        advice: advice(facts, outcome, retryable),
        respond_status: respond_status(facts, outcome),
    }
}

fn outcome(facts: Facts) -> Outcome {
    if facts.safety == Safety::Read {
        return Outcome::NotApplied;
    }
    let this_attempt = match (facts.evidence, facts.phase) {
        (Evidence::Duplicate | Evidence::Applied, _) => return Outcome::Applied,
        (Evidence::Pending, _) => return Outcome::Pending,
        (Evidence::Refused, _) | (Evidence::None, Phase::BeforeSend) => Outcome::NotApplied,
        (Evidence::None, _) => Outcome::Unknown,
    };
    // A refusal concerns only its own attempt: the one before it may still have moved money.
    if facts.earlier_unknown { Outcome::Unknown } else { this_attempt }
}

fn advice(facts: Facts, outcome: Outcome, retryable: bool) -> Advice {
    match outcome {
        Outcome::Applied => return Advice::Stop,
        Outcome::Pending => return Advice::Wait,
        Outcome::Unknown if !retryable => return Advice::Reconcile,
        Outcome::Unknown | Outcome::NotApplied => {}
    }
    if retryable {
        let cause = facts.upstream_kind.unwrap_or(facts.kind);
        return if facts.asked_to_wait || cause == Kind::RateLimited { Advice::Wait } else { Advice::Retry };
    }
    match facts.upstream_kind.unwrap_or(facts.kind) {
        // An object that does not exist yet, and that no actor has to create, appears later.
        Kind::NotFound if facts.actor == Actor::None => Advice::Wait,
        Kind::InvalidArgument
        | Kind::InvalidRequest
        | Kind::NotFound
        | Kind::Conflict
        | Kind::SessionExpired => Advice::FixRequest,
        Kind::Authentication => Advice::FixCredentials,
        Kind::InsufficientFunds => Advice::AddFunds,
        Kind::LimitReached | Kind::PlanLimit => Advice::ChangeLimit,
        Kind::Permission | Kind::PolicyViolation | Kind::AccountBlocked | Kind::ApprovalTimeout => {
            Advice::AskHuman
        }
        _ => Advice::Stop,
    }
}

/// Every status that a server may have to respond to its own client with.
pub const RESPOND_STATUSES: &[u16] = &[400, 401, 402, 403, 404, 409, 429, 500, 502, 503];

/// 4xx means that the client can fix the error, so it is used only if that is true. It is never used while the payment may
/// have happened, because a 402 would ask for a second one.
fn respond_status(facts: Facts, outcome: Outcome) -> u16 {
    match outcome {
        Outcome::Unknown => return 502,
        Outcome::Pending => return 503,
        Outcome::Applied | Outcome::NotApplied => {}
    }
    match (facts.kind, facts.actor) {
        (Kind::RateLimited, _) => 429,
        (Kind::InsufficientFunds, Actor::EndUser) => 402,
        (Kind::Authentication, Actor::EndUser) => 401,
        (Kind::NotFound, Actor::EndUser) => 404,
        (Kind::Conflict, Actor::EndUser) => 409,
        (Kind::InvalidArgument | Kind::InvalidRequest, Actor::EndUser) => 400,
        (_, Actor::EndUser) => 403,
        (_, Actor::Developer) => 500,
        (Kind::Server | Kind::Upstream | Kind::Decode | Kind::Failed | Kind::Unknown, _) => 502,
        _ => 503,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_of<T: Copy + std::fmt::Debug + 'static>(members: &'static [T]) -> impl Strategy<Value = T> {
        proptest::sample::select(members)
    }

    proptest! {
        #[test]
        fn an_unsafe_call_with_an_unknown_outcome_is_never_retryable(
            kind in any_of(Kind::ALL), actor in any_of(Actor::ALL), evidence in any_of(Evidence::ALL),
            phase in any_of(Phase::ALL), safety in any_of(Safety::ALL), earlier_unknown: bool, asked_to_wait: bool,
            upstream_kind in proptest::option::of(any_of(Kind::ALL)), should_retry: Option<bool>,
        ) {
            let facts =
                Facts { kind, actor, evidence, phase, safety, earlier_unknown, asked_to_wait, upstream_kind, should_retry };
            let verdict = derive(facts);
            if matches!(safety, Safety::Unkeyed | Safety::Reconcilable) && verdict.outcome == Outcome::Unknown {
                prop_assert!(!verdict.retryable);
            }
            prop_assert!(RESPOND_STATUSES.contains(&verdict.respond_status));
            if safety == Safety::Read {
                prop_assert_eq!(verdict.outcome, Outcome::NotApplied);
            }
            if matches!(verdict.outcome, Outcome::Unknown | Outcome::Pending) {
                prop_assert!(matches!(verdict.respond_status, 502 | 503));
            }
            if verdict.retryable {
                prop_assert!(should_retry.unwrap_or_else(|| upstream_kind.unwrap_or(kind).is_transient()));
                prop_assert!(matches!(verdict.advice, Advice::Retry | Advice::Wait));
            }
        }
    }
}
