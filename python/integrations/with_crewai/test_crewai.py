"""CrewAI with its own defaults. The scripted model calls a failed tool again, unless the text forbids it."""

from __future__ import annotations

from typing import Any

import pytest
from crewai import Agent, BaseLLM, Crew, Task
from crewai.tools import tool as plain_tool
from payonce_test_support import PAYMENT, Sandbox
from pydantic import Field
from test_frameworks import SAID, lost

from payonce.integrations.crewai import tool

# CrewAI warns about its own parts.
pytestmark = pytest.mark.filterwarnings("ignore")


class Scripted(BaseLLM):
    """Calls `pay` in CrewAI's text form, and again after each failure, up to three times."""

    invoices: str = "777"
    """One for each call."""
    told: list[str] = Field(default_factory=list)

    def supports_function_calling(self) -> bool:
        return False

    def call(self, messages: Any, *_args: Any, **_options: Any) -> str:
        text = str([message["content"] for message in messages if message["role"] == "assistant"])
        self.told.append(text)
        if len(self.told) > len(self.invoices) or SAID in text:
            return "Thought: I now know the final answer\nFinal Answer: done"
        invoice = self.invoices[len(self.told) - 1]
        return f'Thought: I have to pay\nAction: pay\nAction Input: {{"invoice": "{invoice}"}}\n'


@pytest.fixture
def storage(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for what CrewAI keeps."""
    monkeypatch.setenv("CREWAI_STORAGE_DIR", str(tmp_path))


def run(made: Any, *, cache: bool = False, **options: Any) -> tuple[Scripted, list[Any]]:
    """Runs a crew of one agent with this tool: what the model read, and the failures that CrewAI recorded."""
    model = Scripted(model="scripted", **options)
    agent = Agent(role="payer", goal="pay the invoice", backstory="pays", llm=model, tools=[made])
    task = Task(description="pay the invoice", expected_output="done", agent=agent)
    output = Crew(agents=[agent], tasks=[task], cache=cache).kickoff()
    return model, output.tasks_output[0].tool_failures


@pytest.mark.usefixtures("storage")
def test_crewai_pays_three_times_with_a_plain_tool(sandbox: Sandbox) -> None:
    client = lost(sandbox)

    def pay(invoice: str) -> str:
        """Pays an invoice."""
        return f"{invoice} paid as {client.payments.send(**PAYMENT).id}"

    run(plain_tool(pay))
    assert len(sandbox.effects()) >= 3


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_crewai_pays_once_with_our_tool_and_the_model_reads_why(sandbox: Sandbox, kind: str) -> None:
    client = lost(sandbox)
    awaited = sandbox.async_client(max_retries=0)

    def pay(invoice: str) -> str:
        """Pays an invoice."""
        return f"{invoice} paid as {client.payments.send(**PAYMENT).id}"

    async def pay_async(invoice: str) -> str:
        """Pays an invoice."""
        return f"{invoice} paid as {(await awaited.payments.send(**PAYMENT)).id}"

    pay_async.__name__ = "pay"
    model, failures = run(tool(pay if kind == "sync" else pay_async))
    assert SAID in model.told[-1]
    assert [(record.tool_name, record.failure.retryable) for record in failures] == [("pay", False)]
    assert len(sandbox.effects()) == 1


@pytest.mark.usefixtures("storage")
def test_a_call_after_a_rate_limit_pays_although_the_crew_caches_results(sandbox: Sandbox) -> None:
    limited = {"type": "status", "status": 429, "headers": {"Retry-After": "1"}}
    rule = {"provider": "agentwallex", "operation": "payments.send", "nth": [1], "fault": limited}
    sandbox.faults(rule)
    client = sandbox.client(max_retries=0)

    @tool
    def pay(invoice: str) -> str:
        """Pays an invoice."""
        return f"{invoice} paid as {client.payments.send(**PAYMENT).id}"

    # CrewAI refuses a call that equals the last one, so the model pays another invoice in between.
    model, failures = run(pay, cache=True, invoices="787")
    assert [record.failure.retryable for record in failures] == [True]
    assert "8 paid as" in model.told[-1]
    assert "7 paid as" in model.told[-1]
    assert len(sandbox.effects()) == 2
