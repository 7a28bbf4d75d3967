"""How pydantic, and with it FastAPI, validates and writes results and errors.

Only pydantic calls this, so programs without it do not import its core.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast, get_type_hints

from payonce._json import plain


def schema(
    cls: type[Any],
    source: Any,
    handler: Any,
    *,
    fields: Mapping[str, str],
    read: Callable[[Mapping[str, Any]], Any],
    write: Callable[[Any], Mapping[str, Any]],
) -> Any:
    """The core schema of a class whose objects are read from and written as mappings.

    The fields only describe the object in a JSON schema. They are not validated: if a provider changes its response, a
    payment that was made must not become a response with status 500.

    Args:
        cls: The class.
        source: The type that pydantic received for it.
        handler: Creates the schemas of other types.
        fields: The attributes whose types the class declares, by the name in the mapping.
        read: Creates an object from its mapping.
        write: Returns the mapping, with exact numbers.
    """
    from pydantic_core import PydanticCustomError, core_schema

    def validate(value: Any, _inner: Any) -> Any:
        if isinstance(value, cls):
            return value
        if isinstance(value, Mapping):
            try:
                return read(cast("Mapping[str, Any]", value))
            except (TypeError, ValueError) as refused:
                raise PydanticCustomError("payonce", "{reason}", {"reason": str(refused)}) from refused
        raise PydanticCustomError("payonce", "must be a {name} or the mapping of one", {"name": cls.__name__})

    def serialize(value: Any, info: Any) -> Any:
        members = write(value)
        if info.exclude_none:
            members = {name: item for name, item in members.items() if item is not None}
        return dict(members) if info.mode == "python" else plain(members)

    hints = get_type_hints(cls)
    members = {
        name: core_schema.typed_dict_field(handler.generate_schema(hints[attribute]), required=False)
        for name, attribute in fields.items()
    }
    return core_schema.no_info_wrap_validator_function(
        validate,
        core_schema.typed_dict_schema(members, extra_behavior="allow"),
        serialization=core_schema.plain_serializer_function_ser_schema(serialize, info_arg=True),
        ref=f"{cls.__module__}.{cls.__qualname__}:{id(source)}",
    )


def described(cls: type[Any], core_schema: Any, handler: Any) -> Any:
    """The JSON schema, with the name of the class and the first line of its documentation."""
    made = handler(core_schema)
    handler.resolve_ref_schema(made).update(title=cls.__name__, description=(cls.__doc__ or "").partition("\n")[0])
    return made


class Serializer:
    """`__pydantic_serializer__`, which pydantic uses if no type is declared, such as for a value of type `Any`."""

    def __get__(self, instance: Any, owner: type[Any]) -> Any:
        from pydantic_core import SchemaSerializer, core_schema

        def serialize(value: Any) -> Any:
            return value.__json__()

        made = SchemaSerializer(
            core_schema.any_schema(serialization=core_schema.plain_serializer_function_ser_schema(serialize))
        )
        owner.__pydantic_serializer__ = made
        return made
