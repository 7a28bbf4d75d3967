"""A tool whose errors of payonce are results for the framework."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from payonce._errors import PayonceError


def wrap_tool(function: Callable[..., Any], result_of: Callable[[PayonceError], Any]) -> Callable[..., Any]:
    """Wraps a function or a coroutine function, which stays what it is.

    Args:
        function: The tool.
        result_of: Returns what the framework receives for an error of payonce, or raises the framework's own exception.
    """

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except PayonceError as error:
            return result_of(error)

    @functools.wraps(function)
    async def awaited(*args: Any, **kwargs: Any) -> Any:
        try:
            return await function(*args, **kwargs)
        except PayonceError as error:
            return result_of(error)

    return awaited if inspect.iscoroutinefunction(function) else called
