//! The calls of Pay-i: each is built by a method of its client, then sent.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use serde_json::Value;

use super::types::*;
use crate::typed::{list, map, operation, text_map, texts};

operation! {
    /// A call of `ingest.units`.
    IngestUnitsCall("ingest.units") -> IngestResponse, unkeyed
}

impl<C> IngestUnitsCall<C> {
    /// Required. The category, for instance `system.openai`.
    pub fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }

    /// Required. The usage by the name of the unit, for instance `text`.
    pub fn units(self, units: impl IntoIterator<Item = (impl Into<String>, IngestUnits)>) -> Self {
        Self(self.0.set("units", map(units)))
    }

    /// The resource, for instance the name of the model.
    pub fn resource(self, resource: impl Into<String>) -> Self {
        Self(self.0.set("resource", resource.into()))
    }

    /// When it happened; at most 5 minutes ahead, now by default.
    pub fn event_timestamp(self, event_timestamp: impl Into<String>) -> Self {
        Self(self.0.set("event_timestamp", event_timestamp.into()))
    }

    /// How long the call took, in milliseconds.
    pub fn end_to_end_latency_ms(self, end_to_end_latency_ms: i64) -> Self {
        Self(self.0.set("end_to_end_latency_ms", end_to_end_latency_ms))
    }

    /// The time to the first token, in milliseconds.
    pub fn time_to_first_token_ms(self, time_to_first_token_ms: i64) -> Self {
        Self(self.0.set("time_to_first_token_ms", time_to_first_token_ms))
    }

    /// The time to the first token of the completion, in milliseconds.
    pub fn time_to_first_completion_token_ms(self, time_to_first_completion_token_ms: i64) -> Self {
        Self(self.0.set("time_to_first_completion_token_ms", time_to_first_completion_token_ms))
    }

    /// The status of the provider's response.
    pub fn http_status_code(self, http_status_code: i64) -> Self {
        Self(self.0.set("http_status_code", http_status_code))
    }

    /// Properties of the request, strings by name.
    pub fn properties(
        self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.set("properties", text_map(properties)))
    }

    /// Properties of the use case, strings by name.
    pub fn use_case_properties(
        self,
        use_case_properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.set("use_case_properties", text_map(use_case_properties)))
    }

    /// The URL of the request.
    pub fn provider_uri(self, provider_uri: impl Into<String>) -> Self {
        Self(self.0.set("provider_uri", provider_uri.into()))
    }

    /// The request as it was sent.
    pub fn provider_request_json(self, provider_request_json: impl Into<String>) -> Self {
        Self(self.0.set("provider_request_json", provider_request_json.into()))
    }

    /// The part of the request that is about reasoning.
    pub fn provider_request_reasoning_json(self, provider_request_reasoning_json: impl Into<String>) -> Self {
        Self(self.0.set("provider_request_reasoning_json", provider_request_reasoning_json.into()))
    }

    /// The headers that were sent.
    pub fn provider_request_headers(
        self,
        provider_request_headers: impl IntoIterator<Item = HeaderInfo>,
    ) -> Self {
        Self(self.0.set("provider_request_headers", list(provider_request_headers)))
    }

    /// The response as it was received: a string, or a list of strings for a stream.
    pub fn provider_response_json(self, provider_response_json: impl Into<Value>) -> Self {
        Self(self.0.set("provider_response_json", provider_response_json))
    }

    /// The headers of the response.
    pub fn provider_response_headers(
        self,
        provider_response_headers: impl IntoIterator<Item = HeaderInfo>,
    ) -> Self {
        Self(self.0.set("provider_response_headers", list(provider_response_headers)))
    }

    /// The id of the response from the provider.
    pub fn provider_response_id(self, provider_response_id: impl Into<String>) -> Self {
        Self(self.0.set("provider_response_id", provider_response_id.into()))
    }

    /// The functions that the response called.
    pub fn provider_response_function_calls(
        self,
        provider_response_function_calls: impl IntoIterator<Item = FunctionCallInfo>,
    ) -> Self {
        Self(self.0.set("provider_response_function_calls", list(provider_response_function_calls)))
    }

    /// The limits that it counts against.
    pub fn limit_ids(self, limit_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("limit_ids", texts(limit_ids)))
    }

    /// Tags of the request.
    pub fn request_tags(self, request_tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("request_tags", texts(request_tags)))
    }

    /// The instance of the use case.
    pub fn use_case_id(self, use_case_id: impl Into<String>) -> Self {
        Self(self.0.set("use_case_id", use_case_id.into()))
    }

    /// The use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// The step of the use case.
    pub fn use_case_step(self, use_case_step: impl Into<String>) -> Self {
        Self(self.0.set("use_case_step", use_case_step.into()))
    }

    /// The version of the use case.
    pub fn use_case_version(self, use_case_version: i64) -> Self {
        Self(self.0.set("use_case_version", use_case_version))
    }

    /// The user of the call.
    pub fn user_id(self, user_id: impl Into<String>) -> Self {
        Self(self.0.set("user_id", user_id.into()))
    }

    /// The account of the call.
    pub fn account_name(self, account_name: impl Into<String>) -> Self {
        Self(self.0.set("account_name", account_name.into()))
    }

    /// The place where the resource runs.
    pub fn resource_scope(self, resource_scope: impl Into<IngestUnitsResourceScope>) -> Self {
        Self(self.0.set("resource_scope", resource_scope.into()))
    }

    /// Whether the texts are not kept.
    pub fn disable_logging(self, disable_logging: bool) -> Self {
        Self(self.0.set("disable_logging", disable_logging))
    }
}

