"""How a client connects: plain http, proxies and redirects."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from payonce import InvalidArgumentError, PayonceError
from payonce.agentwallex import AgentWallex

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "awx_planted_0123456789abcdef"


class Recorder(BaseHTTPRequestHandler):
    """Responds to every request with a redirect and keeps its first line."""

    arrived: list[str]

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline()
        if self.raw_requestline and self.parse_request():
            self.arrived.append(f"{self.requestline} {self.headers.get('x-api-key')}")
            self.send_response(308)
            self.send_header("location", f"https://api.example.com/v2/transactions?key={KEY}")
            self.send_header("content-length", "0")
            self.end_headers()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def recorder() -> Iterator[tuple[str, list[str]]]:
    """The URL of a server, and what it was sent."""
    arrived: list[str] = []
    handler = type("Handler", (Recorder,), {"arrived": arrived})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", arrived
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def any_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes back a switch of the environment that refuses every other machine."""
    monkeypatch.delenv("PAYONCE_ONLY_LOOPBACK", raising=False)


def test_plain_http_to_another_host_needs_an_option_that_names_the_risk() -> None:
    url = "http://sandbox:4010/agentwallex"
    with pytest.raises(InvalidArgumentError, match="set allow_insecure_http"):
        AgentWallex(api_key=KEY, base_url=url)
    client = AgentWallex(api_key=KEY, base_url=url, allow_insecure_http=True, pool_idle_timeout=timedelta(seconds=2))
    assert client.base_url == url


def test_a_redirect_is_not_followed_and_the_error_has_its_target(recorder: tuple[str, list[str]]) -> None:
    url, arrived = recorder
    with pytest.raises(PayonceError) as caught:
        AgentWallex(api_key=KEY, base_url=url, max_retries=0).payments.get("tx_1")
    assert "redirect to https://api.example.com/v2/transactions, which is not followed" in str(caught.value)
    assert "base_url is probably wrong" in str(caught.value)
    assert KEY not in str(caught.value)
    assert arrived == [f"GET /transactions/tx_1 HTTP/1.1 {KEY}"]


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_plain_http_never_goes_through_a_proxy(variable: str, recorder: tuple[str, list[str]]) -> None:
    proxy, arrived = recorder
    program = (
        "from payonce import NotSentError\n"
        "from payonce.agentwallex import AgentWallex\n"
        "for url in ('http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9', 'http://sandbox.invalid:4010'):\n"
        f"    client = AgentWallex(api_key={KEY!r}, base_url=url, max_retries=0, allow_insecure_http=True)\n"
        "    try:\n"
        "        client.payments.get('tx_1')\n"
        "    except NotSentError:\n"
        "        pass\n"
    )
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    subprocess.run([sys.executable, "-c", program], env={**environment, variable: proxy}, check=True, timeout=60)
    assert arrived == []
