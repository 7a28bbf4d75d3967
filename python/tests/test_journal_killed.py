"""A process is killed at every step between the claim and the last row, for each safety and each store.

Nothing is charged twice, nothing is lost, and what is unknown is visible.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PAYMENT

import payonce
from payonce.agentpay import AgentPayClient
from payonce.agentwallex import AgentWallex

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Sandbox

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL"),
    pytest.mark.filterwarnings("ignore::payonce.journal.JournalDurabilityWarning"),
]

# One operation of each safety.
OPERATIONS = ["agents.freeze", "consume", "payments.send", "x402.pay"]
# Where the process dies: the number of the operation of the store, and whether it is carried out first.
STORE_STEPS = {
    "before claim": (0, False),
    "after claim": (0, True),
    "before sending": (1, False),
    "after sending": (1, True),
    "before end": (2, False),
    "after end": (2, True),
}
# Or: what the provider does while the process waits for it.
PROVIDER_STEPS = {"request lost": "before", "response lost": "after"}
# The state of the entry that the process leaves, and how often the operation took effect.
LEFT = {
    "before claim": (None, 0),
    "after claim": ("claimed", 0),
    "before sending": ("claimed", 0),
    "after sending": ("sending", 0),
    "request lost": ("sending", 0),
    "response lost": ("sending", 1),
    "before end": ("sending", 1),
    "after end": ("settled", 1),
}
SERVERS = {"postgres": "PAYONCE_TEST_POSTGRES", "redis": "PAYONCE_TEST_REDIS"}
QUICK = {"base_delay": 0.01, "max_delay": 0.05, "deadline": 20}

# The process that dies. It kills itself inside an operation of its store: no handler and no last word.
PROGRAM = """
import json, os, signal, sys, warnings
import payonce
from payonce.agentpay import AgentPayClient
from payonce.agentwallex import AgentWallex

warnings.simplefilter("ignore")
job = json.loads(sys.argv[1])

def opened(store):
    if store.startswith("postgresql://"):
        import psycopg
        return payonce.journal.postgres(psycopg.connect(store))
    if store.startswith("redis://"):
        import redis
        return payonce.journal.redis(redis.Redis.from_url(store))
    return payonce.journal.sqlite(store)

class Dying:
    def __init__(self, inner, at):
        self.inner, self.at, self.count = inner, at, 0

    def open_journal(self):
        self.inner.open_journal()

    def passed(self, method, *arguments):
        number, self.count = self.count, self.count + 1
        at, done = self.at or (None, None)
        if number == at and not done:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = getattr(self.inner, method)(*arguments)
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    def claim(self, row, /):
        return self.passed("claim", row)

    def update(self, row, if_generation, /):
        return self.passed("update", row, if_generation)

    def get(self, id, /):
        return self.passed("get", id)

    def list(self, unsettled_only, after, limit, /):
        return self.passed("list", unsettled_only, after, limit)

