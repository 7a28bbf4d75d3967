"""Plays `tests/vectors` in Python, sync and async."""

from __future__ import annotations

import inspect
import json
import operator
from typing import TYPE_CHECKING, Any, cast

import pytest

import payonce
from payonce import agenticpencil, agentpay, agents, agenttech, agentwallex, payi
from payonce._paging import AsyncPages
from programs import fetch, program, running
from vectors import Report, body_of, differences, load

if TYPE_CHECKING:
    from collections.abc import Iterator

SYNC: dict[str, Any] = {
    "agentpay": agentpay.AgentPayClient,
    "agenttech": agenttech.PayClient,
    "payi": payi.Payi,
    "agenticpencil": agenticpencil.AgenticPencil,
    "agentwallex": agentwallex.AgentWallex,
}
ASYNC: dict[str, Any] = {
    "agentpay": agentpay.AsyncAgentPayClient,
    "agenttech": agenttech.AsyncPayClient,
    "payi": payi.AsyncPayi,
    "agenticpencil": agenticpencil.AsyncAgenticPencil,
    "agentwallex": agentwallex.AsyncAgentWallex,
}
# Clients without keys have a class of their own, with other operations.
WITHOUT_KEYS: dict[Any, Any] = {
    agenttech.PayClient: agenttech.PublicPayClient,
    agenttech.AsyncPayClient: agenttech.AsyncPublicPayClient,
}
CLASSIFY = load("classify")
CALLS = load("calls")


@pytest.fixture(scope="module", params=["python-sync", "python-async"])
def report(request: pytest.FixtureRequest) -> Iterator[Report]:
    """The report of one runner."""
    report = Report(request.param)
    yield report
    report.write()


@pytest.fixture(scope="module")
def script_server() -> Iterator[str]:
    """The server that plays the HTTP side of the calls."""
    with running(program("VECTOR_SERVER", "vector-server")) as info:
        yield info["url"]


@pytest.mark.parametrize("case", CLASSIFY, ids=lambda case: case["name"])
def test_classify_returns_the_error_of_each_vector(case: dict[str, Any], report: Report) -> None:
    skipped = report.takes(case)
    if skipped is not None:
        pytest.skip(skipped)
    given: dict[str, Any] = {"unix_ms": 0}
    given |= {name: case[name] for name in ("unix_ms", "language", "secrets", "user_messages") if name in case}
    if "response" in case:
        response = case["response"]
        given |= {"status": response["status"], "body": body_of(response)}
        given["headers"] = [(name, value) for name, value in response.get("headers", [])]
    elif "message" in case:
        message = case["message"]
        given["body"] = message if isinstance(message, str | dict) else json.dumps(message)
    else:
        given |= case["failure"]
    error = payonce.classify(case["provider"], operation=case.get("operation"), safety=case.get("safety"), **given)
    if case["expect"] is None:
        assert error is None
    else:
        assert error is not None
        assert differences(case["expect"], error.to_dict()) == []
        assert type(error).__name__ == error.to_dict()["class"]
        assert differences(case.get("tool_failure", {}), in_a_tool(error), "tool_failure") == []
        assert agents.should_retry(error) == (agents.next_step(error) == "call_again")


def in_a_tool(error: payonce.PayonceError) -> dict[str, Any]:
    """What `payonce.agents` says about an error."""
    waits = {"wait_ms": agents.wait_seconds(error), "delay_ms": agents.delay_seconds(error)}
    found = {name: None if seconds is None else round(seconds * 1000) for name, seconds in waits.items()}
    return {**found, "text": agents.for_model(error), "next_step": agents.next_step(error)}


@pytest.mark.parametrize(("number", "case"), list(enumerate(CALLS)), ids=[case["name"] for case in CALLS])
async def test_a_call_has_the_events_and_the_result_of_its_vector(
    number: int, case: dict[str, Any], report: Report, script_server: str
) -> None:
    skipped = report.takes(case)
    if skipped is not None:
        pytest.skip(skipped)
    events: list[payonce.Event] = []
    clients = SYNC if report.runner == "python-sync" else ASYNC
    base_url = f"{script_server}/{report.runner}~{number}"
    client: Any = None
    for step in [case, *case.get("then", [])]:
        events.clear()
        value: Any = None
        items: list[Any] = []
        error: payonce.PayonceError | None = None
        try:
            if client is None:
                client = client_class(clients, case)(**case["options"], base_url=base_url, on_event=events.append)
            if step.get("pages"):
                listing = operator.attrgetter(step["operation"])(client)(**step.get("arguments", {}))
                if isinstance(listing, AsyncPages):
                    async for item in cast("Any", listing):
                        items.append(item.to_dict())  # noqa: PERF401 -- those before an error count too
                else:
                    for item in listing:
                        items.append(item.to_dict())  # noqa: PERF401 -- those before an error count too
            else:
                value = client.call(step["operation"], step.get("arguments", {}), **step.get("call_options", {}))
                if inspect.isawaitable(value):
                    value = await value
        except payonce.PayonceError as raised:
            error = raised
        if step.get("pages"):
            assert differences(step["expect"]["items"], items, "items") == []
        assert problems_of(step["expect"], value, error, events) == []
    query = f"runner={report.runner}&case={number}"
    assert fetch(f"{script_server}/_vectors/problems?{query}") == []


def client_class(clients: dict[str, Any], case: dict[str, Any]) -> Any:
    """The class that a user makes for the options and the operation of a case."""
    with_keys = clients[case["provider"]]
    without_keys = WITHOUT_KEYS.get(with_keys)
    is_public = hasattr(without_keys, case["operation"].removeprefix("public."))
    return without_keys if is_public and "api_key" not in case["options"] else with_keys


def problems_of(
    expect: dict[str, Any], value: Any, error: payonce.PayonceError | None, events: list[payonce.Event]
) -> list[str]:
    """Where a call did not go as its case says."""
    if "error" in expect:
        found = [f"no error but {value!r}"] if error is None else differences(expect["error"], error.to_dict(), "error")
    else:
        found = [f"raised {error!r}"] if error is not None else differences(expect.get("value"), value, "value")
    # A call that was refused before it began has no events; a list is one call for each of its pages.
    sent = sum(event.attempts for event in events if isinstance(event, payonce.Finished))
    if "attempts" in expect and sent != expect["attempts"]:
        found.append(f"expected {expect['attempts']} attempts, found {sent}")
    waits = [event.wait_ms for event in events if isinstance(event, payonce.Retrying)]
    if "waits_ms" in expect and waits != expect["waits_ms"]:
        found.append(f"expected waits of {expect['waits_ms']} ms, found {waits}")
    rate_limit_waits = sum(isinstance(event, payonce.RateLimitWait) for event in events)
    if "rate_limit_waits" in expect and rate_limit_waits != expect["rate_limit_waits"]:
        found.append(f"expected {expect['rate_limit_waits']} waits for a turn, found {rate_limit_waits}")
    return found