operation! {
    /// A call of `ingest.bulk`.
    IngestBulk("ingest.bulk") -> BulkIngestResponse, unkeyed
}

impl<C> IngestBulk<C> {
    pub(super) fn events(self, events: impl IntoIterator<Item = BulkIngestRequest>) -> Self {
        Self(self.0.set("events", list(events)))
    }
}

operation! {
    /// A call of `ingest.bulk_upsert`.
    IngestBulkUpsert("ingest.bulk_upsert") -> BulkIngestResponse, keyed
}

impl<C> IngestBulkUpsert<C> {
    pub(super) fn events(self, events: impl IntoIterator<Item = BulkUpsertRequest>) -> Self {
        Self(self.0.set("events", list(events)))
    }
}

operation! {
    /// A call of `limits.create`.
    LimitsCreate("limits.create") -> LimitResponse, unkeyed
}

impl<C> LimitsCreate<C> {
    /// Required. The name, unique in the application.
    pub fn limit_name(self, limit_name: impl Into<String>) -> Self {
        Self(self.0.set("limit_name", limit_name.into()))
    }

    /// Required. The maximum spending, in US dollars.
    pub fn max(self, max: impl Into<String>) -> Self {
        Self(self.0.set("max", max.into()))
    }

    /// An id of your own; the provider generates one by default.
    pub fn limit_id(self, limit_id: impl Into<String>) -> Self {
        Self(self.0.set("limit_id", limit_id.into()))
    }

    /// `block` refuses what goes beyond, `allow` only counts it; `block` by default.
    pub fn limit_type(self, limit_type: impl Into<LimitLimitType>) -> Self {
        Self(self.0.set("limit_type", limit_type.into()))
    }

    /// The part of `max` from which the state is `exceeded`, 0.75 to 0.99; 1 by default.
    pub fn threshold(self, threshold: f64) -> Self {
        Self(self.0.set_number("threshold", threshold))
    }

    /// Properties of the limit, strings by name.
    pub fn properties(
        self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.set("properties", text_map(properties)))
    }
}

operation! {
    /// A call of `limits.retrieve`.
    LimitsRetrieve("limits.retrieve") -> LimitResponse, all
}

impl<C> LimitsRetrieve<C> {
    pub(super) fn limit_id(self, limit_id: impl Into<String>) -> Self {
        Self(self.0.set("limit_id", limit_id.into()))
    }
}

operation! {
    /// A call of `limits.update`.
    LimitsUpdate("limits.update") -> LimitResponse, keyed
}

impl<C> LimitsUpdate<C> {
    pub(super) fn limit_id(self, limit_id: impl Into<String>) -> Self {
        Self(self.0.set("limit_id", limit_id.into()))
    }

    /// The new name.
    pub fn limit_name(self, limit_name: impl Into<String>) -> Self {
        Self(self.0.set("limit_name", limit_name.into()))
    }

