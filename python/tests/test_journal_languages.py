"""Workers in Rust, Python and Node on one journal: what a killed one began, one in another language settles."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import PAYMENT

import payonce
from programs import ROOT, program

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from conftest import Sandbox

POSTGRES = os.environ.get("PAYONCE_TEST_POSTGRES", "")
# Files of tests run at the same time on one server: each empties a database of its own.
REDIS = f"{url}/1" if (url := os.environ.get("PAYONCE_TEST_REDIS")) else ""
KEY = "order_4711_attempt_1"
PAIRS = [("rust", "python"), ("python", "node"), ("node", "rust")]

STORES = [
    "sqlite",
    pytest.param("postgres", marks=pytest.mark.skipif(not POSTGRES, reason="PAYONCE_TEST_POSTGRES names no server")),
    pytest.param("redis", marks=pytest.mark.skipif(not REDIS, reason="PAYONCE_TEST_REDIS names no server")),
]

pytestmark = pytest.mark.skipif(
    not (ROOT / "js" / "dist" / "entry.node.js").exists(),
    reason="the npm package is not built; run `cargo xtask build`",
)

PYTHON = """
import json, sys
from contextlib import ExitStack
import payonce
from payonce.agentwallex import AgentWallex

action, url, options, arguments, key = json.loads(sys.argv[1])
with ExitStack() as stack:
    if url.startswith("postgresql:"):
        import psycopg_pool
        journal = payonce.journal.postgres(stack.enter_context(psycopg_pool.ConnectionPool(url, min_size=1)))
    elif url.startswith("redis:"):
        import redis
        journal = payonce.journal.redis(stack.enter_context(redis.Redis.from_url(url)))
    else:
        journal = url
    wallet = AgentWallex(**options, journal=journal)
    if action == "settle":
        wallet.journal.run()
    else:
        paid = wallet.payments.send(**arguments, idempotency_key=key)
        print(json.dumps({"id": paid.id, "replayed": paid.call_info.replayed}))
"""

NODE = """
import { AgentWallex, callInfo } from "payonce";
import { postgresJournal, redisJournal } from "payonce/journal";

