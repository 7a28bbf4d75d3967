"""The objects of Pay-i.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from payonce._model import Model, decimal, list_of, map_of, one
from payonce._paging import Page


class IngestUnits(Model):
    """The usage of one unit."""

    input: int | None
    """Input units, for instance tokens of the prompt."""
    output: int | None
    """Output units, for instance tokens of the response."""

    _fields = ("input", "output")


class HeaderInfo(Model):
    """One header of a request or a response."""

    name: str
    """The name."""
    value: str | None
    """The value."""

    _fields = ("name", "value")


class FunctionCallInfo(Model):
    """A function that a response called."""

    name: str
    """The name."""
    arguments: str | None
    """The arguments as a string."""

    _fields = ("name", "arguments")


class BulkIngestRequest(Model):
    """One event among many."""

    category: str
    """The category, for instance `system.openai`."""
    units: dict[str, IngestUnits]
    """The usage by the name of the unit, for instance `text`."""
    provider_response_id: str | None
    """The id of the response from the provider."""
    resource: str | None
    """The resource, for instance the name of the model."""
    event_timestamp: str | None
    """When it happened; at most 5 minutes ahead, now by default."""
    end_to_end_latency_ms: int | None
    """How long the call took, in milliseconds."""
    time_to_first_token_ms: int | None
    """The time to the first token, in milliseconds."""
    time_to_first_completion_token_ms: int | None
    """The time to the first token of the completion, in milliseconds."""
    http_status_code: int | None
    """The status of the provider's response."""
    properties: dict[str, str] | None
    """Properties of the request, strings by name."""
    use_case_properties: dict[str, str] | None
    """Properties of the use case, strings by name."""
    provider_uri: str | None
    """The URL of the request."""
    provider_request_json: str | None
    """The request as it was sent."""
    provider_request_reasoning_json: str | None
    """The part of the request that is about reasoning."""
    provider_request_headers: list[HeaderInfo] | None
    """The headers that were sent."""
    provider_response_json: Any
    """The response as it was received: a string, or a list of strings for a stream."""
    provider_response_headers: list[HeaderInfo] | None
    """The headers of the response."""
    provider_response_function_calls: list[FunctionCallInfo] | None
    """The functions that the response called."""
    limit_ids: list[str] | None
    """The limits that it counts against."""
    request_tags: list[str] | None
    """Tags of the request."""
    user_id: str | None
    """The user of the call."""
    account_name: str | None
    """The account of the call."""
    use_case_id: str | None
    """The instance of the use case."""
    use_case_name: str | None
    """The use case."""
    use_case_step: str | None
    """The step of the use case."""
    use_case_version: int | None
    """The version of the use case."""
    scope: Literal["global", "datazone", "region"] | str | None
    """The place where the resource runs."""

    _fields = (
        "category",
        "units",
        "provider_response_id",
        "resource",
        "event_timestamp",
        "end_to_end_latency_ms",
        "time_to_first_token_ms",
        "time_to_first_completion_token_ms",
        "http_status_code",
        "properties",
        "use_case_properties",
        "provider_uri",
        "provider_request_json",
        "provider_request_reasoning_json",
        "provider_request_headers",
        "provider_response_json",
        "provider_response_headers",
        "provider_response_function_calls",
        "limit_ids",
        "request_tags",
        "user_id",
        "account_name",
        "use_case_id",
        "use_case_name",
        "use_case_step",
        "use_case_version",
        "scope",
    )
    _readers: ClassVar[Mapping[str, Any]] = {
        "units": map_of(one(IngestUnits)),
        "provider_request_headers": list_of(one(HeaderInfo)),
        "provider_response_headers": list_of(one(HeaderInfo)),
        "provider_response_function_calls": list_of(one(FunctionCallInfo)),
    }


