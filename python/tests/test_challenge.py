"""Pays by a challenge of x402 or MPP, against services on loopback that take payments, lose answers and lie."""

from __future__ import annotations

import base64
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce.challenge import Challenge, PaidResponse, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OFFER = {"x402Version": 2, "resource": {"url": "/"}, "accepts": [{"scheme": "exact", "amount": "1000"}]}


def b64(value: Any) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


Answer = tuple[int, list[tuple[str, str]], bytes]
PAID: Answer = (
    200,
    [("PAYMENT-RESPONSE", b64({"success": True, "transaction": "0x1", "network": "eip155:1"}))],
    b'{"report": 1}',
)
CHALLENGE: Answer = (402, [("PAYMENT-REQUIRED", b64(OFFER))], b"{}")


def refused(reason: str, status: int = 402) -> Answer:
    return (status, [("PAYMENT-RESPONSE", b64({"success": False, "errorReason": reason}))], b"{}")


@dataclass
class Service:
    """A paid service. `paid` responds to signed requests, in order; its last entry responds to all further ones."""

    url: str = ""
    challenge: Answer = CHALLENGE
    paid: list[Answer | str] = field(default_factory=lambda: [PAID])
    unpaid: int = 0
    signatures: list[str] = field(default_factory=list[str])


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            names = ("PAYMENT-SIGNATURE", "X-PAYMENT", "Authorization")
            signature = next((self.headers[name] for name in names if self.headers[name]), None)
            if signature is None:
                service.unpaid += 1
                answer: Answer | str = service.challenge
            else:
                answer = service.paid[min(len(service.signatures), len(service.paid) - 1)]
                service.signatures.append(signature)
            if isinstance(answer, str):
                self.close_connection = True
                self.connection.close()
                return
            status, headers, body = answer
            # A service may repeat what it was sent.
            body = body.replace(b"SIGNATURE", (signature or "").encode())
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.respond()

        def do_POST(self) -> None:
            self.respond()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    service.url = f"http://127.0.0.1:{server.server_port}/report?month=7"
    yield service
    server.shutdown()
    server.server_close()


class Signer:
    """Signs every challenge with another signature."""

    def __init__(self, header: str = "PAYMENT-SIGNATURE") -> None:
        self.header = header
        self.challenges: list[Challenge] = []

    def __call__(self, challenge: Challenge) -> dict[str, str]:
        self.challenges.append(challenge)
        return {self.header: f"signature-{len(self.challenges)}-{id(self)}"}


def test_a_service_that_asks_for_no_payment_is_not_paid(service: Service) -> None:
    service.challenge = (200, [], b"free")
    signer = Signer()
    response = fetch(service.url, sign=signer)
    assert (response.status, response.text, response.paid) == (200, "free", False)
    assert (service.unpaid, service.signatures, signer.challenges) == (1, [], [])


def test_a_challenge_of_x402_is_signed_and_paid_once(service: Service) -> None:
    signer = Signer()
    response = fetch(service.url, sign=signer, method="POST", body='{"a": 1}')
    assert (response.json(), response.paid, response.replayed) == ({"report": 1}, True, False)
    assert response.settlement == {"success": True, "transaction": "0x1", "network": "eip155:1"}
    assert (service.unpaid, len(service.signatures), len(signer.challenges)) == (1, 1, 1)
    challenge = signer.challenges[0]
    assert (challenge.protocol, challenge.version, challenge.data) == ("x402", 2, OFFER)


def test_a_challenge_of_version_1_is_read_from_the_body(service: Service) -> None:
    offer = {"x402Version": 1, "accepts": [{"scheme": "exact", "maxAmountRequired": "1000"}], "error": "pay"}
    service.challenge = (402, [], json.dumps(offer).encode())
    signer = Signer("X-PAYMENT")
    assert fetch(service.url, sign=signer).paid
    assert (signer.challenges[0].version, signer.challenges[0].data) == (1, offer)


