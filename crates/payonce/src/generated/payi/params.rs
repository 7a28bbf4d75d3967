//! The parameters of the operations of Pay-i.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use serde_json::{Map, Value};

use super::types::{
    BulkIngestRequest, BulkUpsertRequest, FunctionCallInfo, HeaderInfo, IngestUnits,
    IngestUnitsResourceScope, KpiResponseKpiType, LimitConfig, LimitLimitType, PriceUnits,
};
use crate::arguments::{Arguments, list, map, text_map, texts};

/// The parameters of `ingest.units`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct IngestUnitsParams {
    arguments: Arguments,
}

impl IngestUnitsParams {
    /// With the required parameters.
    ///
    /// - `category`: The category, for instance `system.openai`.
    /// - `units`: What was used, by the name of the unit, for instance `text`.
    pub fn new(
        category: impl Into<String>,
        units: impl IntoIterator<Item = (impl Into<String>, IngestUnits)>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("category", category.into());
        arguments.set("units", map(units));
        Self { arguments }
    }

    /// The resource, for instance the name of the model.
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.arguments.set("resource", resource.into());
        self
    }

    /// When it happened; at most 5 minutes ahead, now by default.
    pub fn event_timestamp(mut self, event_timestamp: impl Into<String>) -> Self {
        self.arguments.set("event_timestamp", event_timestamp.into());
        self
    }

    /// How long the call took, in milliseconds.
    pub fn end_to_end_latency_ms(mut self, end_to_end_latency_ms: i64) -> Self {
        self.arguments.set("end_to_end_latency_ms", end_to_end_latency_ms);
        self
    }

    /// The time to the first token, in milliseconds.
    pub fn time_to_first_token_ms(mut self, time_to_first_token_ms: i64) -> Self {
        self.arguments.set("time_to_first_token_ms", time_to_first_token_ms);
        self
    }

    /// The time to the first token of the completion, in milliseconds.
    pub fn time_to_first_completion_token_ms(mut self, time_to_first_completion_token_ms: i64) -> Self {
        self.arguments.set("time_to_first_completion_token_ms", time_to_first_completion_token_ms);
        self
    }

    /// The status with which the provider answered.
    pub fn http_status_code(mut self, http_status_code: i64) -> Self {
        self.arguments.set("http_status_code", http_status_code);
        self
    }

    /// Properties of the request, texts by name.
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.arguments.set("properties", text_map(properties));
        self
    }

    /// Properties of the use case, texts by name.
    pub fn use_case_properties(
        mut self,
        use_case_properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.arguments.set("use_case_properties", text_map(use_case_properties));
        self
    }

    /// The address that was called.
    pub fn provider_uri(mut self, provider_uri: impl Into<String>) -> Self {
        self.arguments.set("provider_uri", provider_uri.into());
        self
    }

    /// The request that was sent, as it was.
    pub fn provider_request_json(mut self, provider_request_json: impl Into<String>) -> Self {
        self.arguments.set("provider_request_json", provider_request_json.into());
        self
    }

    /// The part of the request that is about reasoning.
    pub fn provider_request_reasoning_json(
        mut self,
        provider_request_reasoning_json: impl Into<String>,
    ) -> Self {
        self.arguments.set("provider_request_reasoning_json", provider_request_reasoning_json.into());
        self
    }

    /// The headers that were sent.
    pub fn provider_request_headers(
        mut self,
        provider_request_headers: impl IntoIterator<Item = HeaderInfo>,
    ) -> Self {
        self.arguments.set("provider_request_headers", list(provider_request_headers));
        self
    }

    /// The answer as it was: a text, or a list of texts for a stream.
    pub fn provider_response_json(mut self, provider_response_json: impl Into<Value>) -> Self {
        self.arguments.set("provider_response_json", provider_response_json);
        self
    }

    /// The headers of the answer.
    pub fn provider_response_headers(
        mut self,
        provider_response_headers: impl IntoIterator<Item = HeaderInfo>,
    ) -> Self {
        self.arguments.set("provider_response_headers", list(provider_response_headers));
        self
    }

    /// The id that the provider gave its answer.
    pub fn provider_response_id(mut self, provider_response_id: impl Into<String>) -> Self {
        self.arguments.set("provider_response_id", provider_response_id.into());
        self
    }

    /// The functions that the answer called.
    pub fn provider_response_function_calls(
        mut self,
        provider_response_function_calls: impl IntoIterator<Item = FunctionCallInfo>,
    ) -> Self {
        self.arguments.set("provider_response_function_calls", list(provider_response_function_calls));
        self
    }

    /// The limits that it counts against.
    pub fn limit_ids(mut self, limit_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("limit_ids", texts(limit_ids));
        self
    }

    /// Tags of the request.
    pub fn request_tags(mut self, request_tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("request_tags", texts(request_tags));
        self
    }

    /// The instance of the use case.
    pub fn use_case_id(mut self, use_case_id: impl Into<String>) -> Self {
        self.arguments.set("use_case_id", use_case_id.into());
        self
    }

    /// The use case.
    pub fn use_case_name(mut self, use_case_name: impl Into<String>) -> Self {
        self.arguments.set("use_case_name", use_case_name.into());
        self
    }

    /// The step of the use case.
    pub fn use_case_step(mut self, use_case_step: impl Into<String>) -> Self {
        self.arguments.set("use_case_step", use_case_step.into());
        self
    }

    /// The version of the use case.
    pub fn use_case_version(mut self, use_case_version: i64) -> Self {
        self.arguments.set("use_case_version", use_case_version);
        self
    }

    /// The user that it was done for.
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.arguments.set("user_id", user_id.into());
        self
    }

    /// The account that it was done for.
    pub fn account_name(mut self, account_name: impl Into<String>) -> Self {
        self.arguments.set("account_name", account_name.into());
        self
    }

    /// Where the resource runs.
    pub fn resource_scope(mut self, resource_scope: impl Into<IngestUnitsResourceScope>) -> Self {
        self.arguments.set("resource_scope", Into::<IngestUnitsResourceScope>::into(resource_scope));
        self
    }

    /// Whether the texts are not kept.
    pub fn disable_logging(mut self, disable_logging: bool) -> Self {
        self.arguments.set("disable_logging", disable_logging);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `ingest.bulk`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct IngestBulk {
    arguments: Arguments,
}

impl IngestBulk {
    /// With the required parameters.
    ///
    /// - `events`: The events.
    pub fn new(events: impl IntoIterator<Item = BulkIngestRequest>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("events", list(events));
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `ingest.bulk_upsert`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct IngestBulkUpsert {
    arguments: Arguments,
}

impl IngestBulkUpsert {
    /// With the required parameters.
    ///
    /// - `events`: The events; each is known by its `provider_response_id`.
    pub fn new(events: impl IntoIterator<Item = BulkUpsertRequest>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("events", list(events));
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `limits.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct LimitsCreate {
    arguments: Arguments,
}

impl LimitsCreate {
    /// With the required parameters.
    ///
    /// - `limit_name`: The name, unique in the application.
    /// - `max`: The most that may be spent, in US dollars.
    pub fn new(limit_name: impl Into<String>, max: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("limit_name", limit_name.into());
        arguments.set("max", max.into());
        Self { arguments }
    }

    /// An id of your own; drawn by the provider when left out.
    pub fn limit_id(mut self, limit_id: impl Into<String>) -> Self {
        self.arguments.set("limit_id", limit_id.into());
        self
    }

    /// `block` refuses what goes beyond, `allow` only counts it; `block` by default.
    pub fn limit_type(mut self, limit_type: impl Into<LimitLimitType>) -> Self {
        self.arguments.set("limit_type", Into::<LimitLimitType>::into(limit_type));
        self
    }

    /// The part of `max` from which the state is `exceeded`, 0.75 to 0.99; 1 by default.
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.arguments.set_number("threshold", threshold);
        self
    }

    /// Properties of the limit, texts by name.
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.arguments.set("properties", text_map(properties));
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `limits.retrieve`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct LimitsRetrieve {
    arguments: Arguments,
}

impl LimitsRetrieve {
    /// With the required parameters.
    ///
    /// - `limit_id`: The id of the limit.
    pub fn new(limit_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("limit_id", limit_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for LimitsRetrieve {
    fn from(limit_id: &str) -> Self {
        Self::new(limit_id)
    }
}

impl From<String> for LimitsRetrieve {
    fn from(limit_id: String) -> Self {
        Self::new(limit_id)
    }
}

impl From<&String> for LimitsRetrieve {
    fn from(limit_id: &String) -> Self {
        Self::new(limit_id)
    }
}

/// The parameters of `limits.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct LimitsUpdate {
    arguments: Arguments,
}

impl LimitsUpdate {
    /// With the required parameters.
    ///
    /// - `limit_id`: The id of the limit.
    pub fn new(limit_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("limit_id", limit_id.into());
        Self { arguments }
    }

    /// The new name.
    pub fn limit_name(mut self, limit_name: impl Into<String>) -> Self {
        self.arguments.set("limit_name", limit_name.into());
        self
    }

    /// The most that may be spent, in US dollars; not less than what is spent.
    pub fn max(mut self, max: impl Into<String>) -> Self {
        self.arguments.set("max", max.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for LimitsUpdate {
    fn from(limit_id: &str) -> Self {
        Self::new(limit_id)
    }
}

impl From<String> for LimitsUpdate {
    fn from(limit_id: String) -> Self {
        Self::new(limit_id)
    }
}

impl From<&String> for LimitsUpdate {
    fn from(limit_id: &String) -> Self {
        Self::new(limit_id)
    }
}

/// The parameters of `limits.list`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct LimitsList {
    arguments: Arguments,
}

impl LimitsList {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// The `cursor` of the page before; the first page without it.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.arguments.set("cursor", cursor.into());
        self
    }

    /// The most items on a page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    /// Only the limit of this name.
    pub fn limit_name(mut self, limit_name: impl Into<String>) -> Self {
        self.arguments.set("limit_name", limit_name.into());
        self
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(mut self, sort_ascending: bool) -> Self {
        self.arguments.set("sort_ascending", sort_ascending);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `limits.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct LimitsDelete {
    arguments: Arguments,
}

impl LimitsDelete {
    /// With the required parameters.
    ///
    /// - `limit_id`: The id of the limit.
    pub fn new(limit_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("limit_id", limit_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for LimitsDelete {
    fn from(limit_id: &str) -> Self {
        Self::new(limit_id)
    }
}

impl From<String> for LimitsDelete {
    fn from(limit_id: String) -> Self {
        Self::new(limit_id)
    }
}

impl From<&String> for LimitsDelete {
    fn from(limit_id: &String) -> Self {
        Self::new(limit_id)
    }
}

/// The parameters of `limits.reset`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct LimitsReset {
    arguments: Arguments,
}

impl LimitsReset {
    /// With the required parameters.
    ///
    /// - `limit_id`: The id of the limit.
    pub fn new(limit_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("limit_id", limit_id.into());
        Self { arguments }
    }

    /// From when it counts anew; now by default.
    pub fn reset_date(mut self, reset_date: impl Into<String>) -> Self {
        self.arguments.set("reset_date", reset_date.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for LimitsReset {
    fn from(limit_id: &str) -> Self {
        Self::new(limit_id)
    }
}

impl From<String> for LimitsReset {
    fn from(limit_id: String) -> Self {
        Self::new(limit_id)
    }
}

impl From<&String> for LimitsReset {
    fn from(limit_id: &String) -> Self {
        Self::new(limit_id)
    }
}

/// The parameters of `limits.properties.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct LimitsPropertiesUpdate {
    arguments: Arguments,
}

impl LimitsPropertiesUpdate {
    /// With the required parameters.
    ///
    /// - `limit_id`: The id of the limit.
    /// - `properties`: The properties to set, texts by name; null takes one away.
    pub fn new(
        limit_id: impl Into<String>,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("limit_id", limit_id.into());
        arguments.set("properties", text_map(properties));
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesCreate {
    arguments: Arguments,
}

impl UseCasesCreate {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for UseCasesCreate {
    fn from(use_case_name: &str) -> Self {
        Self::new(use_case_name)
    }
}

impl From<String> for UseCasesCreate {
    fn from(use_case_name: String) -> Self {
        Self::new(use_case_name)
    }
}

impl From<&String> for UseCasesCreate {
    fn from(use_case_name: &String) -> Self {
        Self::new(use_case_name)
    }
}

/// The parameters of `use_cases.retrieve`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesRetrieve {
    arguments: Arguments,
}

impl UseCasesRetrieve {
    /// With the required parameters.
    ///
    /// - `use_case_id`: The id of the instance.
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_id: impl Into<String>, use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_id", use_case_id.into());
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDelete {
    arguments: Arguments,
}

impl UseCasesDelete {
    /// With the required parameters.
    ///
    /// - `use_case_id`: The id of the instance.
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_id: impl Into<String>, use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_id", use_case_id.into());
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.properties.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesPropertiesUpdate {
    arguments: Arguments,
}

impl UseCasesPropertiesUpdate {
    /// With the required parameters.
    ///
    /// - `use_case_id`: The id of the instance.
    /// - `use_case_name`: The name of the use case.
    /// - `properties`: The properties to set, texts by name; null takes one away.
    pub fn new(
        use_case_id: impl Into<String>,
        use_case_name: impl Into<String>,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_id", use_case_id.into());
        arguments.set("use_case_name", use_case_name.into());
        arguments.set("properties", text_map(properties));
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.kpis.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesKpisUpdate {
    arguments: Arguments,
}

impl UseCasesKpisUpdate {
    /// With the required parameters.
    ///
    /// - `kpi_name`: The name of the KPI.
    /// - `use_case_name`: The name of the use case.
    /// - `use_case_id`: The id of the instance.
    pub fn new(
        kpi_name: impl Into<String>,
        use_case_name: impl Into<String>,
        use_case_id: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("kpi_name", kpi_name.into());
        arguments.set("use_case_name", use_case_name.into());
        arguments.set("use_case_id", use_case_id.into());
        Self { arguments }
    }

    /// The score: true or false for a `boolean` KPI, else a number.
    pub fn score(mut self, score: impl Into<Value>) -> Self {
        self.arguments.set("score", score);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.kpis.list`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesKpisList {
    arguments: Arguments,
}

impl UseCasesKpisList {
    /// With the required parameters.
    ///
    /// - `use_case_id`: The id of the instance.
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_id: impl Into<String>, use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_id", use_case_id.into());
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    /// The `cursor` of the page before; the first page without it.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.arguments.set("cursor", cursor.into());
        self
    }

    /// Only the score of this KPI.
    pub fn kpi_name(mut self, kpi_name: impl Into<String>) -> Self {
        self.arguments.set("kpi_name", kpi_name.into());
        self
    }

    /// The most items on a page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(mut self, sort_ascending: bool) -> Self {
        self.arguments.set("sort_ascending", sort_ascending);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.definitions.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsCreate {
    arguments: Arguments,
}

impl UseCasesDefinitionsCreate {
    /// With the required parameters.
    ///
    /// - `name`: The name, unique in the application.
    /// - `description`: What it is for.
    pub fn new(name: impl Into<String>, description: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("name", name.into());
        arguments.set("description", description.into());
        Self { arguments }
    }

    /// The limit that each instance gets.
    pub fn limit_config(mut self, limit_config: LimitConfig) -> Self {
        self.arguments.set("limit_config", limit_config);
        self
    }

    /// Whether the texts of its requests are kept; true by default.
    pub fn logging_enabled(mut self, logging_enabled: bool) -> Self {
        self.arguments.set("logging_enabled", logging_enabled);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.definitions.retrieve`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsRetrieve {
    arguments: Arguments,
}

impl UseCasesDefinitionsRetrieve {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for UseCasesDefinitionsRetrieve {
    fn from(use_case_name: &str) -> Self {
        Self::new(use_case_name)
    }
}

impl From<String> for UseCasesDefinitionsRetrieve {
    fn from(use_case_name: String) -> Self {
        Self::new(use_case_name)
    }
}

impl From<&String> for UseCasesDefinitionsRetrieve {
    fn from(use_case_name: &String) -> Self {
        Self::new(use_case_name)
    }
}

/// The parameters of `use_cases.definitions.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsUpdate {
    arguments: Arguments,
}

impl UseCasesDefinitionsUpdate {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    /// What it is for.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.arguments.set("description", description.into());
        self
    }

    /// Whether the texts of its requests are kept; true by default.
    pub fn logging_enabled(mut self, logging_enabled: bool) -> Self {
        self.arguments.set("logging_enabled", logging_enabled);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for UseCasesDefinitionsUpdate {
    fn from(use_case_name: &str) -> Self {
        Self::new(use_case_name)
    }
}

impl From<String> for UseCasesDefinitionsUpdate {
    fn from(use_case_name: String) -> Self {
        Self::new(use_case_name)
    }
}

impl From<&String> for UseCasesDefinitionsUpdate {
    fn from(use_case_name: &String) -> Self {
        Self::new(use_case_name)
    }
}

/// The parameters of `use_cases.definitions.list`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct UseCasesDefinitionsList {
    arguments: Arguments,
}

impl UseCasesDefinitionsList {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// The `cursor` of the page before; the first page without it.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.arguments.set("cursor", cursor.into());
        self
    }

    /// The most items on a page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(mut self, sort_ascending: bool) -> Self {
        self.arguments.set("sort_ascending", sort_ascending);
        self
    }

    /// Only the definition of this name.
    pub fn use_case_name(mut self, use_case_name: impl Into<String>) -> Self {
        self.arguments.set("use_case_name", use_case_name.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.definitions.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsDelete {
    arguments: Arguments,
}

impl UseCasesDefinitionsDelete {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for UseCasesDefinitionsDelete {
    fn from(use_case_name: &str) -> Self {
        Self::new(use_case_name)
    }
}

impl From<String> for UseCasesDefinitionsDelete {
    fn from(use_case_name: String) -> Self {
        Self::new(use_case_name)
    }
}

impl From<&String> for UseCasesDefinitionsDelete {
    fn from(use_case_name: &String) -> Self {
        Self::new(use_case_name)
    }
}

/// The parameters of `use_cases.definitions.kpis.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsKpisCreate {
    arguments: Arguments,
}

impl UseCasesDefinitionsKpisCreate {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    /// - `name`: The name, unique in the use case.
    /// - `description`: What it measures.
    /// - `kpi_type`: What a score looks like.
    /// - `goal`: The score to reach.
    pub fn new(
        use_case_name: impl Into<String>,
        name: impl Into<String>,
        description: impl Into<String>,
        kpi_type: impl Into<KpiResponseKpiType>,
        goal: f64,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        arguments.set("name", name.into());
        arguments.set("description", description.into());
        arguments.set("kpi_type", Into::<KpiResponseKpiType>::into(kpi_type));
        arguments.set_number("goal", goal);
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.definitions.kpis.retrieve`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsKpisRetrieve {
    arguments: Arguments,
}

impl UseCasesDefinitionsKpisRetrieve {
    /// With the required parameters.
    ///
    /// - `kpi_name`: The name of the KPI.
    /// - `use_case_name`: The name of the use case.
    pub fn new(kpi_name: impl Into<String>, use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("kpi_name", kpi_name.into());
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.definitions.kpis.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsKpisUpdate {
    arguments: Arguments,
}

impl UseCasesDefinitionsKpisUpdate {
    /// With the required parameters.
    ///
    /// - `kpi_name`: The name of the KPI.
    /// - `use_case_name`: The name of the use case.
    pub fn new(kpi_name: impl Into<String>, use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("kpi_name", kpi_name.into());
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    /// What it measures.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.arguments.set("description", description.into());
        self
    }

    /// The score to reach.
    pub fn goal(mut self, goal: f64) -> Self {
        self.arguments.set_number("goal", goal);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.definitions.kpis.list`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsKpisList {
    arguments: Arguments,
}

impl UseCasesDefinitionsKpisList {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    /// The `cursor` of the page before; the first page without it.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.arguments.set("cursor", cursor.into());
        self
    }

    /// Only the KPI of this name.
    pub fn kpi_name(mut self, kpi_name: impl Into<String>) -> Self {
        self.arguments.set("kpi_name", kpi_name.into());
        self
    }

    /// The most items on a page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(mut self, sort_ascending: bool) -> Self {
        self.arguments.set("sort_ascending", sort_ascending);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for UseCasesDefinitionsKpisList {
    fn from(use_case_name: &str) -> Self {
        Self::new(use_case_name)
    }
}

impl From<String> for UseCasesDefinitionsKpisList {
    fn from(use_case_name: String) -> Self {
        Self::new(use_case_name)
    }
}

impl From<&String> for UseCasesDefinitionsKpisList {
    fn from(use_case_name: &String) -> Self {
        Self::new(use_case_name)
    }
}

/// The parameters of `use_cases.definitions.kpis.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsKpisDelete {
    arguments: Arguments,
}

impl UseCasesDefinitionsKpisDelete {
    /// With the required parameters.
    ///
    /// - `kpi_name`: The name of the KPI.
    /// - `use_case_name`: The name of the use case.
    pub fn new(kpi_name: impl Into<String>, use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("kpi_name", kpi_name.into());
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.definitions.limit_config.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsLimitConfigCreate {
    arguments: Arguments,
}

impl UseCasesDefinitionsLimitConfigCreate {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    /// - `max`: The most that an instance may spend, in US dollars.
    pub fn new(use_case_name: impl Into<String>, max: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        arguments.set("max", max.into());
        Self { arguments }
    }

    /// `block` refuses what goes beyond, `allow` only counts it.
    pub fn limit_type(mut self, limit_type: impl Into<LimitLimitType>) -> Self {
        self.arguments.set("limit_type", Into::<LimitLimitType>::into(limit_type));
        self
    }

    /// The part of `max` from which the state is `exceeded`, 0.75 to 0.99.
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.arguments.set_number("threshold", threshold);
        self
    }

    /// Properties of the limits, texts by name.
    pub fn properties(
        mut self,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.arguments.set("properties", text_map(properties));
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `use_cases.definitions.limit_config.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsLimitConfigDelete {
    arguments: Arguments,
}

impl UseCasesDefinitionsLimitConfigDelete {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for UseCasesDefinitionsLimitConfigDelete {
    fn from(use_case_name: &str) -> Self {
        Self::new(use_case_name)
    }
}

impl From<String> for UseCasesDefinitionsLimitConfigDelete {
    fn from(use_case_name: String) -> Self {
        Self::new(use_case_name)
    }
}

impl From<&String> for UseCasesDefinitionsLimitConfigDelete {
    fn from(use_case_name: &String) -> Self {
        Self::new(use_case_name)
    }
}

/// The parameters of `use_cases.definitions.version.increment`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct UseCasesDefinitionsVersionIncrement {
    arguments: Arguments,
}

impl UseCasesDefinitionsVersionIncrement {
    /// With the required parameters.
    ///
    /// - `use_case_name`: The name of the use case.
    pub fn new(use_case_name: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("use_case_name", use_case_name.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for UseCasesDefinitionsVersionIncrement {
    fn from(use_case_name: &str) -> Self {
        Self::new(use_case_name)
    }
}

impl From<String> for UseCasesDefinitionsVersionIncrement {
    fn from(use_case_name: String) -> Self {
        Self::new(use_case_name)
    }
}

impl From<&String> for UseCasesDefinitionsVersionIncrement {
    fn from(use_case_name: &String) -> Self {
        Self::new(use_case_name)
    }
}

/// The parameters of `categories.list`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct CategoriesList {
    arguments: Arguments,
}

impl CategoriesList {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those in use, or only those that are not.
    pub fn active(mut self, active: bool) -> Self {
        self.arguments.set("active", active);
        self
    }

    /// The `cursor` of the page before; the first page without it.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.arguments.set("cursor", cursor.into());
        self
    }

    /// The most items on a page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(mut self, sort_ascending: bool) -> Self {
        self.arguments.set("sort_ascending", sort_ascending);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `categories.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CategoriesDelete {
    arguments: Arguments,
}

impl CategoriesDelete {
    /// With the required parameters.
    ///
    /// - `category`: The category, for instance `system.openai`.
    pub fn new(category: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("category", category.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for CategoriesDelete {
    fn from(category: &str) -> Self {
        Self::new(category)
    }
}

impl From<String> for CategoriesDelete {
    fn from(category: String) -> Self {
        Self::new(category)
    }
}

impl From<&String> for CategoriesDelete {
    fn from(category: &String) -> Self {
        Self::new(category)
    }
}

/// The parameters of `categories.list_resources`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CategoriesListResources {
    arguments: Arguments,
}

impl CategoriesListResources {
    /// With the required parameters.
    ///
    /// - `category`: The category, for instance `system.openai`.
    pub fn new(category: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("category", category.into());
        Self { arguments }
    }

    /// Only those in use, or only those that are not.
    pub fn active(mut self, active: bool) -> Self {
        self.arguments.set("active", active);
        self
    }

    /// The `cursor` of the page before; the first page without it.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.arguments.set("cursor", cursor.into());
        self
    }

    /// The most items on a page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(mut self, sort_ascending: bool) -> Self {
        self.arguments.set("sort_ascending", sort_ascending);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for CategoriesListResources {
    fn from(category: &str) -> Self {
        Self::new(category)
    }
}

impl From<String> for CategoriesListResources {
    fn from(category: String) -> Self {
        Self::new(category)
    }
}

impl From<&String> for CategoriesListResources {
    fn from(category: &String) -> Self {
        Self::new(category)
    }
}

/// The parameters of `categories.delete_resource`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CategoriesDeleteResource {
    arguments: Arguments,
}

impl CategoriesDeleteResource {
    /// With the required parameters.
    ///
    /// - `resource`: The resource, for instance the name of a model.
    /// - `category`: The category, for instance `system.openai`.
    pub fn new(resource: impl Into<String>, category: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("resource", resource.into());
        arguments.set("category", category.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `categories.resources.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CategoriesResourcesCreate {
    arguments: Arguments,
}

impl CategoriesResourcesCreate {
    /// With the required parameters.
    ///
    /// - `resource`: The resource, for instance the name of a model.
    /// - `category`: The category, for instance `system.openai`.
    /// - `units`: The prices in US dollars, by the name of the unit, for instance `text`.
    pub fn new(
        resource: impl Into<String>,
        category: impl Into<String>,
        units: impl IntoIterator<Item = (impl Into<String>, PriceUnits)>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("resource", resource.into());
        arguments.set("category", category.into());
        arguments.set("units", map(units));
        Self { arguments }
    }

    /// The most units that may go in.
    pub fn max_input_units(mut self, max_input_units: i64) -> Self {
        self.arguments.set("max_input_units", max_input_units);
        self
    }

    /// The most units that may come out.
    pub fn max_output_units(mut self, max_output_units: i64) -> Self {
        self.arguments.set("max_output_units", max_output_units);
        self
    }

    /// The most units in all.
    pub fn max_total_units(mut self, max_total_units: i64) -> Self {
        self.arguments.set("max_total_units", max_total_units);
        self
    }

    /// From when the prices hold; now by default.
    pub fn start_timestamp(mut self, start_timestamp: impl Into<String>) -> Self {
        self.arguments.set("start_timestamp", start_timestamp.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `categories.resources.retrieve`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CategoriesResourcesRetrieve {
    arguments: Arguments,
}

impl CategoriesResourcesRetrieve {
    /// With the required parameters.
    ///
    /// - `resource_id`: The id of one version of the resource.
    /// - `category`: The category, for instance `system.openai`.
    /// - `resource`: The resource, for instance the name of a model.
    pub fn new(
        resource_id: impl Into<String>,
        category: impl Into<String>,
        resource: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("resource_id", resource_id.into());
        arguments.set("category", category.into());
        arguments.set("resource", resource.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `categories.resources.list`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CategoriesResourcesList {
    arguments: Arguments,
}

impl CategoriesResourcesList {
    /// With the required parameters.
    ///
    /// - `resource`: The resource, for instance the name of a model.
    /// - `category`: The category, for instance `system.openai`.
    pub fn new(resource: impl Into<String>, category: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("resource", resource.into());
        arguments.set("category", category.into());
        Self { arguments }
    }

    /// Only those in use, or only those that are not.
    pub fn active(mut self, active: bool) -> Self {
        self.arguments.set("active", active);
        self
    }

    /// The `cursor` of the page before; the first page without it.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.arguments.set("cursor", cursor.into());
        self
    }

    /// The most items on a page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    /// Whether the oldest item comes first.
    pub fn sort_ascending(mut self, sort_ascending: bool) -> Self {
        self.arguments.set("sort_ascending", sort_ascending);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `categories.resources.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CategoriesResourcesDelete {
    arguments: Arguments,
}

impl CategoriesResourcesDelete {
    /// With the required parameters.
    ///
    /// - `resource_id`: The id of one version of the resource.
    /// - `category`: The category, for instance `system.openai`.
    /// - `resource`: The resource, for instance the name of a model.
    pub fn new(
        resource_id: impl Into<String>,
        category: impl Into<String>,
        resource: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("resource_id", resource_id.into());
        arguments.set("category", category.into());
        arguments.set("resource", resource.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `requests.request_id.properties.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct RequestsRequestIdPropertiesUpdate {
    arguments: Arguments,
}

impl RequestsRequestIdPropertiesUpdate {
    /// With the required parameters.
    ///
    /// - `request_id`: The id that Pay-i gave the request.
    /// - `properties`: The properties to set, texts by name; null takes one away.
    pub fn new(
        request_id: impl Into<String>,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("request_id", request_id.into());
        arguments.set("properties", text_map(properties));
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `requests.request_id.result.retrieve`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct RequestsRequestIdResultRetrieve {
    arguments: Arguments,
}

impl RequestsRequestIdResultRetrieve {
    /// With the required parameters.
    ///
    /// - `request_id`: The id that Pay-i gave the request.
    pub fn new(request_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("request_id", request_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for RequestsRequestIdResultRetrieve {
    fn from(request_id: &str) -> Self {
        Self::new(request_id)
    }
}

impl From<String> for RequestsRequestIdResultRetrieve {
    fn from(request_id: String) -> Self {
        Self::new(request_id)
    }
}

impl From<&String> for RequestsRequestIdResultRetrieve {
    fn from(request_id: &String) -> Self {
        Self::new(request_id)
    }
}

/// The parameters of `requests.response_id.properties.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct RequestsResponseIdPropertiesUpdate {
    arguments: Arguments,
}

impl RequestsResponseIdPropertiesUpdate {
    /// With the required parameters.
    ///
    /// - `provider_response_id`: The id that the model provider gave its answer.
    /// - `category`: The category, for instance `system.openai`.
    /// - `properties`: The properties to set, texts by name; null takes one away.
    pub fn new(
        provider_response_id: impl Into<String>,
        category: impl Into<String>,
        properties: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("provider_response_id", provider_response_id.into());
        arguments.set("category", category.into());
        arguments.set("properties", text_map(properties));
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `requests.response_id.result.retrieve`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct RequestsResponseIdResultRetrieve {
    arguments: Arguments,
}

impl RequestsResponseIdResultRetrieve {
    /// With the required parameters.
    ///
    /// - `provider_response_id`: The id that the model provider gave its answer.
    /// - `category`: The category, for instance `system.openai`.
    pub fn new(provider_response_id: impl Into<String>, category: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("provider_response_id", provider_response_id.into());
        arguments.set("category", category.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `reports.retrieve`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ReportsRetrieve {
    arguments: Arguments,
}

impl ReportsRetrieve {
    /// With the required parameters.
    ///
    /// - `report_id`: The id of the report.
    pub fn new(report_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("report_id", report_id.into());
        Self { arguments }
    }

    /// The beginning of the time that it covers.
    pub fn from_date(mut self, from_date: impl Into<String>) -> Self {
        self.arguments.set("from_date", from_date.into());
        self
    }

    /// The end of the time that it covers.
    pub fn to_date(mut self, to_date: impl Into<String>) -> Self {
        self.arguments.set("to_date", to_date.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for ReportsRetrieve {
    fn from(report_id: &str) -> Self {
        Self::new(report_id)
    }
}

impl From<String> for ReportsRetrieve {
    fn from(report_id: String) -> Self {
        Self::new(report_id)
    }
}

impl From<&String> for ReportsRetrieve {
    fn from(report_id: &String) -> Self {
        Self::new(report_id)
    }
}
