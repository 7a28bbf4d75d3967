"""Clients of one process and one account share their keys, also without a journal: one key is one payment."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PAYMENT as DEFAULT

import payonce

if TYPE_CHECKING:
    from conftest import Sandbox

PAYMENT: dict[str, Any] = {**DEFAULT, "amount": "0.01"}
KEY = "order_4711_attempt_1"
LATE = {"operation": "payments.send", "fault": {"type": "delay", "when": "after", "ms": 300}}


def test_two_clients_make_one_payment(sandbox: Sandbox) -> None:
    first = sandbox.client().payments.send(**PAYMENT, idempotency_key=KEY)
    second = sandbox.client().payments.send(**PAYMENT, idempotency_key=KEY)
    assert second.id == first.id
    assert len(sandbox.effects()) == 1
    other: dict[str, Any] = {**PAYMENT, "amount": "2.00"}
    with pytest.raises(payonce.InvalidArgumentError, match="other arguments"):
        sandbox.client().payments.send(**other, idempotency_key=KEY)
    assert len(sandbox.effects()) == 1


async def test_a_sync_and_an_async_client_make_one_payment(sandbox: Sandbox) -> None:
    first = await sandbox.async_client().payments.send(**PAYMENT, idempotency_key=KEY)
    second = sandbox.client().payments.send(**PAYMENT, idempotency_key=KEY)
    third = await sandbox.async_client().payments.send(**PAYMENT, idempotency_key=KEY)
    assert first.id == second.id == third.id
    assert len(sandbox.effects()) == 1


async def test_a_sync_client_is_refused_while_an_async_one_pays(sandbox: Sandbox) -> None:
    sandbox.faults(LATE)
    paying = asyncio.Event()

    def note(_event: object) -> None:
        paying.set()

    wallet = sandbox.async_client(on_event=note)
    running = asyncio.create_task(wallet.payments.send(**PAYMENT, idempotency_key=KEY))
    await asyncio.wait_for(paying.wait(), 20)
    with pytest.raises(payonce.InvalidArgumentError, match="still running"):
        sandbox.client().payments.send(**PAYMENT, idempotency_key=KEY)
    paid = await running
    assert sandbox.client().payments.send(**PAYMENT, idempotency_key=KEY).id == paid.id
    assert len(sandbox.effects()) == 1


def pay_or_be_refused(pay: Any) -> str | None:
    """The id of the payment; nothing where another call has the key at the moment."""
    try:
        return str(pay().id)
    except payonce.InvalidArgumentError as refused:
        if "still running" in refused.message:
            return None
        raise


def test_threads_with_clients_of_their_own_make_one_payment(sandbox: Sandbox) -> None:
    barrier = threading.Barrier(16)

    def sync() -> Any:
        return sandbox.client().payments.send(**PAYMENT, idempotency_key=KEY)

    def in_a_loop() -> Any:
        async def pay() -> Any:
            return await sandbox.async_client().payments.send(**PAYMENT, idempotency_key=KEY)

        return asyncio.run(pay())

    def worker(number: int) -> str | None:
        barrier.wait(20)
        return pay_or_be_refused(in_a_loop if number % 2 else sync)

    with ThreadPoolExecutor(16) as pool:
        ids = set(pool.map(worker, range(16)))
    assert len(ids - {None}) == 1
    assert len(sandbox.effects()) == 1


def test_an_unknown_outcome_stays_open_for_the_next_client(sandbox: Sandbox) -> None:
    sandbox.faults(
        {"operation": "payments.send", "fault": {"type": "drop", "when": "after"}},
        {"operation": "payments.list", "fault": {"type": "drop", "when": "before"}},
    )
    for _ in range(2):
        with pytest.raises(payonce.OutcomeUnknownError):
            sandbox.client(retry={"base_delay": 0.01}).payments.send(**PAYMENT, idempotency_key=KEY)
    assert len(sandbox.effects()) == 1
    sandbox.faults()
    found = sandbox.client().payments.send(**PAYMENT, idempotency_key=KEY)
    assert found.call_info is not None
    assert found.call_info.attempts == 0
    assert len(sandbox.effects()) == 1


def test_accounts_do_not_share_keys(sandbox: Sandbox) -> None:
    first = sandbox.client(journal_account="tenant 1").payments.send(**PAYMENT, idempotency_key=KEY)
    second = sandbox.client(journal_account="tenant 2").payments.send(**PAYMENT, idempotency_key=KEY)
    assert first.id != second.id
    assert len(sandbox.effects()) == 2


FORK = """
import json, os, sys, threading, time
import payonce
from payonce.agentwallex import AgentWallex

