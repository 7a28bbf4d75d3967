"""Tools for errors record the local variables of every frame: those of payonce hold no key of the caller."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import traceback
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest

import payonce
from payonce.agentpay import AgentPayClient, AsyncAgentPayClient
from payonce.agentwallex import AgentWallex, AsyncAgentWallex, verify_webhook
from payonce.payi import AsyncPayi, BulkIngestRequestParam, HeaderInfoParam, Payi, from_provider_error

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from types import TracebackType

    from conftest import Sandbox

NOWHERE = "http://127.0.0.1:9"
"""No server listens there."""


class Planted:
    """Hands out keys that no frame of the test holds either."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self) -> str:
        return "_".join([self._name, "planted", "0123456789abcdef"])


MARK = "planted_0123456789"
"""What every key has."""
KEY, HEADER, SECRET = (Planted(name) for name in ("user", "header", "whsec"))


class OddError(Exception):
    """What a value of the caller raises while payonce reads it."""


class Odd(Mapping[str, Any]):
    """A mapping that fails while it is read."""

    def __getitem__(self, name: str) -> Any:
        raise OddError

    def __iter__(self) -> Iterator[str]:
        raise OddError

    def __len__(self) -> int:
        return 1


def tracebacks(error: BaseException) -> Iterator[TracebackType]:
    """The tracebacks of an exception, and of all that led to it."""
    pending: list[BaseException | None] = [error]
    seen: list[BaseException] = []
    while pending:
        current = pending.pop()
        if current is None or any(current is known for known in seen):
            continue
        seen.append(current)
        pending += [current.__cause__, current.__context__, *getattr(current, "exceptions", ())]
        trace = current.__traceback__
        while trace is not None:
            yield trace
            trace = trace.tb_next


def plain(value: Any, depth: int = 4) -> Iterator[str]:
    """Every text that a recorder sees in a variable: its `repr`, and the members of the containers that it opens."""
    yield repr(value)
    if isinstance(value, bytes):
        yield value.decode("latin-1")
    if depth == 0:
        return
    members: list[Any]
    if isinstance(value, Mapping):
        members = [*value.items()]  # pyright: ignore
    elif isinstance(value, (list, tuple, set, frozenset)):
        members = [*cast("list[Any]", value)]
    elif dataclasses.is_dataclass(value):
        members = [*vars(value).items()]
    else:
        return
    for member in members:
        yield from plain(member, depth - 1)


def assert_hidden(error: BaseException) -> None:
    """No variable of payonce, or of what it calls, holds a key."""
    frames = [trace.tb_frame for trace in tracebacks(error)]
    ours = [frame for frame in frames if not frame.f_code.co_filename.startswith(__file__.rpartition("/")[0])]
    for frame in ours:
        for name, value in frame.f_locals.items():
            if isinstance(value, Odd):
                continue
            shown = " ".join(plain(value))
            assert MARK not in shown, (frame.f_code.co_filename, frame.f_lineno, name)
    recorded = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert MARK not in "".join(recorded.format())


def pay(**options: Any) -> AgentPayClient:
    return AgentPayClient("ap_service_0123456789abcdef", base_url=NOWHERE, max_retries=0, **options)


def pay_async(**options: Any) -> AsyncAgentPayClient:
    return AsyncAgentPayClient("ap_service_0123456789abcdef", base_url=NOWHERE, max_retries=0, **options)


def wallet(**options: Any) -> AgentWallex:
    return AgentWallex("awx_0123456789abcdef", base_url=NOWHERE, max_retries=0, **options)


def wallet_async(**options: Any) -> AsyncAgentWallex:
    return AsyncAgentWallex("awx_0123456789abcdef", base_url=NOWHERE, max_retries=0, **options)


def payi(**options: Any) -> Payi:
    return Payi("payi_0123456789abcdef", base_url=NOWHERE, max_retries=0, **options)


def payi_async(**options: Any) -> AsyncPayi:
    return AsyncPayi("payi_0123456789abcdef", base_url=NOWHERE, max_retries=0, **options)


def interrupt(_event: payonce.Event) -> None:
    raise KeyboardInterrupt


def refuse(_event: payonce.Event) -> None:
    raise OddError


def closed() -> AgentPayClient:
    client = pay()
    client.close()
    return client


def unknown() -> payonce.PayonceError:
    error = payonce.classify("agentwallex", operation="payments.send", phase="waiting")
    assert error is not None
    return error


def of_a_client() -> payonce.PayonceError:
    """An error that its own client can ask about."""
    try:
        wallet().payments.send("agent_abc123", "0x" + "1" * 40, "1.00", "USDC")
    except payonce.PayonceError as error:
        return error
    raise AssertionError("no server listens")


RAISE: Any = {"raise_on_failure": True}
USAGE: Any = {"category": "openai", "resource": "gpt", "units": {"text": {"input": 1}}}


