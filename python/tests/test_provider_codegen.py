"""A typed client that `payonce provider codegen` wrote, against a server of this test."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, cast

import pytest

import acme_pay
import payonce

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "acme_key_of_this_test"


class Server(HTTPServer):
    """Answers each request with the next of its responses."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.responses: list[tuple[int, Any]] = []
        self.requests: list[tuple[str, str, dict[str, str], Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def _respond(self) -> None:
        server = cast("Server", self.server)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        server.requests.append((self.command, self.path, headers, json.loads(body) if body else None))
        status, value = server.responses.pop(0)
        sent = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = do_DELETE = _respond  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Prints nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_generated_client_pays_and_returns_its_objects(server: Server) -> None:
    server.responses = [
        (201, {"id": "pay_1", "status": "pending", "payTo": "shop", "fee": 0.1, "keys": [1]}),
        (200, {"id": "pay_1", "status": "paid"}),
    ]
    with acme_pay.AcmePay(api_key=KEY, base_url=server.url) as client:
        payment = client.payments.send("shop", "12.50", options_={"note": "x"}, idempotency_key="order-17")
        assert (payment.id, payment.pay_to, payment.fee, payment["keys"]) == ("pay_1", "shop", Decimal("0.1"), [1])
        assert not payment.is_final
        assert payment.wait_until_final(timeout=10).succeeded
    method, path, headers, body = server.requests[0]
    assert (method, path, body) == ("POST", "/payments", {"to": "shop", "amount": "12.50", "options": {"note": "x"}})
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["idempotency-key"] == "order-17"


def test_a_generated_client_raises_typed_errors(server: Server) -> None:
    server.responses = [(402, {"error": {"code": "insufficient_funds"}}), (500, None)]
    client = acme_pay.AcmePay(api_key=KEY, base_url=server.url, max_retries=0)
    with pytest.raises(payonce.InsufficientFundsError) as refused:
        client.payments.send("shop", "12.50", idempotency_key="order-18")
    assert isinstance(refused.value, acme_pay.ProviderError)
    assert refused.value.outcome == "not_applied"
    with pytest.raises(payonce.OutcomeUnknownError):
        client.refund(reason="late")


def test_a_generated_client_goes_through_pages_and_is_awaited(server: Server) -> None:
    page = {"data": [{"id": "pay_1", "status": "paid"}], "has_more": True}
    server.responses = [
        (200, page),
        (200, {"data": [{"id": "pay_2", "status": "paid"}], "has_more": False}),
        (204, None),
    ]

    async def main() -> list[str]:
        async with acme_pay.AsyncAcmePay(api_key=KEY, base_url=server.url) as client:
            found = [payment.id async for payment in client.payments.list()]
            await client.payments.cancel("pay_1")
            return found

    assert asyncio.run(main()) == ["pay_1", "pay_2"]
    assert [path for _, path, _, _ in server.requests] == [
        "/payments",
        "/payments?starting_after=pay_1",
        "/payments/pay_1",
    ]


def test_the_package_verifies_the_webhooks_of_its_provider() -> None:
    body = b'{"type": "payment.paid"}'
    signature = hmac.new(KEY.encode(), b"1700000000." + body, hashlib.sha256).hexdigest()
    headers = {"acme-signature": f"t=1700000000,v1={signature}"}
    assert acme_pay.verify_webhook(body, headers, KEY, now=1_700_000_300).type == "payment.paid"
    with pytest.raises(acme_pay.WebhookError) as caught:
        acme_pay.verify_webhook(body, headers, KEY)
    assert caught.value.code == "webhook_stale"
