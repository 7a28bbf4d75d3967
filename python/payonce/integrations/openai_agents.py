"""OpenAI Agents: what a model reads about a tool call that failed."""

from __future__ import annotations

from typing import Any

from payonce._errors import PayonceError
from payonce.agents import for_model

__all__ = ["failure_error_function"]


def failure_error_function(_context: Any, error: Exception) -> str:
    """For `@function_tool(failure_error_function=failure_error_function)`. Other exceptions are raised."""
    if isinstance(error, PayonceError):
        return for_model(error)
    raise error
