"""The code of the vendors' own pages runs after its import line is changed."""

from __future__ import annotations

import ast
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest
    from conftest import Sandbox

# AgentWallex, "Manejo de errores en SDK", the part in Python; the page has lost its indentation.
AGENTWALLEX = """
from agentwallex import AgentWallexError, PolicyViolationError
try:
    tx = await aw.payments.send(
        agent_id="agent_abc123",
        to="0xRecipientAddress",
        amount="50.00",
        token="USDC",
    )
except PolicyViolationError as e:
    print(f"Policy violated: {e.rule}")
    print(f"Details: {e.message}")
except AgentWallexError as e:
    print(f"API error [{e.code}]: {e.message}")
except Exception as e:
    print(f"Unexpected error: {e}")
"""


async def run(page: str, imported: str, names: dict[str, Any]) -> dict[str, Any]:
    """Runs the code of a page, with its import line changed, and returns the names that it leaves."""
    code = page.replace(f"from {imported} import", f"from payonce.{imported} import")
    assert code != page
    body = textwrap.indent(code, "    ")
    program = compile(ast.parse(f"async def snippet():\n{body}\n    return locals()\n"), "page", "exec")
    namespace = dict(names)
    exec(program, namespace)  # noqa: S102  # the page's own code, from this file
    left: dict[str, Any] = await namespace["snippet"]()
    return left


async def test_agentwallex_pays(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    async with sandbox.async_client() as aw:
        left = await run(AGENTWALLEX, "agentwallex", {"aw": aw})
    assert (left["tx"].amount, left["tx"].status) == ("50.00", "confirmed")
    assert capsys.readouterr().out == ""
    assert [effect["amount"] for effect in sandbox.effects()] == ["50.00"]


async def test_an_agentwallex_payment_is_refused_by_a_policy(
    sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    async with sandbox.async_client() as aw:
        await aw.policies.create("agent_abc123", "spending_limit", {"max_transaction_amount": "10.00"})
        await run(AGENTWALLEX, "agentwallex", {"aw": aw})
    first, second = capsys.readouterr().out.splitlines()
    assert first == "Policy violated: max_transaction_amount"
    assert second.startswith("Details: ")


async def test_agentwallex_raises_another_error(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    async with sandbox.async_client() as aw:
        await aw.agents.freeze("agent_abc123")
        await run(AGENTWALLEX, "agentwallex", {"aw": aw})
    assert capsys.readouterr().out.startswith("API error [agent_frozen]: ")


async def test_agentwallex_raises_a_connection_error_without_a_network(capsys: pytest.CaptureFixture[str]) -> None:
    from payonce.agentwallex import AsyncAgentWallex

    async with AsyncAgentWallex("awx_test_0", base_url="http://127.0.0.1:9", max_retries=0) as aw:
        await run(AGENTWALLEX, "agentwallex", {"aw": aw})
    assert capsys.readouterr().out.startswith("API error [None]: no connection")
