//! The objects of Pay-i.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::typed::{object, open_enum, sendable};

/// The usage of one unit.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct IngestUnits {
    /// Input units, for instance tokens of the prompt.
    pub input: Option<i64>,
    /// Output units, for instance tokens of the response.
    pub output: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl IngestUnits {
    /// Without any field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Input units, for instance tokens of the prompt.
    #[must_use]
    pub fn input(mut self, input: i64) -> Self {
        self.input = Some(input);
        self
    }

    /// Output units, for instance tokens of the response.
    #[must_use]
    pub fn output(mut self, output: i64) -> Self {
        self.output = Some(output);
        self
    }
}

object! {
    IngestUnits {
        input: optional, output: optional,
    } extra
}

/// One header of a request or a response.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct HeaderInfo {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
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
}

object! {
    HeaderInfo {
        name: required, value: optional,
    } extra
}

impl std::fmt::Debug for HeaderInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It can be a key.
        f.debug_struct("HeaderInfo").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A function that a response called.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FunctionCallInfo {
    /// The name.
    pub name: String,
    /// The arguments as a string.
    pub arguments: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl FunctionCallInfo {
    /// With the required fields.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), arguments: None, extra: Map::new() }
    }

    /// The arguments as a string.
    #[must_use]
    pub fn arguments(mut self, arguments: impl Into<String>) -> Self {
        self.arguments = Some(arguments.into());
        self
    }
}

object! {
    FunctionCallInfo {
        name: required, arguments: optional,
    } extra
}

