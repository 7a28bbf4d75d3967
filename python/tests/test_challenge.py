"""Pays by a challenge of x402 or MPP, against services on loopback that take payments, lose answers and lie."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce.challenge import Challenge, PaidResponse, fetch, fetch_async, journal_of
from payonce.journal import JournalAnswer, JournalRow

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

    def wait_for_signature(self) -> None:
        while not self.signatures:
            time.sleep(0.01)


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    released = threading.Event()

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
            if answer == "silent":
                released.wait()
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
    released.set()
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

    with pytest.raises(payonce.NotAppliedError, match="not signed before the deadline"):
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


NONCE = {"PAYMENT-SIGNATURE": b64({"payload": {"authorization": {"nonce": "0xabc"}}})}
"""A signature that has a nonce, which the payment can be found by."""


def age(journal: str) -> None:
    """Lets the leases of all entries end, as time would."""
    with sqlite3.connect(journal) as database:
        database.execute("UPDATE payonce_journal SET updated_ms = updated_ms - 1000000000")


def row_of(journal: str) -> tuple[str, str | None]:
    with sqlite3.connect(journal) as database:
        found: tuple[str, str | None] = database.execute("SELECT state, outcome FROM payonce_journal").fetchone()
    return found


class Memory:
    """A store that is an object, for sync and async calls."""

    def __init__(self) -> None:
        self.rows: dict[str, JournalRow] = {}
        self.fails_at: int | None = None
        self.count = 0

    def answer(self, id: str, *, written: bool) -> JournalAnswer:
        return JournalAnswer(written=written, row=self.rows.get(id), rows=(), now_ms=int(time.time() * 1000))

    def write(self, row: JournalRow, *, may: bool) -> JournalAnswer:
        self.count += 1
        if self.fails_at == self.count:
            raise OSError("the disk is full")
        if may:
            now_ms = int(time.time() * 1000)
            self.rows[row.id] = dataclasses.replace(row, updated_ms=now_ms)
        return self.answer(row.id, written=may)

    def claim(self, row: JournalRow, /) -> JournalAnswer:
        return self.write(row, may=row.id not in self.rows)

    def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        return self.write(row, may=row.id in self.rows and self.rows[row.id].generation == if_generation)

    def get(self, id: str, /) -> JournalAnswer:
        return self.answer(id, written=False)

    def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        rows = [row for row in self.rows.values() if not (unsettled_only and row.state == "settled")]
        rows = [row for row in sorted(rows, key=lambda row: row.id) if after is None or row.id > after][:limit]
        return JournalAnswer(written=False, row=None, rows=tuple(rows), now_ms=int(time.time() * 1000))


class AsyncMemory:
    """The same store for async calls."""

    def __init__(self) -> None:
        self.store = Memory()

    async def claim(self, row: JournalRow, /) -> JournalAnswer:
        return self.store.claim(row)

    async def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        return self.store.update(row, if_generation)

    async def get(self, id: str, /) -> JournalAnswer:
        return self.store.get(id)

    async def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        return self.store.list(unsettled_only, after, limit)


def test_a_store_that_is_an_object_keeps_the_journal(service: Service) -> None:
    store, events = Memory(), list[str]()
    first = fetch(
        service.url,
        sign=lambda _: NONCE,
        idempotency_key="report-7",
        journal=store,
        on_event=lambda event: events.append(event.event),
    )
    again = fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=store)
    assert (first.replayed, again.replayed, again.json()) == (False, True, {"report": 1})
    assert (first.reference.reference, first.reference.hash, first.attempts) == ("0xabc", "0x1", 2)
    assert again.reference == first.reference
    assert events == ["about_to_send", "request_finished", "about_to_send", "request_finished", "finished"]


def test_a_store_that_fails_before_the_payment_sends_nothing(service: Service) -> None:
    store = Memory()
    store.fails_at = 2
    with pytest.raises(payonce.NotAppliedError, match="the disk is full"):
        fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=store)
    assert service.signatures == []


def test_an_async_call_signs_awaits_its_store_and_pays_once(service: Service) -> None:
    store = AsyncMemory()

    async def sign(_: Challenge) -> dict[str, str]:
        await asyncio.sleep(0.01)
        return NONCE

    async def pay() -> list[PaidResponse]:
        calls = [
            fetch_async(service.url, sign=sign, idempotency_key="report-7", journal=store, deadline=20.0)
            for _ in range(4)
        ]
        return await asyncio.gather(*calls)

    found = asyncio.run(pay())
    assert sorted(response.replayed for response in found) == [False, True, True, True]
    assert len(service.signatures) == 1


def test_an_async_signer_has_until_the_deadline(service: Service) -> None:
    async def hang(_: Challenge) -> dict[str, str]:
        await asyncio.sleep(60)
        return NONCE

    with pytest.raises(payonce.NotAppliedError, match="not signed before the deadline"):
        asyncio.run(fetch_async(service.url, sign=hang, deadline=0.3))
    assert service.signatures == []


def test_a_cancelled_task_leaves_an_open_entry_with_its_reference(service: Service, tmp_path: Path) -> None:
    service.paid = ["silent"]
    journal = str(tmp_path / "payments.db")

    async def cancel() -> payonce.PayonceError | None:
        # The cancellation ends the call, however long this machine takes for it.
        call = fetch_async(
            service.url, sign=lambda _: NONCE, idempotency_key="report-7", journal=journal, timeout=600, deadline=600
        )
        task = asyncio.ensure_future(call)
        await asyncio.to_thread(service.wait_for_signature)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert payonce.interrupted_call(task) is not None
        return payonce.interrupted_call(caught.value)

    error = asyncio.run(cancel())
    assert isinstance(error, payonce.OutcomeUnknownError)
    assert (error.reference.reference, row_of(journal)) == ("0xabc", ("open", "unknown"))
    with pytest.raises(payonce.OutcomeUnknownError) as caught:
        fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal)
    assert caught.value.reference.reference == "0xabc"
    assert len(service.signatures) == 1


def test_a_task_that_is_cancelled_while_it_signs_sends_nothing(service: Service) -> None:
    store = AsyncMemory()

    async def cancel() -> payonce.PayonceError | None:
        signing = asyncio.Event()

        async def hang(_: Challenge) -> dict[str, str]:
            signing.set()
            await asyncio.sleep(60)
            return NONCE

        call = fetch_async(service.url, sign=hang, idempotency_key="report-7", journal=store)
        task = asyncio.ensure_future(call)
        await signing.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        return payonce.interrupted_call(caught.value)

    error = asyncio.run(cancel())
    assert isinstance(error, payonce.NotAppliedError)
    assert [(row.state, row.outcome) for row in store.store.rows.values()] == [("settled", "not_applied")]
    assert service.signatures == []


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_after_the_payment_leaves_an_open_entry(service: Service, tmp_path: Path) -> None:
    service.paid = ["silent"]
    journal = str(tmp_path / "payments.db")

    def interrupt() -> None:
        service.wait_for_signature()
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt) as caught:
        # The interruption ends the call, however long this machine takes for it.
        fetch(service.url, sign=lambda _: NONCE, idempotency_key="report-7", journal=journal, timeout=600, deadline=600)
    thread.join()
    error = payonce.interrupted_call(caught.value)
    assert isinstance(error, payonce.OutcomeUnknownError)
    assert (error.reference.reference, row_of(journal)) == ("0xabc", ("open", "unknown"))


def test_ctrl_c_in_the_signer_sends_nothing_and_frees_the_key(service: Service, tmp_path: Path) -> None:
    journal = str(tmp_path / "payments.db")

    def interrupted(_: Challenge) -> dict[str, str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        fetch(service.url, sign=interrupted, idempotency_key="report-7", journal=journal)
    assert isinstance(payonce.interrupted_call(caught.value), payonce.NotAppliedError)
    assert fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal).paid


def test_a_listener_that_raises_before_the_payment_sends_nothing(service: Service, tmp_path: Path) -> None:
    def refuse(event: payonce.Event) -> None:
        if isinstance(event, payonce.AboutToSend) and event.attempt == 2:
            raise RuntimeError("not now")

    journal = str(tmp_path / "payments.db")
    with pytest.raises(RuntimeError, match="not now") as caught:
        fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal, on_event=refuse)
    assert isinstance(payonce.interrupted_call(caught.value), payonce.NotAppliedError)
    assert (service.signatures, row_of(journal)) == ([], ("settled", "not_applied"))


KILLED = """
import os, signal, sys
from payonce.challenge import fetch

