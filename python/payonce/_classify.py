"""Classification for programs with their own HTTP client: a response in, a typed error out."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from types import FrameType
from typing import Any, Literal, TypeAlias, TypeGuard, cast

from payonce import _native
from payonce._errors import PayonceError, error_from_verdict
from payonce._errors.composed import MAKERS
from payonce._native import Verdict
from payonce._problems import problem_of
from payonce._sealing import handled, unrecorded, without_own_frames
from payonce._vocabulary import Language, Phase, ProviderId, Safety

# Header fields that carry the keys of the providers, and of the model providers behind Pay-i.
_KEY_HEADERS = ("authorization", "x-api-key", "api-key", "x-goog-api-key", "xproxy-api-key")
# Clients follow these with a GET (RFC 9110, sections 15.4.2 to 15.4.4).
_CHANGES_METHOD = frozenset({301, 302, 303})
# Clients send the same request again for these (RFC 9110, sections 15.4.8 and 15.4.9).
_KEEPS_METHOD = frozenset({307, 308})
# RFC 9110, sections 15.3.5 and 15.3.6: these responses have no body.
_WITHOUT_BODY = frozenset({204, 205})

Cause: TypeAlias = Literal["connection", "certificate", "timeout", "too_large", "not_processed", "cancelled"]
"""Why no complete response arrived."""


def classify(
    provider: ProviderId | str,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
    body: bytes | str | Mapping[str, Any] | None = None,
    phase: Phase | None = None,
    cause: Cause | None = None,
    message: str | None = None,
    language: Language | str = "en",
    unix_ms: int | None = None,
    secrets: Iterable[str] = (),
    user_messages: Mapping[str, str] | None = None,
    earlier_unknown: bool = False,
) -> PayonceError | None:
    """Classifies a response, or the failure to get one.

    A JSON-RPC 2.0 response, its error object and the result of an MCP tool are opened: the provider's code inside
    counts, and HTTP 200 around a refusal does not. An error that payonce passed on keeps its verdict.

    Args:
        provider: The provider's id.
        operation: The operation, for instance `payments.send`.
        safety: What a second request would do, if payonce does not declare the operation. Without either, the request
            counts as one that changes something and has no key.
        status: The HTTP status. Omit it if there was no response, and pass `phase`. Also omit it for a message that
            came without HTTP: a JSON-RPC response or error, the result of an MCP tool, an RFC 9457 problem, or
            `to_dict()` of an error.
        headers: The header fields, as pairs or as a mapping.
        body: The raw body, or its JSON as a mapping, for instance `result.model_dump()` of an MCP tool result.
        phase: How far the call got, if there was no response; `reading` next to a status if the body was not read.
        cause: Why there was no response.
        message: The message of the transport.
        language: The language of `user_message`.
        unix_ms: When the response arrived, in milliseconds since 1970; now by default.
        secrets: Keys that the request carried; they are removed from the error.
        user_messages: Your own texts for end users, by the error's `doc` or `kind`.
        earlier_unknown: Whether your client sent an earlier request of the same call, by a retry or a redirect, that
            may have taken effect. A refusal does not apply to that request, so the outcome is then unknown.

    Returns:
        The error, or `None` for a success. It is not raised.

    Raises:
        InvalidArgumentError: An argument of this call is invalid.
    """
    try:
        return _classify(
            provider,
            operation,
            safety,
            status,
            headers if type(headers) is dict else header_pairs(headers),
            body,
            language,
            secrets,
            earlier_unknown,
            unix_ms,
            phase,
            cause,
            message,
            user_messages,
        )
    except BaseException as failed:
        error = failed
    # What `unrecorded` does, which takes 0.5 µs to pack the arguments: a tenth of the whole call.
    del provider, operation, safety, status, headers, body, phase, cause, message, language, secrets, user_messages
    try:
        raise without_own_frames(error, handled())
    finally:
        # Otherwise the frame would keep the exception, and the exception the frame.
        del error


def _classify(
    provider: str,
    operation: str | None,
    safety: str | None,
    status: int | None,
    headers: Any,
    body: Any,
    language: str,
    secrets: Iterable[str],
    earlier_unknown: bool,
    unix_ms: int | None = None,
    phase: str | None = None,
    cause: str | None = None,
    message: str | None = None,
    user_messages: Mapping[str, str] | None = None,
) -> PayonceError | None:
    body = _bytes_of(body)
    has_more = phase is not None or cause is not None or message is not None or language != "en"
    if has_more or secrets or user_messages or earlier_unknown:
        found = _native.classify(
            MAKERS,
            provider,
            body,
            headers,
            status,
            operation,
            safety,
            unix_ms,
            phase=phase,
            cause=cause,
            message=message,
            language=language,
            # A string is a sequence of letters too, which is never intended here.
            secrets=[secrets] if isinstance(secrets, str) else list(secrets),
            user_messages=list(dict(user_messages).items()) if user_messages else [],
            earlier_unknown=bool(earlier_unknown),
        )
    else:
        # Most responses need none of these, and each costs its part of the call.
        found = _native.classify(MAKERS, provider, body, headers, status, operation, safety, unix_ms)
    # An error is the usual case, and `isinstance` would search its bases.
    if type(found) is Verdict:
        return error_from_verdict(found)
    if type(found) is tuple:
        raise error_from_verdict(*cast("tuple[Verdict]", found))
    error: PayonceError | None = found
    return error


def error_from_response(
    provider: ProviderId | str,
    response: Any,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    body: bytes | str | None = None,
    language: Language | str = "en",
    secrets: Iterable[str] = (),
    earlier_unknown: bool = False,
) -> PayonceError | None:
    """`classify` for the response object of `requests`, `httpx`, `urllib3`, `aiohttp` or a similar package.

    Args:
        provider: The provider's id.
        response: An object with `status_code` or `status`, `headers`, and `content` or `text`.
        operation: The operation, for instance `payments.send`.
        safety: What a second request would do, if payonce does not declare the operation.
        body: The body, for a response that does not hold it: `await response.read()` with `aiohttp`, `response.read()`
            with `urllib` and with a stream of `httpx`.
        language: The language of `user_message`.
        secrets: Keys that the request carried; they are removed from the error.
        earlier_unknown: Whether your client sent an earlier request of the same call, by a retry or a redirect, that
            may have taken effect. A refusal does not apply to that request, so the outcome is then unknown.

    Raises:
        TypeError: `response` is not a response, or its body cannot be read and `body` is missing.
    """
    try:
        return _error_from_response(provider, response, operation, safety, body, language, secrets, earlier_unknown)
    except BaseException as failed:
        error = failed
    # What `unrecorded` does, which takes 0.5 µs to pack the arguments: a tenth of the whole call.
    del provider, response, operation, safety, body, language, secrets
    try:
        raise without_own_frames(error, handled())
    finally:
        del error


def _error_from_response(
    provider: str,
    response: Any,
    operation: str | None,
    safety: str | None,
    body: bytes | str | None,
    language: str,
    secrets: Iterable[str],
    earlier_unknown: bool,
) -> PayonceError | None:
    if _attribute(response, "history"):
        earlier_unknown = earlier_unknown or _was_repeated(response)
        redirect = _redirect_of_the_call(response)
        if redirect is not None:
            # What follows is the response of another request, perhaps of a GET.
            response, body = redirect, b""
    status = getattr(response, "status_code", None)
    if status is None:
        status = getattr(response, "status", None)
    if not isinstance(status, int):
        raise TypeError(f"{type(response).__name__} has neither status_code nor status; is it a response?")
    headers = _header_fields(response)
    if body is None:
        body = _body(response, status)
    return _classify(provider, operation, safety, status, headers, body, language, secrets, earlier_unknown)


def raise_for_response(
    provider: ProviderId | str,
    response: Any,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    body: bytes | str | None = None,
    language: Language | str = "en",
    secrets: Iterable[str] = (),
    earlier_unknown: bool = False,
) -> None:
    """Raises what `error_from_response` returns: the typed counterpart of `raise_for_status()`."""
    error: BaseException | None
    refusal: BaseException | None = None
    try:
        error = _error_from_response(provider, response, operation, safety, body, language, secrets, earlier_unknown)
    except BaseException as failed:
        error = refusal = failed
    del provider, response, operation, safety, body, language, secrets
    if refusal is not None:
        error = without_own_frames(refusal, handled())
    if error is None:
        return
    try:
        raise error
    finally:
        # Otherwise the frame would keep the exception, and the exception the frame.
        del error, refusal


def _bytes_of(body: bytes | str | Mapping[str, Any] | None) -> bytes:
    if type(body) is bytes:
        return body
    if isinstance(body, Mapping):
        # Imported here, because most bodies are bytes.
        import json

        return json.dumps(dict(body)).encode()
    return body.encode() if isinstance(body, str) else body or b""


# Class names, because none of the libraries is a dependency. The first match along the MRO wins, so a subclass is
# matched before its base. Every failure except one while connecting may have reached the provider.
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
    # Includes LocalProtocolError, which can be raised after the server has read the whole request.
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
    "SSLCertVerificationError": ("before_send", "certificate"),
    "ClientConnectorCertificateError": ("before_send", "certificate"),
    "RemoteDisconnected": ("waiting", "connection"),
    "TimeoutError": ("waiting", "timeout"),
    "Timeout": ("waiting", "timeout"),
    "TimeoutException": ("waiting", "timeout"),
}
_UNTRUSTED = frozenset(name for name, (_, cause) in _TRANSPORT_ERRORS.items() if cause == "certificate")
# These are also raised when an established connection breaks.
_BROKEN = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)
# These state what happened, but not when.
_VAGUE = frozenset({"TimeoutError", "Timeout", "TimeoutException"})


@unrecorded
def from_transport_error(
    provider: ProviderId | str,
    error: BaseException,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    body: bytes | str | None = None,
    language: Language | str = "en",
    secrets: Iterable[str] = (),
    earlier_unknown: bool = False,
) -> PayonceError:
    """`classify` for an exception of `requests`, `httpx`, `aiohttp`, `urllib3` or the standard library.

    An exception with a response, such as that of `raise_for_status()`, is classified by the response. Any other is
    recognized by the names of its classes. If they do not show how far the request got, its cause is examined. Unless
    something proves that nothing was sent, the request counts as sent.

    "Not sent" is a statement about one attempt at one address. It is not made if the exception shows that a redirect
    was followed, a response arrived or an earlier attempt may have arrived. A retry library leaves no such trace: let
    your client follow no redirects, put no retries below this call, and pass the exception as it was raised, with its
    traceback.

    Args:
        provider: The provider's id.
        error: The exception that the client raised.
        operation: The operation, for instance `payments.send`.
        safety: What a second request would do, if payonce does not declare the operation.
        body: The body of the response, for an exception that does not hold it: `aiohttp`, streams, and `error.read()`
            with `urllib`.
        language: The language of `user_message`.
        secrets: Keys that the request carried, besides those in the header fields of a request that the exception
            holds; they are removed from the error.
        earlier_unknown: Whether your client sent an earlier request of the same call, by a retry or a redirect, that
            may have taken effect. A refusal does not apply to that request, so the outcome is then unknown.

    Returns:
        The error. Its `__cause__` has the type and the text of the exception, but neither its request nor its response,
        whose header fields contain keys.
    """
    keys = [*([secrets] if isinstance(secrets, str) else secrets), *keys_of(error)]
    response = _response_of(error)
    judge = functools.partial(
        classify,
        provider,
        operation=operation,
        safety=safety,
        language=language,
        secrets=keys,
        earlier_unknown=earlier_unknown or _was_repeated(response, error),
    )
    message = problem_of(error)
    found: PayonceError | None = None
    redirect = None if response is None else _redirect_of_the_call(response, error)
    if redirect is not None:
        response, body = redirect, b""
    if response is not None:
        judge_head = functools.partial(judge, status=_status_of(response), headers=_header_fields(response))
        read = _body_or_none(response) if body is None else body
        if read is not None:
            found = judge_head(body=read)
        if found is None:
            # Its body was not read, or the client refused what looks like a success.
            found = judge_head(phase="reading", cause="connection", message=message)
    if found is None:
        phase, cause = _how_far(error)
        found = judge(phase=phase, cause=cause, message=message)
    if found is None:
        raise AssertionError("a missing response is always an error")
    found.__cause__ = cause_of(provider, error, keys)
    return found


def keys_of(holder: Any) -> list[str]:
    """The keys in the header fields of the request that an exception or a response holds."""
    found: list[str] = []
    for owner in (holder, _attribute(holder, "response")):
        for name in ("request", "request_info"):
            headers = _attribute(_attribute(owner, name), "headers")
            try:
                values = [headers.get(key) for key in _KEY_HEADERS] if headers is not None else []
            except Exception:  # noqa: S112  # headers of another kind
                continue
            found += [value.removeprefix("Bearer ") for value in values if isinstance(value, str) and value]
    return found


def _attribute(owner: Any, name: str) -> Any:
    try:
        return getattr(owner, name, None)
    except Exception:  # httpx raises where an exception or a response does not know its request
        return None


def cause_of(provider: ProviderId | str, error: BaseException, keys: Iterable[str]) -> BaseException:
    """What an error may have as its `__cause__`: an exception of the same type whose text holds none of the keys."""

    from payonce._stand_in import stand_in

    def redacted(text: str) -> str:
        found = classify(provider, safety="unkeyed", phase="waiting", message=text, secrets=keys)
        return "" if found is None else found.message

    return stand_in(error, redacted)


def _status_of(response: Any) -> int | None:
    for name in ("status_code", "status"):
        status = _attribute(response, name)
        if isinstance(status, int) and 100 <= status <= 999:
            return status
    return None


def _response_of(error: BaseException) -> Any:
    """The response that an exception holds, or that it is."""
    response = _attribute(error, "response")
    for found in (response, error):
        if found is not None and _status_of(found) is not None and _attribute(found, "headers") is not None:
            return found
    return None


def _redirect_of_the_call(response: Any, error: BaseException | None = None) -> Any:
    """The redirect in response to the call, if a client followed it with another method than the call's."""
    for hop, method in _redirects(response, error):
        if _status_of(hop) in _CHANGES_METHOD and str(method).upper() not in ("GET", "HEAD"):
            return hop
    return None


