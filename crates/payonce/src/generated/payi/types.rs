//! The objects of Pay-i.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::{open_enum, readable, require, sendable, take};

/// What was used of one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[non_exhaustive]
pub struct IngestUnits {
    /// Units that went in, for instance tokens of the prompt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<i64>,
    /// Units that came out, for instance tokens of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl IngestUnits {
    /// Without any field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Units that went in, for instance tokens of the prompt.
    #[must_use]
    pub fn input(mut self, input: i64) -> Self {
        self.input = Some(input);
        self
    }

    /// Units that came out, for instance tokens of the response.
    #[must_use]
    pub fn output(mut self, output: i64) -> Self {
        self.output = Some(output);
        self
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { input: take(&mut members, "input"), output: take(&mut members, "output"), extra: members })
    }
}

/// One header of a request or a response.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HeaderInfo {
    /// The name.
    pub name: String,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl HeaderInfo {
    /// With the required fields.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), value: None, extra: Map::new() }
    }

    /// The value.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { name: require(&mut members, "name")?, value: take(&mut members, "value"), extra: members })
    }
}

impl std::fmt::Debug for HeaderInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It can be a key.
        f.debug_struct("HeaderInfo").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A function that a response called.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FunctionCallInfo {
    /// The name.
    pub name: String,
    /// The arguments as a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguments: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl FunctionCallInfo {
    /// With the required fields.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), arguments: None, extra: Map::new() }
    }

    /// The arguments as a text.
    #[must_use]
    pub fn arguments(mut self, arguments: impl Into<String>) -> Self {
        self.arguments = Some(arguments.into());
        self
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            name: require(&mut members, "name")?,
            arguments: take(&mut members, "arguments"),
            extra: members,
        })
    }
}

