//! The objects of Pay-i, under the names of the vendor's own Python package where it has one.

mod categories;
mod ingest;
mod limits;
mod use_cases;

use crate::spec::types::{Field, FieldType, Model};

pub(super) use categories::{CATEGORY_PAGE, CATEGORY_RESOURCE_PAGE, CATEGORY_RESOURCE_RESPONSE, PRICE_UNITS};
pub(super) use ingest::{
    BULK_EVENT, BULK_INGEST_RESPONSE, FUNCTION_CALL, HEADER, INGEST_RESPONSE, INGEST_UNITS, KEYED_EVENT,
    PROPERTIES_RESPONSE, REQUEST_RESULT,
};
pub(super) use limits::{DEFAULT_RESPONSE, LIMIT_HISTORY_RESPONSE, LIMIT_PAGE, LIMIT_RESPONSE};
pub(super) use use_cases::{
    KPI_PAGE, KPI_RESPONSE, KPI_SCORE_PAGE, LIMIT_CONFIG, USE_CASE_DEFINITION_PAGE,
    USE_CASE_DEFINITION_RESPONSE, USE_CASE_INSTANCE_RESPONSE,
};

/// Every object type.
pub static MODELS: &[&Model] = &[
    &INGEST_UNITS,
    &HEADER,
    &FUNCTION_CALL,
    &BULK_EVENT,
    &KEYED_EVENT,
    &ingest::COST_DETAILS,
    &ingest::COST,
    &ingest::LIMIT_STATE,
    &ingest::XPROXY_RESULT,
    &INGEST_RESPONSE,
    &ingest::XPROXY_ERROR,
    &ingest::API_ERROR,
    &ingest::BULK_INGEST_ERROR,
    &BULK_INGEST_RESPONSE,
    &REQUEST_RESULT,
    &PROPERTIES_RESPONSE,
    &limits::REQUESTS_DATA,
    &limits::TOTAL_COST_DATA,
    &limits::LIMIT,
    &LIMIT_RESPONSE,
    &LIMIT_PAGE,
    &limits::LIMIT_HISTORY,
    &LIMIT_HISTORY_RESPONSE,
    &DEFAULT_RESPONSE,
    &LIMIT_CONFIG,
    &USE_CASE_DEFINITION_RESPONSE,
    &USE_CASE_DEFINITION_PAGE,
    &USE_CASE_INSTANCE_RESPONSE,
    &KPI_RESPONSE,
    &KPI_PAGE,
    &use_cases::KPI_SCORE,
    &KPI_SCORE_PAGE,
    &categories::CATEGORY_RESPONSE,
    &CATEGORY_PAGE,
    &PRICE_UNITS,
    &categories::MAPPED_RESOURCE,
    &CATEGORY_RESOURCE_RESPONSE,
    &CATEGORY_RESOURCE_PAGE,
];

const COUNT: FieldType = FieldType::Integer(0, i64::MAX);
const TEXTS: FieldType = FieldType::List(&FieldType::String);
/// A value may be null.
const PROPERTIES: FieldType = FieldType::Map(&FieldType::String);
const LIMIT_TYPE: FieldType = FieldType::Enum(&["block", "allow"]);

const REQUEST_ID: Field = Field::optional("request_id", FieldType::String, "The id of the request.");
const MESSAGE: Field = Field::optional("message", FieldType::String, "The message of the provider.");
const CURSOR: Field =
    Field::optional("cursor", FieldType::String, "The cursor of the next page; empty on the last page.");

const fn items(ty: FieldType) -> Field {
    Field::new("items", ty, "The items of this page.")
}
