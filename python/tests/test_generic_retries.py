"""Layers above that repeat an exception by its class: none of them repeats a payment that may have been made."""

from __future__ import annotations

import importlib
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

import pytest
import tenacity
from conftest import PAYMENT
from langgraph.types import RetryPolicy

import payonce
from payonce._errors import class_for
from payonce._native import classify, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Sandbox

LOST: dict[str, Any] = {
    "provider": "agentwallex",
    "operation": "payments.send",
    "fault": {"type": "drop", "when": "after"},
}
CONSEQUENCES = (
    payonce.NotSentError,
    payonce.NotAppliedError,
    payonce.PendingError,
    payonce.AlreadyAppliedError,
    payonce.OutcomeUnknownError,
)
REPEATED = (ConnectionError, TimeoutError, OSError)


def _classes() -> list[tuple[str, type[payonce.PayonceError]]]:
    words = vocabulary()
    named = ["PayApiError", "PayValidationError", "UnexpectedError"]
    axes = product(get_args(payonce.ProviderId), words["kind"], get_args(payonce.Outcome), get_args(payonce.Phase))
    return [
        (kind, class_for((provider, kind, name, outcome, phase)))
        for provider, kind, outcome, phase in axes
        for name in [words["kind"][kind], *(named if provider == "agenttech" else [])]
    ]


def test_generic_retries_repeat_only_an_error_with_nothing_sent() -> None:
    classes = _classes()
    for kind, made in classes:
        builtins = {builtin for builtin in REPEATED if issubclass(made, builtin)}
        if issubclass(made, payonce.NotSentError) and kind == "connection":
            assert builtins == {ConnectionError, OSError}
        elif issubclass(made, payonce.NotSentError) and kind == "timeout":
            assert builtins == {TimeoutError, OSError}
        else:
            assert builtins == set(), made.__mro__
        assert issubclass(made, RuntimeError)
        assert not issubclass(made, payonce.InvalidArgumentError) or issubclass(made, ValueError)
    assert {part for _, made in classes for part in CONSEQUENCES if issubclass(made, part)} == set(CONSEQUENCES)


def test_no_exported_class_is_one_that_generic_retries_repeat() -> None:
    for name in payonce.__all__:
        exported = getattr(payonce, name)
        if isinstance(exported, type) and issubclass(exported, payonce.PayonceError):
            assert not issubclass(exported, OSError), name


def test_langgraph_by_default_retries_nothing_that_may_have_been_sent() -> None:
    default: Any = RetryPolicy().retry_on
    verdict = classify([], "agentwallex", b"", [], status=500)
    assert verdict is not None
    for kind, made in _classes():
        error = made(verdict)
        assert default(error) is (issubclass(made, payonce.NotSentError) and kind == "connection")


def _tenacity() -> Callable[[Callable[[], object]], object]:
    return tenacity.Retrying(
        stop=tenacity.stop_after_attempt(3), retry=tenacity.retry_if_exception_type(REPEATED), reraise=True
    )


def _langgraph() -> Callable[[Callable[[], object]], object]:
    def run(pay: Callable[[], object]) -> None:
        # Its types are not all known.
        langgraph: Any = importlib.import_module("langgraph.graph")

        def node(_state: dict[str, Any]) -> dict[str, Any]:
            pay()
            return {}

        graph = langgraph.StateGraph(dict)
        graph.add_node("pay", node, retry_policy=RetryPolicy(initial_interval=0.01))
        graph.add_edge(langgraph.START, "pay")
        graph.compile().invoke({})

    return run


@pytest.mark.parametrize("layer", [_tenacity, _langgraph])
def test_a_generic_retry_does_not_pay_twice_after_a_lost_response(
    sandbox: Sandbox, layer: Callable[[], Callable[[Callable[[], object]], object]]
) -> None:
    sandbox.faults(LOST)
    client = sandbox.client()
    with pytest.raises(payonce.OutcomeUnknownError):
        layer()(lambda: client.payments.send(**PAYMENT, reconcile=False))
    assert len(sandbox.effects()) == 1


@pytest.mark.parametrize("layer", [_tenacity, _langgraph])
def test_a_generic_retry_repeats_a_refused_connection(
    sandbox: Sandbox, layer: Callable[[], Callable[[Callable[[], object]], object]]
) -> None:
    tries: list[payonce.AgentWallexError] = []

    def pay() -> None:
        where = sandbox.providers["agentwallex"]["base_url"] if tries else "http://127.0.0.1:9"
        try:
            sandbox.client(base_url=where, max_retries=0).payments.send(**PAYMENT)
        except payonce.AgentWallexError as error:
            tries.append(error)
            raise

    layer()(pay)
    assert len(tries) == 1
    assert len(sandbox.effects()) == 1
