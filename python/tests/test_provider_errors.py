"""Exceptions of the packages of model providers whose requests go through Pay-i."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import payi
import pytest

import payonce
from payonce.payi import from_provider_error

if TYPE_CHECKING:
    from conftest import Sandbox

# Pay-i's page "Handling Failed Requests": what a wrong key of Anthropic brings through the proxy.
WRONG_KEY = {
    "type": "error",
    "error": {"type": "authentication_error", "message": "invalid x-api-key"},
    "xproxy_error": {"code": "provider_error", "message": "The downstream provider returned an error."},
    "statusCode": 401,
    "message": "Unauthorized",
}
# The same page: a limit that blocks, with the page's own spelling of a state.
BLOCKED = {
    "statusCode": 400,
    "message": "Bad Request",
    "xproxy_error": {"code": "limit_reached", "message": "Insufficient limit for the requested operation"},
    "xproxy_result": {
        "request_id": "40000b9e-0000-7200-b63f-84710c7967bb",
        "limits": {
            "6e6ae496-3239-46b6-5144-08dc8c8ba991": {"state": "blocked"},
            "07051e47-4051-44e2-5145-08dc8c8ba991": {"state": "bocked_external"},
        },
        "blocked_limit_ids": ["6e6ae496-3239-46b6-5144-08dc8c8ba991"],
    },
}


class APIError(Exception):
    """As `anthropic` and `openai` declare it: the message, the request and the body as it was parsed."""

    def __init__(self, message: str, *, request: httpx.Request, body: object) -> None:
        super().__init__(message)
        self.request = request
        self.body = body


class APIStatusError(APIError):
    """As `anthropic` and `openai` declare it: a response that is an error."""

    def __init__(self, message: str, *, response: httpx.Response, body: object) -> None:
        super().__init__(message, request=response.request, body=body)
        self.response = response
        self.status_code = response.status_code


class APIConnectionError(APIError):
    """As `anthropic` and `openai` declare it: no response."""


def request(**headers: str) -> httpx.Request:
    return httpx.Request("POST", "https://api.pay-i.com/api/v1/proxy/anthropic/v1/messages", headers=headers)


def raised(status: int, body: Any, **headers: str) -> APIStatusError:
    """The exception that a response brings."""
    response = httpx.Response(status, json=body, request=request(**headers))
    return APIStatusError(f"Error code: {status}", response=response, body=body)


def test_a_refusal_after_a_retry_of_the_package_has_an_unknown_outcome() -> None:
    assert from_provider_error(raised(400, BLOCKED)).outcome == "not_applied"
    assert from_provider_error(raised(400, BLOCKED), earlier_unknown=True).outcome == "unknown"
    unconnected = APIConnectionError("no connection", request=request(), body=None)
    assert from_provider_error(unconnected, earlier_unknown=True).outcome == "unknown"


def test_a_provider_error_keeps_the_bodies_of_the_proxy_and_the_provider() -> None:
    caught = raised(401, WRONG_KEY)
    error = from_provider_error(caught)
    assert isinstance(error, payonce.PayiError)
    assert isinstance(error, payonce.UpstreamError)
    assert (error.status, error.code) == (401, "provider_error")
    assert error.xproxy_error == WRONG_KEY["xproxy_error"]
    assert error.provider_error == {"type": "error", "error": WRONG_KEY["error"]}
    assert (error.outcome, error.advice, error.retryable) == ("not_applied", "fix_credentials", False)
    assert isinstance(error.__cause__, type(caught))
    assert str(error.__cause__) == str(caught)


def test_a_blocking_limit_raises_limit_reached_error() -> None:
    error = from_provider_error(raised(400, BLOCKED))
    assert isinstance(error, payonce.LimitReachedError)
    assert isinstance(error, payonce.PayiError)
    assert error.blocked_limit_ids == ["6e6ae496-3239-46b6-5144-08dc8c8ba991"]
    assert error.limits is not None
    assert error.limits["07051e47-4051-44e2-5145-08dc8c8ba991"]["state"] == "blocked_external"
    assert error.xproxy_result is not None
    assert error.request_id == "40000b9e-0000-7200-b63f-84710c7967bb"


def test_a_provider_error_without_xproxy_error_is_classified_by_status() -> None:
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    error = from_provider_error(raised(529, body), safety="read")
    assert error.xproxy_error is None
    assert error.provider_error == body
    assert (error.status, error.retryable) == (529, True)


def test_an_error_does_not_contain_the_keys_of_the_request() -> None:
    key, secret = "sk-ant-api03-0123456789abcdef", "payi-0123456789abcdef"
    body = {"statusCode": 401, "message": f"the key {key} is unknown to {secret}"}
    error = from_provider_error(raised(401, body, **{"Authorization": f"Bearer {key}", "xProxy-Api-Key": secret}))
    assert key not in error.to_json()
    assert secret not in error.to_json()


class OnlyJson:
    """A response that has neither `content` nor `text`."""

    status_code = 400
    headers = {"content-type": "application/json"}  # noqa: RUF012  # as little as a response can be

    def json(self) -> Any:
        return BLOCKED


class Unread(httpx.SyncByteStream):
    """A stream that nobody reads."""


@pytest.mark.parametrize(
    "response",
    [
        OnlyJson(),
        httpx.Response(400, stream=Unread(), request=request()),
        {"Error": {"Code": "400"}, "ResponseMetadata": {"HTTPStatusCode": 400, "HTTPHeaders": {}}, **BLOCKED},
    ],
    ids=["only json()", "not read", "botocore"],
)
def test_the_body_is_found_on_the_response_or_on_the_exception(response: Any) -> None:
    caught: Any = Exception("blocked")
    caught.response, caught.body = response, BLOCKED
    error = from_provider_error(caught)
    assert isinstance(error, payonce.LimitReachedError)
    assert error.status == 400


def test_a_stream_that_fails_after_a_status_of_200_may_have_been_charged() -> None:
    error = from_provider_error(raised(200, {"type": "error", "error": {"type": "overloaded_error"}}))
    assert (error.phase, error.outcome, error.retryable) == ("reading", "unknown", False)


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [(httpx.ConnectError("refused"), "not_applied"), (httpx.ReadTimeout("too late"), "unknown")],
)
def test_an_error_without_a_response_is_classified_by_its_cause(cause: Exception, outcome: str) -> None:
    caught = APIConnectionError("Connection error.", request=request(), body=None)
    caught.__cause__ = cause
    error = from_provider_error(caught)
    assert isinstance(error, payonce.PayiError)
    assert (error.outcome, error.status) == (outcome, None)


def test_an_error_of_the_payi_package_is_classified(sandbox: Sandbox) -> None:
    with payi.Payi(**sandbox.providers["payi"]) as client, pytest.raises(payi.APIStatusError) as caught:
        client.limits.retrieve("no_such_limit")
    error = from_provider_error(caught.value, operation="limits.retrieve")
    assert isinstance(error, payonce.NotFoundError)
    assert error.xproxy_error == json.loads(caught.value.response.text).get("xproxy_error")
    nobody = payi.Payi(base_url="http://127.0.0.1:9", api_key="key_0123456789", max_retries=0)
    with nobody, pytest.raises(payi.APIConnectionError) as unreachable:
        nobody.limits.list()
    assert isinstance(from_provider_error(unreachable.value), payonce.NotSentError)
