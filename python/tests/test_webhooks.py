"""Webhooks are believed only when they are signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import pickle

import pytest

from payonce.agentwallex import WebhookError, verify_webhook

SECRET = "whsec_0123456789abcdef"
BODY = json.dumps({"type": "payment.completed", "created_at": "2026-03-04T10:00:00Z", "data": {"id": "tx_1"}}).encode()
SIGNATURE = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
AT = 1_772_618_400_000


def test_a_signed_event_is_answered() -> None:
    assert verify_webhook(BODY, SIGNATURE, SECRET, now_ms=AT)["data"] == {"id": "tx_1"}
    assert verify_webhook(BODY, f"sha256={SIGNATURE}", SECRET, now_ms=AT)["type"] == "payment.completed"


@pytest.mark.parametrize(
    ("body", "signature", "at", "code"),
    [
        (BODY + b" ", SIGNATURE, AT, "webhook_signature_mismatch"),
        (BODY, "", AT, "webhook_signature_malformed"),
        (BODY, SIGNATURE, AT + 90_000_000, "webhook_stale"),
    ],
)
def test_what_must_not_be_believed_is_refused(body: bytes, signature: str, at: int, code: str) -> None:
    with pytest.raises(WebhookError) as caught:
        verify_webhook(body, signature, SECRET, now_ms=at)
    assert caught.value.code == code
    assert SIGNATURE not in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).code == code
