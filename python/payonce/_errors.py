"""The one error of payonce and the axes along which it is caught.

Every class here is a real base class. What is raised is an instance of several of them at once: of its kind, of its
provider, and of what it means for the money. See `class_for`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from payonce._native import Verdict
from payonce._reference import Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from payonce._vocabulary import Actor, Advice, Kind, Outcome, Phase, Provider


class PayonceError(Exception):
    """Why a call did not succeed, whether it took effect, and what to do next.

    Instances are raised by clients and made by `payonce.classify` and `payonce.error_from_dict`. They can be
    pickled and copied; neither form holds a key.
    """

    _verdict: Verdict

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.message)
        self._verdict = verdict

    @property
    def provider(self) -> Provider:
        """The provider's id, for instance `agentwallex`."""
        return cast("Provider", self._verdict.provider)

    @property
    def kind(self) -> Kind:
        """What went wrong, in the words that all providers share."""
        return cast("Kind", self._verdict.kind)

    @property
    def code(self) -> str | None:
        """The provider's machine code, verbatim. An open set: new codes come through unchanged."""
        return self._verdict.code

    @property
    def type(self) -> str | None:
        """The provider's own category, when it sends one."""
        return self._verdict.type

    @property
    def status(self) -> int | None:
        """The HTTP status that the provider sent; `None` when it sent none."""
        return self._verdict.status

    @property
    def phase(self) -> Phase:
        """How far the call got."""
        return cast("Phase", self._verdict.phase)

    @property
    def message(self) -> str:
        """The provider's text without secrets; for logs, not for end users."""
        return self._verdict.message

    @property
    def user_message(self) -> str:
        """A text that may be shown to an end user: no ids, keys, rules or internals."""
        return self._verdict.user_message

    @property
    def actor(self) -> Actor:
        """Who can mend it."""
        return cast("Actor", self._verdict.actor)

    @property
    def advice(self) -> Advice:
        """The next step."""
        return cast("Advice", self._verdict.advice)

    @property
    def retryable(self) -> bool:
        """Whether sending the very same request again can help and cannot take effect twice."""
        return self._verdict.retryable

    @property
    def retry_after(self) -> float | None:
        """How long the provider asked to wait, in seconds."""
        milliseconds = self._verdict.retry_after_ms
        return None if milliseconds is None else milliseconds / 1000

    @property
    def retry_after_ms(self) -> int | None:
        """How long the provider asked to wait, in milliseconds."""
        return self._verdict.retry_after_ms

    @property
    def outcome(self) -> Outcome:
        """Whether the call took effect."""
        return cast("Outcome", self._verdict.outcome)

    @property
    def respond_status(self) -> int:
        """The HTTP status with which a server should answer its own client."""
        return self._verdict.respond_status

    @property
    def reference(self) -> Reference:
        """Everything the operation can be found by."""
        return Reference.from_dict(self._verdict.reference)

    @property
    def request_id(self) -> str | None:
        """The provider's id of the request."""
        return self._verdict.request_id

    @property
    def operation(self) -> str | None:
        """The operation, for instance `payments.send`."""
        return self._verdict.operation

    @property
    def attempts(self) -> int | None:
        """How many requests the call sent; `None` for an answer that another client received."""
        return self._verdict.attempts

    @property
    def doc(self) -> str:
        """The id of this error's page in the error reference, for instance `agentwallex/policy_violation`."""
        return self._verdict.doc

    @property
    def details(self) -> dict[str, Any]:
        """The provider's structured rest."""
        return self._verdict.details

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, the same in every language; `payonce.error_from_dict` reads it."""
        return self._verdict.to_dict()

    def to_json(self) -> str:
        """`to_dict` as JSON text."""
        return self._verdict.to_json()

    def __str__(self) -> str:
        """The message, the code, and what a reader of a log must not miss about the money."""
        code = self.code
        text = self.message if code is None or code in self.message else f"{self.message} [{code}]"
        if self.outcome == "not_applied":
            return text
        reference = str(self.reference)
        found_by = f", {reference}" if reference else ""
        return f"{text} (outcome {self.outcome}, advice {self.advice}{found_by})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the JSON form: the class is composed again where it is read."""
        notes = {name: value for name, value in vars(self).items() if name != "_verdict"}
        return (error_from_dict, (self.to_dict(),), notes)


# ---- what it means for the money ----------------------------------------------------------------------------------


class NotAppliedError(PayonceError):
    """The call did not take effect: nothing was paid, nothing was changed."""


class NotSentError(NotAppliedError):
    """No byte of the request was sent."""


class OutcomeUnknownError(PayonceError):
    """Nobody on this side can tell whether the call took effect; find out before anything else.

    `reference` is what it can be found by.
    """


class PendingError(PayonceError):
    """The provider accepted the call and it is not final; wait and look again, and do not send it again."""


class AlreadyAppliedError(PayonceError):
    """The call took effect, now or earlier; do not send it again."""


# ---- what went wrong ----------------------------------------------------------------------------------------------


class InvalidArgumentError(PayonceError, ValueError):
    """An argument or option was refused locally; nothing was sent."""

    @property
    def field(self) -> str | None:
        """The argument or option."""
        return _text(self, "field")


class InvalidRequestError(PayonceError):
    """The provider refused the request as malformed."""


class AuthenticationError(PayonceError):
    """A key or service token is missing, wrong, expired or revoked."""


class PermissionDeniedError(PayonceError, PermissionError):
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
        return _text(self, "rule")


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


