"""The blocking clients of Pay-i.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, NoReturn

from payonce._client import SyncClient, SyncResource
from payonce._listeners import Listener
from payonce._model import as_it_came, inside, list_of, nothing, one
from payonce._options import CallOptions, ClientOptions, KeyedOptions, UnkeyedOptions
from payonce._sealing import Request
from payonce._typing import Unpack
from payonce.payi._models import (
    BulkIngestRequest,
    BulkIngestResponse,
    BulkUpsertRequest,
    CategoryPage,
    CategoryResourcePage,
    CategoryResourceResponse,
    DefaultResponse,
    FunctionCallInfo,
    HeaderInfo,
    IngestResponse,
    IngestUnits,
    KpiPage,
    KpiResponse,
    KpiScorePage,
    LimitConfig,
    LimitHistoryResponse,
    LimitPage,
    LimitResponse,
    PriceUnits,
    PropertiesResponse,
    RequestResult,
    UseCaseDefinitionPage,
    UseCaseDefinitionResponse,
    UseCaseInstanceResponse,
)
from payonce.payi._params import (
    BulkIngestRequestParam,
    BulkUpsertRequestParam,
    FunctionCallInfoParam,
    HeaderInfoParam,
    IngestUnitsParam,
    LimitConfigParam,
    PriceUnitsParam,
)


class RequestsRequestIdPropertiesResource(SyncResource):
    """The methods `requests.request_id.properties.…` of Pay-i, reached through a client."""

    def update(
        self, request_id: str, properties: Mapping[str, str], **options: Unpack[KeyedOptions]
    ) -> PropertiesResponse:
        """Sets properties of a request.

        Args:
            request_id: The id that Pay-i gave the request.
            properties: The properties to set, strings by name; null removes a property.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The confirmation that properties were set.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "requests.request_id.properties.update", {"request_id": request_id, "properties": properties}, options
        )
        del request_id, properties, options
        return self._call(request, PropertiesResponse)


class RequestsRequestIdResultResource(SyncResource):
    """The methods `requests.request_id.result.…` of Pay-i, reached through a client."""

    def retrieve(self, request_id: str, **options: Unpack[CallOptions]) -> RequestResult:
        """Reads the cost of a request and its effect on its limits.

        Args:
            request_id: The id that Pay-i gave the request.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The result of counting a request.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("requests.request_id.result.retrieve", {"request_id": request_id}, options)
        del request_id, options
        return self._call(request, RequestResult)


class RequestsResponseIdPropertiesResource(SyncResource):
    """The methods `requests.response_id.properties.…` of Pay-i, reached through a client."""

    def update(
        self, provider_response_id: str, category: str, properties: Mapping[str, str], **options: Unpack[KeyedOptions]
    ) -> PropertiesResponse:
        """Sets properties of a request by the id that the model provider gave it.

        Args:
            provider_response_id: The id that the model provider gave its response.
            category: The category, for instance `system.openai`.
            properties: The properties to set, strings by name; null removes a property.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The confirmation that properties were set.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "requests.response_id.properties.update",
            {"provider_response_id": provider_response_id, "category": category, "properties": properties},
            options,
        )
        del provider_response_id, category, properties, options
        return self._call(request, PropertiesResponse)


