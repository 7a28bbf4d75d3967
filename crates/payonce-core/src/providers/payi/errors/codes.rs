//! The codes of Pay-i. A code is promised to stay as it is; the HTTP status that comes with it is not documented.

use crate::operation::Doc;
use crate::providers::Code;
use crate::vocabulary::{Actor, Evidence, Kind};

const ERRORS_PAGE: &str = "docs.pay-i.com/v2.0/docs/handling-errors";
const CODES_PAGE: &str = "docs.pay-i.com/docs/error-code-strings";
/// Made by the instrumentor of the `payi` package, never sent by the server; people find them in its records.
const PACKAGE: &str = "the Python package payi 0.1.0a183, lib/instrument.py";

const fn row(
    code: &'static str,
    kind: Kind,
    actor: Actor,
    source: &'static str,
    meaning: &'static str,
) -> Code {
    Code {
        code,
        status: None,
        kind,
        actor,
        evidence: Evidence::Refused,
        meaning,
        user: None,
        source: Doc::new(source),
    }
}

/// A row that leaves it open, or says otherwise, whether the request took effect.
const fn proves(evidence: Evidence, row: Code) -> Code {
    Code { evidence, ..row }
}

pub(super) const CODES: &[Code] = &[
    row(
        "invalid_api_key",
        Kind::Authentication,
        Actor::Developer,
        CODES_PAGE,
        "the API key is missing, unknown or revoked",
    ),
    proves(
        Evidence::None,
        row(
            "unexpected_error",
            Kind::Server,
            Actor::Provider,
            CODES_PAGE,
            "Pay-i failed in a way that it did not foresee",
        ),
    ),
    proves(
        Evidence::None,
        row(
            "request_processing_error",
            Kind::Server,
            Actor::Provider,
            CODES_PAGE,
            "Pay-i failed while it processed the request",
        ),
    ),
    row(
        "header_is_missing",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "a required header is missing",
    ),
    proves(
        Evidence::None,
        row(
            "provider_error",
            Kind::Upstream,
            Actor::Provider,
            ERRORS_PAGE,
            "the model provider behind the proxy returned an error",
        ),
    ),
    row("invalid_tags", Kind::InvalidRequest, Actor::Developer, CODES_PAGE, "the request tags are not valid"),
    row(
        "invalid_provider_host",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the host of the model provider is not valid",
    ),
    row(
        "invalid_provider_uri",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the address of the model provider is not valid",
    ),
    row(
        "invalid_provider_ssl_certificate",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the certificate of the model provider is not valid",
    ),
    row(
        "required_field_missing",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "a required field is missing",
    ),
    row("use_case_not_found", Kind::NotFound, Actor::Developer, CODES_PAGE, "there is no such use case"),
    row(
        "use_case_instance_not_found",
        Kind::NotFound,
        Actor::Developer,
        CODES_PAGE,
        "there is no such instance of the use case",
    ),
    row("invalid_user_id", Kind::InvalidRequest, Actor::Developer, CODES_PAGE, "the user id is not valid"),
    row("invalid_json", Kind::InvalidRequest, Actor::Developer, CODES_PAGE, "the body is not valid JSON"),
    row("category_not_found", Kind::NotFound, Actor::Developer, CODES_PAGE, "there is no such category"),
    row(
        "category_resource_not_found",
        Kind::NotFound,
        Actor::Developer,
        CODES_PAGE,
        "the category has no such resource",
    ),
    row("invalid_limit_id", Kind::InvalidRequest, Actor::Developer, CODES_PAGE, "a limit id is not valid"),
    row(
        "invalid_limit_ids",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the list of limit ids is not valid",
    ),
    row(
        "limit_reached",
        Kind::LimitReached,
        Actor::Operator,
        ERRORS_PAGE,
        "a limit blocks the request; the details name it",
    ),
    row(
        "invalid_ingest_event_timestamp",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the time of the event is more than five minutes ahead",
    ),
    row(
        "blocking_limit_not_allowed",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "a limit that blocks cannot be used with ingest",
    ),
    row("limit_not_found", Kind::NotFound, Actor::Developer, CODES_PAGE, "there is no such limit"),
    row(
        "create_limit_validation_failed",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the new limit is not valid",
    ),
    row(
        "update_limit_validation_failed",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the change of the limit is not valid",
    ),
    row(
        "limit_name_already_exist",
        Kind::Conflict,
        Actor::Developer,
        CODES_PAGE,
        "another limit has this name",
    ),
    row(
        "invalid_max_limit_update",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the limit cannot be changed to this maximum",
    ),
    row("invalid_max_limit", Kind::InvalidRequest, Actor::Developer, CODES_PAGE, "the maximum is not valid"),
    row("duplicate_limit_id", Kind::Conflict, Actor::Developer, CODES_PAGE, "another limit has this id"),
    row(
        "invalid_use_case_name",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the name of the use case is not valid",
    ),
    row(
        "use_case_already_exists",
        Kind::Conflict,
        Actor::Developer,
        CODES_PAGE,
        "a use case of this name exists",
    ),
    row(
        "invalid_use_case_description",
        Kind::InvalidRequest,
        Actor::Developer,
        CODES_PAGE,
        "the description of the use case is not valid",
    ),
    row(
        "experience_type_not_found",
        Kind::NotFound,
        Actor::Developer,
        CODES_PAGE,
        "there is no such use case; deprecated name of use_case_not_found",
    ),
    row(
        "experience_instance_not_found",
        Kind::NotFound,
        Actor::Developer,
        CODES_PAGE,
        "there is no such instance; deprecated name of use_case_instance_not_found",
    ),
    row(
        "configuration_error",
        Kind::InvalidRequest,
        Actor::Developer,
        PACKAGE,
        "the vendor's instrumentor is set up wrongly; it made this code itself and sent nothing",
    ),
    proves(
        Evidence::Pending,
        row(
            "ingest_retry_enqueued",
            Kind::Unavailable,
            Actor::None,
            PACKAGE,
            "the vendor's instrumentor keeps the event and sends it later; it made this code itself",
        ),
    ),
    proves(
        Evidence::None,
        row(
            "unknown_error",
            Kind::Unknown,
            Actor::Provider,
            PACKAGE,
            "the vendor's instrumentor got no answer that it understands; it made this code itself",
        ),
    ),
    proves(
        Evidence::None,
        row(
            "exception",
            Kind::Unknown,
            Actor::Developer,
            PACKAGE,
            "the vendor's instrumentor failed; it made this code itself",
        ),
    ),
];
