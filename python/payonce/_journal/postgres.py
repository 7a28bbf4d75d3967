"""The journal in PostgreSQL, on the connections that the program already has.

Each driver only has to run a statement in a transaction of its own, and to answer its rows.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Protocol, TypeAlias, overload

from payonce._journal.durability import warn
from payonce._journal.statements import (
    TEXTS,
    Parameters,
    claim_parameters,
    named,
    names,
    postgres_answer,
    postgres_written,
    pyformat,
    refuse_later_schema,
    update_parameters,
)
from payonce._journal.stores import JournalAnswer, JournalRow

Rows: TypeAlias = Sequence[Sequence[Any]]
Run: TypeAlias = Callable[[str, Parameters], Rows]
RunAsync: TypeAlias = Callable[[str, Parameters], Awaitable[Rows]]

_SCHEMA = "postgres_schema"
_NEWEST = "newest_schema"
_WARNINGS = "postgres_warnings"
_UNDEFINED_TABLE = "42P01"


class Postgres:
    """A journal in PostgreSQL for sync clients. `postgres` creates it."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def open_journal(self) -> None:
        """Creates the table if it is missing, and warns if the server can forget what it acknowledged."""
        try:
            newest = self._run(_NEWEST, ())
        except Exception as missing:
            _raise_unless_missing(missing)
            try:
                self._run(_SCHEMA, ())
            except Exception as failed:
                # Another process can have created it at this moment.
                try:
                    newest = self._run(_NEWEST, ())
                except Exception:
                    raise failed from None
            else:
                newest = self._run(_NEWEST, ())
        refuse_later_schema(newest[0][0])
        try:
            found = self._run(_WARNINGS, ())
        except Exception:
            # A database that does not answer may be configured well.
            return
        _warn(found)

    def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts the row if no row has its `id`."""
        written = self._run("postgres_claim", claim_parameters(row))
        return postgres_written(row, written) if written else self.get(row.id)

    def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces the row if the stored one has exactly this generation."""
        written = self._run("postgres_update", update_parameters(row, if_generation))
        return postgres_written(row, written) if written else self.get(row.id)

    def get(self, id: str, /) -> JournalAnswer:
        """Returns the row with this `id`."""
        return postgres_answer(self._run("postgres_get", (id,)))

    def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Returns rows in the order of their `id`."""
        return postgres_answer(self._run("postgres_list", (after or "", unsettled_only, limit)))


class AsyncPostgres:
    """A journal in PostgreSQL for async clients. `postgres` creates it."""

    def __init__(self, run: RunAsync) -> None:
        self._run_opened = run
        self._is_open = False

    async def _run(self, name: str, parameters: Parameters) -> Rows:
        if not self._is_open:
            await self.open_journal_async()
            self._is_open = True
        return await self._run_opened(name, parameters)

    async def open_journal_async(self) -> None:
        """Creates the table if it is missing, and warns if the server can forget what it acknowledged. The first
        operation does it by itself."""
        run = self._run_opened
        try:
            newest = await run(_NEWEST, ())
        except Exception as missing:
            _raise_unless_missing(missing)
            try:
                await run(_SCHEMA, ())
            except Exception as failed:
                # Another process can have created it at this moment.
                try:
                    newest = await run(_NEWEST, ())
                except Exception:
                    raise failed from None
            else:
                newest = await run(_NEWEST, ())
        refuse_later_schema(newest[0][0])
        try:
            found = await run(_WARNINGS, ())
        except Exception:
            # A database that does not answer may be configured well.
            return
        _warn(found)

    async def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts the row if no row has its `id`."""
        written = await self._run("postgres_claim", claim_parameters(row))
        return postgres_written(row, written) if written else await self.get(row.id)

    async def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces the row if the stored one has exactly this generation."""
        written = await self._run("postgres_update", update_parameters(row, if_generation))
        return postgres_written(row, written) if written else await self.get(row.id)

    async def get(self, id: str, /) -> JournalAnswer:
        """Returns the row with this `id`."""
        return postgres_answer(await self._run("postgres_get", (id,)))

    async def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Returns rows in the order of their `id`."""
        found = await self._run("postgres_list", (after or "", unsettled_only, limit))
        return postgres_answer(found)


