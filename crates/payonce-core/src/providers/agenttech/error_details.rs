//! The members that only errors of AgentTech Pay have.

use crate::model::vocabulary::Kind;
use crate::spec::error_details::{DetailType, ErrorDetail, FIELD, detail};

const SDK: &str = "github.com/cross402/usdc-sdk-go";
const INTENTS: &str = "docs.agent.tech/cross402/api/intents";

/// The members that only errors of AgentTech Pay have.
pub const ERROR_DETAILS: &[ErrorDetail] = &[
    FIELD,
    detail(
        "sentinel",
        DetailType::String,
        "The vendor's own name for what is wrong, for instance `ErrMissingAuth`.",
        SDK,
    )
    .only(Kind::InvalidArgument),
    detail("body", DetailType::String, "The response body as text without secrets.", SDK),
    detail("intent_id", DetailType::String, "The payment intent that failed.", INTENTS).only(Kind::Failed),
    detail(
        "status",
        DetailType::String,
        "The final state of the intent, for instance `PARTIAL_SETTLEMENT`.",
        INTENTS,
    )
    .only(Kind::Failed),
];
