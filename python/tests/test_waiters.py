"""Following what is not final: whatever becomes of the looking, a payment that was accepted is not told as not made."""

from __future__ import annotations

import asyncio
import json
import math
import pickle
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PAYMENT as ANY_PAYMENT

import payonce
from payonce.agentwallex import Transaction

if TYPE_CHECKING:
    from conftest import Sandbox

PAYMENT: dict[str, Any] = {**ANY_PAYMENT, "memo": "sandbox:pending_forever"}
NO_DURATIONS = [-1, -0.001, math.nan, math.inf, -math.inf, 1e300, timedelta(seconds=-1)]


def refused_looks(status: int) -> dict[str, Any]:
    fault = {"type": "status", "status": status, "when": "before"}
    return {"provider": "agentwallex", "operation": "payments.get", "fault": fault}


def assert_pending(error: payonce.PayonceError | None, pending: Transaction) -> None:
    assert isinstance(error, payonce.PendingError)
    assert not isinstance(error, payonce.NotAppliedError)
    assert (error.operation, error.outcome, error.advice) == ("payments.send", "pending", "wait")
    assert (error.retryable, error.respond_status, error.reference.id) == (False, 503, pending.id)


def test_a_failed_poll_leaves_the_payment_pending(sandbox: Sandbox) -> None:
    pending = sandbox.client(max_retries=0).payments.send(**PAYMENT)
    sandbox.faults(refused_looks(401))
    with pytest.raises(payonce.AuthenticationError) as caught:
        pending.wait_until_final(timeout=5)
    assert_pending(caught.value, pending)
    assert caught.value.status == 401
    # What the look itself came to.
    assert isinstance(caught.value.__cause__, payonce.NotAppliedError)


async def test_a_failed_poll_of_an_async_client_leaves_the_payment_pending(sandbox: Sandbox) -> None:
    async with sandbox.async_client(max_retries=0) as client:
        pending = await client.payments.send(**PAYMENT)
        sandbox.faults(refused_looks(500))
        with pytest.raises(payonce.ServerError) as caught:
            await pending.wait_until_final_async(timeout=5)
        assert_pending(caught.value, pending)


async def test_a_cancelled_wait_reports_the_payment_as_pending(sandbox: Sandbox) -> None:
    async with sandbox.async_client() as client:
        pending = await client.payments.send(**PAYMENT)
        with pytest.raises((TimeoutError, asyncio.TimeoutError)) as caught:
            await asyncio.wait_for(pending.wait_until_final_async(), 0.2)
        assert_pending(payonce.interrupted_call(caught.value), pending)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_in_a_wait_reports_the_payment_as_pending(sandbox: Sandbox) -> None:
    pending = sandbox.client().payments.send(**PAYMENT)
    threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt) as caught:
        pending.wait_until_final()
    assert_pending(payonce.interrupted_call(caught.value), pending)


@pytest.mark.parametrize("seconds", [-1.0, -0.001, math.nan, math.inf, -math.inf, 1e300, "30", True])
def test_an_invalid_duration_is_refused_for_a_wait(sandbox: Sandbox, seconds: Any) -> None:
    pending = sandbox.client().payments.send(**PAYMENT)
    with pytest.raises(payonce.InvalidArgumentError) as caught:
        pending.wait_until_final(timeout=seconds)
    assert caught.value.details["field"] == "timeout"
    assert_pending(caught.value, pending)


@pytest.mark.parametrize("duration", NO_DURATIONS)
def test_an_invalid_duration_is_refused_in_every_option(sandbox: Sandbox, duration: float | timedelta) -> None:
    client = sandbox.client()
    for name in ("base_delay", "max_delay", "deadline", "max_retry_after"):
        for policy in ({name: duration}, payonce.RetryPolicy(**{name: duration})):  # type: ignore[arg-type]
            with pytest.raises(payonce.InvalidArgumentError) as caught:
                sandbox.client(retry=policy)
            assert caught.value.details["field"] == f"retry.{name}"
            with pytest.raises(payonce.InvalidArgumentError) as caught:
                client.payments.send(**PAYMENT, retry=policy)
            assert isinstance(caught.value, payonce.NotSentError)
    with pytest.raises(payonce.InvalidArgumentError):
        sandbox.client(timeout=duration)
    with pytest.raises(payonce.InvalidArgumentError):
        client.payments.send(**PAYMENT, timeout=duration)
    assert sandbox.effects() == []