class BulkUpsertRequest(Model):
    """One event among many, known by the id of its response."""

    category: str
    """The category, for instance `system.openai`."""
    units: dict[str, IngestUnits]
    """The usage by the name of the unit, for instance `text`."""
    provider_response_id: str
    """The id that the provider gave its response. It keeps the event from being counted twice."""
    resource: str | None
    """The resource, for instance the name of the model."""
    event_timestamp: str | None
    """When it happened; at most 5 minutes ahead, now by default."""
    end_to_end_latency_ms: int | None
    """How long the call took, in milliseconds."""
    time_to_first_token_ms: int | None
    """The time to the first token, in milliseconds."""
    time_to_first_completion_token_ms: int | None
    """The time to the first token of the completion, in milliseconds."""
    http_status_code: int | None
    """The status of the provider's response."""
    properties: dict[str, str] | None
    """Properties of the request, strings by name."""
    use_case_properties: dict[str, str] | None
    """Properties of the use case, strings by name."""
    provider_uri: str | None
    """The URL of the request."""
    provider_request_json: str | None
    """The request as it was sent."""
    provider_request_reasoning_json: str | None
    """The part of the request that is about reasoning."""
    provider_request_headers: list[HeaderInfo] | None
    """The headers that were sent."""
    provider_response_json: Any
    """The response as it was received: a string, or a list of strings for a stream."""
    provider_response_headers: list[HeaderInfo] | None
    """The headers of the response."""
    provider_response_function_calls: list[FunctionCallInfo] | None
    """The functions that the response called."""
    limit_ids: list[str] | None
    """The limits that it counts against."""
    request_tags: list[str] | None
    """Tags of the request."""
    user_id: str | None
    """The user of the call."""
    account_name: str | None
    """The account of the call."""
    use_case_id: str | None
    """The instance of the use case."""
    use_case_name: str | None
    """The use case."""
    use_case_step: str | None
    """The step of the use case."""
    use_case_version: int | None
    """The version of the use case."""
    scope: Literal["global", "datazone", "region"] | str | None
    """The place where the resource runs."""

    _fields = (
        "category",
        "units",
        "provider_response_id",
        "resource",
        "event_timestamp",
        "end_to_end_latency_ms",
        "time_to_first_token_ms",
        "time_to_first_completion_token_ms",
        "http_status_code",
        "properties",
        "use_case_properties",
        "provider_uri",
        "provider_request_json",
        "provider_request_reasoning_json",
        "provider_request_headers",
        "provider_response_json",
        "provider_response_headers",
        "provider_response_function_calls",
        "limit_ids",
        "request_tags",
        "user_id",
        "account_name",
        "use_case_id",
        "use_case_name",
        "use_case_step",
        "use_case_version",
        "scope",
    )
    _readers: ClassVar[Mapping[str, Any]] = {
        "units": map_of(one(IngestUnits)),
        "provider_request_headers": list_of(one(HeaderInfo)),
        "provider_response_headers": list_of(one(HeaderInfo)),
        "provider_response_function_calls": list_of(one(FunctionCallInfo)),
    }


class CostDetails(Model):
    """What one side cost."""

    base: Decimal | None
    """The cost in US dollars."""
    overrun_base: Decimal | None
    """The part above the limit, in US dollars."""

    _fields = ("base", "overrun_base")
    _readers: ClassVar[Mapping[str, Any]] = {"base": decimal, "overrun_base": decimal}


class Cost(Model):
    """The cost of a request, in US dollars."""

    currency: Literal["usd"] | str | None
    """The currency."""
    input: CostDetails | None
    """What went in."""
    output: CostDetails | None
    """What came out."""
    total: CostDetails | None
    """Both."""

    _fields = ("currency", "input", "output", "total")
    _readers: ClassVar[Mapping[str, Any]] = {
        "input": one(CostDetails),
        "output": one(CostDetails),
        "total": one(CostDetails),
    }


class LimitState(Model):
    """The effect of a request on a limit."""

    state: Literal["ok", "blocked", "blocked_external", "exceeded", "overrun", "failed"] | str | None
    """`ok` below the threshold, `exceeded` above it, `overrun` beyond an allow limit, `blocked` by this limit,
    `blocked_external` by another one.
    """

    _fields = ("state",)


