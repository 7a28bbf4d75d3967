"""Temporal: the `ApplicationError` of an activity."""

from __future__ import annotations

import importlib
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from payonce._errors import PayonceError
from payonce.agents import should_retry, wait_seconds

__all__ = ["application_error", "application_errors"]


def application_error(error: PayonceError) -> Any:
    """An `ApplicationError` with the kind as its type and the JSON form of the error as its details.

    Temporal retries an activity after every exception. This one is retried only if the error can pass and took no
    effect, with the wait that the provider asked for.
    """
    framework: Any = importlib.import_module("temporalio.exceptions")
    asked = wait_seconds(error)
    return framework.ApplicationError(
        str(error),
        error.to_dict(),
        type=error.kind,
        non_retryable=not should_retry(error),
        next_retry_delay=None if asked is None else timedelta(seconds=asked),
    )


@contextmanager
def application_errors() -> Generator[None, None, None]:
    """For the body of an activity, sync or async: `with application_errors(): …`."""
    try:
        yield
    except PayonceError as error:
        raise application_error(error) from error
