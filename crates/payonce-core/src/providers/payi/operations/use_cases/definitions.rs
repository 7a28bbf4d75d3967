//! Definitions of use cases, their KPIs, and the limit that each instance gets.

use crate::providers::payi::operations::use_cases::{KPI_NAME, NAME};
use crate::providers::payi::operations::{
    CURSOR, LIMIT, LIMIT_TYPE, PAGES, PROPERTIES, SDK, SORT_ASCENDING, operation,
};
use crate::providers::payi::types::{
    KPI_PAGE, KPI_RESPONSE, LIMIT_CONFIG, USE_CASE_DEFINITION_PAGE, USE_CASE_DEFINITION_RESPONSE,
};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const DEFINITION: FieldType = FieldType::Model(&USE_CASE_DEFINITION_RESPONSE);
const KPI: FieldType = FieldType::Model(&KPI_RESPONSE);
const KPI_PATH: &str = "/api/v1/use_cases/definitions/{use_case_name}/kpis/{kpi_name}";
const LOGGING: Param = Param::body(
    "logging_enabled",
    FieldType::Bool,
    "Whether the texts of its requests are kept; true by default.",
);

pub(in super::super) static CREATE: Operation = operation(
    "use_cases.definitions.create",
    Method::Post,
    "/api/v1/use_cases/definitions",
    SafetySpec::Unkeyed,
)
.params(&[
    Param::body("name", FieldType::String, "The name, unique in the application.").required(),
    Param::body("description", FieldType::String, "What it is for.").required(),
    Param::body("limit_config", FieldType::Model(&LIMIT_CONFIG), "The limit of each instance."),
    LOGGING,
])
.returns(DEFINITION)
.doc("Defines a use case.", SDK);

pub(in super::super) static RETRIEVE: Operation = operation(
    "use_cases.definitions.retrieve",
    Method::Get,
    "/api/v1/use_cases/definitions/{use_case_name}",
    SafetySpec::Read,
)
.params(&[NAME])
.returns(DEFINITION)
.doc("Reads a definition.", SDK);

pub(in super::super) static UPDATE: Operation = operation(
    "use_cases.definitions.update",
    Method::Put,
    "/api/v1/use_cases/definitions/{use_case_name}",
    SafetySpec::Idempotent,
)
.params(&[NAME, Param::body("description", FieldType::String, "What it is for."), LOGGING])
.returns(DEFINITION)
.doc("Changes a definition. The provider may respond without a body.", SDK);

pub(in super::super) static LIST: Operation =
    operation("use_cases.definitions.list", Method::Get, "/api/v1/use_cases/definitions", SafetySpec::Read)
        .params(&[
            CURSOR,
            LIMIT,
            SORT_ASCENDING,
            Param::query("use_case_name", FieldType::String, "Only the definition of this name."),
        ])
        .paging(PAGES)
        .returns(FieldType::Model(&USE_CASE_DEFINITION_PAGE))
        .doc("Lists definitions.", SDK);

pub(in super::super) static DELETE: Operation = operation(
    "use_cases.definitions.delete",
    Method::Delete,
    "/api/v1/use_cases/definitions/{use_case_name}",
    SafetySpec::Idempotent,
)
.params(&[NAME])
.returns(DEFINITION)
.doc("Deletes a definition.", SDK);

pub(in super::super) static KPIS_CREATE: Operation = operation(
    "use_cases.definitions.kpis.create",
    Method::Post,
    "/api/v1/use_cases/definitions/{use_case_name}/kpis",
    SafetySpec::Unkeyed,
)
.params(&[
    NAME,
    Param::body("name", FieldType::String, "The name, unique in the use case.").required(),
    Param::body("description", FieldType::String, "What it measures.").required(),
    Param::body(
        "kpi_type",
        FieldType::Enum(&["boolean", "number", "percentage", "likert5", "likert7", "likert10"]),
        "The type of a score.",
    )
    .required(),
    Param::body("goal", FieldType::Number, "The score to reach.").required(),
])
.returns(KPI)
.doc("Defines a KPI of a use case.", SDK);

pub(in super::super) static KPIS_RETRIEVE: Operation =
    operation("use_cases.definitions.kpis.retrieve", Method::Get, KPI_PATH, SafetySpec::Read)
        .params(&[KPI_NAME, NAME])
        .returns(KPI)
        .doc("Reads a KPI.", SDK);

pub(in super::super) static KPIS_UPDATE: Operation =
    operation("use_cases.definitions.kpis.update", Method::Put, KPI_PATH, SafetySpec::Idempotent)
        .params(&[
            KPI_NAME,
            NAME,
            Param::body("description", FieldType::String, "What it measures."),
            Param::body("goal", FieldType::Number, "The score to reach."),
        ])
        .returns(KPI)
        .doc("Changes a KPI.", SDK);

pub(in super::super) static KPIS_LIST: Operation = operation(
    "use_cases.definitions.kpis.list",
    Method::Get,
    "/api/v1/use_cases/definitions/{use_case_name}/kpis",
    SafetySpec::Read,
)
.params(&[
    NAME,
    CURSOR,
    Param::query("kpi_name", FieldType::String, "Only the KPI of this name."),
    LIMIT,
    SORT_ASCENDING,
])
.paging(PAGES)
.returns(FieldType::Model(&KPI_PAGE))
.doc("Lists the KPIs of a use case.", SDK);

pub(in super::super) static KPIS_DELETE: Operation =
    operation("use_cases.definitions.kpis.delete", Method::Delete, KPI_PATH, SafetySpec::Idempotent)
        .params(&[KPI_NAME, NAME])
        .returns(KPI)
        .doc("Deletes a KPI.", SDK);

pub(in super::super) static LIMIT_CONFIG_CREATE: Operation = operation(
    "use_cases.definitions.limit_config.create",
    Method::Post,
    "/api/v1/use_cases/definitions/{use_case_name}/limit_config",
    SafetySpec::Unkeyed,
)
.params(&[
    NAME,
    Param::body("max", FieldType::AmountNumber, "The maximum spending of an instance, in US dollars.")
        .required(),
    Param::body("limit_type", LIMIT_TYPE, "`block` refuses what goes beyond, `allow` only counts it."),
    Param::body(
        "threshold",
        FieldType::Number,
        "The part of `max` from which the state is `exceeded`, 0.75 to 0.99.",
    ),
    Param::body("properties", PROPERTIES, "Properties of the limits, strings by name."),
])
.returns(DEFINITION)
.doc("Gives each further instance a limit.", SDK);

pub(in super::super) static LIMIT_CONFIG_DELETE: Operation = operation(
    "use_cases.definitions.limit_config.delete",
    Method::Delete,
    "/api/v1/use_cases/definitions/{use_case_name}/limit_config",
    SafetySpec::Idempotent,
)
.params(&[NAME])
.returns(DEFINITION)
.doc("Gives further instances no limit.", SDK);

pub(in super::super) static VERSION_INCREMENT: Operation = operation(
    "use_cases.definitions.version.increment",
    Method::Post,
    "/api/v1/use_cases/definitions/{use_case_name}/increment_version",
    SafetySpec::Unkeyed,
)
.params(&[NAME])
.returns(DEFINITION)
.doc("Increases the version of a definition by one.", SDK);
