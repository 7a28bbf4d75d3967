//! Limits on what may be spent.

use crate::providers::payi::operations::{
    CURSOR, LIMIT, LIMIT_TYPE, NEW_PROPERTIES, PAGES, PROPERTIES, SDK, SORT_ASCENDING, operation,
};
use crate::providers::payi::types::{DEFAULT_RESPONSE, LIMIT_HISTORY_RESPONSE, LIMIT_PAGE, LIMIT_RESPONSE};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const LIMIT_ID: Param = Param::path("limit_id", FieldType::Name, "The id of the limit.");

pub(super) static CREATE: Operation = operation(
    "limits.create",
    Method::Post,
    "/api/v1/limits",
    SafetySpec::Unkeyed,
)
.params(&[
    Param::body("limit_name", FieldType::String, "The name, unique in the application.").required(),
    Param::body("max", FieldType::AmountNumber, "The maximum spending, in US dollars.").required(),
    Param::body("limit_id", FieldType::String, "An id of your own; the provider generates one by default."),
    Param::body(
        "limit_type",
        LIMIT_TYPE,
        "`block` refuses what goes beyond, `allow` only counts it; `block` by default.",
    ),
    Param::body(
        "threshold",
        FieldType::Number,
        "The part of `max` from which the state is `exceeded`, 0.75 to 0.99; 1 by default.",
    ),
    Param::body("properties", PROPERTIES, "Properties of the limit, strings by name."),
])
.returns(FieldType::Model(&LIMIT_RESPONSE))
.doc(
    "Creates a limit. With a `limit_id` of your own a second one is refused with `duplicate_limit_id`.",
    SDK,
);

pub(super) static RETRIEVE: Operation =
    operation("limits.retrieve", Method::Get, "/api/v1/limits/{limit_id}", SafetySpec::Read)
        .params(&[LIMIT_ID])
        .returns(FieldType::Model(&LIMIT_RESPONSE))
        .doc("Reads a limit and what was spent against it.", SDK);

pub(super) static UPDATE: Operation =
    operation("limits.update", Method::Put, "/api/v1/limits/{limit_id}", SafetySpec::Idempotent)
        .params(&[
            LIMIT_ID,
            Param::body("limit_name", FieldType::String, "The new name."),
            Param::body(
                "max",
                FieldType::AmountNumber,
                "The maximum spending, in US dollars; at least the amount that is already spent.",
            ),
        ])
        .returns(FieldType::Model(&LIMIT_RESPONSE))
        .doc("Changes the name or the amount of a limit.", SDK);

pub(super) static LIST: Operation = operation("limits.list", Method::Get, "/api/v1/limits", SafetySpec::Read)
    .params(&[
        CURSOR,
        LIMIT,
        Param::query("limit_name", FieldType::String, "Only the limit of this name."),
        SORT_ASCENDING,
    ])
    .paging(PAGES)
    .returns(FieldType::Model(&LIMIT_PAGE))
    .doc("Lists limits.", SDK);

pub(super) static DELETE: Operation =
    operation("limits.delete", Method::Delete, "/api/v1/limits/{limit_id}", SafetySpec::Idempotent)
        .params(&[LIMIT_ID])
        .returns(FieldType::Model(&DEFAULT_RESPONSE))
        .doc("Deletes a limit.", SDK);

pub(super) static RESET: Operation =
    operation("limits.reset", Method::Post, "/api/v1/limits/{limit_id}/reset", SafetySpec::Unkeyed)
        .params(&[
            LIMIT_ID,
            Param::query("reset_date", FieldType::Time, "When the limit starts from zero; now by default.")
                .on_the_wire("resetDate"),
        ])
        .returns(FieldType::Model(&LIMIT_HISTORY_RESPONSE))
        .doc("Resets a limit to zero and returns the amount that was spent.", SDK);

pub(super) static PROPERTIES_UPDATE: Operation = operation(
    "limits.properties.update",
    Method::Put,
    "/api/v1/limits/{limit_id}/properties",
    SafetySpec::Idempotent,
)
.params(&[LIMIT_ID, NEW_PROPERTIES])
.returns(FieldType::List(&FieldType::Model(&LIMIT_RESPONSE)))
.doc("Sets properties of a limit.", SDK);
