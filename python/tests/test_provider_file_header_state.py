"""Providers from files that state in a header field whether an operation succeeded."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

import payonce

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "https://docs.reports.test"
SUCCESS = "@base64:payment-response/success"
TRANSACTION = "@base64:payment-response/transaction"
REPORTS = {
    "payonce": 1,
    "id": "reports",
    "title": "Reports",
    "base_url": "https://reports.test",
    "operation": [
        {
            "name": "reports.buy",
            "method": "POST",
            "path": "/reports",
            "source": SOURCE,
            "state": {
                "pointer": SUCCESS,
                "pending": ["pending"],
                "succeeded": ["true"],
                "failed": {"false": "refused"},
                "id": TRANSACTION,
                "look": "reports.get",
                "look_by": "transaction",
            },
        },
        {
            "name": "reports.get",
            "method": "GET",
            "path": "/reports/{transaction}",
            "source": SOURCE,
            "safety": "read",
            "state": {"pointer": SUCCESS, "pending": ["pending"], "succeeded": ["true"], "failed": ["false"]},
            "params": {"transaction": {"type": "id"}},
        },
    ],
}


class Service(HTTPServer):
    """A seller of reports, which has a settlement for each request, and a body that says something else."""

    settlements: list[dict[str, Any] | None]
    paths: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Service  # pyright: ignore[reportIncompatibleVariableOverride]  # nothing else starts it

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"] or 0))
        self.do_GET()

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        settlement = self.server.settlements.pop(0)
        body = json.dumps({"payment_response_success": "true", "success": True}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if settlement is not None:
            self.send_header("PAYMENT-RESPONSE", base64.b64encode(json.dumps(settlement).encode()).decode())
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service(("127.0.0.1", 0), Handler)
    server.settlements, server.paths = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def opened(service: Service) -> payonce.ProviderClient:
    provider = payonce.Provider.parse(json.dumps(REPORTS), format="json")
    return provider.client(base_url=f"http://127.0.0.1:{service.server_port}", max_retries=0)


def test_a_settlement_is_waited_for(service: Service) -> None:
    service.settlements = [{"success": "pending", "transaction": "0x1"}, {"success": True, "transaction": "0x1"}]
    with opened(service) as client:
        report = client.get("reports.buy")
        assert (report["payment_response_transaction"], report.is_final) == ("0x1", False)
        final = report.wait_until_final(timeout=20)
    assert (final["payment_response_success"], final.succeeded) == ("true", True)
    assert service.paths == ["/reports", "/reports/0x1"]


def test_a_refused_settlement_is_an_error(service: Service) -> None:
    service.settlements = [{"success": False, "errorReason": "insufficient_funds"}]
    with opened(service) as client, pytest.raises(payonce.ProviderError) as caught:
        client.call("reports.buy")
    assert (caught.value.kind, caught.value.outcome) == ("failed", "not_applied")


def test_a_body_cannot_state_a_settlement(service: Service) -> None:
    service.settlements = [None]
    with opened(service) as client:
        report = client.get("reports.buy")
    assert ("payment_response_success" in report, report.is_final) == (False, False)
