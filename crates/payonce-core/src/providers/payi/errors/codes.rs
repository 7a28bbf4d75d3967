//! The codes of Pay-i. A code is promised to stay as it is; the HTTP status that comes with it is not documented.

use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::spec::errors::{ErrorCode, refused};

const ERRORS_PAGE: &str = "docs.pay-i.com/v2.0/docs/handling-errors";
const CODES_PAGE: &str = "docs.pay-i.com/docs/error-code-strings";
/// Made by the instrumentor of the `payi` package, never sent by the server; people find them in its records.
const PACKAGE: &str = "the Python package payi 0.1.0a183, lib/instrument.py";

/// A row that leaves it open, or says otherwise, whether the request took effect.
const fn proves(evidence: Evidence, row: ErrorCode) -> ErrorCode {
    ErrorCode { evidence, ..row }
}

pub(super) const CODES: &[ErrorCode] = &[
    refused(
        "invalid_api_key",
        Kind::Authentication,
        Actor::Developer,
        CODES_PAGE,
        "the API key is missing, unknown or revoked",
    ),
    proves(
        Evidence::None,
        refused(
            "unexpected_error",
            Kind::Server,
            Actor::Provider,
            CODES_PAGE,
            "Pay-i failed in a way that it did not foresee",
        ),
    ),
    proves(
        Evidence::None,
        refused(
            "request_processing_error",
            Kind::Server,
            Actor::Provider,
            CODES_PAGE,
            "Pay-i failed while it processed the request",
        ),
    ),
    refused(
        "header_is_missing",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "a required header is missing",
    ),
    proves(
        Evidence::None,
        refused(
            "provider_error",
            Kind::Upstream,
            Actor::Provider,
            ERRORS_PAGE,
            "the model provider behind the proxy returned an error",
        ),
    ),
    refused(
        "invalid_tags",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the request tags are not valid",
    ),
    refused(
        "invalid_provider_host",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the host of the model provider is not valid",
    ),
    refused(
        "invalid_provider_uri",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the address of the model provider is not valid",
    ),
    refused(
        "invalid_provider_ssl_certificate",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the certificate of the model provider is not valid",
    ),
    refused(
        "required_field_missing",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "a required field is missing",
    ),
    refused("use_case_not_found", Kind::NotFound, Actor::Developer, CODES_PAGE, "there is no such use case"),
    refused(
        "use_case_instance_not_found",
        Kind::NotFound,
        Actor::Developer,
        CODES_PAGE,
        "there is no such instance of the use case",
    ),
    refused(
        "invalid_user_id",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the user id is not valid",
    ),
    refused("invalid_json", Kind::InvalidRequest, Actor::Developer, CODES_PAGE, "the body is not valid JSON"),
    refused("category_not_found", Kind::NotFound, Actor::Developer, CODES_PAGE, "there is no such category"),
    refused(
        "category_resource_not_found",
        Kind::NotFound,
        Actor::Developer,
        CODES_PAGE,
        "the category has no such resource",
    ),
    refused(
        "invalid_limit_id",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "a limit id is not valid",
    ),
    refused(
        "invalid_limit_ids",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the list of limit ids is not valid",
    ),
    refused(
        "limit_reached",
        Kind::LimitReached,
        Actor::Operator,
        ERRORS_PAGE,
        "a limit blocks the request; the details name it",
    ),
    refused(
        "invalid_ingest_event_timestamp",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the time of the event is more than five minutes ahead",
    ),
    refused(
        "blocking_limit_not_allowed",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "a limit that blocks cannot be used with ingest",
    ),
    refused("limit_not_found", Kind::NotFound, Actor::Developer, CODES_PAGE, "there is no such limit"),
    refused(
        "create_limit_validation_failed",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the new limit is not valid",
    ),
    refused(
        "update_limit_validation_failed",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the change of the limit is not valid",
    ),
    refused(
        "limit_name_already_exist",
        Kind::Conflict,
        Actor::Developer,
        CODES_PAGE,
        "another limit has this name",
    ),
    refused(
        "invalid_max_limit_update",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the limit cannot be changed to this maximum",
    ),
    refused(
        "invalid_max_limit",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the maximum is not valid",
    ),
    refused("duplicate_limit_id", Kind::Conflict, Actor::Developer, CODES_PAGE, "another limit has this id"),
    refused(
        "invalid_use_case_name",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the name of the use case is not valid",
    ),
    refused(
        "use_case_already_exists",
        Kind::Conflict,
        Actor::Developer,
        CODES_PAGE,
        "a use case of this name exists",
    ),
    refused(
        "invalid_use_case_description",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the description of the use case is not valid",
    ),
    refused(
        "experience_type_not_found",
        Kind::NotFound,
        Actor::Developer,
        CODES_PAGE,
        "there is no such use case; deprecated name of use_case_not_found",
    ),
    refused(
        "experience_instance_not_found",
        Kind::NotFound,
        Actor::Developer,
        CODES_PAGE,
        "there is no such instance; deprecated name of use_case_instance_not_found",
    ),
    refused(
        "configuration_error",
        Kind::InvalidRequest,
        Actor::Developer,
        PACKAGE,
        "the vendor's instrumentor is set up wrongly; it made this code itself and sent nothing",
    ),
    proves(
        Evidence::Pending,
        refused(
            "ingest_retry_enqueued",
            Kind::Unavailable,
            Actor::None,
            PACKAGE,
            "the vendor's instrumentor keeps the event and sends it later; it made this code itself",
        ),
    ),
    proves(
        Evidence::None,
        refused(
            "unknown_error",
            Kind::Unknown,
            Actor::Provider,
            PACKAGE,
            "the vendor's instrumentor got no response that it understands; it made this code itself",
        ),
    ),
    proves(
        Evidence::None,
        refused(
            "exception",
            Kind::Unknown,
            Actor::Developer,
            PACKAGE,
            "the vendor's instrumentor failed; it made this code itself",
        ),
    ),
];
