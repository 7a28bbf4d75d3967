//! The errors of AgentWallex: body `{code, type, message}`. Nearly every business refusal is HTTP 400, so only
//! the code distinguishes them.

use serde_json::{Map, Value};

use crate::model::body::Body;
use crate::model::json::Json;
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::providers::body_signals::{BodySignals, CODES, of_no_object};
use crate::spec::doc::Doc;
use crate::spec::errors::{ErrorCode, ErrorFallback, ErrorTable, ProviderResponse, Signals, refusal};
use crate::spec::provider::Provider;

const PAGE: &str = "docs.agentwallex.com/es/guides/error-handling";

const fn refused(code: &'static str, kind: Kind, actor: Actor, meaning: &'static str) -> ErrorCode {
    ErrorCode { status: Some(400), ..crate::spec::errors::refused(code, kind, actor, PAGE, meaning) }
}

/// The table.
pub static TABLE: ErrorTable = ErrorTable {
    codes: &[
        refused(
            "invalid_request",
            Kind::InvalidRequest,
            Actor::Developer,
            "the body or a parameter is not valid",
        ),
        refused(
            "policy_violation",
            Kind::PolicyViolation,
            Actor::Operator,
            "the policy engine blocked the transaction",
        ),
        refused(
            "insufficient_funds",
            Kind::InsufficientFunds,
            Actor::Operator,
            "the wallet holds too little for the transaction",
        ),
        refused(
            "agent_frozen",
            Kind::AccountBlocked,
            Actor::Operator,
            "the agent is frozen; unfreeze it first",
        ),
        refused(
            "invalid_chain",
            Kind::InvalidRequest,
            Actor::Developer,
            "the chain id is not supported or not valid",
        ),
        refused(
            "invalid_token",
            Kind::InvalidRequest,
            Actor::Developer,
            "the token is not supported on this chain",
        ),
        refused(
            "invalid_address",
            Kind::InvalidRequest,
            Actor::Developer,
            "the recipient's address is malformed",
        ),
        refused(
            "session_expired",
            Kind::SessionExpired,
            Actor::Developer,
            "the x402 session is over or over its budget",
        ),
        ErrorCode {
            status: Some(429),
            ..refused(
                "rate_limit_exceeded",
                Kind::RateLimited,
                Actor::None,
                "the rate limit of the API key is reached",
            )
        },
        refused(
            "approval_timeout",
            Kind::ApprovalTimeout,
            Actor::Operator,
            "the payment was not approved in time",
        ),
    ],
    types: &[
        refusal("invalid_request_error", Kind::InvalidRequest, Actor::Developer),
        refusal("authentication_error", Kind::Authentication, Actor::Developer),
        refusal("authorization_error", Kind::Permission, Actor::Operator),
        refusal("not_found_error", Kind::NotFound, Actor::Developer),
        refusal("rate_limit_error", Kind::RateLimited, Actor::None),
        ErrorFallback {
            key: "internal_error",
            kind: Kind::Server,
            actor: Actor::Provider,
            evidence: Evidence::None,
        },
    ],
    // A payment challenge. It comes with no code of AgentWallex's, and it may be the second one, after the first payment
    // was taken: it proves nothing.
    statuses: &[ErrorFallback {
        key: 402,
        kind: Kind::InsufficientFunds,
        actor: Actor::Operator,
        evidence: Evidence::None,
    }],
    patterns: &[],
    spellings: &[],
    source: Doc::new(PAGE),
    proof: Doc::new(""),
    prefixes: &[],
};

/// Where the JSON field behind `PolicyViolationError.rule` may stand; no public page names it.
const RULE: &[&str] = &["/rule", "/details/rule", "/policy/rule", "/violated_rule", "/error/rule"];

pub(super) fn read(seen: &ProviderResponse<'_>) -> Option<Signals> {
    if seen.is_success() {
        return None;
    }
    let Some(body) = seen.body.object() else { return Some(of_no_object(seen.body)) };
    let words = BodySignals::of(body, CODES, Provider::AGENTWALLEX.spec().errors);
    let category = body.text("type").or_else(|| body.object("error")?.text("type")).map(ToOwned::to_owned);
    if !seen.wants_details {
        return Some(Signals { category, ..words.into_signals(Map::new()) });
    }
    let mut details = words.rest(body, if body.text("type").is_some() { &["type"] } else { &[] });
    if let Body::Json(whole) = seen.body
        && let Some(rule) = RULE.iter().find_map(|place| whole.at(place)).and_then(Json::as_str)
    {
        details.insert("rule".into(), Value::from(rule));
    }
    Some(Signals { category, ..words.into_signals(details) })
}
