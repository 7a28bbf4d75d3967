//! The members that only errors of AgentWallex have.

use crate::model::vocabulary::Kind;
use crate::spec::error_details::{DetailType, ErrorDetail, FIELD, detail};

/// The members that only errors of AgentWallex have.
pub const ERROR_DETAILS: &[ErrorDetail] = &[
    FIELD,
    detail(
        "rule",
        DetailType::String,
        "The rule that refused, if the provider names it. Show it only to the owner of the policy.",
        "docs.agentwallex.com/es/guides/error-handling",
    )
    .only(Kind::PolicyViolation),
];
