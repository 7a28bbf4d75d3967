//! Limits and what was spent against them.

use crate::providers::payi::types::ingest::COST;
use crate::providers::payi::types::{
    COUNT, CURSOR, LIMIT_TYPE, MESSAGE, PROPERTIES, REQUEST_ID, TEXTS, items,
};
use crate::spec::types::{Field, FieldType, Model};

pub(super) static REQUESTS_DATA: Model = Model::new(
    "RequestsData",
    "Requests by what the limit made of them.",
    &[
        Field::optional("ok", COUNT, "Below the threshold."),
        Field::optional("exceeded", COUNT, "Above the threshold."),
        Field::optional("overrun", COUNT, "Beyond the limit, which allows it."),
        Field::optional("blocked", COUNT, "Refused by this limit."),
        Field::optional("blocked_external", COUNT, "Refused by another limit."),
        Field::optional("failed", COUNT, "Failed."),
        Field::optional("total", COUNT, "All of them."),
    ],
);

pub(super) static TOTAL_COST_DATA: Model = Model::new(
    "TotalCostData",
    "What was spent against a limit.",
    &[
        Field::optional("cost", FieldType::Model(&COST), "The cost."),
        Field::optional("requests", FieldType::Model(&REQUESTS_DATA), "The requests."),
    ],
);

const NAME: Field = Field::optional("limit_name", FieldType::String, "The name.");
const MAX: Field =
    Field::optional("max", FieldType::AmountNumber, "The most that may be spent, in US dollars.");
const TYPE: Field = Field::optional("limit_type", LIMIT_TYPE, "Whether it refuses what goes beyond.");
const TOTALS: Field = Field::optional("totals", FieldType::Model(&TOTAL_COST_DATA), "What was spent.");

pub(super) static LIMIT: Model = Model::new(
    "Limit",
    "A limit on what may be spent.",
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
        Field::optional("properties", PROPERTIES, "Its properties, texts by name."),
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
    "What had been spent against a limit when it was reset.",
    &[
        Field::optional("limit_id", FieldType::String, "The id."),
        NAME,
        TYPE,
        MAX,
        TOTALS,
        Field::optional("limit_reset_timestamp", FieldType::Time, "From when it counts anew."),
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
    Model::new("DefaultResponse", "The word that it was done.", &[REQUEST_ID, MESSAGE]);