url, journal, when = sys.argv[1:]

def sign(challenge):
    if when == "signing":
        os.kill(os.getpid(), signal.SIGKILL)
    return {"PAYMENT-SIGNATURE": "signature"}

def on_event(event):
    if when == "submitting" and event.event == "about_to_send" and event.attempt == 2:
        os.kill(os.getpid(), signal.SIGKILL)

fetch(url, sign=sign, idempotency_key="report-7", journal=journal, on_event=on_event)
"""


@pytest.mark.parametrize(("when", "sent"), [("signing", 0), ("submitting", 0), ("sent", 1)])
def test_a_killed_process_is_never_followed_by_a_second_payment(
    service: Service, tmp_path: Path, when: str, sent: int
) -> None:
    journal = str(tmp_path / "payments.db")
    service.paid = ["silent" if when == "sent" else PAID]
    with subprocess.Popen([sys.executable, "-c", KILLED, service.url, journal, when]) as worker:
        if when == "sent":
            service.wait_for_signature()
            worker.kill()
        assert (worker.wait(60), len(service.signatures)) == (-signal.SIGKILL, sent)
    age(journal)
    if when == "signing":
        # Nothing was signed, so nothing can have been paid.
        assert fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal).paid
        return
    for _ in range(2):
        with pytest.raises(payonce.OutcomeUnknownError):
            fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal)
    assert (len(service.signatures), row_of(journal)) == (sent, ("open", "unknown"))


def test_the_journal_of_a_service_settles_nothing_that_may_have_been_paid(service: Service, tmp_path: Path) -> None:
    service.paid = ["lost"]
    path = str(tmp_path / "payments.db")
    with pytest.raises(payonce.OutcomeUnknownError):
        fetch(service.url, sign=lambda _: NONCE, idempotency_key="report-7", journal=path)
    journal = journal_of(service.url, journal=path)
    assert [entry.key for entry in journal.run().open] == ["report-7"]
    assert [entry.reference.reference for entry in journal.get("report-7")] == ["0xabc"]
    assert (service.unpaid, len(service.signatures)) == (1, 1)
    journal.settle("report-7", outcome="not_applied", by="ana", note="not on the chain", frees_key=True)
    service.paid = [PAID]
    assert fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=path).paid


WRONG_HEADERS: list[dict[str, str]] = [
    {"PAYMENT-SIGNATURE": "a"},
    {"x-payment": "a"},
    {"Authorization": "payment abc"},
    {"x-a": "b\r\nc"},
    {"Host": "other"},
]


@pytest.mark.parametrize("headers", WRONG_HEADERS, ids=str)
def test_header_fields_that_would_pay_or_smuggle_are_refused(service: Service, headers: dict[str, str]) -> None:
    with pytest.raises(payonce.InvalidArgumentError, match="headers"):
        fetch(service.url, sign=Signer(), headers=headers)
    assert service.unpaid == 0


def test_a_coded_response_is_decoded_also_when_it_is_replayed(service: Service, tmp_path: Path) -> None:
    headers = [("content-encoding", "gzip"), ("content-type", "application/json")]
    service.paid = [(200, headers, gzip.compress(b'{"report": 1}'))]
    journal = str(tmp_path / "payments.db")
    for replayed in (False, True):
        response = fetch(service.url, sign=Signer(), idempotency_key="report-7", journal=journal)
        assert (response.json(), response.replayed) == ({"report": 1}, replayed)


def test_a_report_that_is_a_gzip_file_stays_one(service: Service) -> None:
    report = gzip.compress(b"report")
    service.paid = [(200, [("content-type", "application/gzip")], report)]
    assert fetch(service.url, sign=Signer()).body == report


def test_a_sync_call_refuses_an_async_signer(service: Service) -> None:
    async def sign(_: Challenge) -> dict[str, str]:
        return NONCE

    with pytest.raises(payonce.NotAppliedError, match="use fetch_async"):
        fetch(service.url, sign=sign)  # type: ignore[arg-type]
    assert service.signatures == []