/// One event among many.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BulkIngestRequest {
    /// The category, for instance `system.openai`.
    pub category: String,
    /// The usage by the name of the unit, for instance `text`.
    pub units: BTreeMap<String, IngestUnits>,
    /// The id of the response from the provider.
    pub provider_response_id: Option<String>,
    /// The resource, for instance the name of the model.
    pub resource: Option<String>,
    /// When it happened; at most 5 minutes ahead, now by default.
    pub event_timestamp: Option<String>,
    /// How long the call took, in milliseconds.
    pub end_to_end_latency_ms: Option<i64>,
    /// The time to the first token, in milliseconds.
    pub time_to_first_token_ms: Option<i64>,
    /// The time to the first token of the completion, in milliseconds.
    pub time_to_first_completion_token_ms: Option<i64>,
    /// The status of the provider's response.
    pub http_status_code: Option<i64>,
    /// Properties of the request, strings by name.
    pub properties: Option<BTreeMap<String, String>>,
    /// Properties of the use case, strings by name.
    pub use_case_properties: Option<BTreeMap<String, String>>,
    /// The URL of the request.
    pub provider_uri: Option<String>,
    /// The request as it was sent.
    pub provider_request_json: Option<String>,
    /// The part of the request that is about reasoning.
    pub provider_request_reasoning_json: Option<String>,
    /// The headers that were sent.
    pub provider_request_headers: Option<Vec<HeaderInfo>>,
    /// The response as it was received: a string, or a list of strings for a stream.
    pub provider_response_json: Option<Value>,
    /// The headers of the response.
    pub provider_response_headers: Option<Vec<HeaderInfo>>,
    /// The functions that the response called.
    pub provider_response_function_calls: Option<Vec<FunctionCallInfo>>,
    /// The limits that it counts against.
    pub limit_ids: Option<Vec<String>>,
    /// Tags of the request.
    pub request_tags: Option<Vec<String>>,
    /// The user of the call.
    pub user_id: Option<String>,
    /// The account of the call.
    pub account_name: Option<String>,
    /// The instance of the use case.
    pub use_case_id: Option<String>,
    /// The use case.
    pub use_case_name: Option<String>,
    /// The step of the use case.
    pub use_case_step: Option<String>,
    /// The version of the use case.
    pub use_case_version: Option<i64>,
    /// The place where the resource runs.
    pub scope: Option<BulkIngestRequestScope>,
    /// Members that this version does not know, or that have another type than documented.
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

    /// The id of the response from the provider.
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

    /// Properties of the request, strings by name.
    #[must_use]
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.properties =
            Some(properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// Properties of the use case, strings by name.
    #[must_use]
    pub fn use_case_properties(
        mut self,
        use_case_properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.use_case_properties =
            Some(use_case_properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// The URL of the request.
    #[must_use]
    pub fn provider_uri(mut self, provider_uri: impl Into<String>) -> Self {
        self.provider_uri = Some(provider_uri.into());
        self
    }

    /// The request as it was sent.
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

    /// The response as it was received: a string, or a list of strings for a stream.
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

    /// The user of the call.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// The account of the call.
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

    /// The place where the resource runs.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<BulkIngestRequestScope>) -> Self {
        self.scope = Some(scope.into());
        self
    }
}

object! {
    BulkIngestRequest {
        category: required, units: required, provider_response_id: optional, resource: optional,
        event_timestamp: optional, end_to_end_latency_ms: optional, time_to_first_token_ms: optional,
        time_to_first_completion_token_ms: optional, http_status_code: optional, properties: optional,
        use_case_properties: optional, provider_uri: optional, provider_request_json: optional,
        provider_request_reasoning_json: optional, provider_request_headers: optional,
        provider_response_json: optional, provider_response_headers: optional,
        provider_response_function_calls: optional, limit_ids: optional, request_tags: optional,
        user_id: optional, account_name: optional, use_case_id: optional, use_case_name: optional,
        use_case_step: optional, use_case_version: optional, scope: optional,
    } extra
}

/// One event among many, known by the id of its response.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BulkUpsertRequest {
    /// The category, for instance `system.openai`.
    pub category: String,
    /// The usage by the name of the unit, for instance `text`.
    pub units: BTreeMap<String, IngestUnits>,
    /// The id that the provider gave its response. It keeps the event from being counted twice.
    pub provider_response_id: String,
    /// The resource, for instance the name of the model.
    pub resource: Option<String>,
    /// When it happened; at most 5 minutes ahead, now by default.
    pub event_timestamp: Option<String>,
    /// How long the call took, in milliseconds.
    pub end_to_end_latency_ms: Option<i64>,
    /// The time to the first token, in milliseconds.
    pub time_to_first_token_ms: Option<i64>,
    /// The time to the first token of the completion, in milliseconds.
    pub time_to_first_completion_token_ms: Option<i64>,
    /// The status of the provider's response.
    pub http_status_code: Option<i64>,
    /// Properties of the request, strings by name.
    pub properties: Option<BTreeMap<String, String>>,
    /// Properties of the use case, strings by name.
    pub use_case_properties: Option<BTreeMap<String, String>>,
    /// The URL of the request.
    pub provider_uri: Option<String>,
    /// The request as it was sent.
    pub provider_request_json: Option<String>,
    /// The part of the request that is about reasoning.
    pub provider_request_reasoning_json: Option<String>,
    /// The headers that were sent.
    pub provider_request_headers: Option<Vec<HeaderInfo>>,
    /// The response as it was received: a string, or a list of strings for a stream.
    pub provider_response_json: Option<Value>,
    /// The headers of the response.
    pub provider_response_headers: Option<Vec<HeaderInfo>>,
    /// The functions that the response called.
    pub provider_response_function_calls: Option<Vec<FunctionCallInfo>>,
    /// The limits that it counts against.
    pub limit_ids: Option<Vec<String>>,
    /// Tags of the request.
    pub request_tags: Option<Vec<String>>,
    /// The user of the call.
    pub user_id: Option<String>,
    /// The account of the call.
    pub account_name: Option<String>,
    /// The instance of the use case.
    pub use_case_id: Option<String>,
    /// The use case.
    pub use_case_name: Option<String>,
    /// The step of the use case.
    pub use_case_step: Option<String>,
    /// The version of the use case.
    pub use_case_version: Option<i64>,
    /// The place where the resource runs.
    pub scope: Option<BulkUpsertRequestScope>,
    /// Members that this version does not know, or that have another type than documented.
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

    /// Properties of the request, strings by name.
    #[must_use]
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.properties =
            Some(properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// Properties of the use case, strings by name.
    #[must_use]
    pub fn use_case_properties(
        mut self,
        use_case_properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.use_case_properties =
            Some(use_case_properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// The URL of the request.
    #[must_use]
    pub fn provider_uri(mut self, provider_uri: impl Into<String>) -> Self {
        self.provider_uri = Some(provider_uri.into());
        self
    }

    /// The request as it was sent.
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

    /// The response as it was received: a string, or a list of strings for a stream.
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

    /// The user of the call.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// The account of the call.
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

    /// The place where the resource runs.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<BulkUpsertRequestScope>) -> Self {
        self.scope = Some(scope.into());
        self
    }
}

object! {
    BulkUpsertRequest {
        category: required, units: required, provider_response_id: required, resource: optional,
        event_timestamp: optional, end_to_end_latency_ms: optional, time_to_first_token_ms: optional,
        time_to_first_completion_token_ms: optional, http_status_code: optional, properties: optional,
        use_case_properties: optional, provider_uri: optional, provider_request_json: optional,
        provider_request_reasoning_json: optional, provider_request_headers: optional,
        provider_response_json: optional, provider_response_headers: optional,
        provider_response_function_calls: optional, limit_ids: optional, request_tags: optional,
        user_id: optional, account_name: optional, use_case_id: optional, use_case_name: optional,
        use_case_step: optional, use_case_version: optional, scope: optional,
    } extra
}

/// What one side cost.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CostDetails {
    /// The cost in US dollars.
    pub base: Option<String>,
    /// The part above the limit, in US dollars.
    pub overrun_base: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    CostDetails {
        base: optional, overrun_base: optional,
    } extra
}

/// The cost of a request, in US dollars.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cost {
    /// The currency.
    pub currency: Option<CostCurrency>,
    /// What went in.
    pub input: Option<CostDetails>,
    /// What came out.
    pub output: Option<CostDetails>,
    /// Both.
    pub total: Option<CostDetails>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Cost {
        currency: optional, input: optional, output: optional, total: optional,
    } extra
}

