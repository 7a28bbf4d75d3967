"""What is read: everything that Python's own parser reads, alike, and numbers with their digits."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import math
import random
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

import pytest

import payonce
from payonce.agentwallex import AgentWallex, WebhookError, verify_webhook
from payonce.payi import Payi

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "whsec_planted_0123456789abcdef"
STRINGS = ["", "x", "é", "😀", "\u2028", r"\n", r"\"", r"\\", r"\/", r"\ud83d", r"\ude00", r"\ud83d\ude00", r"\u0000"]
NUMBERS = ["0", "-0", "1.10", "1e400", "-1E-400", "956.0342718892493", "18446744073709551617", "0.1" + "0" * 20 + "1"]
CONSTANTS = ["null", "true", "false", "NaN", "Infinity", "-Infinity", "[]", "{}", "[ ]", "{\n}"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


def read(document: bytes) -> Any:
    """The document as payonce reads it; a webhook is the shortest way in."""
    signature = hmac.new(SECRET.encode(), document, hashlib.sha256).hexdigest()
    event = verify_webhook(document, signature, SECRET, now=0)
    # The numbers of `to_dict()` are those of json; the attributes have all the digits.
    exact = {**vars(event), **event.unknown_fields}
    return {name: None if value is None else exact[name] for name, value in event.to_dict().items()}


def any_text(rng: random.Random) -> str:
    return '"' + "".join(rng.choices(STRINGS, k=rng.randrange(4))) + '"'


def any_number(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return rng.choice(NUMBERS)
    whole = str(rng.randrange(10 ** rng.randrange(1, 24)))
    fraction = "." + "".join(rng.choices("0123456789", k=rng.randrange(1, 20))) if rng.random() < 0.5 else ""
    exponent = f"{rng.choice('eE')}{rng.choice(['', '+', '-'])}{rng.randrange(400)}" if rng.random() < 0.3 else ""
    return rng.choice(["", "-"]) + whole + fraction + exponent


def any_document(rng: random.Random, depth: int = 0) -> str:
    blank = rng.choice(["", "", " ", "\r\n\t"])
    kind = rng.random() if depth < 5 else 1
    if kind < 0.25:
        items = [any_document(rng, depth + 1) for _ in range(rng.randrange(1, 4))]
        return f"[{blank}{(blank + ',').join(items)}{blank}]"
    if kind < 0.5:
        members = [f"{any_text(rng)}{blank}:{any_document(rng, depth + 1)}" for _ in range(rng.randrange(1, 4))]
        return f"{{{blank}{(',' + blank).join(members)}}}"
    return rng.choice([any_text(rng), any_number(rng), rng.choice(CONSTANTS)])


def damaged(rng: random.Random, document: bytes) -> bytes:
    changed = bytearray(document)
    for _ in range(rng.randrange(3)):
        at = rng.randrange(len(changed) + 1)
        byte = rng.choice([rng.randrange(256), *b'{}[],:"\\ -+.eENI0\x1b'])
        how = rng.randrange(4)
        if how == 0:
            changed.insert(at, byte)
        elif how == 1:
            del changed[at:]
        elif at < len(changed):
            changed[at : at + 1] = b"" if how == 2 else bytes([byte])
    return bytes(changed)


def items_of(value: Any) -> list[Any]:
    """The items of what is known to be a list."""
    return list(value)


def as_held(value: Any) -> Any:
    """What payonce makes of what Python's parser makes of a document, whose numbers it read as Decimals."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {as_held(name): as_held(member) for name, member in members.items()}
    if isinstance(value, list):
        return [as_held(item) for item in items_of(value)]
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def exactly(value: Any) -> Any:
    """Numbers as Decimals of the same value."""
    if isinstance(value, dict):
        return {name: exactly(member) for name, member in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [exactly(item) for item in items_of(value)]
    if isinstance(value, float):
        return Decimal(repr(value))
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def pythons_own(document: bytes) -> Any:
    value = json.loads(document, parse_float=Decimal, parse_int=Decimal, parse_constant=str)
    return as_held(value)


@pytest.mark.parametrize("seed", range(8))
def test_every_document_is_read_as_pythons_json_reads_it(seed: int) -> None:
    rng = random.Random(seed)
    compared = 0
    for _ in range(600):
        encoding = rng.choice(ENCODINGS)
        text = f'{{"type":"t","data":{any_document(rng)}}}'
        document = damaged(rng, text.encode(encoding, "surrogatepass"))
        try:
            theirs = pythons_own(document)
        except (ValueError, RecursionError):
            theirs = None
        if not isinstance(theirs, dict) or not isinstance(cast("dict[str, Any]", theirs).get("type"), str):
            with contextlib.suppress(WebhookError):
                read(document)
            continue
        compared += 1
        assert exactly(read(document)) == theirs, document
    assert compared > 200


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("18446744073709551617", 18446744073709551617),
        ("-9223372036854775809", -9223372036854775809),
        ("1" * 200, int("1" * 200)),
        ("956.0342718892493", 956.0342718892493),
        ("1.10", 1.1),
        ("1e2", 100.0),
        ("956.03427188924931", Decimal("956.03427188924931")),
        ("1e400", Decimal("1e400")),
        ("1e-400", Decimal("1e-400")),
        ("1e99999999999999999999", "1e+99999999999999999999"),
        ("-0", 0),
        ("-0.0", -0.0),
    ],
)
def test_a_number_becomes_the_type_that_holds_its_digits(text: str, read_as: Any) -> None:
    value = read(f'{{"type":"t","data":{{"amount_wei":{text}}}}}'.encode())["data"]["amount_wei"]
    assert (type(value), value) == (type(read_as), read_as)
    error = payonce.classify("agentwallex", status=400, body=f'{{"code":"policy_violation","limit":{text}}}'.encode())
    assert error is not None
    assert (type(error.details["limit"]), error.details["limit"]) == (type(read_as), read_as)


