"""The functions that a client calls for its events."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from payonce._events import Event
else:
    # Most clients have no listener, and the classes of the events take as long to import as those of the errors.
    Event = Any

Listener: TypeAlias = Callable[[Event], object]
"""What a sync client takes as `on_event`."""

AsyncListener: TypeAlias = Callable[[Event], Awaitable[object] | object]
"""What an async client takes as `on_event`: a function or a coroutine function."""
