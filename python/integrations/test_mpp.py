"""Pays a service that writes and reads challenges of MPP with its official package."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

import payonce
from payonce.challenge import Challenge, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

mpp = pytest.importorskip("mpp")

REALM = "api.example.test"


def offer() -> mpp.Challenge:
    return mpp.Challenge.create(
        secret_key="a secret of this test", realm=REALM, method="test", intent="charge", request={"amount": "1000"}
    )


@dataclass
class Service:
    """A paid service. It takes a credential only for its own challenge, and each one once."""

    url: str = ""
    problem: str | None = None
    credentials: list[mpp.Credential] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            given = self.headers["authorization"]
            if given is None:
                self.respond(402, [("www-authenticate", offer().to_www_authenticate(REALM))], b"")
                return
            credential = mpp.Credential.from_authorization(given)
            state.credentials.append(credential)
            assert credential.challenge.id == offer().id
            if state.problem is None:
                self.respond(200, [("payment-receipt", "receipt")], b"paid")
            else:
                kind = f"https://paymentauth.org/problems/{state.problem}"
                body = f'{{"type": "{kind}", "title": "t", "status": 402}}'.encode()
                again = ("www-authenticate", offer().to_www_authenticate(REALM))
                self.respond(402, [("content-type", "application/problem+json"), again], body)

        def respond(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}/report"
    yield state
    server.shutdown()
    server.server_close()


def sign(challenge: Challenge) -> dict[str, str]:
    """Signs with the classes of the official package."""
    parsed = mpp.Challenge.from_www_authenticate(challenge.headers[0])
    # The parameters that payonce read are the ones that the package reads.
    assert challenge.data["challenges"][0]["id"] == parsed.id
    credential = mpp.Credential(challenge=parsed.to_echo(), payload={"signature": "0x1"})
    return {"Authorization": credential.to_authorization()}


def test_a_challenge_of_the_official_package_is_paid_once(service: Service, tmp_path: Path) -> None:
    journal = str(tmp_path / "payments.db")
    first = fetch(service.url, sign=sign, idempotency_key="report-7", journal=journal)
    again = fetch(service.url, sign=sign, idempotency_key="report-7", journal=journal)
    assert (first.text, first.paid, first.replayed) == ("paid", True, False)
    assert (again.text, again.paid, again.replayed) == ("paid", True, True)
    assert len(service.credentials) == 1


@pytest.mark.parametrize("problem", ["payment-required", "verification-failed", "invalid-challenge", "payment-expired"])
def test_a_second_challenge_is_never_paid(service: Service, tmp_path: Path, problem: str) -> None:
    service.problem = problem
    journal = str(tmp_path / "payments.db")
    for _ in range(2):
        with pytest.raises(payonce.OutcomeUnknownError) as caught:
            fetch(service.url, sign=sign, idempotency_key="report-7", journal=journal)
    assert len(service.credentials) == 1
    assert caught.value.outcome == "unknown"