class RequestsResponseIdResultResource(SyncResource):
    """The methods `requests.response_id.result.…` of Pay-i, reached through a client."""

    def retrieve(self, provider_response_id: str, category: str, **options: Unpack[CallOptions]) -> RequestResult:
        """Reads the cost of a request by the id that the model provider gave it.

        Args:
            provider_response_id: The id that the model provider gave its response.
            category: The category, for instance `system.openai`.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The result of counting a request.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "requests.response_id.result.retrieve",
            {"provider_response_id": provider_response_id, "category": category},
            options,
        )
        del provider_response_id, category, options
        return self._call(request, RequestResult)


class UseCasesDefinitionsKpisResource(SyncResource):
    """The methods `use_cases.definitions.kpis.…` of Pay-i, reached through a client."""

    def create(
        self,
        use_case_name: str,
        name: str,
        description: str,
        kpi_type: Literal["boolean", "number", "percentage", "likert5", "likert7", "likert10"] | str,
        goal: float | Decimal | str,
        **options: Unpack[UnkeyedOptions],
    ) -> KpiResponse:
        """Defines a KPI of a use case.

        Args:
            use_case_name: The name of the use case.
            name: The name, unique in the use case.
            description: What it measures.
            kpi_type: The type of a score.
            goal: The score to reach.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A KPI of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.kpis.create",
            {
                "use_case_name": use_case_name,
                "name": name,
                "description": description,
                "kpi_type": kpi_type,
                "goal": goal,
            },
            options,
        )
        del use_case_name, name, description, kpi_type, goal, options
        return self._call(request, KpiResponse)

    def retrieve(self, kpi_name: str, use_case_name: str, **options: Unpack[CallOptions]) -> KpiResponse:
        """Reads a KPI.

        Args:
            kpi_name: The name of the KPI.
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A KPI of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.kpis.retrieve", {"kpi_name": kpi_name, "use_case_name": use_case_name}, options
        )
        del kpi_name, use_case_name, options
        return self._call(request, KpiResponse)

    def update(
        self,
        kpi_name: str,
        use_case_name: str,
        *,
        description: str | None = None,
        goal: float | Decimal | str | None = None,
        **options: Unpack[KeyedOptions],
    ) -> KpiResponse:
        """Changes a KPI.

        Args:
            kpi_name: The name of the KPI.
            use_case_name: The name of the use case.
            description: What it measures.
            goal: The score to reach.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A KPI of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.kpis.update",
            {"kpi_name": kpi_name, "use_case_name": use_case_name, "description": description, "goal": goal},
            options,
        )
        del kpi_name, use_case_name, description, goal, options
        return self._call(request, KpiResponse)

    def list(
        self,
        use_case_name: str,
        *,
        cursor: str | None = None,
        kpi_name: str | None = None,
        limit: int | None = None,
        sort_ascending: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> KpiPage:
        """Lists the KPIs of a use case.

        Args:
            use_case_name: The name of the use case.
            cursor: The `cursor` of the previous page; omit it for the first page.
            kpi_name: Only the KPI of this name.
            limit: The maximum number of items on a page.
            sort_ascending: Whether the oldest item comes first.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            One page of KPIs. Iterate over it for the items of this page and of all that follow.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.kpis.list",
            {
                "use_case_name": use_case_name,
                "cursor": cursor,
                "kpi_name": kpi_name,
                "limit": limit,
                "sort_ascending": sort_ascending,
            },
            options,
        )
        del use_case_name, cursor, kpi_name, limit, sort_ascending, options
        return self._call(request, KpiPage)

    def delete(self, kpi_name: str, use_case_name: str, **options: Unpack[KeyedOptions]) -> KpiResponse:
        """Deletes a KPI.

        Args:
            kpi_name: The name of the KPI.
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A KPI of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.kpis.delete", {"kpi_name": kpi_name, "use_case_name": use_case_name}, options
        )
        del kpi_name, use_case_name, options
        return self._call(request, KpiResponse)