# What the drivers' objects have and similar objects of theirs do not: types that are known without the drivers.
class _Pool(Protocol):
    """A pool of psycopg."""

    def connection(self) -> AbstractContextManager[Any]: ...


class _Connection(Protocol):
    """A connection of psycopg."""

    @property
    def info(self) -> Any: ...
    def transaction(self) -> AbstractContextManager[Any]: ...


class _Engine(Protocol):
    """An engine of SQLAlchemy."""

    def begin(self) -> AbstractContextManager[Any]: ...
    def dispose(self) -> None: ...


class _AsyncPool(Protocol):
    """An async pool of psycopg."""

    def connection(self) -> AbstractAsyncContextManager[Any]: ...


class _AsyncConnection(Protocol):
    """An async connection of psycopg."""

    @property
    def info(self) -> Any: ...
    def transaction(self) -> AbstractAsyncContextManager[Any]: ...


class _AsyncEngine(Protocol):
    """An async engine of SQLAlchemy."""

    def begin(self) -> AbstractAsyncContextManager[Any]: ...
    async def dispose(self) -> None: ...


class _AsyncpgPool(Protocol):
    """A pool of asyncpg."""

    def acquire(self) -> Any: ...


@overload
def postgres(target: _Pool | _Connection | _Engine, /) -> Postgres: ...
@overload
def postgres(target: _AsyncPool | _AsyncConnection | _AsyncEngine | _AsyncpgPool, /) -> AsyncPostgres: ...
def postgres(target: Any, /) -> Postgres | AsyncPostgres:
    """Makes a journal of a PostgreSQL database that the program already uses. Any number of hosts can share it.

    Each write is a transaction of its own, on a connection of the pool. The table `payonce_journal` is created if it is
    missing. The server has to remember what it acknowledged: leave `synchronous_commit` and `fsync` on. Otherwise a
    crash can lose the record of a payment, and payonce warns with a `JournalDurabilityWarning`.

    Args:
        target: For sync clients a psycopg `ConnectionPool` or `Connection`, or an SQLAlchemy `Engine`. For async
            clients a psycopg `AsyncConnectionPool` or `AsyncConnection`, an asyncpg pool, or an SQLAlchemy
            `AsyncEngine`. A connection must not be used by anything else at the same time.

    Returns:
        What a client takes as `journal`. A sync client creates the table when it is created, an async client with its
        first call.

    Raises:
        TypeError: The target is none of these, or its database is not PostgreSQL.
    """
    for module, name, adapt in _ADAPTERS:
        # A program that has such an object has imported its module.
        loaded = sys.modules.get(module)
        kind = getattr(loaded, name, None)
        if kind is not None and isinstance(target, kind):
            return adapt(target)
    raise TypeError(
        f"postgres: {type(target).__name__} is not supported; pass a psycopg 3 pool or connection, an asyncpg pool, or "
        "an SQLAlchemy engine"
    )


def _warn(found: Rows) -> None:
    for (text,) in found:
        warn(text)


def _text(name: str) -> str:
    return TEXTS[name]


def _psycopg_pool(pool: Any) -> Postgres:
    def run(name: str, parameters: Parameters) -> Rows:
        with pool.connection() as connection, connection.transaction():
            return _psycopg_rows(connection, name, parameters)

    return Postgres(run)


def _psycopg_connection(connection: Any) -> Postgres:
    alone = threading.Lock()

    def run(name: str, parameters: Parameters) -> Rows:
        with alone:
            _refuse_transaction(connection.info.transaction_status != 0)
            with connection.transaction():
                return _psycopg_rows(connection, name, parameters)

    return Postgres(run)


def _psycopg_rows(connection: Any, name: str, parameters: Parameters) -> Rows:
    from psycopg.rows import tuple_row

    # The connection can have another row factory.
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(pyformat(_text(name)), names(parameters) if parameters else None)
        rows: Rows = [] if cursor.description is None else cursor.fetchall()
        return rows


