//! Events and what counting them did.

use crate::providers::payi::types::{COUNT, PROPERTIES, REQUEST_ID, TEXTS};
use crate::spec::types::{Field, Model, Ty};

pub(in super::super) static INGEST_UNITS: Model = Model::new(
    "IngestUnits",
    "What was used of one unit.",
    &[
        Field::maybe("input", COUNT, "Units that went in, for instance tokens of the prompt."),
        Field::maybe("output", COUNT, "Units that came out, for instance tokens of the answer."),
    ],
);

pub(in super::super) static HEADER: Model = Model::new(
    "HeaderInfo",
    "One header of a request or an answer.",
    &[Field::new("name", Ty::Text, "The name."), Field::maybe("value", Ty::Text, "The value.")],
);

pub(in super::super) static FUNCTION_CALL: Model = Model::new(
    "FunctionCallInfo",
    "A function that an answer called.",
    &[
        Field::new("name", Ty::Text, "The name."),
        Field::maybe("arguments", Ty::Text, "The arguments as a text."),
    ],
);

const UNITS_BY_NAME: Ty = Ty::Map(&Ty::Model(&INGEST_UNITS));
const HEADERS: Ty = Ty::List(&Ty::Model(&HEADER));
const CALLED_FUNCTIONS: Ty = Ty::List(&Ty::Model(&FUNCTION_CALL));

const CATEGORY: Field = Field::new("category", Ty::Name, "The category, for instance `system.openai`.");
const UNITS: Field =
    Field::new("units", UNITS_BY_NAME, "What was used, by the name of the unit, for instance `text`.");
const RESOURCE: Field =
    Field::maybe("resource", Ty::Text, "The resource, for instance the name of the model.");
const EVENT_TIMESTAMP: Field =
    Field::maybe("event_timestamp", Ty::Time, "When it happened; at most 5 minutes ahead, now by default.");
const LATENCY: Field =
    Field::maybe("end_to_end_latency_ms", COUNT, "How long the call took, in milliseconds.");
const FIRST_TOKEN: Field =
    Field::maybe("time_to_first_token_ms", COUNT, "The time to the first token, in milliseconds.");
const FIRST_COMPLETION_TOKEN: Field = Field::maybe(
    "time_to_first_completion_token_ms",
    COUNT,
    "The time to the first token of the completion, in milliseconds.",
);
const STATUS_CODE: Field =
    Field::maybe("http_status_code", Ty::Integer(0, 999), "The status with which the provider answered.");
const OWN_PROPERTIES: Field =
    Field::maybe("properties", PROPERTIES, "Properties of the request, texts by name.");
const USE_CASE_PROPERTIES: Field =
    Field::maybe("use_case_properties", PROPERTIES, "Properties of the use case, texts by name.");
const URI: Field = Field::maybe("provider_uri", Ty::Text, "The address that was called.");
const REQUEST_JSON: Field =
    Field::maybe("provider_request_json", Ty::Text, "The request that was sent, as it was.");
const REASONING_JSON: Field = Field::maybe(
    "provider_request_reasoning_json",
    Ty::Text,
    "The part of the request that is about reasoning.",
);
const REQUEST_HEADERS: Field =
    Field::maybe("provider_request_headers", HEADERS, "The headers that were sent.");
const RESPONSE_JSON: Field = Field::maybe(
    "provider_response_json",
    Ty::Json,
    "The answer as it was: a text, or a list of texts for a stream.",
);
const RESPONSE_HEADERS: Field =
    Field::maybe("provider_response_headers", HEADERS, "The headers of the answer.");
const FUNCTION_CALLS: Field = Field::maybe(
    "provider_response_function_calls",
    CALLED_FUNCTIONS,
    "The functions that the answer called.",
);
const LIMIT_IDS: Field = Field::maybe("limit_ids", TEXTS, "The limits that it counts against.");
const REQUEST_TAGS: Field = Field::maybe("request_tags", TEXTS, "Tags of the request.");
const USER_ID: Field = Field::maybe("user_id", Ty::Text, "The user that it was done for.");
const ACCOUNT_NAME: Field = Field::maybe("account_name", Ty::Text, "The account that it was done for.");
const USE_CASE_ID: Field = Field::maybe("use_case_id", Ty::Text, "The instance of the use case.");
const USE_CASE_NAME: Field = Field::maybe("use_case_name", Ty::Text, "The use case.");
const USE_CASE_STEP: Field = Field::maybe("use_case_step", Ty::Text, "The step of the use case.");
const USE_CASE_VERSION: Field = Field::maybe("use_case_version", COUNT, "The version of the use case.");
const SCOPE: Field =
    Field::maybe("scope", Ty::Choice(&["global", "datazone", "region"]), "Where the resource runs.");

const fn event(response_id: Field) -> [Field; 27] {
    [
        CATEGORY,
        UNITS,
        response_id,
        RESOURCE,
        EVENT_TIMESTAMP,
        LATENCY,
        FIRST_TOKEN,
        FIRST_COMPLETION_TOKEN,
        STATUS_CODE,
        OWN_PROPERTIES,
        USE_CASE_PROPERTIES,
        URI,
        REQUEST_JSON,
        REASONING_JSON,
        REQUEST_HEADERS,
        RESPONSE_JSON,
        RESPONSE_HEADERS,
        FUNCTION_CALLS,
        LIMIT_IDS,
        REQUEST_TAGS,
        USER_ID,
        ACCOUNT_NAME,
        USE_CASE_ID,
        USE_CASE_NAME,
        USE_CASE_STEP,
        USE_CASE_VERSION,
        SCOPE,
    ]
}

