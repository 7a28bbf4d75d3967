//! Requests that were counted, and reports on them.

use crate::providers::payi::operations::{NEW_PROPERTIES, OPENAPI, SDK, operation};
use crate::providers::payi::types::{PROPERTIES_RESPONSE, REQUEST_RESULT};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const REQUEST_ID: Param = Param::path("request_id", FieldType::Name, "The id that Pay-i gave the request.");
const RESPONSE_ID: Param =
    Param::path("provider_response_id", FieldType::Name, "The id that the model provider gave its response.");
const CATEGORY: Param =
    Param::path("category", FieldType::Name, "The category, for instance `system.openai`.");

pub(super) static PROPERTIES_UPDATE: Operation = operation(
    "requests.request_id.properties.update",
    Method::Put,
    "/api/v1/requests/{request_id}/properties",
    SafetySpec::Idempotent,
)
.params(&[REQUEST_ID, NEW_PROPERTIES])
.returns(FieldType::Model(&PROPERTIES_RESPONSE))
.doc("Sets properties of a request.", SDK);

pub(super) static RESULT_RETRIEVE: Operation = operation(
    "requests.request_id.result.retrieve",
    Method::Get,
    "/api/v1/requests/{request_id}/result",
    SafetySpec::Read,
)
.params(&[REQUEST_ID])
.returns(FieldType::Model(&REQUEST_RESULT))
.doc("Reads the cost of a request and its effect on its limits.", SDK);

pub(super) static PROVIDER_PROPERTIES_UPDATE: Operation = operation(
    "requests.response_id.properties.update",
    Method::Put,
    "/api/v1/requests/provider/{category}/{provider_response_id}/properties",
    SafetySpec::Idempotent,
)
.params(&[RESPONSE_ID, CATEGORY, NEW_PROPERTIES])
.returns(FieldType::Model(&PROPERTIES_RESPONSE))
.doc("Sets properties of a request by the id that the model provider gave it.", SDK);

pub(super) static PROVIDER_RESULT_RETRIEVE: Operation = operation(
    "requests.response_id.result.retrieve",
    Method::Get,
    "/api/v1/requests/provider/{category}/{provider_response_id}/result",
    SafetySpec::Read,
)
.params(&[RESPONSE_ID, CATEGORY])
.returns(FieldType::Model(&REQUEST_RESULT))
.doc("Reads the cost of a request by the id that the model provider gave it.", SDK);

pub(super) static REPORT_RETRIEVE: Operation =
    operation("reports.retrieve", Method::Get, "/api/v1/reports/{report_id}", SafetySpec::Read)
        .params(&[
            Param::path("report_id", FieldType::Name, "The id of the report."),
            Param::query("from_date", FieldType::Time, "The beginning of the time that it covers.")
                .on_the_wire("from"),
            Param::query("to_date", FieldType::Time, "The end of the time that it covers.").on_the_wire("to"),
        ])
        .doc("Reads a report; its form is not public. 424 is documented for this operation only.", OPENAPI);
