"""More code of the vendors' own pages, as it stands there, but for what Python has to say otherwise.

What a page shows in Go or TypeScript only is written here in Python, statement by statement.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
import requests

import payonce
from payonce.agenticpencil import AgenticPencil
from payonce.agenttech import (
    AsyncPayClient,
    PayApiError,
    PayClient,
    PayValidationError,
    PublicPayClient,
    RequestError,
    UnexpectedError,
    ValidationError,
)
from payonce.payi import from_provider_error

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from conftest import Sandbox

UNKNOWN_INTENT = "11111111-1111-4111-8111-111111111111"


# AgentTech, "Error Handling".


def test_an_agenttech_error_has_the_status_code_and_the_body(sandbox: Sandbox) -> None:
    # if (err instanceof PayApiError) { console.log(`HTTP ${err.statusCode}: ${err.body}`); }
    with pytest.raises(PayApiError) as caught:
        PayClient(**sandbox.providers["agenttech"]).get_intent(UNKNOWN_INTENT)
    err = caught.value
    assert f"HTTP {err.status_code}: {err.body}".startswith("HTTP 404: ")
    assert "payment intent not found" in err.body


def test_a_wrong_agenttech_key_raises_request_error(sandbox: Sandbox) -> None:
    # var reqErr *pay.RequestError; errors.As(err, &reqErr); log.Printf("HTTP %d: %s", reqErr.StatusCode, reqErr.Body)
    given = sandbox.providers["agenttech"]
    with pytest.raises(RequestError) as caught:
        PayClient(given["api_key"], "wrong", base_url=given["base_url"]).get_intent(UNKNOWN_INTENT)
    assert caught.value.status_code == 401
    assert not isinstance(caught.value, (ValidationError, UnexpectedError))


def test_an_invalid_agenttech_argument_raises_validation_error(sandbox: Sandbox) -> None:
    # var valErr *pay.ValidationError; errors.As(err, &valErr); log.Printf("Invalid input: %s", valErr.Message)
    before = len(sandbox.requests()["requests"])
    with pytest.raises(ValidationError) as caught:
        PayClient(**sandbox.providers["agenttech"]).get_intent("")
    assert "intent_id" in caught.value.message
    assert isinstance(caught.value, payonce.NotSentError)
    assert len(sandbox.requests()["requests"]) == before


def test_an_unreadable_agenttech_response_raises_unexpected_error(sandbox: Sandbox) -> None:
    # var unexpErr *pay.UnexpectedError; errors.As(err, &unexpErr); log.Printf("Unexpected: %v", unexpErr.Err)
    sandbox.faults({"provider": "agenttech", "fault": {"type": "garbage"}})
    with pytest.raises(UnexpectedError) as caught:
        PayClient(**sandbox.providers["agenttech"], max_retries=0).get_me()
    assert not isinstance(caught.value, (RequestError, ValidationError))
    assert caught.value.status_code in {0, 200}


def sentinels() -> list[Any]:
    """Each sentinel of the page, and what brings it; but `ErrNilParams`, since Python itself asks for the arguments."""

    def refused(name: str, use: Callable[[dict[str, Any]], object]) -> Any:
        return pytest.param(name, use, id=name)

    return [
        refused("ErrEmptyBaseURL", lambda given: PayClient(given["api_key"], given["secret_key"], base_url="")),
        refused("ErrEmptyIntentID", lambda given: PayClient(**given).execute_intent("")),
        refused(
            "ErrEmptySettleProof",
            lambda given: PublicPayClient(base_url=given["base_url"]).submit_proof(UNKNOWN_INTENT, ""),
        ),
        refused("ErrMissingAuth", lambda given: PayClient("", "", base_url=given["base_url"])),
        refused("ErrMissingAuth", lambda given: PayClient(base_url=given["base_url"])),
        refused("ErrMissingAuth", lambda given: AsyncPayClient(given["api_key"], base_url=given["base_url"])),
    ]


@pytest.mark.parametrize(("sentinel", "use"), sentinels())
def test_an_agenttech_validation_error_has_its_sentinel(
    sandbox: Sandbox, sentinel: str, use: Callable[[dict[str, Any]], object]
) -> None:
    # if errors.Is(err, pay.ErrEmptyIntentID) { ... }
    with pytest.raises(PayValidationError) as caught:
        use(sandbox.providers["agenttech"])
    assert caught.value.sentinel == sentinel


async def test_a_program_can_wait_out_an_agenttech_rate_limit(sandbox: Sandbox) -> None:
    # if errors.As(err, &reqErr) && reqErr.StatusCode == 429 { time.Sleep(backoff) }
    limited: dict[str, Any] = {
        "type": "status",
        "status": 429,
        "headers": {},
        "body": "Too Many Requests",
        "when": "before",
    }
    sandbox.faults({"provider": "agenttech", "operation": "get_me", "nth": [1], "fault": limited})
    async with AsyncPayClient(**sandbox.providers["agenttech"], max_retries=0) as client:
        with pytest.raises(RequestError) as caught:
            await client.get_me()
        assert caught.value.status_code == 429
        assert caught.value.retryable
        assert (await client.get_me()).agent_id


# Pay-i, "Handling Errors in Provider Python SDKs".


class AnthropicStatusError(Exception):
    """`anthropic.APIStatusError` as far as the page uses it."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(f"Error code: {response.status_code}")
        self.response = response