def _psycopg_async_pool(pool: Any) -> AsyncPostgres:
    async def run(name: str, parameters: Parameters) -> Rows:
        async with pool.connection() as connection, connection.transaction():
            return await _psycopg_rows_async(connection, name, parameters)

    return AsyncPostgres(run)


def _psycopg_async_connection(connection: Any) -> AsyncPostgres:
    import asyncio

    alone = asyncio.Lock()

    async def run(name: str, parameters: Parameters) -> Rows:
        async with alone:
            _refuse_transaction(connection.info.transaction_status != 0)
            async with connection.transaction():
                return await _psycopg_rows_async(connection, name, parameters)

    return AsyncPostgres(run)


async def _psycopg_rows_async(connection: Any, name: str, parameters: Parameters) -> Rows:
    from psycopg.rows import tuple_row

    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(pyformat(_text(name)), names(parameters) if parameters else None)
        rows: Rows = [] if cursor.description is None else await cursor.fetchall()
        return rows


def _asyncpg_pool(pool: Any) -> AsyncPostgres:
    async def run(name: str, parameters: Parameters) -> Rows:
        async with pool.acquire() as connection:
            return await _asyncpg_rows(connection, name, parameters)

    return AsyncPostgres(run)


async def _asyncpg_rows(connection: Any, name: str, parameters: Parameters) -> Rows:
    if name == _SCHEMA:
        # Several statements at once have no parameters.
        await connection.execute(_text(name))
        return []
    rows: Rows = await connection.fetch(_text(name), *parameters)
    return rows


def _engine(engine: Any) -> Postgres:
    _refuse_dialect(engine.dialect.name)

    def run(name: str, parameters: Parameters) -> Rows:
        with engine.begin() as connection:
            return _sqlalchemy_rows(connection, name, parameters)

    return Postgres(run)


def _async_engine(engine: Any) -> AsyncPostgres:
    _refuse_dialect(engine.dialect.name)

    async def run(name: str, parameters: Parameters) -> Rows:
        async with engine.begin() as connection:
            rows: Rows = await connection.run_sync(_sqlalchemy_rows, name, parameters)
            return rows

    return AsyncPostgres(run)


def _sqlalchemy_rows(connection: Any, name: str, parameters: Parameters) -> Rows:
    from sqlalchemy import text

    if name == _SCHEMA:
        # Drivers that prepare their statements take one at a time.
        for statement in filter(str.strip, _text(name).split(";")):
            connection.execute(text(named(statement)))
        return []
    rows: Rows = connection.execute(text(named(_text(name))), names(parameters)).fetchall()
    return rows


def _raise_unless_missing(failed: Exception) -> None:
    """Raises the error of a database, unless it says that the table is missing."""
    # SQLAlchemy keeps the error of the driver.
    cause = getattr(failed, "orig", failed)
    if getattr(cause, "sqlstate", None) != _UNDEFINED_TABLE and getattr(cause, "pgcode", None) != _UNDEFINED_TABLE:
        raise failed


def _refuse_transaction(is_in_transaction: bool) -> None:
    if is_in_transaction:
        raise RuntimeError(
            "the connection of the journal is in a transaction, whose rollback would remove the evidence of a payment; "
            "give the journal a pool, or a connection of its own"
        )


def _refuse_dialect(name: str) -> None:
    if name != "postgresql":
        raise TypeError(f"postgres: the engine is for {name}, not for postgresql")


_ADAPTERS: tuple[tuple[str, str, Callable[[Any], Postgres | AsyncPostgres]], ...] = (
    ("psycopg_pool", "ConnectionPool", _psycopg_pool),
    ("psycopg_pool", "AsyncConnectionPool", _psycopg_async_pool),
    ("psycopg", "Connection", _psycopg_connection),
    ("psycopg", "AsyncConnection", _psycopg_async_connection),
    ("asyncpg.pool", "Pool", _asyncpg_pool),
    ("sqlalchemy.engine", "Engine", _engine),
    ("sqlalchemy.ext.asyncio", "AsyncEngine", _async_engine),
)
