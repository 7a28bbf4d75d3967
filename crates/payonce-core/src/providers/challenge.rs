//! A service that asks for a payment with HTTP 402, over x402 or the Payment scheme (MPP). It has no API of its own.

use serde_json::Map;

use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::providers::body_signals::{BodySignals, of_no_object};
use crate::spec::client::RateLimits;
use crate::spec::doc::Doc;
use crate::spec::errors::{ErrorCode, ErrorFallback, ErrorTable, ProviderResponse, Signals, refused};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::provider::{
    BaseUrl, ProviderName, ProviderSpec, ReadSignals, any_options, class_of_kind, no_sentinel,
};

const X402: &str = "x402 v2, section 9: error handling";
const MPP: &str = "paymentauth.org, problem types";

/// What is known of any such service.
pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    name: ProviderName {
        id: "challenge",
        title: "The paid service",
        class: "PayonceError",
        doc: Doc::new("A service that asks for a payment with HTTP 402."),
    },
    errors: &TABLE,
    clients: &[],
    operations: OPERATIONS,
    models: &[],
    options: &[],
    aliases: &[],
    timeout_ms: 60_000,
    should_retry_header: None,
    refusals_are_results: false,
    rate_limits: RateLimits::UNKNOWN,
    base_url_env: &[],
    headers_env: &[],
    base_url: BaseUrl::fixed(""),
    credentials: &[],
    webhook: None,
    check: any_options,
    sentinel: no_sentinel,
    read: ReadSignals::Own(read),
    class: class_of_kind,
};

/// The one operation, so that errors and entries of a journal have a name for it. The caller gives method and path.
static OPERATIONS: &[Operation] =
    &[Operation::new("fetch", Method::Post, "/", SafetySpec::Unkeyed).doc("Pays by a challenge.", X402)];

/// The verifier refused the payload before anything was settled.
const fn unverified(code: &'static str, kind: Kind, actor: Actor, meaning: &'static str) -> ErrorCode {
    refused(code, kind, actor, X402, meaning)
}

const fn malformed(code: &'static str) -> ErrorCode {
    unverified(code, Kind::InvalidRequest, Actor::Developer, "the service refused the signed payload")
}

const NOTHING: Evidence = Evidence::None;

const fn open(code: &'static str, kind: Kind, source: &'static str, meaning: &'static str) -> ErrorCode {
    ErrorCode { evidence: NOTHING, ..refused(code, kind, Actor::Provider, source, meaning) }
}

static TABLE: ErrorTable = ErrorTable {
    codes: &[
        unverified(
            "insufficient_funds",
            Kind::InsufficientFunds,
            Actor::Operator,
            "the paying wallet holds too little",
        ),
        malformed("invalid_exact_evm_payload_authorization_valid_after"),
        malformed("invalid_exact_evm_payload_authorization_valid_before"),
        malformed("invalid_exact_evm_payload_authorization_value_mismatch"),
        malformed("invalid_exact_evm_payload_signature"),
        malformed("invalid_exact_evm_payload_recipient_mismatch"),
        malformed("invalid_network"),
        malformed("invalid_payload"),
        malformed("invalid_payment_requirements"),
        malformed("invalid_scheme"),
        malformed("unsupported_scheme"),
        malformed("invalid_x402_version"),
        ErrorCode {
            evidence: Evidence::Pending,
            ..open(
                "settlement_pending",
                Kind::Unavailable,
                X402,
                "the payment was sent and is not confirmed yet",
            )
        },
        open("invalid_transaction_state", Kind::Upstream, X402, "the transaction failed or is not confirmed"),
        open("unexpected_verify_error", Kind::Upstream, X402, "the verifier failed"),
        open("unexpected_settle_error", Kind::Upstream, X402, "the settlement failed"),
        // What was paid before the credential was made stays paid, whatever is wrong with the credential.
        open(
            "method-unsupported",
            Kind::InvalidRequest,
            MPP,
            "the service does not take this method of payment",
        ),
        open("malformed-credential", Kind::InvalidRequest, MPP, "the service could not read the credential"),
        open("payment-required", Kind::InsufficientFunds, MPP, "the service asks for another payment"),
        open(
            "payment-insufficient",
            Kind::InsufficientFunds,
            MPP,
            "the service reports that it was paid too little",
        ),
        open("payment-expired", Kind::InsufficientFunds, MPP, "the challenge expired"),
        open("verification-failed", Kind::Failed, MPP, "the service could not verify the payment"),
        open(
            "invalid-challenge",
            Kind::Conflict,
            MPP,
            "the challenge is unknown, expired or was used before",
        ),
    ],
    types: &[],
    // After a credential was submitted, no status alone proves that it was not used.
    statuses: &[
        unproven(400, Kind::InvalidRequest, Actor::Developer),
        unproven(401, Kind::Authentication, Actor::Developer),
        unproven(402, Kind::InsufficientFunds, Actor::Operator),
        unproven(403, Kind::Permission, Actor::Operator),
        unproven(404, Kind::NotFound, Actor::Developer),
        unproven(409, Kind::Conflict, Actor::Developer),
        unproven(410, Kind::NotFound, Actor::Developer),
        unproven(413, Kind::InvalidRequest, Actor::Developer),
        unproven(422, Kind::InvalidRequest, Actor::Developer),
        unproven(429, Kind::RateLimited, Actor::None),
    ],
    patterns: &[],
    spellings: &[],
    source: Doc::new(X402),
    proof: Doc::new(""),
    prefixes: &[],
};

const fn unproven(key: u16, kind: Kind, actor: Actor) -> ErrorFallback<u16> {
    ErrorFallback { key, kind, actor, evidence: NOTHING }
}

/// Under which names a reason comes: from a settlement, a verification, and in an offer.
const REASONS: &[&str] = &["errorReason", "invalidReason", "code"];

fn read(seen: &ProviderResponse<'_>) -> Option<Signals> {
    if seen.is_success() {
        return None;
    }
    let Some(body) = seen.body.object() else { return Some(of_no_object(seen.body)) };
    let signals = BodySignals::of(body, REASONS, &TABLE);
    let details = if seen.wants_details { signals.rest(body, &[]) } else { Map::new() };
    Some(signals.into_signals(details))
}
