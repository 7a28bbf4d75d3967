"""CrewAI: a tool that pays."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from payonce._errors import PayonceError
from payonce.agents import for_model, next_step, should_retry
from payonce.integrations._tool_wrapper import wrap_tool

__all__ = ["tool"]


def tool(function: Callable[..., Any]) -> Any:
    """A tool that pays, in place of CrewAI's `@tool`.

    CrewAI runs a tool up to three times if it raises. This one returns an error of payonce as a `ToolFailure`, so
    CrewAI records the failure and the model reads the next step. CrewAI's cache keeps no `ToolFailure`.
    """
    tools: Any = importlib.import_module("crewai.tools")
    failures: Any = importlib.import_module("crewai.tools.tool_failure")

    def result(error: PayonceError) -> Any:
        if next_step(error) == "done":
            return for_model(error)
        return failures.ToolFailure(message=for_model(error), retryable=should_retry(error))

    return tools.tool(wrap_tool(function, result))
