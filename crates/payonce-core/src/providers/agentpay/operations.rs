//! The operations of AgentPay. Paths and names on the wire are not public: these follow the vendor's SDK and are listed
//! in `docs/unverified.md`.

use crate::providers::agentpay::types::{CONSUMPTION_RESULT, VALIDATION_RESULT};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const USER_KEY: Param = Param::body(
    "api_key",
    FieldType::Secret,
    "The end user's key, from the `X-AGENTPAY-API-KEY` header of the request.",
)
.required();

/// Every operation.
pub static OPERATIONS: &[Operation] = &[
    Operation::new("consume", Method::Post, "/v1/consume", SafetySpec::keyed("usage_event_id"))
        .params(&[
            USER_KEY,
            Param::body(
                "amount_cents",
                FieldType::Integer(0, i64::MAX),
                "The amount in US cents; 0 records a free use. Free credits are spent first.",
            )
            .required(),
            Param::body(
                "usage_event_id",
                FieldType::String,
                "Names this charge: the id of the order or request. The same id is charged once, however often it is sent. \
                 Required, here or as the `idempotency_key` of the call.",
            ),
        ])
        .returns(FieldType::Model(&CONSUMPTION_RESULT))
        .doc(
            "Charges an end user for one use. A refusal for lack of funds leaves the amount outstanding and suspends the \
             key until the user tops up.",
            "docs.agentpay.me/python-sdk-reference/consume-method",
        ),
    Operation::new("validate_api_key", Method::Post, "/v1/validate_api_key", SafetySpec::Read)
        .params(&[USER_KEY])
        .returns(FieldType::Model(&VALIDATION_RESULT))
        .doc(
            "Checks whether an end user's key can be charged, without charging it.",
            "docs.agentpay.me/python-sdk-reference/validate-api-key-method",
        ),
];
