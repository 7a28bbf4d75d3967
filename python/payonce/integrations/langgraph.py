"""LangGraph: which nodes are retried, and what a model reads about a tool call that failed."""

from __future__ import annotations

import importlib
from typing import Any

from payonce._errors import PayonceError
from payonce.agents import for_model, next_step, should_retry

__all__ = ["ask", "handle_tool_errors", "retry_on"]

retry_on = should_retry
"""For `RetryPolicy(retry_on=retry_on)`, and for LangChain's `ToolRetryMiddleware(retry_on=retry_on)`."""


def handle_tool_errors(error: PayonceError) -> str:
    """For `ToolNode(tools, handle_tool_errors=handle_tool_errors)`.

    The model reads what to correct and what is final. If the outcome is not known, the error is raised, so that the
    graph stops and no model calls again. If a person has to decide, the graph is interrupted with the text.
    """
    if next_step(error) == "check":
        raise error
    return ask(error)


def ask(error: PayonceError) -> str:
    """The text for the model. If a person has to decide, interrupts the graph, and adds the answer of that person."""
    text = for_model(error)
    if next_step(error) != "ask_human":
        return text
    try:
        types: Any = importlib.import_module("langgraph.types")
        answer: Any = types.interrupt({"payonce": text, "doc": error.doc})
    except (ImportError, RuntimeError, KeyError):  # Outside of a graph, no person can be asked.
        return text
    return f"{text} The person answered: {answer}"
