"""The objects that calls of Pay-i take, as dicts.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypedDict

from payonce._typing import open_dict
from payonce.payi._models import FunctionCallInfo, HeaderInfo, IngestUnits


@open_dict
class IngestUnitsParam(TypedDict, total=False):
    """The usage of one unit.

    As an argument; a response has it as `IngestUnits`.
    """

    input: int | None
    """Input units, for instance tokens of the prompt."""
    output: int | None
    """Output units, for instance tokens of the response."""


class _HeaderInfoParamRequired(TypedDict):
    """What a `HeaderInfoParam` cannot be without."""

    name: str
    """The name."""


@open_dict
class HeaderInfoParam(_HeaderInfoParamRequired, total=False):
    """One header of a request or a response.

    As an argument; a response has it as `HeaderInfo`.
    """

    value: str | None
    """The value."""


class _FunctionCallInfoParamRequired(TypedDict):
    """What a `FunctionCallInfoParam` cannot be without."""

    name: str
    """The name."""


@open_dict
class FunctionCallInfoParam(_FunctionCallInfoParamRequired, total=False):
    """A function that a response called.

    As an argument; a response has it as `FunctionCallInfo`.
    """

    arguments: str | None
    """The arguments as a string."""


class _BulkIngestRequestParamRequired(TypedDict):
    """What a `BulkIngestRequestParam` cannot be without."""

    category: str
    """The category, for instance `system.openai`."""
    units: Mapping[str, IngestUnits | IngestUnitsParam]
    """The usage by the name of the unit, for instance `text`."""


@open_dict
class BulkIngestRequestParam(_BulkIngestRequestParamRequired, total=False):
    """One event among many.

    As an argument; a response has it as `BulkIngestRequest`.
    """

    provider_response_id: str | None
    """The id of the response from the provider."""
    resource: str | None
    """The resource, for instance the name of the model."""
    event_timestamp: str | datetime | None
    """When it happened; at most 5 minutes ahead, now by default."""
    end_to_end_latency_ms: int | None
    """How long the call took, in milliseconds."""
    time_to_first_token_ms: int | None
    """The time to the first token, in milliseconds."""
    time_to_first_completion_token_ms: int | None
    """The time to the first token of the completion, in milliseconds."""
    http_status_code: int | None
    """The status of the provider's response."""
    properties: Mapping[str, str] | None
    """Properties of the request, strings by name."""
    use_case_properties: Mapping[str, str] | None
    """Properties of the use case, strings by name."""
    provider_uri: str | None
    """The URL of the request."""
    provider_request_json: str | None
    """The request as it was sent."""
    provider_request_reasoning_json: str | None
    """The part of the request that is about reasoning."""
    provider_request_headers: Sequence[HeaderInfo | HeaderInfoParam] | None
    """The headers that were sent."""
    provider_response_json: Any
    """The response as it was received: a string, or a list of strings for a stream."""
    provider_response_headers: Sequence[HeaderInfo | HeaderInfoParam] | None
    """The headers of the response."""
    provider_response_function_calls: Sequence[FunctionCallInfo | FunctionCallInfoParam] | None
    """The functions that the response called."""
    limit_ids: Sequence[str] | None
    """The limits that it counts against."""
    request_tags: Sequence[str] | None
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


class _BulkUpsertRequestParamRequired(TypedDict):
    """What a `BulkUpsertRequestParam` cannot be without."""

    category: str
    """The category, for instance `system.openai`."""
    units: Mapping[str, IngestUnits | IngestUnitsParam]
    """The usage by the name of the unit, for instance `text`."""
    provider_response_id: str
    """The id that the provider gave its response. It keeps the event from being counted twice."""


@open_dict
class BulkUpsertRequestParam(_BulkUpsertRequestParamRequired, total=False):
    """One event among many, known by the id of its response.

    As an argument; a response has it as `BulkUpsertRequest`.
    """

    resource: str | None
    """The resource, for instance the name of the model."""
    event_timestamp: str | datetime | None
    """When it happened; at most 5 minutes ahead, now by default."""
    end_to_end_latency_ms: int | None
    """How long the call took, in milliseconds."""
    time_to_first_token_ms: int | None
    """The time to the first token, in milliseconds."""
    time_to_first_completion_token_ms: int | None
    """The time to the first token of the completion, in milliseconds."""
    http_status_code: int | None
    """The status of the provider's response."""
    properties: Mapping[str, str] | None
    """Properties of the request, strings by name."""
    use_case_properties: Mapping[str, str] | None
    """Properties of the use case, strings by name."""
    provider_uri: str | None
    """The URL of the request."""
    provider_request_json: str | None
    """The request as it was sent."""
    provider_request_reasoning_json: str | None
    """The part of the request that is about reasoning."""
    provider_request_headers: Sequence[HeaderInfo | HeaderInfoParam] | None
    """The headers that were sent."""
    provider_response_json: Any
    """The response as it was received: a string, or a list of strings for a stream."""
    provider_response_headers: Sequence[HeaderInfo | HeaderInfoParam] | None
    """The headers of the response."""
    provider_response_function_calls: Sequence[FunctionCallInfo | FunctionCallInfoParam] | None
    """The functions that the response called."""
    limit_ids: Sequence[str] | None
    """The limits that it counts against."""
    request_tags: Sequence[str] | None
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


class _LimitConfigParamRequired(TypedDict):
    """What a `LimitConfigParam` cannot be without."""

    max: str | Decimal | float
    """The maximum spending of an instance, in US dollars."""


@open_dict
class LimitConfigParam(_LimitConfigParamRequired, total=False):
    """The limit that each instance of a use case gets.

    As an argument; a response has it as `LimitConfig`.
    """

    limit_type: Literal["block", "allow"] | str | None
    """Whether it refuses requests above the limit."""
    threshold: float | Decimal | str | None
    """The part of `max` from which the state is `exceeded`."""
    properties: Mapping[str, str] | None
    """Properties of the limits, strings by name."""


@open_dict
class PriceUnitsParam(TypedDict, total=False):
    """The prices of one unit, in US dollars.

    As an argument; a response has it as `PriceUnits`.
    """

    input_price: str | Decimal | float | None
    """The price of an input unit."""
    output_price: str | Decimal | float | None
    """The price of an output unit."""
