"""The clients against the simulator."""

from __future__ import annotations

import importlib
import json
import pickle
import traceback
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce.agenticpencil import Registration
from payonce.agentwallex import AgentWallex, AsyncAgentWallex, PayResult, Transaction

if TYPE_CHECKING:
    from conftest import Sandbox

KEY = "awx_planted_0123456789abcdef"
TO = "0x" + "1" * 40


def test_a_payment_has_its_fields_and_its_call_info(sandbox: Sandbox) -> None:
    with sandbox.client() as client:
        paid = client.payments.send("agent_abc123", TO, Decimal("12.50"), "USDC", memo="lunch")
        assert isinstance(paid, Transaction)
        assert (paid.amount, paid.status, paid.succeeded) == ("12.50", "confirmed", True)
        assert paid.memo is not None
        assert paid.memo.startswith("lunch [po_")
        assert paid.call_info is not None
        # The request that looks up the chain is not an attempt of the payment.
        assert (paid.call_info.status, paid.call_info.attempts) == (201, 1)
        again = client.payments.send("agent_abc123", TO, "1", "USDC")
        assert again.call_info is not None
        assert again.call_info.attempts == 1
        assert client.payments.get(paid.id) == paid
    assert [effect["amount"] for effect in sandbox.effects()] == ["12.50", "1"]


async def test_the_async_client_makes_a_payment(sandbox: Sandbox) -> None:
    async with sandbox.async_client() as client:
        paid = await client.payments.send("agent_abc123", TO, Decimal("1E+1"), "USDC")
        assert paid.amount == "10"
        assert (await client.payments.get(paid.id)).hash == paid.hash


