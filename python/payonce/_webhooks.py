"""Events that a provider reports to a server."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from payonce import _native
from payonce._model import Model, Origin
from payonce._sealing import unrecorded


class WebhookEvent(Model):
    """An event that AgentWallex reports, for instance `payment.completed`.

    The vendor documents only `payment.completed` completely, so every field except the type can be missing. Fields that
    this version does not know are in `unknown_fields`.
    """

    id: str | None
    """The event's id. A delivery can come more than once: store the ids that you handled."""
    type: str
    """What happened. Documented are `payment.completed`, `payment.failed`, `payment.pending`, `agent.frozen`,
    `agent.unfrozen`, `policy.violated`, `x402.session.expired` and `approval.requested`; others can follow."""
    created_at: str | None
    """When it happened, as RFC 3339."""
    data: dict[str, Any]
    """The data of the event, with the provider's names, for instance `transaction_id` and `amount`; can be empty."""

    _fields = ("id", "type", "created_at", "data")

    def __init__(self, data: Mapping[str, Any], origin: Origin | None = None) -> None:
        super().__init__(data, origin)
        if data.get("data") is None:
            vars(self)["data"] = {}


class WebhookError(ValueError):
    """A webhook that must not be trusted. Its text contains neither the secret nor the expected signature.

    It is not a `PayonceError`: a `PayonceError` states the outcome of a call, and the sender of a forged webhook must
    not be able to state one.
    """

    def __init__(self, code: str, message: str, respond_status: int = 401) -> None:
        super().__init__(message)
        self.code = code
        """Why: `webhook_signature_malformed`, `webhook_signature_mismatch`, `webhook_not_an_event`, `webhook_stale`,
        `webhook_secret_missing` if the secret is empty, or `webhook_not_declared` if the provider's file declares no
        webhooks."""
        self.message = message
        self.respond_status = respond_status
        """The HTTP status to respond with."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Keeps code and status when the error is pickled."""
        return (type(self), (self.code, self.message, self.respond_status))


@unrecorded
def verify_webhook(
    payload: bytes | bytearray | memoryview,
    signature: str | None,
    secret: str | Sequence[str],
    *,
    tolerance: float | timedelta = 86_400.0,
    now: float | datetime | None = None,
) -> WebhookEvent:
    """Verifies a webhook of AgentWallex and returns its event.

    Args:
        payload: The raw body, byte for byte as it arrived. A body that was parsed and written again has another
            signature.
        signature: The header `X-AgentWallex-Signature`; `None` if the request has none, which is refused.
        secret: The whole secret of the webhook (`whsec_…`). While you rotate it, a list of the old and the new one.
        tolerance: How old the event may be, in seconds; a day by default, because the provider repeats deliveries. The
            timestamp in the header counts if the signature covers it, otherwise the event's `created_at`.
        now: The time, in seconds since 1970 or with a time zone; now by default.

    Raises:
        WebhookError: The signature does not match, the event is too old, or the body is not an event.
        TypeError: The payload is not bytes.
        ValueError: The tolerance or the time is invalid.
    """
    body = _raw(payload)
    secrets = [secret] if isinstance(secret, str) else list(secret)
    event, refused = _native.verify_webhook(secrets, signature or "", body, _milliseconds(now), _seconds(tolerance))
    if refused is not None:
        raise WebhookError(*refused)
    return WebhookEvent(event)


class ProviderWebhookEvent(Model):
    """An event that a provider from a file reports."""

    id: str | None
    """The event's id; `None` if the file names none. A delivery can come more than once: store the ids that you
    handled."""
    type: str
    """What happened."""
    created_at: str | None
    """When it happened, as the provider writes it."""
    data: dict[str, Any]
    """What it is about, with the provider's names. The event as a whole if the file does not say where this is."""
    extra: dict[str, Any]
    """The members of the event that the file does not name, or that have another type."""
    state: Literal["pending", "succeeded", "failed"] | None
    """What it reports of an object. `None` if the file declares nothing for this event."""
    object_id: str | None
    """The id of the object."""
    look: str | None
    """The operation that reads the object. Events can be late or arrive in another order, so read it before you act:
    `client.get(event.look, event.look_arguments)`."""
    look_arguments: dict[str, Any]
    """The arguments of that operation."""

    _fields = ("id", "type", "created_at", "data", "extra", "state", "object_id", "look", "look_arguments")


def verify_declared(
    provider: str,
    payload: bytes | bytearray | memoryview,
    headers: Iterable[tuple[Any, Any]],
    secrets: Sequence[str],
    tolerance: float | timedelta | None,
    now: float | datetime | None,
) -> ProviderWebhookEvent:
    """Verifies a webhook of a provider from a file; see `Provider.verify_webhook`."""
    body = _raw(payload)
    seconds = None if tolerance is None else _seconds(tolerance)
    pairs = [(_text(name), _text(value)) for name, value in headers]
    event, refused = _native.verify_declared_webhook(provider, list(secrets), pairs, body, _milliseconds(now), seconds)
    if refused is not None:
        raise WebhookError(*refused)
    return ProviderWebhookEvent(event)


def _raw(payload: bytes | bytearray | memoryview) -> bytes:
    # The message must not contain the value: it can be the secret.
    given = cast("object", payload)
    if not isinstance(given, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"payload must be the raw bytes of the body, not {type(given).__name__}: "
            "a body that was decoded or parsed may have another signature"
        )
    return bytes(payload)


def _text(field: Any) -> str:
    # ASGI servers hand bytes over.
    return field.decode("latin-1") if isinstance(field, bytes) else str(field)


def _seconds(tolerance: float | timedelta) -> float:
    return tolerance.total_seconds() if isinstance(tolerance, timedelta) else tolerance


def _milliseconds(now: float | datetime | None) -> int:
    if now is None:
        return time.time_ns() // 1_000_000
    if isinstance(now, datetime):
        if now.tzinfo is None:
            raise ValueError("now must have a time zone; without one it is ambiguous")
        now = now.timestamp()
    try:
        milliseconds = round(now * 1000)
    except (OverflowError, ValueError):
        milliseconds = -1
    if not 0 <= milliseconds < 2**63:
        raise ValueError("now must be a finite time of 1970 or later, in seconds")
    return milliseconds
