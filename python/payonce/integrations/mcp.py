"""MCP servers in Python: the tool result for an error of payonce."""

from __future__ import annotations

import asyncio
import functools
import importlib
import inspect
from collections.abc import Callable
from typing import Any

from payonce._errors import PayonceError
from payonce._vocabulary import Audience

__all__ = ["tool"]


def tool(function: Callable[..., Any], *, audience: Audience = "public") -> Callable[..., Any]:
    """Wraps a tool function; below `@server.tool()`.

    The server replaces the text of an exception that it does not know, so the model would not read that it must not
    call again. The wrapped function returns the error as a result instead. It declares no output schema, because a
    client checks a result against that schema even if it is an error.

    Args:
        function: The tool.
        audience: Who reads the result.
    """

    @functools.wraps(function)
    async def called(*args: Any, **kwargs: Any) -> Any:
        try:
            if inspect.iscoroutinefunction(function):
                return await function(*args, **kwargs)
            return await asyncio.to_thread(function, *args, **kwargs)
        except PayonceError as error:
            types: Any = importlib.import_module("mcp.types")
            return types.CallToolResult.model_validate(error.to_mcp(audience=audience))

    # Without the annotation of the result there is no output schema.
    signature = inspect.signature(function, eval_str=True)
    vars(called)["__signature__"] = signature.replace(return_annotation=inspect.Signature.empty)
    called.__annotations__ = {
        name: kind.annotation for name, kind in signature.parameters.items() if kind.annotation is not kind.empty
    }
    return called