class ApiConnectionError(PayonceError, ConnectionError):
    """The connection failed."""


class ApiTimeoutError(PayonceError, TimeoutError):
    """No complete answer in time."""


class DecodeError(PayonceError):
    """An answer that cannot be read: not the promised JSON, cut short, or too large."""


class FailedError(PayonceError):
    """The provider accepted the operation and then reports that it failed or was only partly done."""


class UnknownError(PayonceError):
    """An error that fits no other kind."""


# ---- whose error it is --------------------------------------------------------------------------------------------


class AgentPayError(PayonceError):
    """An error of AgentPay."""


class AgentTechError(PayonceError):
    """An error of AgentTech Pay."""


class PayApiError(AgentTechError):
    """AgentTech Pay answered with an error; the name is the one of its own SDK."""

    @property
    def status_code(self) -> int | None:
        """`status`, under the name of the vendor's SDK."""
        return self.status

    @property
    def body(self) -> Any:
        """The body of the answer, without secrets."""
        return self.details.get("body")


class PayValidationError(AgentTechError, ValueError):
    """An argument that AgentTech Pay's own SDK refuses before sending; the name is the one of that SDK."""

    @property
    def sentinel(self) -> str | None:
        """The vendor's own text for this mistake, for instance `exactly one of email or recipient must be set`."""
        return _text(self, "sentinel")


class UnexpectedError(AgentTechError):
    """Anything else that goes wrong with AgentTech Pay; the name is the one of its own SDK."""

    @property
    def status_code(self) -> int | None:
        """`status`, under the name of the vendor's SDK."""
        return self.status


RequestError = PayApiError
"""The vendor's other name for `PayApiError`."""

ValidationError = PayValidationError
"""The vendor's other name for `PayValidationError`."""


class PayiError(PayonceError):
    """An error of Pay-i."""


class AgenticPencilError(PayonceError):
    """An error of AgenticPencil."""


class AgentWallexError(PayonceError):
    """An error of AgentWallex."""


# ---- putting them together ----------------------------------------------------------------------------------------

_KINDS: dict[str, type[PayonceError]] = {
    "invalid_argument": InvalidArgumentError,
    "invalid_request": InvalidRequestError,
    "authentication": AuthenticationError,
    "permission": PermissionDeniedError,
    "not_found": NotFoundError,
    "conflict": ConflictError,
    "insufficient_funds": InsufficientFundsError,
    "policy_violation": PolicyViolationError,
    "limit_reached": LimitReachedError,
    "plan_limit": PlanLimitError,
    "account_blocked": AccountBlockedError,
    "approval_timeout": ApprovalTimeoutError,
    "session_expired": SessionExpiredError,
    "rate_limited": RateLimitedError,
    "upstream": UpstreamError,
    "server": ServerError,
    "unavailable": UnavailableError,
    "connection": ApiConnectionError,
    "timeout": ApiTimeoutError,
    "decode": DecodeError,
    "failed": FailedError,
    "unknown": UnknownError,
}
_PROVIDERS: dict[str, type[PayonceError]] = {
    "agentpay": AgentPayError,
    "agenttech": AgentTechError,
    "payi": PayiError,
    "agenticpencil": AgenticPencilError,
    "agentwallex": AgentWallexError,
}
# Classes that only one provider has, under the names of the vendor's own SDK.
_NAMED: dict[str, type[PayonceError]] = {
    "PayApiError": PayApiError,
    "PayValidationError": PayValidationError,
    "UnexpectedError": UnexpectedError,
}
_COMPOSED: dict[tuple[str, str, str, str, str], type[PayonceError]] = {}


def class_for(axes: tuple[str, str, str, str, str]) -> type[PayonceError]:
    """The class of an error of this provider, kind, class name, outcome and phase; made once and kept.

    It is a subclass of the kind's class, of the provider's and of the consequence's, and is called what the payload
    calls it, so that a traceback reads `payonce.PolicyViolationError`.
    """
    known = _COMPOSED.get(axes)
    if known is not None:
        return known
    provider, kind, name, outcome, phase = axes
    parts = [_NAMED.get(name), _KINDS[kind], _PROVIDERS[provider], _consequence(outcome, phase)]
    bases: list[type[PayonceError]] = []
    for part in parts:
        if part is not None and not any(issubclass(base, part) for base in bases):
            bases.append(part)
    members = {"__module__": "payonce", "__doc__": bases[0].__doc__}
    composed = cast("type[PayonceError]", type(name, tuple(bases), members))
    return _COMPOSED.setdefault(axes, composed)


def _consequence(outcome: str, phase: str) -> type[PayonceError]:
    if outcome == "unknown":
        return OutcomeUnknownError
    if outcome == "pending":
        return PendingError
    if outcome == "applied":
        return AlreadyAppliedError
    return NotSentError if phase == "before_send" else NotAppliedError


def error_from_verdict(verdict: Verdict) -> PayonceError:
    """The exception for what the core decided."""
    return class_for(verdict.axes)(verdict)


def error_from_dict(payload: Mapping[str, Any]) -> PayonceError:
    """The exception for the JSON form of an error, as `to_dict` of any language writes it.

    Raises:
        ValueError: The mapping is no such form.
    """
    return error_from_verdict(Verdict.from_json(json.dumps(dict(payload))))


def _text(error: PayonceError, name: str) -> str | None:
    value = error.details.get(name)
    return value if isinstance(value, str) else None
