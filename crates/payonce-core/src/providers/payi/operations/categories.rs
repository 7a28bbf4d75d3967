//! Categories and the prices of their resources.

use crate::providers::payi::operations::{CURSOR, LIMIT, PAGES, SDK, SORT_ASCENDING, operation};
use crate::providers::payi::types::{
    CATEGORY_PAGE, CATEGORY_RESOURCE_PAGE, CATEGORY_RESOURCE_RESPONSE, PRICE_UNITS,
};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const CATEGORY: Param =
    Param::path("category", FieldType::Name, "The category, for instance `system.openai`.");
const RESOURCE: Param =
    Param::path("resource", FieldType::Name, "The resource, for instance the name of a model.");
const RESOURCE_ID: Param =
    Param::path("resource_id", FieldType::Name, "The id of one version of the resource.");
const ACTIVE: Param =
    Param::query("active", FieldType::Bool, "`true` for those in use only, `false` for the others only.")
        .on_the_wire("Active");
const UNITS: FieldType = FieldType::Integer(0, i64::MAX);
const RESPONSE: FieldType = FieldType::Model(&CATEGORY_RESOURCE_RESPONSE);
const RESOURCE_PATH: &str = "/api/v1/categories/{category}/resources/{resource}";
const VERSION_PATH: &str = "/api/v1/categories/{category}/resources/{resource}/{resource_id}";

pub(super) static LIST: Operation =
    operation("categories.list", Method::Get, "/api/v1/categories", SafetySpec::Read)
        .params(&[ACTIVE, CURSOR, LIMIT, SORT_ASCENDING])
        .paging(PAGES)
        .returns(FieldType::Model(&CATEGORY_PAGE))
        .doc("Lists categories.", SDK);

pub(super) static DELETE: Operation =
    operation("categories.delete", Method::Delete, "/api/v1/categories/{category}", SafetySpec::Idempotent)
        .params(&[CATEGORY])
        .returns(FieldType::List(&RESPONSE))
        .doc("Deletes a category with its resources, and returns them.", SDK);

pub(super) static LIST_RESOURCES: Operation = operation(
    "categories.list_resources",
    Method::Get,
    "/api/v1/categories/{category}/resources",
    SafetySpec::Read,
)
.params(&[CATEGORY, ACTIVE, CURSOR, LIMIT, SORT_ASCENDING])
.paging(PAGES)
.returns(FieldType::Model(&CATEGORY_RESOURCE_PAGE))
.doc("Lists the resources of a category.", SDK);

pub(super) static DELETE_RESOURCE: Operation =
    operation("categories.delete_resource", Method::Delete, RESOURCE_PATH, SafetySpec::Idempotent)
        .params(&[RESOURCE, CATEGORY])
        .returns(FieldType::List(&RESPONSE))
        .doc("Deletes all versions of a resource, and returns them.", SDK);

pub(super) static RESOURCES_CREATE: Operation =
    operation("categories.resources.create", Method::Post, RESOURCE_PATH, SafetySpec::Unkeyed)
        .params(&[
            RESOURCE,
            CATEGORY,
            Param::body(
                "units",
                FieldType::Map(&FieldType::Model(&PRICE_UNITS)),
                "The prices in US dollars, by the name of the unit, for instance `text`.",
            )
            .required(),
            Param::body("max_input_units", UNITS, "The maximum number of input units."),
            Param::body("max_output_units", UNITS, "The maximum number of output units."),
            Param::body("max_total_units", UNITS, "The most units in all."),
            Param::body("start_timestamp", FieldType::Time, "When the prices take effect; now by default."),
        ])
        .returns(RESPONSE)
        .doc("Creates a version of a resource with its prices.", SDK);

pub(super) static RESOURCES_RETRIEVE: Operation =
    operation("categories.resources.retrieve", Method::Get, VERSION_PATH, SafetySpec::Read)
        .params(&[RESOURCE_ID, CATEGORY, RESOURCE])
        .returns(RESPONSE)
        .doc("Reads a version of a resource.", SDK);

pub(super) static RESOURCES_LIST: Operation =
    operation("categories.resources.list", Method::Get, RESOURCE_PATH, SafetySpec::Read)
        .params(&[RESOURCE, CATEGORY, ACTIVE, CURSOR, LIMIT, SORT_ASCENDING])
        .paging(PAGES)
        .returns(FieldType::Model(&CATEGORY_RESOURCE_PAGE))
        .doc("Lists the versions of a resource.", SDK);

pub(super) static RESOURCES_DELETE: Operation =
    operation("categories.resources.delete", Method::Delete, VERSION_PATH, SafetySpec::Idempotent)
        .params(&[RESOURCE_ID, CATEGORY, RESOURCE])
        .returns(RESPONSE)
        .doc("Deletes a version of a resource.", SDK);