SETTLER = """
import json, pickle, sys
from payonce.agentwallex import AgentWallex

settings, form, left = json.loads(sys.argv[1])
error = pickle.loads(bytes.fromhex(left)) if form == "pickle" else left
print(json.dumps(AgentWallex(**settings).reconcile(error).to_dict()))
"""


@pytest.mark.parametrize("form", ["pickle", "json"])
def test_another_process_reconciles_an_unknown_payment(sandbox: Sandbox, form: str) -> None:
    lost = {"type": "drop", "when": "after"}
    sandbox.faults({"provider": "agentwallex", "operation": "payments.send", "fault": lost})
    with pytest.raises(payonce.OutcomeUnknownError) as caught:
        sandbox.client().payments.send(**PAYMENT, reconcile=False)
    left = pickle.dumps(caught.value).hex() if form == "pickle" else caught.value.to_dict()
    given = json.dumps([sandbox.providers["agentwallex"], form, left])
    settled = subprocess.run([sys.executable, "-c", SETTLER, given], check=True, capture_output=True, text=True)
    reference = caught.value.reference.reference
    assert reference is not None
    assert json.loads(settled.stdout)["memo"] == f"{PAYMENT['memo']} [{reference}]"
    assert len(sandbox.effects()) == 1


def lost_payment(sandbox: Sandbox) -> payonce.PayonceError:
    """The error of a payment that was made and whose response was lost."""
    lost = {"type": "drop", "when": "after"}
    sandbox.faults({"provider": "agentwallex", "operation": "payments.send", "fault": lost})
    with pytest.raises(payonce.OutcomeUnknownError) as caught:
        sandbox.client().payments.send(**PAYMENT, reconcile=False)
    return caught.value


async def test_reconcile_accepts_every_form_of_an_error(sandbox: Sandbox) -> None:
    error = lost_payment(sandbox)
    reference = error.reference.reference
    assert reference is not None
    forms: list[Any] = [
        error,
        error.to_dict(),
        error.to_json(),
        json.dumps(error.to_dict(), indent=2),
        error.log_record(),
        {"operation": "payments.send", "reference": {"reference": reference}},
        json.dumps({"operation": "payments.send", "reference": {"reference": reference}}),
        reference,
        f"  {reference}\n",
    ]
    for form in forms:
        for found in (sandbox.client().reconcile(form), await sandbox.async_client().reconcile(form)):
            assert isinstance(found, Transaction), form
            assert found.memo == f"{PAYMENT['memo']} [{reference}]"
            assert found.call_info is not None
            assert found.call_info.operation == "payments.send"
    assert len(sandbox.effects()) == 1


@pytest.mark.parametrize(
    "lost",
    [
        None,
        7,
        True,
        b"po_0123456789abcdef0123",
        "",
        "[]",
        "{",
        "INV-7",
        "invoice 7",
        object(),
        [],
        {},
        {"operation": 7},
    ],
)
async def test_reconcile_names_an_invalid_argument_and_what_to_pass(sandbox: Sandbox, lost: Any) -> None:
    sent = len(sandbox.requests())
    refusals: list[payonce.InvalidArgumentError] = []
    with pytest.raises(payonce.InvalidArgumentError) as caught:
        sandbox.client().reconcile(lost)
    refusals.append(caught.value)
    with pytest.raises(payonce.InvalidArgumentError) as caught:
        await sandbox.async_client().reconcile(lost)
    refusals.append(caught.value)
    for refused in refusals:
        # The search was not sent, which says nothing of the payment that it was to find.
        assert isinstance(refused, payonce.OutcomeUnknownError)
        assert (refused.field, refused.operation) == ("error", None)
        wanted = "its JSON form" if not isinstance(lost, dict) and lost != "{}" else "the JSON form of an error"
        assert wanted in str(refused)
    assert len(sandbox.requests()) == sent


def test_a_key_belongs_to_one_payment(sandbox: Sandbox) -> None:
    client = sandbox.client()
    first = client.payments.send(**PAYMENT, idempotency_key="order_4711_attempt_1")
    again = client.payments.send(**PAYMENT, idempotency_key="order_4711_attempt_1")
    assert again.id == first.id
    other: dict[str, Any] = PAYMENT | {"amount": "2.00"}
    with pytest.raises(payonce.InvalidArgumentError, match="other arguments"):
        client.payments.send(**other, idempotency_key="order_4711_attempt_1")
    with pytest.raises(payonce.InvalidArgumentError, match="reference"):
        client.payments.send(**PAYMENT, idempotency_key="order_4711_attempt_2", embed_reference=False)
    assert len(sandbox.effects()) == 1