/// The effect of a request on a limit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LimitState {
    /// `ok` below the threshold, `exceeded` above it, `overrun` beyond an allow limit, `blocked` by this
    /// limit, `blocked_external` by another one.
    pub state: Option<LimitStateState>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    LimitState {
        state: optional,
    } extra
}

/// The result of counting a request.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct XproxyResult {
    /// The id of the request.
    pub request_id: Option<String>,
    /// Its tags.
    pub request_tags: Option<Vec<String>>,
    /// The limits that it counted against, by id.
    pub limits: Option<BTreeMap<String, LimitState>>,
    /// The limits that refused it.
    pub blocked_limit_ids: Option<Vec<String>>,
    /// The version of the resource that set the price.
    pub resource_id: Option<String>,
    /// The instance of the use case.
    pub use_case_id: Option<String>,
    /// The use case.
    pub use_case_name: Option<String>,
    /// The step of the use case.
    pub use_case_step: Option<String>,
    /// The user of the call.
    pub user_id: Option<String>,
    /// The account of the call.
    pub account_name: Option<String>,
    /// What it cost.
    pub cost: Option<Cost>,
    /// Units that have no price.
    pub unknown_units: Option<BTreeMap<String, IngestUnits>>,
    /// Whether it was counted before.
    pub duplicate_request: Option<bool>,
    /// What to look at.
    pub warnings: Option<Vec<String>>,
    /// What to do.
    pub actions: Option<Vec<String>>,
    /// Whether it will be counted later.
    pub queued: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    XproxyResult {
        request_id: optional, request_tags: optional, limits: optional, blocked_limit_ids: optional,
        resource_id: optional, use_case_id: optional, use_case_name: optional, use_case_step: optional,
        user_id: optional, account_name: optional, cost: optional, unknown_units: optional,
        duplicate_request: optional, warnings: optional, actions: optional, queued: optional,
    } extra
}

/// An event that was counted.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IngestResponse {
    /// The id of the request.
    pub request_id: Option<String>,
    /// When it was counted.
    pub ingest_timestamp: Option<String>,
    /// When it happened.
    pub event_timestamp: Option<String>,
    /// What counting it did.
    pub xproxy_result: XproxyResult,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    IngestResponse {
        request_id: optional, ingest_timestamp: optional, event_timestamp: optional, xproxy_result: required,
    } extra
}

/// The reason for a refusal.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct XproxyError {
    /// The code, for programs.
    pub code: Option<String>,
    /// The words, for people.
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    XproxyError {
        code: optional, message: optional,
    } extra
}

/// The refusal of one event among many.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The words, for people.
    pub message: Option<String>,
    /// The status that the event alone would have had.
    pub status_code: Option<i64>,
    /// Why.
    pub xproxy_error: Option<XproxyError>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    ApiError {
        message: optional, status_code as "statusCode": optional, xproxy_error: optional,
    } extra
}

/// An event that was refused.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BulkIngestError {
    /// Its index in the list, from 0.
    pub item_index: Option<i64>,
    /// Why; the provider calls it a result although it is an error.
    pub xproxy_result: Option<ApiError>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    BulkIngestError {
        item_index: optional, xproxy_result: optional,
    } extra
}

