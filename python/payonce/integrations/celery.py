"""Celery: which errors retry a task."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from payonce._errors import PayonceError
from payonce.agents import should_retry, wait_seconds

__all__ = ["retries"]


@contextmanager
def retries(task: Any) -> Generator[None, None, None]:
    """For the body of a task with `bind=True`: `with retries(self): …`.

    Retries the task only after an error of payonce that can pass and took no effect, with the wait that the provider
    asked for, else the task's `default_retry_delay`. Every other exception is raised. Do not add `autoretry_for`: it
    would retry a payment that may have been made.
    """
    try:
        yield
    except PayonceError as error:
        if not should_retry(error):
            raise
        raise task.retry(exc=error, countdown=wait_seconds(error)) from error
