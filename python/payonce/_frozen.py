"""Frozen dataclasses that take little time to import.

`dataclasses` imports `inspect` and compiles six methods for each class, which took half of the time of the import of a
client. The decorator of this module adds the same methods and compiles `__init__` alone. What `dataclasses.fields`,
pydantic and others read from the class, it makes when they read it.

Type checkers see the decorator of `dataclasses`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]


class _Methods:
    """The methods of a frozen dataclass."""

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _names(self))
        return f"{type(self).__qualname__}({shown})"

    def __eq__(self, other: object) -> bool:
        return _values(self) == _values(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(_values(self))

    def __setattr__(self, name: str, value: object) -> None:
        _refuse_change(self, name, "assign to")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        _refuse_change(self, name, "delete")
        object.__delattr__(self, name)

    def __replace__(self, /, **changes: Any) -> Any:
        return type(self)(**{**dict(zip(_names(self), _values(self), strict=True)), **changes})


def _names(instance: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = instance.__match_args__
    return names


def _values(instance: Any) -> tuple[Any, ...]:
    return tuple([getattr(instance, name) for name in _names(instance)])


def _refuse_change(instance: _Methods, name: str, change: str) -> None:
    # A subclass that is not a dataclass itself can have attributes of its own.
    if name in _names(instance) or "__dataclass_fields__" in vars(type(instance)):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot {change} field {name!r}")


class _WhenRead:
    """An attribute of a class that `dataclasses` makes when a program reads it."""

    def __init__(self, cls: Any, name: str) -> None:
        self._cls = cls
        self._name = name

    def __get__(self, _instance: object, _owner: type) -> Any:
        from dataclasses import field, make_dataclass

        cls = self._cls
        fields = [
            (name, kind, field(default=getattr(cls, name)) if hasattr(cls, name) else field())
            for name, kind in cls._kinds.items()
        ]
        made = getattr(make_dataclass(cls.__name__, fields, frozen=True), self._name)
        setattr(cls, self._name, made)
        return made


def _completed(cls: Any) -> Any:
    """Adds what a dataclass has to a class. Its class variables are known by the text of their annotations."""
    own = {name: kind for name, kind in cls.__annotations__.items() if not str(kind).startswith("ClassVar")}
    kinds = {**getattr(cls, "_kinds", {}), **own}
    members: dict[str, Any] = {name: method for name, method in vars(_Methods).items() if callable(method)}
    members = {name: method for name, method in members.items() if name not in vars(cls)}
    members |= {"_kinds": kinds, "__match_args__": tuple(kinds), "__init__": _init(cls, kinds)}
    members |= {name: _WhenRead(cls, name) for name in ("__dataclass_fields__", "__dataclass_params__")}
    for name, member in members.items():
        setattr(cls, name, member)
    return cls


def _init(cls: Any, kinds: dict[str, Any]) -> Any:
    members = ", ".join(f"{name}={name}" for name in kinds)
    code = f"def __init__(self, {', '.join(kinds)}): self.__dict__.update({members})"
    made: dict[str, Any] = {}
    # In the globals of the module of the class, where its annotations mean something.
    exec(code, vars(sys.modules[cls.__module__]), made)  # noqa: S102  # as `dataclasses` does
    init = made["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__defaults__ = tuple(getattr(cls, name) for name in kinds if hasattr(cls, name))
    init.__annotations__ = {**kinds, "return": None}
    return init


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool) -> Any:  # noqa: ARG001  # for type checkers
        """Makes a class a frozen dataclass. A default has to be immutable."""
        return _completed
