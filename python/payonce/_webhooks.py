"""Events that a provider reports to a server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from payonce._native import verify_webhook as _verify

if TYPE_CHECKING:
    from datetime import timedelta


class WebhookError(ValueError):
    """A webhook that must not be believed. Its text never says which signature would have been right."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        """Why: `webhook_signature_malformed` or `…_mismatch`, `webhook_not_an_event`, `webhook_stale`."""
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        """Keeps the code when the error is pickled."""
        return (type(self), (self.code, self.message))


def verify_webhook(
    body: bytes,
    signature: str,
    secret: str,
    *,
    tolerance: float | timedelta = 86_400.0,
    now_ms: int | None = None,
) -> Any:
    """Verifies a webhook of AgentWallex and answers its event.

    Args:
        body: The raw body, byte for byte as it arrived; parsed and written again it has another signature.
        signature: The header `X-AgentWallex-Signature`.
        secret: The secret of the webhook.
        tolerance: How old the event may be, in seconds; a day by default, since the provider repeats deliveries.
        now_ms: The time in milliseconds since 1970; now by default.

    Raises:
        WebhookError: The signature does not fit, the event is too old, or it is none.
    """
    seconds = tolerance if isinstance(tolerance, (int, float)) else tolerance.total_seconds()
    now = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    event, refused = _verify(secret, signature, body, now, seconds)
    if refused is not None:
        raise WebhookError(*refused)
    return event