def test_a_challenge_of_mpp_is_read_from_the_header_field(service: Service) -> None:
    field = 'Basic realm="a, b", Payment id="c1", realm="api", method="tempo", intent="charge", request="eyJhIjoxfQ"'
    service.challenge = (402, [("WWW-Authenticate", field)], b"")
    signer = Signer("Authorization")
    assert fetch(service.url, sign=signer).paid
    challenge = signer.challenges[0]
    assert (challenge.protocol, challenge.headers) == ("mpp", (field,))
    assert challenge.data == {
        "challenges": [{"id": "c1", "realm": "api", "method": "tempo", "intent": "charge", "request": "eyJhIjoxfQ"}]
    }


def test_a_signer_that_declines_sends_nothing(service: Service, tmp_path: Path) -> None:
    def too_expensive(challenge: Challenge) -> dict[str, str]:
        raise ValueError(f"{challenge.data['accepts'][0]['amount']} is too much")

    journal = str(tmp_path / "payments.db")
    with pytest.raises(payonce.NotAppliedError, match="1000 is too much") as caught:
        fetch(service.url, sign=too_expensive, idempotency_key="report-7", journal=journal)
    assert isinstance(caught.value.__cause__, ValueError)
    assert service.signatures == []
    # The key stays free.
    assert fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal).paid


@pytest.mark.parametrize("header", ["X-PAYMENT", "Cookie", "Authorization"])
def test_a_signature_in_another_header_field_is_refused(service: Service, header: str) -> None:
    with pytest.raises(payonce.InvalidArgumentError, match="one header field of x402 version 2"):
        fetch(service.url, sign=Signer(header))
    assert service.signatures == []


UNPROVEN: list[Answer | str] = [
    "lost",
    CHALLENGE,
    refused("unexpected_settle_error"),
    refused("invalid_transaction_state"),
    refused("insufficient_funds", 500),
    refused("insufficient_funds", 200),
    refused("a_new_reason"),
    (402, [], b'{"code": "insufficient_funds", "error": "insufficient_funds"}'),
    (402, [], b'{"error": "payment_refused", "outcome": "not_applied", "advice": "stop", "retryable": true}'),
    (402, [("PAYMENT-RESPONSE", "%%%")], b"{}"),
    (402, [], b'{"message": "cannot take SIGNATURE", "sent": ["SIGNATURE"]}'),
    *[(status, [], b"{}") for status in (302, 400, 401, 403, 404, 405, 409, 418, 429, 451, 500, 502, 503, 504)],
]


@pytest.mark.parametrize("answer", UNPROVEN, ids=str)
def test_what_does_not_prove_the_opposite_may_have_been_paid(
    service: Service, answer: Answer | str, tmp_path: Path
) -> None:
    service.paid = [answer]
    signer, journal = Signer(), str(tmp_path / "payments.db")
    for _ in range(3):
        with pytest.raises(payonce.OutcomeUnknownError) as caught:
            fetch(service.url, sign=signer, idempotency_key="report-7", journal=journal)
        assert (caught.value.outcome, caught.value.retryable, caught.value.respond_status) == ("unknown", False, 502)
        assert "signature-" not in json.dumps(caught.value.to_dict())
    # The second and the third call found the entry, and sent nothing.
    assert (service.unpaid, len(service.signatures), len(signer.challenges)) == (1, 1, 1)


@pytest.mark.parametrize(
    "reason", ["insufficient_funds", "invalid_exact_evm_payload_signature", "invalid_network", "unsupported_scheme"]
)
def test_a_reason_of_the_verifier_proves_that_nothing_was_used(service: Service, reason: str, tmp_path: Path) -> None:
    for answer in (refused(reason), (402, [("PAYMENT-REQUIRED", b64(OFFER | {"error": reason}))], b"{}")):
        service.signatures.clear()
        service.paid = [answer, PAID]
        journal, key = str(tmp_path / "payments.db"), f"report-{answer[1][0][0]}"
        with pytest.raises(payonce.NotAppliedError) as caught:
            fetch(service.url, sign=Signer(), idempotency_key=key, journal=journal)
        assert (caught.value.code, caught.value.status) == (reason, 402)
        assert fetch(service.url, sign=Signer(), idempotency_key=key, journal=journal).paid


