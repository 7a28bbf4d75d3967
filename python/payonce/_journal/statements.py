"""The statements of the core, in the spelling of each driver."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from payonce._journal.stores import JournalAnswer, JournalRow, clock_ms
from payonce._native import journal_statements

TEXTS, COLUMNS = journal_statements()
SCHEMA = 1
"""The version of the rows that this release reads."""
_PLACE = re.compile(r"\$(\d+)")

Parameters = tuple[Any, ...]


def pyformat(text: str) -> str:
    """`$1` as `%(p1)s`, for psycopg."""
    return _PLACE.sub(r"%(p\1)s", text.replace("%", "%%"))


def named(text: str) -> str:
    """`$1` as `:p1`, for SQLAlchemy, which takes a single colon for a parameter."""
    return _PLACE.sub(r":p\1", text.replace(":", r"\:"))


def names(parameters: Parameters) -> Mapping[str, Any]:
    """The parameters by the names that `pyformat` and `named` give them."""
    return {f"p{place}": value for place, value in enumerate(parameters, 1)}


def claim_parameters(row: JournalRow) -> Parameters:
    """The parameters of `postgres_claim`."""
    return (
        *(row.id, row.generation, row.state, row.outcome, row.provider, row.account, row.operation, row.key),
        *(row.schema, row.entry),
    )


def update_parameters(row: JournalRow, if_generation: int) -> Parameters:
    """The parameters of `postgres_update`."""
    return (
        *(row.id, row.generation, row.state, row.outcome, row.account, row.key, row.schema, row.entry),
        if_generation,
    )


def row_of(columns: Sequence[Any]) -> JournalRow:
    """The row with these columns."""
    return JournalRow(**dict(zip(COLUMNS, columns, strict=True)))


def postgres_answer(found: Sequence[Sequence[Any]]) -> JournalAnswer:
    """The answer for the rows of a statement of PostgreSQL, which have the time of the server in front."""
    rows = [row_of(columns[1:]) for columns in found if columns[1] is not None]
    return JournalAnswer(written=False, row=rows[0] if rows else None, rows=tuple(rows), now_ms=int(found[0][0]))


def postgres_written(row: JournalRow, found: Sequence[Sequence[Any]]) -> JournalAnswer:
    """The answer for a row that PostgreSQL wrote, which returns only what the caller does not know."""
    now_ms, created_ms = map(int, found[0])
    written = replace(row, created_ms=created_ms, updated_ms=now_ms)
    return JournalAnswer(written=True, row=written, rows=(), now_ms=now_ms)


def sqlite_parameters(name: str, parameters: Parameters) -> Mapping[str, Any]:
    """The parameters of a statement of SQLite, which has no clock of its own."""
    if name == "sqlite_claim":
        parameters = (*parameters[:8], clock_ms(), *parameters[8:])
    elif name == "sqlite_update":
        parameters = (*parameters[:6], clock_ms(), *parameters[6:])
    return {str(place): value for place, value in enumerate(parameters, 1)}


def refuse_later_schema(found: int | None) -> None:
    """Refuses a table with rows of a later release.

    Raises:
        ValueError: It has some.
    """
    if found is not None and found > SCHEMA:
        raise ValueError(
            f"has rows of a later release of payonce (schema {found}, and this one knows {SCHEMA}); upgrade payonce"
        )
