//! Use cases and their scores.

use crate::providers::payi::types::{COUNT, CURSOR, LIMIT_TYPE, PROPERTIES, REQUEST_ID, items};
use crate::spec::types::{Field, FieldType, Model};

pub(in super::super) static LIMIT_CONFIG: Model = Model::new(
    "LimitConfig",
    "The limit that each instance of a use case gets.",
    &[
        Field::new("max", FieldType::AmountNumber, "The maximum spending of an instance, in US dollars."),
        Field::optional("limit_type", LIMIT_TYPE, "Whether it refuses requests above the limit."),
        Field::optional(
            "threshold",
            FieldType::Number,
            "The part of `max` from which the state is `exceeded`.",
        ),
        Field::optional("properties", PROPERTIES, "Properties of the limits, strings by name."),
    ],
);

pub(in super::super) static USE_CASE_DEFINITION_RESPONSE: Model = Model::new(
    "UseCaseDefinitionResponse",
    "A definition of a use case.",
    &[
        Field::new("name", FieldType::String, "The name."),
        Field::optional("description", FieldType::String, "What it is for."),
        Field::optional("limit_config", FieldType::Model(&LIMIT_CONFIG), "The limit of each instance."),
        Field::optional("logging_enabled", FieldType::Bool, "Whether the texts of its requests are kept."),
        Field::optional("type_version", COUNT, "The version."),
        REQUEST_ID,
    ],
);

pub(in super::super) static USE_CASE_DEFINITION_PAGE: Model = Model::new(
    "UseCaseDefinitionPage",
    "One page of definitions.",
    &[items(FieldType::List(&FieldType::Model(&USE_CASE_DEFINITION_RESPONSE))), CURSOR, REQUEST_ID],
);

pub(in super::super) static USE_CASE_INSTANCE_RESPONSE: Model = Model::new(
    "UseCaseInstanceResponse",
    "An instance of a use case.",
    &[
        Field::new("use_case_id", FieldType::String, "The id."),
        Field::optional("use_case_name", FieldType::String, "The name of the use case."),
        Field::optional("limit_id", FieldType::String, "The limit that it got."),
        Field::optional("type_version", COUNT, "The version of the definition."),
        REQUEST_ID,
    ],
);

const KPI_TYPE: FieldType =
    FieldType::Enum(&["boolean", "number", "percentage", "likert5", "likert7", "likert10"]);

pub(in super::super) static KPI_RESPONSE: Model = Model::new(
    "KpiResponse",
    "A KPI of a use case.",
    &[
        Field::new("name", FieldType::String, "The name."),
        Field::optional("description", FieldType::String, "What it measures."),
        Field::optional("kpi_type", KPI_TYPE, "The type of a score."),
        Field::optional("goal", FieldType::Number, "The score to reach."),
        Field::optional("created_timestamp", FieldType::Time, "When it was created."),
        Field::optional("updated_timestamp", FieldType::Time, "When it was last changed."),
        REQUEST_ID,
    ],
);

pub(in super::super) static KPI_PAGE: Model = Model::new(
    "KpiPage",
    "One page of KPIs.",
    &[items(FieldType::List(&FieldType::Model(&KPI_RESPONSE))), CURSOR, REQUEST_ID],
);

pub(super) static KPI_SCORE: Model = Model::new(
    "KpiScore",
    "The score of an instance.",
    &[
        Field::optional("kpi_name", FieldType::String, "The name of the KPI."),
        Field::optional("kpi_type", KPI_TYPE, "The type of a score."),
        Field::optional(
            "score",
            FieldType::Json,
            "The score: true or false for a `boolean` KPI, else a number.",
        ),
        Field::optional("create_timestamp", FieldType::Time, "When it was given."),
        Field::optional("update_timestamp", FieldType::Time, "When it was last changed."),
    ],
);

pub(in super::super) static KPI_SCORE_PAGE: Model = Model::new(
    "KpiScorePage",
    "One page of scores.",
    &[items(FieldType::List(&FieldType::Model(&KPI_SCORE))), CURSOR, REQUEST_ID],
);
