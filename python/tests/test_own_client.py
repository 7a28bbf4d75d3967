"""Verdicts for the clients that programs already have, each of them the real package."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
import struct
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import aiohttp
import httpx
import pytest
import requests
import requests.adapters
import urllib3

import payonce

Send = Callable[[str], object]


def closed_port() -> int:
    """A port on which no server listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


POLICY = b'{"code": "policy_violation", "message": "over the limit"}'


class RespondingHandler(BaseHTTPRequestHandler):
    """Reads the whole request, then responds by its path."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Redirects to a closed port or another scheme, fails, or succeeds with a body."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        gone = f"http://127.0.0.1:{closed_port()}/"
        status, location = {
            "/redirect": (302, gone),
            "/scheme": (302, "gopher://127.0.0.1/"),
            "/busy": (503, ""),
            "/none": (204, ""),
            "/policy": (403, ""),
            "/seen": (303, "/policy"),
            "/moved": (307, "/policy"),
        }.get(self.path, (200, ""))
        body = b"" if status == 204 else POLICY if status == 403 else b"[]"
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815  # the name that http.server looks for

    def log_message(self, format: str, *args: Any) -> None:
        """Stays quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    """A server on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), RespondingHandler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()
        thread.join()


@contextmanager
def resets_once() -> Generator[str, None, None]:
    """Reads one request, resets its connection and refuses every later one."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        listening.close()
        connection.recv(65536)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    thread = threading.Thread(target=serve)
    port = listening.getsockname()[1]
    thread.start()
    yield f"http://127.0.0.1:{port}/"
    thread.join()


def with_httpx(url: str) -> object:
    return httpx.post(url, content=b"{}", follow_redirects=True)


def with_requests(url: str) -> object:
    with requests.Session() as session:
        return session.post(url, data=b"{}")


def with_aiohttp(url: str) -> object:
    async def send() -> object:
        async with aiohttp.ClientSession() as session, session.post(url, data=b"{}") as response:
            return await response.read()

    return asyncio.run(send())


def with_urllib(url: str) -> object:
    return urllib.request.urlopen(urllib.request.Request(url, data=b"{}"))


def with_urllib3(url: str) -> object:
    with urllib3.PoolManager() as pool:
        return pool.request("POST", url, body=b"{}", retries=urllib3.Retry(3, backoff_factor=0))


CLIENTS = [with_aiohttp, with_httpx, with_requests, with_urllib, with_urllib3]