class UseCasesDefinitionsLimitConfigResource(SyncResource):
    """The methods `use_cases.definitions.limit_config.…` of Pay-i, reached through a client."""

    def create(
        self,
        use_case_name: str,
        max: str | Decimal | float,
        *,
        limit_type: Literal["block", "allow"] | str | None = None,
        threshold: float | Decimal | str | None = None,
        properties: Mapping[str, str] | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> UseCaseDefinitionResponse:
        """Gives each further instance a limit.

        Args:
            use_case_name: The name of the use case.
            max: The maximum spending of an instance, in US dollars.
            limit_type: `block` refuses what goes beyond, `allow` only counts it.
            threshold: The part of `max` from which the state is `exceeded`, 0.75 to 0.99.
            properties: Properties of the limits, strings by name.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A definition of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.limit_config.create",
            {
                "use_case_name": use_case_name,
                "max": max,
                "limit_type": limit_type,
                "threshold": threshold,
                "properties": properties,
            },
            options,
        )
        del use_case_name, max, limit_type, threshold, properties, options
        return self._call(request, UseCaseDefinitionResponse)

    def delete(self, use_case_name: str, **options: Unpack[KeyedOptions]) -> UseCaseDefinitionResponse:
        """Gives further instances no limit.

        Args:
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A definition of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("use_cases.definitions.limit_config.delete", {"use_case_name": use_case_name}, options)
        del use_case_name, options
        return self._call(request, UseCaseDefinitionResponse)


class UseCasesDefinitionsVersionResource(SyncResource):
    """The methods `use_cases.definitions.version.…` of Pay-i, reached through a client."""

    def increment(self, use_case_name: str, **options: Unpack[UnkeyedOptions]) -> UseCaseDefinitionResponse:
        """Increases the version of a definition by one.

        Args:
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A definition of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("use_cases.definitions.version.increment", {"use_case_name": use_case_name}, options)
        del use_case_name, options
        return self._call(request, UseCaseDefinitionResponse)


class CategoriesResourcesResource(SyncResource):
    """The methods `categories.resources.…` of Pay-i, reached through a client."""

    def create(
        self,
        resource: str,
        category: str,
        units: Mapping[str, PriceUnits | PriceUnitsParam],
        *,
        max_input_units: int | None = None,
        max_output_units: int | None = None,
        max_total_units: int | None = None,
        start_timestamp: str | datetime | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> CategoryResourceResponse:
        """Creates a version of a resource with its prices.

        Args:
            resource: The resource, for instance the name of a model.
            category: The category, for instance `system.openai`.
            units: The prices in US dollars, by the name of the unit, for instance `text`.
            max_input_units: The maximum number of input units.
            max_output_units: The maximum number of output units.
            max_total_units: The most units in all.
            start_timestamp: When the prices take effect; now by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            One version of a resource with its prices.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "categories.resources.create",
            {
                "resource": resource,
                "category": category,
                "units": units,
                "max_input_units": max_input_units,
                "max_output_units": max_output_units,
                "max_total_units": max_total_units,
                "start_timestamp": start_timestamp,
            },
            options,
        )
        del resource, category, units, max_input_units, max_output_units, max_total_units, start_timestamp, options
        return self._call(request, CategoryResourceResponse)

    def retrieve(
        self, resource_id: str, category: str, resource: str, **options: Unpack[CallOptions]
    ) -> CategoryResourceResponse:
        """Reads a version of a resource.

        Args:
            resource_id: The id of one version of the resource.
            category: The category, for instance `system.openai`.
            resource: The resource, for instance the name of a model.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            One version of a resource with its prices.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "categories.resources.retrieve",
            {"resource_id": resource_id, "category": category, "resource": resource},
            options,
        )
        del resource_id, category, resource, options
        return self._call(request, CategoryResourceResponse)

    def list(
        self,
        resource: str,
        category: str,
        *,
        active: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        sort_ascending: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> CategoryResourcePage:
        """Lists the versions of a resource.

        Args:
            resource: The resource, for instance the name of a model.
            category: The category, for instance `system.openai`.
            active: `true` for those in use only, `false` for the others only.
            cursor: The `cursor` of the previous page; omit it for the first page.
            limit: The maximum number of items on a page.
            sort_ascending: Whether the oldest item comes first.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            One page of versions of resources. Iterate over it for the items of this page and of all that follow.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "categories.resources.list",
            {
                "resource": resource,
                "category": category,
                "active": active,
                "cursor": cursor,
                "limit": limit,
                "sort_ascending": sort_ascending,
            },
            options,
        )
        del resource, category, active, cursor, limit, sort_ascending, options
        return self._call(request, CategoryResourcePage)

    def delete(
        self, resource_id: str, category: str, resource: str, **options: Unpack[KeyedOptions]
    ) -> CategoryResourceResponse:
        """Deletes a version of a resource.

        Args:
            resource_id: The id of one version of the resource.
            category: The category, for instance `system.openai`.
            resource: The resource, for instance the name of a model.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            One version of a resource with its prices.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "categories.resources.delete",
            {"resource_id": resource_id, "category": category, "resource": resource},
            options,
        )
        del resource_id, category, resource, options
        return self._call(request, CategoryResourceResponse)


class LimitsPropertiesResource(SyncResource):
    """The methods `limits.properties.…` of Pay-i, reached through a client."""

    def update(
        self, limit_id: str, properties: Mapping[str, str], **options: Unpack[KeyedOptions]
    ) -> builtins.list[LimitResponse]:
        """Sets properties of a limit.

        Args:
            limit_id: The id of the limit.
            properties: The properties to set, strings by name; null removes a property.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("limits.properties.update", {"limit_id": limit_id, "properties": properties}, options)
        del limit_id, properties, options
        return self._call(request, inside(list_of(one(LimitResponse))))


class RequestsRequestIdResource(SyncResource):
    """The methods `requests.request_id.…` of Pay-i, reached through a client."""

    @cached_property
    def properties(self) -> RequestsRequestIdPropertiesResource:
        """The methods `requests.request_id.properties.…`."""
        return RequestsRequestIdPropertiesResource(self._call)

    @cached_property
    def result(self) -> RequestsRequestIdResultResource:
        """The methods `requests.request_id.result.…`."""
        return RequestsRequestIdResultResource(self._call)


class RequestsResponseIdResource(SyncResource):
    """The methods `requests.response_id.…` of Pay-i, reached through a client."""

    @cached_property
    def properties(self) -> RequestsResponseIdPropertiesResource:
        """The methods `requests.response_id.properties.…`."""
        return RequestsResponseIdPropertiesResource(self._call)

    @cached_property
    def result(self) -> RequestsResponseIdResultResource:
        """The methods `requests.response_id.result.…`."""
        return RequestsResponseIdResultResource(self._call)


