"""Which certificates a client trusts, and what a failed handshake proves."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import pytest
import requests
import trustme
import urllib3

import payonce
from payonce import ApiConnectionError, InvalidArgumentError
from payonce.agentwallex import AgentWallex, AsyncAgentWallex

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

KEY = "awx_a_key_of_a_test"
BODY = b'{"id":"tx_1","status":"confirmed"}'
RESPONSE = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(BODY), BODY)


class Server:
    """Responds over TLS, and counts the requests that it read."""

    def __init__(self, context: ssl.SSLContext, *, breaks: bool = False) -> None:
        self.requests = 0
        self._context, self._breaks = context, breaks
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                stream, _ = self._listener.accept()
            except OSError:
                return
            stream.settimeout(10)
            with contextlib.suppress(OSError), stream:
                self._answer(stream)

    def _answer(self, stream: socket.socket) -> None:
        plain = stream.dup()
        with plain, self._context.wrap_socket(stream, server_side=True) as encrypted:
            if encrypted.recv(65536):
                self.requests += 1
                if self._breaks:
                    # What no TLS record begins with: the client's library reports it like a failed handshake.
                    plain.sendall(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
                    plain.recv(1)
                else:
                    encrypted.sendall(RESPONSE)

    def close(self) -> None:
        """Ends the server."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def ca() -> trustme.CA:
    """A CA that no machine knows."""
    return trustme.CA()


@pytest.fixture
def ca_file(ca: trustme.CA, tmp_path: Path) -> str:
    """Its certificate, as a corporate network hands it out."""
    file = tmp_path / "corporate-ca.pem"
    ca.cert_pem.write_to_path(str(file))
    return str(file)


@contextlib.contextmanager
def serving(ca: trustme.CA, name: str = "localhost", *, breaks: bool = False) -> Generator[Server]:
    """A server whose certificate the CA has signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate: Any = ca.issue_cert(name)
    certificate.configure_cert(context)
    server = Server(context, breaks=breaks)
    try:
        yield server
    finally:
        server.close()


def assert_not_trusted(error: payonce.PayonceError) -> None:
    assert isinstance(error, ApiConnectionError)
    assert (error.outcome, error.phase, error.retryable, error.advice) == ("not_applied", "before_send", False, "stop")
    assert "certificate is not trusted" in str(error)
    assert "NODE_EXTRA_CA_CERTS" in str(error)


def pay(url: str, **options: Any) -> Any:
    with AgentWallex(api_key=KEY, base_url=url, **options) as wallet:
        return wallet.payments.send(agent_id="agt_1", to="0xTo", amount="1", token="USDC")


def test_a_certificate_that_is_not_trusted_ends_the_call_at_once(ca: trustme.CA) -> None:
    with serving(ca) as server:
        with pytest.raises(ApiConnectionError) as caught:
            pay(server.url)
        assert_not_trusted(caught.value)
        assert server.requests == 0


def test_the_ca_of_the_option_is_trusted(ca: trustme.CA, ca_file: str) -> None:
    with serving(ca) as server:
        with AgentWallex(api_key=KEY, base_url=server.url, ca=ca_file) as wallet:
            assert wallet.payments.get("tx_1").id == "tx_1"

        async def read() -> str:
            async with AsyncAgentWallex(api_key=KEY, base_url=server.url, ca=ca_file) as wallet:
                return (await wallet.payments.get("tx_1")).id

        assert asyncio.run(read()) == "tx_1"
    with serving(ca, "elsewhere.example.com") as server, pytest.raises(ApiConnectionError) as caught:
        pay(server.url, ca=ca_file)
    assert_not_trusted(caught.value)


@pytest.mark.parametrize("variable", ["NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"])
def test_the_ca_of_the_environment_is_trusted(
    variable: str, ca: trustme.CA, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, ca_file)
    with serving(ca) as server, AgentWallex(api_key=KEY, base_url=server.url) as wallet:
        assert wallet.payments.get("tx_1").id == "tx_1"


def test_a_file_that_cannot_be_read_is_refused_when_the_client_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InvalidArgumentError, match=r"missing\.pem") as caught:
        AgentWallex(api_key=KEY, base_url="https://localhost:9", ca=str(tmp_path / "missing.pem"))
    assert caught.value.field == "ca"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    with pytest.raises(InvalidArgumentError, match="REQUESTS_CA_BUNDLE"):
        AgentWallex(api_key=KEY, base_url="https://localhost:9")
    # A client for plain http needs no certificates.
    AgentWallex(api_key=KEY, base_url="http://127.0.0.1:9").close()


def test_a_proxy_with_plain_http_is_refused() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        AgentWallex(api_key=KEY, base_url="http://127.0.0.1:9", proxy="http://proxy.example.com:3128")
    assert caught.value.field == "proxy"


def by_httpx(url: str) -> None:
    httpx.post(url, content=b"{}", verify=ssl.create_default_context())


def by_httpx_async(url: str) -> None:
    async def post() -> None:
        async with httpx.AsyncClient() as client:
            await client.post(url, content=b"{}")

    asyncio.run(post())


def by_requests(url: str) -> None:
    requests.post(url, data=b"{}", timeout=10)


def by_urllib3(url: str) -> None:
    urllib3.PoolManager(retries=False).request("POST", url, body=b"{}")


def by_aiohttp(url: str) -> None:
    async def post() -> None:
        # The default context of aiohttp is made once, at its import.
        context = ssl.create_default_context()
        async with aiohttp.ClientSession() as session, session.post(url, data=b"{}", ssl=context) as response:
            await response.read()

    asyncio.run(post())


CLIENTS = [by_httpx, by_httpx_async, by_requests, by_urllib3, by_aiohttp]


def failure(post: Callable[[str], None], url: str) -> payonce.PayonceError:
    try:
        post(url)
    except Exception as error:
        return payonce.from_transport_error("agentwallex", error, operation="payments.send")
    raise AssertionError("the request succeeded")


@pytest.mark.parametrize("post", CLIENTS)
def test_an_untrusted_certificate_of_another_client_is_recognized(post: Callable[[str], None], ca: trustme.CA) -> None:
    with serving(ca) as server:
        assert_not_trusted(failure(post, server.url))


@pytest.mark.parametrize("post", CLIENTS)
def test_a_handshake_that_fails_was_no_request(post: Callable[[str], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with contextlib.suppress(OSError):
                while True:
                    stream, _ = listener.accept()
                    with contextlib.suppress(OSError), stream:
                        stream.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                        stream.recv(4096)

        thread = threading.Thread(target=answer)
        thread.start()
        found = failure(post, f"https://localhost:{listener.getsockname()[1]}")
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert (found.outcome, found.phase, found.retryable) == ("not_applied", "before_send", True)


@pytest.mark.parametrize("post", CLIENTS)
def test_tls_that_fails_after_the_request_leaves_the_outcome_unknown(
    post: Callable[[str], None], ca: trustme.CA, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", ca_file)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_file)
    with serving(ca, breaks=True) as server:
        found = failure(post, server.url)
        assert server.requests == 1
    assert found.outcome == "unknown"
