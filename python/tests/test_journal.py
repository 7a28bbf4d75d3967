"""The journal in an SQLite file: one key, one payment, in every process and after every crash."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PAYMENT

import payonce
from payonce.agentwallex import AgentWallex
from payonce.payi import Payi

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Sandbox

KEY = "order_4711_attempt_1"
OTHER_KEY = "order_4712_attempt_1"
PURCHASE: dict[str, Any] = {"agent_id": "agent_abc123", "target_url": "https://example.com/report"}
QUICK = {"base_delay": 0.01, "max_delay": 0.05, "deadline": 20}


def sent(sandbox: Sandbox, operation: str = "payments.send") -> int:
    """How many requests of an operation reached the provider."""
    return sum(request["operation"] == operation for request in sandbox.requests()["requests"])


END_LEASES = """
import json, sqlite3, sys

with sqlite3.connect(sys.argv[1]) as connection:
    for id, entry in connection.execute("SELECT id, entry FROM payonce_journal").fetchall():
        ended = json.dumps({**json.loads(entry), "lease_ms": 0})
        connection.execute("UPDATE payonce_journal SET entry = ? WHERE id = ?", (ended, id))
"""


def end_leases(path: Path) -> None:
    """Lets the leases of all entries end, as time would."""
    # Two copies of SQLite in one process would break each other's locks.
    subprocess.run([sys.executable, "-c", END_LEASES, str(path)], check=True)


def test_two_clients_with_one_key_make_one_payment(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "payments.db"
    first = sandbox.client(journal=path).payments.send(**PAYMENT, idempotency_key=KEY)
    second = sandbox.client(journal=str(path)).payments.send(**PAYMENT, idempotency_key=KEY)
    assert second == first
    assert len(sandbox.effects()) == sent(sandbox) == 1
    assert first.call_info is not None
    assert second.call_info is not None
    assert (first.call_info.replayed, second.call_info.replayed) == (False, True)
    assert (second.call_info.attempts, second.call_info.reference) == (0, first.call_info.reference)


async def test_async_clients_with_one_key_make_one_payment(sandbox: Sandbox, tmp_path: Path) -> None:
    clients = [sandbox.async_client(journal=tmp_path / "payments.db") for _ in range(50)]
    results = await asyncio.gather(*(client.payments.send(**PAYMENT, idempotency_key=KEY) for client in clients))
    assert len(sandbox.effects()) == sent(sandbox) == 1
    assert all(result == results[0] for result in results)


def test_fifty_threads_with_one_key_make_one_payment(sandbox: Sandbox, tmp_path: Path) -> None:
    results: list[Any] = []

    def work() -> None:
        client = sandbox.client(journal=tmp_path / "payments.db", retry=QUICK)
        results.append(client.payments.send(**PAYMENT, idempotency_key=KEY))

    threads = [threading.Thread(target=work) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sandbox.effects()) == sent(sandbox) == 1
    assert len(results) == 50
    assert all(result == results[0] for result in results)


def test_a_waiting_call_reports_its_waits(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.faults({"provider": "agentwallex", "operation": "payments.send", "fault": {"type": "delay", "ms": 400}})
    events: list[payonce.Event] = []
    path = tmp_path / "payments.db"
    first = threading.Thread(target=lambda: sandbox.client(journal=path).payments.send(**PAYMENT, idempotency_key=KEY))
    first.start()
    until(lambda: sent(sandbox) == 1)
    second = sandbox.client(journal=path, on_event=events.append).payments.send(**PAYMENT, idempotency_key=KEY)
    first.join()
    assert second.call_info is not None
    assert second.call_info.replayed
    waits = [event for event in events if isinstance(event, payonce.JournalWait)]
    assert waits
    assert waits[0].wait == waits[0].wait_ms / 1000 == 0.05


def test_a_key_with_other_arguments_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "payments.db"
    sandbox.client(journal=path).payments.send(**PAYMENT, idempotency_key=KEY)
    other: dict[str, Any] = {"amount": "5.00"}
    with pytest.raises(payonce.InvalidArgumentError) as refused:
        sandbox.client(journal=path).payments.send(**{**PAYMENT, **other}, idempotency_key=KEY)
    assert refused.value.details["field"] == "idempotency_key"
    assert sent(sandbox) == 1


@pytest.mark.parametrize("content", [b"not a database, but long enough to look like one" * 100, None])
def test_a_journal_that_cannot_be_opened_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "payments.db" if content else tmp_path / "missing" / "payments.db"
    if content:
        path.write_bytes(content)
    with pytest.raises(payonce.InvalidArgumentError) as refused:
        AgentWallex("awx_key_0123456789", journal=path)
    assert refused.value.details["field"] == "journal"


@pytest.mark.parametrize("journal", [7, b"payments.db", object(), ["payments.db"], dict])
def test_an_invalid_journal_is_refused(journal: Any) -> None:
    with pytest.raises(payonce.InvalidArgumentError) as refused:
        AgentWallex("awx_key_0123456789", journal=journal)
    assert refused.value.details["field"] == "journal"


def test_an_error_without_a_journal_names_the_option(sandbox: Sandbox) -> None:
    with pytest.raises(payonce.InvalidArgumentError, match="give the client a journal"):
        _ = sandbox.client().journal
    with pytest.raises(payonce.InvalidArgumentError, match="give the client a journal"):
        _ = sandbox.async_client().journal


def test_every_client_takes_a_journal(tmp_path: Path) -> None:
    client = Payi("sk_0123456789", journal=tmp_path / "payments.db")
    assert client.journal.entries() == []


def test_the_environment_names_the_journal(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYONCE_JOURNAL", str(tmp_path / "payments.db"))
    sandbox.client().payments.send(**PAYMENT, idempotency_key=KEY)
    (entry,) = sandbox.client().journal.entries()
    assert entry.key == KEY


def test_an_entry_has_the_outcome_of_its_payment(sandbox: Sandbox, tmp_path: Path) -> None:
    wallet = sandbox.client(journal=tmp_path / "payments.db")
    paid = wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    (entry,) = wallet.journal.entries()
    assert (entry.provider, entry.operation, entry.key) == ("agentwallex", "payments.send", KEY)
    assert (entry.state, entry.outcome, entry.attempts, entry.lease_left_ms) == ("settled", "applied", 1, 0)
    assert entry.result["id"] == paid.id
    assert entry.error is None
    assert entry.settled_by is None
    assert abs(entry.updated.timestamp() - time.time()) < 60
    assert wallet.journal.get(KEY) == wallet.journal.get(entry.id) == [entry]
    assert wallet.journal.get("another key") == []
    assert wallet.journal.entries(unsettled_only=True) == wallet.journal.open() == []
    with pytest.raises(AttributeError):
        entry.state = "open"  # type: ignore[misc]


def test_an_entry_keeps_the_error_of_a_refused_payment(sandbox: Sandbox, tmp_path: Path) -> None:
    wallet = sandbox.client(journal=tmp_path / "payments.db")
    sandbox.faults(
        {"provider": "agentwallex", "operation": "payments.send", "fault": {"type": "status", "status": 403}}
    )
    with pytest.raises(payonce.PayonceError):
        wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    (entry,) = wallet.journal.get(KEY)
    assert isinstance(entry.error, payonce.AgentWallexError)
    assert entry.outcome == "not_applied"
    # A proven failure frees the key.
    sandbox.faults()
    wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    assert len(sandbox.effects()) == 1


def test_pruned_entries_keep_their_keys_used(sandbox: Sandbox, tmp_path: Path) -> None:
    wallet = sandbox.client(journal=tmp_path / "payments.db")
    wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    assert wallet.journal.prune() == 0
    assert wallet.journal.prune(settled_before=timedelta(0)) == 1
    assert wallet.journal.entries()[0].key is None
    with pytest.raises(payonce.PayonceError):
        wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    assert sent(sandbox) == 1


WORKER = """
import json, sys
from payonce.agentwallex import AgentWallex
from payonce.payi import Payi

