"""Webhooks are believed only when they are signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import pickle
import traceback
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce import PayonceError, Provider
from payonce.agentwallex import WebhookError, WebhookEvent, verify_webhook
from vectors import body_of, load

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = load("webhooks")
ACME = json.dumps(
    {
        "payonce": 1,
        "id": "acme_hooks",
        "title": "Acme Pay",
        "webhook": {
            "header": "Acme-Signature",
            "value": "{signature}",
            "algorithm": "hmac_sha256",
            "signed": ["{body}"],
            "id": "/id",
            "data": "/data",
            "source": "https://docs.acme.test/webhooks",
        },
    }
)
SECRET = "whsec_planted_0123456789abcdef"
BODY = b'{"id": "evt_1", "type": "payment.completed", "created_at": "2026-03-04T10:00:00Z", "data": {"a": 1},"try": 2}'
SIGNATURE = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
AT = 1_772_618_400


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_webhook_returns_its_event_or_raises_its_error(case: dict[str, Any]) -> None:
    options: dict[str, Any] = {"now": case["now_ms"] / 1000}
    if "tolerance_ms" in case:
        options["tolerance"] = case["tolerance_ms"] / 1000
    if "file" in case:
        declared = Provider.parse(json.dumps(case["file"]), format="json")
        headers = [tuple(pair) for pair in case["headers"]]
        verify: Callable[[], Any] = lambda: declared.verify_webhook(  # noqa: E731  # one of two
            body_of(case), headers, case["secret"], **options
        )
    else:
        verify = lambda: verify_webhook(body_of(case), case["signature"], case["secret"], **options)  # noqa: E731
    if "event" in case["expect"]:
        found = verify().to_dict()
        if "file" in case:
            found = {name: found[name] for name in case["expect"]["event"]}
        assert found == case["expect"]["event"]
        return
    with pytest.raises(WebhookError) as caught:
        verify()
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


def acme() -> Provider:
    return Provider.parse(ACME, format="json")


@pytest.mark.parametrize(
    "headers",
    [
        {"Acme-Signature": SIGNATURE},
        [("acme-signature", SIGNATURE)],
        [(b"acme-signature", SIGNATURE.encode())],
        iter([("host", "shop.test"), ("ACME-SIGNATURE", SIGNATURE)]),
    ],
)
def test_a_declared_webhook_takes_header_fields_in_every_form(headers: Any) -> None:
    event = acme().verify_webhook(BODY, headers, SECRET)
    assert (event.id, event.type, event.data, event.state) == ("evt_1", "payment.completed", {"a": 1}, None)
    assert event.extra == {"created_at": "2026-03-04T10:00:00Z", "try": 2}
    assert pickle.loads(pickle.dumps(event)) == event


def test_the_secret_of_a_declared_webhook_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"Acme-Signature": SIGNATURE}
    monkeypatch.setenv("ACME_HOOKS_WEBHOOK_SECRET", SECRET)
    assert acme().verify_webhook(BODY, headers).id == "evt_1"
    monkeypatch.delenv("ACME_HOOKS_WEBHOOK_SECRET")
    with pytest.raises(payonce.WebhookError) as caught:
        acme().verify_webhook(BODY, headers)
    assert (caught.value.code, caught.value.respond_status) == ("webhook_secret_missing", 500)


def test_a_file_that_extends_agentwallex_verifies_its_webhooks() -> None:
    source = {"payonce": 1, "extends": "agentwallex", "title": "AgentWallex"}
    ours = Provider.parse(json.dumps(source), format="json")
    event = ours.verify_webhook(BODY, {"X-AgentWallex-Signature": SIGNATURE}, SECRET, now=AT)
    assert (event.id, event.data) == ("evt_1", {"a": 1})


@pytest.mark.parametrize("payload", [BODY.decode(), {"type": "payment.completed"}, None])
def test_a_declared_webhook_that_is_not_raw_bytes_is_refused(payload: Any) -> None:
    with pytest.raises(TypeError, match="raw bytes"):
        acme().verify_webhook(payload, {"Acme-Signature": SIGNATURE}, SECRET)
