//! Events: what a model call used.

use crate::providers::payi::operations::{OPENAPI, PROPERTIES, SDK, operation};
use crate::providers::payi::types::{
    BULK_EVENT, BULK_INGEST_RESPONSE, FUNCTION_CALL, HEADER, INGEST_RESPONSE, INGEST_UNITS, KEYED_EVENT,
};
use crate::spec::operation::{KeyPromise, Method, Operation, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const MILLISECONDS: FieldType = FieldType::Integer(0, i64::MAX);

pub(super) static UNITS: Operation =
    operation("ingest.units", Method::Post, "/api/v1/ingest", SafetySpec::Unkeyed)
        .params(&[
            Param::body("category", FieldType::Name, "The category, for instance `system.openai`.").required(),
            Param::body("units", FieldType::Map(&FieldType::Model(&INGEST_UNITS)), "The usage by the name of the unit, for instance `text`.")
                .required(),
            Param::body("resource", FieldType::String, "The resource, for instance the name of the model."),
            Param::body("event_timestamp", FieldType::Time, "When it happened; at most 5 minutes ahead, now by default."),
            Param::body("end_to_end_latency_ms", MILLISECONDS, "How long the call took, in milliseconds."),
            Param::body("time_to_first_token_ms", MILLISECONDS, "The time to the first token, in milliseconds."),
            Param::body(
                "time_to_first_completion_token_ms",
                MILLISECONDS,
                "The time to the first token of the completion, in milliseconds.",
            ),
            Param::body("http_status_code", FieldType::Integer(0, 999), "The status of the provider's response."),
            Param::body("properties", PROPERTIES, "Properties of the request, strings by name."),
            Param::body("use_case_properties", PROPERTIES, "Properties of the use case, strings by name."),
            Param::body("provider_uri", FieldType::String, "The URL of the request."),
            Param::body("provider_request_json", FieldType::String, "The request as it was sent."),
            Param::body("provider_request_reasoning_json", FieldType::String, "The part of the request that is about reasoning."),
            Param::body("provider_request_headers", FieldType::List(&FieldType::Model(&HEADER)), "The headers that were sent."),
            Param::body(
                "provider_response_json",
                FieldType::Json,
                "The response as it was received: a string, or a list of strings for a stream.",
            ),
            Param::body("provider_response_headers", FieldType::List(&FieldType::Model(&HEADER)), "The headers of the response."),
            Param::body("provider_response_id", FieldType::String, "The id of the response from the provider."),
            Param::body(
                "provider_response_function_calls",
                FieldType::List(&FieldType::Model(&FUNCTION_CALL)),
                "The functions that the response called.",
            ),
            Param::header("limit_ids", "xproxy-limit-ids", FieldType::List(&FieldType::String), "The limits that it counts against."),
            Param::header("request_tags", "xproxy-request-tags", FieldType::List(&FieldType::String), "Tags of the request."),
            Param::header("use_case_id", "xproxy-usecase-id", FieldType::String, "The instance of the use case."),
            Param::header("use_case_name", "xproxy-usecase-name", FieldType::String, "The use case."),
            Param::header("use_case_step", "xproxy-usecase-step", FieldType::String, "The step of the use case."),
            Param::header(
                "use_case_version",
                "xproxy-usecase-version",
                FieldType::Integer(0, i64::MAX),
                "The version of the use case.",
            ),
            Param::header("user_id", "xproxy-user-id", FieldType::String, "The user of the call."),
            Param::header("account_name", "xproxy-account-name", FieldType::String, "The account of the call."),
            Param::header(
                "resource_scope",
                "xproxy-resource-scope",
                FieldType::Enum(&["global", "datazone", "region"]),
                "The place where the resource runs.",
            ),
            Param::header("disable_logging", "xproxy-logging-disable", FieldType::Bool, "Whether the texts are not kept."),
        ])
        .returns(FieldType::Model(&INGEST_RESPONSE))
        .doc(
            "Counts what one model call used. There is no key: if the response is lost, it may have been counted, so it \
             is not sent again. With a `provider_response_id` use `ingest.bulk_upsert`, which may be.",
            SDK,
        );

pub(super) static BULK: Operation =
    operation("ingest.bulk", Method::Post, "/api/v1/ingest/bulk", SafetySpec::Unkeyed)
        .params(&[Param::whole_body("events", FieldType::List(&FieldType::Model(&BULK_EVENT)), "The events.")])
        .returns(FieldType::Model(&BULK_INGEST_RESPONSE))
        .doc(
            "Counts many events. Some may be refused while the others are counted: the error then says how many of each, \
             and its details say which.",
            SDK,
        );

pub(super) static BULK_UPSERT: Operation =
    operation("ingest.bulk_upsert", Method::Post, "/api/v1/ingest/bulk-upsert", SafetySpec::Keyed { field: None, promise: KeyPromise::PLAIN })
        .params(&[Param::whole_body(
            "events",
            FieldType::List(&FieldType::Model(&KEYED_EVENT)),
            "The events; each is known by its `provider_response_id`.",
        )])
        .returns(FieldType::Model(&BULK_INGEST_RESPONSE))
        .doc(
            "Counts many events, or corrects those that were counted under the same `provider_response_id`: the only way \
             to send an event twice and have it counted once.",
            OPENAPI,
        );
