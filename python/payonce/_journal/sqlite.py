"""The journal in an SQLite file that the program itself uses, through Python's own copy of SQLite."""

from __future__ import annotations

import os
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from payonce._journal.statements import (
    TEXTS,
    Parameters,
    claim_parameters,
    refuse_later_schema,
    row_of,
    sqlite_parameters,
    update_parameters,
)
from payonce._journal.stores import JournalAnswer, JournalRow, clock_ms

if TYPE_CHECKING:
    from sqlite3 import Connection

_BUSY_SECONDS = 30


class Sqlite:
    """A journal in an SQLite file for sync clients. `sqlite` creates it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._alone = threading.Lock()

    def _connect(self) -> Connection:
        # Not every Python has it, and not every program needs it.
        import sqlite3

        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
        # For the lock that a change of the journal mode needs, SQLite does not wait: of two workers that open a new
        # file at the same time, one is refused.
        last = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                break
            except sqlite3.OperationalError as error:
                # Python 3.10 has no code for it.
                if "locked" not in str(error) or time.monotonic() > last:
                    connection.close()
                    raise
                time.sleep(0.002)
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def open_journal(self) -> None:
        """Creates the table if it is missing."""
        if self._path in ("", ":memory:"):
            raise ValueError("must be the path of a file, because a journal has to outlive its process")
        with self._alone, closing(self._connect()) as connection:
            connection.executescript(TEXTS["sqlite_schema"])
            refuse_later_schema(connection.execute(TEXTS["newest_schema"]).fetchone()[0])

    def _write(self, name: str, parameters: Parameters) -> JournalAnswer:
        # A connection for each operation: none is open when the process forks.
        with self._alone, closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            written = connection.execute(TEXTS[name], sqlite_parameters(name, parameters)).rowcount
            found = connection.execute(TEXTS["sqlite_get"], {"1": parameters[0]}).fetchone()
            connection.execute("COMMIT")
        row = None if found is None else row_of(found)
        return JournalAnswer(written=written == 1, row=row, rows=(), now_ms=clock_ms())

    def _read(self, name: str, parameters: Parameters) -> list[JournalRow]:
        with self._alone, closing(self._connect()) as connection:
            return [row_of(row) for row in connection.execute(TEXTS[name], sqlite_parameters(name, parameters))]

    def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts the row if no row has its `id`."""
        return self._write("sqlite_claim", claim_parameters(row))

    def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces the row if the stored one has exactly this generation."""
        return self._write("sqlite_update", update_parameters(row, if_generation))

    def get(self, id: str, /) -> JournalAnswer:
        """Returns the row with this `id`."""
        rows = self._read("sqlite_get", (id,))
        return JournalAnswer(written=False, row=rows[0] if rows else None, rows=(), now_ms=clock_ms())

    def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Returns rows in the order of their `id`."""
        rows = self._read("sqlite_list", (after or "", unsettled_only, limit))
        return JournalAnswer(written=False, row=None, rows=tuple(rows), now_ms=clock_ms())


class AsyncSqlite:
    """A journal in an SQLite file for async clients, which uses the file in threads. `async_sqlite` creates it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._inner = Sqlite(path)

    def open_journal(self) -> None:
        """Creates the table if it is missing."""
        self._inner.open_journal()

    async def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts the row if no row has its `id`."""
        return await _in_thread(self._inner.claim, row)

    async def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces the row if the stored one has exactly this generation."""
        return await _in_thread(self._inner.update, row, if_generation)

    async def get(self, id: str, /) -> JournalAnswer:
        """Returns the row with this `id`."""
        return await _in_thread(self._inner.get, id)

    async def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Returns rows in the order of their `id`."""
        return await _in_thread(self._inner.list, unsettled_only, after, limit)


async def _in_thread(method: Any, *arguments: Any) -> JournalAnswer:
    import asyncio

    answer: JournalAnswer = await asyncio.to_thread(method, *arguments)
    return answer


def sqlite(path: str | os.PathLike[str], /) -> Sqlite:
    """Makes a journal of an SQLite file that the program also uses itself, through Python's `sqlite3`.

    For a file that only payonce uses, `journal="payments.db"` is faster. That journal has a copy of SQLite of its own.
    Two copies in one process break each other's locks on a file, so a file that both use needs this store. Other
    processes can use the same file with either.

    Args:
        path: The file, on a local disk.

    Returns:
        What a sync client takes as `journal`.
    """
    return Sqlite(path)


def async_sqlite(path: str | os.PathLike[str], /) -> AsyncSqlite:
    """`sqlite` for async clients. It uses the file in threads of the event loop.

    Args:
        path: The file, on a local disk.

    Returns:
        What an async client takes as `journal`.
    """
    return AsyncSqlite(path)