/// Many events that were counted.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BulkIngestResponse {
    /// The id of the request.
    pub request_id: Option<String>,
    /// When it was counted.
    pub ingest_timestamp: Option<String>,
    /// How many were counted.
    pub ingest_count: i64,
    /// The number of errors.
    pub error_count: Option<i64>,
    /// The number of refused events.
    pub item_error_count: Option<i64>,
    /// The number of events.
    pub total_count: Option<i64>,
    /// The events that were refused.
    pub errors: Option<Vec<BulkIngestError>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    BulkIngestResponse {
        request_id: optional, ingest_timestamp: optional, ingest_count: required, error_count: optional,
        item_error_count: optional, total_count: optional, errors: optional,
    } extra
}

/// The result of counting a request.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RequestResult {
    /// What counting it did.
    pub xproxy_result: XproxyResult,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    RequestResult {
        xproxy_result: required,
    } extra
}

/// The confirmation that properties were set.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PropertiesResponse {
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    PropertiesResponse {
        request_id: optional,
    } extra
}

/// The number of requests by the decision of the limit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RequestsData {
    /// Below the threshold.
    pub ok: Option<i64>,
    /// Above the threshold.
    pub exceeded: Option<i64>,
    /// Above the limit, and allowed by it.
    pub overrun: Option<i64>,
    /// Refused by this limit.
    pub blocked: Option<i64>,
    /// Refused by another limit.
    pub blocked_external: Option<i64>,
    /// Failed.
    pub failed: Option<i64>,
    /// All of them.
    pub total: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    RequestsData {
        ok: optional, exceeded: optional, overrun: optional, blocked: optional, blocked_external: optional,
        failed: optional, total: optional,
    } extra
}

/// The amount that was spent against a limit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TotalCostData {
    /// The cost.
    pub cost: Option<Cost>,
    /// The requests.
    pub requests: Option<RequestsData>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    TotalCostData {
        cost: optional, requests: optional,
    } extra
}

/// A spending limit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Limit {
    /// The id.
    pub limit_id: String,
    /// The name.
    pub limit_name: Option<String>,
    /// The maximum spending, in US dollars.
    pub max: Option<String>,
    /// The part of `max` from which the state is `exceeded`.
    pub threshold: Option<f64>,
    /// Whether it refuses requests above the limit.
    pub limit_type: Option<LimitLimitType>,
    /// When it was created.
    pub limit_creation_timestamp: Option<String>,
    /// When it was last changed.
    pub limit_update_timestamp: Option<String>,
    /// What was spent.
    pub totals: Option<TotalCostData>,
    /// Its properties, strings by name.
    pub properties: Option<BTreeMap<String, String>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Limit {
        limit_id: required, limit_name: optional, max: optional, threshold: optional, limit_type: optional,
        limit_creation_timestamp: optional, limit_update_timestamp: optional, totals: optional,
        properties: optional,
    } extra
}

/// A response about a limit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LimitResponse {
    /// The limit.
    pub limit: Limit,
    /// The id of the request.
    pub request_id: Option<String>,
    /// The message of the provider.
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    LimitResponse {
        limit: required, request_id: optional, message: optional,
    } extra
}

/// One page of limits.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LimitPage {
    /// The items of this page.
    pub items: Vec<Limit>,
    /// The cursor of the next page; empty on the last page.
    pub cursor: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    LimitPage {
        items: required, cursor: optional, request_id: optional,
    } extra
}

/// The amount that was spent against a limit before it was reset.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LimitHistory {
    /// The id.
    pub limit_id: Option<String>,
    /// The name.
    pub limit_name: Option<String>,
    /// Whether it refuses requests above the limit.
    pub limit_type: Option<LimitHistoryLimitType>,
    /// The maximum spending, in US dollars.
    pub max: Option<String>,
    /// What was spent.
    pub totals: Option<TotalCostData>,
    /// When the limit starts from zero.
    pub limit_reset_timestamp: Option<String>,
    /// Its tags.
    pub limit_tags: Option<Vec<String>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    LimitHistory {
        limit_id: optional, limit_name: optional, limit_type: optional, max: optional, totals: optional,
        limit_reset_timestamp: optional, limit_tags: optional,
    } extra
}

/// A response to resetting a limit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LimitHistoryResponse {
    /// What had been spent.
    pub limit_history: LimitHistory,
    /// The id of the request.
    pub request_id: Option<String>,
    /// The message of the provider.
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    LimitHistoryResponse {
        limit_history: required, request_id: optional, message: optional,
    } extra
}