class XproxyResult(Model):
    """The result of counting a request."""

    request_id: str | None
    """The id of the request."""
    request_tags: list[str] | None
    """Its tags."""
    limits: dict[str, LimitState] | None
    """The limits that it counted against, by id."""
    blocked_limit_ids: list[str] | None
    """The limits that refused it."""
    resource_id: str | None
    """The version of the resource that set the price."""
    use_case_id: str | None
    """The instance of the use case."""
    use_case_name: str | None
    """The use case."""
    use_case_step: str | None
    """The step of the use case."""
    user_id: str | None
    """The user of the call."""
    account_name: str | None
    """The account of the call."""
    cost: Cost | None
    """What it cost."""
    unknown_units: dict[str, IngestUnits] | None
    """Units that have no price."""
    duplicate_request: bool | None
    """Whether it was counted before."""
    warnings: list[str] | None
    """What to look at."""
    actions: list[str] | None
    """What to do."""
    queued: bool | None
    """Whether it will be counted later."""

    _fields = (
        "request_id",
        "request_tags",
        "limits",
        "blocked_limit_ids",
        "resource_id",
        "use_case_id",
        "use_case_name",
        "use_case_step",
        "user_id",
        "account_name",
        "cost",
        "unknown_units",
        "duplicate_request",
        "warnings",
        "actions",
        "queued",
    )
    _readers: ClassVar[Mapping[str, Any]] = {
        "limits": map_of(one(LimitState)),
        "cost": one(Cost),
        "unknown_units": map_of(one(IngestUnits)),
    }


class IngestResponse(Model):
    """An event that was counted."""

    request_id: str | None
    """The id of the request."""
    ingest_timestamp: str | None
    """When it was counted."""
    event_timestamp: str | None
    """When it happened."""
    xproxy_result: XproxyResult
    """What counting it did."""

    _fields = ("request_id", "ingest_timestamp", "event_timestamp", "xproxy_result")
    _readers: ClassVar[Mapping[str, Any]] = {"xproxy_result": one(XproxyResult)}


class XproxyError(Model):
    """The reason for a refusal."""

    code: str | None
    """The code, for programs."""
    message: str | None
    """The words, for people."""

    _fields = ("code", "message")


class ApiError(Model):
    """The refusal of one event among many."""

    message: str | None
    """The words, for people."""
    status_code: int | None
    """The status that the event alone would have had."""
    xproxy_error: XproxyError | None
    """Why."""

    _fields = ("message", "statusCode", "xproxy_error")
    _readers: ClassVar[Mapping[str, Any]] = {"xproxy_error": one(XproxyError)}


class BulkIngestError(Model):
    """An event that was refused."""

    item_index: int | None
    """Its index in the list, from 0."""
    xproxy_result: ApiError | None
    """Why; the provider calls it a result although it is an error."""

    _fields = ("item_index", "xproxy_result")
    _readers: ClassVar[Mapping[str, Any]] = {"xproxy_result": one(ApiError)}


class BulkIngestResponse(Model):
    """Many events that were counted."""

    request_id: str | None
    """The id of the request."""
    ingest_timestamp: str | None
    """When it was counted."""
    ingest_count: int
    """How many were counted."""
    error_count: int | None
    """The number of errors."""
    item_error_count: int | None
    """The number of refused events."""
    total_count: int | None
    """The number of events."""
    errors: list[BulkIngestError] | None
    """The events that were refused."""

    _fields = (
        "request_id",
        "ingest_timestamp",
        "ingest_count",
        "error_count",
        "item_error_count",
        "total_count",
        "errors",
    )
    _readers: ClassVar[Mapping[str, Any]] = {"errors": list_of(one(BulkIngestError))}


class RequestResult(Model):
    """The result of counting a request."""

    xproxy_result: XproxyResult
    """What counting it did."""

    _fields = ("xproxy_result",)
    _readers: ClassVar[Mapping[str, Any]] = {"xproxy_result": one(XproxyResult)}


class PropertiesResponse(Model):
    """The confirmation that properties were set."""

    request_id: str | None
    """The id of the request."""

    _fields = ("request_id",)


