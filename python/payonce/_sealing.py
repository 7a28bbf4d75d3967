"""Keeps the caller's arguments out of the local variables of this package.

Error trackers record the local variables of every frame that an exception passes: Sentry, rich, pytest with
`--showlocals`. So every function that takes a key moves it into one of these objects and deletes it before anything is
raised. The text of these objects does not show their content.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Awaitable, Callable, Mapping
from types import FunctionType, MethodType, TracebackType
from typing import Any, ParamSpec, TypeVar, cast

F = TypeVar("F", bound="Callable[..., Any]")
P = ParamSpec("P")
R = TypeVar("R")

_COROUTINE = 0x80
"""`inspect.CO_COROUTINE`."""


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
        self.operation: str = operation
        self.looks_for: str | None = looks_for
        """The operation that a call of `reconcile` searches for."""
        self._arguments = arguments
        self._options = options

    def arguments(self) -> Mapping[str, Any]:
        """The arguments. Do not store them in a variable."""
        return self._arguments

    def options(self) -> Mapping[str, Any]:
        """The options. Do not store them in a variable."""
        return self._options

    def changed(self, arguments: Mapping[str, Any], *, looks_for: str | None = None) -> Request:
        """The same call with some other arguments."""
        return Request(self.operation, {**self._arguments, **arguments}, self._options, looks_for=looks_for)

    def __repr__(self) -> str:
        return f"<request {self.operation}>"


class _Given:
    """The arguments of a method that has not started."""

    __slots__ = ("_arguments", "_names")

    def __init__(self, arguments: tuple[Any, ...], names: dict[str, Any]) -> None:
        self._arguments = arguments
        self._names = names

    def call(self, method: Callable[..., Awaitable[Any]]) -> Awaitable[Any]:
        return method(*self._arguments, **self._names)


class _Later(functools.partial[Any]):
    """Calls an async method when its coroutine is first stepped.

    A subclass of `partial`, because `inspect.iscoroutinefunction` looks through it in every version of Python.
    """

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        return _begin(self.func, _Given(args, kwargs))


async def _begin(method: Callable[..., Awaitable[Any]], given: _Given) -> Any:
    return await given.call(method)


class _Sealed:
    """An async method whose arguments are in no frame before it starts.

    The frame of a coroutine holds its arguments from the call on. The traceback of a task that is cancelled before its
    first step contains that frame.
    """

    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method
        self._later = _Later(method)
        functools.update_wrapper(self._later, method)
        # The attributes that update_wrapper copies differ between versions of Python.
        vars(self._later)["__annotations__"] = method.__annotations__

    def __get__(self, instance: object, _owner: type | None = None) -> Any:
        # The class returns the function itself, with its documentation.
        return self._method if instance is None else MethodType(self._later, instance)


def sealed(method: F) -> F:
    """Keeps the arguments of an async method out of its frame until it starts."""
    return cast("F", _Sealed(method))


def sealed_function(function: F) -> F:
    """Keeps the arguments of an async function out of its frame until it starts."""
    later = _Later(function)
    functools.update_wrapper(later, function)
    # The attributes that update_wrapper copies differ between versions of Python.
    vars(later)["__annotations__"] = function.__annotations__
    return cast("F", later)


def seal_methods(cls: type) -> None:
    """Seals the public async methods of a class of this package."""
    for name, member in list(vars(cls).items()):
        if not name.startswith("_") and _is_async(member):
            setattr(cls, name, sealed(member))


def _is_async(member: object) -> bool:
    # `inspect.iscoroutinefunction` reads the same flag. Its module takes a fifth of the time of the import of a client.
    return isinstance(member, FunctionType) and bool(member.__code__.co_flags & _COROUTINE)


def without_own_frames(raised: BaseException, handled: BaseException | None) -> BaseException:
    """Removes the frames of this package and of `json` from an exception and its causes.

    Args:
        raised: The exception.
        handled: The exception that the caller was handling when it called this package. It is left unchanged.
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
    """Keeps the arguments of a function out of the frames of its exceptions. It must not call code of the caller."""

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
            # Otherwise the frame would keep the exception, and the exception the frame.
            del error

    return guarded


def handled() -> BaseException | None:
    """The exception that the caller is handling."""
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