    /// The maximum spending, in US dollars; at least the amount that is already spent.
    pub fn max(self, max: impl Into<String>) -> Self {
        Self(self.0.set("max", max.into()))
    }
}

operation! {
    /// A call of `limits.list`.
    LimitsList("limits.list") -> LimitPage, all, items: Limit
}

impl<C> LimitsList<C> {
    /// The `cursor` of the previous page; omit it for the first page.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        Self(self.0.set("cursor", cursor.into()))
    }

    /// The maximum number of items on a page.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// Only the limit of this name.
    pub fn limit_name(self, limit_name: impl Into<String>) -> Self {
        Self(self.0.set("limit_name", limit_name.into()))
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(self, sort_ascending: bool) -> Self {
        Self(self.0.set("sort_ascending", sort_ascending))
    }
}

operation! {
    /// A call of `limits.delete`.
    LimitsDelete("limits.delete") -> DefaultResponse, keyed
}

impl<C> LimitsDelete<C> {
    pub(super) fn limit_id(self, limit_id: impl Into<String>) -> Self {
        Self(self.0.set("limit_id", limit_id.into()))
    }
}

operation! {
    /// A call of `limits.reset`.
    LimitsReset("limits.reset") -> LimitHistoryResponse, unkeyed
}

impl<C> LimitsReset<C> {
    pub(super) fn limit_id(self, limit_id: impl Into<String>) -> Self {
        Self(self.0.set("limit_id", limit_id.into()))
    }

    /// When the limit starts from zero; now by default.
    pub fn reset_date(self, reset_date: impl Into<String>) -> Self {
        Self(self.0.set("reset_date", reset_date.into()))
    }
}

operation! {
    /// A call of `limits.properties.update`.
    LimitsPropertiesUpdate("limits.properties.update") -> Vec<LimitResponse>, keyed
}

impl<C> LimitsPropertiesUpdate<C> {
    pub(super) fn limit_id(self, limit_id: impl Into<String>) -> Self {
        Self(self.0.set("limit_id", limit_id.into()))
    }

    /// Required. The properties to set, strings by name; null removes a property.
    pub fn properties(
        self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.set("properties", text_map(properties)))
    }
}

operation! {
    /// A call of `use_cases.create`.
    UseCasesCreate("use_cases.create") -> UseCaseInstanceResponse, unkeyed
}

impl<C> UseCasesCreate<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.retrieve`.
    UseCasesRetrieve("use_cases.retrieve") -> UseCaseInstanceResponse, all
}

impl<C> UseCasesRetrieve<C> {
    /// Required. The id of the instance.
    pub fn use_case_id(self, use_case_id: impl Into<String>) -> Self {
        Self(self.0.set("use_case_id", use_case_id.into()))
    }

    /// Required. The name of the use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.delete`.
    UseCasesDelete("use_cases.delete") -> UseCaseInstanceResponse, keyed
}

impl<C> UseCasesDelete<C> {
    /// Required. The id of the instance.
    pub fn use_case_id(self, use_case_id: impl Into<String>) -> Self {
        Self(self.0.set("use_case_id", use_case_id.into()))
    }

    /// Required. The name of the use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.properties.update`.
    UseCasesPropertiesUpdate("use_cases.properties.update") -> UseCaseInstanceResponse, keyed
}

impl<C> UseCasesPropertiesUpdate<C> {
    /// Required. The id of the instance.
    pub fn use_case_id(self, use_case_id: impl Into<String>) -> Self {
        Self(self.0.set("use_case_id", use_case_id.into()))
    }

    /// Required. The name of the use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// Required. The properties to set, strings by name; null removes a property.
    pub fn properties(
        self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.set("properties", text_map(properties)))
    }
}

operation! {
    /// A call of `use_cases.kpis.update`.
    UseCasesKpisUpdate("use_cases.kpis.update") -> (), keyed
}

impl<C> UseCasesKpisUpdate<C> {
    /// Required. The name of the KPI.
    pub fn kpi_name(self, kpi_name: impl Into<String>) -> Self {
        Self(self.0.set("kpi_name", kpi_name.into()))
    }

    /// Required. The name of the use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// Required. The id of the instance.
    pub fn use_case_id(self, use_case_id: impl Into<String>) -> Self {
        Self(self.0.set("use_case_id", use_case_id.into()))
    }

