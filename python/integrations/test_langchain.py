"""Tools of LangChain and LangGraph. A scripted model calls a failed tool again, unless the text forbids it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import ToolRetryMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import tool as plain_tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode
from langgraph.types import Command
from payonce_test_support import PAYMENT, Sandbox
from test_frameworks import SAID, lost

import payonce
from payonce.agents import once
from payonce.integrations import langchain, langgraph

# Frameworks warn about each other.
pytestmark = pytest.mark.filterwarnings("default")

THREAD: Any = {"configurable": {"thread_id": "1"}}


class Scripted(BaseChatModel):
    """Calls `pay`, and again after each failure, up to three times, unless the text forbids that."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, _tools: Any, **_options: Any) -> Scripted:
        return self

    def _generate(self, messages: Any, *_args: Any, **_options: Any) -> ChatResult:
        results = [message for message in messages if isinstance(message, ToolMessage)]
        failed = not results or (results[-1].status == "error" and SAID not in str(results[-1].content))
        calls = [call("pay", len(results))] if failed and len(results) < 3 else []
        return ChatResult(generations=[ChatGeneration(message=AIMessage("done", tool_calls=calls))])


def call(name: str, number: int = 0, **arguments: Any) -> ToolCall:
    return ToolCall(name=name, args=arguments, id=f"call-{name}-{number}")


def node_of(*tools: Any, **options: Any) -> Any:
    """A graph that calls tools in one node, as LangGraph's own examples do."""
    graph: Any = StateGraph(MessagesState)
    graph.add_node("tools", ToolNode(tools, **options))
    graph.add_edge(START, "tools")
    return graph.compile(checkpointer=InMemorySaver())


def loop_of(*tools: Any, **options: Any) -> Any:
    """A graph in which a model calls the tools until it does not want to."""
    graph: Any = StateGraph(MessagesState)
    graph.add_node("model", lambda state: {"messages": [Scripted().invoke(state["messages"])]})
    graph.add_node("tools", ToolNode(tools, **options))
    graph.add_edge(START, "model")
    graph.add_conditional_edges("model", lambda state: "tools" if state["messages"][-1].tool_calls else "__end__")
    graph.add_edge("tools", "model")
    return graph.compile()


USER: dict[str, Any] = {"messages": [("user", "pay the invoice")]}


def tools_that_pay(sandbox: Sandbox) -> tuple[Any, Any]:
    """The function of a tool whose payments are lost: sync and async."""
    client, awaited = lost(sandbox), sandbox.async_client(max_retries=0)

    def pay() -> str:
        """Pays the invoice."""
        return str(client.payments.send(**PAYMENT).id)

    async def pay_async() -> str:
        """Pays the invoice."""
        return str((await awaited.payments.send(**PAYMENT)).id)

    pay_async.__name__ = "pay"
    return pay, pay_async


def test_a_tool_node_that_handles_all_errors_pays_three_times_without_payonce(sandbox: Sandbox) -> None:
    pay, _ = tools_that_pay(sandbox)
    loop_of(plain_tool(pay), handle_tool_errors="failed, please try again").invoke(USER)
    assert len(sandbox.effects()) == 3


def test_a_tool_node_stops_by_default_and_pays_once(sandbox: Sandbox) -> None:
    pay, _ = tools_that_pay(sandbox)
    with pytest.raises(payonce.OutcomeUnknownError):
        loop_of(plain_tool(pay)).invoke(USER)
    assert len(sandbox.effects()) == 1


def test_a_tool_node_with_our_handler_stops_and_pays_once(sandbox: Sandbox) -> None:
    pay, _ = tools_that_pay(sandbox)
    with pytest.raises(payonce.OutcomeUnknownError):
        loop_of(plain_tool(pay), handle_tool_errors=langgraph.handle_tool_errors).invoke(USER)
    assert len(sandbox.effects()) == 1


