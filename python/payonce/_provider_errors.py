"""Classification of exceptions of a model provider's own package whose requests go through Pay-i."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from payonce._classify import cause_of, classify, error_from_response, from_transport_error, keys_of
from payonce._errors import PayiError, PayonceError
from payonce._problems import problem_of
from payonce._sealing import unrecorded
from payonce._vocabulary import Language, Safety


@unrecorded
def from_provider_error(
    error: BaseException,
    *,
    operation: str | None = None,
    safety: Safety | None = None,
    language: Language | str = "en",
    secrets: Iterable[str] = (),
    earlier_unknown: bool = False,
) -> PayiError:
    """Classifies an exception of `anthropic`, `openai`, `boto3`, `payi` or the like whose request went to Pay-i.

    None of these packages has to be installed, because the function reads the exception's `response`. The error has the
    members of Pay-i in `xproxy_error` and `xproxy_result`, and those of the model provider in `provider_error`. An
    exception without a response is classified like in `payonce.from_transport_error`.

    Args:
        error: The exception of the package, for instance `anthropic.APIStatusError`.
        operation: The operation, if it is one of Pay-i itself, for instance `ingest.units`.
        safety: What a second request would do, if payonce does not declare the operation.
        language: The language of `user_message`.
        secrets: Keys that the request carried, in addition to those in its header fields; they are removed from the
            error.
        earlier_unknown: Whether the package sent an earlier request of the same call, by a retry or a redirect, that
            may have taken effect. A refusal does not apply to that request, so the outcome is then unknown.

    Returns:
        The error. It is not raised. Its `__cause__` has the type and the text of the exception, and neither its request
        nor its response, whose header fields hold keys.
    """
    response = getattr(error, "response", None)
    keys = [*([secrets] if isinstance(secrets, str) else secrets), *keys_of(error)]
    found: PayonceError | None = None
    if isinstance(response, dict):
        members = cast("dict[str, Any]", response)
        status, headers, body = _of_botocore(members)
        if status is not None:
            found = classify(
                "payi",
                operation=operation,
                safety=safety,
                status=status,
                headers=headers,
                body=body,
                language=language,
                secrets=keys,
                earlier_unknown=earlier_unknown,
            )
    elif _has_status(response):
        found = error_from_response(
            "payi",
            response,
            operation=operation,
            safety=safety,
            body=_body_of(response, error),
            language=language,
            secrets=keys,
            earlier_unknown=earlier_unknown,
        )
        if found is None:
            # The response began as a success, then its stream failed or the package rejected its content.
            found = classify(
                "payi",
                operation=operation,
                safety=safety,
                phase="reading",
                cause="connection",
                message=problem_of(error),
                language=language,
                secrets=keys,
                earlier_unknown=earlier_unknown,
            )
    if found is None:
        found = from_transport_error(
            "payi",
            error,
            operation=operation,
            safety=safety,
            language=language,
            secrets=keys,
            earlier_unknown=earlier_unknown,
        )
    found.__cause__ = cause_of("payi", error, keys)
    return cast("PayiError", found)


def _has_status(response: Any) -> bool:
    return any(isinstance(getattr(response, name, None), int) for name in ("status_code", "status"))


def _body_of(response: Any, error: BaseException) -> bytes | str:
    for name in ("content", "text"):
        try:
            body = getattr(response, name, None)
        except Exception:  # noqa: S112  # httpx raises for the body of an unread stream
            continue
        if isinstance(body, (bytes, str)):
            return body
    read = getattr(response, "json", None)
    if callable(read):
        try:
            return _as_text(read())
        except Exception:  # noqa: S110  # not JSON, or not read: the body in the exception is next
            pass
    return _as_text(getattr(error, "body", None))


def _as_text(body: Any) -> bytes | str:
    if isinstance(body, (bytes, str)):
        return body
    if isinstance(body, (dict, list)):
        return json.dumps(body)
    # The reader of an async client has to be awaited, which is not possible here. Python warns if it is dropped
    # without being closed.
    close = getattr(body, "close", None)
    if callable(close):
        close()
    return b""


def _of_botocore(response: Mapping[str, Any]) -> tuple[int | None, dict[str, str], str]:
    meta = response.get("ResponseMetadata")
    facts = cast("dict[str, Any]", meta) if isinstance(meta, dict) else {}
    status, headers = facts.get("HTTPStatusCode"), facts.get("HTTPHeaders")
    body = {name: value for name, value in response.items() if name != "ResponseMetadata"}
    error = body.get("Error")
    if isinstance(error, dict):
        body.setdefault("message", cast("dict[str, Any]", error).get("Message"))
    return (
        status if isinstance(status, int) else None,
        cast("dict[str, str]", headers) if isinstance(headers, dict) else {},
        json.dumps(body, default=str),
    )
