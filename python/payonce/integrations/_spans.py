"""OpenTelemetry: the attributes of spans."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from payonce._events import Finished, RequestFinished


def read(source: object, names: Mapping[str, str]) -> dict[str, Any]:
    """The attributes of an event or a reference whose members are not `None`."""
    values = {name: getattr(source, member) for name, member in names.items()}
    return {name: value for name, value in values.items() if value is not None}


def end(span: Any, event: RequestFinished | Finished, names: Mapping[str, str]) -> None:
    """Ends a span with the attributes of the event that ended it."""
    span.set_attributes(read(event, names))
    if event.kind is not None:
        span.set_status(importlib.import_module("opentelemetry.trace").StatusCode.ERROR)
    span.end()
