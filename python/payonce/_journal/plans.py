"""The outbox: records the intention to pay in a transaction of the caller."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

from payonce._journal.statements import (
    TEXTS,
    Parameters,
    claim_parameters,
    named,
    names,
    postgres_answer,
    postgres_written,
    pyformat,
    row_of,
    sqlite_parameters,
    update_parameters,
)
from payonce._journal.stores import JournalAnswer, JournalRow, clock_ms

Rows: TypeAlias = Sequence[Sequence[Any]]
Statement: TypeAlias = tuple[str, Parameters]
Run: TypeAlias = Callable[[str, Parameters], Rows]
RunAsync: TypeAlias = Callable[[str, Parameters], Awaitable[Rows]]


class Transaction:
    """The caller's open transaction, in the dialect of its database."""

    def __init__(self, dialect: str, run: Run) -> None:
        self.dialect = dialect
        self._run = run

    def answer(self, operation: Mapping[str, Any]) -> JournalAnswer:
        """Carries an operation of a plan out, as a part of the transaction."""
        row = JournalRow(**operation["row"])
        write, read = statements(self.dialect, operation, row)
        written = self._run(*write)
        if self.dialect == "sqlite":
            return sqlite_answer(self._run(*read), written=bool(written))
        return postgres_written(row, written) if written else postgres_answer(self._run(*read))


class AsyncTransaction:
    """The caller's open transaction on an event loop."""

    def __init__(self, dialect: str, run: RunAsync) -> None:
        self.dialect = dialect
        self._run = run

    async def answer(self, operation: Mapping[str, Any]) -> JournalAnswer:
        """Carries an operation of a plan out, as a part of the transaction."""
        row = JournalRow(**operation["row"])
        write, read = statements(self.dialect, operation, row)
        written = await self._run(*write)
        if self.dialect == "sqlite":
            return sqlite_answer(await self._run(*read), written=bool(written))
        return postgres_written(row, written) if written else postgres_answer(await self._run(*read))


def statements(dialect: str, operation: Mapping[str, Any], row: JournalRow) -> tuple[Statement, Statement]:
    """The statement that writes the row, and the one that reads what is there."""
    name: str = operation["op"]
    parameters = claim_parameters(row) if name == "claim" else update_parameters(row, operation["if_generation"])
    return (f"{dialect}_{name}", parameters), (f"{dialect}_get", (row.id,))


def sqlite_answer(rows: Rows, *, written: bool) -> JournalAnswer:
    """The answer of SQLite, which has no clock of its own."""
    row = row_of(rows[0]) if rows else None
    return JournalAnswer(written=written, row=row, rows=(), now_ms=clock_ms())


def transaction_of(within: object) -> Transaction | AsyncTransaction | None:
    """The transaction of a connection or a session of the caller; `None` if it is not supported."""
    for module, name, adapt in _ADAPTERS:
        # A program that has such an object has imported its module.
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(within, kind):
            return adapt(within)
    return None


def _sqlite(connection: Any) -> Transaction:
    def run(name: str, parameters: Parameters) -> Rows:
        cursor = connection.cursor()
        # The connection can have another row factory.
        cursor.row_factory = None
        cursor.execute(TEXTS[name], sqlite_parameters(name, parameters))
        rows: Rows = cursor.fetchall() if cursor.description else [()] * max(cursor.rowcount, 0)
        return rows

    return Transaction("sqlite", run)


def _psycopg(connection: Any) -> Transaction:
    from psycopg.rows import tuple_row

    def run(name: str, parameters: Parameters) -> Rows:
        with connection.cursor(row_factory=tuple_row) as cursor:
            rows: Rows = cursor.execute(pyformat(TEXTS[name]), names(parameters)).fetchall()
            return rows

    return Transaction("postgres", run)


def _psycopg_async(connection: Any) -> AsyncTransaction:
    from psycopg.rows import tuple_row

    async def run(name: str, parameters: Parameters) -> Rows:
        async with connection.cursor(row_factory=tuple_row) as cursor:
            await cursor.execute(pyformat(TEXTS[name]), names(parameters))
            rows: Rows = await cursor.fetchall()
            return rows

    return AsyncTransaction("postgres", run)


def _asyncpg(connection: Any) -> AsyncTransaction:
    async def run(name: str, parameters: Parameters) -> Rows:
        rows: Rows = await connection.fetch(TEXTS[name], *parameters)
        return rows

    return AsyncTransaction("postgres", run)


def _sqlalchemy_rows(connection: Any, dialect: str, name: str, parameters: Parameters) -> Rows:
    from sqlalchemy import text

    if dialect == "sqlite":
        result = connection.exec_driver_sql(TEXTS[name], dict(sqlite_parameters(name, parameters)))
        rows: Rows = result.fetchall() if result.returns_rows else [()] * max(result.rowcount, 0)
        return rows
    found: Rows = connection.execute(text(named(TEXTS[name])), names(parameters)).fetchall()
    return list(found)


def _dialect(bind: Any) -> str:
    dialect: str = bind.dialect.name
    if dialect not in ("postgresql", "sqlite"):
        raise TypeError(f"within: the journal cannot be in {dialect}; it can be in postgresql and in sqlite")
    return dialect.replace("postgresql", "postgres")


def _sqlalchemy(connection: Any) -> Transaction:
    dialect = _dialect(connection)
    return Transaction(dialect, lambda name, parameters: _sqlalchemy_rows(connection, dialect, name, parameters))


def _session(session: Any) -> Transaction:
    # A connection takes part in the transaction of its session.
    return _sqlalchemy(session.connection())


def _sqlalchemy_async(connection: Any) -> AsyncTransaction:
    dialect = _dialect(connection)

    async def run(name: str, parameters: Parameters) -> Rows:
        rows: Rows = await connection.run_sync(_sqlalchemy_rows, dialect, name, parameters)
        return rows

    return AsyncTransaction(dialect, run)


def _session_async(session: Any) -> AsyncTransaction:
    dialect = _dialect(session.get_bind())

    async def run(name: str, parameters: Parameters) -> Rows:
        rows: Rows = await (await session.connection()).run_sync(_sqlalchemy_rows, dialect, name, parameters)
        return rows

    return AsyncTransaction(dialect, run)


_ADAPTERS: tuple[tuple[str, str, Callable[[Any], Transaction | AsyncTransaction]], ...] = (
    ("sqlite3", "Connection", _sqlite),
    ("psycopg", "Connection", _psycopg),
    ("psycopg", "AsyncConnection", _psycopg_async),
    ("asyncpg", "Connection", _asyncpg),
    ("asyncpg.pool", "PoolConnectionProxy", _asyncpg),
    ("sqlalchemy.engine", "Connection", _sqlalchemy),
    ("sqlalchemy.orm", "Session", _session),
    ("sqlalchemy.orm", "scoped_session", _session),
    ("sqlalchemy.ext.asyncio", "AsyncConnection", _sqlalchemy_async),
    ("sqlalchemy.ext.asyncio", "AsyncSession", _session_async),
)
