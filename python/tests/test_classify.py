"""Verdicts for somebody who already has a client."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pytest

import payonce

REFUSED = json.dumps({"code": "insufficient_funds", "type": "invalid_request_error", "message": "too little"})


@dataclass
class RequestsLike:
    """The part of `requests.Response` and `httpx.Response` that matters."""

    status_code: int
    content: bytes = b""
    headers: Any = field(default_factory=dict[str, str])


@dataclass
class AiohttpLike:
    """The part of `aiohttp.ClientResponse` that matters: its body only comes by awaiting."""

    status: int
    headers: Any = field(default_factory=dict[str, str])

    def text(self) -> None:
        """Stands for a coroutine function."""


class Multi:
    """Header fields that know their duplicates, as httpx has them."""

    def multi_items(self) -> list[tuple[str, str]]:
        """Every field."""
        return [("x-other", "1"), ("retry-after", "7"), ("x-other", "2")]


def test_a_response_is_raised_as_its_error() -> None:
    response = RequestsLike(400, REFUSED.encode())
    with pytest.raises(payonce.InsufficientFundsError) as caught:
        payonce.raise_for_response("agentwallex", response, operation="payments.send")
    assert caught.value.operation == "payments.send"
    assert caught.value.outcome == "not_applied"


def test_a_refusal_after_an_earlier_request_has_an_unknown_outcome() -> None:
    refusal = RequestsLike(400, REFUSED.encode())
    refused_connection = ConnectionRefusedError(111, "Connection refused")
    for earlier_unknown, outcome in ((False, "not_applied"), (True, "unknown")):
        errors = [
            payonce.classify(
                "agentwallex",
                operation="payments.send",
                status=400,
                body=REFUSED,
                earlier_unknown=earlier_unknown,
            ),
            payonce.error_from_response(
                "agentwallex", refusal, operation="payments.send", earlier_unknown=earlier_unknown
            ),
            payonce.from_transport_error(
                "agentwallex", refused_connection, operation="payments.send", earlier_unknown=earlier_unknown
            ),
        ]
        with pytest.raises(payonce.PayonceError) as caught:
            payonce.raise_for_response(
                "agentwallex", refusal, operation="payments.send", earlier_unknown=earlier_unknown
            )
        for error in (*errors, caught.value):
            assert error is not None
            assert error.outcome == outcome
            assert isinstance(error, payonce.OutcomeUnknownError) is earlier_unknown


def test_a_successful_response_returns_no_error() -> None:
    assert payonce.error_from_response("agentwallex", RequestsLike(200, b"{}")) is None
    payonce.raise_for_response("agentwallex", RequestsLike(204))


def test_an_awaited_body_is_passed_beside_the_response() -> None:
    error = payonce.error_from_response("agentwallex", AiohttpLike(400), body=REFUSED)
    assert isinstance(error, payonce.InsufficientFundsError)


def test_duplicated_header_fields_are_read() -> None:
    error = payonce.error_from_response("agentwallex", RequestsLike(429, headers=Multi()), safety="read")
    assert error is not None
    assert error.retry_after == 7.0


def test_header_fields_of_bytes_are_read() -> None:
    error = payonce.classify("agentwallex", safety="read", status=429, headers=[(b"Retry-After", b"7")])  # type: ignore[list-item]
    assert error is not None
    assert error.retry_after == 7.0


def test_an_object_that_is_not_a_response_raises_type_error() -> None:
    with pytest.raises(TypeError, match="dict has neither status_code nor status"):
        payonce.error_from_response("agentwallex", {})


def test_a_wrong_argument_is_named() -> None:
    with pytest.raises(payonce.InvalidArgumentError) as caught:
        payonce.classify("agentwallex", operation="payments.sned", status=500)
    assert caught.value.field == "operation"
    with pytest.raises(ValueError, match="no provider is called"):
        payonce.classify("agentwallet", status=500)


def made(name: str, *bases: type[BaseException], text: str = "it broke") -> BaseException:
    """An exception of a class of this name, as a library that is not installed here would raise."""
    made_class: type[BaseException] = type(name, bases or (Exception,), {})
    return made_class(text)


def caused(error: BaseException, cause: BaseException) -> BaseException:
    """The exception as `raise error from cause` leaves it."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "phase", "kind", "outcome"),
    [
        (ConnectionRefusedError(111, "refused"), "before_send", "connection", "not_applied"),
        (socket.gaierror("no such host"), "before_send", "connection", "not_applied"),
        (ConnectionResetError("reset"), "waiting", "connection", "unknown"),
        (TimeoutError("timed out"), "waiting", "timeout", "unknown"),
        (made("ConnectTimeout"), "before_send", "timeout", "not_applied"),
        (made("ConnectError"), "before_send", "connection", "not_applied"),
        (made("ReadTimeout"), "waiting", "timeout", "unknown"),
        (made("RemoteProtocolError"), "waiting", "connection", "unknown"),
        (made("SomethingNew"), "waiting", "connection", "unknown"),
        # requests: a ConnectionError around urllib3's MaxRetryError, whose reason says what happened.
        (made("ConnectionError", OSError, text=""), "waiting", "connection", "unknown"),
        (caused(TimeoutError(), made("ConnectTimeout")), "before_send", "timeout", "not_applied"),
        (caused(made("ReadTimeout"), ConnectionRefusedError()), "waiting", "timeout", "unknown"),
    ],
)
def test_a_transport_error_is_classified_by_its_phase(
    error: BaseException, phase: str, kind: str, outcome: str
) -> None:
    found = payonce.from_transport_error("agentwallex", error, operation="payments.send")
    assert (found.phase, found.kind, found.outcome) == (phase, kind, outcome)
    assert isinstance(found.__cause__, type(error))
    assert str(found.__cause__) == str(error)