    /// The score: true or false for a `boolean` KPI, else a number.
    pub fn score(self, score: impl Into<Value>) -> Self {
        Self(self.0.set("score", score))
    }
}

operation! {
    /// A call of `use_cases.kpis.list`.
    UseCasesKpisList("use_cases.kpis.list") -> KpiScorePage, all, items: KpiScore
}

impl<C> UseCasesKpisList<C> {
    /// Required. The id of the instance.
    pub fn use_case_id(self, use_case_id: impl Into<String>) -> Self {
        Self(self.0.set("use_case_id", use_case_id.into()))
    }

    /// Required. The name of the use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// The `cursor` of the previous page; omit it for the first page.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        Self(self.0.set("cursor", cursor.into()))
    }

    /// Only the score of this KPI.
    pub fn kpi_name(self, kpi_name: impl Into<String>) -> Self {
        Self(self.0.set("kpi_name", kpi_name.into()))
    }

    /// The maximum number of items on a page.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(self, sort_ascending: bool) -> Self {
        Self(self.0.set("sort_ascending", sort_ascending))
    }
}

operation! {
    /// A call of `use_cases.definitions.create`.
    UseCasesDefinitionsCreate("use_cases.definitions.create") -> UseCaseDefinitionResponse, unkeyed
}

impl<C> UseCasesDefinitionsCreate<C> {
    /// Required. The name, unique in the application.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.set("name", name.into()))
    }

    /// Required. What it is for.
    pub fn description(self, description: impl Into<String>) -> Self {
        Self(self.0.set("description", description.into()))
    }

    /// The limit of each instance.
    pub fn limit_config(self, limit_config: LimitConfig) -> Self {
        Self(self.0.set("limit_config", limit_config))
    }

    /// Whether the texts of its requests are kept; true by default.
    pub fn logging_enabled(self, logging_enabled: bool) -> Self {
        Self(self.0.set("logging_enabled", logging_enabled))
    }
}

operation! {
    /// A call of `use_cases.definitions.retrieve`.
    UseCasesDefinitionsRetrieve("use_cases.definitions.retrieve") -> UseCaseDefinitionResponse, all
}

impl<C> UseCasesDefinitionsRetrieve<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.definitions.update`.
    UseCasesDefinitionsUpdate("use_cases.definitions.update") -> UseCaseDefinitionResponse, keyed
}

impl<C> UseCasesDefinitionsUpdate<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// What it is for.
    pub fn description(self, description: impl Into<String>) -> Self {
        Self(self.0.set("description", description.into()))
    }

    /// Whether the texts of its requests are kept; true by default.
    pub fn logging_enabled(self, logging_enabled: bool) -> Self {
        Self(self.0.set("logging_enabled", logging_enabled))
    }
}

operation! {
    /// A call of `use_cases.definitions.list`.
    UseCasesDefinitionsList("use_cases.definitions.list") -> UseCaseDefinitionPage, all, items: UseCaseDefinitionResponse
}

impl<C> UseCasesDefinitionsList<C> {
    /// The `cursor` of the previous page; omit it for the first page.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        Self(self.0.set("cursor", cursor.into()))
    }

    /// The maximum number of items on a page.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(self, sort_ascending: bool) -> Self {
        Self(self.0.set("sort_ascending", sort_ascending))
    }

    /// Only the definition of this name.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.definitions.delete`.
    UseCasesDefinitionsDelete("use_cases.definitions.delete") -> UseCaseDefinitionResponse, keyed
}

impl<C> UseCasesDefinitionsDelete<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.definitions.kpis.create`.
    UseCasesDefinitionsKpisCreate("use_cases.definitions.kpis.create") -> KpiResponse, unkeyed
}

impl<C> UseCasesDefinitionsKpisCreate<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// Required. The name, unique in the use case.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.set("name", name.into()))
    }

    /// Required. What it measures.
    pub fn description(self, description: impl Into<String>) -> Self {
        Self(self.0.set("description", description.into()))
    }

    /// Required. The type of a score.
    pub fn kpi_type(self, kpi_type: impl Into<KpiResponseKpiType>) -> Self {
        Self(self.0.set("kpi_type", kpi_type.into()))
    }

    /// Required. The score to reach.
    pub fn goal(self, goal: f64) -> Self {
        Self(self.0.set_number("goal", goal))
    }
}

operation! {
    /// A call of `use_cases.definitions.kpis.retrieve`.
    UseCasesDefinitionsKpisRetrieve("use_cases.definitions.kpis.retrieve") -> KpiResponse, all
}

impl<C> UseCasesDefinitionsKpisRetrieve<C> {
    /// Required. The name of the KPI.
    pub fn kpi_name(self, kpi_name: impl Into<String>) -> Self {
        Self(self.0.set("kpi_name", kpi_name.into()))
    }

    /// Required. The name of the use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.definitions.kpis.update`.
    UseCasesDefinitionsKpisUpdate("use_cases.definitions.kpis.update") -> KpiResponse, keyed
}

