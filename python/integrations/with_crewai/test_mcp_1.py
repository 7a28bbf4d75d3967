"""MCP 1.x, whose server class is `FastMCP`. CrewAI needs this version."""

from __future__ import annotations

from typing import Any

import pytest
from mcp.server.fastmcp import Context, FastMCP
from mcp.shared.memory import create_connected_server_and_client_session
from payonce_test_support import PAYMENT, Sandbox
from test_frameworks import SAID, lost

from payonce.integrations.mcp import tool

pytestmark = pytest.mark.filterwarnings("ignore")


def text_of(result: Any) -> str:
    return str(result.content[0].text)


async def pay_twice(sandbox: Sandbox, server: Any) -> None:
    """Calls `pay` while responses are lost, and again afterwards."""
    async with create_connected_server_and_client_session(server) as caller:
        (listed,) = (await caller.list_tools()).tools
        assert (list(listed.inputSchema["properties"]), listed.outputSchema) == (["order"], None)
        result = await caller.call_tool("pay", {"order": "7"})
        assert (result.isError, SAID in text_of(result)) == (True, True)
        assert len(sandbox.effects()) == 1
        sandbox.faults()
        paid = await caller.call_tool("pay", {"order": "8"})
        assert (paid.isError, text_of(paid)[:2]) == (False, "8 ")
    assert len(sandbox.effects()) == 2


async def test_a_server_gives_the_advice_to_its_client(sandbox: Sandbox) -> None:
    client = lost(sandbox)
    server = FastMCP("shop")

    @server.tool()
    @tool
    def pay(order: str) -> str:
        return f"{order} {client.payments.send(**PAYMENT).id}"

    await pay_twice(sandbox, server)


async def test_an_async_tool_still_receives_the_context_of_its_server(sandbox: Sandbox) -> None:
    lost(sandbox)
    client = sandbox.async_client(max_retries=0)
    server = FastMCP("shop")

    @server.tool()
    @tool
    async def pay(order: str, context: Context[Any, Any, Any]) -> str:
        await context.info("paying")
        return f"{order} {(await client.payments.send(**PAYMENT)).id}"

    await pay_twice(sandbox, server)


async def test_without_payonce_the_client_does_not_learn_that_it_must_not_repeat(sandbox: Sandbox) -> None:
    client = lost(sandbox)
    server = FastMCP("shop")

    @server.tool()
    def pay(order: str) -> str:
        return f"{order} {client.payments.send(**PAYMENT).id}"

    async with create_connected_server_and_client_session(server) as caller:
        result = await caller.call_tool("pay", {"order": "7"})
    assert (result.isError, SAID in text_of(result)) == (True, False)
