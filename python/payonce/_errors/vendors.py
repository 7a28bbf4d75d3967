"""Errors by provider, with the members that only this provider sends.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from payonce._errors.base import PayonceError, detail


class AgentPayError(PayonceError):
    """An error of AgentPay."""

    @property
    def error_code(self) -> str | None:
        """`code`, under the name of the vendor's SDK."""
        return self.code

    @property
    def error_message(self) -> str:
        """`message`, under the name of the vendor's SDK."""
        return self.message


class AgentTechError(PayonceError):
    """An error of AgentTech Pay."""

    @property
    def status_code(self) -> int:
        """`status`, under the name of the vendor's SDK; 0 if there was no response."""
        return self.status or 0

    @property
    def body(self) -> str:
        """The response body as text without secrets; empty if there was no response."""
        return detail(self, "body") or ""


class PayApiError(AgentTechError):
    """AgentTech Pay responded with an error; the vendor's own name."""


class PayValidationError(AgentTechError, ValueError):
    """An argument for AgentTech Pay was refused before anything was sent; the vendor's own name."""

    @property
    def sentinel(self) -> str | None:
        """The vendor's own name for what is wrong, for instance `ErrMissingAuth`."""
        return detail(self, "sentinel")


class UnexpectedError(AgentTechError):
    """Any other error of AgentTech Pay; the vendor's own name."""


RequestError = PayApiError
"""The vendor's other name for `PayApiError`."""

ValidationError = PayValidationError
"""The vendor's other name for `PayValidationError`."""


class PayiError(PayonceError):
    """An error of Pay-i."""

    @property
    def xproxy_error(self) -> dict[str, Any] | None:
        """The `xproxy_error` of the response: the error of the proxy itself."""
        return _members(self, "xproxy_error")

    @property
    def xproxy_result(self) -> dict[str, Any] | None:
        """The `xproxy_result` of the response: costs, limits, and what blocked the request."""
        return _members(self, "xproxy_result")

    @property
    def provider_error(self) -> dict[str, Any] | None:
        """The response of the model provider behind the proxy, without the members that Pay-i adds."""
        return _members(self, "provider_error")

    @property
    def blocked_limit_ids(self) -> list[str]:
        """The limits that blocked the request."""
        return _strings(self, "blocked_limit_ids")

    @property
    def limits(self) -> dict[str, Any] | None:
        """The limits that applied, by id."""
        return _members(self, "limits")


class AgenticPencilError(PayonceError):
    """An error of AgenticPencil."""

    @property
    def required_credits(self) -> float | None:
        """The credits that the request needs."""
        return _number(self, "required_credits")

    @property
    def available_credits(self) -> float | None:
        """The credits that are left."""
        return _number(self, "available_credits")

    @property
    def upgrade_url(self) -> str | None:
        """Where to buy a larger plan."""
        return detail(self, "upgrade_url")

    @property
    def current_plan(self) -> str | None:
        """The plan of the account."""
        return detail(self, "current_plan")

    @property
    def limit_type(self) -> str | None:
        """The limit of the plan that the request exceeds."""
        return detail(self, "limit_type")

    @property
    def field(self) -> str | None:
        """The argument that is wrong."""
        return detail(self, "field")

    @property
    def expected_format(self) -> str | None:
        """The expected format of that argument."""
        return detail(self, "expected_format")

    @property
    def incident_id(self) -> str | None:
        """The provider's id of the failure, for its support."""
        return detail(self, "incident_id")


class AgentWallexError(PayonceError):
    """An error of AgentWallex."""


def _members(error: PayonceError, name: str) -> dict[str, Any] | None:
    found = error.details.get(name)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _number(error: PayonceError, name: str) -> float | None:
    found = error.details.get(name)
    return found if isinstance(found, (int, float)) and not isinstance(found, bool) else None


def _strings(error: PayonceError, name: str) -> list[str]:
    found = error.details.get(name)
    return [str(item) for item in cast("Sequence[Any]", found)] if isinstance(found, list) else []
