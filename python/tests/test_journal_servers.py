"""Journals in PostgreSQL and Redis, and in stores of the caller."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
import warnings
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

import pytest
from conftest import PAYMENT

import payonce
from payonce.journal import JournalAnswer, JournalRow, conformance

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Iterator
    from pathlib import Path

    from conftest import Sandbox

# Tests of examples and of other packages run without the drivers, and asyncpg has no types.
asyncpg: Any = pytest.importorskip("asyncpg")
psycopg: Any = pytest.importorskip("psycopg")
psycopg_pool: Any = pytest.importorskip("psycopg_pool")
redis: Any = pytest.importorskip("redis")
redis_async: Any = pytest.importorskip("redis.asyncio")
sqlalchemy: Any = pytest.importorskip("sqlalchemy")
sqlalchemy_async: Any = pytest.importorskip("sqlalchemy.ext.asyncio")
# The types of the drivers are not known where they are not installed.
postgres_journal: Any = payonce.journal.postgres
redis_journal: Any = payonce.journal.redis

POSTGRES = os.environ.get("PAYONCE_TEST_POSTGRES", "")
# Files of tests run at the same time on one server: each empties a database of its own.
REDIS = f"{url}/2" if (url := os.environ.get("PAYONCE_TEST_REDIS")) else ""
KEY = "order_4711_attempt_1"
HANGING = {"provider": "agentwallex", "operation": "payments.send", "fault": {"type": "hang", "when": "after"}}

needs_postgres = pytest.mark.skipif(
    not POSTGRES, reason="PAYONCE_TEST_POSTGRES names no server; `cargo xtask test python` starts one"
)
needs_redis = pytest.mark.skipif(
    not REDIS, reason="PAYONCE_TEST_REDIS names no server; `cargo xtask test python` starts one"
)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A database of its own."""
    name = f"journal_{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield POSTGRES.rpartition("/")[0] + f"/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def sqlalchemy_url(url: str, driver: str) -> str:
    """The URL of a database for SQLAlchemy."""
    return url.replace("postgresql://", f"postgresql+{driver}://")


@contextmanager
def psycopg_target(kind: str, url: str) -> Generator[Any]:
    """What a program has that uses a database with blocking calls."""
    if kind == "pool":
        with psycopg_pool.ConnectionPool(url, min_size=1, max_size=8) as pool:
            yield pool
    elif kind == "connection":
        with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
            yield connection
    else:
        engine = sqlalchemy.create_engine(sqlalchemy_url(url, "psycopg"), pool_size=8)
        yield engine
        engine.dispose()


SYNC = ["pool", "connection", "engine"]
ASYNC = ["pool", "connection", "asyncpg", "engine-psycopg", "engine-asyncpg"]


@asynccontextmanager
async def async_target(kind: str, url: str) -> AsyncGenerator[Any]:
    """What a program has that uses a database on an event loop."""
    if kind == "pool":
        async with psycopg_pool.AsyncConnectionPool(url, min_size=1, max_size=8) as pool:
            yield pool
    elif kind == "connection":
        connection = await psycopg.AsyncConnection.connect(url)
        async with connection:
            yield connection
    elif kind == "asyncpg":
        async with asyncpg.create_pool(url, min_size=1, max_size=8) as pool:
            yield pool
    else:
        address = sqlalchemy_url(url, kind.removeprefix("engine-"))
        engine = sqlalchemy_async.create_async_engine(address, pool_size=8)
        yield engine
        await engine.dispose()


def sent(sandbox: Sandbox) -> int:
    """How many requests for payments reached the provider."""
    return sum(request["operation"] == "payments.send" for request in sandbox.requests()["requests"])


def problems(checks: list[conformance.Check]) -> list[conformance.Check]:
    """The checks that found something; there are enough checks."""
    assert len(checks) >= 16
    return [check for check in checks if check.problem is not None]