def event() -> BulkIngestRequestParam:
    given: BulkIngestRequestParam = USAGE
    return {**given, "provider_request_headers": reported()}


def reported() -> list[HeaderInfoParam]:
    return [{"name": "authorization", "value": KEY()}]


def planted_headers() -> dict[str, str]:
    return {"x-tenant-token": HEADER()}


def circle() -> list[Any]:
    found: list[Any] = [KEY()]
    found.append(found)
    return found


def response() -> httpx.Response:
    return httpx.Response(403, json={"code": "policy_violation", "message": KEY()})


def hooks() -> payonce.Provider:
    webhook = {
        "header": "acme-signature",
        "algorithm": "hmac_sha256",
        "signed": ["{body}"],
        "id": "/id",
        "source": "docs",
    }
    file = {"payonce": 1, "id": "acme_hidden", "title": "Acme Pay", "webhook": webhook}
    return payonce.Provider.parse(json.dumps(file), format="json")


CALLS: dict[str, Callable[[], Any]] = {
    "nobody listens": lambda: pay().consume(KEY(), 5, "order-1"),
    "raised on request": lambda: pay().consume(KEY(), 5, "order-1", raise_on_failure=True),
    "headers": lambda: pay().validate_api_key(KEY(), headers=planted_headers()),
    "a lost key": lambda: pay().consume(KEY(), 5, None, **RAISE),
    "an argument that json cannot hold": lambda: pay().consume(KEY(), float("nan"), "order-1", **RAISE),  # type: ignore[arg-type]
    "bytes": lambda: pay().consume(KEY().encode(), 5, "order-1", **RAISE),  # type: ignore[arg-type]
    "a value that fails": lambda: wallet().agents.create("a", "eip155:8453", metadata=[KEY(), Odd()]),
    "a value without end": lambda: wallet().agents.create("a", "eip155:8453", metadata=circle()),
    "a header that fails": lambda: pay().validate_api_key(KEY(), headers={"a": KEY(), "b": object()}),  # type: ignore[dict-item]
    "ctrl-c in a listener": lambda: pay(on_event=interrupt).consume(KEY(), 5, "o", headers=planted_headers()),
    "a listener that refuses": lambda: pay(on_event=refuse).consume(KEY(), 5, "order-1", headers=planted_headers()),
    "a closed client": lambda: closed().consume(KEY(), 5, "order-1", headers=planted_headers()),
    "a secret": lambda: wallet().webhooks.create("https://example.com", ["payment.completed"], SECRET()),
    "headers of another request": lambda: payi().ingest.units(**USAGE, provider_request_headers=reported()),
    "several events": lambda: payi().ingest.bulk(events=[event()]),
    "a page": lambda: wallet().payments.list(headers=planted_headers()),
    "by name": lambda: pay().call("consume", {"api_key": KEY(), "amount_cents": 5}, headers=planted_headers()),
    "by a wrong name": lambda: pay().call("nothing", {"api_key": KEY()}, headers=planted_headers()),
    "a look": lambda: wallet().reconcile(unknown(), headers=planted_headers()),
    "a look that cannot be": lambda: wallet().reconcile(None, headers=planted_headers()),  # type: ignore[arg-type]
    "a look of an error": lambda: of_a_client().reconcile(headers=planted_headers()),
    "a look without a client": lambda: unknown().reconcile(headers=planted_headers()),
    "classify": lambda: payonce.classify("agentwallex", status=-1, body=KEY(), message=KEY(), secrets=[KEY()]),
    "classify a stranger": lambda: payonce.classify("nobody", status=400, secrets=[KEY()], headers=planted_headers()),
    "classify another type": lambda: payonce.classify("agentwallex", status="x", body=KEY(), secrets=[KEY()]),  # type: ignore[arg-type]
    "a response": lambda: payonce.raise_for_response("agentwallex", response(), secrets=[KEY()]),
    "a body": lambda: payonce.raise_for_response("agentwallex", response(), body=KEY(), secrets=[KEY()]),
    "no response": lambda: payonce.raise_for_response("agentwallex", object(), secrets=[KEY()]),
    "from a response": lambda: payonce.error_from_response("agentwallex", object(), secrets=[KEY()]),
    "an exception": lambda: payonce.from_transport_error("nobody", OSError("broken"), secrets=[KEY()]),
    "another package": lambda: from_provider_error(OSError("broken"), operation="nothing", secrets=[KEY()]),
    "a webhook": lambda: verify_webhook(b"{}", "00", SECRET()),
    "a webhook now": lambda: verify_webhook(b"{}", "00", SECRET(), now=datetime(2027, 1, 15)),
    "a webhook in time": lambda: verify_webhook(b"{}", "00", [SECRET()], tolerance="1 day"),  # type: ignore[arg-type]
    "a declared webhook": lambda: hooks().verify_webhook(b"{}", {"acme-signature": "00"}, SECRET()),
    "a declared webhook in time": lambda: hooks().verify_webhook(b"{}", {}, [SECRET()], tolerance="1 day"),  # type: ignore[arg-type]
    "a constructor": lambda: AgentPayClient(KEY(), timeout=-1),
    "headers of a client": lambda: AgentWallex(KEY(), headers=planted_headers(), timeout=-1),  # type: ignore[call-arg]
}

