//! The members that only errors of AgenticPencil have.

use crate::model::vocabulary::Kind;
use crate::spec::error_details::{DetailType, ErrorDetail, detail};

const ERRORS: &str = "docs.agenticpencil.com/errors";

/// The members that only errors of AgenticPencil have.
pub const ERROR_DETAILS: &[ErrorDetail] = &[
    credits("required_credits", "The credits that the request needs."),
    credits("available_credits", "The credits that are left."),
    detail("upgrade_url", DetailType::String, "Where to buy a larger plan.", ERRORS)
        .only(Kind::InsufficientFunds),
    detail("current_plan", DetailType::String, "The plan of the account.", ERRORS).only(Kind::PlanLimit),
    detail("limit_type", DetailType::String, "The limit of the plan that the request exceeds.", ERRORS)
        .only(Kind::PlanLimit),
    // The provider names a malformed argument under the same name as payonce, so that errors of both kinds have it.
    detail("field", DetailType::String, "The argument that is wrong.", ERRORS),
    detail("expected_format", DetailType::String, "The expected format of that argument.", ERRORS),
    detail("incident_id", DetailType::String, "The provider's id of the failure, for its support.", ERRORS),
];

const fn credits(name: &'static str, doc: &'static str) -> ErrorDetail {
    detail(name, DetailType::Integer, doc, ERRORS).only(Kind::InsufficientFunds)
}