impl<C> UseCasesDefinitionsKpisUpdate<C> {
    /// Required. The name of the KPI.
    pub fn kpi_name(self, kpi_name: impl Into<String>) -> Self {
        Self(self.0.set("kpi_name", kpi_name.into()))
    }

    /// Required. The name of the use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// What it measures.
    pub fn description(self, description: impl Into<String>) -> Self {
        Self(self.0.set("description", description.into()))
    }

    /// The score to reach.
    pub fn goal(self, goal: f64) -> Self {
        Self(self.0.set_number("goal", goal))
    }
}

operation! {
    /// A call of `use_cases.definitions.kpis.list`.
    UseCasesDefinitionsKpisList("use_cases.definitions.kpis.list") -> KpiPage, all, items: KpiResponse
}

impl<C> UseCasesDefinitionsKpisList<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// The `cursor` of the previous page; omit it for the first page.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        Self(self.0.set("cursor", cursor.into()))
    }

    /// Only the KPI of this name.
    pub fn kpi_name(self, kpi_name: impl Into<String>) -> Self {
        Self(self.0.set("kpi_name", kpi_name.into()))
    }

    /// The maximum number of items on a page.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(self, sort_ascending: bool) -> Self {
        Self(self.0.set("sort_ascending", sort_ascending))
    }
}

operation! {
    /// A call of `use_cases.definitions.kpis.delete`.
    UseCasesDefinitionsKpisDelete("use_cases.definitions.kpis.delete") -> KpiResponse, keyed
}

impl<C> UseCasesDefinitionsKpisDelete<C> {
    /// Required. The name of the KPI.
    pub fn kpi_name(self, kpi_name: impl Into<String>) -> Self {
        Self(self.0.set("kpi_name", kpi_name.into()))
    }