const [action, url, given, payment, idempotencyKey] = JSON.parse(process.env.PAYONCE_TEST_JOB);
let journal = url;
if (url.startsWith("postgresql:")) {
  const { default: pg } = await import("pg");
  journal = postgresJournal(new pg.Pool({ connectionString: url, max: 2 }));
} else if (url.startsWith("redis:")) {
  const { Redis } = await import("ioredis");
  journal = redisJournal(new Redis(url));
}
const { api_key: apiKey, base_url: baseUrl, journal_account: journalAccount } = given;
const wallet = new AgentWallex({ apiKey, baseUrl, journalAccount, journal });
if (action === "settle") {
  await wallet.journal.run();
} else {
  const { agent_id: agentId, ...rest } = payment;
  const paid = await wallet.call("payments.send", { agentId, ...rest }, { idempotencyKey });
  console.log(JSON.stringify({ id: paid.id, replayed: callInfo(paid).replayed }));
}
process.exit(0);
"""


class Journal(NamedTuple):
    """One journal for all languages."""

    url: str
    store: Any
    """The same rows, for what the test itself looks at and changes."""

    def row(self) -> Any:
        """The only row."""
        (row,) = self.store.list(False, None, 10).rows
        return row

    def end_lease(self) -> None:
        """Lets the lease of the killed worker end, as time would."""
        row = self.row()
        entry = json.dumps({**json.loads(row.entry), "lease_ms": 0})
        ended = dataclasses.replace(row, entry=entry, generation=row.generation + 1)
        assert self.store.update(ended, row.generation).written


@contextmanager
def opened(kind: str, folder: Path) -> Generator[Journal]:
    """An empty journal."""
    if kind == "postgres":
        psycopg: Any = pytest.importorskip("psycopg")
        name = f"languages_{uuid.uuid4().hex}"
        url = POSTGRES.rpartition("/")[0] + f"/{name}"
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
            with psycopg.connect(url) as connection:
                yield Journal(url.replace("postgres://", "postgresql://"), payonce.journal.postgres(connection))
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    elif kind == "redis":
        redis: Any = pytest.importorskip("redis")
        with redis.Redis.from_url(REDIS) as client:
            client.flushdb()
            yield Journal(REDIS, payonce.journal.redis(client))
    else:
        path = folder / "payments.db"
        yield Journal(str(path), payonce.journal.sqlite(path))


@pytest.fixture(params=STORES)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    """An empty journal of each kind."""
    with opened(request.param, tmp_path) as one:
        yield one


def start(language: str, action: str, sandbox: Sandbox, journal: Journal) -> subprocess.Popen[str]:
    """Starts a worker that pays, or that settles what others left."""
    options = sandbox.providers["agentwallex"]
    job = json.dumps([action, journal.url, options, PAYMENT, KEY])
    environment = {**os.environ, "PAYONCE_TEST_JOB": job}
    folder = ROOT
    if language == "rust":
        # The command pays what was planned; it settles what was sent.
        command = [program("PAYONCE_BIN", "payonce"), "journal", "run", "--store", journal.url]
        environment["AGENTWALLEX_API_KEY"] = options["api_key"]
        environment["AGENTWALLEX_BASE_URL"] = options["base_url"]
        environment["PAYONCE_JOURNAL_ACCOUNT"] = options["journal_account"]
    elif language == "python":
        command = [sys.executable, "-c", PYTHON, job]
    else:
        command = ["node", "--input-type=module", "-e", NODE]
        folder = ROOT / "js"
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment)


def finish(worker: subprocess.Popen[str]) -> str:
    """What a worker wrote that ended well."""
    written = worker.communicate(timeout=60)[0]
    assert worker.returncode == 0, written
    return written


def sent(sandbox: Sandbox) -> int:
    """How many requests for payments reached the provider."""
    return sum(request["operation"] == "payments.send" for request in sandbox.requests()["requests"])


def begin_and_die(language: str, sandbox: Sandbox, journal: Journal, when: str) -> None:
    """A worker is killed while it waits for the response; either the request or the response is lost."""
    if language == "rust":
        sandbox.client(journal=journal.store).journal.plan("payments.send", PAYMENT, idempotency_key=KEY)
    sandbox.faults({"provider": "agentwallex", "operation": "payments.send", "fault": {"type": "hang", "when": when}})
    worker = start(language, "pay", sandbox, journal)
    late = time.monotonic() + 30
    while sent(sandbox) == 0:
        assert time.monotonic() < late
        assert worker.poll() is None, worker.communicate()[0]
        time.sleep(0.01)
    time.sleep(0.05)
    worker.kill()
    worker.communicate()
    assert worker.returncode != 0
    sandbox.faults()
    assert journal.row().state == "sending"


@pytest.mark.filterwarnings("ignore::payonce.journal.JournalDurabilityWarning")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_another_language_settles_what_a_killed_worker_began(
    sandbox: Sandbox, journal: Journal, first: str, second: str, when: str
) -> None:
    begin_and_die(first, sandbox, journal, when)
    # The dead worker may still be alive: nobody touches its entry.
    begun = journal.row()
    finish(start(second, "settle", sandbox, journal))
    assert journal.row() == begun
    journal.end_lease()
    asked = len(sandbox.requests()["requests"])
    finish(start(second, "settle", sandbox, journal))
    assert len(sandbox.requests()["requests"]) > asked
    paid = journal.row()
    if when == "before":
        # No list shows it, which proves nothing: the entry waits, and nothing is sent again.
        assert paid.state in {"sending", "open"}
        assert paid.outcome in {None, "unknown"}
        assert sandbox.effects() == []
    else:
        assert (paid.state, paid.outcome) == ("settled", "applied")
        replays = [json.loads(finish(start(language, "pay", sandbox, journal))) for language in ("python", "node")]
        assert replays[0] == replays[1]
        assert replays[0]["replayed"] is True
        assert journal.row() == paid
        assert len(sandbox.effects()) == 1
    assert sent(sandbox) == 1


@pytest.mark.filterwarnings("ignore::payonce.journal.JournalDurabilityWarning")
@pytest.mark.parametrize(("first", "second"), [("python", "node"), ("node", "python")])
def test_another_language_replays_what_one_paid(sandbox: Sandbox, journal: Journal, first: str, second: str) -> None:
    paid = json.loads(finish(start(first, "pay", sandbox, journal)))
    again = json.loads(finish(start(second, "pay", sandbox, journal)))
    assert (paid["replayed"], again) == (False, {"id": paid["id"], "replayed": True})
    assert len(sandbox.effects()) == sent(sandbox) == 1