static EVENT_FIELDS: [Field; 27] =
    event(Field::maybe("provider_response_id", Ty::Text, "The id that the provider gave its answer."));
static KEYED_EVENT_FIELDS: [Field; 27] = event(Field::new(
    "provider_response_id",
    Ty::Text,
    "The id that the provider gave its answer. It keeps the event from being counted twice.",
));

pub(in super::super) static BULK_EVENT: Model =
    Model::new("BulkIngestRequest", "One event among many.", &EVENT_FIELDS);

pub(in super::super) static KEYED_EVENT: Model = Model::new(
    "BulkUpsertRequest",
    "One event among many, known by the id of its answer.",
    &KEYED_EVENT_FIELDS,
);

pub(super) static COST_DETAILS: Model = Model::new(
    "CostDetails",
    "What one side cost.",
    &[
        Field::maybe("base", Ty::AmountNumber, "The cost in US dollars."),
        Field::maybe("overrun_base", Ty::AmountNumber, "What of it went beyond the limit, in US dollars."),
    ],
);

pub(super) static COST: Model = Model::new(
    "Cost",
    "What a request cost, in US dollars.",
    &[
        Field::maybe("currency", Ty::Choice(&["usd"]), "The currency."),
        Field::maybe("input", Ty::Model(&COST_DETAILS), "What went in."),
        Field::maybe("output", Ty::Model(&COST_DETAILS), "What came out."),
        Field::maybe("total", Ty::Model(&COST_DETAILS), "Both."),
    ],
);

pub(super) static LIMIT_STATE: Model = Model::new(
    "LimitState",
    "What a request did to a limit.",
    &[Field::maybe(
        "state",
        Ty::Choice(&["ok", "blocked", "blocked_external", "exceeded", "overrun", "failed"]),
        "`ok` below the threshold, `exceeded` above it, `overrun` beyond an allow limit, `blocked` by this limit, \
         `blocked_external` by another one.",
    )],
);

pub(super) static XPROXY_RESULT: Model = Model::new(
    "XproxyResult",
    "What counting a request did.",
    &[
        REQUEST_ID,
        Field::maybe("request_tags", TEXTS, "Its tags."),
        Field::maybe(
            "limits",
            Ty::Map(&Ty::Model(&LIMIT_STATE)),
            "The limits that it counted against, by id.",
        ),
        Field::maybe("blocked_limit_ids", TEXTS, "The limits that refused it."),
        Field::maybe("resource_id", Ty::Text, "The version of the resource that set the price."),
        USE_CASE_ID,
        USE_CASE_NAME,
        USE_CASE_STEP,
        USER_ID,
        ACCOUNT_NAME,
        Field::maybe("cost", Ty::Model(&COST), "What it cost."),
        Field::maybe("unknown_units", Ty::Map(&Ty::Model(&INGEST_UNITS)), "Units that have no price."),
        Field::maybe("duplicate_request", Ty::Flag, "Whether it had been counted before."),
        Field::maybe("warnings", TEXTS, "What to look at."),
        Field::maybe("actions", TEXTS, "What to do."),
        Field::maybe("queued", Ty::Flag, "Whether it will be counted later."),
    ],
);

const INGESTED_AT: Field = Field::maybe("ingest_timestamp", Ty::Time, "When it was counted.");

pub(in super::super) static INGEST_RESPONSE: Model = Model::new(
    "IngestResponse",
    "An event that was counted.",
    &[
        REQUEST_ID,
        INGESTED_AT,
        Field::maybe("event_timestamp", Ty::Time, "When it happened."),
        Field::new("xproxy_result", Ty::Model(&XPROXY_RESULT), "What counting it did."),
    ],
);

pub(super) static XPROXY_ERROR: Model = Model::new(
    "XproxyError",
    "Why something was refused.",
    &[
        Field::maybe("code", Ty::Text, "The code, for programs."),
        Field::maybe("message", Ty::Text, "The words, for people."),
    ],
);

pub(super) static API_ERROR: Model = Model::new(
    "ApiError",
    "The refusal of one event among many.",
    &[
        Field::maybe("message", Ty::Text, "The words, for people."),
        Field::maybe("statusCode", Ty::Integer(0, 999), "The status that the event alone would have had."),
        Field::maybe("xproxy_error", Ty::Model(&XPROXY_ERROR), "Why."),
    ],
);

pub(super) static BULK_INGEST_ERROR: Model = Model::new(
    "BulkIngestError",
    "An event that was refused.",
    &[
        Field::maybe("item_index", COUNT, "Its place in the list, from 0."),
        Field::maybe(
            "xproxy_result",
            Ty::Model(&API_ERROR),
            "Why; the provider calls it a result although it is an error.",
        ),
    ],
);

pub(in super::super) static BULK_INGEST_RESPONSE: Model = Model::new(
    "BulkIngestResponse",
    "Many events that were counted.",
    &[
        REQUEST_ID,
        INGESTED_AT,
        Field::new("ingest_count", COUNT, "How many were counted."),
        Field::maybe("error_count", COUNT, "How many errors there were."),
        Field::maybe("item_error_count", COUNT, "How many events were refused."),
        Field::maybe("total_count", COUNT, "How many events there were."),
        Field::maybe("errors", Ty::List(&Ty::Model(&BULK_INGEST_ERROR)), "The events that were refused."),
    ],
);

pub(in super::super) static REQUEST_RESULT: Model = Model::new(
    "RequestResult",
    "What counting a request did.",
    &[Field::new("xproxy_result", Ty::Model(&XPROXY_RESULT), "What counting it did.")],
);

pub(in super::super) static PROPERTIES_RESPONSE: Model =
    Model::new("PropertiesResponse", "The word that properties were set.", &[REQUEST_ID]);
