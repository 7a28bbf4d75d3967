"""A copy of an exception with its type and text, and without what it holds.

The exceptions of HTTP clients hold the request, and with it the key in its header fields. The frames of their traceback
hold it too. A tool that records an error also records its cause.
"""

from __future__ import annotations

import itertools
import traceback
from collections.abc import Callable
from types import new_class
from typing import Any
from weakref import WeakKeyDictionary

_MOST_CAUSES = 10

_classes: WeakKeyDictionary[type[BaseException], type[BaseException]] = WeakKeyDictionary()


def stand_in(error: BaseException, redacted: Callable[[str], str]) -> BaseException:
    """The copy of an exception and of what caused it.

    Args:
        error: The exception.
        redacted: Takes the keys out of a text.
    """
    copies: list[BaseException] = []
    current: BaseException | None = error
    seen: list[BaseException] = []
    while current is not None and len(copies) < _MOST_CAUSES and not any(current is known for known in seen):
        seen.append(current)
        copies.append(_copy(current, redacted))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    for copy, cause in itertools.pairwise(copies):
        copy.__cause__ = cause
    return copies[0]


def _copy(error: BaseException, redacted: Callable[[str], str]) -> BaseException:
    kind = type(error)
    text = redacted(str(error)) if str(error) else ""
    made = _classes.get(kind)
    if made is None:
        made = _classes[kind] = _class_like(kind)
    try:
        copy = made.__new__(made, text)
    except Exception:
        made = _class_like(kind, Exception)
        copy = made.__new__(made, text)
    copy.args = (text,)
    # Where it was raised, as text: the frames themselves hold the request.
    places = [f"{place.filename}:{place.lineno} in {place.name}" for place in traceback.extract_tb(error.__traceback__)]
    if places:
        vars(copy)["__notes__"] = ["raised in " + ", called from ".join(reversed(places))]
    return copy


def _class_like(kind: type[BaseException], base: type[BaseException] | None = None) -> type[BaseException]:
    def text(self: BaseException) -> str:
        return str(self.args[0])

    def shown(self: BaseException) -> str:
        return f"{kind.__name__}({self.args[0]!r})"

    members = {
        "__module__": kind.__module__,
        "__qualname__": kind.__qualname__,
        "__doc__": kind.__doc__,
        "__str__": text,
        "__repr__": shown,
    }

    def fill(namespace: dict[str, Any]) -> None:
        namespace.update(members)

    try:
        made: type[BaseException] = new_class(kind.__name__, (base or kind,), {}, fill)
    except TypeError:  # a class that takes no subclass
        made = new_class(kind.__name__, (Exception,), {}, fill)
    return made