@pytest.mark.parametrize("status", [200, 403, 409, 500, 503])
def test_a_response_whose_body_was_not_read_keeps_its_status(status: int) -> None:
    found = payonce.classify(
        "agentwallex", operation="payments.send", status=status, phase="reading", cause="connection", message="cut"
    )
    assert found is not None
    assert found.status == status
    # Its body could have stated anything.
    assert found.outcome == "unknown"
    with pytest.raises(payonce.InvalidArgumentError, match="cause"):
        payonce.classify("agentwallex", status=status, phase="reading", cause="weather")  # type: ignore[arg-type]


def test_the_reason_inside_of_a_wrapper_decides() -> None:
    wrapper = made("MaxRetryError")
    vars(wrapper)["reason"] = made("NewConnectionError")
    outermost = type("ConnectionError", (OSError,), {})(wrapper)
    found = payonce.from_transport_error("agentwallex", outermost, operation="payments.send")
    assert found.outcome == "not_applied"


def test_a_refused_connection_of_an_earlier_attempt_proves_nothing() -> None:
    def second_attempt() -> BaseException:
        try:
            try:
                raise ConnectionRefusedError
            except ConnectionRefusedError:
                raise OSError("gone")  # noqa: B904  # as careless code does
        except OSError as error:
            return error

    assert payonce.from_transport_error("agentwallex", second_attempt()).outcome == "unknown"


def test_classify_takes_the_message_of_another_protocol_as_a_mapping() -> None:
    refusal = {"code": "policy_violation", "message": "no", "rule": "daily_limit"}
    response = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "m", "data": refusal}}
    result = {"content": [{"type": "text", "text": json.dumps(refusal)}], "isError": True}
    bodies: list[Any] = [response, response["error"], result, MappingProxyType(result), json.dumps(result).encode()]
    for body in bodies:
        error = payonce.classify("agentwallex", operation="payments.send", body=body)
        assert isinstance(error, payonce.PolicyViolationError)
        assert (error.status, error.outcome, error.rule) == (None, "not_applied", "daily_limit")
    assert payonce.classify("agentwallex", body={"content": [], "isError": False}) is None


def test_an_error_that_was_passed_on_in_mcp_keeps_its_verdict() -> None:
    lost = payonce.classify("agentwallex", operation="payments.send", phase="waiting", cause="timeout")
    assert lost is not None
    for body in (lost.to_mcp(), lost.to_mcp(audience="owner"), lost.to_dict()):
        again = payonce.classify("agentwallex", operation="payments.send", body=body)
        assert isinstance(again, payonce.OutcomeUnknownError)
        assert (again.outcome, again.advice, again.retryable) == ("unknown", "reconcile", False)


@pytest.mark.parametrize("body", [{}, {"code": "policy_violation"}, "text", b"[]"])
def test_a_body_without_a_status_that_is_not_a_message_is_refused(body: Any) -> None:
    with pytest.raises(payonce.InvalidArgumentError, match="status: or phase is required; without them, "):
        payonce.classify("agentwallex", body=body)
