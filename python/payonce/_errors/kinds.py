"""Errors by kind: what went wrong, in the same words for every provider.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from payonce._errors.base import PayonceError, detail


class InvalidArgumentError(PayonceError, ValueError):
    """An argument or option was refused locally; nothing was sent."""

    @property
    def field(self) -> str | None:
        """The argument or option that was refused before anything was sent, for instance `amount`."""
        return detail(self, "field")


class InvalidRequestError(PayonceError):
    """The provider refused the request as malformed (400, 413, 422)."""


class AuthenticationError(PayonceError):
    """A key or service token is missing, wrong, expired or revoked (401)."""


class PermissionDeniedError(PayonceError):
    """The credentials are valid but do not allow this (403)."""


class NotFoundError(PayonceError):
    """The object does not exist (404)."""


class ConflictError(PayonceError):
    """The object already exists, or the same key was used with other parameters (409)."""


class InsufficientFundsError(PayonceError):
    """A balance or the credits are too low, or a payment is outstanding."""


class PolicyViolationError(PayonceError):
    """A policy refused the operation."""

    @property
    def rule(self) -> str | None:
        """The rule that refused, if the provider names it. Show it only to the owner of the policy."""
        return detail(self, "rule")


class LimitReachedError(PayonceError):
    """A budget limit is reached."""


class PlanLimitError(PayonceError):
    """The plan or subscription does not allow it."""


class AccountBlockedError(PayonceError):
    """The paying agent is frozen."""


class ApprovalTimeoutError(PayonceError):
    """The person who has to approve the payment did not respond in time."""


class SessionExpiredError(PayonceError):
    """The x402 session has expired or exceeded its budget."""


class RateLimitedError(PayonceError):
    """Too many requests (429). `retry_after` is the time to wait, if the provider states it."""


class UpstreamError(PayonceError):
    """A service behind the provider failed (502, 504)."""


class ServerError(PayonceError):
    """The provider failed (500)."""


class UnavailableError(PayonceError):
    """The provider is temporarily unavailable (503)."""


class ApiConnectionError(PayonceError):
    """The connection failed. It is a `ConnectionError` only as a `NotSentError`."""


class ApiTimeoutError(PayonceError):
    """No complete response in time. It is a `TimeoutError` only as a `NotSentError`."""


class CallCancelledError(PayonceError):
    """The caller ended the call: Ctrl-C, a cancelled task. Its outcome states whether it can have taken effect.

    An event listener that raises ends the call as well. A deadline that passes is an `ApiTimeoutError`.
    """


class DecodeError(PayonceError):
    """The response cannot be read: it is not the documented JSON, is incomplete, or is too large."""


class FailedError(PayonceError):
    """The provider accepted the operation, then reported that it failed or was only partly done."""


class UnknownError(PayonceError):
    """Any other error."""