def _was_repeated(response: Any, error: BaseException | None = None) -> bool:
    """Whether the client sent the call again because a redirect asked for it: a refusal is not of the first request."""
    return any(
        _status_of(hop) in _KEEPS_METHOD and str(method).upper() not in ("GET", "HEAD")
        for hop, method in _redirects(response, error)
    )


def _redirects(response: Any, error: BaseException | None) -> list[tuple[Any, Any]]:
    """The redirects that a client followed, each with the method that it answered."""
    hops = _hops(_attribute(response, "history"))
    # A client that raises on its way has not written the history into the response yet.
    trace = None if error is None else error.__traceback__
    while trace is not None:
        name, found = trace.tb_frame.f_code.co_name, trace.tb_frame.f_locals
        if name in ("_send_handling_redirects", "_request"):
            hops += _hops(found.get("history"))
        elif name.startswith("http_error_30"):
            get_method: Any = _attribute(found.get("req"), "get_method")
            hops.append((found.get("fp"), get_method() if callable(get_method) else None))
        trace = trace.tb_next
    return hops


def _hops(history: Any) -> list[tuple[Any, Any]]:
    if not isinstance(history, (list, tuple)):
        return []
    return [
        (hop, _attribute(_attribute(hop, "request"), "method") or _attribute(hop, "method"))
        for hop in cast("list[Any]", history)
    ]


