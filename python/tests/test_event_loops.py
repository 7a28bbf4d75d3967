"""Event loops and time limits of other packages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest
import trio
from conftest import PAYMENT

import payonce
from payonce._native import vocabulary

if TYPE_CHECKING:
    from conftest import Sandbox

HANG: dict[str, Any] = {
    "provider": "agentwallex",
    "operation": "payments.send",
    "fault": {"type": "hang", "when": "after"},
}


async def test_a_time_limit_of_anyio_keeps_the_interrupted_call(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    noted: list[str | None] = []

    def write_down(event: payonce.Event) -> None:
        if isinstance(event, payonce.AboutToSend):
            noted.append(event.reference.reference)

    async def pay() -> None:
        with anyio.fail_after(0.3):
            await sandbox.async_client(on_event=write_down).payments.send(**PAYMENT)

    with pytest.raises(TimeoutError) as caught:
        await pay()
    error = payonce.interrupted_call(caught.value)
    assert isinstance(error, payonce.OutcomeUnknownError)
    assert [error.reference.reference] == noted
    assert sandbox.effects()[0]["reference"].strip("[]") == noted[0]


async def test_an_anyio_scope_that_moves_on_exposes_the_call_only_inside_of_it(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    left: list[payonce.PayonceError | None] = []
    with anyio.move_on_after(0.3):
        try:
            await sandbox.async_client().payments.send(**PAYMENT)
        except anyio.get_cancelled_exc_class() as cancelled:
            left.append(payonce.interrupted_call(cancelled))
            raise
    (error,) = left
    assert isinstance(error, payonce.OutcomeUnknownError)
    assert sandbox.effects()[0]["reference"].strip("[]") == error.reference.reference


async def test_an_anyio_task_group_exposes_the_call_only_to_its_task_and_listener(sandbox: Sandbox) -> None:
    sandbox.faults(HANG)
    left: list[payonce.PayonceError | None] = []
    ended: list[payonce.Finished] = []

    def note(event: payonce.Event) -> None:
        if isinstance(event, payonce.Finished):
            ended.append(event)

    async def pay() -> None:
        try:
            await sandbox.async_client(on_event=note).payments.send(**PAYMENT)
        except anyio.get_cancelled_exc_class() as cancelled:
            left.append(payonce.interrupted_call(cancelled))
            raise

    async def fail() -> None:
        while not sandbox.effects():  # noqa: ASYNC110  # the simulator reports nothing by itself, it has to be asked
            await anyio.sleep(0.01)
        raise ZeroDivisionError

    async def both() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(pay)
            group.start_soon(fail)

    with pytest.raises(Exception, match="TaskGroup") as caught:
        await both()
    assert payonce.interrupted_call(caught.value) is None
    (error,) = left
    assert isinstance(error, payonce.OutcomeUnknownError)
    assert sandbox.effects()[0]["reference"].strip("[]") == error.reference.reference
    assert [(event.outcome, event.reference.reference) for event in ended] == [("unknown", error.reference.reference)]


def test_an_async_client_under_trio_names_the_blocking_client(sandbox: Sandbox) -> None:
    async def pay() -> None:
        with pytest.raises(RuntimeError, match=r"blocking client in a thread, for instance with trio\.to_thread"):
            await sandbox.async_client().payments.send(**PAYMENT)
        assert sandbox.effects() == []
        paid = await trio.to_thread.run_sync(lambda: sandbox.client().payments.send(**PAYMENT))
        assert paid.status == "confirmed"

    trio.run(pay)
    assert len(sandbox.effects()) == 1


def test_every_message_of_an_unknown_outcome_has_the_outcome_and_the_reference() -> None:
    for provider in vocabulary()["provider"]:
        for phase in ("sending", "waiting", "reading"):
            error = payonce.classify(provider, safety="unkeyed", phase=phase, cause="connection")
            assert isinstance(error, payonce.OutcomeUnknownError)
            known = error.to_dict()
            known["reference"]["reference"] = "po_0f8e040928dcf6db"
            shown = str(payonce.error_from_payload(known))
            assert "outcome unknown" in shown
            assert "po_0f8e040928dcf6db" in shown
