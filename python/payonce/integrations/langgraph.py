"""LangGraph and LangChain: which nodes are retried, and what a model reads about a tool call that failed."""

from __future__ import annotations

import importlib
from typing import Any

from payonce._errors import PayonceError
from payonce.agents import for_model, next_step, should_retry

__all__ = ["handle_tool_errors", "retry_on"]

retry_on = should_retry
"""For `RetryPolicy(retry_on=retry_on)`."""


def handle_tool_errors(error: PayonceError) -> str:
    """For `ToolNode(tools, handle_tool_errors=handle_tool_errors)`.

    The model reads what to correct and what is final. If the outcome is not known, the error is raised, so that the
    graph stops and no model calls again. If a person has to decide, the graph is interrupted with the text.
    """
    step = next_step(error)
    if step == "check":
        raise error
    if step == "ask_human":
        types: Any = importlib.import_module("langgraph.types")
        answer: Any = types.interrupt({"payonce": for_model(error), "doc": error.doc})
        return f"{for_model(error)} The person answered: {answer}"
    return for_model(error)
