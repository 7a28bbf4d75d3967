"""Plays `tests/challenge/vectors.json`: what a call does with a service that asks for a payment.

The core and Node play the same cases.
"""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, cast

import pytest

import payonce
from payonce.challenge import PaidResponse, fetch, fetch_async
from programs import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from payonce.challenge import Challenge

DOCUMENT: dict[str, Any] = json.loads((ROOT / "tests" / "challenge" / "vectors.json").read_text())
SIGNATURES = ("PAYMENT-SIGNATURE", "X-PAYMENT", "Authorization")


def text(value: Any) -> str:
    if isinstance(value, dict):
        return base64.b64encode(json.dumps(value["base64"]).encode()).decode()
    return str(value)


class Service:
    """A service that plays one case at a time."""

    def __init__(self) -> None:
        self.begin({"challenge": {}, "answers": []})
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("content-length") or 0))
                answer = service.answer(is_signed=any(self.headers[name] is not None for name in SIGNATURES))
                if "failure" in answer:
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(answer["status"])
                for name, value in answer["headers"]:
                    self.send_header(name, text(value))
                body = answer["body"].encode()
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def begin(self, case: dict[str, Any]) -> None:
        self.case, self.unpaid, self.signed = case, 0, 0

    def answer(self, *, is_signed: bool) -> dict[str, Any]:
        if not is_signed:
            self.unpaid += 1
            return dict(self.case["challenge"])
        answers = self.case["answers"]
        self.signed += 1
        return dict(answers[min(self.signed, len(answers)) - 1])


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    service = Service()
    yield service
    service.server.shutdown()
    service.server.server_close()


def matches(found: Any, expected: Any, at: str) -> None:
    if isinstance(expected, dict):
        members = cast("dict[str, Any]", expected)
        for name, value in members.items():
            matches(None if found is None else found.get(name), value, f"{at}.{name}")
    else:
        assert found == expected, at


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("case", DOCUMENT["cases"], ids=lambda case: case["name"])
def test_vector(service: Service, case: dict[str, Any], *, is_async: bool, tmp_path: Path) -> None:
    service.begin(case)
    journal = str(tmp_path / "payments.db")
    key = case.get("key", DOCUMENT["key"])
    request = case.get("request", {})
    options: dict[str, Any] = {
        "method": request.get("method", "GET"),
        "headers": [(name, text(value)) for name, value in request.get("headers", [])],
        "body": request.get("body"),
        "deadline": case["deadline_ms"] / 1000 if "deadline_ms" in case else None,
    }
    if key is not None:
        options |= {"idempotency_key": key, "journal": journal}
    for number, call in enumerate(case["calls"]):

        def sign(_: Challenge, signed: dict[str, Any] = call["sign"]) -> dict[str, str]:
            if "declined" in signed:
                raise ValueError(signed["declined"])
            return {name: text(value) for name, value in signed.items()}

        async def sign_async(challenge: Challenge, signed: dict[str, Any] = call["sign"]) -> dict[str, str]:
            await asyncio.sleep(0)
            return sign(challenge, signed)

        url = service.url + call.get("target", DOCUMENT["target"])
        try:
            found: PaidResponse | payonce.PayonceError = (
                asyncio.run(fetch_async(url, sign=sign_async, **options))
                if is_async
                else fetch(url, sign=sign, **options)
            )
        except payonce.PayonceError as error:
            found = error
        members = (
            {**asdict(found), "body": found.text} if isinstance(found, PaidResponse) else {"error": found.to_dict()}
        )
        matches(members, call["expect"], f"call {number}")
    assert (service.unpaid, service.signed) == (case["unpaid"], case["signed"])
    assert entry_of(journal if key is not None else None) == case["entry"]


def entry_of(journal: str | None) -> dict[str, Any] | None:
    import sqlite3

    if journal is None:
        return None
    with sqlite3.connect(journal) as database:
        rows = database.execute("SELECT state, outcome FROM payonce_journal").fetchall()
    return {"state": rows[0][0], "outcome": rows[0][1]} if rows else None
