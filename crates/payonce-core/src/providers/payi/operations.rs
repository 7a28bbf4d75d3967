//! The operations of Pay-i, under the names of the vendor's own Python package. A group of operations is a file.

mod categories;
mod ingest;
mod limits;
mod requests;
mod use_cases;

use crate::spec::operation::{Method, Operation, Paging, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const fn operation(name: &'static str, method: Method, path: &'static str, safety: SafetySpec) -> Operation {
    Operation::new(name, method, path, safety)
}

/// Where the published package says what is sent.
const SDK: &str = "the Python package payi 0.1.0a183";
/// Where the vendor's OpenAPI says what the package leaves out.
const OPENAPI: &str = "docs.pay-i.com/reference";

/// Null takes a property away.
const PROPERTIES: FieldType = FieldType::Map(&FieldType::String);
const LIMIT_TYPE: FieldType = FieldType::Enum(&["block", "allow"]);

const PAGES: Paging = Paging::Cursor { cursor: "cursor", next: None, items: "items" };
const CURSOR: Param = Param::query(
    "cursor",
    FieldType::String,
    "The `cursor` of the previous page; omit it for the first page.",
);
const LIMIT: Param =
    Param::query("limit", FieldType::Integer(1, i64::MAX), "The maximum number of items on a page.");
const SORT_ASCENDING: Param =
    Param::query("sort_ascending", FieldType::Bool, "Whether the oldest item comes first.");
const NEW_PROPERTIES: Param =
    Param::body("properties", PROPERTIES, "The properties to set, strings by name; null removes a property.")
        .required();

/// Every operation.
pub static OPERATIONS: &[Operation] = &[
    ingest::UNITS,
    ingest::BULK,
    ingest::BULK_UPSERT,
    limits::CREATE,
    limits::RETRIEVE,
    limits::UPDATE,
    limits::LIST,
    limits::DELETE,
    limits::RESET,
    limits::PROPERTIES_UPDATE,
    use_cases::CREATE,
    use_cases::RETRIEVE,
    use_cases::DELETE,
    use_cases::PROPERTIES_UPDATE,
    use_cases::KPIS_UPDATE,
    use_cases::KPIS_LIST,
    use_cases::definitions::CREATE,
    use_cases::definitions::RETRIEVE,
    use_cases::definitions::UPDATE,
    use_cases::definitions::LIST,
    use_cases::definitions::DELETE,
    use_cases::definitions::KPIS_CREATE,
    use_cases::definitions::KPIS_RETRIEVE,
    use_cases::definitions::KPIS_UPDATE,
    use_cases::definitions::KPIS_LIST,
    use_cases::definitions::KPIS_DELETE,
    use_cases::definitions::LIMIT_CONFIG_CREATE,
    use_cases::definitions::LIMIT_CONFIG_DELETE,
    use_cases::definitions::VERSION_INCREMENT,
    categories::LIST,
    categories::DELETE,
    categories::LIST_RESOURCES,
    categories::DELETE_RESOURCE,
    categories::RESOURCES_CREATE,
    categories::RESOURCES_RETRIEVE,
    categories::RESOURCES_LIST,
    categories::RESOURCES_DELETE,
    requests::PROPERTIES_UPDATE,
    requests::RESULT_RETRIEVE,
    requests::PROVIDER_PROPERTIES_UPDATE,
    requests::PROVIDER_RESULT_RETRIEVE,
    requests::REPORT_RETRIEVE,
];
