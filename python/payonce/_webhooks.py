"""Events that a provider reports to a server."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from payonce._model import Model, Origin
from payonce._native import verify_webhook as _verify
from payonce._sealing import unrecorded


class WebhookEvent(Model):
    """An event that AgentWallex reports, for instance `payment.completed`.

    The vendor shows the whole of `payment.completed` only, so that everything but the type may be missing; what this
    version does not know is in `unknown_fields`.
    """

    id: str | None
    """The event's id. A delivery may come more than once: keep the ids that were handled."""
    type: str
    """What happened. Documented are `payment.completed`, `payment.failed`, `payment.pending`, `agent.frozen`,
    `agent.unfrozen`, `policy.violated`, `x402.session.expired` and `approval.requested`; others may follow."""
    created_at: str | None
    """When it happened, as RFC 3339."""
    data: dict[str, Any]
    """What it is about, with the provider's names, for instance `transaction_id` and `amount`; may be empty."""

    _fields = ("id", "type", "created_at", "data")

    def __init__(self, data: Mapping[str, Any], origin: Origin | None = None) -> None:
        super().__init__(data, origin)
        if data.get("data") is None:
            self.data = {}


class WebhookError(ValueError):
    """A webhook that must not be believed. Its text never holds the secret or the signature that would be right.

    It is no `PayonceError`: those tell what became of a call, and a stranger must not be able to have one raised.
    """

    def __init__(self, code: str, message: str, respond_status: int = 401) -> None:
        super().__init__(message)
        self.code = code
        """Why: `webhook_signature_malformed`, `webhook_signature_mismatch`, `webhook_not_an_event`, `webhook_stale`,
        or `webhook_secret_missing` where the secret is empty."""
        self.message = message
        self.respond_status = respond_status
        """The HTTP status to answer the sender with."""

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
    """Verifies a webhook of AgentWallex and answers its event.

    Args:
        payload: The raw body, byte for byte as it arrived; parsed and written again it has another signature.
        signature: The header `X-AgentWallex-Signature`; `None` where the request has none, which is refused.
        secret: The secret that the webhook was created with, the whole of it (`whsec_…`); while you replace it, a list
            of the old and the new one.
        tolerance: How old the event may be, in seconds; a day by default, since the provider repeats deliveries. The
            age is that of the timestamp in the header where the signature covers it, else of the event's `created_at`.
        now: The time, in seconds since 1970 or with a time zone; now by default.

    Raises:
        WebhookError: The signature does not fit, the event is too old, or it is none.
        TypeError: The payload is no bytes.
        ValueError: The tolerance or the time is none that can be compared with.
    """
    # The message does not show a value of the wrong type: it may be the secret.
    given = cast("object", payload)
    if not isinstance(given, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"payload must be the raw bytes of the body, not {type(given).__name__}: "
            "a body that was decoded or parsed may have another signature"
        )
    secrets = [secret] if isinstance(secret, str) else list(secret)
    seconds = tolerance.total_seconds() if isinstance(tolerance, timedelta) else tolerance
    event, refused = _verify(secrets, signature or "", bytes(payload), _milliseconds(now), seconds)
    if refused is not None:
        raise WebhookError(*refused)
    return WebhookEvent(event)


def _milliseconds(now: float | datetime | None) -> int:
    if now is None:
        return time.time_ns() // 1_000_000
    if isinstance(now, datetime):
        if now.tzinfo is None:
            raise ValueError("now has no time zone, so that it could be any of a day's hours; give it one")
        now = now.timestamp()
    try:
        milliseconds = round(now * 1000)
    except (OverflowError, ValueError):
        milliseconds = -1
    if not 0 <= milliseconds < 2**63:
        raise ValueError("now must be a finite time of 1970 or later, in seconds")
    return milliseconds