/// The confirmation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DefaultResponse {
    /// The id of the request.
    pub request_id: Option<String>,
    /// The message of the provider.
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    DefaultResponse {
        request_id: optional, message: optional,
    } extra
}

/// The limit that each instance of a use case gets.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LimitConfig {
    /// The maximum spending of an instance, in US dollars.
    pub max: String,
    /// Whether it refuses requests above the limit.
    pub limit_type: Option<LimitConfigLimitType>,
    /// The part of `max` from which the state is `exceeded`.
    pub threshold: Option<f64>,
    /// Properties of the limits, strings by name.
    pub properties: Option<BTreeMap<String, String>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl LimitConfig {
    /// With the required fields.
    #[must_use]
    pub fn new(max: impl Into<String>) -> Self {
        Self { max: max.into(), limit_type: None, threshold: None, properties: None, extra: Map::new() }
    }

    /// Whether it refuses requests above the limit.
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

    /// Properties of the limits, strings by name.
    #[must_use]
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.properties =
            Some(properties.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }
}

object! {
    LimitConfig {
        max: required, limit_type: optional, threshold: optional, properties: optional,
    } extra
}

/// A definition of a use case.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UseCaseDefinitionResponse {
    /// The name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The limit of each instance.
    pub limit_config: Option<LimitConfig>,
    /// Whether the texts of its requests are kept.
    pub logging_enabled: Option<bool>,
    /// The version.
    pub type_version: Option<i64>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    UseCaseDefinitionResponse {
        name: required, description: optional, limit_config: optional, logging_enabled: optional,
        type_version: optional, request_id: optional,
    } extra
}

/// One page of definitions.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UseCaseDefinitionPage {
    /// The items of this page.
    pub items: Vec<UseCaseDefinitionResponse>,
    /// The cursor of the next page; empty on the last page.
    pub cursor: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    UseCaseDefinitionPage {
        items: required, cursor: optional, request_id: optional,
    } extra
}

/// An instance of a use case.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UseCaseInstanceResponse {
    /// The id.
    pub use_case_id: String,
    /// The name of the use case.
    pub use_case_name: Option<String>,
    /// The limit that it got.
    pub limit_id: Option<String>,
    /// The version of the definition.
    pub type_version: Option<i64>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    UseCaseInstanceResponse {
        use_case_id: required, use_case_name: optional, limit_id: optional, type_version: optional,
        request_id: optional,
    } extra
}

/// A KPI of a use case.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KpiResponse {
    /// The name.
    pub name: String,
    /// What it measures.
    pub description: Option<String>,
    /// The type of a score.
    pub kpi_type: Option<KpiResponseKpiType>,
    /// The score to reach.
    pub goal: Option<f64>,
    /// When it was created.
    pub created_timestamp: Option<String>,
    /// When it was last changed.
    pub updated_timestamp: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    KpiResponse {
        name: required, description: optional, kpi_type: optional, goal: optional,
        created_timestamp: optional, updated_timestamp: optional, request_id: optional,
    } extra
}

/// One page of KPIs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KpiPage {
    /// The items of this page.
    pub items: Vec<KpiResponse>,
    /// The cursor of the next page; empty on the last page.
    pub cursor: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    KpiPage {
        items: required, cursor: optional, request_id: optional,
    } extra
}

/// The score of an instance.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KpiScore {
    /// The name of the KPI.
    pub kpi_name: Option<String>,
    /// The type of a score.
    pub kpi_type: Option<KpiScoreKpiType>,
    /// The score: true or false for a `boolean` KPI, else a number.
    pub score: Option<Value>,
    /// When it was given.
    pub create_timestamp: Option<String>,
    /// When it was last changed.
    pub update_timestamp: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    KpiScore {
        kpi_name: optional, kpi_type: optional, score: optional, create_timestamp: optional,
        update_timestamp: optional,
    } extra
}

/// One page of scores.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KpiScorePage {
    /// The items of this page.
    pub items: Vec<KpiScore>,
    /// The cursor of the next page; empty on the last page.
    pub cursor: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    KpiScorePage {
        items: required, cursor: optional, request_id: optional,
    } extra
}

/// A category.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CategoryResponse {
    /// The name, for instance `system.openai`.
    pub category: String,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    CategoryResponse {
        category: required,
    } extra
}

