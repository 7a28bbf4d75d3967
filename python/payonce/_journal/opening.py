"""Takes the store that a client was given."""

from __future__ import annotations

from typing import Any

from payonce._journal.stores import is_async_store, is_store
from payonce._problems import problem_of
from payonce._serialize import NotSerializableError


def refuse_store(store: object, *, awaited: bool) -> None:
    """Refuses what is not a store for this kind of client.

    Raises:
        NotSerializableError: It is not.
    """
    if isinstance(store, type) or not is_store(store):
        raise NotSerializableError(
            "journal",
            "must be the path of a file, or a store such as payonce.journal.postgres(pool); a store has the methods "
            "claim, update, get and list",
        )
    if is_async_store(store) and not awaited:
        raise NotSerializableError("journal", "is an async store; use it with an async client")
    if awaited and not is_async_store(store):
        raise NotSerializableError(
            "journal", "is a blocking store, which would stop the event loop; use a store whose methods are coroutines"
        )


def open_store(store: Any) -> None:
    """Opens a store of payonce's own, such as a table of a database. An async one opens at its first use.

    Raises:
        NotSerializableError: It cannot be opened.
    """
    opens = getattr(store, "open_journal", None)
    if opens is None:
        return
    try:
        opens()
    except Exception as failed:
        raise NotSerializableError("journal", f"cannot be opened: {problem_of(failed)}") from failed
