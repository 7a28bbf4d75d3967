"""tenacity: which exceptions are retried, and after which wait."""

from __future__ import annotations

from typing import Any

from payonce.agents import should_retry, wait_seconds

__all__ = ["retry", "wait"]

_WAIT = 1.0


def retry(state: Any) -> bool:
    """For `retry=`: True only after an error of payonce that can pass and took no effect."""
    error = state.outcome.exception()
    return error is not None and should_retry(error)


def wait(state: Any) -> float:
    """For `wait=`: the wait that the provider asked for, else a second."""
    error = state.outcome.exception()
    asked = None if error is None else wait_seconds(error)
    return _WAIT if asked is None else asked