PAYI_RESPONSE = {
    "type": "error",
    "error": {"type": "authentication_error", "message": "invalid x-api-key"},
    "xproxy_error": {"code": "provider_error", "message": "The downstream provider returned an error."},
    "statusCode": 401,
    "message": "Unauthorized",
}


def test_the_pay_i_snippet_reads_the_typed_error() -> None:
    with responding((401, PAYI_RESPONSE)) as (url, _):
        try:
            response = requests.post(f"{url}/api/v1/proxy/anthropic/v1/messages", json={}, timeout=5)
            raise AnthropicStatusError(response)
        except AnthropicStatusError as e:
            read = e.response.json()
            error = from_provider_error(e)
    assert read == PAYI_RESPONSE
    assert error.xproxy_error == read["xproxy_error"]
    assert error.provider_error == {"type": read["type"], "error": read["error"]}
    assert error.status == read["statusCode"]


# AgenticPencil, "Error Handling Best Practices".


def handle_api_call(url: str, headers: dict[str, str], data: Any, max_retries: int = 3) -> Any:
    """The first snippet of the page, with `time.sleep` and `print` as they are there."""
    for attempt in range(max_retries + 1):
        try:
            response = requests.post(url, headers=headers, json=data, timeout=10)

            # Handle success
            if response.status_code == 200:
                return response.json()

            # Parse error response: the page reads response.json() and compares its code
            error = payonce.error_from_response("agenticpencil", response)
            assert isinstance(error, payonce.AgenticPencilError)
            error_code = error.code

            # Handle specific errors
            if error_code == "RATE_LIMIT_EXCEEDED":
                retry_after = error.retry_after or 60
                if attempt < max_retries:
                    print(f"Rate limited, retrying after {retry_after:g} seconds")  # noqa: T201  # as on the page
                    time.sleep(retry_after)
                    continue

            elif error_code == "INSUFFICIENT_CREDITS":
                print("❌ Insufficient credits - please upgrade your plan")  # noqa: T201
                return None

            elif error_code in ["INVALID_API_KEY", "EXPIRED_API_KEY"]:
                print("❌ Authentication error - check your API key")  # noqa: T201
                return None

            elif error_code == "INTERNAL_SERVER_ERROR":  # noqa: SIM102  # as on the page
                if attempt < max_retries:
                    delay = 2**attempt  # Exponential backoff
                    print(f"Server error, retrying in {delay} seconds")  # noqa: T201
                    time.sleep(delay)
                    continue

            # For other errors, don't retry
            print(f"❌ API Error: {error.message}")  # noqa: T201
            return None

        except requests.RequestException as e:
            if attempt == max_retries:
                print(f"❌ Request failed: {e}")  # noqa: T201
                return None

            time.sleep(2**attempt)

    return None


def log_api_error(error_response: dict[str, Any], request_data: dict[str, Any]) -> None:
    """The second snippet of the page."""
    logger = logging.getLogger("agenticpencil_api")

    error_info = {
        "timestamp": datetime.now(timezone.utc).isoformat(),
        "error_code": error_response.get("code"),
        "error_message": error_response.get("message"),
        "request_endpoint": request_data.get("endpoint"),
        "request_params": request_data.get("params", {}),
        "incident_id": error_response.get("details", {}).get("incident_id"),
    }

    logger.error(f"AgenticPencil API Error: {json.dumps(error_info)}")


ERROR_MESSAGES = {
    "INVALID_API_KEY": "Your API key is invalid. Please check your configuration.",
    "RATE_LIMIT_EXCEEDED": "You're sending requests too quickly. Please wait a moment and try again.",
    "INSUFFICIENT_CREDITS": "You've used all your credits this month. Consider upgrading your plan.",
    "DOMAIN_NOT_FOUND": "We couldn't analyze this domain. Please check the URL and try again.",
    "INTERNAL_SERVER_ERROR": "Something went wrong on our end. Please try again in a few minutes.",
}


def get_user_friendly_error(error_code: str | None, default_message: str) -> str:
    """The third snippet of the page."""
    return ERROR_MESSAGES.get(error_code or "", default_message)


