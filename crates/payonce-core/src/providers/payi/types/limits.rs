//! Limits and what was spent against them.

use crate::providers::payi::types::ingest::COST;
use crate::providers::payi::types::{
    COUNT, CURSOR, LIMIT_TYPE, MESSAGE, PROPERTIES, REQUEST_ID, TEXTS, items,
};
use crate::spec::types::{Field, Model, Ty};

pub(super) static REQUESTS_DATA: Model = Model::new(
    "RequestsData",
    "Requests by what the limit made of them.",
    &[
        Field::maybe("ok", COUNT, "Below the threshold."),
        Field::maybe("exceeded", COUNT, "Above the threshold."),
        Field::maybe("overrun", COUNT, "Beyond the limit, which allows it."),
        Field::maybe("blocked", COUNT, "Refused by this limit."),
        Field::maybe("blocked_external", COUNT, "Refused by another limit."),
        Field::maybe("failed", COUNT, "Failed."),
        Field::maybe("total", COUNT, "All of them."),
    ],
);

pub(super) static TOTAL_COST_DATA: Model = Model::new(
    "TotalCostData",
    "What was spent against a limit.",
    &[
        Field::maybe("cost", Ty::Model(&COST), "The cost."),
        Field::maybe("requests", Ty::Model(&REQUESTS_DATA), "The requests."),
    ],
);

const NAME: Field = Field::maybe("limit_name", Ty::Text, "The name.");
const MAX: Field = Field::maybe("max", Ty::AmountNumber, "The most that may be spent, in US dollars.");
const TYPE: Field = Field::maybe("limit_type", LIMIT_TYPE, "Whether it refuses what goes beyond.");
const TOTALS: Field = Field::maybe("totals", Ty::Model(&TOTAL_COST_DATA), "What was spent.");

pub(super) static LIMIT: Model = Model::new(
    "Limit",
    "A limit on what may be spent.",
    &[
        Field::new("limit_id", Ty::Text, "The id."),
        NAME,
        MAX,
        Field::maybe("threshold", Ty::Number, "The part of `max` from which the state is `exceeded`."),
        TYPE,
        Field::maybe("limit_creation_timestamp", Ty::Time, "When it was created."),
        Field::maybe("limit_update_timestamp", Ty::Time, "When it was last changed."),
        TOTALS,
        Field::maybe("properties", PROPERTIES, "Its properties, texts by name."),
    ],
);

pub(in super::super) static LIMIT_RESPONSE: Model = Model::new(
    "LimitResponse",
    "An answer about a limit.",
    &[Field::new("limit", Ty::Model(&LIMIT), "The limit."), REQUEST_ID, MESSAGE],
);

pub(in super::super) static LIMIT_PAGE: Model = Model::new(
    "LimitPage",
    "One page of limits.",
    &[items(Ty::List(&Ty::Model(&LIMIT))), CURSOR, REQUEST_ID],
);

pub(super) static LIMIT_HISTORY: Model = Model::new(
    "LimitHistory",
    "What had been spent against a limit when it was reset.",
    &[
        Field::maybe("limit_id", Ty::Text, "The id."),
        NAME,
        TYPE,
        MAX,
        TOTALS,
        Field::maybe("limit_reset_timestamp", Ty::Time, "From when it counts anew."),
        Field::maybe("limit_tags", TEXTS, "Its tags."),
    ],
);

pub(in super::super) static LIMIT_HISTORY_RESPONSE: Model = Model::new(
    "LimitHistoryResponse",
    "An answer to resetting a limit.",
    &[Field::new("limit_history", Ty::Model(&LIMIT_HISTORY), "What had been spent."), REQUEST_ID, MESSAGE],
);

pub(in super::super) static DEFAULT_RESPONSE: Model =
    Model::new("DefaultResponse", "The word that it was done.", &[REQUEST_ID, MESSAGE]);
