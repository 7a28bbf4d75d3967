"""Calls that are ended from outside: nothing hangs, and nobody has to guess whether money moved."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PAYMENT

import payonce
from payonce._native import NativeCall, Verdict

if TYPE_CHECKING:
    from conftest import Sandbox

HANG: dict[str, Any] = {
    "provider": "agentwallex",
    "operation": "payments.send",
    "fault": {"type": "hang", "when": "after"},
}

# A shell starts what runs in its background with Ctrl-C switched off, and children inherit that.
PROGRAM = """
import json, signal, sys
import payonce
from payonce._native import NativeCall, Verdict
from payonce.agentwallex import AgentWallex

signal.signal(signal.SIGINT, signal.default_int_handler)
settings, payment = json.loads(sys.argv[1])
client = AgentWallex(**settings, on_event=lambda event: print(event.event, flush=True))
try:
    client.payments.send(**payment)
except KeyboardInterrupt as interruption:
    error = payonce.interrupted_call(interruption)
    print(json.dumps({"error": error.to_dict(), "notes": interruption.__notes__}), flush=True)
    raise
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a process group there, this one included")
def test_ctrl_c_ends_a_call_and_attaches_its_outcome(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    given = json.dumps([sandbox.providers["agentwallex"], PAYMENT])
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, given], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "about_to_send\n"
    while not sandbox.effects():
        time.sleep(0.01)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    output, trace = process.communicate(timeout=10)
    assert time.monotonic() - begun < 2
    assert process.returncode == -signal.SIGINT
    finished, line = output.splitlines()
    assert finished == "finished"
    told = json.loads(line)
    assert told["error"]["outcome"] == "unknown"
    assert told["error"]["reference"]["reference"] == sandbox.effects()[0]["reference"].strip("[]")
    assert told["error"]["reference"]["reference"] in told["notes"][0]
    if sys.version_info >= (3, 11):
        assert "outcome unknown" in trace