def pay_in_threads(sandbox: Sandbox, journal: Any) -> None:
    """Fifty workers with one key make one payment."""
    results: list[Any] = []

    def work() -> None:
        client = sandbox.client(journal=journal, retry={"deadline": 30})
        results.append(client.payments.send(**PAYMENT, idempotency_key=KEY))

    threads = [threading.Thread(target=work) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sandbox.effects()) == sent(sandbox) == 1
    assert len(results) == 50
    assert all(result == results[0] for result in results)


async def pay_in_tasks(sandbox: Sandbox, journal: Any) -> None:
    """Fifty tasks with one key make one payment."""
    clients = [sandbox.async_client(journal=journal, retry={"deadline": 30}) for _ in range(50)]
    results = await asyncio.gather(*(client.payments.send(**PAYMENT, idempotency_key=KEY) for client in clients))
    assert len(sandbox.effects()) == sent(sandbox) == 1
    assert all(result == results[0] for result in results)
    (entry,) = await clients[0].journal.get(KEY)
    assert (entry.key, entry.state, entry.outcome) == (KEY, "settled", "applied")


@needs_postgres
@pytest.mark.parametrize("kind", SYNC)
def test_postgres_conforms_and_pays_once(sandbox: Sandbox, postgres_url: str, kind: str) -> None:
    with psycopg_target(kind, postgres_url) as target:
        store = postgres_journal(target)
        sandbox.client(journal=store)
        assert problems(conformance.check(store)) == []
        pay_in_threads(sandbox, store)


@needs_postgres
@pytest.mark.parametrize("kind", ASYNC)
async def test_async_postgres_conforms_and_pays_once(sandbox: Sandbox, postgres_url: str, kind: str) -> None:
    async with async_target(kind, postgres_url) as target:
        store = postgres_journal(target)
        assert problems(await conformance.check_async(store)) == []
        await pay_in_tasks(sandbox, store)


WORKER = """
import json, sys
import psycopg_pool
import payonce
from payonce.agentwallex import AgentWallex

url, options, arguments, key = json.loads(sys.argv[1])
with psycopg_pool.ConnectionPool(url, min_size=1) as pool:
    wallet = AgentWallex(**options, journal=payonce.journal.postgres(pool))
    wallet.payments.send(**arguments, idempotency_key=key)
"""


@needs_postgres
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_finds_the_payment_of_a_killed_worker_in_postgres(
    sandbox: Sandbox, postgres_url: str, when: str
) -> None:
    sandbox.faults({**HANGING, "fault": {"type": "hang", "when": when}})
    given = json.dumps([postgres_url, sandbox.providers["agentwallex"], PAYMENT, KEY])
    worker = subprocess.Popen([sys.executable, "-c", WORKER, given])
    for _ in range(1000):
        time.sleep(0.02)
        if sent(sandbox):
            break
    time.sleep(0.05)
    worker.kill()
    assert worker.wait() != 0
    sandbox.faults()
    with psycopg_target("engine", postgres_url) as engine:
        wallet = sandbox.client(journal=postgres_journal(engine))
        # As long as the dead process may be alive, its entry stays as it is.
        assert wallet.journal.run() == payonce.journal.Sweep((), ())
        with psycopg.connect(postgres_url) as connection:
            connection.execute(
                "UPDATE payonce_journal SET entry = regexp_replace(entry, '\"lease_ms\":[0-9]+', '\"lease_ms\":0')"
            )
        wallet.journal.run()
        if when == "before":
            # The provider has no trace of it, which is no proof: the entry is open, and stays visible.
            assert [entry.key for entry in wallet.journal.open()] == [KEY]
            assert sandbox.effects() == []
        else:
            again = wallet.payments.send(**PAYMENT, idempotency_key=KEY)
            assert again.call_info is not None
            assert again.call_info.replayed
            assert len(sandbox.effects()) == 1
    assert sent(sandbox) == 1