def test_a_list_iterates_over_all_its_pages(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = {client.payments.send("agent_abc123", TO, "1", "USDC").id for _ in range(5)}
    page = client.payments.list(page_size=2)
    assert (len(page.data), page.has_more, page.is_last) == (2, True, False)
    assert {payment.id for payment in page} == sent
    third = client.payments.list(page_size=2, page_num=3)
    assert len(third.data) == 1
    # Without the pages before it, the total does not show that this page is the last: one more request finds out.
    after = third.next_page()
    assert after is not None
    assert (after.data, after.next_page()) == ([], None)


async def test_an_async_list_is_awaited_or_iterated(sandbox: Sandbox) -> None:
    async with sandbox.async_client() as client:
        sent = {(await client.payments.send("agent_abc123", TO, "1", "USDC")).id for _ in range(3)}
        assert {payment.id async for payment in client.payments.list(page_size=1)} == sent
        page = await client.payments.list(page_size=2)
        assert {payment.id async for payment in page} == sent
        with pytest.raises(TypeError, match="async for"):
            list(page)


def test_a_pending_payment_is_polled_until_it_is_final(sandbox: Sandbox) -> None:
    client = sandbox.client()
    paid = client.payments.send("agent_abc123", TO, "1", "USDC")
    pending = type(paid)(paid.to_dict() | {"status": "pending"}, paid._origin)  # pyright: ignore[reportPrivateUsage]
    assert not pending.succeeded
    assert pending.wait_until_final(timeout=timedelta(seconds=5)).succeeded
    with pytest.raises(payonce.PendingError):
        pending.wait_until_final(timeout=0)
    with pytest.raises(TypeError, match="other kind of client"):
        pending.wait_until_final_async().send(None)


@pytest.mark.parametrize(
    ("status", "is_final", "succeeded", "failed"),
    [
        ("confirmed", True, True, False),
        ("failed", True, False, True),
        ("pending", False, False, False),
        (" Confirmed", True, True, False),
        ("refunded", False, False, False),
        (None, False, False, False),
        (7, False, False, False),
        (["confirmed"], False, False, False),
    ],
)
def test_a_status_decides_is_final_succeeded_and_failed(
    status: object, *, is_final: bool, succeeded: bool, failed: bool
) -> None:
    for data in ({"id": "tx_1", "status": status}, {"id": "tx_1"} if status is None else {"status": status}):
        payment = Transaction(data)
        assert (payment.is_final, payment.succeeded, payment.failed) == (is_final, succeeded, failed)


def test_a_payment_that_failed_is_returned_as_failed(sandbox: Sandbox) -> None:
    client = sandbox.client()
    paid = client.payments.send("agent_abc123", TO, "1", "USDC", memo="sandbox:pending_failed")
    with pytest.raises(payonce.FailedError):
        paid.wait_until_final()
    read = client.payments.get(paid.id)
    assert (read.is_final, read.succeeded, read.failed) == (True, False, True)
    with pytest.raises(payonce.FailedError):
        read.wait_until_final()
    listed = next(payment for payment in client.payments.list() if payment.id == paid.id)
    assert (listed.is_final, listed.succeeded, listed.failed) == (True, False, True)


def test_an_error_is_caught_by_vendor_kind_or_outcome(sandbox: Sandbox) -> None:
    client = sandbox.client()
    for caught in (
        payonce.AgentWallexError,
        payonce.InsufficientFundsError,
        payonce.NotAppliedError,
        payonce.PayonceError,
    ):
        with pytest.raises(caught) as info:
            client.payments.send("agent_poor", TO, "999999", "USDC")
        assert info.value.code == "insufficient_funds"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"amount": 50.0}, "amount"),
        ({"amount": float("nan")}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("-1")}, "amount"),
        ({"amount": b"1"}, "amount"),
        ({"agent_id": "../agents"}, "agent_id"),
        ({"memo": object()}, "memo"),
        ({"timeout": float("inf")}, "timeout"),
        ({"timeout": float("nan")}, "timeout"),
        ({"timeout": 0}, "timeout"),
        ({"retry": payonce.RetryPolicy(base_delay=float("nan"))}, "retry.base_delay"),
        ({"retry": {1: 2}}, "retry"),
        ({"idempotency_key": ""}, "idempotency_key"),
        ({"headers": {"x-a": "1\r\nx-b: 2"}}, "headers.x-a"),
    ],
)
def test_an_argument_that_cannot_be_sent_is_refused_by_name(arguments: dict[str, Any], field: str) -> None:
    client = AgentWallex(KEY)
    payment: dict[str, Any] = {"agent_id": "agent_1", "to": TO, "amount": "1", "token": "USDC"}
    with pytest.raises(payonce.InvalidArgumentError) as caught:
        client.payments.send(**(payment | arguments))
    assert caught.value.field == field
    assert isinstance(caught.value, payonce.NotSentError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"timeout": float("nan")}, "timeout"),
        ({"base_url": "http://example.com"}, "base_url"),
        ({"environment": "staging"}, "environment"),
        ({"enviroment": "sandbox"}, "enviroment"),
        ({"retry": {"max_delay": "long"}}, "retry.max_delay"),
        ({"default_headers": {"host": "elsewhere"}}, "default_headers.host"),
    ],
)
def test_an_invalid_option_is_named(options: dict[str, Any], field: str) -> None:
    with pytest.raises(payonce.InvalidArgumentError) as caught:
        AgentWallex(KEY, **options)
    assert caught.value.field == field


def test_a_missing_key_is_reported_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AGENTWALLEX_API_KEY", raising=False)
    with pytest.raises(payonce.InvalidArgumentError, match="AGENTWALLEX_API_KEY"):
        AgentWallex()
    monkeypatch.setenv("AGENTWALLEX_API_KEY", KEY)
    assert "cdef#" in repr(AgentWallex())


def test_a_duration_can_be_a_timedelta(sandbox: Sandbox) -> None:
    policy = payonce.RetryPolicy(max_retries=0, deadline=timedelta(seconds=5))
    client = sandbox.client(timeout=timedelta(seconds=2), retry=policy)
    assert client.agents.get("agent_abc123", timeout=timedelta(seconds=1)).id == "agent_abc123"


