//! The members that only errors of Pay-i have.

use crate::model::vocabulary::Kind;
use crate::spec::error_details::{DetailType, ErrorDetail, FIELD, detail};

const ERRORS_PAGE: &str = "docs.pay-i.com/v2.0/docs/handling-errors";
const OPENAPI: &str = "the OpenAPI of Pay-i, ProxyApiError and ProxyResult";

/// The members that only errors of Pay-i have.
pub const ERROR_DETAILS: &[ErrorDetail] = &[
    FIELD,
    detail(
        "xproxy_error",
        DetailType::Object,
        "The `xproxy_error` of the response: the error of the proxy itself.",
        ERRORS_PAGE,
    ),
    detail(
        "xproxy_result",
        DetailType::Object,
        "The `xproxy_result` of the response: costs, limits, and what blocked the request.",
        OPENAPI,
    ),
    detail(
        "provider_error",
        DetailType::Object,
        "The response of the model provider behind the proxy, without the members that Pay-i adds.",
        ERRORS_PAGE,
    ),
    detail("blocked_limit_ids", DetailType::Strings, "The limits that blocked the request.", OPENAPI)
        .only(Kind::LimitReached),
    detail("limits", DetailType::Object, "The limits that applied, by id.", OPENAPI).only(Kind::LimitReached),
];
