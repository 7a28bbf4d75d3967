"""Python values as JSON for the core.

The core checks the arguments. This module only converts Python's richer types, and refuses a value that JSON cannot
represent, with the name of its field.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from payonce._model import Model
from payonce._native import json_text


class NotSerializableError(Exception):
    """A value that JSON cannot represent. This package never raises it to a caller."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class Null:
    """A `None` that the caller passed, where omitting it has another meaning."""


NULL = Null()
_MOST_LEVELS = 100
"""The core accepts a few more. A list that contains itself has no end."""


def to_json(members: Mapping[str, Any]) -> str:
    """The members as a JSON object; `None` means omitted.

    Raises:
        NotSerializableError: A value that JSON cannot represent.
    """
    given = {name: _plain(value, name) for name, value in members.items() if value is not None}
    return json_text(given)


def _plain(value: Any, field: str, level: int = 0) -> Any:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Null):
        return None
    if isinstance(value, Enum):
        return _plain(value.value, field, level)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        # JSON has no such number, and the core could not name the argument.
        if not math.isfinite(value):
            raise NotSerializableError(field, "must be a finite number")
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NotSerializableError(field, "must be a finite number")
        # Plain digits: str() would write 1E+3, which no provider accepts as an amount.
        return format(value, "f")
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotSerializableError(field, "must have a time zone; a naive datetime is a different moment elsewhere")
        return value.isoformat()
    if _is_uuid(value):
        return str(value)
    return _composite(value, field, level + 1)


def _is_uuid(value: Any) -> bool:
    # A program that has such an object has imported its module.
    module: Any = sys.modules.get("uuid")
    return module is not None and isinstance(value, module.UUID)


def _composite(value: Any, field: str, level: int) -> Any:
    if level > _MOST_LEVELS:
        raise NotSerializableError(re.split(r"[.\[]", field)[0], "is nested too deeply, or contains itself")
    if isinstance(value, Model):
        return value.to_dict()
    # An object of a dataclass, which `is_dataclass` finds in the same way.
    if hasattr(type(value), "__dataclass_fields__"):  # pyright: ignore[reportUnknownArgumentType]
        from dataclasses import fields

        members = {member.name: getattr(value, member.name) for member in fields(value)}
        return {name: _plain(item, f"{field}.{name}", level) for name, item in members.items() if item is not None}
    if isinstance(value, Mapping):
        mapping = cast("Mapping[Any, Any]", value)  # type: ignore[redundant-cast]  # pyright needs it
        for name in mapping:
            if not isinstance(name, str):
                raise NotSerializableError(field, f"must have strings as keys, not {type(name).__name__}")
        return {name: _plain(item, f"{field}.{name}", level) for name, item in mapping.items()}
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise NotSerializableError(field, "must be a string, not bytes; decode it first")
    if isinstance(value, (Sequence, Set)):
        items = cast("Sequence[Any]", value)
        return [_plain(item, f"{field}[{at}]", level) for at, item in enumerate(items)]
    raise NotSerializableError(field, f"cannot be sent: {type(value).__name__} cannot be represented in json")
