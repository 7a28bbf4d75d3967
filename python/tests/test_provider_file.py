"""Providers from files."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import payonce

if TYPE_CHECKING:
    from collections.abc import Iterator

ACME = Path(__file__).parents[2] / "tests" / "provider_files" / "acme.toml"
KEY = "acme_test_0123456789abcdef"
PAYMENT = {"to": "shop", "amount": "12.50"}


class Acme:
    """A provider that remembers keys, and can lose its next answers."""

    def __init__(self) -> None:
        self.paid: dict[str, dict[str, Any]] = {}
        self.keys: list[str] = []
        self.lose = 0
        self.reads = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        acme = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                pass

            def answer(self, status: int, body: Any) -> None:
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("x-acme-request", "req_7")
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_POST(self) -> None:
                payment = json.loads(self.rfile.read(int(self.headers["content-length"])))
                if self.headers["authorization"] != f"Bearer {KEY}":
                    self.answer(401, {"error": {"code": "bad_key", "message": "no"}})
                    return
                if payment["amount"] == "99.00":
                    self.answer(402, {"error": {"code": "insufficient_funds", "message": "empty"}})
                    return
                key = self.headers["idempotency-key"]
                acme.keys.append(key)
                made = {"id": f"p_{len(acme.paid) + 1}", "status": "pending", **payment}
                acme.paid.setdefault(key, made)
                if acme.lose > 0:
                    acme.lose -= 1
                    self.close_connection = True
                    self.connection.close()
                    return
                self.answer(200, acme.paid[key])

            def do_GET(self) -> None:
                if self.path.startswith("/payments/"):
                    acme.reads += 1
                    self.answer(200, {"id": "p_1", "status": "paid" if acme.reads > 1 else "pending"})
                elif "cursor" in self.path:
                    self.answer(200, {"data": [{"id": "p_3"}]})
                else:
                    self.answer(200, {"data": [{"id": "p_1"}, {"id": "p_2"}], "next_cursor": "c"})

        return Handler


@pytest.fixture
def acme() -> Iterator[Acme]:
    server = Acme()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture
def provider() -> payonce.Provider:
    return payonce.Provider.load(ACME)


def opened(provider: payonce.Provider, acme: Acme) -> payonce.ProviderClient:
    return provider.client(api_key=KEY, base_url=acme.url, retry={"base_delay": 0.01})


def test_a_file_is_a_provider(provider: payonce.Provider) -> None:
    assert (provider.id, provider.title) == ("acme", "Acme Pay")
    assert provider.operations == ("payments.send", "payments.get", "payments.list")
    error = provider.classify(
        operation="payments.send", status=402, body={"error": {"code": "insufficient_funds", "message": "empty"}}
    )
    assert isinstance(error, payonce.ProviderError)
    assert isinstance(error, payonce.InsufficientFundsError)
    assert isinstance(error, payonce.NotAppliedError)
    assert (error.provider, error.code, error.doc) == ("acme", "insufficient_funds", "acme/insufficient_funds")
    assert payonce.error_from_payload(error.to_dict()).to_dict() == error.to_dict()


def test_a_lost_answer_is_asked_for_again_with_the_same_key(provider: payonce.Provider, acme: Acme) -> None:
    acme.lose = 2
    with opened(provider, acme) as client:
        paid = client.call("payments.send", PAYMENT, idempotency_key="order-17")
    assert paid["id"] == "p_1"
    assert len(acme.paid) == 1
    assert len(acme.keys) == 3
    assert len(set(acme.keys)) == 1
    assert acme.keys[0][14] == "4", "a UUID of version 4"


def test_a_key_is_required_and_the_payment_is_not_sent_without_one(provider: payonce.Provider, acme: Acme) -> None:
    with opened(provider, acme) as client, pytest.raises(payonce.InvalidArgumentError, match="idempotency_key"):
        client.call("payments.send", PAYMENT)
    assert acme.paid == {}


def test_a_refusal_is_a_provider_error(provider: payonce.Provider, acme: Acme) -> None:
    with opened(provider, acme) as client, pytest.raises(payonce.ProviderError) as caught:
        client.call("payments.send", {**PAYMENT, "amount": "99.00"}, idempotency_key="order-18")
    assert caught.value.outcome == "not_applied"
    assert isinstance(caught.value, payonce.InsufficientFundsError)


def test_a_state_is_waited_for(provider: payonce.Provider, acme: Acme) -> None:
    with opened(provider, acme) as client:
        payment = client.get("payments.send", PAYMENT, idempotency_key="order-19")
        assert (payment["status"], payment.is_final) == ("pending", False)
        assert payment.call_info is not None
        assert payment.call_info.request_id == "req_7"
        final = payment.wait_until_final(timeout=20)
    assert (final["status"], final.succeeded) == ("paid", True)
    for twin in (copy.copy(final), pickle.loads(pickle.dumps(final))):
        assert (twin["status"], twin.succeeded) == ("paid", True)


def test_all_pages_are_read(provider: payonce.Provider, acme: Acme) -> None:
    with opened(provider, acme) as client:
        assert [item["id"] for item in client.list("payments.list")] == ["p_1", "p_2", "p_3"]

    async def read() -> list[str]:
        async with provider.async_client(api_key=KEY, base_url=acme.url) as client:
            paid = await client.call("payments.send", PAYMENT, idempotency_key="order-20")
            assert paid["amount"] == "12.50"
            return [item["id"] async for item in client.list("payments.list")]

    assert asyncio.run(read()) == ["p_1", "p_2", "p_3"]


def test_a_journal_knows_the_key_in_the_next_process(provider: payonce.Provider, acme: Acme, tmp_path: Path) -> None:
    for _ in range(2):
        client = provider.client(api_key=KEY, base_url=acme.url, journal=tmp_path / "payments.db")
        with client:
            assert client.call("payments.send", PAYMENT, idempotency_key="order-21")["id"] == "p_1"
    assert len(acme.keys) == 1


def test_a_file_adds_codes_to_a_built_in_provider() -> None:
    extended = payonce.Provider.parse(
        'payonce = 1\nextends = "agentwallex"\n[[code]]\ncode = "wallet_sleeping"\nkind = "unavailable"\n'
        'actor = "none"\nevidence = "refused"\nstatus = 409\nsource = "https://docs.acme.test/errors"\n'
    )
    error = extended.classify(operation="payments.send", status=409, body={"code": "wallet_sleeping"})
    assert isinstance(error, payonce.AgentWallexError)
    assert error.retryable


def test_a_broken_file_names_the_place() -> None:
    text = ACME.read_text(encoding="utf-8").replace('evidence = "refused"', 'evidence = "refuzed"', 1)
    with pytest.raises(payonce.ProviderFileError, match=r'^acme\.toml:17:12: "refuzed" is not a word') as caught:
        payonce.Provider.parse(text, name="acme.toml")
    assert [(problem["line"], problem["column"]) for problem in caught.value.problems] == [(17, 12)]
    as_json: dict[str, Any] = {"payonce": 1, "id": "acme", "title": "Acme", "codes": []}
    with pytest.raises(payonce.ProviderFileError, match=r'did you mean "code"'):
        payonce.Provider.parse(json.dumps(as_json), name="acme.json")


def test_an_error_of_another_process_is_read_without_the_file() -> None:
    error = payonce.Provider.load(ACME).classify(status=500, body=b"")
    assert error is not None
    read = payonce.error_from_payload({**error.to_dict(), "provider": "nobody"})
    assert isinstance(read, payonce.ProviderError)
    assert (read.provider, read.outcome) == ("nobody", "unknown")
    with pytest.raises(ValueError, match="provider"):
        payonce.error_from_payload({**error.to_dict(), "provider": "No body"})


def test_the_command_shows_an_open_entry_of_a_provider_that_it_does_not_know(
    provider: payonce.Provider, acme: Acme, tmp_path: Path
) -> None:
    journal = str(tmp_path / "payments.db")
    acme.lose = 99
    with provider.client(api_key=KEY, base_url=acme.url, journal=journal, max_retries=0) as client:
        with pytest.raises(payonce.OutcomeUnknownError):
            client.call("payments.send", PAYMENT, idempotency_key="order-22")
        assert [entry.key for entry in client.journal.open()] == ["order-22"]

    def command(*arguments: str) -> str:
        whole = [sys.executable, "-m", "payonce", "journal", *arguments, "--store", journal]
        return subprocess.run(whole, check=True, capture_output=True, text=True).stdout

    assert "order-22" in command("list")
    assert "acme" in command("show", "order-22")
    command("settle", "order-22", "applied", "--by", "ana", "--note", "seen in the ledger")
    assert "order-22" not in command("list")
    known = provider.client(api_key=KEY, base_url=acme.url, journal=journal)
    with known, pytest.raises(payonce.AlreadyAppliedError):
        known.call("payments.send", PAYMENT, idempotency_key="order-22")
    assert len(acme.keys) == 1


def test_a_person_settles_an_entry_by_the_key_that_they_know(
    provider: payonce.Provider, acme: Acme, tmp_path: Path
) -> None:
    acme.lose = 99
    options: dict[str, Any] = {
        "api_key": KEY,
        "base_url": acme.url,
        "journal": tmp_path / "payments.db",
        "max_retries": 0,
    }
    with provider.client(**options) as client:
        with pytest.raises(payonce.OutcomeUnknownError):
            client.call("payments.send", PAYMENT, idempotency_key="order-23")
        client.journal.settle("order-23", "not_applied", by="ana", note="not in the ledger", frees_key=True)
        acme.lose = 0
        assert client.call("payments.send", PAYMENT, idempotency_key="order-23")["id"] == "p_1"
