"""Values of the core as JSON.

The core passes numbers with all their digits. A number that neither an `int` nor a `float` represents is a `Decimal`,
which Python's `json` refuses. In JSON that another package writes it becomes a string. It keeps its digits in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast


def plain(value: Any) -> Any:
    """A copy that `json.dumps` accepts: a `Decimal` becomes the string of its digits."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in cast("list[Any]", value)]
    return value


def exact_json(value: Any) -> str:
    """JSON text in which a `Decimal` is a number with all its digits."""
    # Imported here, because a client needs it for few calls.
    import json

    if isinstance(value, Decimal):
        return str(value) if value.is_finite() else json.dumps(str(value))
    if isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value).items()
        return "{" + ", ".join(f"{json.dumps(name)}: {exact_json(item)}" for name, item in members) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(exact_json(item) for item in cast("list[Any]", value)) + "]"
    return json.dumps(value, default=json_default)


def json_default(value: Any) -> Any:
    """Lets `json.dumps` write results and errors: `json.dumps(paid, default=payonce.json_default)`.

    Args:
        value: An object that `json` cannot write by itself: a result, an error, a `Reference`, an `HttpResponse`, or a
            `Decimal`, which becomes the string of its digits.

    Raises:
        TypeError: The value has another type.
    """
    if isinstance(value, Decimal):
        return str(value)
    form = getattr(value, "__json__", None)
    if form is None or isinstance(value, type):
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
    return form()
