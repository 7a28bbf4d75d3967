"""What async calls keep for a task, as long as it exists.

A module of its own, because most programs never interrupt a call and need no `weakref`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from payonce._errors import PayonceError

by_task: WeakKeyDictionary[Any, PayonceError] = WeakKeyDictionary()
"""The error of the last call of a task that was ended from outside."""
