"""LangChain: a tool that pays."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

from payonce._errors import PayonceError
from payonce.agents import for_model, next_step
from payonce.integrations._tool_wrapper import wrap_tool
from payonce.integrations.langgraph import ask

__all__ = ["tool"]


def tool(function: Callable[..., Any]) -> Any:
    """A tool that pays, in place of LangChain's `@tool`, for `create_agent` and `ToolNode`.

    The model reads the next step of an error of payonce. The tool does not raise the error, so no layer above it
    calls the tool again. If a person has to decide, the graph is interrupted, and calls the tool again when it resumes.
    """
    tools: Any = importlib.import_module("langchain_core.tools")

    def result(error: PayonceError) -> str:
        if next_step(error) == "done":
            return for_model(error)
        raise tools.ToolException(ask(error)) from error

    kind = "coroutine" if inspect.iscoroutinefunction(function) else "func"
    return tools.StructuredTool.from_function(**{kind: wrap_tool(function, result)}, handle_tool_error=True)
