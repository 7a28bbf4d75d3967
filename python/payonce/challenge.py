"""Pays by a challenge: a request that is answered with HTTP 402, over x402 or the Payment scheme (MPP).

payonce holds no wallet key. Your own function signs the challenge, with the official packages of x402 or MPP. payonce
decides what is sent, how often, and what became of it: it submits one signature, once, and remembers it in the journal.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from payonce import _calls
from payonce._client import open_engine
from payonce._errors import PayonceError
from payonce._journal.handle import Journal
from payonce._native import Paid
from payonce._problems import problem_of
from payonce._reference import Reference
from payonce._sealing import sealed_function, unrecorded
from payonce._serialize import NotSerializableError, to_json

if TYPE_CHECKING:
    from os import PathLike

    from payonce._journal.stores import AsyncJournalStore, JournalStore
    from payonce._listeners import AsyncListener, Listener
    from payonce._native import Engine, NativeCall, Verdict

__all__ = ["AsyncSign", "Challenge", "PaidResponse", "Sign", "fetch", "fetch_async", "journal_of"]


@dataclass(frozen=True)
class Challenge:
    """What a service asks to be paid, and how."""

    protocol: Literal["x402", "mpp"]
    """The protocol."""
    version: int
    """The version of x402, 1 or 2; 1 for MPP."""
    data: dict[str, Any]
    """The offer: `PaymentRequired` of x402. For MPP, `challenges` with the parameters of each."""
    headers: tuple[str, ...]
    """The values of the header fields that carried the offer: `PAYMENT-REQUIRED` or `WWW-Authenticate`."""


Sign: TypeAlias = Callable[[Challenge], Mapping[str, str]]
"""Signs a challenge. Returns one header field: `PAYMENT-SIGNATURE` for x402 version 2, `X-PAYMENT` for version 1,
`Authorization` for MPP. To decline, for instance because the price is too high, raise an exception."""

AsyncSign: TypeAlias = Callable[[Challenge], "Mapping[str, str] | Awaitable[Mapping[str, str]]"]
"""Like `Sign`, for `fetch_async`. It may be a coroutine function."""


@dataclass(frozen=True)
class PaidResponse:
    """The response that was paid for, or that did not ask to be paid."""

    status: int
    """The HTTP status."""
    headers: tuple[tuple[str, str], ...]
    """The header fields. A replayed response has only those about its body and its payment."""
    body: bytes
    """The body."""
    paid: bool
    """Whether a payment was submitted for it, by this call or by an earlier one with the key."""
    replayed: bool
    """Whether it is the result of an earlier call with the key. Nothing was sent then."""
    settlement: dict[str, Any] | None
    """What the service reports about the settlement, for x402: `transaction`, `network`, `payer`."""
    reference: Reference
    """What the payment can be found by. `reference` is the nonce of an x402 authorization or the id of an MPP
    challenge, and `hash` is the transaction of the settlement."""
    attempts: int
    """How many requests this call sent."""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class _Payment:
    """One request, how to pay for it, and what its signer raised. Its text shows nothing of it."""

    __slots__ = ("_body", "_engine", "_options", "_request", "raised", "store")

    def __init__(self, url: str, given: Mapping[str, Any], *, awaited: bool) -> None:
        address = urlsplit(url)
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = given["headers"]
        is_mapping = isinstance(headers, Mapping)
        pairs = cast("Mapping[str, str]", headers).items() if is_mapping else headers
        body = given["body"]
        options = {**given["options"], "base_url": f"{address.scheme}://{address.netloc}", "journal": given["journal"]}
        if given["timeout"] is not None:
            options["timeout"] = given["timeout"]
        payment = {"idempotency_key": given["idempotency_key"], "deadline": given["deadline"]}
        self._engine: Engine
        self._engine, self.store = open_engine("challenge", options, awaited=awaited)
        self._request = {"method": given["method"], "url": url, "headers": [list(pair) for pair in pairs]}
        self._body: bytes | None = body.encode() if isinstance(body, str) else body
        self._options = {name: value for name, value in payment.items() if value is not None}
        self.raised: Exception | None = None

    def prepare(self, *, listening: bool) -> NativeCall | Verdict:
        try:
            return self._engine.pay(to_json(self._request), self._body, to_json(self._options), listening)
        except NotSerializableError as refused:
            return self._engine.refuse(refused.field, refused.problem, "fetch")

    def sign(self, sign: Sign, native_call: NativeCall, turn: Mapping[str, Any]) -> None:
        try:
            signed = sign(_challenge(turn))
            if inspect.isawaitable(signed):
                if inspect.iscoroutine(signed):
                    signed.close()
                raise TypeError("sign returned an awaitable; use fetch_async")
            fields = _fields(signed)
        except Exception as declined:
            self.raised = declined
            native_call.decline(problem_of(declined))
        else:
            native_call.sign(fields)

    async def sign_async(self, sign: AsyncSign, native_call: NativeCall, turn: Mapping[str, Any]) -> None:
        # An event loop is running, so asyncio is imported already.
        import asyncio

        try:
            signed = sign(_challenge(turn))
            if inspect.isawaitable(signed):
                signed = await asyncio.wait_for(signed, turn["time_left"])
            fields = _fields(signed)
        except Exception as declined:
            self.raised = declined
            native_call.decline(problem_of(declined))
        else:
            native_call.sign(fields)

    def ended_by(self, raised: BaseException) -> None:
        """Adds the signer's exception to the error of the call, or the response to an exception that came after it."""
        if isinstance(raised, PayonceError) and self.raised is not None:
            raised.__cause__ = self.raised
        members = vars(raised)
        if isinstance(members.get("payonce_result"), Paid):
            members["payonce_result"] = _response(members["payonce_result"])

    def __repr__(self) -> str:
        return "<payment>"


