"""Webhooks are believed only when they are signed."""

from __future__ import annotations

import hashlib
import hmac
import logging
import pickle
import traceback
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from payonce import PayonceError
from payonce.agentwallex import WebhookError, WebhookEvent, verify_webhook
from vectors import body_of, load

CASES = load("webhooks")
SECRET = "whsec_planted_0123456789abcdef"
BODY = b'{"id": "evt_1", "type": "payment.completed", "created_at": "2026-03-04T10:00:00Z", "data": {"a": 1},"try": 2}'
SIGNATURE = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
AT = 1_772_618_400


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_webhook_returns_its_event_or_raises_its_error(case: dict[str, Any]) -> None:
    options: dict[str, Any] = {"now": case["now_ms"] / 1000}
    if "tolerance_ms" in case:
        options["tolerance"] = case["tolerance_ms"] / 1000
    arguments = (body_of(case), case["signature"], case["secret"])
    if "event" in case["expect"]:
        assert verify_webhook(*arguments, **options).to_dict() == case["expect"]["event"]
        return
    with pytest.raises(WebhookError) as caught:
        verify_webhook(*arguments, **options)
    assert {"code": caught.value.code, "respond_status": caught.value.respond_status} == case["expect"]


def test_an_event_has_its_fields_and_keeps_unknown_ones() -> None:
    event = verify_webhook(BODY, SIGNATURE, SECRET, now=AT)
    assert (event.id, event.type, event.created_at) == ("evt_1", "payment.completed", "2026-03-04T10:00:00Z")
    assert (event.data, event.unknown_fields) == ({"a": 1}, {"try": 2})
    assert pickle.loads(pickle.dumps(event)) == event
    assert WebhookEvent({"type": "agent.frozen"}).data == {}


def test_every_type_of_bytes_and_of_times_is_accepted() -> None:
    at = datetime.fromtimestamp(AT, timezone.utc)
    for payload in (BODY, bytearray(BODY), memoryview(BODY)):
        assert verify_webhook(payload, SIGNATURE, SECRET, now=at, tolerance=timedelta(minutes=5)).id == "evt_1"


@pytest.mark.parametrize("payload", [BODY.decode(), {"type": "payment.completed"}, None])
def test_a_payload_that_is_not_raw_bytes_is_refused(payload: Any) -> None:
    with pytest.raises(TypeError, match="raw bytes"):
        verify_webhook(payload, SIGNATURE, SECRET, now=AT)


@pytest.mark.parametrize(
    "options",
    [{"now": float("nan")}, {"now": -1}, {"now": datetime(2026, 3, 4)}, {"tolerance": -1}, {"tolerance": float("inf")}],
)
def test_an_invalid_time_or_tolerance_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"now|tolerance") as caught:
        verify_webhook(BODY, SIGNATURE, SECRET, **({"now": AT} | options))
    assert not isinstance(caught.value, WebhookError)


def test_a_request_without_the_header_is_refused() -> None:
    with pytest.raises(WebhookError) as caught:
        verify_webhook(BODY, None, SECRET)
    assert caught.value.code == "webhook_signature_malformed"


def test_a_webhook_error_is_not_a_payonce_error() -> None:
    assert issubclass(WebhookError, ValueError)
    assert not issubclass(WebhookError, PayonceError)


def test_a_webhook_error_does_not_contain_the_secret(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(WebhookError) as caught:
        verify_webhook(BODY + b" ", SIGNATURE, SECRET, now=AT)
    error = caught.value
    shown = [str(error), repr(error), repr(vars(error)), pickle.dumps(error).decode("latin-1"), caplog.text]
    shown += traceback.format_exception(type(error), error, error.__traceback__)
    for text in shown:
        assert "planted" not in text
        assert SIGNATURE not in text
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)
