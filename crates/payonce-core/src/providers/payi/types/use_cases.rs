//! Use cases and their scores.

use crate::providers::payi::types::{COUNT, CURSOR, LIMIT_TYPE, PROPERTIES, REQUEST_ID, items};
use crate::spec::types::{Field, Model, Ty};

pub(in super::super) static LIMIT_CONFIG: Model = Model::new(
    "LimitConfig",
    "The limit that each instance of a use case gets.",
    &[
        Field::new("max", Ty::AmountNumber, "The most that an instance may spend, in US dollars."),
        Field::maybe("limit_type", LIMIT_TYPE, "Whether it refuses what goes beyond."),
        Field::maybe("threshold", Ty::Number, "The part of `max` from which the state is `exceeded`."),
        Field::maybe("properties", PROPERTIES, "Properties of the limits, texts by name."),
    ],
);

pub(in super::super) static USE_CASE_DEFINITION_RESPONSE: Model = Model::new(
    "UseCaseDefinitionResponse",
    "A definition of a use case.",
    &[
        Field::new("name", Ty::Text, "The name."),
        Field::maybe("description", Ty::Text, "What it is for."),
        Field::maybe("limit_config", Ty::Model(&LIMIT_CONFIG), "The limit that each instance gets."),
        Field::maybe("logging_enabled", Ty::Flag, "Whether the texts of its requests are kept."),
        Field::maybe("type_version", COUNT, "The version."),
        REQUEST_ID,
    ],
);

pub(in super::super) static USE_CASE_DEFINITION_PAGE: Model = Model::new(
    "UseCaseDefinitionPage",
    "One page of definitions.",
    &[items(Ty::List(&Ty::Model(&USE_CASE_DEFINITION_RESPONSE))), CURSOR, REQUEST_ID],
);

pub(in super::super) static USE_CASE_INSTANCE_RESPONSE: Model = Model::new(
    "UseCaseInstanceResponse",
    "An instance of a use case.",
    &[
        Field::new("use_case_id", Ty::Text, "The id."),
        Field::maybe("use_case_name", Ty::Text, "The name of the use case."),
        Field::maybe("limit_id", Ty::Text, "The limit that it got."),
        Field::maybe("type_version", COUNT, "The version of the definition."),
        REQUEST_ID,
    ],
);

const KPI_TYPE: Ty = Ty::Choice(&["boolean", "number", "percentage", "likert5", "likert7", "likert10"]);

pub(in super::super) static KPI_RESPONSE: Model = Model::new(
    "KpiResponse",
    "A KPI of a use case.",
    &[
        Field::new("name", Ty::Text, "The name."),
        Field::maybe("description", Ty::Text, "What it measures."),
        Field::maybe("kpi_type", KPI_TYPE, "What a score looks like."),
        Field::maybe("goal", Ty::Number, "The score to reach."),
        Field::maybe("created_timestamp", Ty::Time, "When it was created."),
        Field::maybe("updated_timestamp", Ty::Time, "When it was last changed."),
        REQUEST_ID,
    ],
);

pub(in super::super) static KPI_PAGE: Model = Model::new(
    "KpiPage",
    "One page of KPIs.",
    &[items(Ty::List(&Ty::Model(&KPI_RESPONSE))), CURSOR, REQUEST_ID],
);

pub(super) static KPI_SCORE: Model = Model::new(
    "KpiScore",
    "The score of an instance.",
    &[
        Field::maybe("kpi_name", Ty::Text, "The name of the KPI."),
        Field::maybe("kpi_type", KPI_TYPE, "What a score looks like."),
        Field::maybe("score", Ty::Json, "The score: true or false for a `boolean` KPI, else a number."),
        Field::maybe("create_timestamp", Ty::Time, "When it was given."),
        Field::maybe("update_timestamp", Ty::Time, "When it was last changed."),
    ],
);

pub(in super::super) static KPI_SCORE_PAGE: Model = Model::new(
    "KpiScorePage",
    "One page of scores.",
    &[items(Ty::List(&Ty::Model(&KPI_SCORE))), CURSOR, REQUEST_ID],
);