@unrecorded
def fetch(
    url: str,
    *,
    sign: Sign,
    method: str = "GET",
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    body: bytes | str | None = None,
    idempotency_key: str | None = None,
    journal: str | PathLike[str] | JournalStore | None = None,
    on_event: Listener | None = None,
    timeout: float | None = None,
    deadline: float | None = None,
    **options: Any,
) -> PaidResponse:
    """Sends a request, and pays once if the service asks for it.

    With a journal, one key is one payment in every process: a second call with the key returns the same response. A
    call whose payment may have been used is not paid again; settle its entry as for any other payment.

    Args:
        url: The address.
        sign: Signs the challenge. It is called at most once, before anything is paid, on the thread of the caller. A
            signature that comes after the deadline is not sent.
        method: The method.
        headers: Header fields for both requests. They must not carry a payment.
        body: The body.
        idempotency_key: Names the purchase, for instance `report-7041`. Required with a journal.
        journal: The path of the file of the journal, or a store, for instance one of `payonce.journal`.
        on_event: Called for every event of the call. The request is not sent until it returns for `about_to_send`; if
            it raises there, nothing is sent.
        timeout: The time for one request, in seconds; 60 by default.
        deadline: The time for everything, in seconds; twice `timeout` by default.
        **options: Further options of a client, for instance `ca`, `proxy` or `allow_insecure_http`.

    Returns:
        The response, if it is a success.

    Raises:
        PayonceError: The request failed, or the payment was not accepted. After the signed request was sent, the
            outcome is `not_applied` only if nothing reached the service or the protocol carries a reason that proves
            it; otherwise it is `unknown` or `pending`. An exception that ends the call from outside, such as
            `KeyboardInterrupt`, is raised unchanged; `interrupted_call` returns its error.
    """
    given = {
        "method": method,
        "headers": headers,
        "body": body,
        "idempotency_key": idempotency_key,
        "journal": journal,
        "timeout": timeout,
        "deadline": deadline,
        "options": options,
    }
    payment = _Payment(url, given, awaited=False)
    try:
        paid = _calls.pay(
            lambda: payment.prepare(listening=on_event is not None),
            on_event,
            payment.store,
            lambda native_call, turn: payment.sign(sign, native_call, turn),
        )
    except BaseException as raised:
        payment.ended_by(raised)
        raise
    return _response(paid)


