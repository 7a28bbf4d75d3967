"""Results and errors pass through copies, pickles, JSON and the packages that servers and workers write them with."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import io
import json
import logging
import pickle
import subprocess
import sys
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import fastapi
import pydantic
import pydantic_core
import pytest
import sentry_sdk
import structlog
from sentry_sdk.transport import Transport

import payonce
from payonce.agenticpencil import Registration
from payonce.agentpay import AgentPayClient, ConsumptionResult
from payonce.agenttech import Intent
from payonce.agentwallex import AgentWallex, Transaction, TransactionPage
from payonce.payi import Limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Sandbox

KEY = "awx_planted_0123456789abcdef"
TO = "0x" + "1" * 40
SHOWN_ONCE = "ap" + "_planted"
DIGITS = "956.03427188924931"
EXACT = {"limit_id": "lim_1", "max": DIGITS, "threshold": Decimal("0.12345678901234567890123"), "wei": 2**70}
"""A limit as the core hands it over: money as text, a number beyond a float as a Decimal."""


def error() -> payonce.PayonceError:
    """A refusal whose details hold a number beyond a float."""
    body = f'{{"code":"policy_violation","message":"over the limit","rule":"daily_limit","limit":{DIGITS}}}'
    found = payonce.classify("agentwallex", operation="payments.send", status=400, body=body)
    assert found is not None
    return found


def pickled(value: Any) -> Any:
    """What another process reads."""
    return pickle.loads(pickle.dumps(value))


def celery() -> Any:
    """Celery, which has no types."""
    return import_module("celery")


def served(app: fastapi.FastAPI) -> Any:
    """A client of the application, in this process."""
    return import_module("fastapi.testclient").TestClient(app)


WAYS: list[Callable[[Any], Any]] = [copy.copy, copy.deepcopy, pickled]


@pytest.mark.parametrize("way", WAYS)
def test_a_result_taken_out_of_its_client_keeps_its_data_only(sandbox: Sandbox, way: Callable[[Any], Any]) -> None:
    with sandbox.client() as client:
        paid = client.payments.send("agent_abc123", TO, "1.50", "USDC")
    twin = way(paid)
    assert twin == paid
    assert vars(twin) == vars(paid)
    assert repr(twin) == repr(paid)
    assert (twin.is_final, twin.succeeded, twin.unknown_fields) == (True, True, paid.unknown_fields)
    assert paid.call_info is not None
    assert twin.call_info == dataclasses.replace(paid.call_info, headers=())
    assert twin.call_info.reference == paid.call_info.reference
    key = sandbox.providers["agentwallex"]["api_key"]
    assert key.encode() not in pickle.dumps(paid)
    with pytest.raises(TypeError, match=r"copied, unpickled, or made from data.*with payments.get of a client"):
        twin.wait_until_final()
    with pytest.raises(TypeError, match=r"payments\.get"):
        asyncio.run(twin.wait_until_final_async())


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_of_pickle_keeps_the_digits(protocol: int) -> None:
    limit = Limit(EXACT)
    twin = pickle.loads(pickle.dumps(limit, protocol))
    assert (twin, twin.max, twin.threshold) == (limit, Decimal(DIGITS), EXACT["threshold"])
    refused = pickle.loads(pickle.dumps(error(), protocol))
    assert (type(refused), refused.details) == (type(error()), error().details)
    assert refused.details["limit"] == Decimal(DIGITS)


def test_a_page_goes_on_whatever_a_program_does_with_its_items(sandbox: Sandbox) -> None:
    client = sandbox.client()
    for _ in range(3):
        client.payments.send("agent_abc123", TO, "1", "USDC")
    page = client.payments.list(page_size=2)
    page.data.clear()
    vars(page)["has_more"] = False
    following = page.next_page()
    assert following is not None
    assert (len(following.data), following.is_last) == (1, True)
    assert page.call_info is page.call_info


@pytest.mark.parametrize("way", WAYS)
def test_a_page_keeps_its_items_and_needs_its_client_for_more(sandbox: Sandbox, way: Callable[[Any], Any]) -> None:
    client = sandbox.client()
    for _ in range(3):
        client.payments.send("agent_abc123", TO, "1", "USDC")
    page = client.payments.list(page_size=2)
    twin = way(page)
    assert (twin, twin.data, twin.has_more) == (page, page.data, True)
    with pytest.raises(TypeError, match=r"this page has no client.*list method"):
        list(twin)
    with pytest.raises(TypeError, match="this page has no client"):
        twin.next_page()
    with pytest.raises(TypeError, match="this page has no client"):
        assert twin.is_last
    assert len(list(page)) == 3


@pytest.mark.parametrize("way", WAYS)
def test_a_refusal_keeps_its_error(sandbox: Sandbox, way: Callable[[Any], Any]) -> None:
    settings = sandbox.providers["agentpay"]
    client = AgentPayClient(settings["service_token"], base_url=settings["base_url"])
    refused = client.consume("agentpay_sandbox_empty_user_key", 25, "order-1")
    assert refused.error is not None
    twin = way(refused)
    assert not twin
    assert twin == refused
    assert (type(twin.error), twin.error.to_dict()) == (type(refused.error), refused.error.to_dict())


def test_an_attribute_that_a_program_adds_to_a_result_is_kept() -> None:
    paid = Transaction({"id": "tx_1"})
    paid.order = "order-7"  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    assert pickled(paid).order == "order-7"


def test_a_field_of_a_result_is_read_only() -> None:
    transaction = Transaction({"id": "tx_1", "status": "failed"})
    with pytest.raises(AttributeError, match=r"Transaction\.status is read-only"):
        transaction.status = "confirmed"
    with pytest.raises(AttributeError, match=r"Transaction\.id is read-only"):
        del transaction.id
    with pytest.raises(AttributeError):
        setattr(transaction, "succeeded", True)  # noqa: B010  # the type checkers refuse the plain form
    assert (transaction.id, transaction.status, transaction.failed) == ("tx_1", "failed", True)


def test_a_result_has_a_json_form_and_a_lossless_json_form() -> None:
    limit = Limit(EXACT)
    assert json.loads(json.dumps(limit.to_dict())) == EXACT | {"threshold": str(EXACT["threshold"])}
    assert json.dumps(limit, default=payonce.json_default) == json.dumps(limit.to_dict())
    assert json.loads(limit.to_json(), parse_float=Decimal) == EXACT
    assert Limit(json.loads(limit.to_json(), parse_float=Decimal)) == limit
    assert dict(limit) == limit.to_dict()
    assert limit.threshold == EXACT["threshold"]
    nested = {"paid": [Transaction({"id": "tx_1"})], "error": error(), "amount": Decimal(DIGITS)}
    written = json.loads(json.dumps(nested, default=payonce.json_default))
    assert written == {"paid": [{"id": "tx_1"}], "error": error().to_dict(), "amount": DIGITS}
    with pytest.raises(TypeError, match="set is not JSON serializable"):
        json.dumps({1}, default=payonce.json_default)


def test_every_form_of_an_error_is_json() -> None:
    for form in (
        error().to_dict(),
        error().to_problem(audience="owner"),
        error().to_mcp(audience="owner", structured_content=True),
        error().to_response(audience="owner").body,
        error().to_problem_response(audience="owner").body,
        error().log_record(),
    ):
        json.dumps(form)
    assert DIGITS in json.dumps(error().to_dict())
    assert DIGITS in error().to_json()
    assert payonce.error_from_payload(json.loads(json.dumps(error().to_dict()))).to_dict() == error().to_dict()
    assert payonce.error_from_payload(json.loads(error().to_json(), parse_float=Decimal)).details == error().details


def test_a_dataclass_holds_a_result(sandbox: Sandbox) -> None:
    @dataclasses.dataclass
    class Order:
        payment: Transaction

    paid = sandbox.client().payments.send("agent_abc123", TO, "1", "USDC")
    assert dataclasses.asdict(Order(paid)) == {"payment": paid}
    assert dataclasses.replace(Order(paid)) == Order(paid)
    assert copy.deepcopy([{"payment": paid}]) == [{"payment": paid}]


class Receipt(pydantic.BaseModel):
    """A model of an application."""

    payment: Transaction
    earlier: list[Transaction] = []
    limit: Limit | None = None
    failure: payonce.PayonceError | None = None
    anything: Any = None


def test_pydantic_models_hold_results() -> None:
    paid = Transaction({"id": "tx_1", "status": "confirmed", "amount": "1.50", "colour": "blue"})
    receipt = Receipt(payment=paid, earlier=[paid], limit=Limit(EXACT), failure=error(), anything=paid)
    assert receipt.payment is paid
    document = {
        "payment": paid.to_dict(),
        "earlier": [paid.to_dict()],
        "limit": Limit(EXACT).to_dict(),
        "failure": error().to_dict(),
        "anything": paid.to_dict(),
    }
    assert receipt.model_dump(mode="json") == document
    assert json.loads(receipt.model_dump_json()) == document
    python = receipt.model_dump()
    assert python["limit"] == EXACT
    assert python["failure"]["details"]["limit"] == Decimal(DIGITS)
    read = Receipt.model_validate_json(receipt.model_dump_json())
    assert (read.payment, read.earlier) == (paid, [paid])
    assert read.failure is not None
    assert type(read.failure) is type(error())
    assert receipt.model_copy(deep=True).payment == paid
    assert pickled(receipt).payment == paid
    with pytest.raises(pydantic.ValidationError, match="must be a Transaction"):
        Receipt(payment="tx_1")  # type: ignore[arg-type]
    with pytest.raises(pydantic.ValidationError):
        Receipt(payment=paid, failure={"kind": "none of payonce"})  # type: ignore[arg-type]


def test_pydantic_has_a_schema_of_results() -> None:
    described = pydantic.TypeAdapter(Transaction).json_schema(mode="serialization")
    assert described["title"] == "Transaction"
    assert described["properties"]["amount"]["anyOf"][0]["type"] == "string"
    assert described["additionalProperties"] is True
    pages = pydantic.TypeAdapter(TransactionPage).json_schema()
    assert "Transaction" in json.dumps(pages["$defs"])


@pytest.mark.parametrize(
    "value",
    [
        Transaction({"id": "tx_1", "status": ["of a later version"], "amount": 7}),
        TransactionPage({"data": [{"id": "tx_1"}], "total": "many"}),
        ConsumptionResult({"success": True, "remaining_balance_cents": 5}),
        Limit(EXACT),
        Intent({"intentId": "i_1"}) if "intentId" in Intent._fields else Intent({"intent_id": "i_1"}),  # pyright: ignore
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_fastapi_route_returns_a_result(value: Any) -> None:
    app = fastapi.FastAPI()

    async def plainly() -> Any:
        return value

    def annotated() -> Any:
        return value

    annotated.__annotations__["return"] = type(value)
    app.get("/plain")(plainly)
    app.get("/annotated")(annotated)
    app.get("/model", response_model=type(value))(plainly)
    app.get("/list", response_model=list[type(value)])(lambda: [value])  # type: ignore[misc]
    app.get("/nested")(lambda: {"paid": value})
    with served(app) as client:
        expected = value.to_dict()
        for path in ("/plain", "/annotated", "/model"):
            response = client.get(path)
            assert (response.status_code, response.json()) == (200, expected), path
        assert client.get("/list").json() == [expected]
        assert client.get("/nested").json() == {"paid": expected}
        assert type(value).__name__ in client.get("/openapi.json").json()["components"]["schemas"]


def test_a_fastapi_route_returns_a_payment(sandbox: Sandbox) -> None:
    app = fastapi.FastAPI()
    wallet = sandbox.client()

    @app.post("/pay")
    def pay() -> Transaction:
        return wallet.payments.send("agent_abc123", TO, "1.50", "USDC")

    @app.get("/payments")
    def payments() -> TransactionPage:
        return wallet.payments.list(page_size=1)

    @app.get("/plain")
    def plainly():  # type: ignore[no-untyped-def]
        return wallet.payments.list(page_size=1)

    @app.post("/read")
    def read(payment: Annotated[Transaction, fastapi.Body()]) -> str:
        return payment.id

    pay.__annotations__["return"] = Transaction
    with served(app) as client:
        paid = client.post("/pay")
        assert (paid.status_code, paid.json()["amount"], paid.json()["status"]) == (200, "1.50", "confirmed")
        for path in ("/payments", "/plain"):
            assert [item["id"] for item in client.get(path).json()["data"]] == [paid.json()["id"]]
        assert client.post("/read", json=paid.json()).json() == paid.json()["id"]
    assert len(sandbox.effects()) == 1


def test_the_encoder_of_pydantic_encodes_results() -> None:
    paid = Transaction({"id": "tx_1"})
    assert json.loads(pydantic_core.to_json({"paid": paid, "error": error()})) == {
        "paid": {"id": "tx_1"},
        "error": error().to_dict(),
    }
    assert pydantic_core.to_jsonable_python([paid]) == [{"id": "tx_1"}]


def test_celery_carries_results_as_json() -> None:
    app = celery().Celery("payonce-test", broker="memory://", backend="cache+memory://")
    app.conf.update(task_serializer="json", result_serializer="json", accept_content=["json"])
    app.conf.update(task_always_eager=True, task_store_eager_result=True)

    def pay() -> Any:
        return Transaction({"id": "tx_1", "status": "confirmed"})

    def refused() -> Any:
        try:
            raise error()
        except payonce.PayonceError as caught:
            return {"error": caught.to_dict()}

    def limit() -> Any:
        return Limit(EXACT)

    def stored(task: Callable[[], Any]) -> Any:
        return app.AsyncResult(app.task(task).delay().id).get(timeout=5)

    assert Transaction(stored(pay)).succeeded
    assert payonce.error_from_payload(stored(refused)["error"]).to_dict() == error().to_dict()
    assert stored(limit) == Limit(EXACT).to_dict()


def test_structlog_writes_results_and_errors() -> None:
    written = io.StringIO()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(written),
        processors=[structlog.processors.JSONRenderer()],
        cache_logger_on_first_use=False,
    )
    registered = Registration({"api_key": "ap_planted", "key_prefix": "ap_pl"})
    logger.info(
        "paid", payment=Transaction({"id": "tx_1"}), error=error(), registered=registered, **error().log_record()
    )
    record = json.loads(written.getvalue())
    assert record["payment"] == {"id": "tx_1"}
    assert record["error"] == error().log_record()
    assert record["registered"] == {"api_key": "…", "key_prefix": "ap_pl"}
    assert record["kind"] == "policy_violation"


class Kept(Transport):
    """Keeps what Sentry would send."""

    sent: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.sent = []

    def capture_envelope(self, envelope: Any) -> None:
        """Keeps it."""
        self.sent.append(envelope.serialize().decode("utf-8", "replace"))


def pay_too_much(client: AgentWallex, scope: sentry_sdk.Scope) -> tuple[str, str]:
    """Reports a payment and a refused one; Sentry keeps the local variables of this function and of those below it."""
    paid = client.payments.send("agent_abc123", TO, "1", "USDC")
    registered = Registration({"api_key": SHOWN_ONCE, "key_prefix": "ap_pl"})
    scope.set_extra("paid", paid)
    scope.set_extra("registered", registered)
    try:
        client.payments.send("agent_abc123", TO, "1000000000", "USDC")
    except payonce.PayonceError as refused:
        scope.set_extra("refused", refused.to_dict())
        sentry_sdk.capture_exception(refused)
        return paid.id, refused.message
    pytest.fail("the payment was not refused")


def test_sentry_records_the_outcome_and_no_key(sandbox: Sandbox) -> None:
    kept = Kept()
    with sentry_sdk.isolation_scope(), sentry_sdk.new_scope() as scope:
        scope.set_client(
            sentry_sdk.Client(dsn="http://public@127.0.0.1:1/1", transport=kept, default_integrations=False)
        )
        shown = pay_too_much(sandbox.client(max_retries=0), scope)
    (event,) = kept.sent
    assert all(text in event for text in shown)
    assert "payonce/_calls.py" in event
    assert SHOWN_ONCE not in event
    assert sandbox.providers["agentwallex"]["api_key"] not in event


def test_logging_writes_the_text_of_an_error(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("shop").warning("refused: %s", error())
    assert "[policy_violation]" in caplog.text
    logging.getLogger("shop").warning("paid: %s", Transaction({"id": "tx_1"}))
    assert "tx_1" in caplog.text


def test_a_client_cannot_be_pickled() -> None:
    client = AgentWallex(api_key=KEY)
    for way in WAYS:
        with pytest.raises(TypeError, match="holds keys"):
            way(client)
    with pytest.raises(TypeError, match="holds keys"):
        pickle.dumps(client.payments.send)


def test_another_process_reads_a_pickle(sandbox: Sandbox) -> None:
    paid = sandbox.client().payments.send("agent_abc123", TO, "1", "USDC")
    program = "import pickle, sys; print(pickle.loads(sys.stdin.buffer.read()).succeeded)"
    done = subprocess.run([sys.executable, "-c", program], input=pickle.dumps(paid), capture_output=True, check=True)
    assert done.stdout.strip() == b"True"
