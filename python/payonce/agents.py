"""What an agent framework does with an error of payonce. The adapters in `payonce.integrations` use it too.

This module imports no framework.
"""

from __future__ import annotations

from typing import cast

from payonce._errors import PayonceError
from payonce._errors.base import tool_failure
from payonce._journal.keys import once
from payonce._vocabulary import Audience, NextStep

__all__ = ["NextStep", "delay_seconds", "for_model", "next_step", "once", "should_retry", "wait_seconds"]


def should_retry(error: BaseException) -> bool:
    """Whether a framework may call again: only for an error of payonce that can pass and took no effect.

    It is False for every other exception, because nothing proves that the call had no effect.
    """
    return isinstance(error, PayonceError) and next_step(error) == "call_again"


def next_step(error: PayonceError) -> NextStep:
    """What the framework does with the tool call that failed."""
    return cast("NextStep", tool_failure(error, "public")[1])


def wait_seconds(error: BaseException) -> float | None:
    """How long to wait before `should_retry` lets a framework call again, if the provider asked for a wait."""
    return _seconds(tool_failure(error, "public")[2] if isinstance(error, PayonceError) else None)


def delay_seconds(error: BaseException) -> float | None:
    """How long a framework without a backoff of its own waits: `wait_seconds`, else a second.

    None if `should_retry` does not let it call again.
    """
    return _seconds(tool_failure(error, "public")[3] if isinstance(error, PayonceError) else None)


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def for_model(error: PayonceError, audience: Audience = "public") -> str:
    """The text for the model that called the tool: the next step first, as in `to_mcp`.

    Args:
        error: The error of the call.
        audience: Who reads it. Use `public` for a model that your customers talk to.
    """
    return tool_failure(error, audience)[0]
