"""A worker process of `cargo xtask chaos --journal` with the Python package.

Its argument has the settings. Each line of input is a job: it makes the payment under the job's key, and writes a line
with what came of it. What goes wrong around its store is drawn here, as in `tools/chaos/src/journal/troubles.rs`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import payonce
from payonce.agentpay import AgentPayClient
from payonce.agentwallex import AgentWallex

if TYPE_CHECKING:
    from collections.abc import Callable

    from payonce.journal import JournalAnswer, JournalRow, JournalStore


class StoreFailedError(Exception):
    """The store does not answer."""


class Troubles:
    """A store that fails, in a process that dies and stands still beside it and whose clock is wrong."""

    def __init__(self, inner: JournalStore, settings: dict[str, Any]) -> None:
        self.inner = inner
        self.dice = random.Random(settings["seed"])
        self.skew_ms: int = settings["skew_ms"]
        self.lease_ms: int = settings["lease_ms"]
        self.full_until = 0.0
        self.failures = 0

    def claim(self, row: JournalRow, /) -> JournalAnswer:
        """As the store does, with troubles."""
        return self._write(lambda: self.inner.claim(self._skewed(row)))

    def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """As the store does, with troubles."""
        return self._write(lambda: self.inner.update(self._skewed(row), if_generation))

    def get(self, id: str, /) -> JournalAnswer:
        """As the store does, with troubles."""
        return self._read(lambda: self.inner.get(id))

    def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """As the store does, with troubles."""
        return self._read(lambda: self.inner.list(unsettled_only, after, limit))

    def _skewed(self, row: JournalRow) -> JournalRow:
        """A process whose clock is ahead writes a lease that ends later; and leases end during a run."""
        entry = json.loads(row.entry)
        if entry["lease_ms"] > 0:
            entry["lease_ms"] = max(min(entry["lease_ms"], self.lease_ms) + self.skew_ms, 0)
        return replace(row, entry=json.dumps(entry))

    def _read(self, read: Callable[[], JournalAnswer]) -> JournalAnswer:
        if self.dice.randrange(1_000) < 10:
            self._fail("the disk cannot be read")
        return self._answered(read())

    def _write(self, write: Callable[[], JournalAnswer]) -> JournalAnswer:
        drawn = self.dice.randrange(1_000)
        if time.monotonic() < self.full_until:
            drawn = 0
        elif 72 <= drawn < 75:
            self.full_until = time.monotonic() + self.dice.uniform(0.1, 0.4)
            drawn = 0
        if drawn < 15:
            self._fail("database or disk is full")
        if 30 <= drawn < 45:
            die()
        if 60 <= drawn < 66:
            pause()
        answer = write()
        if 15 <= drawn < 30:
            self._fail("the connection was lost after the write")
        if 45 <= drawn < 60:
            die()
        if 66 <= drawn < 72:
            pause()
        return self._answered(answer)

    def _fail(self, problem: str) -> NoReturn:
        self.failures += 1
        raise StoreFailedError(problem)

    def _answered(self, answer: JournalAnswer) -> JournalAnswer:
        return replace(answer, now_ms=answer.now_ms + self.skew_ms)


def die() -> None:
    """Ends this process without a handler or a last word."""
    os.kill(os.getpid(), signal.SIGKILL)


def pause() -> None:
    """Stands still until the parent lets it go on."""
    say({"pauses": True})
    os.kill(os.getpid(), signal.SIGSTOP)


def say(line: dict[str, Any]) -> None:
    """Writes a line to the parent."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def opened(store: str) -> JournalStore:
    """The journal of this name, on a client as a program has it."""
    if store.startswith("postgres"):
        import psycopg

        return payonce.journal.postgres(psycopg.connect(store))
    if store.startswith("redis"):
        import redis

        place = urlsplit(store)
        return payonce.journal.redis(redis.Redis(host=place.hostname or "127.0.0.1", port=place.port or 6379))
    return payonce.journal.sqlite(store)


def main() -> None:
    """Works until its input ends."""
    # The servers of a test run may be set up to forget.
    warnings.simplefilter("ignore")
    settings = json.loads(sys.argv[1])
    inner = opened(settings["store"])
    getattr(inner, "open_journal", lambda: None)()
    store = Troubles(inner, settings)
    options: dict[str, Any] = {
        "journal": store,
        "timeout": settings["timeout_s"],
        "retry": {
            "base_delay": 0.005,
            "max_delay": 0.05,
            "deadline": settings["lease_ms"] / 1_000,
        },
    }
    wallet = AgentWallex(
        api_key="awx_sandbox_key_that_moves_no_money",
        base_url=settings["wallet"],
        **options,
    )
    pay = AgentPayClient(
        service_token="agentpay_sandbox_service_token",
        base_url=settings["pay"],
        **options,
    )
    operations: dict[str, Callable[..., object]] = {
        "payments.send": wallet.payments.send,
        "x402.pay": wallet.x402.pay,
        "consume": pay.consume,
    }
    if settings["sweeps"]:
        try:
            wallet.journal.run()
            pay.journal.run()
        except payonce.PayonceError:
            # Another worker, or the end of the round, does the rest.
            pass
    for line in sys.stdin:
        job = json.loads(line)
        named = {"idempotency_key": job["key"]} if job["operation"] != "consume" else {}
        try:
            operations[job["operation"]](**job["arguments"], **named)
        except payonce.PayonceError:
            is_done = False
        else:
            is_done = True
        say({"job": job["job"], "done": is_done, "failures": store.failures})


if __name__ == "__main__":
    main()
