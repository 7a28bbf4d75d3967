"""The journal in Redis, on the client that the program already has."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

from payonce._journal.durability import warn
from payonce._journal.statements import COLUMNS, TEXTS, Parameters, claim_parameters, row_of, update_parameters
from payonce._journal.stores import JournalAnswer, JournalRow

if TYPE_CHECKING:
    from redis import Redis as SyncTarget
    from redis.asyncio import Redis as AsyncTarget

_NUMBERS = frozenset({"generation", "created_ms", "updated_ms", "schema"})


class Redis:
    """A journal in Redis for sync clients. `redis` creates it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._scripts = _scripts(client)

    def open_journal(self) -> None:
        """Warns if the server can forget what it acknowledged."""
        _warn(self._client.info("memory"), self._client.info("persistence"))

    def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts the row if no row has its `id`."""
        return _answer(self._scripts["claim"](_row_keys(row.id), _texts(claim_parameters(row))), row)

    def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces the row if the stored one has exactly this generation."""
        return _answer(self._scripts["update"](_row_keys(row.id), _texts(update_parameters(row, if_generation))), row)

    def get(self, id: str, /) -> JournalAnswer:
        """Returns the row with this `id`."""
        return _answer(self._scripts["get"](_row_keys(id)[:1]))

    def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Returns rows in the order of their `id`."""
        return _page(self._scripts["list"](*_list_arguments(unsettled_only, after, limit)))


class AsyncRedis:
    """A journal in Redis for async clients. `redis` creates it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._scripts = _scripts(client)
        self._is_open = False

    async def open_journal_async(self) -> None:
        """Warns if the server can forget what it acknowledged. The first operation does it by itself."""
        _warn(await self._client.info("memory"), await self._client.info("persistence"))

    async def _run(self, name: str, keys: Sequence[str], arguments: Sequence[str] = ()) -> Any:
        if not self._is_open:
            self._is_open = True
            await self.open_journal_async()
        return await self._scripts[name](keys, arguments)

    async def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts the row if no row has its `id`."""
        return _answer(await self._run("claim", _row_keys(row.id), _texts(claim_parameters(row))), row)

    async def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces the row if the stored one has exactly this generation."""
        return _answer(await self._run("update", _row_keys(row.id), _texts(update_parameters(row, if_generation))), row)

    async def get(self, id: str, /) -> JournalAnswer:
        """Returns the row with this `id`."""
        return _answer(await self._run("get", _row_keys(id)[:1]))

    async def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Returns rows in the order of their `id`."""
        return _page(await self._run("list", *_list_arguments(unsettled_only, after, limit)))


@overload
def redis(client: SyncTarget, /) -> Redis: ...
@overload
def redis(client: AsyncTarget, /) -> AsyncRedis: ...
def redis(client: Any, /) -> Redis | AsyncRedis:
    """Makes a journal of a Redis server that the program already uses. Any number of hosts can share it.

    Each operation is one script, which is atomic. Redis has to remember what it acknowledged: set `maxmemory-policy` to
    `noeviction`, and switch the append-only file on, best with `appendfsync always`. Otherwise the journal coordinates
    the processes, but a payment that Redis forgot can be made again. In that case the journal warns with a
    `JournalDurabilityWarning`.

    Args:
        client: A client of redis-py: `redis.Redis` for sync clients, `redis.asyncio.Redis` for async clients.

    Returns:
        What a client takes as `journal`.

    Raises:
        TypeError: The client is none of these.
    """
    for module, make in (("redis.client", Redis), ("redis.asyncio.client", AsyncRedis)):
        # A program that has such an object has imported its module.
        kind = getattr(sys.modules.get(module), "Redis", None)
        if kind is not None and isinstance(client, kind):
            return make(client)
    raise TypeError(f"redis: {type(client).__name__} is not supported; pass a redis.Redis or a redis.asyncio.Redis")


def _scripts(client: Any) -> Mapping[str, Any]:
    return {name: client.register_script(TEXTS[f"redis_{name}"]) for name in ("claim", "update", "get", "list")}


def _row_keys(id: str) -> list[str]:
    return [TEXTS["redis_prefix"] + id, TEXTS["redis_ids"], TEXTS["redis_unsettled"]]


def _list_arguments(unsettled_only: bool, after: str | None, limit: int) -> tuple[list[str], list[str]]:
    key = TEXTS["redis_unsettled" if unsettled_only else "redis_ids"]
    return [key], [after or "", str(limit), TEXTS["redis_prefix"]]


def _texts(parameters: Parameters) -> list[str]:
    return ["" if value is None else str(value) for value in parameters]


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def _row(columns: Sequence[Any]) -> JournalRow | None:
    if columns[0] is None:
        return None
    texts = zip(COLUMNS, map(_text, columns), strict=True)
    return row_of([int(text) if name in _NUMBERS else text for name, text in texts])


def _answer(found: Sequence[Any], given: JournalRow | None = None) -> JournalAnswer:
    written, now, columns = found
    now_ms = int(now)
    if given is not None and int(written) == 1:
        # Of a row that was written, the script returns only what the caller does not know.
        row = replace(given, created_ms=int(columns[0]), updated_ms=now_ms)
        return JournalAnswer(written=True, row=row, rows=(), now_ms=now_ms)
    return JournalAnswer(written=False, row=_row(columns), rows=(), now_ms=now_ms)


def _page(found: Sequence[Any]) -> JournalAnswer:
    now, *rows = found
    read = (_row(columns) for columns in rows)
    return JournalAnswer(written=False, row=None, rows=tuple(row for row in read if row is not None), now_ms=int(now))


def _warn(memory: Mapping[str, Any], persistence: Mapping[str, Any]) -> None:
    problems: list[str] = []
    policy = memory.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        problems.append(f"its maxmemory-policy is {policy}, so that it can evict entries; set it to noeviction")
    if str(persistence.get("aof_enabled", "1")) != "1":
        problems.append("its append-only file is off, so that a crash can lose entries; set appendonly to yes")
    for problem in problems:
        warn(f"this Redis coordinates the journal but does not remember it: {problem}")
