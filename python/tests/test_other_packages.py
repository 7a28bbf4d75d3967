"""Results and errors in the packages that programs hand them to, each of them the real one."""

from __future__ import annotations

import copy
import importlib
import io
import json
import logging
import pickle
import traceback
from typing import TYPE_CHECKING, Any

import pytest
import sentry_sdk
import structlog
from conftest import PAYMENT
from fastapi import FastAPI
from pydantic import BaseModel, TypeAdapter
from sentry_sdk.utils import event_from_exception

import payonce
from payonce.agentwallex import Agent, AgentWallex, Transaction, TransactionPage

if TYPE_CHECKING:
    from conftest import Sandbox


def refusal() -> payonce.PayonceError:
    """An error with a code, a text and details."""
    body = b'{"code": "policy_violation", "message": "over the limit", "details": {"rule": "daily_limit"}}'
    error = payonce.classify("agentwallex", operation="payments.send", status=403, body=body)
    assert error is not None
    return error


def test_results_are_copied_and_written(sandbox: Sandbox) -> None:
    paid = sandbox.client().payments.send(**PAYMENT)
    agent = sandbox.client().agents.get("agent_abc123")
    page = sandbox.client().payments.list()
    for result in (paid, agent, page):
        for copied in (copy.copy(result), copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
            assert type(copied) is type(result)
            assert copied == result
        assert dict(result) == result.to_dict() == json.loads(json.dumps(result.to_dict(), default=str))
        assert (
            result["id" if result is not page else "data"] == result.to_dict()["id" if result is not page else "data"]
        )


def test_pydantic_validates_and_serializes_results(sandbox: Sandbox) -> None:
    class Order(BaseModel):
        payment: Transaction
        agent: Agent | None = None

    paid = sandbox.client().payments.send(**PAYMENT)
    order = Order(payment=paid)
    assert order.payment is paid
    written = order.model_dump_json()
    assert json.loads(written)["payment"] == paid.to_dict()
    assert Order.model_validate_json(written).payment == paid
    assert Order.model_validate({"payment": paid.to_dict()}).payment == paid
    assert order.model_copy(deep=True).payment == paid
    assert TypeAdapter(Transaction).dump_python(paid) == paid.to_dict()
    assert Order.model_json_schema()["properties"]["payment"]
    with pytest.raises(ValueError, match="payment"):
        Order.model_validate({"payment": "tx_1"})


def test_fastapi_returns_results_after_a_payment(sandbox: Sandbox) -> None:
    app = FastAPI()
    client = sandbox.client()

    def plain() -> Any:
        return client.payments.send(**PAYMENT)

    def annotated() -> Transaction:
        return client.payments.send(**PAYMENT)

    def listed() -> TransactionPage:
        return client.payments.list()

    def nested() -> dict[str, Any]:
        return {"payment": client.payments.send(**PAYMENT)}

    async def modelled() -> Any:
        return await sandbox.async_client().payments.send(**PAYMENT)

    app.post("/plain")(plain)
    app.post("/annotated")(annotated)
    app.post("/listed")(listed)
    app.post("/nested")(nested)
    app.post("/modelled", response_model=Transaction)(modelled)
    app.post("/untyped", response_model=None)(listed)
    # Its types are not all known.
    testing: Any = importlib.import_module("fastapi.testclient")
    with testing.TestClient(app) as browser:
        for path in ("/plain", "/annotated", "/modelled"):
            response = browser.post(path)
            assert (response.status_code, response.json()["amount"]) == (200, "1.00"), response.text
        assert browser.post("/nested").json()["payment"]["amount"] == "1.00"
        assert len(browser.post("/listed").json()["data"]) == 4
        assert len(browser.post("/untyped").json()["data"]) == 4
        assert browser.get("/openapi.json").status_code == 200
    assert len(sandbox.effects()) == 4


def test_celery_stores_results_and_errors_as_json(sandbox: Sandbox) -> None:
    # The package has no types.
    celery: Any = importlib.import_module("celery")
    app = celery.Celery("shop", broker="memory://", backend="cache+memory://")
    app.conf.update(task_always_eager=True, task_store_eager_result=True, result_serializer="json")

    def pay() -> dict[str, Any]:
        return sandbox.client().payments.send(**PAYMENT).to_dict()

    def fail() -> dict[str, Any]:
        return refusal().to_dict()

    answered = app.task(pay).delay()
    assert app.AsyncResult(answered.id).get()["amount"] == "1.00"
    stored = payonce.error_from_payload(app.AsyncResult(app.task(fail).delay().id).get())
    assert isinstance(stored, payonce.PolicyViolationError)
    assert stored.to_dict() == refusal().to_dict()


@pytest.mark.parametrize("kind", ["policy_violation", "timeout", "connection", "invalid_argument"])
@pytest.mark.parametrize("serializer", ["json", "pickle"])
def test_celery_stores_an_error_that_a_task_raises(kind: str, serializer: str) -> None:
    # The package has no types.
    celery: Any = importlib.import_module("celery")
    app = celery.Celery("shop", broker="memory://", backend="cache+memory://")
    app.conf.update(
        task_always_eager=True,
        task_store_eager_result=True,
        result_serializer=serializer,
        accept_content=["json", "pickle"],
        result_accept_content=["json", "pickle"],
    )
    raised = {
        "policy_violation": refusal(),
        # These are exceptions of the operating system as well, whose constructor is another one.
        "timeout": payonce.classify("agentwallex", operation="payments.send", phase="before_send", cause="timeout"),
        "connection": payonce.classify("agentpay", operation="consume", phase="before_send", cause="connection"),
        "invalid_argument": invalid_argument(),
    }[kind]
    assert raised is not None

    def pay() -> None:
        raise raised

    stored = app.AsyncResult(app.task(pay, name=f"pay_{kind}_{serializer}").delay().id)
    with pytest.raises(payonce.PayonceError) as caught:
        stored.get()
    assert type(caught.value) is type(raised)
    assert caught.value.to_dict() == raised.to_dict()
    assert str(caught.value) == str(raised)
    assert caught.value.kind == kind


def invalid_argument() -> payonce.PayonceError:
    """An error that never reached a provider."""
    with pytest.raises(payonce.InvalidArgumentError) as caught:
        AgentWallex("awx_0123456789abcdef", timeout=-1)
    return caught.value


def test_an_error_is_rebuilt_from_its_class_and_args() -> None:
    error = refusal()
    name = type(error).__name__
    again = getattr(payonce, name)(*error.args)
    assert type(again) is type(error)
    assert again.to_dict() == error.to_dict()
    assert error.args[0] == error.message
    assert repr(error) == f"{name}({error.message!r})"
    assert traceback.format_exception_only(type(again), again) == traceback.format_exception_only(type(error), error)
    # What a program writes into an exception stays there.
    again.args = ("mine", 7)
    assert again.args == ("mine", 7)
    assert copy.copy(again).to_dict() == error.to_dict()
    wrong: Any
    for wrong in [(), ("text",), (error.message, "{}"), (error.message, "no json"), (7, 7), (None,)]:
        with pytest.raises((TypeError, ValueError)):
            payonce.ServerError(*wrong)


def test_logging_accepts_a_log_record() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s %(kind)s %(outcome)s %(error_message)s"))
    logger = logging.Logger("shop")
    logger.addHandler(handler)
    taken = {*vars(logging.makeLogRecord({})), "message", "asctime"}
    assert not taken & {*refusal().log_record(), *refusal().log_record(audience="public")}
    logger.warning("not paid", extra=refusal().log_record())
    assert stream.getvalue() == "not paid policy_violation not_applied over the limit\n"


def test_structlog_writes_a_log_record() -> None:
    stream = io.StringIO()
    logger = structlog.wrap_logger(structlog.PrintLogger(stream), processors=[structlog.processors.JSONRenderer()])
    logger.warning("not paid", **refusal().log_record())
    line = json.loads(stream.getvalue())
    assert (line["event"], line["code"], line["error_message"]) == ("not paid", "policy_violation", "over the limit")


def test_sentry_records_no_key() -> None:
    key = "awx_planted_0123456789abcdef"
    sent: list[Any] = []

    class Memory(sentry_sdk.Transport):
        def capture_envelope(self, envelope: Any) -> None:
            sent.append(envelope.get_event())

    hub = sentry_sdk.Client(
        dsn="http://key@127.0.0.1:9/1", transport=Memory, event_scrubber=None, default_integrations=False
    )
    try:
        # Not in a local variable of this frame, which belongs to the caller.
        AgentWallex(api_key="".join(["awx_planted_", "0123456789abcdef"]), timeout=-1)
    except payonce.InvalidArgumentError as error:
        hub.capture_event(*event_from_exception(error, client_options=hub.options))
    hub.close()
    assert len(sent) == 1
    assert "timeout" in json.dumps(sent[0], default=str)
    for frame in sent[0]["exception"]["values"][0]["stacktrace"]["frames"][1:]:
        assert key not in json.dumps(frame, default=str)


def test_a_client_that_was_never_opened_has_a_repr() -> None:
    assert repr(AgentWallex.__new__(AgentWallex)) == "<AgentWallex, not open>"