class UseCasesDefinitionsResource(SyncResource):
    """The methods `use_cases.definitions.…` of Pay-i, reached through a client."""

    @cached_property
    def kpis(self) -> UseCasesDefinitionsKpisResource:
        """The methods `use_cases.definitions.kpis.…`."""
        return UseCasesDefinitionsKpisResource(self._call)

    @cached_property
    def limit_config(self) -> UseCasesDefinitionsLimitConfigResource:
        """The methods `use_cases.definitions.limit_config.…`."""
        return UseCasesDefinitionsLimitConfigResource(self._call)

    @cached_property
    def version(self) -> UseCasesDefinitionsVersionResource:
        """The methods `use_cases.definitions.version.…`."""
        return UseCasesDefinitionsVersionResource(self._call)

    def create(
        self,
        name: str,
        description: str,
        *,
        limit_config: LimitConfig | LimitConfigParam | None = None,
        logging_enabled: bool | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> UseCaseDefinitionResponse:
        """Defines a use case.

        Args:
            name: The name, unique in the application.
            description: What it is for.
            limit_config: The limit of each instance.
            logging_enabled: Whether the texts of its requests are kept; true by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A definition of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.create",
            {
                "name": name,
                "description": description,
                "limit_config": limit_config,
                "logging_enabled": logging_enabled,
            },
            options,
        )
        del name, description, limit_config, logging_enabled, options
        return self._call(request, UseCaseDefinitionResponse)

    def retrieve(self, use_case_name: str, **options: Unpack[CallOptions]) -> UseCaseDefinitionResponse:
        """Reads a definition.

        Args:
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A definition of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("use_cases.definitions.retrieve", {"use_case_name": use_case_name}, options)
        del use_case_name, options
        return self._call(request, UseCaseDefinitionResponse)

    def update(
        self,
        use_case_name: str,
        *,
        description: str | None = None,
        logging_enabled: bool | None = None,
        **options: Unpack[KeyedOptions],
    ) -> UseCaseDefinitionResponse:
        """Changes a definition.

        The provider may respond without a body.

        Args:
            use_case_name: The name of the use case.
            description: What it is for.
            logging_enabled: Whether the texts of its requests are kept; true by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A definition of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.update",
            {"use_case_name": use_case_name, "description": description, "logging_enabled": logging_enabled},
            options,
        )
        del use_case_name, description, logging_enabled, options
        return self._call(request, UseCaseDefinitionResponse)

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        sort_ascending: bool | None = None,
        use_case_name: str | None = None,
        **options: Unpack[CallOptions],
    ) -> UseCaseDefinitionPage:
        """Lists definitions.

        Args:
            cursor: The `cursor` of the previous page; omit it for the first page.
            limit: The maximum number of items on a page.
            sort_ascending: Whether the oldest item comes first.
            use_case_name: Only the definition of this name.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            One page of definitions. Iterate over it for the items of this page and of all that follow.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.definitions.list",
            {"cursor": cursor, "limit": limit, "sort_ascending": sort_ascending, "use_case_name": use_case_name},
            options,
        )
        del cursor, limit, sort_ascending, use_case_name, options
        return self._call(request, UseCaseDefinitionPage)

    def delete(self, use_case_name: str, **options: Unpack[KeyedOptions]) -> UseCaseDefinitionResponse:
        """Deletes a definition.

        Args:
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A definition of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("use_cases.definitions.delete", {"use_case_name": use_case_name}, options)
        del use_case_name, options
        return self._call(request, UseCaseDefinitionResponse)


class UseCasesKpisResource(SyncResource):
    """The methods `use_cases.kpis.…` of Pay-i, reached through a client."""

    def update(
        self, kpi_name: str, use_case_name: str, use_case_id: str, *, score: Any = None, **options: Unpack[KeyedOptions]
    ) -> None:
        """Scores an instance.

        Args:
            kpi_name: The name of the KPI.
            use_case_name: The name of the use case.
            use_case_id: The id of the instance.
            score: The score: true or false for a `boolean` KPI, else a number.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.kpis.update",
            {"kpi_name": kpi_name, "use_case_name": use_case_name, "use_case_id": use_case_id, "score": score},
            options,
        )
        del kpi_name, use_case_name, use_case_id, score, options
        self._call(request, nothing)

    def list(
        self,
        use_case_id: str,
        use_case_name: str,
        *,
        cursor: str | None = None,
        kpi_name: str | None = None,
        limit: int | None = None,
        sort_ascending: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> KpiScorePage:
        """Lists the scores of an instance.

        Args:
            use_case_id: The id of the instance.
            use_case_name: The name of the use case.
            cursor: The `cursor` of the previous page; omit it for the first page.
            kpi_name: Only the score of this KPI.
            limit: The maximum number of items on a page.
            sort_ascending: Whether the oldest item comes first.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            One page of scores. Iterate over it for the items of this page and of all that follow.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.kpis.list",
            {
                "use_case_id": use_case_id,
                "use_case_name": use_case_name,
                "cursor": cursor,
                "kpi_name": kpi_name,
                "limit": limit,
                "sort_ascending": sort_ascending,
            },
            options,
        )
        del use_case_id, use_case_name, cursor, kpi_name, limit, sort_ascending, options
        return self._call(request, KpiScorePage)


class UseCasesPropertiesResource(SyncResource):
    """The methods `use_cases.properties.…` of Pay-i, reached through a client."""

    def update(
        self, use_case_id: str, use_case_name: str, properties: Mapping[str, str], **options: Unpack[KeyedOptions]
    ) -> UseCaseInstanceResponse:
        """Sets properties of an instance.

        Args:
            use_case_id: The id of the instance.
            use_case_name: The name of the use case.
            properties: The properties to set, strings by name; null removes a property.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            An instance of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "use_cases.properties.update",
            {"use_case_id": use_case_id, "use_case_name": use_case_name, "properties": properties},
            options,
        )
        del use_case_id, use_case_name, properties, options
        return self._call(request, UseCaseInstanceResponse)


