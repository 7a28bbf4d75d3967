"""tenacity: which exceptions are retried, and after which wait."""

from __future__ import annotations

from typing import Any

from payonce.agents import delay_seconds, should_retry

__all__ = ["retry", "wait"]


def retry(state: Any) -> bool:
    """For `retry=`: True only after an error of payonce that can pass and took no effect."""
    error = state.outcome.exception()
    return error is not None and should_retry(error)


def wait(state: Any) -> float:
    """For `wait=`: the wait that the provider asked for, else a second.

    Without an error of payonce that can pass there is no wait, as by tenacity's default.
    """
    error = state.outcome.exception()
    return (None if error is None else delay_seconds(error)) or 0.0
