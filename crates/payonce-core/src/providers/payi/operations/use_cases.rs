//! Use cases: instances, their properties and their scores.

pub(super) mod definitions;

use crate::providers::payi::operations::{
    CURSOR, LIMIT, NEW_PROPERTIES, PAGES, SDK, SORT_ASCENDING, operation,
};
use crate::providers::payi::types::{KPI_SCORE_PAGE, USE_CASE_INSTANCE_RESPONSE};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const NAME: Param = Param::path("use_case_name", FieldType::Name, "The name of the use case.");
const ID: Param = Param::path("use_case_id", FieldType::Name, "The id of the instance.");
const KPI_NAME: Param = Param::path("kpi_name", FieldType::Name, "The name of the KPI.");

pub(super) static CREATE: Operation = operation(
    "use_cases.create",
    Method::Post,
    "/api/v1/use_cases/instances/{use_case_name}",
    SafetySpec::Unkeyed,
)
.params(&[NAME])
.returns(FieldType::Model(&USE_CASE_INSTANCE_RESPONSE))
.doc("Creates an instance of a use case; the response names its id.", SDK);

pub(super) static RETRIEVE: Operation = operation(
    "use_cases.retrieve",
    Method::Get,
    "/api/v1/use_cases/instances/{use_case_name}/{use_case_id}",
    SafetySpec::Read,
)
.params(&[ID, NAME])
.returns(FieldType::Model(&USE_CASE_INSTANCE_RESPONSE))
.doc("Reads an instance.", SDK);

pub(super) static DELETE: Operation = operation(
    "use_cases.delete",
    Method::Delete,
    "/api/v1/use_cases/instances/{use_case_name}/{use_case_id}",
    SafetySpec::Idempotent,
)
.params(&[ID, NAME])
.returns(FieldType::Model(&USE_CASE_INSTANCE_RESPONSE))
.doc("Deletes an instance.", SDK);

pub(super) static PROPERTIES_UPDATE: Operation = operation(
    "use_cases.properties.update",
    Method::Put,
    "/api/v1/use_cases/instances/{use_case_name}/{use_case_id}/properties",
    SafetySpec::Idempotent,
)
.params(&[ID, NAME, NEW_PROPERTIES])
.returns(FieldType::Model(&USE_CASE_INSTANCE_RESPONSE))
.doc("Sets properties of an instance.", SDK);

pub(super) static KPIS_UPDATE: Operation = operation(
    "use_cases.kpis.update",
    Method::Put,
    "/api/v1/use_cases/instances/{use_case_name}/{use_case_id}/kpis/{kpi_name}",
    SafetySpec::Idempotent,
)
.params(&[
    KPI_NAME,
    NAME,
    ID,
    Param::body("score", FieldType::Json, "The score: true or false for a `boolean` KPI, else a number."),
])
.returns(FieldType::Nothing)
.doc("Scores an instance.", SDK);

pub(super) static KPIS_LIST: Operation = operation(
    "use_cases.kpis.list",
    Method::Get,
    "/api/v1/use_cases/instances/{use_case_name}/{use_case_id}/kpis",
    SafetySpec::Read,
)
.params(&[
    ID,
    NAME,
    CURSOR,
    Param::query("kpi_name", FieldType::String, "Only the score of this KPI."),
    LIMIT,
    SORT_ASCENDING,
])
.paging(PAGES)
.returns(FieldType::Model(&KPI_SCORE_PAGE))
.doc("Lists the scores of an instance.", SDK);
