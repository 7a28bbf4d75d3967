//! Events and what counting them did.

use crate::providers::payi::types::{COUNT, PROPERTIES, REQUEST_ID, TEXTS};
use crate::spec::types::{Field, FieldType, Model};

pub(in super::super) static INGEST_UNITS: Model = Model::new(
    "IngestUnits",
    "The usage of one unit.",
    &[
        Field::optional("input", COUNT, "Input units, for instance tokens of the prompt."),
        Field::optional("output", COUNT, "Output units, for instance tokens of the response."),
    ],
);

pub(in super::super) static HEADER: Model = Model::new(
    "HeaderInfo",
    "One header of a request or a response.",
    &[
        Field::new("name", FieldType::String, "The name."),
        Field::optional("value", FieldType::String, "The value."),
    ],
);

pub(in super::super) static FUNCTION_CALL: Model = Model::new(
    "FunctionCallInfo",
    "A function that a response called.",
    &[
        Field::new("name", FieldType::String, "The name."),
        Field::optional("arguments", FieldType::String, "The arguments as a string."),
    ],
);

const UNITS_BY_NAME: FieldType = FieldType::Map(&FieldType::Model(&INGEST_UNITS));
const HEADERS: FieldType = FieldType::List(&FieldType::Model(&HEADER));
const CALLED_FUNCTIONS: FieldType = FieldType::List(&FieldType::Model(&FUNCTION_CALL));

const CATEGORY: Field =
    Field::new("category", FieldType::Name, "The category, for instance `system.openai`.");
const UNITS: Field =
    Field::new("units", UNITS_BY_NAME, "The usage by the name of the unit, for instance `text`.");
const RESOURCE: Field =
    Field::optional("resource", FieldType::String, "The resource, for instance the name of the model.");
const EVENT_TIMESTAMP: Field = Field::optional(
    "event_timestamp",
    FieldType::Time,
    "When it happened; at most 5 minutes ahead, now by default.",
);
const LATENCY: Field =
    Field::optional("end_to_end_latency_ms", COUNT, "How long the call took, in milliseconds.");
const FIRST_TOKEN: Field =
    Field::optional("time_to_first_token_ms", COUNT, "The time to the first token, in milliseconds.");
const FIRST_COMPLETION_TOKEN: Field = Field::optional(
    "time_to_first_completion_token_ms",
    COUNT,
    "The time to the first token of the completion, in milliseconds.",
);
const STATUS_CODE: Field =
    Field::optional("http_status_code", FieldType::Integer(0, 999), "The status of the provider's response.");
const OWN_PROPERTIES: Field =
    Field::optional("properties", PROPERTIES, "Properties of the request, strings by name.");
const USE_CASE_PROPERTIES: Field =
    Field::optional("use_case_properties", PROPERTIES, "Properties of the use case, strings by name.");
const URI: Field = Field::optional("provider_uri", FieldType::String, "The URL of the request.");
const REQUEST_JSON: Field =
    Field::optional("provider_request_json", FieldType::String, "The request as it was sent.");
const REASONING_JSON: Field = Field::optional(
    "provider_request_reasoning_json",
    FieldType::String,
    "The part of the request that is about reasoning.",
);
const REQUEST_HEADERS: Field =
    Field::optional("provider_request_headers", HEADERS, "The headers that were sent.");
const RESPONSE_JSON: Field = Field::optional(
    "provider_response_json",
    FieldType::Json,
    "The response as it was received: a string, or a list of strings for a stream.",
);
const RESPONSE_HEADERS: Field =
    Field::optional("provider_response_headers", HEADERS, "The headers of the response.");
const FUNCTION_CALLS: Field = Field::optional(
    "provider_response_function_calls",
    CALLED_FUNCTIONS,
    "The functions that the response called.",
);
const LIMIT_IDS: Field = Field::optional("limit_ids", TEXTS, "The limits that it counts against.");
const REQUEST_TAGS: Field = Field::optional("request_tags", TEXTS, "Tags of the request.");
const USER_ID: Field = Field::optional("user_id", FieldType::String, "The user of the call.");
const ACCOUNT_NAME: Field = Field::optional("account_name", FieldType::String, "The account of the call.");
const USE_CASE_ID: Field = Field::optional("use_case_id", FieldType::String, "The instance of the use case.");
const USE_CASE_NAME: Field = Field::optional("use_case_name", FieldType::String, "The use case.");
const USE_CASE_STEP: Field = Field::optional("use_case_step", FieldType::String, "The step of the use case.");
const USE_CASE_VERSION: Field = Field::optional("use_case_version", COUNT, "The version of the use case.");
const SCOPE: Field = Field::optional(
    "scope",
    FieldType::Enum(&["global", "datazone", "region"]),
    "The place where the resource runs.",
);

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

static EVENT_FIELDS: [Field; 27] = event(Field::optional(
    "provider_response_id",
    FieldType::String,
    "The id of the response from the provider.",
));
static KEYED_EVENT_FIELDS: [Field; 27] = event(Field::new(
    "provider_response_id",
    FieldType::String,
    "The id that the provider gave its response. It keeps the event from being counted twice.",
));

