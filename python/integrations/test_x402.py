"""Pays services that run the official x402 package, with signatures of the official x402 client."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce.challenge import Challenge, fetch

pytest.importorskip("x402")

import uvicorn
from eth_account import Account
from fastapi import FastAPI
from x402 import parse_payment_required, x402Client, x402ResourceServer
from x402.http import FacilitatorConfig, HTTPFacilitatorClient
from x402.http.middleware.fastapi import PaymentMiddlewareASGI
from x402.http.x402_http_client import x402HTTPClient
from x402.mechanisms.evm.exact import ExactEvmScheme, ExactEvmServerScheme

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

NETWORK = "eip155:84532"
PAYEE = "0x" + "12" * 20


@dataclass
class Facilitator:
    """A facilitator that verifies every payment, and settles as a test wants. Each nonce moves money once."""

    url: str = ""
    settle: Callable[[], dict[str, Any] | None] = lambda: {"success": True}
    verify: dict[str, Any] = field(default_factory=lambda: {"isValid": True})
    settled: list[str] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)


@pytest.fixture
def facilitator() -> Iterator[Facilitator]:
    state = Facilitator()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind = {"x402Version": 2, "scheme": "exact", "network": NETWORK}
            self.respond({"kinds": [kind], "extensions": [], "signers": {}})

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            authorization = request["paymentPayload"]["payload"]["authorization"]
            payer = {"payer": authorization["from"]}
            if self.path == "/verify":
                self.respond(state.verify | payer)
                return
            nonce = authorization["nonce"]
            state.settled.append(nonce)
            answer = state.settle()
            if answer is None:
                state.moved.add(nonce)
                self.close_connection = True
                self.connection.close()
                return
            if answer["success"] or answer.get("errorReason") == "settlement_pending":
                state.moved.add(nonce)
            self.respond({"transaction": "0x" + "ab" * 32, "network": NETWORK} | payer | answer)

        def respond(self, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def url(facilitator: Facilitator) -> Iterator[str]:
    to_facilitator = HTTPFacilitatorClient(FacilitatorConfig(url=facilitator.url))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await to_facilitator.aclose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/report")
    def report() -> dict[str, int]:
        return {"report": 1}

    resources = x402ResourceServer(to_facilitator)
    resources.register(NETWORK, ExactEvmServerScheme())
    offer = {"scheme": "exact", "payTo": PAYEE, "price": "$0.01", "network": NETWORK}
    app.add_middleware(PaymentMiddlewareASGI, routes={"GET /report": {"accepts": offer}}, server=resources)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/report"
    server.should_exit = True
    thread.join(10)


def signer() -> Callable[[Challenge], dict[str, str]]:
    """Signs with the official client and a new wallet."""
    client = x402Client()
    client.register(NETWORK, ExactEvmScheme(signer=Account.create()))

    def sign(challenge: Challenge) -> dict[str, str]:
        required = parse_payment_required(challenge.data)
        payload = asyncio.run(client.create_payment_payload(required))
        return x402HTTPClient(client).encode_payment_signature_header(payload)

    return sign


def test_a_report_is_paid_once(url: str, facilitator: Facilitator, tmp_path: Path) -> None:
    journal = str(tmp_path / "payments.db")
    first = fetch(url, sign=signer(), idempotency_key="report-7", journal=journal)
    again = fetch(url, sign=signer(), idempotency_key="report-7", journal=journal)
    assert (first.json(), first.paid, first.replayed) == ({"report": 1}, True, False)
    assert (again.json(), again.paid, again.replayed) == ({"report": 1}, True, True)
    assert first.settlement is not None
    assert first.settlement["transaction"] == "0x" + "ab" * 32
    assert len(facilitator.moved) == 1


def test_a_refusal_of_the_verifier_is_not_applied(url: str, facilitator: Facilitator, tmp_path: Path) -> None:
    facilitator.verify = {"isValid": False, "invalidReason": "insufficient_funds"}
    journal = str(tmp_path / "payments.db")
    with pytest.raises(payonce.InsufficientFundsError) as caught:
        fetch(url, sign=signer(), idempotency_key="report-7", journal=journal)
    assert (caught.value.outcome, caught.value.code) == ("not_applied", "insufficient_funds")
    facilitator.verify = {"isValid": True}
    assert fetch(url, sign=signer(), idempotency_key="report-7", journal=journal).paid
    assert len(facilitator.moved) == 1


def test_a_settlement_whose_answer_is_lost_is_never_paid_again(
    url: str, facilitator: Facilitator, tmp_path: Path
) -> None:
    facilitator.settle = lambda: None
    journal = str(tmp_path / "payments.db")
    for _ in range(3):
        with pytest.raises(payonce.OutcomeUnknownError):
            fetch(url, sign=signer(), idempotency_key="report-7", journal=journal)
    assert len(facilitator.moved) == 1


def test_a_pending_settlement_is_settled_with_the_same_signature(url: str, facilitator: Facilitator) -> None:
    # The server of the package asks its facilitator twice by itself.
    pending = {"success": False, "errorReason": "settlement_pending"}
    facilitator.settle = lambda: pending if len(facilitator.settled) <= 2 else {"success": True}
    assert fetch(url, sign=signer()).paid
    assert len(facilitator.settled) >= 3
    assert len(facilitator.moved) == 1