@pytest.mark.parametrize("options", [{}, {"handle_tool_errors": True}, {"handle_tool_errors": False}])
def test_a_tool_node_with_our_tool_pays_once_and_the_model_reads_why(sandbox: Sandbox, options: Any) -> None:
    pay, _ = tools_that_pay(sandbox)
    result = loop_of(langchain.tool(pay), **options).invoke(USER)["messages"][-2]
    assert (result.status, SAID in result.content) == ("error", True)
    assert len(sandbox.effects()) == 1


def test_the_retry_middleware_pays_three_times_around_a_plain_tool(sandbox: Sandbox) -> None:
    pay, _ = tools_that_pay(sandbox)
    middleware: Any = ToolRetryMiddleware(initial_delay=0.01)
    create_agent(Scripted(), [plain_tool(pay)], middleware=[middleware]).invoke(USER)
    assert len(sandbox.effects()) >= 3


async def test_the_retry_middleware_pays_once_around_our_tool(sandbox: Sandbox) -> None:
    pay, pay_async = tools_that_pay(sandbox)
    middleware: Any = ToolRetryMiddleware(initial_delay=0.01)
    create_agent(Scripted(), [langchain.tool(pay)], middleware=[middleware]).invoke(USER)
    assert len(sandbox.effects()) == 1
    sandbox.faults()
    lost(sandbox)
    await create_agent(Scripted(), [langchain.tool(pay_async)], middleware=[middleware]).ainvoke(USER)
    assert len(sandbox.effects()) == 2


def test_the_retry_middleware_with_our_predicate_raises_and_pays_once(sandbox: Sandbox) -> None:
    pay, _ = tools_that_pay(sandbox)
    middleware: Any = ToolRetryMiddleware(initial_delay=0.01, retry_on=langgraph.retry_on)
    with pytest.raises(payonce.OutcomeUnknownError):
        create_agent(Scripted(), [plain_tool(pay)], middleware=[middleware]).invoke(USER)
    assert len(sandbox.effects()) == 1


@pytest.mark.parametrize("kind", ["tool", "handler"])
@pytest.mark.parametrize(("key", "payments"), [({"idempotency_key": once("invoice", number=7)}, 1), ({}, 2)])
def test_a_refusal_by_a_policy_interrupts_the_graph_until_a_person_answers(
    sandbox: Sandbox, kind: str, key: dict[str, str], payments: int
) -> None:
    client = sandbox.client()
    paid = threading.Event()

    def refused() -> str:
        """Pays more than the policy allows."""
        # The node runs both at once.
        assert paid.wait(10)
        return str(client.payments.send(**PAYMENT, memo="sandbox:policy_violation").id)

    def pay() -> str:
        """Pays another invoice."""
        transaction = client.payments.send(**PAYMENT, **key)
        paid.set()
        return str(transaction.id)

    if kind == "tool":
        graph = node_of(langchain.tool(refused), langchain.tool(pay))
    else:
        graph = node_of(plain_tool(refused), plain_tool(pay), handle_tool_errors=langgraph.handle_tool_errors)
    asked = graph.invoke({"messages": [AIMessage("", tool_calls=[call("pay"), call("refused")])]}, THREAD)
    (interrupt,) = asked["__interrupt__"]
    assert interrupt.value["payonce"].startswith("Next step: ")
    assert len(sandbox.effects()) == 1
    told = graph.invoke(Command(resume="not today"), THREAD)["messages"]
    assert [message.status for message in told[-2:]] == ["success", "error"]
    assert told[-1].content.endswith("The person answered: not today")
    # LangGraph runs the whole node again. Only a key keeps the other tool from paying again.
    assert len(sandbox.effects()) == payments


def test_outside_of_a_graph_the_model_reads_the_refusal(sandbox: Sandbox) -> None:
    client = sandbox.client()

    @langchain.tool
    def pay(amount: str) -> str:
        """Pays."""
        return str(client.payments.send(**{**PAYMENT, "amount": amount}, memo="sandbox:policy_violation").id)

    assert pay.args == {"amount": {"title": "Amount", "type": "string"}}
    assert pay.invoke({"amount": "1.00"}).startswith("Next step: ")
    assert sandbox.effects() == []
    with pytest.raises(Exception, match="amount"):
        pay.invoke({})