/// One event among many.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BulkIngestRequest {
    /// The category, for instance `system.openai`.
    pub category: String,
    /// What was used, by the name of the unit, for instance `text`.
    pub units: BTreeMap<String, IngestUnits>,
    /// The id that the provider gave its response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_response_id: Option<String>,
    /// The resource, for instance the name of the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// When it happened; at most 5 minutes ahead, now by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_timestamp: Option<String>,
    /// How long the call took, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_to_end_latency_ms: Option<i64>,
    /// The time to the first token, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_token_ms: Option<i64>,
    /// The time to the first token of the completion, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_completion_token_ms: Option<i64>,
    /// The status of the provider's response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status_code: Option<i64>,
    /// Properties of the request, texts by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<BTreeMap<String, String>>,
    /// Properties of the use case, texts by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_properties: Option<BTreeMap<String, String>>,
    /// The address that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_uri: Option<String>,
    /// The request that was sent, as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_request_json: Option<String>,
    /// The part of the request that is about reasoning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_request_reasoning_json: Option<String>,
    /// The headers that were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_request_headers: Option<Vec<HeaderInfo>>,
    /// The response as it was: a text, or a list of texts for a stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_response_json: Option<Value>,
    /// The headers of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_response_headers: Option<Vec<HeaderInfo>>,
    /// The functions that the response called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_response_function_calls: Option<Vec<FunctionCallInfo>>,
    /// The limits that it counts against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_ids: Option<Vec<String>>,
    /// Tags of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_tags: Option<Vec<String>>,
    /// The user that it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The account that it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_name: Option<String>,
    /// The instance of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_id: Option<String>,
    /// The use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_name: Option<String>,
    /// The step of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_step: Option<String>,
    /// The version of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_version: Option<i64>,
    /// Where the resource runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<BulkIngestRequestScope>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl BulkIngestRequest {
    /// With the required fields.
    #[must_use]
    pub fn new(
        category: impl Into<String>,
        units: impl IntoIterator<Item = (impl Into<String>, IngestUnits)>,
    ) -> Self {
        Self {
            category: category.into(),
            units: units.into_iter().map(|(name, value)| (name.into(), value)).collect(),
            provider_response_id: None,
            resource: None,
            event_timestamp: None,
            end_to_end_latency_ms: None,
            time_to_first_token_ms: None,
            time_to_first_completion_token_ms: None,
            http_status_code: None,
            properties: None,
            use_case_properties: None,
            provider_uri: None,
            provider_request_json: None,
            provider_request_reasoning_json: None,
            provider_request_headers: None,
            provider_response_json: None,
            provider_response_headers: None,
            provider_response_function_calls: None,
            limit_ids: None,
            request_tags: None,
            user_id: None,
            account_name: None,
            use_case_id: None,
            use_case_name: None,
            use_case_step: None,
            use_case_version: None,
            scope: None,
            extra: Map::new(),
        }
    }

    /// The id that the provider gave its response.
    #[must_use]
    pub fn provider_response_id(mut self, provider_response_id: impl Into<String>) -> Self {
        self.provider_response_id = Some(provider_response_id.into());
        self
    }

    /// The resource, for instance the name of the model.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// When it happened; at most 5 minutes ahead, now by default.
    #[must_use]
    pub fn event_timestamp(mut self, event_timestamp: impl Into<String>) -> Self {
        self.event_timestamp = Some(event_timestamp.into());
        self
    }

    /// How long the call took, in milliseconds.
    #[must_use]
    pub fn end_to_end_latency_ms(mut self, end_to_end_latency_ms: i64) -> Self {
        self.end_to_end_latency_ms = Some(end_to_end_latency_ms);
        self
    }

    /// The time to the first token, in milliseconds.
    #[must_use]
    pub fn time_to_first_token_ms(mut self, time_to_first_token_ms: i64) -> Self {
        self.time_to_first_token_ms = Some(time_to_first_token_ms);
        self
    }

    /// The time to the first token of the completion, in milliseconds.
    #[must_use]
    pub fn time_to_first_completion_token_ms(mut self, time_to_first_completion_token_ms: i64) -> Self {
        self.time_to_first_completion_token_ms = Some(time_to_first_completion_token_ms);
        self
    }

    /// The status of the provider's response.
    #[must_use]
    pub fn http_status_code(mut self, http_status_code: i64) -> Self {
        self.http_status_code = Some(http_status_code);
        self
    }

    /// Properties of the request, texts by name.
    #[must_use]
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.properties =
            Some(properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// Properties of the use case, texts by name.
    #[must_use]
    pub fn use_case_properties(
        mut self,
        use_case_properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.use_case_properties =
            Some(use_case_properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// The address that was called.
    #[must_use]
    pub fn provider_uri(mut self, provider_uri: impl Into<String>) -> Self {
        self.provider_uri = Some(provider_uri.into());
        self
    }

    /// The request that was sent, as it was.
    #[must_use]
    pub fn provider_request_json(mut self, provider_request_json: impl Into<String>) -> Self {
        self.provider_request_json = Some(provider_request_json.into());
        self
    }

    /// The part of the request that is about reasoning.
    #[must_use]
    pub fn provider_request_reasoning_json(
        mut self,
        provider_request_reasoning_json: impl Into<String>,
    ) -> Self {
        self.provider_request_reasoning_json = Some(provider_request_reasoning_json.into());
        self
    }

    /// The headers that were sent.
    #[must_use]
    pub fn provider_request_headers(
        mut self,
        provider_request_headers: impl IntoIterator<Item = HeaderInfo>,
    ) -> Self {
        self.provider_request_headers = Some(provider_request_headers.into_iter().collect());
        self
    }

    /// The response as it was: a text, or a list of texts for a stream.
    #[must_use]
    pub fn provider_response_json(mut self, provider_response_json: impl Into<Value>) -> Self {
        self.provider_response_json = Some(provider_response_json.into());
        self
    }

    /// The headers of the response.
    #[must_use]
    pub fn provider_response_headers(
        mut self,
        provider_response_headers: impl IntoIterator<Item = HeaderInfo>,
    ) -> Self {
        self.provider_response_headers = Some(provider_response_headers.into_iter().collect());
        self
    }

    /// The functions that the response called.
    #[must_use]
    pub fn provider_response_function_calls(
        mut self,
        provider_response_function_calls: impl IntoIterator<Item = FunctionCallInfo>,
    ) -> Self {
        self.provider_response_function_calls = Some(provider_response_function_calls.into_iter().collect());
        self
    }

    /// The limits that it counts against.
    #[must_use]
    pub fn limit_ids(mut self, limit_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.limit_ids = Some(limit_ids.into_iter().map(Into::into).collect());
        self
    }

    /// Tags of the request.
    #[must_use]
    pub fn request_tags(mut self, request_tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.request_tags = Some(request_tags.into_iter().map(Into::into).collect());
        self
    }

    /// The user that it was done for.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// The account that it was done for.
    #[must_use]
    pub fn account_name(mut self, account_name: impl Into<String>) -> Self {
        self.account_name = Some(account_name.into());
        self
    }

    /// The instance of the use case.
    #[must_use]
    pub fn use_case_id(mut self, use_case_id: impl Into<String>) -> Self {
        self.use_case_id = Some(use_case_id.into());
        self
    }

    /// The use case.
    #[must_use]
    pub fn use_case_name(mut self, use_case_name: impl Into<String>) -> Self {
        self.use_case_name = Some(use_case_name.into());
        self
    }

    /// The step of the use case.
    #[must_use]
    pub fn use_case_step(mut self, use_case_step: impl Into<String>) -> Self {
        self.use_case_step = Some(use_case_step.into());
        self
    }

    /// The version of the use case.
    #[must_use]
    pub fn use_case_version(mut self, use_case_version: i64) -> Self {
        self.use_case_version = Some(use_case_version);
        self
    }

    /// Where the resource runs.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<BulkIngestRequestScope>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            category: require(&mut members, "category")?,
            units: require(&mut members, "units")?,
            provider_response_id: take(&mut members, "provider_response_id"),
            resource: take(&mut members, "resource"),
            event_timestamp: take(&mut members, "event_timestamp"),
            end_to_end_latency_ms: take(&mut members, "end_to_end_latency_ms"),
            time_to_first_token_ms: take(&mut members, "time_to_first_token_ms"),
            time_to_first_completion_token_ms: take(&mut members, "time_to_first_completion_token_ms"),
            http_status_code: take(&mut members, "http_status_code"),
            properties: take(&mut members, "properties"),
            use_case_properties: take(&mut members, "use_case_properties"),
            provider_uri: take(&mut members, "provider_uri"),
            provider_request_json: take(&mut members, "provider_request_json"),
            provider_request_reasoning_json: take(&mut members, "provider_request_reasoning_json"),
            provider_request_headers: take(&mut members, "provider_request_headers"),
            provider_response_json: take(&mut members, "provider_response_json"),
            provider_response_headers: take(&mut members, "provider_response_headers"),
            provider_response_function_calls: take(&mut members, "provider_response_function_calls"),
            limit_ids: take(&mut members, "limit_ids"),
            request_tags: take(&mut members, "request_tags"),
            user_id: take(&mut members, "user_id"),
            account_name: take(&mut members, "account_name"),
            use_case_id: take(&mut members, "use_case_id"),
            use_case_name: take(&mut members, "use_case_name"),
            use_case_step: take(&mut members, "use_case_step"),
            use_case_version: take(&mut members, "use_case_version"),
            scope: take(&mut members, "scope"),
            extra: members,
        })
    }
}

