"""What async calls keep for an event loop or a task, as long as it exists.

A module of its own, because a program without async calls needs no `weakref`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from payonce._errors import PayonceError
    from payonce._turns import LoopTurns

by_loop: WeakKeyDictionary[AbstractEventLoop, LoopTurns] = WeakKeyDictionary()
"""What waits for the calls of an event loop."""

by_task: WeakKeyDictionary[Any, PayonceError] = WeakKeyDictionary()
"""The error of the last call of a task that was ended from outside."""
