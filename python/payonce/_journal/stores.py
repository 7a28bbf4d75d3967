"""What a store of a journal has to do.

Every decision about an entry is the core's. A store only has to insert a row if it is absent, and to replace it if its
generation is the expected one, each in one atomic and durable step.
"""

from __future__ import annotations

import inspect
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

from payonce._frozen import dataclass

OPERATIONS = ("claim", "update", "get", "list")


@dataclass(frozen=True)
class JournalRow:
    """A row of a journal: the same columns in every store and in every language."""

    id: str
    """The primary key."""
    generation: int
    """Increased by every write."""
    state: str
    """The state of the entry; a settled entry has `settled`."""
    outcome: str | None
    """The outcome of an entry that is open or settled."""
    provider: str
    """The provider."""
    account: str
    """The account at the provider."""
    operation: str
    """The operation."""
    key: str | None
    """The key of the payment; `None` in an entry that was pruned."""
    created_ms: int
    """When the store inserted the row, in milliseconds since 1970 by its own clock."""
    updated_ms: int
    """When the store wrote the row last, in milliseconds since 1970 by its own clock."""
    schema: int
    """The version of the row."""
    entry: str
    """The rest as JSON text, which only payonce reads. It can have several hundred kilobytes."""


@dataclass(frozen=True)
class JournalAnswer:
    """What a store answers."""

    written: bool
    """Whether the row was written; `False` for `get` and `list`."""
    row: JournalRow | None
    """The row that is in the store now; `None` if there is none."""
    rows: tuple[JournalRow, ...]
    """The rows of `list`."""
    now_ms: int
    """The time of the store, in milliseconds since 1970."""

    def to_json(self) -> str:
        """The answer as JSON text."""
        row = None if self.row is None else vars(self.row)
        rows = [vars(row) for row in self.rows]
        return json.dumps({"written": self.written, "row": row, "rows": rows, "now_ms": self.now_ms})


@runtime_checkable
class JournalStore(Protocol):
    """A store for sync clients. Its methods run on the thread of the call.

    Run `payonce.journal.conformance.check` on your own store.
    """

    def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts the row if no row has its `id`, with the time of the store as `created_ms` and `updated_ms`.

        Args:
            row: The row.

        Returns:
            The row that is in the store now, and whether it was `written`.
        """
        ...

    def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces the row if the stored one has exactly this generation. `created_ms` stays as it is, and `updated_ms`
        becomes the time of the store.

        Args:
            row: The row.
            if_generation: The generation that the stored row must have.

        Returns:
            The row that is in the store now, and whether it was `written`.
        """
        ...

    def get(self, id: str, /) -> JournalAnswer:
        """Returns the row with this `id`.

        Args:
            id: The primary key.
        """
        ...

    def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Returns rows in the order of their `id`.

        Args:
            unsettled_only: Whether rows with the state `settled` are left out.
            after: Only rows whose `id` is greater; `None` for the first page.
            limit: The most rows.
        """
        ...


@runtime_checkable
class AsyncJournalStore(Protocol):
    """A store for async clients. Its methods run on the event loop of the call.

    Run `payonce.journal.conformance.check_async` on your own store.
    """

    async def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts the row if no row has its `id`; see `JournalStore.claim`."""
        ...

    async def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces the row if the stored one has exactly this generation; see `JournalStore.update`."""
        ...

    async def get(self, id: str, /) -> JournalAnswer:
        """Returns the row with this `id`."""
        ...

    async def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Returns rows in the order of their `id`; see `JournalStore.list`."""
        ...


def is_store(value: object) -> bool:
    """Whether a value has the methods of a store."""
    return all(callable(getattr(value, name, None)) for name in OPERATIONS)


def is_async_store(store: object) -> bool:
    """Whether the methods of a store are coroutine functions."""
    return any(inspect.iscoroutinefunction(getattr(store, name, None)) for name in OPERATIONS)


def _called(store: object, operation: Mapping[str, Any]) -> Any:
    name: str = operation["op"]
    method: Callable[..., Any] = getattr(store, name)
    if name == "claim":
        return method(JournalRow(**operation["row"]))
    if name == "update":
        return method(JournalRow(**operation["row"]), operation["if_generation"])
    if name == "get":
        return method(operation["id"])
    return method(operation["unsettled_only"], operation["after"], operation["limit"])


def _checked(answer: object) -> JournalAnswer:
    if inspect.iscoroutine(answer):
        answer.close()
        raise TypeError("the journal store is async; use it with an async client")
    if not isinstance(answer, JournalAnswer):
        raise TypeError(f"the journal store returned {type(answer).__name__}; it must return a JournalAnswer")
    return answer


def answer_of(store: object, operation: Mapping[str, Any]) -> JournalAnswer:
    """Has a store carry out an operation of the core."""
    return _checked(_called(store, operation))


async def answer_of_async(store: object, operation: Mapping[str, Any]) -> JournalAnswer:
    """Has a store carry out an operation of the core, and awaits it."""
    answer = _called(store, operation)
    return _checked(await answer if inspect.isawaitable(answer) else answer)


def clock_ms() -> int:
    """The time of this machine in milliseconds since 1970."""
    return time.time_ns() // 1_000_000