/// One page of categories.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CategoryPage {
    /// The items of this page.
    pub items: Vec<CategoryResponse>,
    /// The cursor of the next page; empty on the last page.
    pub cursor: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    CategoryPage {
        items: required, cursor: optional, request_id: optional,
    } extra
}

/// The prices of one unit, in US dollars.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct PriceUnits {
    /// The price of an input unit.
    pub input_price: Option<String>,
    /// The price of an output unit.
    pub output_price: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl PriceUnits {
    /// Without any field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The price of an input unit.
    #[must_use]
    pub fn input_price(mut self, input_price: impl Into<String>) -> Self {
        self.input_price = Some(input_price.into());
        self
    }

    /// The price of an output unit.
    #[must_use]
    pub fn output_price(mut self, output_price: impl Into<String>) -> Self {
        self.output_price = Some(output_price.into());
        self
    }
}

object! {
    PriceUnits {
        input_price: optional, output_price: optional,
    } extra
}

/// The resource that an alias represents.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MappedResource {
    /// Its category.
    pub category: Option<String>,
    /// Its name.
    pub resource: Option<String>,
    /// Where it runs.
    pub scope: Option<MappedResourceScope>,
    /// Where in there.
    pub sub_scope: Option<String>,
    /// The host that serves it.
    pub host_name: Option<String>,
    /// The name of the mapping.
    pub mapping_name: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    MappedResource {
        category: optional, resource: optional, scope: optional, sub_scope: optional, host_name: optional,
        mapping_name: optional,
    } extra
}

/// One version of a resource with its prices.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CategoryResourceResponse {
    /// The category.
    pub category: String,
    /// The name of the resource.
    pub resource: String,
    /// The id of this version.
    pub resource_id: String,
    /// When its prices take effect.
    pub start_timestamp: Option<String>,
    /// Whether it is in use.
    pub active: Option<bool>,
    /// Whether the proxy can call it.
    pub proxy_allowed: Option<bool>,
    /// The prices, by the name of the unit.
    pub units: Option<BTreeMap<String, PriceUnits>>,
    /// The resource of which this is an alias.
    pub aliased_resource: Option<String>,
    /// The resource that it represents.
    pub mapped_resource: Option<MappedResource>,
    /// The maximum number of input units.
    pub max_input_units: Option<i64>,
    /// The maximum number of output units.
    pub max_output_units: Option<i64>,
    /// The most units in all.
    pub max_total_units: Option<i64>,
    /// The price of an hour, in US dollars.
    pub cost_per_hour: Option<String>,
    /// Whether characters are counted instead of tokens.
    pub character_billing: Option<bool>,
    /// The units from which a context is large.
    pub large_context_threshold: Option<i64>,
    /// What it is.
    pub description: Option<String>,
    /// When its prices end.
    pub end_timestamp: Option<String>,
    /// When it was given up.
    pub deprecated_timestamp: Option<String>,
    /// The reservation that it belongs to.
    pub reservation_id: Option<String>,
    /// Its provisioned units at Azure: `ptus`.
    pub azure_resource: Option<Value>,
    /// Its provisioned units at AWS: `model_units`.
    pub aws_bedrock_resource: Option<Value>,
    /// Its provisioned units at Google: `gsus`.
    pub google_vertex_resource: Option<Value>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    CategoryResourceResponse {
        category: required, resource: required, resource_id: required, start_timestamp: optional,
        active: optional, proxy_allowed: optional, units: optional, aliased_resource: optional,
        mapped_resource: optional, max_input_units: optional, max_output_units: optional,
        max_total_units: optional, cost_per_hour: optional, character_billing: optional,
        large_context_threshold: optional, description: optional, end_timestamp: optional,
        deprecated_timestamp: optional, reservation_id: optional, azure_resource: optional,
        aws_bedrock_resource: optional, google_vertex_resource: optional, request_id: optional,
    } extra
}

/// One page of versions of resources.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CategoryResourcePage {
    /// The items of this page.
    pub items: Vec<CategoryResourceResponse>,
    /// The cursor of the next page; empty on the last page.
    pub cursor: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    CategoryResourcePage {
        items: required, cursor: optional, request_id: optional,
    } extra
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
    /// A value of an argument. The provider can add others.
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

sendable!(
    BulkIngestRequest,
    BulkUpsertRequest,
    FunctionCallInfo,
    HeaderInfo,
    IngestUnits,
    LimitConfig,
    PriceUnits
);