def _body_or_none(response: Any) -> bytes | str | None:
    # The exceptions of urllib and aiohttp are responses without a body; the text of one of aiohttp is none.
    if isinstance(response, BaseException):
        return None
    try:
        return _body(response, _status_of(response) or 0)
    except TypeError:
        return None


def _how_far(error: BaseException) -> tuple[Phase, Cause]:
    phase, cause = _last_attempt(error)
    # A client states that it made no connection, and keeps why as the cause.
    if phase == "before_send" and any(_is_untrusted(known) for known in _chain(error)):
        cause = "certificate"
    if phase == "before_send" and any(_may_have_arrived(known) for known in _chain(error)):
        return "waiting", cause
    return phase, cause


def _is_untrusted(error: BaseException) -> bool:
    return any(known.__name__ in _UNTRUSTED for known in type(error).__mro__)


def _ended_the_handshake(error: BaseException) -> bool:
    """Whether TLS failed in its handshake. The same exceptions are raised later, when a request may have arrived."""
    if all(known.__name__ != "SSLError" for known in type(error).__mro__):
        return False
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_name == "do_handshake" and traceback.tb_frame.f_globals.get("__name__") == "ssl":
            return True
        traceback = traceback.tb_next
    return False


def _last_attempt(error: BaseException) -> tuple[Phase, Cause]:
    # The exception that was raised last decides. Only if its name does not show how far the request got, its cause is
    # examined. __context__ is ignored: it can be the failure of an earlier attempt, which proves nothing here.
    vague: tuple[Phase, Cause] | None = None
    seen: list[BaseException] = []
    pending: list[Any] = [error]
    while pending:
        current = pending.pop(0)
        if not isinstance(current, BaseException) or any(current is known for known in seen):
            continue
        seen.append(current)
        if _ended_the_handshake(current):
            return "before_send", "connection"
        name, judgement = _judge(current)
        if judgement is not None and name not in _VAGUE:
            return judgement
        vague = vague or judgement
        # requests and urllib3 store the cause of an exception in its arguments or in `reason`.
        pending += [current.__cause__, getattr(current, "reason", None), *current.args]
    return vague or ("waiting", "connection")