AWAITED: dict[str, Callable[[], Awaitable[Any]]] = {
    "nobody listens": lambda: pay_async().consume(KEY(), 5, "order-1", raise_on_failure=True),
    "headers": lambda: pay_async().validate_api_key(KEY(), headers=planted_headers()),
    "a lost key": lambda: pay_async().consume(KEY(), 5, None, **RAISE),
    "a value that fails": lambda: wallet_async().agents.create("a", "eip155:8453", metadata=[KEY(), Odd()]),
    "a listener that refuses": lambda: pay_async(on_event=refuse).consume(KEY(), 5, "o", headers=planted_headers()),
    "a page": lambda: wallet_async().payments.list(headers=planted_headers()),
    "by name": lambda: pay_async().call("consume", {"api_key": KEY()}, headers=planted_headers()),
    "a look": lambda: wallet_async().reconcile(unknown(), headers=planted_headers()),
    "a look of an error": lambda: unknown().reconcile_async(headers=planted_headers()),
    "headers of another request": lambda: payi_async().ingest.units(**USAGE, provider_request_headers=reported()),
}


@pytest.mark.parametrize("way", CALLS)
def test_no_frame_of_a_call_contains_a_key(way: str) -> None:
    with pytest.raises(BaseException) as caught:  # noqa: PT011  # Ctrl-C too
        CALLS[way]()
    assert_hidden(caught.value)


@pytest.mark.parametrize("way", AWAITED)
async def test_no_frame_of_an_awaited_call_contains_a_key(way: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # of many kinds
        await AWAITED[way]()
    assert_hidden(caught.value)


@pytest.mark.parametrize("way", AWAITED)
async def test_no_frame_of_a_call_cancelled_before_it_began_contains_a_key(way: str) -> None:
    coroutine = AWAITED[way]()
    if not asyncio.iscoroutine(coroutine):
        pytest.skip("a list is asked for when it is awaited")
    task: asyncio.Task[Any] = asyncio.get_running_loop().create_task(coroutine)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    assert_hidden(caught.value)


async def test_no_frame_of_a_call_cancelled_while_it_ran_contains_a_key(sandbox: Sandbox) -> None:
    sandbox.faults({"provider": "agentpay", "operation": "consume", "fault": {"type": "hang", "when": "after"}})
    settings = sandbox.providers["agentpay"]
    client = AsyncAgentPayClient(settings["service_token"], base_url=settings["base_url"])
    with pytest.raises((TimeoutError, asyncio.TimeoutError)) as caught:
        await asyncio.wait_for(client.consume(KEY(), 5, "order-1", headers=planted_headers()), 0.2)
    assert payonce.interrupted_call(caught.value) is not None
    assert_hidden(caught.value)


def test_no_frame_of_a_further_page_contains_a_key(sandbox: Sandbox) -> None:
    client = sandbox.client(max_retries=0)
    for _ in range(3):
        client.payments.send("agent_abc123", "0x" + "1" * 40, "1.00", "USDC")
    page = client.payments.list(page_size=2, headers=planted_headers())
    failing = {"type": "status", "status": 401, "when": "before"}
    sandbox.faults({"provider": "agentwallex", "operation": "payments.list", "fault": failing})
    with pytest.raises(payonce.AuthenticationError) as caught:
        list(page)
    assert_hidden(caught.value)


def test_a_live_stack_contains_no_key() -> None:
    stacks: list[traceback.StackSummary] = []

    def record(_event: payonce.Event) -> None:
        stacks.append(traceback.StackSummary.extract(traceback.walk_stack(None), capture_locals=True))

    with pytest.raises(payonce.NotSentError):
        pay(on_event=record).consume(KEY(), 5, "order-1", headers=planted_headers(), raise_on_failure=True)
    assert stacks
    for frame in (frame for stack in stacks for frame in stack if "payonce" in frame.filename):
        if "/tests/" not in frame.filename:
            assert MARK not in json.dumps(frame.locals), (frame.filename, frame.lineno)


def test_a_string_as_the_list_of_secrets_is_one_secret() -> None:
    error = payonce.classify(
        "agentwallex", status=400, body=json.dumps({"message": f"sent {KEY()} to b"}), secrets=KEY()
    )
    assert error is not None
    assert error.message.startswith("sent ")
    assert error.message.endswith(" to b")
    assert MARK not in error.message