async def test_a_cancelled_task_attaches_the_outcome_of_its_call(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    sent = asyncio.Event()

    def note(_event: payonce.Event) -> None:
        sent.set()

    async with sandbox.async_client(on_event=note) as client:
        task = asyncio.ensure_future(client.payments.send(**PAYMENT))
        await sent.wait()
        while not sandbox.effects():  # noqa: ASYNC110  # the simulator tells nobody, it has to be asked
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    error = payonce.interrupted_call(caught.value)
    assert isinstance(error, payonce.OutcomeUnknownError)
    assert error.reference.reference is not None


async def test_an_asyncio_timeout_exposes_the_interrupted_call(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    client = sandbox.async_client()
    begun = time.monotonic()
    with pytest.raises((TimeoutError, asyncio.TimeoutError)) as caught:
        await asyncio.wait_for(client.payments.send(**PAYMENT), 0.3)
    assert time.monotonic() - begun < 2
    error = payonce.interrupted_call(caught.value)
    assert isinstance(error, payonce.OutcomeUnknownError)
    assert error.reference.reference is not None


async def _sent(sandbox: Sandbox, payments: int = 1) -> None:
    while len(sandbox.effects()) < payments:  # noqa: ASYNC110  # the simulator has to be asked
        await asyncio.sleep(0.01)


def _assert_lost(error: payonce.PayonceError | None, sandbox: Sandbox) -> None:
    assert isinstance(error, payonce.OutcomeUnknownError)
    assert error.reference.reference in {effect["reference"].strip("[]") for effect in sandbox.effects()}


def _cut_off(sandbox: Sandbox) -> payonce.PayonceError:
    """What a payment came to that its listener broke off."""

    def refuse(_event: payonce.Event) -> None:
        raise HookError

    with pytest.raises(HookError) as caught:
        sandbox.client(on_event=refuse).payments.send(**PAYMENT)
    error = payonce.interrupted_call(caught.value)
    assert error is not None
    return error


def _interruption(error: payonce.PayonceError, outcome: str = "unknown") -> Exception:
    raised = HookError()
    vars(raised)["payonce_error"] = payonce.error_from_payload(error.to_dict() | {"outcome": outcome})
    return raised


def _raised(error: BaseException, cause: BaseException | None) -> BaseException:
    try:
        raise error from cause
    except BaseException as raised:
        return raised


class GroupError(Exception):
    """As the `ExceptionGroup` of Python 3.11, and of the packages that have one before."""

    def __init__(self, exceptions: Any) -> None:
        super().__init__("several")
        self.exceptions = exceptions


def test_an_interrupted_call_is_found_in_groups_causes_and_contexts(sandbox: Sandbox) -> None:
    error = _cut_off(sandbox)
    lost = _interruption(error)
    hidden = HookError()
    hidden.__context__, hidden.__suppress_context__ = lost, True
    circle, other = HookError(), HookError()
    circle.__cause__, other.__context__ = other, circle
    around = GroupError([circle, lost])
    circle.__context__ = around
    for raised in (
        lost,
        _raised(ValueError(), lost),
        hidden,
        GroupError((ValueError(), GroupError([KeyError(), _raised(ValueError(), lost)]))),
        around,
        circle,
    ):
        found = payonce.interrupted_call(raised)
        assert found is vars(lost)["payonce_error"]
        assert payonce.interrupted_calls(raised) == [found]
    for nothing in (ValueError(), other, GroupError(["no exception"]), GroupError(None), GroupError(7)):
        circle.__context__ = None
        assert payonce.interrupted_call(nothing) is None
        assert payonce.interrupted_calls(nothing) == []


def test_every_interrupted_call_of_a_group_is_found_with_unknown_outcomes_first(sandbox: Sandbox) -> None:
    error = _cut_off(sandbox)
    outcomes = ["not_applied", "unknown", "pending", "unknown"]
    lost = [_interruption(error, outcome) for outcome in outcomes]
    found = payonce.interrupted_calls(GroupError([*lost, lost[0]]))
    assert [known.outcome for known in found] == ["unknown", "unknown", "not_applied", "pending"]
    assert payonce.interrupted_call(GroupError(lost)) is vars(lost[1])["payonce_error"]


def test_the_search_for_an_interrupted_call_in_a_chain_is_bounded(sandbox: Sandbox) -> None:
    first: BaseException = _interruption(_cut_off(sandbox))
    for _ in range(5_000):
        later = HookError()
        later.__context__ = first
        first = later
    assert payonce.interrupted_call(first) is not None
    for _ in range(20_000):
        later = HookError()
        later.__context__ = first
        first = later
    assert payonce.interrupted_call(first) is None
    # Python itself takes such a chain apart by recursion.
    while first.__context__ is not None:
        first, first.__context__ = first.__context__, None


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio has no TaskGroup")
async def test_a_task_that_its_group_cancelled_keeps_the_interrupted_call(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    tasks: list[asyncio.Task[Any]] = []

    async def fail() -> None:
        await _sent(sandbox, 2)
        raise HookError

    client = sandbox.async_client()
    groups: Any = asyncio

    async def all_three() -> None:
        async with groups.TaskGroup() as group:
            tasks.extend(group.create_task(client.payments.send(**PAYMENT)) for _ in range(2))
            group.create_task(fail())

    with pytest.raises(Exception, match="TaskGroup") as caught:
        await all_three()
    # The group keeps no cancellation.
    assert payonce.interrupted_call(caught.value) is None
    for task in tasks:
        _assert_lost(payonce.interrupted_call(task), sandbox)
        _assert_lost(payonce.interrupted_call(task), sandbox)
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await tasks[0]
    _assert_lost(payonce.interrupted_call(cancelled.value), sandbox)
    assert len({error.reference.reference for task in tasks for error in payonce.interrupted_calls(task)}) == 2


async def test_a_task_that_gather_collects_keeps_the_interrupted_call(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    client = sandbox.async_client()

    async def nested() -> None:
        # An inner task, which is cancelled with the one around it.
        await asyncio.gather(client.payments.send(**PAYMENT))

    tasks: list[asyncio.Future[Any]] = [
        asyncio.ensure_future(client.payments.send(**PAYMENT)),
        asyncio.ensure_future(nested()),
    ]
    gathered = asyncio.gather(*tasks, return_exceptions=True)
    await _sent(sandbox, 2)
    for task in tasks:
        task.cancel()
    results = await gathered
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2
    for task in tasks:
        for _ in range(2):
            _assert_lost(payonce.interrupted_call(task), sandbox)


async def test_a_cancelled_gather_exposes_its_calls_through_their_tasks(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    client = sandbox.async_client()
    tasks = [asyncio.ensure_future(client.payments.send(**PAYMENT)) for _ in range(3)]
    gathered = asyncio.gather(*tasks, return_exceptions=True)
    await _sent(sandbox, 3)
    gathered.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gathered
    assert len({payonce.interrupted_calls(task)[0].reference.reference for task in tasks}) == 3


async def test_a_shielded_call_continues(sandbox: Sandbox) -> None:
    sandbox.faults({**HANG, "fault": {"type": "delay", "when": "after", "ms": 300}})
    client = sandbox.async_client()
    payment = asyncio.ensure_future(client.payments.send(**PAYMENT))
    with pytest.raises((TimeoutError, asyncio.TimeoutError)) as caught:
        await asyncio.wait_for(asyncio.shield(payment), 0.05)
    assert payonce.interrupted_call(caught.value) is None
    assert payonce.interrupted_call(payment) is None
    assert (await payment).status == "confirmed"
    assert payonce.interrupted_call(payment) is None
    sandbox.faults(HANG)
    payment = asyncio.ensure_future(client.payments.send(**PAYMENT))
    shielded = asyncio.shield(payment)
    await _sent(sandbox, 2)
    payment.cancel()
    with pytest.raises(asyncio.CancelledError):
        await shielded
    _assert_lost(payonce.interrupted_call(payment), sandbox)


async def test_a_call_in_a_thread_continues_and_its_listener_receives_finished(sandbox: Sandbox) -> None:
    sandbox.faults({**HANG, "fault": {"type": "delay", "when": "after", "ms": 300}})
    ended = threading.Event()
    events: list[payonce.Event] = []

    def note(event: payonce.Event) -> None:
        events.append(event)
        if isinstance(event, payonce.Finished):
            ended.set()

    client = sandbox.client(on_event=note)
    with pytest.raises((TimeoutError, asyncio.TimeoutError)) as caught:
        await asyncio.wait_for(asyncio.to_thread(client.payments.send, **PAYMENT), 0.1)
    assert payonce.interrupted_call(caught.value) is None
    assert await asyncio.get_running_loop().run_in_executor(None, ended.wait, 5)
    assert isinstance(events[-1], payonce.Finished)
    assert (events[-1].outcome, events[-1].reference.reference) == (
        "applied",
        sandbox.effects()[0]["reference"].strip("[]"),
    )


def test_an_object_that_is_not_a_task_has_no_interrupted_call() -> None:
    async def nothing() -> None: ...

    coroutine = nothing()
    assert payonce.interrupted_calls(coroutine) == []
    coroutine.close()


class HookError(Exception):
    """What a listener raises."""


def test_an_exception_in_the_listener_prevents_the_payment(sandbox: Sandbox) -> None:
    def refuse(event: payonce.Event) -> None:
        assert isinstance(event, payonce.AboutToSend)
        raise HookError(event.reference.reference)

    with pytest.raises(HookError) as caught, sandbox.client(on_event=refuse) as client:
        client.payments.send(**PAYMENT)
    error = payonce.interrupted_call(caught.value)
    assert isinstance(error, payonce.NotSentError)
    assert error.reference.reference == str(caught.value)
    assert (error.outcome, error.attempts) == ("not_applied", 0)
    assert sandbox.effects() == []
    assert sandbox.requests()["requests"] == []


async def test_an_async_listener_is_awaited_before_the_request_is_sent(sandbox: Sandbox) -> None:
    seen: list[tuple[str, int]] = []

    async def write_down(event: payonce.Event) -> None:
        await asyncio.sleep(0.05)
        seen.append((event.event, len(sandbox.effects())))

    async with sandbox.async_client(on_event=write_down) as client:
        await client.payments.send(**PAYMENT)
    assert seen == [("about_to_send", 0), ("request_finished", 1), ("finished", 1)]


async def test_an_exception_in_an_async_listener_prevents_the_payment(sandbox: Sandbox) -> None:
    async def refuse(_event: payonce.Event) -> None:
        await asyncio.sleep(0)
        raise HookError

    client = sandbox.async_client(on_event=refuse)
    with pytest.raises(HookError) as caught:
        await client.payments.send(**PAYMENT)
    assert isinstance(payonce.interrupted_call(caught.value), payonce.NotSentError)
    assert sandbox.effects() == []


@pytest.mark.parametrize("name", ["request_finished", "retrying", "reconciling", "finished"])
async def test_a_listener_that_fails_after_the_request_does_not_change_the_result(
    sandbox: Sandbox, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    failed: list[str] = []

    def refuse(event: payonce.Event) -> None:
        if event.event == name:
            failed.append(name)
            raise HookError(name)

    async def refuse_async(event: payonce.Event) -> None:
        await asyncio.sleep(0)
        refuse(event)

    for client in (
        sandbox.client(on_event=refuse, retry={"base_delay": 0.01}),
        sandbox.async_client(on_event=refuse, retry={"base_delay": 0.01}),
        sandbox.async_client(on_event=refuse_async, retry={"base_delay": 0.01}),
    ):
        if name == "retrying":
            sandbox.faults({**HANG, "fault": {"type": "status", "when": "before", "status": 429}, "times": 1})
        elif name == "reconciling":
            sandbox.faults({**HANG, "fault": {"type": "drop", "when": "after"}, "times": 1})
        paid = client.payments.send(**PAYMENT)
        assert (await paid if asyncio.iscoroutine(paid) else paid).status == "confirmed"
    assert failed == [name] * 3
    assert len(sandbox.effects()) == 3
    assert f"the listener failed at the event {name}" in caplog.text
    assert "HookError" in caplog.text


@pytest.mark.parametrize("last", [payonce.RequestFinished, payonce.Finished])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interruption_after_a_success_returns_the_success(
    sandbox: Sandbox, kind: type[BaseException], last: type[payonce.Event]
) -> None:
    def leave(event: payonce.Event) -> None:
        if isinstance(event, last):
            raise kind

    with pytest.raises(kind) as caught:
        sandbox.client(on_event=leave).payments.send(**PAYMENT)
    assert payonce.interrupted_call(caught.value) is None
    assert vars(caught.value)["payonce_result"]["amount"] == "1.00"
    assert vars(caught.value)["payonce_reference"].reference is not None
    assert "had succeeded" in vars(caught.value)["__notes__"][0]
    assert len(sandbox.effects()) == 1


async def test_a_cancelled_call_reports_its_end_once(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    events: list[payonce.Event] = []

    async def note(event: payonce.Event) -> None:
        await asyncio.sleep(0)
        events.append(event)

    client = sandbox.async_client(on_event=note)
    for listening in (client.payments.send(**PAYMENT), client.payments.send(**PAYMENT)):
        with pytest.raises((TimeoutError, asyncio.TimeoutError)):
            await asyncio.wait_for(listening, 0.2)
    assert [event.event for event in events] == ["about_to_send", "finished"] * 2
    for sent, finished in (events[:2], events[2:]):
        assert isinstance(sent, payonce.AboutToSend)
        assert isinstance(finished, payonce.Finished)
        assert (finished.call_id, finished.provider, finished.operation) == (
            sent.call_id,
            "agentwallex",
            "payments.send",
        )
        assert (finished.kind, finished.outcome, finished.status) == ("cancelled", "unknown", None)
        assert (finished.advice, finished.phase, finished.journal_state) == ("reconcile", "waiting", None)
        assert finished.reference.reference == sent.reference.reference
        assert 0 < finished.duration_ms < 60_000
    assert len({event.call_id for event in events if not isinstance(event, payonce.OtherEvent)}) == 2


def test_a_refused_request_reports_its_end_once(sandbox: Sandbox) -> None:
    events: list[payonce.Event] = []

    def refuse(event: payonce.Event) -> None:
        events.append(event)
        if isinstance(event, payonce.AboutToSend):
            raise HookError

    with pytest.raises(HookError):
        sandbox.client(on_event=refuse).payments.send(**PAYMENT)
    last = events[-1]
    assert [event.event for event in events] == ["about_to_send", "finished"]
    assert isinstance(last, payonce.Finished)
    assert (last.outcome, last.attempts) == ("not_applied", 0)


def test_a_listener_can_call_another_client(sandbox: Sandbox) -> None:
    other = sandbox.client()
    names: list[str] = []

    def look(_event: payonce.Event) -> None:
        names.append(other.agents.get("agent_abc123").id)

    with sandbox.client(on_event=look) as client:
        client.payments.send(**PAYMENT)
    assert names == ["agent_abc123"] * 3


def test_other_threads_run_while_a_call_waits(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    counted = 0

    def pay() -> None:
        with pytest.raises(payonce.ApiTimeoutError):
            sandbox.client(timeout=0.5).payments.send(**PAYMENT, reconcile=False)

    thread = threading.Thread(target=pay)
    thread.start()
    while thread.is_alive():
        counted += 1
        time.sleep(0.001)
    thread.join()
    assert counted > 50


def test_many_threads_share_one_client(sandbox: Sandbox) -> None:
    client = sandbox.client()
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(client.agents.get("agent_abc123").id)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["agent_abc123"] * 16


async def test_many_tasks_share_one_client(sandbox: Sandbox) -> None:
    async with sandbox.async_client() as client:
        agents = await asyncio.gather(*(client.agents.get("agent_abc123") for _ in range(32)))
    assert [agent.id for agent in agents] == ["agent_abc123"] * 32


def test_an_async_client_outlives_its_event_loop(sandbox: Sandbox) -> None:
    client = sandbox.async_client()
    for _ in range(2):
        assert asyncio.run(client.agents.get("agent_abc123")).id == "agent_abc123"


def _in_child(sandbox: Sandbox, client: Any, results: Any) -> None:
    fresh = sandbox.client().agents.get("agent_abc123").id
    inherited = client.payments.send(**PAYMENT).status
    awaited = asyncio.run(sandbox.async_client().agents.get("agent_abc123")).id
    results.put((os.getpid(), fresh, inherited, awaited))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_opens_its_own_connections(sandbox: Sandbox) -> None:
    client = sandbox.client()
    client.agents.get("agent_abc123")
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    children = [context.Process(target=_in_child, args=(sandbox, client, results)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join(20)
    assert [child.exitcode for child in children] == [0, 0]
    told = [results.get() for _ in children]
    assert all(rest == ("agent_abc123", "confirmed", "agent_abc123") for _, *_rest in told for rest in [tuple(_rest)])
    # The parent's own connections still work.
    assert client.agents.get("agent_abc123").id == "agent_abc123"


def test_a_started_call_sends_nothing_before_the_first_wait(sandbox: Sandbox) -> None:
    # Where a signal can still come between the start and the first wait, and would leave no word of the call.
    with sandbox.client() as client:
        engine = client._engine  # pyright: ignore[reportPrivateUsage]
        native_call = engine.start("payments.send", json.dumps(PAYMENT), "{}", False)
        assert isinstance(native_call, NativeCall)
        time.sleep(0.2)
        left = native_call.give_up()
    assert isinstance(left, Verdict)
    assert left.outcome == "not_applied"
    assert sandbox.effects() == []
