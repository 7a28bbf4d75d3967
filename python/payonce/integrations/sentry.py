"""Sentry: one issue for each provider and code."""

from __future__ import annotations

from typing import Any

from payonce._errors import PayonceError

__all__ = ["before_send"]


def before_send(event: Any, hint: dict[str, Any]) -> Any:
    """For `sentry_sdk.init(before_send=before_send)`.

    An error of payonce whose outcome is not certain has the level `error`, and a refusal `info`. Other events stay as
    they are.
    """
    _, error, _ = hint.get("exc_info") or (None, None, None)
    if isinstance(error, PayonceError):
        event["fingerprint"] = ["payonce", error.provider, error.code or error.kind]
        event["level"] = "info" if error.outcome == "not_applied" else "error"
    return event
