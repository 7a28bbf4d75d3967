"""Each framework with its real package and its own defaults. The ledger of the simulator counts the payments."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from payonce_test_support import PAYMENT, Sandbox

import payonce
from payonce.agents import for_model, next_step, should_retry, wait_seconds

# Frameworks warn about each other.
pytestmark = pytest.mark.filterwarnings("default")

LOST: dict[str, Any] = {
    "provider": "agentwallex",
    "operation": "payments.send",
    "fault": {"type": "drop", "when": "after"},
}
LOOKUP: dict[str, Any] = {
    "provider": "agentwallex",
    "operation": "payments.list",
    "fault": {"type": "drop", "when": "before"},
}
"""The look-up is down as well, so that the outcome stays unknown."""
SAID = "do not call this again; it may have been paid"


def lost(sandbox: Sandbox) -> Any:
    """A payment whose response is lost and that cannot be looked up."""
    sandbox.faults(LOST, LOOKUP)
    return sandbox.client(max_retries=0)


def classified(status: int, body: str = "{}", headers: list[tuple[str, str]] | None = None) -> payonce.PayonceError:
    error = payonce.classify("agentwallex", operation="payments.send", status=status, body=body, headers=headers or [])
    assert error is not None
    return error


def test_only_an_error_that_can_pass_and_took_no_effect_is_retried(sandbox: Sandbox) -> None:
    limited = classified(429, headers=[("Retry-After", "7")])
    assert (should_retry(limited), next_step(limited), wait_seconds(limited)) == (True, "call_again", 7.0)
    assert for_model(limited).startswith("Next step: wait 7 seconds")
    assert for_model(limited) == limited.to_mcp()["content"][0]["text"]
    for other in (ConnectionError(), TimeoutError(), httpx.ReadError("broken"), KeyboardInterrupt()):
        assert not should_retry(other)
        assert wait_seconds(other) is None
    with pytest.raises(payonce.OutcomeUnknownError) as raised:
        lost(sandbox).payments.send(**PAYMENT)
    assert (should_retry(raised.value), next_step(raised.value)) == (False, "check")
    assert SAID in for_model(raised.value)
    assert str(raised.value.reference.reference) in for_model(raised.value)
    assert len(sandbox.effects()) == 1


def graph_of(node: Any, **retry: Any) -> Any:
    from langgraph.graph import START, StateGraph
    from langgraph.types import RetryPolicy

    graph: Any = StateGraph(dict)
    graph.add_node("pay", node, retry_policy=RetryPolicy(initial_interval=0.01, **retry))
    graph.add_edge(START, "pay")
    return graph.compile()


def test_langgraphs_default_retry_pays_twice_around_a_plain_http_client(sandbox: Sandbox) -> None:
    options = sandbox.providers["agentwallex"]
    # Only the first response is lost, so the graph even reports success.
    sandbox.faults({**LOST, "times": 1})

    def pay(_state: dict[str, Any]) -> dict[str, Any]:
        url = f"{options['base_url']}/transactions"
        body = {"agent_id": PAYMENT["agent_id"], "to_address": PAYMENT["to"], "amount": "1.00", "token": "USDC"}
        body = {**body, "chain": PAYMENT["chain"], "direction": "outbound", "type": "transfer"}
        response = httpx.post(url, json=body, headers={"X-API-Key": options["api_key"]})
        assert response.is_success, response.text
        return {}

    graph_of(pay).invoke({})
    assert len(sandbox.effects()) == 2


@pytest.mark.parametrize("chosen", [False, True])
def test_langgraph_pays_once_around_payonce(sandbox: Sandbox, chosen: bool) -> None:
    from payonce.integrations.langgraph import retry_on

    client = lost(sandbox)

    def pay(_state: dict[str, Any]) -> dict[str, Any]:
        client.payments.send(**PAYMENT)
        return {}

    with pytest.raises(payonce.OutcomeUnknownError):
        graph_of(pay, **({"retry_on": retry_on} if chosen else {})).invoke({})
    assert len(sandbox.effects()) == 1


def test_a_langchain_tool_raises_an_unknown_outcome_and_explains_the_others(sandbox: Sandbox) -> None:
    from payonce.integrations.langgraph import handle_tool_errors

    with pytest.raises(payonce.OutcomeUnknownError) as raised:
        lost(sandbox).payments.send(**PAYMENT)
    with pytest.raises(payonce.OutcomeUnknownError):
        handle_tool_errors(raised.value)
    assert handle_tool_errors(classified(429)).startswith("Next step: wait")
    assert len(sandbox.effects()) == 1


async def test_openai_agents_tells_its_model_not_to_call_again(sandbox: Sandbox) -> None:
    from agents import FunctionTool, function_tool
    from agents.tool_context import ToolContext

    from payonce.integrations.openai_agents import failure_error_function

    client = lost(sandbox)

    def pay() -> str:
        return str(client.payments.send(**PAYMENT).id)

    made: FunctionTool = function_tool(pay, failure_error_function=failure_error_function)
    context: Any = ToolContext(context=None, tool_name="pay", tool_call_id="1", tool_arguments="{}")
    assert SAID in str(await made.on_invoke_tool(context, "{}"))
    assert len(sandbox.effects()) == 1
    with pytest.raises(KeyError):
        failure_error_function(None, KeyError("other"))


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_pydantic_ai_does_not_repeat_an_unknown_payment(sandbox: Sandbox, kind: str) -> None:
    from pydantic_ai import Agent
    from pydantic_ai.models.test import TestModel

    from payonce.integrations.pydantic_ai import tool

    client = lost(sandbox)
    agent = Agent(TestModel())

    def pay() -> str:
        return str(client.payments.send(**PAYMENT).id)

    async def pay_async() -> str:
        return await asyncio.to_thread(pay)

    agent.tool_plain(tool(pay if kind == "sync" else pay_async))
    result = await agent.run("pay once")
    assert SAID in json.dumps([repr(message) for message in result.all_messages()])
    assert len(sandbox.effects()) == 1


def test_pydantic_ai_lets_its_model_correct_an_argument_only(sandbox: Sandbox) -> None:
    from pydantic_ai import ModelRetry, ToolFailed

    from payonce.integrations.pydantic_ai import tool

    client = sandbox.client()
    pay = tool(client.payments.send)
    with pytest.raises(ModelRetry, match="check the arguments"):
        pay(**{**PAYMENT, "amount": "lots"})

    def limited() -> None:
        raise classified(429)

    with pytest.raises(ToolFailed, match="wait"):
        tool(limited)()
    assert sandbox.effects() == []


PROBLEM = "application/problem+json"


def refuse(sandbox: Sandbox) -> Any:
    return lost(sandbox).payments.send(**PAYMENT)


def test_fastapi_answers_with_a_problem(sandbox: Sandbox) -> None:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from payonce.integrations.web import fastapi_handler

    app = FastAPI()
    app.add_exception_handler(payonce.PayonceError, fastapi_handler)
    app.post("/pay")(lambda: refuse(sandbox))

    def limited() -> None:
        raise classified(429, headers=[("Retry-After", "7")])

    app.post("/limited")(limited)
    with TestClient(app) as browser:
        response = browser.post("/pay")
        assert (response.status_code, response.headers["content-type"]) == (502, PROBLEM)
        assert response.json()["outcome"] == "unknown"
        assert "retry-after" not in response.headers
        assert browser.post("/limited").headers["retry-after"] == "7"
    assert len(sandbox.effects()) == 1


def test_flask_answers_with_a_problem(sandbox: Sandbox) -> None:
    from flask import Flask

    from payonce.integrations.web import flask_handler

    app = Flask("shop")
    app.register_error_handler(payonce.PayonceError, flask_handler)
    app.post("/pay")(lambda: refuse(sandbox))
    response = app.test_client().post("/pay")
    assert (response.status_code, response.content_type) == (502, PROBLEM)
    assert json.loads(response.text)["outcome"] == "unknown"
    assert len(sandbox.effects()) == 1


def test_django_answers_with_a_problem(sandbox: Sandbox) -> None:
    import django
    from django.conf import settings
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path

    def pay(_request: Any) -> HttpResponse:
        return HttpResponse(str(refuse(sandbox)))

    settings.configure(
        ROOT_URLCONF=(path("pay", pay),),
        ALLOWED_HOSTS=["testserver"],
        MIDDLEWARE=["payonce.integrations.web.django_middleware"],
        SECRET_KEY="made-up",
    )
    django.setup()
    response = Client().get("/pay")
    assert (response.status_code, response.headers["content-type"]) == (502, PROBLEM)
    assert json.loads(response.content)["outcome"] == "unknown"
    assert len(sandbox.effects()) == 1


def test_tenacity_pays_once(sandbox: Sandbox) -> None:
    import tenacity

    client = lost(sandbox)
    layer = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(3), retry=tenacity.retry_if_exception(should_retry), reraise=True
    )
    with pytest.raises(payonce.OutcomeUnknownError):
        layer(lambda: client.payments.send(**PAYMENT))
    assert len(sandbox.effects()) == 1


async def test_an_mcp_server_gives_the_advice_to_its_client(sandbox: Sandbox) -> None:
    from mcp import Client
    from mcp.server import MCPServer

    from payonce.integrations.mcp import tool

    client = lost(sandbox)
    server: Any = MCPServer("shop")

    def pay(order: str) -> str:
        return f"{order} {client.payments.send(**PAYMENT).id}"

    server.tool()(tool(pay))
    async with Client(server) as caller:
        result = await caller.call_tool("pay", {"order": "7"})
        assert result.is_error
        assert SAID in result.content[0].text
        assert len(sandbox.effects()) == 1
        sandbox.faults()
        paid = await caller.call_tool("pay", {"order": "8"})
        assert not paid.is_error
        assert paid.content[0].text.startswith("8 ")
    assert len(sandbox.effects()) == 2