kind = AgentPayClient if job["operation"] == "consume" else AgentWallex
client = kind(**job["options"], journal=Dying(opened(job["store"]), job["at"]))
client.call(job["operation"], job["arguments"], **job["call"])
sys.exit("the process should have been killed")
"""


class Case:
    """An operation with a key of its own."""

    def __init__(self, sandbox: Sandbox, operation: str, step: str) -> None:
        self.sandbox = sandbox
        self.operation = operation
        self.about = f"{operation}, {step}"
        # The ledger has what is charged, and no charge is in freezing.
        self.charges = int(operation != "agents.freeze")
        self.key = f"killed-{uuid.uuid4().hex}"
        self.provider = "agentpay" if operation == "consume" else "agentwallex"
        self.call: dict[str, Any] = {"idempotency_key": self.key}
        arguments: dict[str, dict[str, Any]] = {
            # Another agent than the one that pays.
            "agents.freeze": {"agent_id": "agent_poor"},
            "payments.send": PAYMENT,
            "x402.pay": {"agent_id": "agent_abc123", "target_url": "https://example.com/report"},
        }
        self.options = {**sandbox.providers[self.provider], "retry": QUICK}
        user_key = self.options.pop("user_api_key", None)
        if operation == "consume":
            arguments["consume"] = {"api_key": user_key, "amount_cents": 5, "usage_event_id": self.key}
            self.call = {}
        self.arguments = arguments[operation]

    def paid(self) -> int:
        """How often the operation took effect."""
        return sum(effect["operation"] == self.operation for effect in self.sandbox.effects())

    def asked(self) -> int:
        """How many requests of the operation reached the provider."""
        return sum(request["operation"] == self.operation for request in self.sandbox.requests()["requests"])

    def begin(self, store: str, at: tuple[int, bool] | None) -> subprocess.Popen[bytes]:
        """Starts the process that dies."""
        job = {"store": store, "at": at, "options": self.options, "operation": self.operation}
        job.update(arguments=self.arguments, call=self.call)
        return subprocess.Popen([sys.executable, "-c", PROGRAM, json.dumps(job)])

    def client(self, journal: Any) -> Any:
        """A worker that gets the same job."""
        kind: Any = AgentPayClient if self.operation == "consume" else AgentWallex
        return kind(**self.options, journal=journal)

    def survive(self, store: Any, state: str | None, effects: int) -> None:
        """Tests what another worker makes of the entry."""
        about, worker, effects = self.about, self.client(store), effects * self.charges
        assert self.paid() == effects, about
        entries = worker.journal.get(self.key)
        assert [entry.state for entry in entries] == ([] if state is None else [state]), about
        for entry in entries:
            if entry.lease_left_ms > 0:
                assert self.open(worker) == [], f"{about}: a process may work on it"
                end_lease(store, entry.id)
        # A person sees what may have taken effect, before any process looks.
        assert self.open(worker) == ([self.key] if state == "sending" else []), about
        worker.journal.run()
        assert self.paid() == effects, f"{about}: looking changed something"
        # Where the provider neither recognizes a repetition nor shows the payment, only a person can tell.
        is_unknown = state == "sending" and (
            self.operation == "x402.pay" or (self.operation == "payments.send" and effects == 0)
        )
        # The queue delivers the job again, and once more.
        for _ in range(2):
            if is_unknown:
                with pytest.raises(payonce.OutcomeUnknownError):
                    worker.call(self.operation, self.arguments, **self.call)
            else:
                worker.call(self.operation, self.arguments, **self.call)
            assert self.paid() == (effects if is_unknown else self.charges), about
            (entry,) = worker.journal.get(self.key)
            assert entry.state == ("open" if is_unknown else "settled"), about
            assert self.open(worker) == ([self.key] if is_unknown else []), about

    def open(self, worker: Any) -> list[str]:
        """The keys of the open entries."""
        return [entry.key for entry in worker.journal.open() if entry.operation == self.operation]


def end_lease(store: Any, id: str) -> None:
    """Lets the lease of an entry end, as time would."""
    row = store.get(id).row
    entry = json.dumps({**json.loads(row.entry), "lease_ms": 0})
    assert store.update(replace(row, entry=entry, generation=row.generation + 1), row.generation).written


def address(name: str, folder: Path, stack: ExitStack) -> str:
    """Where the store is. It is empty."""
    if name == "sqlite":
        return str(folder / "payments.db")
    url = os.environ.get(SERVERS[name], "")
    if not url:
        pytest.skip(f"{SERVERS[name]} names no server; `cargo xtask test python` starts one")
    if name == "postgres":
        psycopg: Any = pytest.importorskip("psycopg")
        database = f"journal_{uuid.uuid4().hex}"
        connection = stack.enter_context(closing(psycopg.connect(url, autocommit=True)))
        connection.execute(f'CREATE DATABASE "{database}"')
        stack.callback(connection.execute, f'DROP DATABASE "{database}" WITH (FORCE)')
        return f"{url.rpartition('/')[0]}/{database}"
    redis: Any = pytest.importorskip("redis")
    # Files of tests run at the same time on one server: each empties a database of its own.
    url += "/3"
    with closing(redis.Redis.from_url(url)) as client:
        client.flushdb()
    return url


def opened(name: str, url: str, stack: ExitStack) -> Any:
    """The store, for this process."""
    driver: Any = None
    if name == "postgres":
        psycopg: Any = pytest.importorskip("psycopg")
        driver = stack.enter_context(closing(psycopg.connect(url)))
    if name == "redis":
        redis: Any = pytest.importorskip("redis")
        driver = stack.enter_context(closing(redis.Redis.from_url(url)))
    open_store: Any = getattr(payonce.journal, name)
    return open_store(url if driver is None else driver)


@pytest.mark.parametrize("step", LEFT)
@pytest.mark.parametrize("name", ["sqlite", "postgres", "redis"])
def test_a_killed_process_loses_nothing(sandbox: Sandbox, tmp_path: Path, name: str, step: str) -> None:
    cases = [Case(sandbox, operation, step) for operation in OPERATIONS]
    when = PROVIDER_STEPS.get(step)
    if when is not None:
        fault = {"type": "hang", "when": when}
        sandbox.faults(*({"provider": case.provider, "operation": case.operation, "fault": fault} for case in cases))
    with ExitStack() as stack:
        url = address(name, tmp_path, stack)
        store = opened(name, url, stack)
        # The table has to be there before several processes use it.
        cases[0].client(store)
        processes = [case.begin(url, STORE_STEPS.get(step)) for case in cases]
        for process in processes:
            stack.enter_context(process)
            stack.callback(process.kill)
        for case, process in zip(cases, processes, strict=True):
            if when is not None:
                arrived = case.paid if when == "after" and case.charges else case.asked
                late = time.monotonic() + 30
                while not arrived():
                    assert process.poll() is None, case.about
                    assert time.monotonic() < late, f"{case.about}: the request did not arrive"
                    time.sleep(0.01)
                process.kill()
            assert process.wait(30) == -signal.SIGKILL, case.about
        sandbox.faults()
        state, effects = LEFT[step]
        for case in cases:
            case.survive(store, state, effects)