/// One event among many, known by the id of its response.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BulkUpsertRequest {
    /// The category, for instance `system.openai`.
    pub category: String,
    /// What was used, by the name of the unit, for instance `text`.
    pub units: BTreeMap<String, IngestUnits>,
    /// The id that the provider gave its response. It keeps the event from being counted twice.
    pub provider_response_id: String,
    /// The resource, for instance the name of the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// When it happened; at most 5 minutes ahead, now by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_timestamp: Option<String>,
    /// How long the call took, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_to_end_latency_ms: Option<i64>,
    /// The time to the first token, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_token_ms: Option<i64>,
    /// The time to the first token of the completion, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_completion_token_ms: Option<i64>,
    /// The status of the provider's response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status_code: Option<i64>,
    /// Properties of the request, texts by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<BTreeMap<String, String>>,
    /// Properties of the use case, texts by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_properties: Option<BTreeMap<String, String>>,
    /// The address that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_uri: Option<String>,
    /// The request that was sent, as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_request_json: Option<String>,
    /// The part of the request that is about reasoning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_request_reasoning_json: Option<String>,
    /// The headers that were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_request_headers: Option<Vec<HeaderInfo>>,
    /// The response as it was: a text, or a list of texts for a stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_response_json: Option<Value>,
    /// The headers of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_response_headers: Option<Vec<HeaderInfo>>,
    /// The functions that the response called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_response_function_calls: Option<Vec<FunctionCallInfo>>,
    /// The limits that it counts against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_ids: Option<Vec<String>>,
    /// Tags of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_tags: Option<Vec<String>>,
    /// The user that it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The account that it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_name: Option<String>,
    /// The instance of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_id: Option<String>,
    /// The use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_name: Option<String>,
    /// The step of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_step: Option<String>,
    /// The version of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_version: Option<i64>,
    /// Where the resource runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<BulkUpsertRequestScope>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl BulkUpsertRequest {
    /// With the required fields.
    #[must_use]
    pub fn new(
        category: impl Into<String>,
        units: impl IntoIterator<Item = (impl Into<String>, IngestUnits)>,
        provider_response_id: impl Into<String>,
    ) -> Self {
        Self {
            category: category.into(),
            units: units.into_iter().map(|(name, value)| (name.into(), value)).collect(),
            provider_response_id: provider_response_id.into(),
            resource: None,
            event_timestamp: None,
            end_to_end_latency_ms: None,
            time_to_first_token_ms: None,
            time_to_first_completion_token_ms: None,
            http_status_code: None,
            properties: None,
            use_case_properties: None,
            provider_uri: None,
            provider_request_json: None,
            provider_request_reasoning_json: None,
            provider_request_headers: None,
            provider_response_json: None,
            provider_response_headers: None,
            provider_response_function_calls: None,
            limit_ids: None,
            request_tags: None,
            user_id: None,
            account_name: None,
            use_case_id: None,
            use_case_name: None,
            use_case_step: None,
            use_case_version: None,
            scope: None,
            extra: Map::new(),
        }
    }

    /// The resource, for instance the name of the model.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// When it happened; at most 5 minutes ahead, now by default.
    #[must_use]
    pub fn event_timestamp(mut self, event_timestamp: impl Into<String>) -> Self {
        self.event_timestamp = Some(event_timestamp.into());
        self
    }

    /// How long the call took, in milliseconds.
    #[must_use]
    pub fn end_to_end_latency_ms(mut self, end_to_end_latency_ms: i64) -> Self {
        self.end_to_end_latency_ms = Some(end_to_end_latency_ms);
        self
    }

    /// The time to the first token, in milliseconds.
    #[must_use]
    pub fn time_to_first_token_ms(mut self, time_to_first_token_ms: i64) -> Self {
        self.time_to_first_token_ms = Some(time_to_first_token_ms);
        self
    }

    /// The time to the first token of the completion, in milliseconds.
    #[must_use]
    pub fn time_to_first_completion_token_ms(mut self, time_to_first_completion_token_ms: i64) -> Self {
        self.time_to_first_completion_token_ms = Some(time_to_first_completion_token_ms);
        self
    }

    /// The status of the provider's response.
    #[must_use]
    pub fn http_status_code(mut self, http_status_code: i64) -> Self {
        self.http_status_code = Some(http_status_code);
        self
    }

    /// Properties of the request, texts by name.
    #[must_use]
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.properties =
            Some(properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// Properties of the use case, texts by name.
    #[must_use]
    pub fn use_case_properties(
        mut self,
        use_case_properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.use_case_properties =
            Some(use_case_properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// The address that was called.
    #[must_use]
    pub fn provider_uri(mut self, provider_uri: impl Into<String>) -> Self {
        self.provider_uri = Some(provider_uri.into());
        self
    }

    /// The request that was sent, as it was.
    #[must_use]
    pub fn provider_request_json(mut self, provider_request_json: impl Into<String>) -> Self {
        self.provider_request_json = Some(provider_request_json.into());
        self
    }

    /// The part of the request that is about reasoning.
    #[must_use]
    pub fn provider_request_reasoning_json(
        mut self,
        provider_request_reasoning_json: impl Into<String>,
    ) -> Self {
        self.provider_request_reasoning_json = Some(provider_request_reasoning_json.into());
        self
    }

    /// The headers that were sent.
    #[must_use]
    pub fn provider_request_headers(
        mut self,
        provider_request_headers: impl IntoIterator<Item = HeaderInfo>,
    ) -> Self {
        self.provider_request_headers = Some(provider_request_headers.into_iter().collect());
        self
    }

    /// The response as it was: a text, or a list of texts for a stream.
    #[must_use]
    pub fn provider_response_json(mut self, provider_response_json: impl Into<Value>) -> Self {
        self.provider_response_json = Some(provider_response_json.into());
        self
    }

    /// The headers of the response.
    #[must_use]
    pub fn provider_response_headers(
        mut self,
        provider_response_headers: impl IntoIterator<Item = HeaderInfo>,
    ) -> Self {
        self.provider_response_headers = Some(provider_response_headers.into_iter().collect());
        self
    }

    /// The functions that the response called.
    #[must_use]
    pub fn provider_response_function_calls(
        mut self,
        provider_response_function_calls: impl IntoIterator<Item = FunctionCallInfo>,
    ) -> Self {
        self.provider_response_function_calls = Some(provider_response_function_calls.into_iter().collect());
        self
    }

    /// The limits that it counts against.
    #[must_use]
    pub fn limit_ids(mut self, limit_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.limit_ids = Some(limit_ids.into_iter().map(Into::into).collect());
        self
    }

    /// Tags of the request.
    #[must_use]
    pub fn request_tags(mut self, request_tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.request_tags = Some(request_tags.into_iter().map(Into::into).collect());
        self
    }

    /// The user that it was done for.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// The account that it was done for.
    #[must_use]
    pub fn account_name(mut self, account_name: impl Into<String>) -> Self {
        self.account_name = Some(account_name.into());
        self
    }

    /// The instance of the use case.
    #[must_use]
    pub fn use_case_id(mut self, use_case_id: impl Into<String>) -> Self {
        self.use_case_id = Some(use_case_id.into());
        self
    }

    /// The use case.
    #[must_use]
    pub fn use_case_name(mut self, use_case_name: impl Into<String>) -> Self {
        self.use_case_name = Some(use_case_name.into());
        self
    }

    /// The step of the use case.
    #[must_use]
    pub fn use_case_step(mut self, use_case_step: impl Into<String>) -> Self {
        self.use_case_step = Some(use_case_step.into());
        self
    }

    /// The version of the use case.
    #[must_use]
    pub fn use_case_version(mut self, use_case_version: i64) -> Self {
        self.use_case_version = Some(use_case_version);
        self
    }

    /// Where the resource runs.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<BulkUpsertRequestScope>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            category: require(&mut members, "category")?,
            units: require(&mut members, "units")?,
            provider_response_id: require(&mut members, "provider_response_id")?,
            resource: take(&mut members, "resource"),
            event_timestamp: take(&mut members, "event_timestamp"),
            end_to_end_latency_ms: take(&mut members, "end_to_end_latency_ms"),
            time_to_first_token_ms: take(&mut members, "time_to_first_token_ms"),
            time_to_first_completion_token_ms: take(&mut members, "time_to_first_completion_token_ms"),
            http_status_code: take(&mut members, "http_status_code"),
            properties: take(&mut members, "properties"),
            use_case_properties: take(&mut members, "use_case_properties"),
            provider_uri: take(&mut members, "provider_uri"),
            provider_request_json: take(&mut members, "provider_request_json"),
            provider_request_reasoning_json: take(&mut members, "provider_request_reasoning_json"),
            provider_request_headers: take(&mut members, "provider_request_headers"),
            provider_response_json: take(&mut members, "provider_response_json"),
            provider_response_headers: take(&mut members, "provider_response_headers"),
            provider_response_function_calls: take(&mut members, "provider_response_function_calls"),
            limit_ids: take(&mut members, "limit_ids"),
            request_tags: take(&mut members, "request_tags"),
            user_id: take(&mut members, "user_id"),
            account_name: take(&mut members, "account_name"),
            use_case_id: take(&mut members, "use_case_id"),
            use_case_name: take(&mut members, "use_case_name"),
            use_case_step: take(&mut members, "use_case_step"),
            use_case_version: take(&mut members, "use_case_version"),
            scope: take(&mut members, "scope"),
            extra: members,
        })
    }
}

