//! Events: what a model call used.

use crate::model::safety::Safety;
use crate::providers::payi::operations::{OPENAPI, PROPERTIES, SDK, operation};
use crate::providers::payi::types::{
    BULK_EVENT, BULK_INGEST_RESPONSE, FUNCTION_CALL, HEADER, INGEST_RESPONSE, INGEST_UNITS, KEYED_EVENT,
};
use crate::spec::operation::{Method, Operation};
use crate::spec::param::Param;
use crate::spec::types::Ty;

const MILLISECONDS: Ty = Ty::Integer(0, i64::MAX);

pub(super) static UNITS: Operation =
    operation("ingest.units", Method::Post, "/api/v1/ingest", Safety::Unkeyed)
        .params(&[
            Param::body("category", Ty::Name, "The category, for instance `system.openai`.").required(),
            Param::body("units", Ty::Map(&Ty::Model(&INGEST_UNITS)), "What was used, by the name of the unit, for instance `text`.")
                .required(),
            Param::body("resource", Ty::Text, "The resource, for instance the name of the model."),
            Param::body("event_timestamp", Ty::Time, "When it happened; at most 5 minutes ahead, now by default."),
            Param::body("end_to_end_latency_ms", MILLISECONDS, "How long the call took, in milliseconds."),
            Param::body("time_to_first_token_ms", MILLISECONDS, "The time to the first token, in milliseconds."),
            Param::body(
                "time_to_first_completion_token_ms",
                MILLISECONDS,
                "The time to the first token of the completion, in milliseconds.",
            ),
            Param::body("http_status_code", Ty::Integer(0, 999), "The status with which the provider answered."),
            Param::body("properties", PROPERTIES, "Properties of the request, texts by name."),
            Param::body("use_case_properties", PROPERTIES, "Properties of the use case, texts by name."),
            Param::body("provider_uri", Ty::Text, "The address that was called."),
            Param::body("provider_request_json", Ty::Text, "The request that was sent, as it was."),
            Param::body("provider_request_reasoning_json", Ty::Text, "The part of the request that is about reasoning."),
            Param::body("provider_request_headers", Ty::List(&Ty::Model(&HEADER)), "The headers that were sent."),
            Param::body(
                "provider_response_json",
                Ty::Json,
                "The answer as it was: a text, or a list of texts for a stream.",
            ),
            Param::body("provider_response_headers", Ty::List(&Ty::Model(&HEADER)), "The headers of the answer."),
            Param::body("provider_response_id", Ty::Text, "The id that the provider gave its answer."),
            Param::body(
                "provider_response_function_calls",
                Ty::List(&Ty::Model(&FUNCTION_CALL)),
                "The functions that the answer called.",
            ),
            Param::header("limit_ids", "xproxy-limit-ids", Ty::List(&Ty::Text), "The limits that it counts against."),
            Param::header("request_tags", "xproxy-request-tags", Ty::List(&Ty::Text), "Tags of the request."),
            Param::header("use_case_id", "xproxy-usecase-id", Ty::Text, "The instance of the use case."),
            Param::header("use_case_name", "xproxy-usecase-name", Ty::Text, "The use case."),
            Param::header("use_case_step", "xproxy-usecase-step", Ty::Text, "The step of the use case."),
            Param::header(
                "use_case_version",
                "xproxy-usecase-version",
                Ty::Integer(0, i64::MAX),
                "The version of the use case.",
            ),
            Param::header("user_id", "xproxy-user-id", Ty::Text, "The user that it was done for."),
            Param::header("account_name", "xproxy-account-name", Ty::Text, "The account that it was done for."),
            Param::header(
                "resource_scope",
                "xproxy-resource-scope",
                Ty::Choice(&["global", "datazone", "region"]),
                "Where the resource runs.",
            ),
            Param::header("disable_logging", "xproxy-logging-disable", Ty::Flag, "Whether the texts are not kept."),
        ])
        .returns(Ty::Model(&INGEST_RESPONSE))
        .doc(
            "Counts what one model call used. There is no key: after an answer that was lost it may have been counted, so it \
             is not sent again. With a `provider_response_id` use `ingest.bulk_upsert`, which may be.",
            SDK,
        );

pub(super) static BULK: Operation =
    operation("ingest.bulk", Method::Post, "/api/v1/ingest/bulk", Safety::Unkeyed)
        .params(&[Param::whole_body("events", Ty::List(&Ty::Model(&BULK_EVENT)), "The events.")])
        .returns(Ty::Model(&BULK_INGEST_RESPONSE))
        .doc(
            "Counts many events. Some may be refused while the others are counted: the error then says how many of each, \
             and its details say which.",
            SDK,
        );

pub(super) static BULK_UPSERT: Operation =
    operation("ingest.bulk_upsert", Method::Post, "/api/v1/ingest/bulk-upsert", Safety::Keyed)
        .params(&[Param::whole_body(
            "events",
            Ty::List(&Ty::Model(&KEYED_EVENT)),
            "The events; each is known by its `provider_response_id`.",
        )])
        .returns(Ty::Model(&BULK_INGEST_RESPONSE))
        .doc(
            "Counts many events, or corrects those that were counted under the same `provider_response_id`: the only way \
             to send an event twice and have it counted once.",
            OPENAPI,
        );