class RequestsData(Model):
    """The number of requests by the decision of the limit."""

    ok: int | None
    """Below the threshold."""
    exceeded: int | None
    """Above the threshold."""
    overrun: int | None
    """Above the limit, and allowed by it."""
    blocked: int | None
    """Refused by this limit."""
    blocked_external: int | None
    """Refused by another limit."""
    failed: int | None
    """Failed."""
    total: int | None
    """All of them."""

    _fields = ("ok", "exceeded", "overrun", "blocked", "blocked_external", "failed", "total")


class TotalCostData(Model):
    """The amount that was spent against a limit."""

    cost: Cost | None
    """The cost."""
    requests: RequestsData | None
    """The requests."""

    _fields = ("cost", "requests")
    _readers: ClassVar[Mapping[str, Any]] = {"cost": one(Cost), "requests": one(RequestsData)}


class Limit(Model):
    """A spending limit."""

    limit_id: str
    """The id."""
    limit_name: str | None
    """The name."""
    max: Decimal | None
    """The maximum spending, in US dollars."""
    threshold: float | Decimal | None
    """The part of `max` from which the state is `exceeded`."""
    limit_type: Literal["block", "allow"] | str | None
    """Whether it refuses requests above the limit."""
    limit_creation_timestamp: str | None
    """When it was created."""
    limit_update_timestamp: str | None
    """When it was last changed."""
    totals: TotalCostData | None
    """What was spent."""
    properties: dict[str, str] | None
    """Its properties, strings by name."""

    _fields = (
        "limit_id",
        "limit_name",
        "max",
        "threshold",
        "limit_type",
        "limit_creation_timestamp",
        "limit_update_timestamp",
        "totals",
        "properties",
    )
    _readers: ClassVar[Mapping[str, Any]] = {"max": decimal, "totals": one(TotalCostData)}


class LimitResponse(Model):
    """A response about a limit."""

    limit: Limit
    """The limit."""
    request_id: str | None
    """The id of the request."""
    message: str | None
    """The message of the provider."""

    _fields = ("limit", "request_id", "message")
    _readers: ClassVar[Mapping[str, Any]] = {"limit": one(Limit)}


class LimitPage(Page[Limit]):
    """One page of limits."""

    items: list[Limit]
    """The items of this page."""
    cursor: str | None
    """The cursor of the next page; empty on the last page."""
    request_id: str | None
    """The id of the request."""

    _fields = ("items", "cursor", "request_id")
    _readers: ClassVar[Mapping[str, Any]] = {"items": list_of(one(Limit))}
    _items = "items"


class LimitHistory(Model):
    """The amount that was spent against a limit before it was reset."""

    limit_id: str | None
    """The id."""
    limit_name: str | None
    """The name."""
    limit_type: Literal["block", "allow"] | str | None
    """Whether it refuses requests above the limit."""
    max: Decimal | None
    """The maximum spending, in US dollars."""
    totals: TotalCostData | None
    """What was spent."""
    limit_reset_timestamp: str | None
    """When the limit starts from zero."""
    limit_tags: list[str] | None
    """Its tags."""

    _fields = ("limit_id", "limit_name", "limit_type", "max", "totals", "limit_reset_timestamp", "limit_tags")
    _readers: ClassVar[Mapping[str, Any]] = {"max": decimal, "totals": one(TotalCostData)}


class LimitHistoryResponse(Model):
    """A response to resetting a limit."""

    limit_history: LimitHistory
    """What had been spent."""
    request_id: str | None
    """The id of the request."""
    message: str | None
    """The message of the provider."""

    _fields = ("limit_history", "request_id", "message")
    _readers: ClassVar[Mapping[str, Any]] = {"limit_history": one(LimitHistory)}


class DefaultResponse(Model):
    """The confirmation."""

    request_id: str | None
    """The id of the request."""
    message: str | None
    """The message of the provider."""

    _fields = ("request_id", "message")