/// What one side cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CostDetails {
    /// The cost in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// What of it went beyond the limit, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overrun_base: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CostDetails {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            base: take(&mut members, "base"),
            overrun_base: take(&mut members, "overrun_base"),
            extra: members,
        })
    }
}

/// What a request cost, in US dollars.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cost {
    /// The currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<CostCurrency>,
    /// What went in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<CostDetails>,
    /// What came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<CostDetails>,
    /// Both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<CostDetails>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Cost {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            currency: take(&mut members, "currency"),
            input: take(&mut members, "input"),
            output: take(&mut members, "output"),
            total: take(&mut members, "total"),
            extra: members,
        })
    }
}

/// What a request did to a limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LimitState {
    /// `ok` below the threshold, `exceeded` above it, `overrun` beyond an allow limit, `blocked` by this
    /// limit, `blocked_external` by another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<LimitStateState>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl LimitState {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { state: take(&mut members, "state"), extra: members })
    }
}

/// What counting a request did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct XproxyResult {
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_tags: Option<Vec<String>>,
    /// The limits that it counted against, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<BTreeMap<String, LimitState>>,
    /// The limits that refused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_limit_ids: Option<Vec<String>>,
    /// The version of the resource that set the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// The instance of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_id: Option<String>,
    /// The use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_name: Option<String>,
    /// The step of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_step: Option<String>,
    /// The user that it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The account that it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_name: Option<String>,
    /// What it cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// Units that have no price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_units: Option<BTreeMap<String, IngestUnits>>,
    /// Whether it had been counted before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_request: Option<bool>,
    /// What to look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<String>>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<String>>,
    /// Whether it will be counted later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl XproxyResult {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            request_id: take(&mut members, "request_id"),
            request_tags: take(&mut members, "request_tags"),
            limits: take(&mut members, "limits"),
            blocked_limit_ids: take(&mut members, "blocked_limit_ids"),
            resource_id: take(&mut members, "resource_id"),
            use_case_id: take(&mut members, "use_case_id"),
            use_case_name: take(&mut members, "use_case_name"),
            use_case_step: take(&mut members, "use_case_step"),
            user_id: take(&mut members, "user_id"),
            account_name: take(&mut members, "account_name"),
            cost: take(&mut members, "cost"),
            unknown_units: take(&mut members, "unknown_units"),
            duplicate_request: take(&mut members, "duplicate_request"),
            warnings: take(&mut members, "warnings"),
            actions: take(&mut members, "actions"),
            queued: take(&mut members, "queued"),
            extra: members,
        })
    }
}