@pytest.mark.parametrize("make", [AgentWallex, AsyncAgentWallex])
def test_no_representation_of_a_client_contains_the_key(make: Any) -> None:
    client = make(KEY)
    assert repr(client).startswith(f"{make.__name__}(base_url='https://api-sandbox.agentwallex.com")
    shown = f"{client!r}{client}{client.payments!r}{vars(client)!r}"
    assert "planted" not in shown
    assert "cdef#" in shown
    things: list[object] = [client, vars(client)["_engine"]]
    for thing in things:
        with pytest.raises(TypeError, match="keys and cannot be pickled"):
            pickle.dumps(thing)


def test_a_traceback_does_not_contain_the_key(sandbox: Sandbox) -> None:
    client = AgentWallex(KEY, base_url=sandbox.providers["agentwallex"]["base_url"])
    try:
        client.agents.get("agent_abc123")
    except payonce.AuthenticationError as error:
        details = traceback.TracebackException.from_exception(error, capture_locals=True)
        assert "planted" not in "".join(details.format())
    else:
        pytest.fail("a wrong key was taken")


def test_a_pickled_result_leaves_out_its_client(sandbox: Sandbox) -> None:
    agent = sandbox.client().agents.get("agent_abc123")
    twin = pickle.loads(pickle.dumps(agent))
    assert twin == agent
    assert twin.wallet == agent.wallet
    assert agent.call_info is not None
    assert twin.call_info == replace(agent.call_info, headers=())


def test_unknown_fields_are_kept() -> None:
    found = Transaction({"id": "tx_1", "status": "confirmed", "colour": "blue"})
    assert found.unknown_fields == {"colour": "blue"}
    assert found.to_dict()["colour"] == "blue"
    assert found.amount is None
    assert repr(found) == "Transaction(id='tx_1', status='confirmed')"


def test_a_member_is_asked_for_by_its_name() -> None:
    found = Transaction({"id": "tx_1", "colour": "blue"})
    assert ("colour" in found, "status" in found, 0 in found) == (True, False, False)
    assert {name: found[name] for name in found.keys()} == dict(found) == {"id": "tx_1", "colour": "blue"}  # noqa: SIM118
    with pytest.raises(KeyError):
        found["status"]
    with pytest.raises(TypeError, match="the members of Transaction have names"):
        list(found)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]


def test_a_secret_in_a_result_is_not_printed() -> None:
    paid = PayResult({"ledger_id": "ldg_1", "payment_signature": "0xplanted"})
    registered = Registration({"api_key": "ap_planted", "key_prefix": "ap_pl"})
    assert paid.payment_signature == "0xplanted"
    assert registered.api_key == "ap_planted"
    assert repr(paid) == "PayResult(ledger_id='ldg_1', payment_signature='…')"
    assert repr(registered) == "Registration(api_key='…', key_prefix='ap_pl')"
    assert "planted" not in str([paid, registered])


def test_a_time_without_a_zone_is_refused() -> None:
    from payonce._serialize import NotSerializableError, to_json

    moment = datetime(2026, 3, 4, 10, tzinfo=timezone.utc)
    assert json.loads(to_json({"at": moment})) == {"at": "2026-03-04T10:00:00+00:00"}
    with pytest.raises(NotSerializableError, match="time zone"):
        to_json({"at": moment.replace(tzinfo=None)})


def test_a_closed_client_raises_an_error() -> None:
    client = AgentWallex(KEY)
    client.close()
    with pytest.raises(RuntimeError, match="was closed"):
        client.agents.list()


def test_a_payment_with_a_lost_response_is_found(sandbox: Sandbox) -> None:
    sandbox.faults({"operation": "payments.send", "fault": {"type": "drop", "when": "after"}})
    events: list[payonce.Event] = []
    client = sandbox.client(on_event=events.append)
    found = client.payments.send("agent_abc123", TO, "1", "USDC", chain="eip155:8453")
    assert found.amount == "1"
    assert len(sandbox.effects()) == 1
    looked_for = next(event for event in events if isinstance(event, payonce.Reconciling))
    assert found.memo == looked_for.reference.reference


