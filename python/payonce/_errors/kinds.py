"""Errors by what went wrong, in the same words for every provider."""

from __future__ import annotations

from payonce._errors.base import PayonceError, detail


class InvalidArgumentError(PayonceError, ValueError):
    """An argument or option was refused locally; nothing was sent."""

    @property
    def field(self) -> str | None:
        """The argument or option."""
        return detail(self, "field")


class InvalidRequestError(PayonceError):
    """The provider refused the request as malformed."""


class AuthenticationError(PayonceError):
    """A key or service token is missing, wrong, expired or revoked."""


class PermissionDeniedError(PayonceError):
    """The credentials are valid and do not allow this."""


class NotFoundError(PayonceError):
    """The addressed thing does not exist."""


class ConflictError(PayonceError):
    """It already exists, or the same key came with other parameters."""


class InsufficientFundsError(PayonceError):
    """A balance or the credits are too low, or a payment is outstanding."""


class PolicyViolationError(PayonceError):
    """A policy engine refused."""

    @property
    def rule(self) -> str | None:
        """The rule that refused, when the provider names it. Meant for whoever owns the policy."""
        return detail(self, "rule")


class LimitReachedError(PayonceError):
    """A budget limit blocks."""


class PlanLimitError(PayonceError):
    """The plan or subscription does not allow it."""


class AccountBlockedError(PayonceError):
    """The paying agent is frozen."""


class ApprovalTimeoutError(PayonceError):
    """The human whose approval is needed did not answer in time."""


class SessionExpiredError(PayonceError):
    """The x402 session is over or over its budget."""


class RateLimitedError(PayonceError):
    """Too many requests; `retry_after` says how long to wait."""


class UpstreamError(PayonceError):
    """A service behind the provider failed."""


class ServerError(PayonceError):
    """The provider failed."""


class UnavailableError(PayonceError):
    """The provider is temporarily not there."""


class ApiConnectionError(PayonceError):
    """The connection failed. It is a `ConnectionError` only as a `NotSentError`."""


class ApiTimeoutError(PayonceError):
    """No complete response in time. It is a `TimeoutError` only as a `NotSentError`."""


class CallCancelledError(PayonceError):
    """The caller ended the call: Ctrl-C, a cancelled task. Its outcome says how far the call had got.

    An event listener that raises ends the call as well. A deadline that passes is an `ApiTimeoutError`.
    """


class DecodeError(PayonceError):
    """An answer that cannot be read: not the promised JSON, cut short, or too large."""


class FailedError(PayonceError):
    """The provider accepted the operation and then reports that it failed or was only partly done."""


class UnknownError(PayonceError):
    """An error that fits no other kind."""