/// An event that was counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IngestResponse {
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When it was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ingest_timestamp: Option<String>,
    /// When it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_timestamp: Option<String>,
    /// What counting it did.
    pub xproxy_result: XproxyResult,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl IngestResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            request_id: take(&mut members, "request_id"),
            ingest_timestamp: take(&mut members, "ingest_timestamp"),
            event_timestamp: take(&mut members, "event_timestamp"),
            xproxy_result: require(&mut members, "xproxy_result")?,
            extra: members,
        })
    }
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct XproxyError {
    /// The code, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The words, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl XproxyError {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { code: take(&mut members, "code"), message: take(&mut members, "message"), extra: members })
    }
}

/// The refusal of one event among many.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ApiError {
    /// The words, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The status that the event alone would have had.
    #[serde(rename = "statusCode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_code: Option<i64>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xproxy_error: Option<XproxyError>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ApiError {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            message: take(&mut members, "message"),
            status_code: take(&mut members, "statusCode"),
            xproxy_error: take(&mut members, "xproxy_error"),
            extra: members,
        })
    }
}

/// An event that was refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BulkIngestError {
    /// Its place in the list, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_index: Option<i64>,
    /// Why; the provider calls it a result although it is an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xproxy_result: Option<ApiError>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl BulkIngestError {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            item_index: take(&mut members, "item_index"),
            xproxy_result: take(&mut members, "xproxy_result"),
            extra: members,
        })
    }
}

/// Many events that were counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BulkIngestResponse {
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When it was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ingest_timestamp: Option<String>,
    /// How many were counted.
    pub ingest_count: i64,
    /// How many errors there were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_count: Option<i64>,
    /// How many events were refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_error_count: Option<i64>,
    /// How many events there were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i64>,
    /// The events that were refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<BulkIngestError>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl BulkIngestResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            request_id: take(&mut members, "request_id"),
            ingest_timestamp: take(&mut members, "ingest_timestamp"),
            ingest_count: require(&mut members, "ingest_count")?,
            error_count: take(&mut members, "error_count"),
            item_error_count: take(&mut members, "item_error_count"),
            total_count: take(&mut members, "total_count"),
            errors: take(&mut members, "errors"),
            extra: members,
        })
    }
}

/// What counting a request did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RequestResult {
    /// What counting it did.
    pub xproxy_result: XproxyResult,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl RequestResult {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { xproxy_result: require(&mut members, "xproxy_result")?, extra: members })
    }
}

/// The word that properties were set.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PropertiesResponse {
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl PropertiesResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { request_id: take(&mut members, "request_id"), extra: members })
    }
}

/// Requests by what the limit made of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RequestsData {
    /// Below the threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ok: Option<i64>,
    /// Above the threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exceeded: Option<i64>,
    /// Beyond the limit, which allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overrun: Option<i64>,
    /// Refused by this limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<i64>,
    /// Refused by another limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_external: Option<i64>,
    /// Failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<i64>,
    /// All of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl RequestsData {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            ok: take(&mut members, "ok"),
            exceeded: take(&mut members, "exceeded"),
            overrun: take(&mut members, "overrun"),
            blocked: take(&mut members, "blocked"),
            blocked_external: take(&mut members, "blocked_external"),
            failed: take(&mut members, "failed"),
            total: take(&mut members, "total"),
            extra: members,
        })
    }
}