def test_a_lost_response_without_a_search_has_an_unknown_outcome(sandbox: Sandbox) -> None:
    sandbox.faults({"operation": "payments.send", "fault": {"type": "drop", "when": "after"}})
    with pytest.raises(payonce.OutcomeUnknownError) as caught:
        sandbox.client().payments.send("agent_abc123", TO, "1", "USDC", chain="eip155:8453", reconcile=False)
    assert caught.value.advice == "reconcile"
    assert len(sandbox.effects()) == 1
    # The error knows its client; in another process one is made.
    sandbox.faults()
    assert caught.value.reconcile() == sandbox.client().reconcile(caught.value.to_dict())
    found = sandbox.client().reconcile(pickle.loads(pickle.dumps(caught.value)))
    assert isinstance(found, Transaction)
    assert found.amount == "1"
    assert len(sandbox.effects()) == 1
    with pytest.raises(TypeError, match="does not come from a client"):
        payonce.error_from_payload(caught.value.to_dict()).reconcile()


async def test_an_async_client_reconciles_a_lost_call(sandbox: Sandbox) -> None:
    sandbox.faults({"operation": "payments.send", "fault": {"type": "drop", "when": "after"}})
    async with sandbox.async_client() as client:
        with pytest.raises(payonce.OutcomeUnknownError) as caught:
            await client.payments.send("agent_abc123", TO, "1", "USDC", chain="eip155:8453", reconcile=False)
        assert (await caught.value.reconcile_async()).amount == "1"
        with pytest.raises(payonce.InvalidArgumentError):
            await client.reconcile({"kind": "server"})


def test_a_reference_saved_before_the_request_reconciles_a_call(sandbox: Sandbox) -> None:
    sandbox.faults({"operation": "payments.send", "fault": {"type": "drop", "when": "after"}})
    told: list[payonce.Event] = []
    with (
        sandbox.client(on_event=told.append) as client,
        pytest.raises(payonce.OutcomeUnknownError),
    ):
        client.payments.send("agent_abc123", TO, "1", "USDC", chain="eip155:8453", reconcile=False)
    event = told[0]
    assert isinstance(event, payonce.AboutToSend)
    sandbox.faults()
    written = json.loads(json.dumps({"operation": event.operation, "reference": event.reference.to_dict()}))
    for left in (event, written):
        found = sandbox.client().reconcile(left)
        assert isinstance(found, Transaction)
        assert found.memo == event.reference.reference
    assert len(sandbox.effects()) == 1
    with pytest.raises(payonce.InvalidArgumentError, match="changes nothing; call it again"):
        sandbox.client().reconcile({"operation": "payments.list", "reference": {}})


@pytest.mark.parametrize("name", ["agentpay", "agenttech", "payi", "agenticpencil", "agentwallex"])
def test_the_base_url_is_read_from_the_environment(
    name: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module(f"payonce.{name}")
    made = [module.PublicPayClient, module.AsyncPublicPayClient] if name == "agenttech" else []
    keys = {key: value for key, value in sandbox.providers[name].items() if key not in {"base_url", "user_api_key"}}
    classes = {
        "agentpay": "AgentPayClient",
        "agenttech": "PayClient",
        "payi": "Payi",
        "agenticpencil": "AgenticPencil",
        "agentwallex": "AgentWallex",
    }
    keyed = [getattr(module, classes[name]), getattr(module, f"Async{classes[name]}")]
    variable = f"{name.upper()}_BASE_URL"
    monkeypatch.setenv(variable, "http://127.0.0.1:4010/here")
    clients = [one(**keys) for one in keyed] + [one() for one in made]
    assert {client.base_url for client in clients} == {"http://127.0.0.1:4010/here"}
    assert keyed[0](**keys, base_url="https://given.example").base_url == "https://given.example"
    monkeypatch.setenv(variable, "http://api.example.com")
    for one in keyed:
        with pytest.raises(payonce.InvalidArgumentError) as refused:
            one(**keys)
        assert refused.value.field == variable
