//! Limits and what was spent against them.

use crate::providers::payi::types::ingest::COST;
use crate::providers::payi::types::{
    COUNT, CURSOR, LIMIT_TYPE, MESSAGE, PROPERTIES, REQUEST_ID, TEXTS, items,
};
use crate::spec::types::{Field, FieldType, Model};

pub(super) static REQUESTS_DATA: Model = Model::new(
    "RequestsData",
    "The number of requests by the decision of the limit.",
    &[
        Field::optional("ok", COUNT, "Below the threshold."),
        Field::optional("exceeded", COUNT, "Above the threshold."),
        Field::optional("overrun", COUNT, "Above the limit, and allowed by it."),
        Field::optional("blocked", COUNT, "Refused by this limit."),
        Field::optional("blocked_external", COUNT, "Refused by another limit."),
        Field::optional("failed", COUNT, "Failed."),
        Field::optional("total", COUNT, "All of them."),
    ],
);

pub(super) static TOTAL_COST_DATA: Model = Model::new(
    "TotalCostData",
    "The amount that was spent against a limit.",
    &[
        Field::optional("cost", FieldType::Model(&COST), "The cost."),
        Field::optional("requests", FieldType::Model(&REQUESTS_DATA), "The requests."),
    ],
);

const NAME: Field = Field::optional("limit_name", FieldType::String, "The name.");
const MAX: Field = Field::optional("max", FieldType::AmountNumber, "The maximum spending, in US dollars.");
const TYPE: Field = Field::optional("limit_type", LIMIT_TYPE, "Whether it refuses requests above the limit.");
const TOTALS: Field = Field::optional("totals", FieldType::Model(&TOTAL_COST_DATA), "What was spent.");

pub(super) static LIMIT: Model = Model::new(
    "Limit",
    "A spending limit.",
    &[
        Field::new("limit_id", FieldType::String, "The id."),
        NAME,
        MAX,
        Field::optional(
            "threshold",
            FieldType::Number,
            "The part of `max` from which the state is `exceeded`.",
        ),
        TYPE,
        Field::optional("limit_creation_timestamp", FieldType::Time, "When it was created."),
        Field::optional("limit_update_timestamp", FieldType::Time, "When it was last changed."),
        TOTALS,
        Field::optional("properties", PROPERTIES, "Its properties, strings by name."),
    ],
);

pub(in super::super) static LIMIT_RESPONSE: Model = Model::new(
    "LimitResponse",
    "A response about a limit.",
    &[Field::new("limit", FieldType::Model(&LIMIT), "The limit."), REQUEST_ID, MESSAGE],
);

pub(in super::super) static LIMIT_PAGE: Model = Model::new(
    "LimitPage",
    "One page of limits.",
    &[items(FieldType::List(&FieldType::Model(&LIMIT))), CURSOR, REQUEST_ID],
);

pub(super) static LIMIT_HISTORY: Model = Model::new(
    "LimitHistory",
    "The amount that was spent against a limit before it was reset.",
    &[
        Field::optional("limit_id", FieldType::String, "The id."),
        NAME,
        TYPE,
        MAX,
        TOTALS,
        Field::optional("limit_reset_timestamp", FieldType::Time, "When the limit starts from zero."),
        Field::optional("limit_tags", TEXTS, "Its tags."),
    ],
);

pub(in super::super) static LIMIT_HISTORY_RESPONSE: Model = Model::new(
    "LimitHistoryResponse",
    "A response to resetting a limit.",
    &[
        Field::new("limit_history", FieldType::Model(&LIMIT_HISTORY), "What had been spent."),
        REQUEST_ID,
        MESSAGE,
    ],
);

pub(in super::super) static DEFAULT_RESPONSE: Model =
    Model::new("DefaultResponse", "The confirmation.", &[REQUEST_ID, MESSAGE]);
