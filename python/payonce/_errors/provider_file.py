"""Errors of providers from files, and of the files themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from payonce._errors.base import PayonceError


class ProviderError(PayonceError):
    """An error of a provider from a file. It is also an instance of the classes of its kind and its outcome."""


class ProviderFileError(ValueError):
    """A provider file was refused. Nothing of it was loaded.

    The message has one line for each problem, with the file, the line and the column.
    """

    problems: Sequence[Mapping[str, Any]]
    """The problems, each with `line` and `column` from 1 and `message`."""

    def __init__(self, message: str, problems: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)