pub(in super::super) static BULK_EVENT: Model =
    Model::new("BulkIngestRequest", "One event among many.", &EVENT_FIELDS);

pub(in super::super) static KEYED_EVENT: Model = Model::new(
    "BulkUpsertRequest",
    "One event among many, known by the id of its response.",
    &KEYED_EVENT_FIELDS,
);

pub(super) static COST_DETAILS: Model = Model::new(
    "CostDetails",
    "What one side cost.",
    &[
        Field::optional("base", FieldType::AmountNumber, "The cost in US dollars."),
        Field::optional("overrun_base", FieldType::AmountNumber, "The part above the limit, in US dollars."),
    ],
);

pub(super) static COST: Model = Model::new(
    "Cost",
    "The cost of a request, in US dollars.",
    &[
        Field::optional("currency", FieldType::Enum(&["usd"]), "The currency."),
        Field::optional("input", FieldType::Model(&COST_DETAILS), "What went in."),
        Field::optional("output", FieldType::Model(&COST_DETAILS), "What came out."),
        Field::optional("total", FieldType::Model(&COST_DETAILS), "Both."),
    ],
);

pub(super) static LIMIT_STATE: Model = Model::new(
    "LimitState",
    "The effect of a request on a limit.",
    &[Field::optional(
        "state",
        FieldType::Enum(&["ok", "blocked", "blocked_external", "exceeded", "overrun", "failed"]),
        "`ok` below the threshold, `exceeded` above it, `overrun` beyond an allow limit, `blocked` by this limit, \
         `blocked_external` by another one.",
    )],
);

pub(super) static XPROXY_RESULT: Model = Model::new(
    "XproxyResult",
    "The result of counting a request.",
    &[
        REQUEST_ID,
        Field::optional("request_tags", TEXTS, "Its tags."),
        Field::optional(
            "limits",
            FieldType::Map(&FieldType::Model(&LIMIT_STATE)),
            "The limits that it counted against, by id.",
        ),
        Field::optional("blocked_limit_ids", TEXTS, "The limits that refused it."),
        Field::optional("resource_id", FieldType::String, "The version of the resource that set the price."),
        USE_CASE_ID,
        USE_CASE_NAME,
        USE_CASE_STEP,
        USER_ID,
        ACCOUNT_NAME,
        Field::optional("cost", FieldType::Model(&COST), "What it cost."),
        Field::optional(
            "unknown_units",
            FieldType::Map(&FieldType::Model(&INGEST_UNITS)),
            "Units that have no price.",
        ),
        Field::optional("duplicate_request", FieldType::Bool, "Whether it was counted before."),
        Field::optional("warnings", TEXTS, "What to look at."),
        Field::optional("actions", TEXTS, "What to do."),
        Field::optional("queued", FieldType::Bool, "Whether it will be counted later."),
    ],
);

const INGESTED_AT: Field = Field::optional("ingest_timestamp", FieldType::Time, "When it was counted.");

pub(in super::super) static INGEST_RESPONSE: Model = Model::new(
    "IngestResponse",
    "An event that was counted.",
    &[
        REQUEST_ID,
        INGESTED_AT,
        Field::optional("event_timestamp", FieldType::Time, "When it happened."),
        Field::new("xproxy_result", FieldType::Model(&XPROXY_RESULT), "What counting it did."),
    ],
);

pub(super) static XPROXY_ERROR: Model = Model::new(
    "XproxyError",
    "The reason for a refusal.",
    &[
        Field::optional("code", FieldType::String, "The code, for programs."),
        Field::optional("message", FieldType::String, "The words, for people."),
    ],
);

pub(super) static API_ERROR: Model = Model::new(
    "ApiError",
    "The refusal of one event among many.",
    &[
        Field::optional("message", FieldType::String, "The words, for people."),
        Field::optional(
            "statusCode",
            FieldType::Integer(0, 999),
            "The status that the event alone would have had.",
        ),
        Field::optional("xproxy_error", FieldType::Model(&XPROXY_ERROR), "Why."),
    ],
);

pub(super) static BULK_INGEST_ERROR: Model = Model::new(
    "BulkIngestError",
    "An event that was refused.",
    &[
        Field::optional("item_index", COUNT, "Its index in the list, from 0."),
        Field::optional(
            "xproxy_result",
            FieldType::Model(&API_ERROR),
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
        Field::optional("error_count", COUNT, "The number of errors."),
        Field::optional("item_error_count", COUNT, "The number of refused events."),
        Field::optional("total_count", COUNT, "The number of events."),
        Field::optional(
            "errors",
            FieldType::List(&FieldType::Model(&BULK_INGEST_ERROR)),
            "The events that were refused.",
        ),
    ],
);

pub(in super::super) static REQUEST_RESULT: Model = Model::new(
    "RequestResult",
    "The result of counting a request.",
    &[Field::new("xproxy_result", FieldType::Model(&XPROXY_RESULT), "What counting it did.")],
);

pub(in super::super) static PROPERTIES_RESPONSE: Model =
    Model::new("PropertiesResponse", "The confirmation that properties were set.", &[REQUEST_ID]);