options, operation, arguments, key = json.loads(sys.argv[1])
AgentWallex(**options).call(operation, arguments, idempotency_key=key)
"""


def until(reached: Callable[[], bool]) -> None:
    """Waits until something is so."""
    begun = time.monotonic()
    while not reached():
        assert time.monotonic() - begun < 30
        time.sleep(0.01)


def call_and_die(
    sandbox: Sandbox, options: dict[str, Any], when: str, operation: str, arguments: dict[str, Any]
) -> None:
    """Calls in a process of its own, which is killed while it waits for the response."""
    sandbox.faults({"provider": "agentwallex", "operation": operation, "fault": {"type": "hang", "when": when}})
    before = sent(sandbox, operation)
    given = json.dumps([{**sandbox.providers["agentwallex"], **options}, operation, arguments, KEY])
    worker = subprocess.Popen([sys.executable, "-c", WORKER, given])
    until(lambda: sent(sandbox, operation) > before)
    time.sleep(0.05)
    worker.kill()
    assert worker.wait() != 0
    sandbox.faults()


def test_a_worker_finds_the_payment_of_a_killed_worker(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "payments.db"
    call_and_die(sandbox, {"journal": str(path)}, "after", "payments.send", PAYMENT)
    wallet = sandbox.client(journal=path)
    # As long as the dead process may be alive, its entry stays as it is.
    assert wallet.journal.run() == payonce.journal.Sweep((), ())
    end_leases(path)
    assert [entry.state for entry in wallet.journal.open()] == ["sending"]
    sweep = wallet.journal.run()
    assert ([entry.outcome for entry in sweep.settled], sweep.open) == (["applied"], ())
    again = wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    assert again.call_info is not None
    assert again.call_info.replayed
    assert len(sandbox.effects()) == sent(sandbox) == 1


async def test_the_payment_of_a_killed_process_that_cannot_be_found_stays_open(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "payments.db"
    call_and_die(sandbox, {"journal": str(path)}, "after", "x402.pay", PURCHASE)
    end_leases(path)
    wallet = sandbox.async_client(journal=path)
    sweep = await wallet.journal.run()
    assert (sweep.settled, [entry.state for entry in sweep.open]) == ((), ["open"])
    with pytest.raises(payonce.OutcomeUnknownError):
        await wallet.x402.pay(**PURCHASE, idempotency_key=KEY)
    with pytest.raises(payonce.InvalidArgumentError):
        await wallet.journal.settle(KEY, "unknown", by="ana", note="?")  # type: ignore[arg-type]
    settled = await wallet.journal.settle(KEY, "not_applied", by="ana", note="not on the explorer")
    assert settled.settled_by == payonce.journal.SettledBy("ana", "not on the explorer", frees_key=False)
    with pytest.raises(payonce.InvalidArgumentError, match="ana"):
        await wallet.x402.pay(**PURCHASE, idempotency_key=KEY)
    with pytest.raises(payonce.InvalidArgumentError, match="settled already"):
        await wallet.journal.settle(KEY, "applied", by="ana", note="it is there")
    assert sent(sandbox, "x402.pay") == 1


def test_an_idempotent_call_of_a_killed_process_is_sent_again(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "payments.db"
    arguments = {"agent_id": "agent_abc123"}
    call_and_die(sandbox, {"journal": str(path)}, "after", "agents.freeze", arguments)
    end_leases(path)
    wallet = sandbox.client(journal=path)
    wallet.call("agents.freeze", arguments, idempotency_key=KEY)
    assert sent(sandbox, "agents.freeze") == 2
    assert wallet.journal.get(KEY)[0].outcome == "applied"


PAYER = """
import json, sys
from payonce.agentwallex import AgentWallex

