"""Keeps what a caller hands over out of the local variables of this package.

Tools for errors record the local variables of every frame that an exception passes: Sentry, rich, pytest with
`--showlocals`. So whatever takes a key puts it into one of these objects and forgets it, before anything is raised. No
text of these objects shows what is in them.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Awaitable, Callable, Mapping
from types import MethodType, TracebackType
from typing import Any, ParamSpec, TypeVar, cast

F = TypeVar("F", bound="Callable[..., Any]")
P = ParamSpec("P")
R = TypeVar("R")


class Request:
    """The operation, arguments and options of one call."""

    __slots__ = ("_arguments", "_options", "looks_for", "operation")

    def __init__(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        options: Mapping[str, Any],
        *,
        looks_for: str | None = None,
    ) -> None:
        self.operation = operation
        self.looks_for = looks_for
        """The operation that a call of `reconcile` looks for."""
        self._arguments = arguments
        self._options = options

    def arguments(self) -> Mapping[str, Any]:
        """The arguments; not to be kept in a variable."""
        return self._arguments

    def options(self) -> Mapping[str, Any]:
        """The options; not to be kept in a variable."""
        return self._options

    def changed(self, arguments: Mapping[str, Any], *, looks_for: str | None = None) -> Request:
        """The same call with some other arguments."""
        return Request(self.operation, {**self._arguments, **arguments}, self._options, looks_for=looks_for)

    def __repr__(self) -> str:
        return f"<request {self.operation}>"


class _Given:
    """The arguments of a method that has not begun."""

    __slots__ = ("_arguments", "_names")

    def __init__(self, arguments: tuple[Any, ...], names: dict[str, Any]) -> None:
        self._arguments = arguments
        self._names = names

    def call(self, method: Callable[..., Awaitable[Any]]) -> Awaitable[Any]:
        return method(*self._arguments, **self._names)


class _Later(functools.partial[Any]):
    """Calls an async method only when its coroutine is first stepped.

    A subclass of `partial`, since `inspect.iscoroutinefunction` looks through it in every version of Python.
    """

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        return _begin(self.func, _Given(args, kwargs))


async def _begin(method: Callable[..., Awaitable[Any]], given: _Given) -> Any:
    return await given.call(method)


class _Sealed:
    """An async method whose arguments are in no frame before it begins.

    The frame of a coroutine holds them from the call on, and a task that is cancelled before its first step shows it.
    """

    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method
        self._later = _Later(method)
        functools.update_wrapper(self._later, method)
        # What update_wrapper copies differs between versions of Python.
        vars(self._later)["__annotations__"] = method.__annotations__

    def __get__(self, instance: object, _owner: type | None = None) -> Any:
        # The class has the function itself, with its documentation.
        return self._method if instance is None else MethodType(self._later, instance)


def sealed(method: F) -> F:
    """Keeps the arguments of an async method out of its frame until it begins."""
    return cast("F", _Sealed(method))


def seal_methods(cls: type) -> None:
    """Does that for the public async methods of a class of this package."""
    for name, member in list(vars(cls).items()):
        if not name.startswith("_") and inspect.iscoroutinefunction(member):
            setattr(cls, name, sealed(member))


def without_own_frames(raised: BaseException, handled: BaseException | None) -> BaseException:
    """Takes the frames of this package, and of what it writes JSON with, out of an exception and of what led to it.

    Args:
        raised: The exception.
        handled: What the caller was handling when this package was called; that is the caller's own.
    """
    pending: list[BaseException | None] = [raised]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if current is None or current is handled or id(current) in seen:
            continue
        seen.add(id(current))
        current.__traceback__ = _others(current.__traceback__)
        pending += [current.__cause__, current.__context__]
    return raised


def unrecorded(function: Callable[P, R]) -> Callable[P, R]:
    """Keeps the arguments of a function that calls nothing of the caller's out of the frames of what it raises."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = handled()
        try:
            return function(*args, **kwargs)
        except BaseException as failed:
            error = without_own_frames(failed, outer)
        del args, kwargs
        try:
            raise error
        finally:
            # Or the frame would keep the exception, and the exception the frame.
            del error

    return guarded


def handled() -> BaseException | None:
    """What the caller is handling."""
    return sys.exc_info()[1]


def _others(trace: TracebackType | None) -> TracebackType | None:
    kept: list[TracebackType] = []
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__"))
        if module.partition(".")[0] not in ("payonce", "json"):
            kept.append(trace)
        trace = trace.tb_next
    found: TracebackType | None = None
    for known in reversed(kept):
        found = TracebackType(found, known.tb_frame, known.tb_lasti, known.tb_lineno)
    return found
