"""The verdict for somebody who already has a client: an answer in, a typed error out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias, cast

from payonce import _native
from payonce._errors import PayonceError, error_from_verdict
from payonce._vocabulary import Language, Phase, Provider, Safety

Cause: TypeAlias = Literal["connection", "timeout", "too_large", "not_processed", "cancelled"]
"""Why no complete answer came."""


def classify(
    provider: Provider | str,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
    body: bytes | str | None = None,
    phase: Phase | None = None,
    cause: Cause | None = None,
    message: str | None = None,
    language: Language | str = "en",
    unix_ms: int | None = None,
    secrets: Iterable[str] = (),
    user_messages: Mapping[str, str] | None = None,
) -> PayonceError | None:
    """What an answer, or the lack of one, means.

    Args:
        provider: Who answered.
        operation: What was asked, for instance `payments.send`.
        safety: What a second sending would do, where there is no operation. Without either the request is taken to
            change something and to have no key.
        status: The HTTP status; leave it out when there was no answer, and give `phase`.
        headers: The header fields, as pairs or as a mapping.
        body: The body as it came.
        phase: How far the call got, when there was no answer.
        cause: Why there was none.
        message: What the transport said.
        language: The language of `user_message`.
        unix_ms: When the answer came, in milliseconds since 1970; now by default.
        secrets: Keys that the request carried; they are kept out of the error.
        user_messages: Texts of your own for end users, by the error's `doc` or `kind`.

    Returns:
        The error, or `None` for a success. It is not raised.

    Raises:
        InvalidArgumentError: An argument of this very call cannot be used.
    """
    found, refused = _native.classify(
        provider,
        body.encode() if isinstance(body, str) else body or b"",
        _pairs(headers),
        status=status,
        operation=operation,
        safety=safety,
        phase=phase,
        cause=cause,
        message=message,
        language=language,
        unix_ms=time.time_ns() // 1_000_000 if unix_ms is None else unix_ms,
        secrets=list(secrets),
        user_messages=dict(user_messages or {}),
    )
    if refused is not None:
        raise error_from_verdict(refused)
    return None if found is None else error_from_verdict(found)


def from_response(
    provider: Provider | str,
    response: Any,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    body: bytes | str | None = None,
    language: Language | str = "en",
    secrets: Iterable[str] = (),
) -> PayonceError | None:
    """`classify` for the response object of `requests`, `httpx`, `urllib3`, `aiohttp` or the like.

    Args:
        provider: Who answered.
        response: Anything with `status_code` or `status`, `headers`, and `content` or `text`.
        operation: What was asked, for instance `payments.send`.
        safety: What a second sending would do, where there is no operation.
        body: The body, for a response that only gives it asynchronously: `await response.read()` with `aiohttp`.
        language: The language of `user_message`.
        secrets: Keys that the request carried; they are kept out of the error.
    """
    status = getattr(response, "status_code", None)
    if status is None:
        status = getattr(response, "status", None)
    if not isinstance(status, int):
        raise TypeError(f"{type(response).__name__} has neither status_code nor status; is it a response?")
    return classify(
        provider,
        operation=operation,
        safety=safety,
        status=status,
        headers=_header_fields(response),
        body=_body(response) if body is None else body,
        language=language,
        secrets=secrets,
    )


def raise_for_response(
    provider: Provider | str,
    response: Any,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    body: bytes | str | None = None,
    language: Language | str = "en",
    secrets: Iterable[str] = (),
) -> None:
    """`from_response`, and raises what it finds; the typed counterpart of `raise_for_status()`."""
    error = from_response(
        provider, response, operation=operation, safety=safety, body=body, language=language, secrets=secrets
    )
    if error is not None:
        raise error


# Class names, since none of the libraries is a dependency. The first match along the classes' own order wins, so that
# a subclass decides before its base. What is no timeout while connecting may have reached the provider.
_TRANSPORT_ERRORS: dict[str, tuple[Phase, Cause]] = {
    # httpx
    "ConnectTimeout": ("before_send", "timeout"),
    "PoolTimeout": ("before_send", "timeout"),
    "ConnectError": ("before_send", "connection"),
    "UnsupportedProtocol": ("before_send", "connection"),
    "LocalProtocolError": ("before_send", "connection"),
    "WriteTimeout": ("sending", "timeout"),
    "WriteError": ("sending", "connection"),
    "ReadTimeout": ("waiting", "timeout"),
    "ReadError": ("waiting", "connection"),
    "RemoteProtocolError": ("waiting", "connection"),
    "DecodingError": ("reading", "connection"),
    # requests and urllib3
    "NewConnectionError": ("before_send", "connection"),
    "NameResolutionError": ("before_send", "connection"),
    "ConnectTimeoutError": ("before_send", "timeout"),
    "ReadTimeoutError": ("waiting", "timeout"),
    "ChunkedEncodingError": ("reading", "connection"),
    "ContentDecodingError": ("reading", "connection"),
    "IncompleteRead": ("reading", "connection"),
    # aiohttp
    "ClientConnectorError": ("before_send", "connection"),
    "ConnectionTimeoutError": ("before_send", "timeout"),
    "ServerTimeoutError": ("waiting", "timeout"),
    "ServerDisconnectedError": ("waiting", "connection"),
    "ClientPayloadError": ("reading", "connection"),
    # the standard library
    "gaierror": ("before_send", "connection"),
    "ConnectionRefusedError": ("before_send", "connection"),
    "SSLCertVerificationError": ("before_send", "connection"),
    "RemoteDisconnected": ("waiting", "connection"),
    "TimeoutError": ("waiting", "timeout"),
    "Timeout": ("waiting", "timeout"),
    "TimeoutException": ("waiting", "timeout"),
}
# These say what happened and not when.
_VAGUE = frozenset({"TimeoutError", "Timeout", "TimeoutException"})


def from_transport_error(
    provider: Provider | str,
    error: BaseException,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    language: Language | str = "en",
    secrets: Iterable[str] = (),
) -> PayonceError:
    """`classify` for an exception of `requests`, `httpx`, `aiohttp`, `urllib3` or the standard library.

    The exception is recognised by the names of its classes and, where those say nothing of how far the request got,
    by what caused it. Without a sign that nothing was sent, the request counts as sent.

    Args:
        provider: Who was called.
        error: What the client raised instead of a response.
        operation: What was asked, for instance `payments.send`.
        safety: What a second sending would do, where there is no operation.
        language: The language of `user_message`.
        secrets: Keys that the request carried; they are kept out of the error.
    """
    phase, cause = _how_far(error)
    found = classify(
        provider,
        operation=operation,
        safety=safety,
        phase=phase,
        cause=cause,
        message=f"{type(error).__name__}: {error}",
        language=language,
        secrets=secrets,
    )
    if found is None:
        raise AssertionError("the lack of an answer is always an error")
    found.__cause__ = error
    return found


def _how_far(error: BaseException) -> tuple[Phase, Cause]:
    # What was raised last knows best; only where its name says nothing of how far the request got is its cause
    # asked. __context__ is left out: it may be the failure of an earlier attempt, which proves nothing about this one.
    vague: tuple[Phase, Cause] | None = None
    seen: list[BaseException] = []
    pending: list[Any] = [error]
    while pending:
        current = pending.pop(0)
        if not isinstance(current, BaseException) or any(current is known for known in seen):
            continue
        seen.append(current)
        name, judgement = _judge(current)
        if judgement is not None and name not in _VAGUE:
            return judgement
        vague = vague or judgement
        # requests and urllib3 keep what caused an exception among its arguments or as its reason.
        pending += [current.__cause__, getattr(current, "reason", None), *current.args]
    return vague or ("waiting", "connection")


def _judge(error: BaseException) -> tuple[str, tuple[Phase, Cause] | None]:
    for known in type(error).__mro__:
        if known.__name__ in _TRANSPORT_ERRORS:
            return known.__name__, _TRANSPORT_ERRORS[known.__name__]
    return "", None


def _pairs(headers: Mapping[str, str] | Iterable[tuple[str, str]] | None) -> list[tuple[str, str]]:
    if headers is None:
        return []
    # An iterable of pairs that looks like a mapping (httpx, aiohttp) knows its duplicates through these names.
    for name in ("multi_items", "items"):
        pairs = getattr(headers, name, None)
        if callable(pairs):
            found = cast("Iterable[tuple[Any, Any]]", pairs())
            return [(_decoded(field), _decoded(value)) for field, value in found]
    return [(_decoded(name), _decoded(value)) for name, value in cast("Iterable[tuple[Any, Any]]", headers)]


def _decoded(text: Any) -> str:
    return text.decode("latin-1") if isinstance(text, bytes) else str(text)


def _header_fields(response: Any) -> list[tuple[str, str]]:
    # requests joins repeated fields with commas; the response of urllib3 below it still has them apart.
    raw = getattr(getattr(response, "raw", None), "headers", None)
    headers = raw if raw is not None and hasattr(raw, "items") else getattr(response, "headers", None)
    return _pairs(headers)


def _body(response: Any) -> bytes | str | None:
    for name in ("content", "data", "text"):
        body = getattr(response, name, None)
        if isinstance(body, (bytes, str)):
            return body
    return None