    /// Required. The name of the use case.
    pub fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.definitions.limit_config.create`.
    UseCasesDefinitionsLimitConfigCreate("use_cases.definitions.limit_config.create") -> UseCaseDefinitionResponse, unkeyed
}

impl<C> UseCasesDefinitionsLimitConfigCreate<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }

    /// Required. The maximum spending of an instance, in US dollars.
    pub fn max(self, max: impl Into<String>) -> Self {
        Self(self.0.set("max", max.into()))
    }

    /// `block` refuses what goes beyond, `allow` only counts it.
    pub fn limit_type(self, limit_type: impl Into<LimitLimitType>) -> Self {
        Self(self.0.set("limit_type", limit_type.into()))
    }

    /// The part of `max` from which the state is `exceeded`, 0.75 to 0.99.
    pub fn threshold(self, threshold: f64) -> Self {
        Self(self.0.set_number("threshold", threshold))
    }

    /// Properties of the limits, strings by name.
    pub fn properties(
        self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.set("properties", text_map(properties)))
    }
}

operation! {
    /// A call of `use_cases.definitions.limit_config.delete`.
    UseCasesDefinitionsLimitConfigDelete("use_cases.definitions.limit_config.delete") -> UseCaseDefinitionResponse, keyed
}

impl<C> UseCasesDefinitionsLimitConfigDelete<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `use_cases.definitions.version.increment`.
    UseCasesDefinitionsVersionIncrement("use_cases.definitions.version.increment") -> UseCaseDefinitionResponse, unkeyed
}

impl<C> UseCasesDefinitionsVersionIncrement<C> {
    pub(super) fn use_case_name(self, use_case_name: impl Into<String>) -> Self {
        Self(self.0.set("use_case_name", use_case_name.into()))
    }
}

operation! {
    /// A call of `categories.list`.
    CategoriesList("categories.list") -> CategoryPage, all, items: CategoryResponse
}

impl<C> CategoriesList<C> {
    /// `true` for those in use only, `false` for the others only.
    pub fn active(self, active: bool) -> Self {
        Self(self.0.set("active", active))
    }

    /// The `cursor` of the previous page; omit it for the first page.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        Self(self.0.set("cursor", cursor.into()))
    }

    /// The maximum number of items on a page.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(self, sort_ascending: bool) -> Self {
        Self(self.0.set("sort_ascending", sort_ascending))
    }
}

operation! {
    /// A call of `categories.delete`.
    CategoriesDelete("categories.delete") -> Vec<CategoryResourceResponse>, keyed
}

impl<C> CategoriesDelete<C> {
    pub(super) fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }
}

operation! {
    /// A call of `categories.list_resources`.
    CategoriesListResources("categories.list_resources") -> CategoryResourcePage, all, items: CategoryResourceResponse
}

impl<C> CategoriesListResources<C> {
    pub(super) fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }

    /// `true` for those in use only, `false` for the others only.
    pub fn active(self, active: bool) -> Self {
        Self(self.0.set("active", active))
    }

    /// The `cursor` of the previous page; omit it for the first page.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        Self(self.0.set("cursor", cursor.into()))
    }

    /// The maximum number of items on a page.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(self, sort_ascending: bool) -> Self {
        Self(self.0.set("sort_ascending", sort_ascending))
    }
}

operation! {
    /// A call of `categories.delete_resource`.
    CategoriesDeleteResource("categories.delete_resource") -> Vec<CategoryResourceResponse>, keyed
}

impl<C> CategoriesDeleteResource<C> {
    /// Required. The resource, for instance the name of a model.
    pub fn resource(self, resource: impl Into<String>) -> Self {
        Self(self.0.set("resource", resource.into()))
    }

    /// Required. The category, for instance `system.openai`.
    pub fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }
}

operation! {
    /// A call of `categories.resources.create`.
    CategoriesResourcesCreate("categories.resources.create") -> CategoryResourceResponse, unkeyed
}

impl<C> CategoriesResourcesCreate<C> {
    /// Required. The resource, for instance the name of a model.
    pub fn resource(self, resource: impl Into<String>) -> Self {
        Self(self.0.set("resource", resource.into()))
    }

    /// Required. The category, for instance `system.openai`.
    pub fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }

    /// Required. The prices in US dollars, by the name of the unit, for instance `text`.
    pub fn units(self, units: impl IntoIterator<Item = (impl Into<String>, PriceUnits)>) -> Self {
        Self(self.0.set("units", map(units)))
    }

    /// The maximum number of input units.
    pub fn max_input_units(self, max_input_units: i64) -> Self {
        Self(self.0.set("max_input_units", max_input_units))
    }

    /// The maximum number of output units.
    pub fn max_output_units(self, max_output_units: i64) -> Self {
        Self(self.0.set("max_output_units", max_output_units))
    }

    /// The most units in all.
    pub fn max_total_units(self, max_total_units: i64) -> Self {
        Self(self.0.set("max_total_units", max_total_units))
    }

    /// When the prices take effect; now by default.
    pub fn start_timestamp(self, start_timestamp: impl Into<String>) -> Self {
        Self(self.0.set("start_timestamp", start_timestamp.into()))
    }
}

operation! {
    /// A call of `categories.resources.retrieve`.
    CategoriesResourcesRetrieve("categories.resources.retrieve") -> CategoryResourceResponse, all
}

impl<C> CategoriesResourcesRetrieve<C> {
    /// Required. The id of one version of the resource.
    pub fn resource_id(self, resource_id: impl Into<String>) -> Self {
        Self(self.0.set("resource_id", resource_id.into()))
    }

    /// Required. The category, for instance `system.openai`.
    pub fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }

    /// Required. The resource, for instance the name of a model.
    pub fn resource(self, resource: impl Into<String>) -> Self {
        Self(self.0.set("resource", resource.into()))
    }
}

operation! {
    /// A call of `categories.resources.list`.
    CategoriesResourcesList("categories.resources.list") -> CategoryResourcePage, all, items: CategoryResourceResponse
}

impl<C> CategoriesResourcesList<C> {
    /// Required. The resource, for instance the name of a model.
    pub fn resource(self, resource: impl Into<String>) -> Self {
        Self(self.0.set("resource", resource.into()))
    }

    /// Required. The category, for instance `system.openai`.
    pub fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }

    /// `true` for those in use only, `false` for the others only.
    pub fn active(self, active: bool) -> Self {
        Self(self.0.set("active", active))
    }

    /// The `cursor` of the previous page; omit it for the first page.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        Self(self.0.set("cursor", cursor.into()))
    }

    /// The maximum number of items on a page.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(self, sort_ascending: bool) -> Self {
        Self(self.0.set("sort_ascending", sort_ascending))
    }
}

operation! {
    /// A call of `categories.resources.delete`.
    CategoriesResourcesDelete("categories.resources.delete") -> CategoryResourceResponse, keyed
}

impl<C> CategoriesResourcesDelete<C> {
    /// Required. The id of one version of the resource.
    pub fn resource_id(self, resource_id: impl Into<String>) -> Self {
        Self(self.0.set("resource_id", resource_id.into()))
    }

    /// Required. The category, for instance `system.openai`.
    pub fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }

    /// Required. The resource, for instance the name of a model.
    pub fn resource(self, resource: impl Into<String>) -> Self {
        Self(self.0.set("resource", resource.into()))
    }
}

operation! {
    /// A call of `requests.request_id.properties.update`.
    RequestsRequestIdPropertiesUpdate("requests.request_id.properties.update") -> PropertiesResponse, keyed
}

impl<C> RequestsRequestIdPropertiesUpdate<C> {
    pub(super) fn request_id(self, request_id: impl Into<String>) -> Self {
        Self(self.0.set("request_id", request_id.into()))
    }

    /// Required. The properties to set, strings by name; null removes a property.
    pub fn properties(
        self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.set("properties", text_map(properties)))
    }
}

operation! {
    /// A call of `requests.request_id.result.retrieve`.
    RequestsRequestIdResultRetrieve("requests.request_id.result.retrieve") -> RequestResult, all
}

impl<C> RequestsRequestIdResultRetrieve<C> {
    pub(super) fn request_id(self, request_id: impl Into<String>) -> Self {
        Self(self.0.set("request_id", request_id.into()))
    }
}

operation! {
    /// A call of `requests.response_id.properties.update`.
    RequestsResponseIdPropertiesUpdate("requests.response_id.properties.update") -> PropertiesResponse, keyed
}

impl<C> RequestsResponseIdPropertiesUpdate<C> {
    /// Required. The id that the model provider gave its response.
    pub fn provider_response_id(self, provider_response_id: impl Into<String>) -> Self {
        Self(self.0.set("provider_response_id", provider_response_id.into()))
    }

    /// Required. The category, for instance `system.openai`.
    pub fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }

    /// Required. The properties to set, strings by name; null removes a property.
    pub fn properties(
        self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.set("properties", text_map(properties)))
    }
}

operation! {
    /// A call of `requests.response_id.result.retrieve`.
    RequestsResponseIdResultRetrieve("requests.response_id.result.retrieve") -> RequestResult, all
}

impl<C> RequestsResponseIdResultRetrieve<C> {
    /// Required. The id that the model provider gave its response.
    pub fn provider_response_id(self, provider_response_id: impl Into<String>) -> Self {
        Self(self.0.set("provider_response_id", provider_response_id.into()))
    }

    /// Required. The category, for instance `system.openai`.
    pub fn category(self, category: impl Into<String>) -> Self {
        Self(self.0.set("category", category.into()))
    }
}

operation! {
    /// A call of `reports.retrieve`.
    ReportsRetrieve("reports.retrieve") -> Value, all
}

impl<C> ReportsRetrieve<C> {
    pub(super) fn report_id(self, report_id: impl Into<String>) -> Self {
        Self(self.0.set("report_id", report_id.into()))
    }

    /// The beginning of the time that it covers.
    pub fn from_date(self, from_date: impl Into<String>) -> Self {
        Self(self.0.set("from_date", from_date.into()))
    }

    /// The end of the time that it covers.
    pub fn to_date(self, to_date: impl Into<String>) -> Self {
        Self(self.0.set("to_date", to_date.into()))
    }
}