def close(error: BaseException) -> None:
    """Closes an exception of urllib, which is an open response."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()


def judged(send: Send, url: str) -> payonce.PayonceError:
    """What the exception means that this client raises."""
    try:
        send(url)
    except Exception as error:
        found = payonce.from_transport_error("agentwallex", error, operation="payments.send")
        close(error)
        return found
    raise AssertionError("the client had a response")


@pytest.mark.parametrize("send", CLIENTS)
def test_a_refused_connection_was_not_sent(send: Send) -> None:
    found = judged(send, f"http://127.0.0.1:{closed_port()}/")
    assert (found.phase, found.outcome) == ("before_send", "not_applied")


@pytest.mark.parametrize("send", CLIENTS)
def test_a_refused_connection_after_a_redirect_proves_nothing(send: Send, server: str) -> None:
    found = judged(send, f"{server}/redirect")
    assert (found.phase, found.outcome) == ("waiting", "unknown")


async def test_a_refused_connection_after_a_redirect_proves_nothing_in_async_httpx(server: str) -> None:
    async with httpx.AsyncClient(follow_redirects=True) as client:
        with pytest.raises(httpx.ConnectError) as caught:
            await client.post(f"{server}/redirect", content=b"{}")
    found = payonce.from_transport_error("agentwallex", caught.value, operation="payments.send")
    assert found.outcome == "unknown"


def test_a_scheme_is_refused_before_the_send_only_without_a_redirect(server: str) -> None:
    assert judged(with_httpx, "gopher://127.0.0.1/").outcome == "not_applied"
    assert judged(with_httpx, f"{server}/scheme").outcome == "unknown"


def test_a_local_protocol_error_can_follow_a_sent_body(server: str) -> None:
    def send(url: str) -> object:
        return httpx.post(url, content=iter([b"{}", b"{}"]), headers={"Content-Length": "2"})

    found = judged(send, server)
    assert type(found.__cause__).__name__ == "LocalProtocolError"
    assert found.outcome == "unknown"
    # What httpx makes of it where the whole body came at once.
    assert payonce.from_transport_error("agentwallex", httpx.LocalProtocolError("late")).outcome == "unknown"


@pytest.mark.parametrize("read", [0, 3])
def test_a_retry_of_urllib3_after_a_reset_proves_nothing(read: int) -> None:
    retries = urllib3.Retry(3, read=read, allowed_methods=None, backoff_factor=0)

    def with_pool(url: str) -> object:
        with urllib3.PoolManager() as pool:
            return pool.request("POST", url, body=b"{}", retries=retries)

    def with_session(url: str) -> object:
        with requests.Session() as session:
            session.mount("http://", requests.adapters.HTTPAdapter(max_retries=retries))
            return session.post(url, data=b"{}")

    for send in (with_pool, with_session):
        with resets_once() as url:
            assert judged(send, url).outcome == "unknown"


def test_a_retry_inside_of_an_except_block_proves_nothing(server: str) -> None:
    def after_a_reset(_url: str) -> object:
        with resets_once() as url:
            try:
                return with_httpx(url)
            except httpx.ReadError:
                return with_httpx(f"http://127.0.0.1:{closed_port()}/")

    def after_a_response(url: str) -> object:
        try:
            return httpx.post(url).raise_for_status()
        except httpx.HTTPStatusError:
            return with_httpx(f"http://127.0.0.1:{closed_port()}/")

    assert judged(after_a_reset, "").outcome == "unknown"
    assert judged(after_a_response, f"{server}/busy").outcome == "unknown"


def test_a_hook_of_httpx_runs_after_the_response(server: str) -> None:
    def hook(_response: httpx.Response) -> None:
        httpx.get(f"http://127.0.0.1:{closed_port()}/")

    with httpx.Client(event_hooks={"response": [hook]}) as client:
        assert judged(lambda url: client.post(url), server).outcome == "unknown"


def test_a_response_without_a_readable_body_raises_type_error(server: str) -> None:
    with urllib.request.urlopen(server) as response:
        with pytest.raises(TypeError, match="pass it as `body=`"):
            payonce.raise_for_response("agentwallex", response)
        assert isinstance(payonce.error_from_response("agenticpencil", response, body=b"<html>"), payonce.PayonceError)
    with httpx.stream("GET", server) as streamed:
        with pytest.raises(TypeError, match="pass it as `body=`"):
            payonce.raise_for_response("agentwallex", streamed)
        streamed.read()
        payonce.raise_for_response("agentwallex", streamed)


def test_an_error_response_without_a_readable_body_raises_type_error(server: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{server}/busy")
    with caught.value as response, pytest.raises(TypeError, match="pass it as `body=`"):
        payonce.error_from_response("agentwallex", response)


def test_a_consumed_stream_is_not_an_empty_body(server: str) -> None:
    with requests.get(server, stream=True, timeout=5) as response:
        response.raw.read()
        with pytest.raises(TypeError, match="pass it as `body=`"):
            payonce.raise_for_response("agentwallex", response)
    with requests.get(server, stream=True, timeout=5) as response:
        list(response.iter_content())
        with pytest.raises(TypeError, match="pass it as `body=`"):
            payonce.raise_for_response("agentwallex", response)
    with urllib3.PoolManager() as pool:
        streamed = pool.request("GET", server, preload_content=False)
        streamed.read(1)
        with pytest.raises(TypeError, match="pass it as `body=`"):
            payonce.raise_for_response("agentwallex", streamed)
        streamed.read()


def test_a_closed_stream_is_not_an_empty_body(server: str) -> None:
    with requests.get(server, stream=True, timeout=5) as response:
        pass
    with pytest.raises(TypeError, match="pass it as `body=`"):
        payonce.raise_for_response("agentwallex", response)


def test_an_unread_stream_is_read(server: str) -> None:
    with requests.get(server, stream=True, timeout=5) as response:
        payonce.raise_for_response("agentwallex", response)
    with urllib3.PoolManager() as pool:
        payonce.raise_for_response("agentwallex", pool.request("GET", server, preload_content=False))


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "iso-8859-1"])
def test_header_fields_of_httpx_are_read_in_the_encoding_that_httpx_finds(encoding: str) -> None:
    request_id = "req_1" if encoding == "ascii" else "réq_1"
    fields = [(b"X-Request-Id", request_id.encode(encoding)), (b"Retry-After", b"2"), (b"Retry-After", b"7")]
    response = httpx.Response(429, headers=fields, content=b"{}")
    error = payonce.error_from_response("agentwallex", response)
    assert error is not None
    assert (error.request_id, error.retry_after) == (request_id, 7)


def test_a_status_without_a_body_is_classified_without_one(server: str) -> None:
    with urllib.request.urlopen(f"{server}/none") as response:
        payonce.raise_for_response("agentwallex", response)


@dataclasses.dataclass(frozen=True)
class Key:
    """A key that no text of the test's own frames shows."""

    value: str = dataclasses.field(repr=False)

    def headers(self) -> dict[str, str]:
        """Where the clients send it."""
        return {"X-API-Key": self.value}