class CategoriesResource(SyncResource):
    """The methods `categories.…` of Pay-i, reached through a client."""

    @cached_property
    def resources(self) -> CategoriesResourcesResource:
        """The methods `categories.resources.…`."""
        return CategoriesResourcesResource(self._call)

    def list(
        self,
        *,
        active: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        sort_ascending: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> CategoryPage:
        """Lists categories.

        Args:
            active: `true` for those in use only, `false` for the others only.
            cursor: The `cursor` of the previous page; omit it for the first page.
            limit: The maximum number of items on a page.
            sort_ascending: Whether the oldest item comes first.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            One page of categories. Iterate over it for the items of this page and of all that follow.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "categories.list",
            {"active": active, "cursor": cursor, "limit": limit, "sort_ascending": sort_ascending},
            options,
        )
        del active, cursor, limit, sort_ascending, options
        return self._call(request, CategoryPage)

    def delete(self, category: str, **options: Unpack[KeyedOptions]) -> builtins.list[CategoryResourceResponse]:
        """Deletes a category with its resources, and returns them.

        Args:
            category: The category, for instance `system.openai`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("categories.delete", {"category": category}, options)
        del category, options
        return self._call(request, inside(list_of(one(CategoryResourceResponse))))

    def list_resources(
        self,
        category: str,
        *,
        active: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        sort_ascending: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> CategoryResourcePage:
        """Lists the resources of a category.

        Args:
            category: The category, for instance `system.openai`.
            active: `true` for those in use only, `false` for the others only.
            cursor: The `cursor` of the previous page; omit it for the first page.
            limit: The maximum number of items on a page.
            sort_ascending: Whether the oldest item comes first.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            One page of versions of resources. Iterate over it for the items of this page and of all that follow.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "categories.list_resources",
            {
                "category": category,
                "active": active,
                "cursor": cursor,
                "limit": limit,
                "sort_ascending": sort_ascending,
            },
            options,
        )
        del category, active, cursor, limit, sort_ascending, options
        return self._call(request, CategoryResourcePage)

    def delete_resource(
        self, resource: str, category: str, **options: Unpack[KeyedOptions]
    ) -> builtins.list[CategoryResourceResponse]:
        """Deletes all versions of a resource, and returns them.

        Args:
            resource: The resource, for instance the name of a model.
            category: The category, for instance `system.openai`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("categories.delete_resource", {"resource": resource, "category": category}, options)
        del resource, category, options
        return self._call(request, inside(list_of(one(CategoryResourceResponse))))


class IngestResource(SyncResource):
    """The methods `ingest.…` of Pay-i, reached through a client."""

    def units(
        self,
        category: str,
        units: Mapping[str, IngestUnits | IngestUnitsParam],
        *,
        resource: str | None = None,
        event_timestamp: str | datetime | None = None,
        end_to_end_latency_ms: int | None = None,
        time_to_first_token_ms: int | None = None,
        time_to_first_completion_token_ms: int | None = None,
        http_status_code: int | None = None,
        properties: Mapping[str, str] | None = None,
        use_case_properties: Mapping[str, str] | None = None,
        provider_uri: str | None = None,
        provider_request_json: str | None = None,
        provider_request_reasoning_json: str | None = None,
        provider_request_headers: Sequence[HeaderInfo | HeaderInfoParam] | None = None,
        provider_response_json: Any = None,
        provider_response_headers: Sequence[HeaderInfo | HeaderInfoParam] | None = None,
        provider_response_id: str | None = None,
        provider_response_function_calls: Sequence[FunctionCallInfo | FunctionCallInfoParam] | None = None,
        limit_ids: Sequence[str] | None = None,
        request_tags: Sequence[str] | None = None,
        use_case_id: str | None = None,
        use_case_name: str | None = None,
        use_case_step: str | None = None,
        use_case_version: int | None = None,
        user_id: str | None = None,
        account_name: str | None = None,
        resource_scope: Literal["global", "datazone", "region"] | str | None = None,
        disable_logging: bool | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> IngestResponse:
        """Counts what one model call used.

        There is no key: if the response is lost, it may have been counted, so it is not sent again. With a
        `provider_response_id` use `ingest.bulk_upsert`, which may be.

        Args:
            category: The category, for instance `system.openai`.
            units: The usage by the name of the unit, for instance `text`.
            resource: The resource, for instance the name of the model.
            event_timestamp: When it happened; at most 5 minutes ahead, now by default.
            end_to_end_latency_ms: How long the call took, in milliseconds.
            time_to_first_token_ms: The time to the first token, in milliseconds.
            time_to_first_completion_token_ms: The time to the first token of the completion, in milliseconds.
            http_status_code: The status of the provider's response.
            properties: Properties of the request, strings by name.
            use_case_properties: Properties of the use case, strings by name.
            provider_uri: The URL of the request.
            provider_request_json: The request as it was sent.
            provider_request_reasoning_json: The part of the request that is about reasoning.
            provider_request_headers: The headers that were sent.
            provider_response_json: The response as it was received: a string, or a list of strings for a stream.
            provider_response_headers: The headers of the response.
            provider_response_id: The id of the response from the provider.
            provider_response_function_calls: The functions that the response called.
            limit_ids: The limits that it counts against.
            request_tags: Tags of the request.
            use_case_id: The instance of the use case.
            use_case_name: The use case.
            use_case_step: The step of the use case.
            use_case_version: The version of the use case.
            user_id: The user of the call.
            account_name: The account of the call.
            resource_scope: The place where the resource runs.
            disable_logging: Whether the texts are not kept.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            An event that was counted.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "ingest.units",
            {
                "category": category,
                "units": units,
                "resource": resource,
                "event_timestamp": event_timestamp,
                "end_to_end_latency_ms": end_to_end_latency_ms,
                "time_to_first_token_ms": time_to_first_token_ms,
                "time_to_first_completion_token_ms": time_to_first_completion_token_ms,
                "http_status_code": http_status_code,
                "properties": properties,
                "use_case_properties": use_case_properties,
                "provider_uri": provider_uri,
                "provider_request_json": provider_request_json,
                "provider_request_reasoning_json": provider_request_reasoning_json,
                "provider_request_headers": provider_request_headers,
                "provider_response_json": provider_response_json,
                "provider_response_headers": provider_response_headers,
                "provider_response_id": provider_response_id,
                "provider_response_function_calls": provider_response_function_calls,
                "limit_ids": limit_ids,
                "request_tags": request_tags,
                "use_case_id": use_case_id,
                "use_case_name": use_case_name,
                "use_case_step": use_case_step,
                "use_case_version": use_case_version,
                "user_id": user_id,
                "account_name": account_name,
                "resource_scope": resource_scope,
                "disable_logging": disable_logging,
            },
            options,
        )
        del (
            category,
            units,
            resource,
            event_timestamp,
            end_to_end_latency_ms,
            time_to_first_token_ms,
            time_to_first_completion_token_ms,
            http_status_code,
            properties,
            use_case_properties,
            provider_uri,
            provider_request_json,
            provider_request_reasoning_json,
            provider_request_headers,
            provider_response_json,
            provider_response_headers,
            provider_response_id,
            provider_response_function_calls,
            limit_ids,
            request_tags,
            use_case_id,
            use_case_name,
            use_case_step,
            use_case_version,
            user_id,
            account_name,
            resource_scope,
            disable_logging,
            options,
        )
        return self._call(request, IngestResponse)

    def bulk(
        self, events: Sequence[BulkIngestRequest | BulkIngestRequestParam], **options: Unpack[UnkeyedOptions]
    ) -> BulkIngestResponse:
        """Counts many events.

        Some may be refused while the others are counted: the error then says how many of each, and its details say
        which.

        Args:
            events: The events.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            Many events that were counted.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("ingest.bulk", {"events": events}, options)
        del events, options
        return self._call(request, BulkIngestResponse)

    def bulk_upsert(
        self, events: Sequence[BulkUpsertRequest | BulkUpsertRequestParam], **options: Unpack[KeyedOptions]
    ) -> BulkIngestResponse:
        """Counts many events, or corrects those that were counted under the same `provider_response_id`: the only way
        to send an event twice and have it counted once.

        Args:
            events: The events; each is known by its `provider_response_id`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            Many events that were counted.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again with the same `idempotency_key`; it takes
                effect once.

        Source: docs.pay-i.com/reference
        """
        request = Request("ingest.bulk_upsert", {"events": events}, options)
        del events, options
        return self._call(request, BulkIngestResponse)


class LimitsResource(SyncResource):
    """The methods `limits.…` of Pay-i, reached through a client."""

    @cached_property
    def properties(self) -> LimitsPropertiesResource:
        """The methods `limits.properties.…`."""
        return LimitsPropertiesResource(self._call)

    def create(
        self,
        limit_name: str,
        max: str | Decimal | float,
        *,
        limit_id: str | None = None,
        limit_type: Literal["block", "allow"] | str | None = None,
        threshold: float | Decimal | str | None = None,
        properties: Mapping[str, str] | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> LimitResponse:
        """Creates a limit.

        With a `limit_id` of your own a second one is refused with `duplicate_limit_id`.

        Args:
            limit_name: The name, unique in the application.
            max: The maximum spending, in US dollars.
            limit_id: An id of your own; the provider generates one by default.
            limit_type: `block` refuses what goes beyond, `allow` only counts it; `block` by default.
            threshold: The part of `max` from which the state is `exceeded`, 0.75 to 0.99; 1 by default.
            properties: Properties of the limit, strings by name.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A response about a limit.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "limits.create",
            {
                "limit_name": limit_name,
                "max": max,
                "limit_id": limit_id,
                "limit_type": limit_type,
                "threshold": threshold,
                "properties": properties,
            },
            options,
        )
        del limit_name, max, limit_id, limit_type, threshold, properties, options
        return self._call(request, LimitResponse)

    def retrieve(self, limit_id: str, **options: Unpack[CallOptions]) -> LimitResponse:
        """Reads a limit and what was spent against it.

        Args:
            limit_id: The id of the limit.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A response about a limit.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("limits.retrieve", {"limit_id": limit_id}, options)
        del limit_id, options
        return self._call(request, LimitResponse)

    def update(
        self,
        limit_id: str,
        *,
        limit_name: str | None = None,
        max: str | Decimal | float | None = None,
        **options: Unpack[KeyedOptions],
    ) -> LimitResponse:
        """Changes the name or the amount of a limit.

        Args:
            limit_id: The id of the limit.
            limit_name: The new name.
            max: The maximum spending, in US dollars; at least the amount that is already spent.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A response about a limit.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("limits.update", {"limit_id": limit_id, "limit_name": limit_name, "max": max}, options)
        del limit_id, limit_name, max, options
        return self._call(request, LimitResponse)

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        limit_name: str | None = None,
        sort_ascending: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> LimitPage:
        """Lists limits.

        Args:
            cursor: The `cursor` of the previous page; omit it for the first page.
            limit: The maximum number of items on a page.
            limit_name: Only the limit of this name.
            sort_ascending: Whether the oldest item comes first.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            One page of limits. Iterate over it for the items of this page and of all that follow.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request(
            "limits.list",
            {"cursor": cursor, "limit": limit, "limit_name": limit_name, "sort_ascending": sort_ascending},
            options,
        )
        del cursor, limit, limit_name, sort_ascending, options
        return self._call(request, LimitPage)

    def delete(self, limit_id: str, **options: Unpack[KeyedOptions]) -> DefaultResponse:
        """Deletes a limit.

        Args:
            limit_id: The id of the limit.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The confirmation.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("limits.delete", {"limit_id": limit_id}, options)
        del limit_id, options
        return self._call(request, DefaultResponse)

    def reset(
        self, limit_id: str, *, reset_date: str | datetime | None = None, **options: Unpack[UnkeyedOptions]
    ) -> LimitHistoryResponse:
        """Resets a limit to zero and returns the amount that was spent.

        Args:
            limit_id: The id of the limit.
            reset_date: When the limit starts from zero; now by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A response to resetting a limit.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("limits.reset", {"limit_id": limit_id, "reset_date": reset_date}, options)
        del limit_id, reset_date, options
        return self._call(request, LimitHistoryResponse)


class ReportsResource(SyncResource):
    """The methods `reports.…` of Pay-i, reached through a client."""

    def retrieve(
        self,
        report_id: str,
        *,
        from_date: str | datetime | None = None,
        to_date: str | datetime | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Reads a report; its form is not public.

        424 is documented for this operation only.

        Args:
            report_id: The id of the report.
            from_date: The beginning of the time that it covers.
            to_date: The end of the time that it covers.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.pay-i.com/reference
        """
        request = Request(
            "reports.retrieve", {"report_id": report_id, "from_date": from_date, "to_date": to_date}, options
        )
        del report_id, from_date, to_date, options
        return self._call(request, as_it_came)


class RequestsResource(SyncResource):
    """The methods `requests.…` of Pay-i, reached through a client."""

    @cached_property
    def request_id(self) -> RequestsRequestIdResource:
        """The methods `requests.request_id.…`."""
        return RequestsRequestIdResource(self._call)

    @cached_property
    def response_id(self) -> RequestsResponseIdResource:
        """The methods `requests.response_id.…`."""
        return RequestsResponseIdResource(self._call)


class UseCasesResource(SyncResource):
    """The methods `use_cases.…` of Pay-i, reached through a client."""

    @cached_property
    def definitions(self) -> UseCasesDefinitionsResource:
        """The methods `use_cases.definitions.…`."""
        return UseCasesDefinitionsResource(self._call)

    @cached_property
    def kpis(self) -> UseCasesKpisResource:
        """The methods `use_cases.kpis.…`."""
        return UseCasesKpisResource(self._call)

    @cached_property
    def properties(self) -> UseCasesPropertiesResource:
        """The methods `use_cases.properties.…`."""
        return UseCasesPropertiesResource(self._call)

    def create(self, use_case_name: str, **options: Unpack[UnkeyedOptions]) -> UseCaseInstanceResponse:
        """Creates an instance of a use case; the response names its id.

        Args:
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            An instance of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("use_cases.create", {"use_case_name": use_case_name}, options)
        del use_case_name, options
        return self._call(request, UseCaseInstanceResponse)

    def retrieve(self, use_case_id: str, use_case_name: str, **options: Unpack[CallOptions]) -> UseCaseInstanceResponse:
        """Reads an instance.

        Args:
            use_case_id: The id of the instance.
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            An instance of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("use_cases.retrieve", {"use_case_id": use_case_id, "use_case_name": use_case_name}, options)
        del use_case_id, use_case_name, options
        return self._call(request, UseCaseInstanceResponse)

    def delete(self, use_case_id: str, use_case_name: str, **options: Unpack[KeyedOptions]) -> UseCaseInstanceResponse:
        """Deletes an instance.

        Args:
            use_case_id: The id of the instance.
            use_case_name: The name of the use case.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            An instance of a use case.

        Raises:
            PayiError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: the Python package payi 0.1.0a183
        """
        request = Request("use_cases.delete", {"use_case_id": use_case_id, "use_case_name": use_case_name}, options)
        del use_case_id, use_case_name, options
        return self._call(request, UseCaseInstanceResponse)


class Payi(SyncClient[NoReturn]):
    """Limits and accounting for model calls through Pay-i.

    As Pay-i's own package does, it also takes its base URL from the environment, `PAYI_BASE_URL`, and header
    fields for every request, `PAYI_CUSTOM_HEADERS`: a `Name: value` a line.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        on_event: Listener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options. The connection is opened by the first call.

        Args:
            api_key: The API key, sent as `xProxy-api-key`. By default from the environment: `PAYI_API_KEY`.
            on_event: A function, called for every step. The request is not sent until it returns from
                `about_to_send`.
            **options: The options of every client, see `ClientOptions`. If `base_url` is omitted, the environment
                variable `PAYI_BASE_URL` is read.

        Raises:
            InvalidArgumentError: An option is invalid, or a key is missing.
        """
        super().__init__("payi", {"api_key": api_key, **options}, on_event)

    @cached_property
    def categories(self) -> CategoriesResource:
        """The methods `categories.…`."""
        return CategoriesResource(self._call)

    @cached_property
    def ingest(self) -> IngestResource:
        """The methods `ingest.…`."""
        return IngestResource(self._call)

    @cached_property
    def limits(self) -> LimitsResource:
        """The methods `limits.…`."""
        return LimitsResource(self._call)

    @cached_property
    def reports(self) -> ReportsResource:
        """The methods `reports.…`."""
        return ReportsResource(self._call)

    @cached_property
    def requests(self) -> RequestsResource:
        """The methods `requests.…`."""
        return RequestsResource(self._call)

    @cached_property
    def use_cases(self) -> UseCasesResource:
        """The methods `use_cases.…`."""
        return UseCasesResource(self._call)
