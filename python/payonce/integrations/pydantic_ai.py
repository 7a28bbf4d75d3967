"""Pydantic AI: the exception that a tool raises for an error of payonce."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from payonce._errors import PayonceError
from payonce.agents import for_model, next_step
from payonce.integrations._tool_wrapper import wrap_tool

__all__ = ["tool"]

Tool = TypeVar("Tool", bound=Callable[..., Any])


def tool(function: Tool) -> Tool:
    """Wraps a tool function; below `@agent.tool_plain` or `@agent.tool`.

    An argument that the model can correct is a `ModelRetry`, a payment that needs a person an `ApprovalRequired`, and
    everything else a `ToolFailed`, which the model cannot repeat by itself. A payment that was made
    earlier is a result.
    """
    return cast("Tool", wrap_tool(function, _result))


def _result(error: PayonceError) -> str:
    framework: Any = importlib.import_module("pydantic_ai")
    step = next_step(error)
    if step == "done":
        return for_model(error)
    if step == "fix_arguments":
        raise framework.ModelRetry(for_model(error)) from error
    if step == "ask_human":
        raise framework.ApprovalRequired({"payonce": for_model(error), "doc": error.doc}) from error
    raise framework.ToolFailed(for_model(error)) from error