KEY = Key("awx_planted_0123456789abcdef")


def raised_by_httpx(url: str) -> object:
    return httpx.post(url, headers=KEY.headers()).raise_for_status()


def raised_by_requests(url: str) -> object:
    response = requests.post(url, headers=KEY.headers(), timeout=5)
    response.raise_for_status()
    return response


def raised_by_aiohttp(url: str) -> object:
    async def send() -> object:
        opened = aiohttp.ClientSession(raise_for_status=True)
        async with opened as session, session.post(url, headers=KEY.headers()) as response:
            return response

    return asyncio.run(send())


def raised_by_urllib(url: str) -> object:
    return urllib.request.urlopen(urllib.request.Request(url, b"{}", KEY.headers()))


RAISING = [raised_by_aiohttp, raised_by_httpx, raised_by_requests, raised_by_urllib]


@pytest.mark.parametrize("send", RAISING)
def test_an_exception_with_a_response_is_classified_by_the_response(send: Send, server: str) -> None:
    found = judged(send, f"{server}/policy")
    reads_the_body = send in (raised_by_httpx, raised_by_requests)
    # A proxy's page has such a status too.
    outcome = "not_applied" if reads_the_body else "unknown"
    assert (found.phase, found.status, found.outcome) == ("answered", 403, outcome)
    assert (found.code, found.kind) == (
        ("policy_violation", "policy_violation") if reads_the_body else (None, "permission")
    )
    busy = judged(send, f"{server}/busy")
    assert (busy.status, busy.kind, busy.outcome) == (503, "unavailable", "unknown")