options, arguments, key = json.loads(sys.argv[1])
print(AgentWallex(**options).payments.send(**arguments, idempotency_key=key).id)
"""


def test_processes_with_one_key_make_one_payment(sandbox: Sandbox, tmp_path: Path) -> None:
    options = {**sandbox.providers["agentwallex"], "journal": str(tmp_path / "payments.db")}
    command = [sys.executable, "-c", PAYER, json.dumps([options, PAYMENT, KEY])]
    payers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    ids = {payer.communicate(timeout=60)[0] for payer in payers}
    assert [payer.returncode for payer in payers] == [0] * 4
    assert len(ids) == 1
    assert len(sandbox.effects()) == sent(sandbox) == 1


UNSEEN_FORK = """
import os, sys
os.register_at_fork = lambda **hooks: None
from payonce import InvalidArgumentError
from payonce.agentwallex import AgentWallex

wallet = AgentWallex("awx_key_0123456789", journal=sys.argv[1])
if os.fork() == 0:
    try:
        wallet.journal.entries()
    except InvalidArgumentError as refused:
        os._exit(0 if "open the journal after the fork" in refused.message else 2)
    os._exit(1)
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_that_python_does_not_see_refuses_the_inherited_file(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", UNSEEN_FORK, str(tmp_path / "payments.db")]
    assert subprocess.run(command, timeout=60, check=False).returncode == 0


def test_a_verdict_that_frees_the_key_pays_again(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "payments.db"
    call_and_die(sandbox, {"journal": str(path)}, "before", "x402.pay", PURCHASE)
    end_leases(path)
    wallet = sandbox.client(journal=path)
    wallet.journal.settle(KEY, "not_applied", by="ana", note="no trace", frees_key=True)
    wallet.x402.pay(**PURCHASE, idempotency_key=KEY)
    assert sent(sandbox, "x402.pay") == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_uses_the_journal_of_its_parent(sandbox: Sandbox, tmp_path: Path) -> None:
    wallet = sandbox.client(journal=tmp_path / "payments.db")
    first = wallet.payments.send(**PAYMENT, idempotency_key=KEY)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            same = wallet.payments.send(**PAYMENT, idempotency_key=KEY)
            other = wallet.payments.send(**PAYMENT, idempotency_key=OTHER_KEY)
            code = 0 if same.id == first.id and other.id != first.id else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    # What the child recorded stays when the parent closes the file.
    del wallet
    journal = sandbox.client(journal=tmp_path / "payments.db").journal
    assert {entry.key for entry in journal.entries()} == {KEY, OTHER_KEY}
    assert len(sandbox.effects()) == 2


def test_once_derives_the_key_from_the_purchase() -> None:
    key = payonce.once("invoice", number=7, customer="ana")
    assert key == payonce.once("invoice", customer="ana", number=7)
    assert key.startswith("invoice-")
    assert len({key, payonce.once("invoice", number=8, customer="ana"), payonce.once("order", number=7)}) == 3


@pytest.mark.parametrize(
    ("scope", "fields"), [("", {"a": 1}), ("two words", {"a": 1}), ("invoice", {}), ("invoice", {"a": None})]
)
def test_once_refuses_arguments_that_do_not_name_a_purchase(scope: str, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+: "):
        payonce.once(scope, **fields)
    with pytest.raises(ValueError, match="a: cannot be sent"):
        payonce.once("invoice", a=object())