def _judge(error: BaseException) -> tuple[str, tuple[Phase, Cause] | None]:
    for known in type(error).__mro__:
        if known.__name__ in _TRANSPORT_ERRORS:
            return known.__name__, _TRANSPORT_ERRORS[known.__name__]
    return "", None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything that led to it, including the failures of earlier attempts."""
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
    # A response was refused earlier, or the exception came from another process and lost its traceback.
    answered = getattr(error, "response", None) is not None or isinstance(getattr(error, "status", None), int)
    return answered or type(error).__name__ == "_RemoteTraceback"


def _earlier_attempt(frame: FrameType) -> bool:
    """Whether this function of a client ran after a first response or a first attempt.

    None of the libraries stores that in its exception. A frame whose variables were cleared counts as yes.
    """
    code = frame.f_code
    name, variables = code.co_name, (*code.co_varnames, *code.co_cellvars)
    # requests and urllib run these only after a response: a redirect, a challenge or a hook.
    if name in ("resolve_redirects", "dispatch_hook", "redirect_request") or name.startswith("http_error_"):
        return True
    # httpx and aiohttp
    if name in ("_send_handling_redirects", "_request") and "history" in variables:
        found = frame.f_locals
        # aiohttp sends again on a new connection, only if the method allows it.
        again = found.get("retry_persistent_connection") is False and found.get("method") not in ("POST", "PATCH")
        # httpx runs its hooks with the response in this variable.
        return bool(found.get("history", True)) or again or (name != "_request" and "response" in found)
    # urllib3, also below requests
    if name == "urlopen" and "retries" in code.co_varnames[: code.co_argcount]:
        retries = frame.f_locals.get("retries", True)
        history: Iterable[Any] = getattr(retries, "history", (None,) if retries is True else ())
        return any(_reached(getattr(attempt, "error", None)) for attempt in history)
    return False


def _reached(error: object) -> bool:
    # An attempt without an error had a response. Its traceback is ignored, because it leads back to this history.
    if not isinstance(error, BaseException) or _last_attempt(error)[0] != "before_send":
        return True
    return any(_says_so(known) for known in _chain(error))


def header_pairs(headers: Mapping[str, str] | Iterable[tuple[str, str]] | None) -> list[tuple[Any, Any]]:
    # The core reads names and values that are bytes or numbers.
    if headers is None:
        return []
    if type(headers) is dict:
        return list(cast("Mapping[Any, Any]", headers).items())
    raw: Any = getattr(headers, "raw", None)
    if _is_ascii(raw):
        return raw
    # The header objects of httpx and aiohttp return duplicates through these methods.
    for name in ("multi_items", "items"):
        pairs = getattr(headers, name, None)
        if callable(pairs):
            found = cast("Iterable[tuple[Any, Any]]", pairs())
            return [(field, value) for field, value in found]  # pairs of any kind become tuples
    return [(name, value) for name, value in cast("Iterable[tuple[Any, Any]]", headers)]


def _is_ascii(raw: Any) -> TypeGuard[list[tuple[bytes, bytes]]]:
    """Whether this is a list of pairs of bytes with the same meaning in every encoding.

    httpx takes longer to find the encoding of its fields than the core to read them.
    """
    if type(raw) is not list:
        return False
    pairs = cast("list[tuple[Any, bytes]]", raw)
    try:
        return set(map(type, pairs)) <= {tuple} and b"".join([value for _, value in pairs]).isascii()
    except (TypeError, ValueError):
        return False


def _header_fields(response: Any) -> list[tuple[Any, Any]]:
    # requests joins repeated fields with commas; the urllib3 response below it still has them separate.
    raw = getattr(getattr(response, "raw", None), "headers", None)
    headers = raw if raw is not None and hasattr(raw, "items") else getattr(response, "headers", None)
    return header_pairs(headers)


def _body(response: Any, status: int) -> bytes | str:
    """The body, which is never guessed: without its body, a success is not known to be one."""
    unread = None
    if not _was_consumed(response):
        for name in ("content", "data", "text"):
            try:
                body = getattr(response, name, None)
            except RuntimeError as error:  # httpx before read(), requests after a stream was consumed
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
    # requests and urllib3 return an empty body for a stream that was read or closed elsewhere.
    if getattr(response, "_content", None) is False:
        raw = getattr(response, "raw", None)
    elif getattr(response, "_body", b"") is None:
        raw = response
    else:
        return False
    tell = getattr(raw, "tell", None)
    return bool(getattr(raw, "closed", False)) or (callable(tell) and tell() != 0)
