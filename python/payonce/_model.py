"""The base of the objects in responses."""

from __future__ import annotations

import keyword
from collections.abc import Callable, KeysView, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar, cast

from payonce import _pydantic
from payonce._frozen import dataclass
from payonce._json import exact_json, plain
from payonce._native import Engine, Pager, Response, fill
from payonce._reference import Reference
from payonce._sealing import Request

Reader: TypeAlias = Callable[[Any], Any]
Read: TypeAlias = Callable[[Any, "Origin"], Any]
Again: TypeAlias = Callable[[Request, Read], Any]
Layout: TypeAlias = tuple[tuple[str, str, Reader | None], ...]
"""Each attribute with its field, and with the reader of the field if it has one."""

M = TypeVar("M", bound="Model")

_ATTRIBUTES: dict[str, str] = {}


@dataclass(frozen=True)
class CallInfo:
    """The call behind a result."""

    operation: str
    """The operation, for instance `payments.send`."""
    envelope: Mapping[str, Any]
    """The members around the result in the response, for instance the credits that the call cost."""
    status: int
    """The HTTP status."""
    headers: tuple[tuple[str, str], ...]
    """The header fields of the response in order, with duplicates."""
    request_id: str | None
    """The provider's id of the request."""
    attempts: int
    """How many requests the call sent; 0 for a result from the journal."""
    reference: Reference
    """Everything the operation can be found by."""
    replayed: bool = False
    """Whether the result is that of an earlier call with the same key. The client read it from its journal and sent
    nothing."""


class Origin:
    """The client and call behind a result, for reading the object again or fetching a further page."""

    __slots__ = ("again", "awaited", "engine", "pager", "request", "response")

    def __init__(
        self,
        engine: Engine,
        response: Response,
        request: Request,
        again: Again,
        *,
        awaited: bool,
        pager: Pager | None = None,
    ) -> None:
        self.engine: Engine = engine
        self.response: Response = response
        self.request: Request = request
        self.again: Again = again
        """Calls another operation of the same client; its result is awaitable if the client is async."""
        self.awaited: bool = awaited
        """Whether the client is async."""
        self.pager: Pager | None = pager
        """The state of the list before this page; `None` for its first page."""

    def after(self, pager: Pager) -> Origin:
        """The origin of a page, with the state of the list before it."""
        return Origin(self.engine, self.response, self.request, self.again, awaited=self.awaited, pager=pager)

    @property
    def operation(self) -> str:
        """The operation of the result."""
        # A payment that was found is the result of the operation that was searched for.
        return self.request.looks_for or self.request.operation

    def info(self) -> CallInfo:
        """The call, as programs read it."""
        response = self.response
        return CallInfo(
            operation=self.operation,
            envelope=response.envelope,
            status=response.status,
            headers=tuple(response.headers),
            request_id=response.request_id,
            attempts=response.attempts,
            reference=Reference.from_dict(response.reference),
            replayed=response.replayed,
        )