way, options, payment, key = json.loads(sys.argv[1])

def pay(client):
    try:
        return client.payments.send(**payment, idempotency_key=key).id
    except payonce.OutcomeUnknownError as error:
        return "unknown"

sending = threading.Event()
def on_event(event):
    if event.event == "about_to_send":
        sending.set()

wallet = AgentWallex(**options, on_event=on_event)
mine = None
if way == "while the call runs":
    paying = threading.Thread(target=lambda: globals().update(mine=pay(wallet)))
    paying.start()
    sending.wait(20)
else:
    mine = pay(wallet)
child = os.fork()
if child == 0:
    code = 1
    try:
        # The client that the child inherited, and one of its own.
        told = [pay(wallet), pay(AgentWallex(**options))]
        os.write(1, (json.dumps(told) + "\\n").encode())
        code = 0
    finally:
        os._exit(code)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
if way == "while the call runs":
    paying.join(20)
os.write(1, (json.dumps(mine) + "\\n").encode())
sys.exit(code)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("way", ["after the call", "while the call runs", "with an unknown outcome"])
@pytest.mark.parametrize("sees_forks", [True, False])
def test_a_forked_child_does_not_pay_what_its_parent_paid(sandbox: Sandbox, way: str, sees_forks: bool) -> None:
    if way == "while the call runs":
        sandbox.faults(LATE)
    if way == "with an unknown outcome":
        sandbox.faults(
            {"operation": "payments.send", "fault": {"type": "drop", "when": "after"}},
            {"operation": "payments.list", "fault": {"type": "drop", "when": "before"}},
        )
    options = {**sandbox.providers["agentwallex"], "retry": {"base_delay": 0.01}}
    # Such as a server in C that forks: the hooks of Python do not run.
    unseen = "" if sees_forks else "import os\nos.register_at_fork = lambda **hooks: None\n"
    command = [sys.executable, "-W", "ignore", "-c", unseen + FORK, json.dumps([way, options, PAYMENT, KEY])]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    told, mine = map(json.loads, ended.stdout.splitlines())
    effects = sandbox.effects()
    assert len(effects) == 1
    if way == "with an unknown outcome":
        assert [*told, mine] == ["unknown"] * 3
    elif way == "after the call":
        assert told == [mine] * 2
    else:
        assert mine != "unknown"
        assert set(told) <= {mine, "unknown"}


BUSY_FORK = """
import json, os, sys, threading, time
import payonce
from payonce.agentwallex import AgentWallex

options, payment = json.loads(sys.argv[1])

def pay(client, key):
    try:
        return client.payments.send(**payment, idempotency_key=key).id
    except payonce.OutcomeUnknownError as error:
        return "unknown"

first = pay(AgentWallex(**options), "order-0")
stop = threading.Event()
def keep_paying(number):
    # Of another account: the last thousand payments of an account are remembered.
    wallet = AgentWallex(**{**options, "journal_account": "busy"})
    count = 0
    while not stop.is_set():
        count += 1
        pay(wallet, f"order-{number}-{count}")
threads = [threading.Thread(target=keep_paying, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
code = 0
for _ in range(20):
    time.sleep(0.01)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if pay(AgentWallex(**options), "order-0") == first else 2
        finally:
            os._exit(code)
    code = code or os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
stop.set()
for thread in threads:
    thread.join(20)
sys.exit(code)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_process_that_is_forked_while_it_pays_leaves_no_lock_in_its_children(sandbox: Sandbox) -> None:
    options = sandbox.providers["agentwallex"]
    command = [sys.executable, "-W", "ignore", "-c", BUSY_FORK, json.dumps([options, PAYMENT])]
    began = time.monotonic()
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    assert time.monotonic() - began < 50
    keys = [effect["memo"] for effect in sandbox.effects() if "memo" in effect]
    assert len(keys) == len(set(keys))