/// What was spent against a limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TotalCostData {
    /// The cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// The requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<RequestsData>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl TotalCostData {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            cost: take(&mut members, "cost"),
            requests: take(&mut members, "requests"),
            extra: members,
        })
    }
}

/// A limit on what may be spent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Limit {
    /// The id.
    pub limit_id: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_name: Option<String>,
    /// The most that may be spent, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// The part of `max` from which the state is `exceeded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Whether it refuses what goes beyond.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_type: Option<LimitLimitType>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_creation_timestamp: Option<String>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_update_timestamp: Option<String>,
    /// What was spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<TotalCostData>,
    /// Its properties, texts by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<BTreeMap<String, String>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Limit {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            limit_id: require(&mut members, "limit_id")?,
            limit_name: take(&mut members, "limit_name"),
            max: take(&mut members, "max"),
            threshold: take(&mut members, "threshold"),
            limit_type: take(&mut members, "limit_type"),
            limit_creation_timestamp: take(&mut members, "limit_creation_timestamp"),
            limit_update_timestamp: take(&mut members, "limit_update_timestamp"),
            totals: take(&mut members, "totals"),
            properties: take(&mut members, "properties"),
            extra: members,
        })
    }
}

/// A response about a limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LimitResponse {
    /// The limit.
    pub limit: Limit,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What the provider says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl LimitResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            limit: require(&mut members, "limit")?,
            request_id: take(&mut members, "request_id"),
            message: take(&mut members, "message"),
            extra: members,
        })
    }
}

/// One page of limits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LimitPage {
    /// The items of this page.
    pub items: Vec<Limit>,
    /// The cursor of the next page; none on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl LimitPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            items: require(&mut members, "items")?,
            cursor: take(&mut members, "cursor"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// What had been spent against a limit when it was reset.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LimitHistory {
    /// The id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_id: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_name: Option<String>,
    /// Whether it refuses what goes beyond.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_type: Option<LimitHistoryLimitType>,
    /// The most that may be spent, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// What was spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<TotalCostData>,
    /// From when it counts anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_reset_timestamp: Option<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_tags: Option<Vec<String>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl LimitHistory {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            limit_id: take(&mut members, "limit_id"),
            limit_name: take(&mut members, "limit_name"),
            limit_type: take(&mut members, "limit_type"),
            max: take(&mut members, "max"),
            totals: take(&mut members, "totals"),
            limit_reset_timestamp: take(&mut members, "limit_reset_timestamp"),
            limit_tags: take(&mut members, "limit_tags"),
            extra: members,
        })
    }
}

/// A response to resetting a limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LimitHistoryResponse {
    /// What had been spent.
    pub limit_history: LimitHistory,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What the provider says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl LimitHistoryResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            limit_history: require(&mut members, "limit_history")?,
            request_id: take(&mut members, "request_id"),
            message: take(&mut members, "message"),
            extra: members,
        })
    }
}

/// The word that it was done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DefaultResponse {
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What the provider says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl DefaultResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            request_id: take(&mut members, "request_id"),
            message: take(&mut members, "message"),
            extra: members,
        })
    }
}

/// The limit that each instance of a use case gets.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LimitConfig {
    /// The most that an instance may spend, in US dollars.
    pub max: String,
    /// Whether it refuses what goes beyond.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_type: Option<LimitConfigLimitType>,
    /// The part of `max` from which the state is `exceeded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Properties of the limits, texts by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<BTreeMap<String, String>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl LimitConfig {
    /// With the required fields.
    #[must_use]
    pub fn new(max: impl Into<String>) -> Self {
        Self { max: max.into(), limit_type: None, threshold: None, properties: None, extra: Map::new() }
    }

    /// Whether it refuses what goes beyond.
    #[must_use]
    pub fn limit_type(mut self, limit_type: impl Into<LimitConfigLimitType>) -> Self {
        self.limit_type = Some(limit_type.into());
        self
    }

    /// The part of `max` from which the state is `exceeded`.
    #[must_use]
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = Some(threshold);
        self
    }

    /// Properties of the limits, texts by name.
    #[must_use]
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.properties =
            Some(properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            max: require(&mut members, "max")?,
            limit_type: take(&mut members, "limit_type"),
            threshold: take(&mut members, "threshold"),
            properties: take(&mut members, "properties"),
            extra: members,
        })
    }
}