@pytest.mark.parametrize(("digits", "kind"), [(640, int), (5000, Decimal)])
def test_an_event_keeps_numbers_of_any_length(digits: int, kind: type) -> None:
    value = read(f'{{"type":"t","data":{{"amount_wei":{"1" * digits}}}}}'.encode())["data"]["amount_wei"]
    assert type(value) is kind
    assert str(value) == "1" * digits


def test_a_field_that_is_nested_too_deeply_leaves_the_rest_readable() -> None:
    event = read(b'{"type":"t","data":' + b"[" * 200_000 + b"]" * 200_000 + b',"after":1}')
    assert (event["type"], event["after"]) == ("t", 1)


class Echo(BaseHTTPRequestHandler):
    """Responds to a limit with the amount that was sent, and keeps what was sent."""

    sent: list[bytes] = []  # noqa: RUF012  # one server, one test at a time

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.sent.append(body)
        amount = body.split(b'"max":')[1].split(b",")[0].rstrip(b"}")
        response = b'{"limit":{"limit_id":"lim_1","threshold":0.12345678901234567890123,"max":' + amount + b"}}"
        self.send_response(201)
        self.send_header("content-length", str(len(response)))
        self.end_headers()
        self.wfile.write(response)

    def log_message(self, format: str, *args: Any) -> None:  # the base class names it so
        pass


@pytest.fixture
def echo() -> Iterator[str]:
    Echo.sent.clear()
    server = HTTPServer(("127.0.0.1", 0), Echo)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (956.0342718892493, "956.0342718892493"),
        (0.1 + 0.2, "0.30000000000000004"),
        (Decimal("956.03427188924931"), "956.03427188924931"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12.500"), "12.500"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        (18446744073709551617, "18446744073709551617"),
        (0, "0"),
    ],
)
def test_an_amount_is_sent_and_returned_with_its_digits(echo: str, given: Any, sent: str) -> None:
    with Payi(api_key="payi_planted_0123456789abcdef", base_url=echo) as client:
        limit = client.limits.create("team", max=given).limit
    assert Echo.sent == [f'{{"limit_name":"team","max":{sent}}}'.encode()]
    assert isinstance(limit.max, Decimal)
    assert str(limit.max) == sent
    assert limit.threshold == Decimal("0.12345678901234567890123")


@pytest.mark.parametrize(
    "wrong", [math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("-Infinity"), "NaN", "1e5", -1]
)
@pytest.mark.parametrize("field", ["max", "threshold"])
def test_an_invalid_number_is_refused_by_name(echo: str, wrong: Any, field: str) -> None:
    if field == "threshold" and wrong in ("1e5", -1):
        return
    client: Any = Payi(api_key="payi_planted_0123456789abcdef", base_url=echo)
    with client, pytest.raises(payonce.InvalidArgumentError, match=f"^{field}: ") as caught:
        client.limits.create("team", **{"max": 1, field: wrong})
    assert caught.value.details["field"] == field
    assert Echo.sent == []


def test_half_of_a_surrogate_pair_is_refused_by_name(echo: str) -> None:
    with AgentWallex(api_key="awx_planted_0123456789abcdef", base_url=echo) as client:
        with pytest.raises(payonce.InvalidArgumentError, match="memo: holds half of a surrogate pair") as caught:
            client.payments.send("agent_1", "0x1", "1.00", "USDC", chain="eip155:8453", memo="x\ud83d")
        assert caught.value.details["field"] == "memo"
    limits = Payi(api_key="payi_planted_0123456789abcdef", base_url=echo)
    with limits, pytest.raises(payonce.InvalidArgumentError, match=r"properties\.team: holds half"):
        limits.limits.create("team", max=1, properties={"team": "\udc00"})
    assert Echo.sent == []
    with pytest.raises(payonce.InvalidArgumentError, match=r"user_messages\.server: holds half"):
        AgentWallex(api_key="awx_planted_0123456789abcdef", user_messages={"server": "\ud83d"})