class LimitConfig(Model):
    """The limit that each instance of a use case gets."""

    max: Decimal
    """The maximum spending of an instance, in US dollars."""
    limit_type: Literal["block", "allow"] | str | None
    """Whether it refuses requests above the limit."""
    threshold: float | Decimal | None
    """The part of `max` from which the state is `exceeded`."""
    properties: dict[str, str] | None
    """Properties of the limits, strings by name."""

    _fields = ("max", "limit_type", "threshold", "properties")
    _readers: ClassVar[Mapping[str, Any]] = {"max": decimal}


class UseCaseDefinitionResponse(Model):
    """A definition of a use case."""

    name: str
    """The name."""
    description: str | None
    """What it is for."""
    limit_config: LimitConfig | None
    """The limit of each instance."""
    logging_enabled: bool | None
    """Whether the texts of its requests are kept."""
    type_version: int | None
    """The version."""
    request_id: str | None
    """The id of the request."""

    _fields = ("name", "description", "limit_config", "logging_enabled", "type_version", "request_id")
    _readers: ClassVar[Mapping[str, Any]] = {"limit_config": one(LimitConfig)}


class UseCaseDefinitionPage(Page[UseCaseDefinitionResponse]):
    """One page of definitions."""

    items: list[UseCaseDefinitionResponse]
    """The items of this page."""
    cursor: str | None
    """The cursor of the next page; empty on the last page."""
    request_id: str | None
    """The id of the request."""

    _fields = ("items", "cursor", "request_id")
    _readers: ClassVar[Mapping[str, Any]] = {"items": list_of(one(UseCaseDefinitionResponse))}
    _items = "items"


class UseCaseInstanceResponse(Model):
    """An instance of a use case."""

    use_case_id: str
    """The id."""
    use_case_name: str | None
    """The name of the use case."""
    limit_id: str | None
    """The limit that it got."""
    type_version: int | None
    """The version of the definition."""
    request_id: str | None
    """The id of the request."""

    _fields = ("use_case_id", "use_case_name", "limit_id", "type_version", "request_id")


class KpiResponse(Model):
    """A KPI of a use case."""

    name: str
    """The name."""
    description: str | None
    """What it measures."""
    kpi_type: Literal["boolean", "number", "percentage", "likert5", "likert7", "likert10"] | str | None
    """The type of a score."""
    goal: float | Decimal | None
    """The score to reach."""
    created_timestamp: str | None
    """When it was created."""
    updated_timestamp: str | None
    """When it was last changed."""
    request_id: str | None
    """The id of the request."""

    _fields = ("name", "description", "kpi_type", "goal", "created_timestamp", "updated_timestamp", "request_id")


class KpiPage(Page[KpiResponse]):
    """One page of KPIs."""

    items: list[KpiResponse]
    """The items of this page."""
    cursor: str | None
    """The cursor of the next page; empty on the last page."""
    request_id: str | None
    """The id of the request."""

    _fields = ("items", "cursor", "request_id")
    _readers: ClassVar[Mapping[str, Any]] = {"items": list_of(one(KpiResponse))}
    _items = "items"


class KpiScore(Model):
    """The score of an instance."""

    kpi_name: str | None
    """The name of the KPI."""
    kpi_type: Literal["boolean", "number", "percentage", "likert5", "likert7", "likert10"] | str | None
    """The type of a score."""
    score: Any
    """The score: true or false for a `boolean` KPI, else a number."""
    create_timestamp: str | None
    """When it was given."""
    update_timestamp: str | None
    """When it was last changed."""

    _fields = ("kpi_name", "kpi_type", "score", "create_timestamp", "update_timestamp")


class KpiScorePage(Page[KpiScore]):
    """One page of scores."""

    items: list[KpiScore]
    """The items of this page."""
    cursor: str | None
    """The cursor of the next page; empty on the last page."""
    request_id: str | None
    """The id of the request."""

    _fields = ("items", "cursor", "request_id")
    _readers: ClassVar[Mapping[str, Any]] = {"items": list_of(one(KpiScore))}
    _items = "items"


class CategoryResponse(Model):
    """A category."""

    category: str
    """The name, for instance `system.openai`."""

    _fields = ("category",)