def pencil_error(code: str, message: str = "what went wrong", **more: object) -> dict[str, object]:
    """An error in the page's own form."""
    return {"status": "error", "error": "Brief", "message": message, "code": code, **more}


@contextmanager
def responding(*responses: tuple[int, object]) -> Generator[tuple[str, list[str]]]:
    """A server that gives these responses one after the other, and the paths that were asked for."""
    left, asked = list(responses), list[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            asked.append(self.path)
            status, body = left.pop(0)
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: Any) -> None:
            """Keeps the output for the page's own words."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


@pytest.mark.parametrize(
    ("responses", "slept", "printed"),
    [
        (
            [(429, pencil_error("RATE_LIMIT_EXCEEDED", retry_after=23)), (200, {"status": "success"})],
            [23],
            "Rate limited, retrying after 23 seconds\n",
        ),
        ([(402, pencil_error("INSUFFICIENT_CREDITS"))], [], "❌ Insufficient credits - please upgrade your plan\n"),
        ([(401, pencil_error("INVALID_API_KEY"))], [], "❌ Authentication error - check your API key\n"),
        ([(403, pencil_error("EXPIRED_API_KEY"))], [], "❌ Authentication error - check your API key\n"),
        (
            [(500, pencil_error("INTERNAL_SERVER_ERROR"))] * 2 + [(200, {"status": "success"})],
            [1, 2],
            "Server error, retrying in 1 seconds\nServer error, retrying in 2 seconds\n",
        ),
        ([(404, pencil_error("DOMAIN_NOT_FOUND", "no such domain"))], [], "❌ API Error: no such domain\n"),
    ],
    ids=["rate limit", "credits", "key", "expired", "server", "other"],
)
def test_handle_api_call_of_agenticpencil_waits_and_prints_as_documented(
    responses: list[tuple[int, object]],
    slept: list[float],
    printed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with responding(*responses) as (url, asked):
        result = handle_api_call(f"{url}/v1/keywords/research", {}, {"domain": "example.com"})
    assert (result is not None) == (responses[-1][0] == 200)
    assert len(asked) == len(responses)
    assert waits == slept
    assert capsys.readouterr().out == printed


def test_one_client_call_replaces_handle_api_call_of_agenticpencil(sandbox: Sandbox) -> None:
    # What the page writes by hand is what the client does; it obeys retry_after and gives up where waiting cannot help.
    limited: dict[str, Any] = {
        "type": "status",
        "status": 429,
        "headers": {},
        "body": json.dumps(pencil_error("RATE_LIMIT_EXCEEDED", retry_after=1)),
        "when": "before",
    }
    sandbox.faults({"provider": "agenticpencil", "operation": "keywords.research", "nth": [1], "fault": limited})
    client = AgenticPencil(**sandbox.providers["agenticpencil"])
    started = time.monotonic()
    found = client.keywords.research("example.com", topic="running shoes")
    assert time.monotonic() - started >= 1
    assert found.call_info is not None
    assert found.call_info.attempts == 2


def test_log_api_error_of_agenticpencil_reads_the_json_form(caplog: pytest.LogCaptureFixture) -> None:
    details = {"incident_id": "inc_1234567890abcdef", "timestamp": "2024-02-17T17:10:32Z"}
    error = payonce.classify(
        "agenticpencil", status=500, body=json.dumps(pencil_error("INTERNAL_SERVER_ERROR", details=details))
    )
    assert isinstance(error, payonce.AgenticPencilError)
    # The JSON form has the members that the page reads, under the same names.
    log_api_error(error.to_dict(), {"endpoint": "/v1/keywords/research", "params": {"domain": "example.com"}})
    record = caplog.records[-1]
    logged = json.loads(record.message.removeprefix("AgenticPencil API Error: "))
    assert record.name == "agenticpencil_api"
    assert logged["error_code"] == "INTERNAL_SERVER_ERROR"
    assert logged["error_message"] == "what went wrong"
    assert logged["incident_id"] == error.incident_id == "inc_1234567890abcdef"


def test_get_user_friendly_error_of_agenticpencil_returns_the_user_message() -> None:
    for code, text in ERROR_MESSAGES.items():
        found = payonce.classify(
            "agenticpencil",
            status=400,
            body=json.dumps(pencil_error(code, "key ap_0123456789abcdef0123456789abcdef failed")),
            # The page's own texts, by the pages of the error reference.
            user_messages={f"agenticpencil/{name.lower()}": words for name, words in ERROR_MESSAGES.items()},
        )
        assert found is not None
        assert get_user_friendly_error(found.code, found.user_message) == text == found.user_message
    unknown = payonce.classify("agenticpencil", status=400, body=json.dumps(pencil_error("NEW_CODE", "internals")))
    assert unknown is not None
    shown = get_user_friendly_error(unknown.code, unknown.user_message)
    assert shown
    assert "internals" not in shown