/// A definition of a use case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UseCaseDefinitionResponse {
    /// The name.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The limit that each instance gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_config: Option<LimitConfig>,
    /// Whether the texts of its requests are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logging_enabled: Option<bool>,
    /// The version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_version: Option<i64>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl UseCaseDefinitionResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            name: require(&mut members, "name")?,
            description: take(&mut members, "description"),
            limit_config: take(&mut members, "limit_config"),
            logging_enabled: take(&mut members, "logging_enabled"),
            type_version: take(&mut members, "type_version"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// One page of definitions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UseCaseDefinitionPage {
    /// The items of this page.
    pub items: Vec<UseCaseDefinitionResponse>,
    /// The cursor of the next page; none on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl UseCaseDefinitionPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            items: require(&mut members, "items")?,
            cursor: take(&mut members, "cursor"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// An instance of a use case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UseCaseInstanceResponse {
    /// The id.
    pub use_case_id: String,
    /// The name of the use case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_case_name: Option<String>,
    /// The limit that it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_id: Option<String>,
    /// The version of the definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_version: Option<i64>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl UseCaseInstanceResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            use_case_id: require(&mut members, "use_case_id")?,
            use_case_name: take(&mut members, "use_case_name"),
            limit_id: take(&mut members, "limit_id"),
            type_version: take(&mut members, "type_version"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// A KPI of a use case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KpiResponse {
    /// The name.
    pub name: String,
    /// What it measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What a score looks like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kpi_type: Option<KpiResponseKpiType>,
    /// The score to reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<f64>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<String>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_timestamp: Option<String>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KpiResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            name: require(&mut members, "name")?,
            description: take(&mut members, "description"),
            kpi_type: take(&mut members, "kpi_type"),
            goal: take(&mut members, "goal"),
            created_timestamp: take(&mut members, "created_timestamp"),
            updated_timestamp: take(&mut members, "updated_timestamp"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// One page of KPIs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KpiPage {
    /// The items of this page.
    pub items: Vec<KpiResponse>,
    /// The cursor of the next page; none on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KpiPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            items: require(&mut members, "items")?,
            cursor: take(&mut members, "cursor"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// The score of an instance.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KpiScore {
    /// The name of the KPI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kpi_name: Option<String>,
    /// What a score looks like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kpi_type: Option<KpiScoreKpiType>,
    /// The score: true or false for a `boolean` KPI, else a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Value>,
    /// When it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_timestamp: Option<String>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_timestamp: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KpiScore {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            kpi_name: take(&mut members, "kpi_name"),
            kpi_type: take(&mut members, "kpi_type"),
            score: take(&mut members, "score"),
            create_timestamp: take(&mut members, "create_timestamp"),
            update_timestamp: take(&mut members, "update_timestamp"),
            extra: members,
        })
    }
}

/// One page of scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KpiScorePage {
    /// The items of this page.
    pub items: Vec<KpiScore>,
    /// The cursor of the next page; none on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KpiScorePage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            items: require(&mut members, "items")?,
            cursor: take(&mut members, "cursor"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// A category.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CategoryResponse {
    /// The name, for instance `system.openai`.
    pub category: String,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CategoryResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { category: require(&mut members, "category")?, extra: members })
    }
}

/// One page of categories.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CategoryPage {
    /// The items of this page.
    pub items: Vec<CategoryResponse>,
    /// The cursor of the next page; none on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CategoryPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            items: require(&mut members, "items")?,
            cursor: take(&mut members, "cursor"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// The prices of one unit, in US dollars.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[non_exhaustive]
pub struct PriceUnits {
    /// For a unit that goes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_price: Option<String>,
    /// For a unit that comes out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_price: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl PriceUnits {
    /// Without any field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// For a unit that goes in.
    #[must_use]
    pub fn input_price(mut self, input_price: impl Into<String>) -> Self {
        self.input_price = Some(input_price.into());
        self
    }

    /// For a unit that comes out.
    #[must_use]
    pub fn output_price(mut self, output_price: impl Into<String>) -> Self {
        self.output_price = Some(output_price.into());
        self
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            input_price: take(&mut members, "input_price"),
            output_price: take(&mut members, "output_price"),
            extra: members,
        })
    }
}

/// The resource that an alias represents.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MappedResource {
    /// Its category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Where it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<MappedResourceScope>,
    /// Where in there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_scope: Option<String>,
    /// The host that serves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_name: Option<String>,
    /// The name of the mapping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapping_name: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl MappedResource {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            category: take(&mut members, "category"),
            resource: take(&mut members, "resource"),
            scope: take(&mut members, "scope"),
            sub_scope: take(&mut members, "sub_scope"),
            host_name: take(&mut members, "host_name"),
            mapping_name: take(&mut members, "mapping_name"),
            extra: members,
        })
    }
}

