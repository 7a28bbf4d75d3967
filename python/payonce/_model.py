"""What the objects in answers have in common."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from payonce._native import Engine, Pager
    from payonce._reference import Reference

    Reader = Callable[[Any], Any]
    Read = Callable[[Any, "Origin"], Any]
    Again = Callable[[str, Mapping[str, Any], Mapping[str, Any], Read], Any]

M = TypeVar("M", bound="Model")

_ATTRIBUTES: dict[str, str] = {}
_SERIALIZERS: dict[type[Model], Any] = {}


@dataclass(frozen=True)
class CallInfo:
    """How an answer came about."""

    operation: str
    """The operation, for instance `payments.send`."""
    envelope: Mapping[str, Any]
    """What the provider sent around the answer, for instance the credits that it took."""
    status: int
    """The HTTP status."""
    headers: tuple[tuple[str, str], ...]
    """The header fields of the answer in order, duplicates kept."""
    request_id: str | None
    """The provider's id of the request."""
    attempts: int
    """How many requests the call sent."""
    reference: Reference
    """Everything the operation can be found by."""


@dataclass(frozen=True)
class Origin:
    """Where an answer came from, so that an object can be read again and a further page fetched."""

    engine: Engine
    info: CallInfo
    arguments: Mapping[str, Any]
    options: Mapping[str, Any]
    again: Again
    """Calls another operation of the same client; its answer has to be awaited when the client is an async one."""
    awaited: bool
    """Whether the client is an async one."""
    pager: Pager | None = None
    """What was seen of a list before this page; `None` for its first one."""


class _PydanticSerializer:
    """Lets pydantic write an object where it expects any value at all, as in a `dict[str, Any]`."""

    def __get__(self, _instance: Model | None, owner: type[Model]) -> Any:
        try:
            from pydantic_core import SchemaSerializer
        except ImportError:
            raise AttributeError("pydantic is not installed") from None
        serializer = _SERIALIZERS.get(owner)
        if serializer is None:
            serializer = SchemaSerializer(owner.__get_pydantic_core_schema__(owner, None))
            _SERIALIZERS[owner] = serializer
        return serializer


class Model:
    """An object of a provider, with an attribute for each field that this version knows.

    A field that the provider left out is `None`. Fields that this version does not know are kept in
    `unknown_fields` and `to_dict()`.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _readers: ClassVar[Mapping[str, Reader]] = {}
    _hidden: ClassVar[frozenset[str]] = frozenset()

    __pydantic_serializer__ = _PydanticSerializer()

    _data: Mapping[str, Any]
    _origin: Origin | None

    def __init__(self, data: Mapping[str, Any], origin: Origin | None = None) -> None:
        attributes = self.__dict__
        attributes["_data"] = data
        attributes["_origin"] = origin
        for name in self._fields:
            value = data.get(name)
            reader = self._readers.get(name)
            if reader is not None and value is not None:
                value = reader(value)
            attributes[attribute_name(name)] = value

    @property
    def unknown_fields(self) -> dict[str, Any]:
        """The fields that this version of the package does not know."""
        return {name: value for name, value in self._data.items() if name not in self._fields}

    @property
    def call_info(self) -> CallInfo | None:
        """How the answer came about; `None` for an object inside of another one."""
        return None if self._origin is None else self._origin.info

    def to_dict(self) -> dict[str, Any]:
        """The object as the provider sent it, for instance for `json.dumps` or the result of a Celery task.

        A number whose digits a `float` would lose is a `Decimal`; give `json.dumps` `default=str` for those.
        """
        return dict(self._data)

    def keys(self) -> list[str]:
        """The names of the fields that the provider sent; together with `[…]` this lets `dict()` read an object."""
        return list(self._data)

    def __getitem__(self, field: str) -> Any:
        """The field under the provider's own name, as in `to_dict()`."""
        return self._data[field]

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        """Lets pydantic and FastAPI take and return objects; only pydantic calls this."""
        from pydantic_core import core_schema

        members = core_schema.dict_schema(core_schema.str_schema(), core_schema.any_schema())
        from_dict = core_schema.no_info_after_validator_function(cls, members)
        return core_schema.json_or_python_schema(
            json_schema=from_dict,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_dict]),
            serialization=core_schema.plain_serializer_function_ser_schema(cls.to_dict, return_schema=members),
        )

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._data == other._data

    __hash__ = None  # type: ignore[assignment]  # the data is a dict, and equal objects must not be lost in a set

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the data alone: the client behind an object holds keys."""
        return (type(self), (dict(self._data),))

    def __repr__(self) -> str:
        shown = (
            f"{name}='…'" if name in self._hidden else f"{name}={getattr(self, attribute_name(name))!r}"
            for name in self._fields
            if self._data.get(name) is not None
        )
        return f"{type(self).__name__}({', '.join(shown)})"


def attribute_name(field: str) -> str:
    """The attribute that holds this field: `pay_to` for `payTo`; Python's own words get an underscore."""
    known = _ATTRIBUTES.get(field)
    if known is None:
        name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in field).lstrip("_")
        known = _ATTRIBUTES.setdefault(field, f"{name}_" if keyword.iskeyword(name) else name)
    return known


def one(model: type[M]) -> Reader:
    """Reads one object. What is no object is left as it came: the provider changed, and the caller can look."""

    def read(value: Any) -> Any:
        return model(cast("dict[str, Any]", value)) if isinstance(value, dict) else value

    return read


def decimal(value: Any) -> Any:
    """Reads money, which the core hands over as text, with the digits that the provider sent."""
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
        if not isinstance(value, list):
            return value
        return [reader(item) for item in cast("Sequence[Any]", value)]

    return read


def map_of(reader: Reader) -> Reader:
    """Reads an object whose names are the caller's own."""

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: reader(item) for name, item in cast("dict[str, Any]", value).items()}

    return read


def inside(reader: Reader) -> Callable[[Any, Origin], Any]:
    """Reads an answer that is no object itself and holds some."""

    def read(value: Any, _origin: Origin) -> Any:
        return reader(value)

    return read


def as_it_came(value: Any, _origin: Origin) -> Any:
    """Leaves an answer as plain Python objects."""
    return value


def nothing(_value: Any, _origin: Origin) -> None:
    """Reads an answer that says nothing."""