@pytest.mark.parametrize("send", RAISING)
def test_the_body_of_a_response_can_be_passed_as_an_argument(send: Send, server: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # each client has its own
        send(f"{server}/policy")
    found = payonce.from_transport_error("agentwallex", caught.value, operation="payments.send", body=POLICY)
    close(caught.value)
    assert (found.code, found.outcome) == ("policy_violation", "not_applied")


def test_an_exception_after_a_success_proves_nothing(server: str) -> None:
    async def refused_type() -> None:
        async with aiohttp.ClientSession() as session, session.post(server) as response:
            await response.json()

    with pytest.raises(aiohttp.ContentTypeError) as caught:
        asyncio.run(refused_type())
    found = payonce.from_transport_error("agentwallex", caught.value, operation="payments.send")
    assert (found.phase, found.outcome) == ("reading", "unknown")
    done = requests.HTTPError("no", response=requests.post(server, timeout=5))
    found = payonce.from_transport_error("agentwallex", done, operation="payments.send", body=b'{"id": "tx_1"}')
    assert found.outcome == "unknown"


@pytest.mark.parametrize("send", RAISING)
def test_a_refusal_after_a_redirect_is_not_the_response_to_the_payment(send: Send, server: str) -> None:
    # The client follows the redirect with a GET, and the refusal is the response to the GET.
    found = judged(send, f"{server}/seen")
    assert found.outcome == "unknown"


def test_a_response_after_a_redirect_is_not_the_response_to_the_payment(server: str) -> None:
    for response in (
        requests.post(f"{server}/seen", timeout=5),
        httpx.post(f"{server}/seen", follow_redirects=True),
    ):
        assert response.status_code == 403
        found = payonce.error_from_response("agentwallex", response, operation="payments.send")
        assert found is not None
        assert (found.status, found.outcome) == (303, "unknown")
    # A GET that was redirected got its response in the end.
    for response in (
        requests.get(f"{server}/seen", timeout=5),
        httpx.get(f"{server}/seen", follow_redirects=True),
    ):
        found = payonce.error_from_response("agentwallex", response, operation="payments.get")
        assert found is not None
        assert (found.status, found.code) == (403, "policy_violation")


@pytest.mark.parametrize("send", RAISING)
def test_a_refusal_after_a_repeated_request_proves_nothing(send: Send, server: str) -> None:
    # 307 repeats the request: the first one may have been carried out before it was redirected.
    assert judged(send, f"{server}/moved").outcome == "unknown"


def test_a_response_to_a_repeated_request_proves_nothing_about_the_first(server: str) -> None:
    for response in (
        requests.post(f"{server}/moved", timeout=5),
        httpx.post(f"{server}/moved", follow_redirects=True),
    ):
        assert response.status_code == 403
        found = payonce.error_from_response("agentwallex", response, operation="payments.send")
        assert found is not None
        assert (found.status, found.outcome) == (403, "unknown")
    found = payonce.error_from_response("agentwallex", requests.post(f"{server}/policy", timeout=5))
    assert found is not None
    assert found.outcome == "not_applied"


def shown(error: BaseException | None) -> str:
    """Everything that a recorder finds in an exception: its members, its frames, and those of what led to it."""
    texts: list[str] = []
    while error is not None:
        texts += [repr(error), str(error), repr(vars(error)), repr(error.args)]
        trace = error.__traceback__
        while trace is not None:
            texts.append(repr(trace.tb_frame.f_locals))
            trace = trace.tb_next
        for value in vars(error).values():
            texts.append(repr(getattr(value, "headers", None)))
        error = error.__cause__ or error.__context__
    return "".join(texts)


@pytest.mark.parametrize("send", RAISING)
@pytest.mark.parametrize("path", ["/policy", "closed"])
def test_a_cause_keeps_its_type_and_message_and_contains_no_key(send: Send, server: str, path: str) -> None:
    url = f"{server}{path}" if path != "closed" else f"http://127.0.0.1:{closed_port()}/"
    with pytest.raises(Exception) as caught:  # noqa: PT011  # each client has its own
        send(url)
    assert KEY.value in shown(caught.value)
    found = payonce.from_transport_error("agentwallex", caught.value, operation="payments.send")
    cause = found.__cause__
    assert isinstance(cause, type(caught.value))
    assert (type(cause).__name__, type(cause).__module__) == (
        type(caught.value).__name__,
        type(caught.value).__module__,
    )
    assert str(cause) == str(caught.value).replace("\n", "\\n")  # as in every text of a provider
    assert repr(cause).startswith(type(caught.value).__name__)
    assert any("test_own_client.py" in note for note in vars(cause)["__notes__"])
    assert KEY.value not in shown(cause)
    assert KEY.value not in json.dumps(found.to_dict())
    close(caught.value)


def test_the_message_of_a_cause_is_redacted() -> None:
    told = httpx.ReadError(
        f"broken while sending {KEY.value}", request=httpx.Request("POST", "http://x", headers=KEY.headers())
    )
    inner = ValueError(f"the key {KEY.value}")
    told.__cause__ = inner
    found = payonce.from_transport_error("agentwallex", told)
    assert isinstance(found.__cause__, httpx.ReadError)
    assert isinstance(found.__cause__.__cause__, ValueError)
    assert str(found.__cause__).startswith("broken while sending ")
    assert KEY.value not in shown(found.__cause__)
    assert KEY.value not in str(found)


def test_a_cause_that_cannot_be_copied_keeps_its_name_and_message() -> None:
    class FinalError(Exception):
        def __new__(cls, *arguments: object) -> FinalError:
            if len(arguments) != 2:
                raise TypeError
            return super().__new__(cls, *arguments)

        def __init_subclass__(cls) -> None:
            raise TypeError

        def __str__(self) -> str:
            return f"final {self.args[1]}"

    found = payonce.from_transport_error("agentwallex", FinalError(1, 2))
    assert (type(found.__cause__).__name__, str(found.__cause__)) == ("FinalError", "final 2")
    silent = payonce.from_transport_error("agentwallex", KeyboardInterrupt()).__cause__
    assert (type(silent).__name__, str(silent)) == ("KeyboardInterrupt", "")
    circle = OSError("round")
    circle.__cause__ = ValueError("and round")
    circle.__cause__.__cause__ = circle
    assert str(payonce.from_transport_error("agentwallex", circle).__cause__) == "round"
