"""Typing features that annotations need at run time and older versions of Python lack.

Frameworks that turn a method into a tool evaluate its annotations, so every name in a public annotation is imported at
run time. `typing_extensions` is not a dependency: it is used if it is installed, and only when an annotation is
evaluated.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

__all__ = ["Self", "Unpack", "evaluable", "open_dict"]

if sys.version_info >= (3, 11):
    from typing import Self, Unpack
elif TYPE_CHECKING:
    from typing_extensions import Self, Unpack
else:
    Self = TypeVar("Self")

    class Unpack:
        """The `Unpack` of `typing_extensions`, if that is installed."""

        def __class_getitem__(cls, options: Any) -> Any:
            try:
                from typing_extensions import Unpack as Installed
            except ImportError:
                from types import GenericAlias

                return GenericAlias(cls, (options,))
            return Installed[options]


class _Plain(TypedDict):
    pass


_PLAIN: Any = type(_Plain)


class _Evaluable(_PLAIN):  # type: ignore[misc]  # the metaclass of TypedDict has no public name
    def __new__(cls, name: str, bases: tuple[Any, ...], members: dict[str, Any], **settings: Any) -> Any:
        # TypedDict accepts only TypedDict classes as bases.
        plain = tuple(_plain(base) if isinstance(base, _Evaluable) else base for base in bases)
        return evaluable(_PLAIN(name, plain, members, **settings))


def evaluable(options: Any) -> Any:
    """Makes a `TypedDict` one that pydantic can read in every supported version of Python.

    Before Python 3.12, pydantic refuses each whose metaclass comes from `typing`, because generic ones do not know
    their bases there. Those of payonce are not generic.
    """
    if sys.version_info < (3, 12):
        options.__orig_bases__ = (dict,)
        options.__class__ = _Evaluable
    return options


def _plain(options: Any) -> Any:
    twin: Any = _PLAIN(options.__name__, (), {"__annotations__": dict(options.__annotations__)})
    for name in ("__module__", "__qualname__", "__doc__", "__total__", "__required_keys__", "__optional_keys__"):
        setattr(twin, name, getattr(options, name))
    return twin


_T = TypeVar("_T")


def open_dict(members: type[_T]) -> type[_T]:
    """A `TypedDict` of an argument, whose further members pydantic keeps.

    The provider can know members that this version does not. Without this, a call that pydantic validates would drop
    them without a word.
    """
    taken = evaluable(members)
    taken.__pydantic_config__ = {"extra": "allow"}
    checked: type[_T] = taken
    return checked
