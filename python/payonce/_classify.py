"""The verdict for somebody who already has a client: an answer in, a typed error out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from types import FrameType
from typing import Any, Literal, TypeAlias, cast

from payonce import _native
from payonce._errors import PayonceError, error_from_verdict
from payonce._sealing import unrecorded
from payonce._vocabulary import Language, Phase, Provider, Safety

# RFC 9110, sections 15.3.5 and 15.3.6: these answers have no body.
_WITHOUT_BODY = frozenset({204, 205})

Cause: TypeAlias = Literal["connection", "timeout", "too_large", "not_processed", "cancelled"]
"""Why no complete answer came."""


@unrecorded
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
        # A text is a list of letters too, and nobody means that.
        secrets=[secrets] if isinstance(secrets, str) else list(secrets),
        user_messages=dict(user_messages or {}),
    )
    if refused is not None:
        raise error_from_verdict(refused)
    return None if found is None else error_from_verdict(found)


@unrecorded
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
        body: The body, for a response that does not hold it: `await response.read()` with `aiohttp`, `response.read()`
            with `urllib` and with a stream of `httpx`.
        language: The language of `user_message`.
        secrets: Keys that the request carried; they are kept out of the error.

    Raises:
        TypeError: This is no response, or its body cannot be read here and `body` is missing.
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
        body=_body(response, status) if body is None else body,
        language=language,
        secrets=secrets,
    )


@unrecorded
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
    "WriteTimeout": ("sending", "timeout"),
    "WriteError": ("sending", "connection"),
    "ReadTimeout": ("waiting", "timeout"),
    "ReadError": ("waiting", "connection"),
    # Also the local one: it may come after the server has read the whole request.
    "ProtocolError": ("waiting", "connection"),
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
# These also appear where an established connection broke.
_BROKEN = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)
# These say what happened and not when.
_VAGUE = frozenset({"TimeoutError", "Timeout", "TimeoutException"})


@unrecorded
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

    "Not sent" is a claim about one attempt at one address. It is not made where the exception shows that a redirect was
    followed, an answer had come or an earlier attempt may have arrived. A library for retries leaves no such trace: let
    your client follow no redirects, put no retries below this call, and hand over the exception as it was raised, with
    its traceback.

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
    phase, cause = _last_attempt(error)
    if phase == "before_send" and any(_may_have_arrived(known) for known in _chain(error)):
        return "waiting", cause
    return phase, cause


def _last_attempt(error: BaseException) -> tuple[Phase, Cause]:
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


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that led to it, including the failures of earlier attempts."""
    seen: list[BaseException] = []
    pending: list[Any] = [error]
    while pending:
        current = pending.pop()
        if isinstance(current, BaseException) and not any(current is known for known in seen):
            seen.append(current)
            yield current
            pending += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]
            pending += getattr(current, "exceptions", ())


def _may_have_arrived(error: BaseException) -> bool:
    """Whether this part of a chain shows that some attempt may have reached the provider."""
    if _says_so(error):
        return True
    traceback = error.__traceback__
    while traceback is not None:
        if _earlier_attempt(traceback.tb_frame):
            return True
        traceback = traceback.tb_next
    return False


def _says_so(error: BaseException) -> bool:
    name, judgement = _judge(error)
    if isinstance(error, _BROKEN) or (judgement is not None and judgement[0] != "before_send" and name not in _VAGUE):
        return True
    # An answer was refused before, or the exception crossed a process and lost its traceback.
    answered = getattr(error, "response", None) is not None or isinstance(getattr(error, "status", None), int)
    return answered or type(error).__name__ == "_RemoteTraceback"


def _earlier_attempt(frame: FrameType) -> bool:
    """Whether this function of a client was at work after a first answer or a first attempt.

    None of the libraries keeps that in its exception. A frame whose variables were cleared counts as a yes.
    """
    code = frame.f_code
    name, variables = code.co_name, (*code.co_varnames, *code.co_cellvars)
    # requests and urllib only come here with an answer in hand: a redirect, a challenge or a hook.
    if name in ("resolve_redirects", "dispatch_hook", "redirect_request") or name.startswith("http_error_"):
        return True
    # httpx and aiohttp
    if name in ("_send_handling_redirects", "_request") and "history" in variables:
        found = frame.f_locals
        # aiohttp sends once more on a new connection, and only where the method allows it.
        again = found.get("retry_persistent_connection") is False and found.get("method") not in ("POST", "PATCH")
        # httpx runs its hooks with the answer in this variable.
        return bool(found.get("history", True)) or again or (name != "_request" and "response" in found)
    # urllib3, also below requests
    if name == "urlopen" and "retries" in code.co_varnames[: code.co_argcount]:
        retries = frame.f_locals.get("retries", True)
        history: Iterable[Any] = getattr(retries, "history", (None,) if retries is True else ())
        return any(_reached(getattr(attempt, "error", None)) for attempt in history)
    return False


def _reached(error: object) -> bool:
    # An attempt without an error had an answer. Its traceback is left out: that leads back to this history.
    if not isinstance(error, BaseException) or _last_attempt(error)[0] != "before_send":
        return True
    return any(_says_so(known) for known in _chain(error))


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


def _body(response: Any, status: int) -> bytes | str:
    """The body, which is never guessed: an answer of success is only one with its body."""
    unread = None
    if not _was_consumed(response):
        for name in ("content", "data", "text"):
            try:
                body = getattr(response, name, None)
            except RuntimeError as error:  # httpx before read(), requests after a stream was used up
                unread = error
                break
            if isinstance(body, (bytes, str)):
                return body
    if status in _WITHOUT_BODY:
        return b""
    raise TypeError(
        f"the body of this {type(response).__name__} cannot be read here; read it and pass it as `body=`"
    ) from unread


def _was_consumed(response: Any) -> bool:
    # requests and urllib3 give an empty body for a stream that was read or closed elsewhere.
    if getattr(response, "_content", None) is False:
        raw = getattr(response, "raw", None)
    elif getattr(response, "_body", b"") is None:
        raw = response
    else:
        return False
    tell = getattr(raw, "tell", None)
    return bool(getattr(raw, "closed", False)) or (callable(tell) and tell() != 0)