class Model:
    """An object of a provider, with an attribute for each field that this version knows.

    The fields are read-only. A field that the provider omitted is `None`. Fields that this version does not know are in
    `unknown_fields` and `to_dict()`.

    Objects can be copied, pickled, written as JSON (`to_dict()`, `to_json()`, `payonce.json_default`) and declared in
    pydantic models and FastAPI routes. A copy and a pickle keep the data and `call_info` without its header fields, but
    neither the client nor its key.
    """

    # Not in __dict__, because generic tools treat its members as the fields.
    __slots__ = ("__dict__", "__weakref__", "_data", "_info", "_origin")
    __pydantic_serializer__: ClassVar[Any] = _pydantic.Serializer()

    _fields: ClassVar[tuple[str, ...]] = ()
    _readers: ClassVar[Mapping[str, Reader]] = {}
    _hidden: ClassVar[frozenset[str]] = frozenset()
    _layout: ClassVar[Layout | None] = None
    """The attributes of the class, once there is an object."""

    _data: Mapping[str, Any]
    _info: CallInfo | None
    _origin: Origin | None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._layout = None

    def __init__(self, data: Mapping[str, Any], origin: Origin | None = None) -> None:
        _keep_data(self, data)
        _keep_origin(self, origin)
        fill(self.__dict__, data, self._layout or self._laid_out())

    @classmethod
    def _laid_out(cls) -> Layout:
        readers = cls._readers
        cls._layout = tuple((attribute_name(field), field, readers.get(field)) for field in cls._fields)
        return cls._layout

    # Hidden from type checkers, for which a class with these methods has any attribute.
    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: object) -> None:
            self._refuse_change(name)
            super().__setattr__(name, value)

        def __delattr__(self, name: str) -> None:
            self._refuse_change(name)
            super().__delattr__(name)

    def _refuse_change(self, name: str) -> None:
        """Refuses to change what the provider reported. A program can add attributes of its own."""
        if not name.startswith("_") and any(attribute_name(field) == name for field in self._fields):
            raise AttributeError(f"{type(self).__name__}.{name} is read-only; change a copy of to_dict() instead")

    @property
    def unknown_fields(self) -> dict[str, Any]:
        """The fields that this version of the package does not know."""
        return {name: value for name, value in self._data.items() if name not in self._fields}

    @property
    def call_info(self) -> CallInfo | None:
        """The call that returned the object; `None` for an object inside another one."""
        if not hasattr(self, "_info"):
            self._info = None if self._origin is None else self._origin.info()
        return self._info

    def to_dict(self) -> dict[str, Any]:
        """The object as the provider sent it, for `json.dumps`.

        A number with more digits than a `float` holds is a string here; the attribute is a `Decimal`.
        """
        members: dict[str, Any] = plain(self._data)
        return members

    def to_json(self) -> str:
        """The object as JSON text, in which every number has the digits that the provider sent."""
        return exact_json(self._data)

    def keys(self) -> KeysView[str]:
        """The names in `to_dict()`. `dict(result)` and FastAPI's encoder need them."""
        return self._data.keys()

    def __contains__(self, name: object) -> bool:
        """Whether the provider sent a member of this name."""
        return name in self._data

    def __getitem__(self, name: str) -> Any:
        return plain(self._member(name))

    def _member(self, name: str) -> Any:
        # Without this, `for … in result` asks for the members 0, 1 and so on, and fails with a KeyError.
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"the members of {type(self).__name__} have names; iterate over its keys()")
        return self._data[name]

    # Celery and other packages that write JSON call this.
    def __json__(self) -> dict[str, Any]:
        return self.to_dict()

    # Logs hide what repr() hides.
    def __structlog__(self) -> dict[str, Any]:
        return {
            name: "…" if name in self._hidden else _logged(getattr(self, attribute_name(name)))
            for name in self._fields
            if self._data.get(name) is not None
        }

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        fields = {name: attribute_name(name) for name in cls._fields}
        return _pydantic.schema(cls, source, handler, fields=fields, read=cls, write=lambda result: result._data)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._data == other._data

    # The data is a dict, and equal objects must not be lost in a set.
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        return _pydantic.described(cls, schema, handler)

    def __getstate__(self) -> dict[str, Any]:
        """Omits the client, which holds keys, and the header fields, which can contain keys of the provider."""
        from dataclasses import replace

        info = None if self.call_info is None else replace(self.call_info, headers=())
        return {"data": dict(self._data), "info": info, "attributes": dict(vars(self))}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self._data = state["data"]
        self._info = state["info"]
        self._origin = None
        vars(self).update(state["attributes"])

    def __repr__(self) -> str:
        shown = (
            f"{name}='…'" if name in self._hidden else f"{name}={getattr(self, attribute_name(name))!r}"
            for name in self._fields
            if self._data.get(name) is not None
        )
        return f"{type(self).__name__}({', '.join(shown)})"


# Past `__setattr__`, which checks whether a field is changed.
_keep_data: Callable[[Model, Mapping[str, Any]], None] = vars(Model)["_data"].__set__
_keep_origin: Callable[[Model, Origin | None], None] = vars(Model)["_origin"].__set__


def _logged(value: Any) -> Any:
    if isinstance(value, Model):
        return value.__structlog__()
    if isinstance(value, list):
        return [_logged(item) for item in cast("Sequence[Any]", value)]
    if isinstance(value, dict):
        return {name: _logged(item) for name, item in cast("dict[str, Any]", value).items()}
    return plain(value)


def attribute_name(field: str) -> str:
    """The attribute that holds this field: `pay_to` for `payTo`; Python's keywords get an underscore."""
    known = _ATTRIBUTES.get(field)
    if known is None:
        name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in field).lstrip("_")
        known = _ATTRIBUTES.setdefault(field, f"{name}_" if keyword.iskeyword(name) else name)
    return known


def one(model: type[M]) -> Reader:
    """Reads one object. Any other value is returned unchanged, because the provider can change its API."""

    def read(value: Any) -> Any:
        return model(value) if isinstance(value, dict) else value  # pyright: ignore[reportUnknownArgumentType]

    return read


def decimal(value: Any) -> Any:
    """Reads an amount, which the core passes as a string with the digits that the provider sent."""
    if not isinstance(value, str):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return number if number.is_finite() else value


def list_of(reader: Reader) -> Reader:
    """Reads a list."""

    def read(value: Any) -> Any:
        return list(map(reader, value)) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]

    return read


def map_of(reader: Reader) -> Reader:
    """Reads an object whose names are the caller's own."""

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: reader(item) for name, item in cast("dict[str, Any]", value).items()}

    return read


def inside(reader: Reader) -> Callable[[Any, Origin], Any]:
    """Reads a response that is not an object itself but contains objects."""

    def read(value: Any, _origin: Origin) -> Any:
        return reader(value)

    return read


def as_it_came(value: Any, _origin: Origin) -> Any:
    """Leaves a response as plain Python objects."""
    return value


def nothing(_value: Any, _origin: Origin) -> None:
    """Reads a response without content."""