@sealed_function
async def fetch_async(
    url: str,
    *,
    sign: AsyncSign,
    method: str = "GET",
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    body: bytes | str | None = None,
    idempotency_key: str | None = None,
    journal: str | PathLike[str] | AsyncJournalStore | None = None,
    on_event: AsyncListener | None = None,
    timeout: float | None = None,
    deadline: float | None = None,
    **options: Any,
) -> PaidResponse:
    """Sends a request, and pays once if the service asks for it, without blocking the event loop.

    A cancelled task leaves what is known of the payment in the journal, and `interrupted_call` returns its error.

    Args:
        url: The address.
        sign: Signs the challenge. It is called at most once, before anything is paid, and has until the deadline.
        method: The method.
        headers: Header fields for both requests. They must not carry a payment.
        body: The body.
        idempotency_key: Names the purchase, for instance `report-7041`. Required with a journal.
        journal: The path of the file of the journal, or an async store, for instance one of `payonce.journal`.
        on_event: Called for every event of the call; it may be a coroutine function. The request is not sent until it
            returns for `about_to_send`; if it raises there, nothing is sent.
        timeout: The time for one request, in seconds; 60 by default.
        deadline: The time for everything, in seconds; twice `timeout` by default.
        **options: Further options of a client, for instance `ca`, `proxy` or `allow_insecure_http`.

    Returns:
        The response, if it is a success.

    Raises:
        PayonceError: As for `fetch`.
    """
    given = {
        "method": method,
        "headers": headers,
        "body": body,
        "idempotency_key": idempotency_key,
        "journal": journal,
        "timeout": timeout,
        "deadline": deadline,
        "options": options,
    }
    del headers, body, options
    payment = _Payment(url, given, awaited=True)
    del given
    try:
        paid = await _calls.pay_async(
            lambda: payment.prepare(listening=on_event is not None),
            on_event,
            payment.store,
            lambda native_call, turn: payment.sign_async(sign, native_call, turn),
        )
    except BaseException as raised:
        payment.ended_by(raised)
        raise
    return _response(paid)


def journal_of(
    url: str, *, journal: str | PathLike[str] | JournalStore, on_event: Listener | None = None, **options: Any
) -> Journal:
    """Returns the journal of the payments to the service at this address.

    No service can be asked what became of a payment, and nothing is signed again. `run` frees the keys of processes
    that died before they paid, and leaves open what may have been paid. `settle` records what a person found.

    Args:
        url: The address. Entries of a service have its scheme, host and port in common.
        journal: The path of the file of the journal, or a store.
        on_event: Called for every event of the calls that the journal makes; it makes none for payments by challenge.
        **options: Further options of a client, for instance `journal_account`.

    Raises:
        InvalidArgumentError: The journal cannot be opened.
    """
    address = urlsplit(url)
    given = {**options, "base_url": f"{address.scheme}://{address.netloc}", "journal": journal}
    engine, store = open_engine("challenge", given, awaited=False)

    def act(action: str, arguments: Mapping[str, Any]) -> Any:
        return _calls.act(engine, action, arguments, on_event, store)

    return Journal(act, engine, is_native=store is None)


def _challenge(turn: Mapping[str, Any]) -> Challenge:
    return Challenge(turn["protocol"], turn["version"], turn["data"], tuple(turn["headers"]))


def _fields(signed: Any) -> str:
    try:
        return to_json(dict(signed))
    except (NotSerializableError, TypeError, ValueError):
        raise TypeError("sign must return one header field, a mapping of its name to its value") from None


def _response(paid: Paid) -> PaidResponse:
    return PaidResponse(
        paid.status,
        tuple(paid.headers),
        paid.body,
        paid.paid,
        paid.replayed,
        paid.settlement,
        Reference.from_dict(paid.reference),
        paid.attempts,
    )