/// One version of a resource with its prices.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CategoryResourceResponse {
    /// The category.
    pub category: String,
    /// The name of the resource.
    pub resource: String,
    /// The id of this version.
    pub resource_id: String,
    /// From when its prices hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_timestamp: Option<String>,
    /// Whether it is in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Whether the proxy may call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_allowed: Option<bool>,
    /// The prices, by the name of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<BTreeMap<String, PriceUnits>>,
    /// The resource that it is another name of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliased_resource: Option<String>,
    /// The resource that it represents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapped_resource: Option<MappedResource>,
    /// The most units that may go in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_input_units: Option<i64>,
    /// The most units that may come out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_output_units: Option<i64>,
    /// The most units in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_total_units: Option<i64>,
    /// What an hour costs, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_per_hour: Option<String>,
    /// Whether characters are counted instead of tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character_billing: Option<bool>,
    /// The units from which a context is large.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large_context_threshold: Option<i64>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Until when its prices hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_timestamp: Option<String>,
    /// When it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated_timestamp: Option<String>,
    /// The reservation that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reservation_id: Option<String>,
    /// Its provisioned units at Azure: `ptus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azure_resource: Option<Value>,
    /// Its provisioned units at AWS: `model_units`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_bedrock_resource: Option<Value>,
    /// Its provisioned units at Google: `gsus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub google_vertex_resource: Option<Value>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CategoryResourceResponse {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            category: require(&mut members, "category")?,
            resource: require(&mut members, "resource")?,
            resource_id: require(&mut members, "resource_id")?,
            start_timestamp: take(&mut members, "start_timestamp"),
            active: take(&mut members, "active"),
            proxy_allowed: take(&mut members, "proxy_allowed"),
            units: take(&mut members, "units"),
            aliased_resource: take(&mut members, "aliased_resource"),
            mapped_resource: take(&mut members, "mapped_resource"),
            max_input_units: take(&mut members, "max_input_units"),
            max_output_units: take(&mut members, "max_output_units"),
            max_total_units: take(&mut members, "max_total_units"),
            cost_per_hour: take(&mut members, "cost_per_hour"),
            character_billing: take(&mut members, "character_billing"),
            large_context_threshold: take(&mut members, "large_context_threshold"),
            description: take(&mut members, "description"),
            end_timestamp: take(&mut members, "end_timestamp"),
            deprecated_timestamp: take(&mut members, "deprecated_timestamp"),
            reservation_id: take(&mut members, "reservation_id"),
            azure_resource: take(&mut members, "azure_resource"),
            aws_bedrock_resource: take(&mut members, "aws_bedrock_resource"),
            google_vertex_resource: take(&mut members, "google_vertex_resource"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

/// One page of versions of resources.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CategoryResourcePage {
    /// The items of this page.
    pub items: Vec<CategoryResourceResponse>,
    /// The cursor of the next page; none on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CategoryResourcePage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            items: require(&mut members, "items")?,
            cursor: take(&mut members, "cursor"),
            request_id: take(&mut members, "request_id"),
            extra: members,
        })
    }
}

open_enum! {
    /// A value of a field of [`BulkIngestRequest`]. The provider can add others.
    BulkIngestRequestScope {
        Global = "global",
        Datazone = "datazone",
        Region = "region",
    }
}

open_enum! {
    /// A value of a field of [`BulkUpsertRequest`]. The provider can add others.
    BulkUpsertRequestScope {
        Global = "global",
        Datazone = "datazone",
        Region = "region",
    }
}

open_enum! {
    /// A value of a field of [`Cost`]. The provider can add others.
    CostCurrency {
        Usd = "usd",
    }
}

open_enum! {
    /// A value of a field of [`IngestUnits`]. The provider can add others.
    IngestUnitsResourceScope {
        Global = "global",
        Datazone = "datazone",
        Region = "region",
    }
}

open_enum! {
    /// A value of a field of [`KpiResponse`]. The provider can add others.
    KpiResponseKpiType {
        Boolean = "boolean",
        Number = "number",
        Percentage = "percentage",
        Likert5 = "likert5",
        Likert7 = "likert7",
        Likert10 = "likert10",
    }
}

open_enum! {
    /// A value of a field of [`KpiScore`]. The provider can add others.
    KpiScoreKpiType {
        Boolean = "boolean",
        Number = "number",
        Percentage = "percentage",
        Likert5 = "likert5",
        Likert7 = "likert7",
        Likert10 = "likert10",
    }
}

open_enum! {
    /// A value of a field of [`LimitConfig`]. The provider can add others.
    LimitConfigLimitType {
        Block = "block",
        Allow = "allow",
    }
}

open_enum! {
    /// A value of a field of [`LimitHistory`]. The provider can add others.
    LimitHistoryLimitType {
        Block = "block",
        Allow = "allow",
    }
}

open_enum! {
    /// A value of a field of [`Limit`]. The provider can add others.
    LimitLimitType {
        Block = "block",
        Allow = "allow",
    }
}

open_enum! {
    /// A value of a field of [`LimitState`]. The provider can add others.
    LimitStateState {
        Ok = "ok",
        Blocked = "blocked",
        BlockedExternal = "blocked_external",
        Exceeded = "exceeded",
        Overrun = "overrun",
        Failed = "failed",
    }
}

open_enum! {
    /// A value of a field of [`MappedResource`]. The provider can add others.
    MappedResourceScope {
        Global = "global",
        Datazone = "datazone",
        Region = "region",
    }
}

readable!(
    IngestUnits,
    HeaderInfo,
    FunctionCallInfo,
    BulkIngestRequest,
    BulkUpsertRequest,
    CostDetails,
    Cost,
    LimitState,
    XproxyResult,
    IngestResponse,
    XproxyError,
    ApiError,
    BulkIngestError,
    BulkIngestResponse,
    RequestResult,
    PropertiesResponse,
    RequestsData,
    TotalCostData,
    Limit,
    LimitResponse,
    LimitPage,
    LimitHistory,
    LimitHistoryResponse,
    DefaultResponse,
    LimitConfig,
    UseCaseDefinitionResponse,
    UseCaseDefinitionPage,
    UseCaseInstanceResponse,
    KpiResponse,
    KpiPage,
    KpiScore,
    KpiScorePage,
    CategoryResponse,
    CategoryPage,
    PriceUnits,
    MappedResource,
    CategoryResourceResponse,
    CategoryResourcePage
);
sendable!(
    BulkIngestRequest,
    BulkUpsertRequest,
    FunctionCallInfo,
    HeaderInfo,
    IngestUnits,
    LimitConfig,
    PriceUnits
);