@needs_postgres
def test_a_connection_in_a_transaction_is_refused(sandbox: Sandbox, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        wallet = sandbox.client(journal=payonce.journal.postgres(connection))
        connection.execute("SELECT 1")
        with pytest.raises(payonce.NotSentError, match="in a transaction"):
            wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    assert sent(sandbox) == 0


@needs_postgres
def test_a_table_of_a_later_release_is_refused(sandbox: Sandbox, postgres_url: str) -> None:
    with psycopg_target("pool", postgres_url) as pool:
        store = postgres_journal(pool)
        sandbox.client(journal=store).payments.send(**PAYMENT)
        with pool.connection() as connection:
            connection.execute("UPDATE payonce_journal SET schema = 2")
        with pytest.raises(payonce.InvalidArgumentError, match="upgrade payonce") as refused:
            sandbox.client(journal=store)
        assert refused.value.details["field"] == "journal"


def test_a_database_that_cannot_be_reached_is_refused(sandbox: Sandbox) -> None:
    engine = sqlalchemy.create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(payonce.InvalidArgumentError, match="cannot be opened") as refused:
        sandbox.client(journal=payonce.journal.postgres(engine))
    assert refused.value.details["field"] == "journal"
    with pytest.raises(TypeError, match="sqlite"):
        payonce.journal.postgres(sqlalchemy.create_engine("sqlite://"))
    with pytest.raises(TypeError, match="str is not supported"):
        payonce.journal.postgres(cast("Any", "postgresql://127.0.0.1"))
    with pytest.raises(TypeError, match="str is not supported"):
        payonce.journal.redis(cast("Any", "redis://127.0.0.1"))


@contextmanager
def redis_client(*, decode: bool) -> Generator[Any]:
    """A client of an empty Redis."""
    with redis.Redis.from_url(REDIS, decode_responses=decode) as client:
        client.flushdb()
        yield client


@needs_redis
@pytest.mark.parametrize("decode", [False, True])
@pytest.mark.filterwarnings("ignore::payonce.journal.JournalDurabilityWarning")
def test_redis_conforms_and_pays_once(sandbox: Sandbox, *, decode: bool) -> None:
    with redis_client(decode=decode) as client:
        store = redis_journal(client)
        assert problems(conformance.check(store)) == []
        pay_in_threads(sandbox, store)


@needs_redis
@pytest.mark.filterwarnings("ignore::payonce.journal.JournalDurabilityWarning")
async def test_async_redis_conforms_and_pays_once(sandbox: Sandbox) -> None:
    async with redis_async.Redis.from_url(REDIS) as client:
        await client.flushdb()
        store = redis_journal(client)
        assert problems(await conformance.check_async(store)) == []
        await pay_in_tasks(sandbox, store)


@needs_redis
def test_a_redis_that_can_evict_keys_causes_a_warning(sandbox: Sandbox) -> None:
    with redis_client(decode=True) as client, ExitStack() as stack:
        for name, value in (("maxmemory-policy", "allkeys-lru"), ("appendonly", "no")):
            stack.callback(client.config_set, name, client.config_get(name)[name])
            client.config_set(name, value)
        with pytest.warns(payonce.journal.JournalDurabilityWarning) as warned:
            sandbox.client(journal=payonce.journal.redis(client))
        texts = [str(warning.message) for warning in warned]
        assert any("allkeys-lru" in text for text in texts)
        assert any("append-only file is off" in text for text in texts)
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("appendonly", "yes")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            sandbox.client(journal=payonce.journal.redis(client))


@contextmanager
def forgetful(url: str) -> Generator[str]:
    """A database whose server may lose what it confirmed."""
    database = url.rpartition("/")[2]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{database}" SET synchronous_commit = off')
    yield url


LOSES = "synchronous_commit is off in this PostgreSQL"


@needs_postgres
@pytest.mark.parametrize("kind", SYNC)
def test_a_postgres_that_can_lose_a_commit_causes_a_warning(sandbox: Sandbox, postgres_url: str, kind: str) -> None:
    with psycopg_target(kind, postgres_url) as target, warnings.catch_warnings():
        warnings.simplefilter("error")
        sandbox.client(journal=postgres_journal(target))
    with forgetful(postgres_url) as url, psycopg_target(kind, url) as target:
        with pytest.warns(payonce.journal.JournalDurabilityWarning, match=LOSES) as warned:
            wallet = sandbox.client(journal=postgres_journal(target))
        assert len(warned) == 1
        wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    assert sent(sandbox) == 1


@needs_postgres
@pytest.mark.parametrize("kind", ASYNC)
async def test_an_async_postgres_that_can_lose_a_commit_causes_a_warning(
    sandbox: Sandbox, postgres_url: str, kind: str
) -> None:
    async with async_target(kind, postgres_url) as target:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            await sandbox.async_client(journal=postgres_journal(target)).journal.entries()
    with forgetful(postgres_url) as url:
        async with async_target(kind, url) as target:
            wallet = sandbox.async_client(journal=postgres_journal(target))
            with pytest.warns(payonce.journal.JournalDurabilityWarning, match=LOSES) as warned:
                await wallet.payments.send(**PAYMENT, idempotency_key=KEY)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                assert len(await wallet.journal.entries()) == 1
    assert len(warned) == 1
    assert sent(sandbox) == 1


class Memory:
    """A store of a caller, which fails when it is told to."""

    def __init__(self, fails: set[int] | None = None) -> None:
        self.rows: dict[str, JournalRow] = {}
        self.fails = fails or set()
        self.count = 0
        self.threads: set[int] = set()
        self._alone = threading.Lock()

    def _answer(self, row: JournalRow | None, *, written: bool) -> JournalAnswer:
        return JournalAnswer(written=written, row=row, rows=(), now_ms=1_000_000)

    def _begin(self) -> None:
        self.threads.add(threading.get_ident())
        self.count += 1
        if self.count - 1 in self.fails:
            raise OSError("the disk is full")

    def _write(self, row: JournalRow, created_ms: int) -> JournalAnswer:
        self.rows[row.id] = written = dataclasses.replace(row, created_ms=created_ms, updated_ms=1_000_000)
        return self._answer(written, written=True)

    def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts."""
        with self._alone:
            self._begin()
            if row.id in self.rows:
                return self._answer(self.rows[row.id], written=False)
            return self._write(row, 1_000_000)

    def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces."""
        with self._alone:
            self._begin()
            stored = self.rows.get(row.id)
            if stored is None or stored.generation != if_generation:
                return self._answer(stored, written=False)
            return self._write(row, stored.created_ms)

    def get(self, id: str, /) -> JournalAnswer:
        """Reads."""
        self._begin()
        return self._answer(self.rows.get(id), written=False)

    def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Lists."""
        self._begin()
        rows = [self.rows[id] for id in sorted(self.rows) if id > (after or "")]
        found = [row for row in rows if not unsettled_only or row.state != "settled"][:limit]
        return JournalAnswer(written=False, row=None, rows=tuple(found), now_ms=1_000_000)


class AsyncMemory:
    """The same for an event loop."""

    def __init__(self, fails: set[int] | None = None) -> None:
        self.inner = Memory(fails)

    async def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts."""
        await asyncio.sleep(0)
        return self.inner.claim(row)

    async def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces."""
        await asyncio.sleep(0)
        return self.inner.update(row, if_generation)

    async def get(self, id: str, /) -> JournalAnswer:
        """Reads."""
        return self.inner.get(id)

    async def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Lists."""
        return self.inner.list(unsettled_only, after, limit)


def test_a_store_of_the_caller_conforms_and_pays_once(sandbox: Sandbox) -> None:
    store = Memory()
    assert problems(conformance.check(store)) == []
    pay_in_threads(sandbox, store)


async def test_an_async_store_of_the_caller_conforms_and_pays_once(sandbox: Sandbox) -> None:
    store = AsyncMemory()
    assert problems(await conformance.check_async(store)) == []
    await pay_in_tasks(sandbox, store)


def test_a_store_runs_on_the_thread_of_the_call(sandbox: Sandbox) -> None:
    store = Memory()
    wallet = sandbox.client(journal=store)
    wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    wallet.journal.run()
    assert store.threads == {threading.get_ident()}
    assert [entry.key for entry in wallet.journal.entries()] == [KEY]


def test_the_conformance_suite_finds_a_store_that_overwrites() -> None:
    class Overwriting(Memory):
        def claim(self, row: JournalRow, /) -> JournalAnswer:
            return self._write(row, 1_000_000)

    assert "claim leaves a row that is there, and returns it" in {
        check.name for check in problems(conformance.check(Overwriting()))
    }


@pytest.mark.parametrize("fails", [0, 1])
def test_a_store_that_fails_before_the_request_prevents_it(sandbox: Sandbox, fails: int) -> None:
    with pytest.raises(payonce.NotSentError, match="the disk is full") as refused:
        sandbox.client(journal=Memory({fails})).payments.send(**PAYMENT, idempotency_key=KEY)
    assert refused.value.retryable
    assert sent(sandbox) == 0


@pytest.mark.parametrize("fails", [0, 1])
async def test_an_async_store_that_fails_before_the_request_prevents_it(sandbox: Sandbox, fails: int) -> None:
    with pytest.raises(payonce.NotSentError, match="the disk is full"):
        await sandbox.async_client(journal=AsyncMemory({fails})).payments.send(**PAYMENT, idempotency_key=KEY)
    assert sent(sandbox) == 0


def test_a_store_that_fails_after_the_response_does_not_hide_a_success(sandbox: Sandbox) -> None:
    store, events = Memory({2}), list[payonce.Event]()
    wallet = sandbox.client(journal=store, on_event=events.append)
    paid = wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    assert paid.id
    (failed,) = (event for event in events if isinstance(event, payonce.JournalFailed))
    assert "the disk is full" in failed.message
    assert [row.state for row in store.rows.values()] == ["sending"]


@pytest.mark.parametrize("answer", [None, {"written": True}, 7])
def test_a_store_that_returns_an_invalid_value_prevents_the_request(sandbox: Sandbox, answer: Any) -> None:
    class Nonsense(Memory):
        def claim(self, row: JournalRow, /) -> JournalAnswer:
            super().claim(row)
            result: JournalAnswer = answer
            return result

    with pytest.raises(payonce.NotSentError, match="must return a JournalAnswer"):
        sandbox.client(journal=Nonsense()).payments.send(**PAYMENT, idempotency_key=KEY)
    assert sent(sandbox) == 0


def test_a_store_for_the_other_kind_of_client_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(payonce.InvalidArgumentError, match="async store"):
        sandbox.client(journal=AsyncMemory())
    with pytest.raises(payonce.InvalidArgumentError, match="blocking store"):
        sandbox.async_client(journal=Memory())


def test_ctrl_c_in_a_store_ends_the_call_and_records_it(sandbox: Sandbox) -> None:
    class Interrupted(Memory):
        def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
            if row.state == "sending":
                raise KeyboardInterrupt
            return super().update(row, if_generation)

    store = Interrupted()
    with pytest.raises(KeyboardInterrupt) as interrupted:
        sandbox.client(journal=store).payments.send(**PAYMENT, idempotency_key=KEY)
    error = payonce.interrupted_call(interrupted.value)
    assert error is not None
    assert error.outcome == "not_applied"
    assert sent(sandbox) == 0


async def test_a_cancelled_task_records_its_end_in_an_async_store(sandbox: Sandbox) -> None:
    sandbox.faults(HANGING)
    store = AsyncMemory()
    call = sandbox.async_client(journal=store).payments.send(**PAYMENT, idempotency_key=KEY)
    task = asyncio.ensure_future(call)
    for _ in range(500):
        await asyncio.sleep(0.02)
        if sent(sandbox):
            break
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    error = payonce.interrupted_call(task)
    assert error is not None
    assert error.outcome == "unknown"
    (row,) = store.inner.rows.values()
    assert (row.state, row.outcome) == ("open", "unknown")


async def test_a_closed_coroutine_leaves_its_entry_to_the_next_call(sandbox: Sandbox) -> None:
    sandbox.faults(HANGING)
    store = AsyncMemory()

    async def pay() -> None:
        await sandbox.async_client(journal=store).payments.send(**PAYMENT, idempotency_key=KEY)

    coroutine = pay()
    for _ in range(500):
        if sent(sandbox):
            break
        waiting: Any = coroutine.send(None)
        for _ in range(50):
            if waiting is None or waiting.done() or sent(sandbox):
                break
            await asyncio.sleep(0.01)
    coroutine.close()
    assert [row.state for row in store.inner.rows.values()] == ["sending"]


ORDER = "CREATE TABLE orders (id integer)"
INSERT = "INSERT INTO orders VALUES (1)"
COUNT = "SELECT count(*) FROM orders"


def paid_once(sandbox: Sandbox, wallet: Any, orders: int) -> None:
    """What was committed is paid once, and what was rolled back is not."""
    assert orders == 1
    sweeps = [wallet.journal.run(), wallet.journal.run()]
    assert [len(sweep.settled) for sweep in sweeps] == [1, 0]
    assert sweeps[0].settled[0].key == KEY
    assert len(sandbox.effects()) == sent(sandbox) == 1


def test_a_plan_in_a_transaction_of_sqlite3_is_paid_once(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    wallet = sandbox.client(journal=payonce.journal.sqlite(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute(ORDER)
        for ends, key in ((connection.rollback, "order_4712_attempt_1"), (connection.commit, KEY)):
            connection.execute(INSERT)
            wallet.journal.plan("payments.send", PAYMENT, idempotency_key=key, within=connection)
            wallet.journal.plan("payments.send", PAYMENT, idempotency_key=key, within=connection)
            ends()
        orders = connection.execute(COUNT).fetchone()[0]
    paid_once(sandbox, wallet, orders)


def test_a_plan_in_the_session_of_sqlite_is_paid_once(sandbox: Sandbox, tmp_path: Path) -> None:
    orm: Any = pytest.importorskip("sqlalchemy.orm")
    path = tmp_path / "app.db"
    wallet = sandbox.client(journal=payonce.journal.sqlite(path))
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with orm.Session(engine) as session:
        session.execute(sqlalchemy.text(ORDER))
        session.commit()
        for ends, key in ((session.rollback, "order_4712_attempt_1"), (session.commit, KEY)):
            session.execute(sqlalchemy.text(INSERT))
            wallet.journal.plan("payments.send", PAYMENT, idempotency_key=key, within=session)
            ends()
        orders = session.execute(sqlalchemy.text(COUNT)).scalar()
    engine.dispose()
    paid_once(sandbox, wallet, orders)


@needs_postgres
@pytest.mark.parametrize("kind", ["connection", "session", "sqlalchemy"])
def test_a_plan_in_a_transaction_of_postgres_is_paid_once(sandbox: Sandbox, postgres_url: str, kind: str) -> None:
    orm: Any = pytest.importorskip("sqlalchemy.orm")
    engine = sqlalchemy.create_engine(sqlalchemy_url(postgres_url, "psycopg"))
    wallet = sandbox.client(journal=postgres_journal(engine))
    openings: dict[str, Callable[[], Any]] = {
        "connection": lambda: psycopg.connect(postgres_url),
        "session": lambda: orm.Session(engine),
        "sqlalchemy": engine.connect,
    }
    with openings[kind]() as within:
        text = str if kind == "connection" else sqlalchemy.text
        within.execute(text(ORDER))
        within.commit()
        for ends, key in ((within.rollback, "order_4712_attempt_1"), (within.commit, KEY)):
            within.execute(text(INSERT))
            wallet.journal.plan("payments.send", PAYMENT, idempotency_key=key, within=within)
            ends()
        orders = within.execute(text(COUNT)).fetchone()[0]
    paid_once(sandbox, wallet, orders)
    engine.dispose()


@needs_postgres
@pytest.mark.parametrize("kind", ["psycopg", "asyncpg", "session"])
async def test_an_async_plan_in_a_transaction_is_paid_once(sandbox: Sandbox, postgres_url: str, kind: str) -> None:
    engine = sqlalchemy_async.create_async_engine(sqlalchemy_url(postgres_url, "asyncpg"))
    wallet = sandbox.async_client(journal=postgres_journal(engine))

    async def plan(within: Any, key: str) -> None:
        await wallet.journal.plan("payments.send", PAYMENT, idempotency_key=key, within=within)

    await wallet.journal.run()
    if kind == "asyncpg":
        connection = await asyncpg.connect(postgres_url)
        rolled_back = connection.transaction()
        await rolled_back.start()
        await plan(connection, "order_4712_attempt_1")
        await rolled_back.rollback()
        async with connection.transaction():
            await plan(connection, KEY)
        await connection.close()
    elif kind == "psycopg":
        async with await psycopg.AsyncConnection.connect(postgres_url) as within:
            await plan(within, "order_4712_attempt_1")
            await within.rollback()
            await plan(within, KEY)
            await within.commit()
    else:
        async with sqlalchemy_async.AsyncSession(engine) as within:
            await plan(within, "order_4712_attempt_1")
            await within.rollback()
            await plan(within, KEY)
            await within.commit()
    sweeps = [await wallet.journal.run(), await wallet.journal.run()]
    assert [len(sweep.settled) for sweep in sweeps] == [1, 0]
    assert len(sandbox.effects()) == sent(sandbox) == 1
    await engine.dispose()


def test_a_plan_without_a_transaction_is_paid_once(sandbox: Sandbox, tmp_path: Path) -> None:
    wallet = sandbox.client(journal=tmp_path / "payments.db")
    wallet.journal.plan("payments.send", PAYMENT, idempotency_key=KEY)
    assert [entry.state for entry in wallet.journal.entries()] == ["planned"]
    assert sent(sandbox) == 0
    paid_once(sandbox, wallet, 1)


def test_an_invalid_plan_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    wallet = sandbox.client(journal=payonce.journal.sqlite(path))
    native = sandbox.client(journal=path)
    other: dict[str, Any] = {**PAYMENT, "amount": "5.00"}
    with closing(sqlite3.connect(path)) as connection:
        wallet.journal.plan("payments.send", PAYMENT, idempotency_key=KEY, within=connection)
        refusals: list[tuple[str, Any, str, Any, str | None, Any]] = [
            ("idempotency_key", wallet, "payments.send", PAYMENT, None, connection),
            ("idempotency_key", wallet, "payments.send", other, KEY, connection),
            ("amount", wallet, "payments.send", {**PAYMENT, "amount": object()}, KEY, connection),
            ("within", wallet, "payments.send", PAYMENT, KEY, "app.db"),
            ("within", native, "payments.send", PAYMENT, KEY, connection),
            ("operation", wallet, "payments.give", PAYMENT, KEY, connection),
        ]
        for field, client, operation, arguments, key, within in refusals:
            with pytest.raises(payonce.InvalidArgumentError) as refused:
                client.journal.plan(operation, arguments, idempotency_key=key, within=within)
            assert refused.value.details["field"] == field
    assert sent(sandbox) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that begin at the same moment")
def test_workers_that_start_together_open_a_file_of_python_that_does_not_exist_yet(tmp_path: Path) -> None:
    for number in range(40):
        store = payonce.journal.sqlite(tmp_path / f"{number}.db")
        start = time.monotonic() + 0.02
        workers: list[int] = []
        for _ in range(8):
            worker = os.fork()
            if worker == 0:
                refused = 1
                with suppress(Exception):
                    while time.monotonic() < start:
                        pass
                    store.open_journal()
                    refused = 0
                os._exit(refused)
            workers.append(worker)
        assert [os.waitpid(worker, 0)[1] for worker in workers] == [0] * 8


def test_sqlite_of_python_conforms_and_pays_once(sandbox: Sandbox, tmp_path: Path) -> None:
    store = payonce.journal.sqlite(tmp_path / "app.db")
    sandbox.client(journal=store)
    assert problems(conformance.check(store)) == []
    pay_in_threads(sandbox, store)


async def test_async_sqlite_of_python_conforms_and_pays_once(sandbox: Sandbox, tmp_path: Path) -> None:
    store = payonce.journal.async_sqlite(tmp_path / "app.db")
    sandbox.async_client(journal=store)
    assert problems(await conformance.check_async(store)) == []
    await pay_in_tasks(sandbox, store)
    # The rows are the same: the journal of payonce's own copy of SQLite reads what this one wrote.
    (entry,) = sandbox.client(journal=tmp_path / "app.db").journal.get(KEY)
    assert entry.outcome == "applied"