class CategoryPage(Page[CategoryResponse]):
    """One page of categories."""

    items: list[CategoryResponse]
    """The items of this page."""
    cursor: str | None
    """The cursor of the next page; empty on the last page."""
    request_id: str | None
    """The id of the request."""

    _fields = ("items", "cursor", "request_id")
    _readers: ClassVar[Mapping[str, Any]] = {"items": list_of(one(CategoryResponse))}
    _items = "items"


class PriceUnits(Model):
    """The prices of one unit, in US dollars."""

    input_price: Decimal | None
    """The price of an input unit."""
    output_price: Decimal | None
    """The price of an output unit."""

    _fields = ("input_price", "output_price")
    _readers: ClassVar[Mapping[str, Any]] = {"input_price": decimal, "output_price": decimal}


class MappedResource(Model):
    """The resource that an alias represents."""

    category: str | None
    """Its category."""
    resource: str | None
    """Its name."""
    scope: Literal["global", "datazone", "region"] | str | None
    """Where it runs."""
    sub_scope: str | None
    """Where in there."""
    host_name: str | None
    """The host that serves it."""
    mapping_name: str | None
    """The name of the mapping."""

    _fields = ("category", "resource", "scope", "sub_scope", "host_name", "mapping_name")


class CategoryResourceResponse(Model):
    """One version of a resource with its prices."""

    category: str
    """The category."""
    resource: str
    """The name of the resource."""
    resource_id: str
    """The id of this version."""
    start_timestamp: str | None
    """When its prices take effect."""
    active: bool | None
    """Whether it is in use."""
    proxy_allowed: bool | None
    """Whether the proxy can call it."""
    units: dict[str, PriceUnits] | None
    """The prices, by the name of the unit."""
    aliased_resource: str | None
    """The resource of which this is an alias."""
    mapped_resource: MappedResource | None
    """The resource that it represents."""
    max_input_units: int | None
    """The maximum number of input units."""
    max_output_units: int | None
    """The maximum number of output units."""
    max_total_units: int | None
    """The most units in all."""
    cost_per_hour: Decimal | None
    """The price of an hour, in US dollars."""
    character_billing: bool | None
    """Whether characters are counted instead of tokens."""
    large_context_threshold: int | None
    """The units from which a context is large."""
    description: str | None
    """What it is."""
    end_timestamp: str | None
    """When its prices end."""
    deprecated_timestamp: str | None
    """When it was given up."""
    reservation_id: str | None
    """The reservation that it belongs to."""
    azure_resource: Any
    """Its provisioned units at Azure: `ptus`."""
    aws_bedrock_resource: Any
    """Its provisioned units at AWS: `model_units`."""
    google_vertex_resource: Any
    """Its provisioned units at Google: `gsus`."""
    request_id: str | None
    """The id of the request."""

    _fields = (
        "category",
        "resource",
        "resource_id",
        "start_timestamp",
        "active",
        "proxy_allowed",
        "units",
        "aliased_resource",
        "mapped_resource",
        "max_input_units",
        "max_output_units",
        "max_total_units",
        "cost_per_hour",
        "character_billing",
        "large_context_threshold",
        "description",
        "end_timestamp",
        "deprecated_timestamp",
        "reservation_id",
        "azure_resource",
        "aws_bedrock_resource",
        "google_vertex_resource",
        "request_id",
    )
    _readers: ClassVar[Mapping[str, Any]] = {
        "units": map_of(one(PriceUnits)),
        "mapped_resource": one(MappedResource),
        "cost_per_hour": decimal,
    }


class CategoryResourcePage(Page[CategoryResourceResponse]):
    """One page of versions of resources."""

    items: list[CategoryResourceResponse]
    """The items of this page."""
    cursor: str | None
    """The cursor of the next page; empty on the last page."""
    request_id: str | None
    """The id of the request."""

    _fields = ("items", "cursor", "request_id")
    _readers: ClassVar[Mapping[str, Any]] = {"items": list_of(one(CategoryResourceResponse))}
    _items = "items"