def test_a_pending_settlement_is_asked_for_once_more_with_the_same_signature(service: Service) -> None:
    for status in (402, 500, 200):
        service.signatures.clear()
        service.paid = [refused("settlement_pending", status), PAID]
        signer = Signer()
        assert fetch(service.url, sign=signer).paid
        assert len(service.signatures) == 2
        assert len(set(service.signatures)) == 1
        assert len(signer.challenges) == 1


@pytest.mark.parametrize("second", [refused("settlement_pending"), refused("insufficient_funds"), "lost", CHALLENGE])
def test_a_settlement_that_stays_pending_is_never_paid_anew(
    service: Service, second: Answer | str, tmp_path: Path
) -> None:
    service.paid = [refused("settlement_pending"), second]
    signer, journal = Signer(), str(tmp_path / "payments.db")
    for _ in range(2):
        with pytest.raises((payonce.OutcomeUnknownError, payonce.PendingError)):
            fetch(service.url, sign=signer, idempotency_key="report-7", journal=journal)
    assert len(service.signatures) == 2
    assert (len(set(service.signatures)), len(signer.challenges)) == (1, 1)


def test_one_key_is_one_payment_also_between_threads(service: Service, tmp_path: Path) -> None:
    journal = str(tmp_path / "payments.db")
    found: list[PaidResponse] = []

    def pay() -> None:
        found.append(fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal))

    threads = [threading.Thread(target=pay) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(service.signatures) == 1
    assert sorted(response.replayed for response in found) == [False] + [True] * 7
    for response in found:
        assert isinstance(response, PaidResponse)
        assert (response.json(), response.paid) == ({"report": 1}, True)
        assert response.settlement is not None


def test_a_key_that_paid_for_something_else_is_refused(service: Service, tmp_path: Path) -> None:
    journal = str(tmp_path / "payments.db")
    assert fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal).paid
    with pytest.raises(payonce.InvalidArgumentError, match="other arguments"):
        fetch(service.url + "&day=1", sign=Signer(), idempotency_key="report-7", journal=journal)
    assert len(service.signatures) == 1


def test_a_key_needs_a_journal_and_a_journal_needs_a_key(service: Service, tmp_path: Path) -> None:
    with pytest.raises(payonce.InvalidArgumentError, match="needs a journal"):
        fetch(service.url, sign=Signer(), idempotency_key="report-7")
    with pytest.raises(payonce.InvalidArgumentError, match="is required with a journal"):
        fetch(service.url, sign=Signer(), journal=str(tmp_path / "payments.db"))
    assert service.unpaid == 0


def test_a_signature_after_the_deadline_is_not_sent(service: Service) -> None:
    def slow(challenge: Challenge) -> dict[str, str]:
        time.sleep(0.4)
        return {"PAYMENT-SIGNATURE": f"late {challenge.version}"}

    with pytest.raises(payonce.NotAppliedError, match="after the deadline"):
        fetch(service.url, sign=slow, deadline=0.3)
    assert service.signatures == []


def test_a_challenge_that_is_not_known_is_not_paid(service: Service) -> None:
    answers: list[Answer] = [
        (402, [], b""),
        (402, [("PAYMENT-REQUIRED", "not base64")], b"{}"),
        (402, [("PAYMENT-REQUIRED", b64({"x402Version": 3, "accepts": []}))], b"{}"),
        (402, [("WWW-Authenticate", 'Bearer realm="x"')], b"{}"),
        (402, [("WWW-Authenticate", 'Payment id="c1'), ("x", "y")], b"{}"),
    ]
    for answer in answers:
        service.challenge = answer
        with pytest.raises(payonce.NotAppliedError) as caught:
            fetch(service.url, sign=Signer())
        assert caught.value.status == 402
    assert service.signatures == []


@pytest.mark.parametrize("wrong", [{"deadline": -1.0}, {"deadline": float("nan")}, {"idempotency_key": "two\nlines"}])
def test_a_wrong_deadline_or_key_is_refused_and_nothing_is_sent(
    service: Service, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    given: dict[str, Any] = {"idempotency_key": "report-8", "journal": str(tmp_path / "payments.db"), **wrong}
    with pytest.raises(payonce.InvalidArgumentError, match=next(iter(wrong))):
        fetch(service.url, sign=Signer(), **given)
    assert (service.unpaid, service.signatures) == (0, [])
