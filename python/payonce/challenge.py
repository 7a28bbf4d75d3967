"""Pays by a challenge: a request that is answered with HTTP 402, over x402 or the Payment scheme (MPP).

payonce holds no wallet key. Your own function signs the challenge, with the official packages of x402 or MPP. payonce
decides what is sent, how often, and what became of it: it submits one signature, once, and remembers it in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from payonce import _native
from payonce._errors import error_from_verdict
from payonce._sealing import unrecorded

__all__ = ["Challenge", "PaidResponse", "Sign", "fetch"]


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

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@unrecorded
def fetch(
    url: str,
    *,
    sign: Sign,
    method: str = "GET",
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    body: bytes | str | None = None,
    idempotency_key: str | None = None,
    journal: str | None = None,
    timeout: float | None = None,
    deadline: float | None = None,
    **options: Any,
) -> PaidResponse:
    """Sends a request, and pays once if the service asks for it.

    With a journal, one key is one payment in every process: a second call with the key returns the same response. A
    call whose payment may have been used is not paid again; settle its entry as for any other payment.

    Args:
        url: The address.
        sign: Signs the challenge. It is called at most once, before anything is paid.
        method: The method.
        headers: Header fields for both requests.
        body: The body.
        idempotency_key: Names the purchase, for instance `report-7041`. Required with a journal.
        journal: The path of the file of the journal.
        timeout: The time for one request, in seconds; 60 by default.
        deadline: The time for everything, in seconds; twice `timeout` by default.
        **options: Further options of a client, for instance `ca`, `proxy` or `allow_insecure_http`.

    Returns:
        The response, if it is a success.

    Raises:
        PayonceError: The request failed, or the payment was not accepted. After the signed request was sent, the
            outcome is `not_applied` only if nothing reached the service or the protocol carries a reason that proves
            it; otherwise it is `unknown` or `pending`.
    """
    address = urlsplit(url)
    given = {"base_url": f"{address.scheme}://{address.netloc}", "journal": journal, "timeout": timeout, **options}
    engine = _native.Engine.open("challenge", json.dumps({name: v for name, v in given.items() if v is not None}))
    if isinstance(engine, _native.Verdict):
        raise error_from_verdict(engine)
    raised: list[Exception] = []

    def signed(text: str) -> list[tuple[str, str]] | str:
        found = json.loads(text)
        challenge = Challenge(found["protocol"], found["version"], found["data"], tuple(found["headers"]))
        try:
            return list(sign(challenge).items())
        except Exception as error:
            raised.append(error)
            return f"{type(error).__name__}: {error}"

    pairs: list[tuple[str, str]] = (
        list(cast("Mapping[str, str]", headers).items()) if isinstance(headers, Mapping) else list(headers)
    )
    found = engine.pay(
        method,
        url,
        pairs,
        body.encode() if isinstance(body, str) else body,
        signed,
        idempotency_key=idempotency_key,
        deadline=deadline,
    )
    if isinstance(found, _native.Verdict):
        raise error_from_verdict(found) from (raised[0] if raised else None)
    status, fields, content, paid, replayed, settlement = found
    settled = None if settlement is None else json.loads(settlement)
    return PaidResponse(status, tuple(fields), content, paid, replayed, settled)
