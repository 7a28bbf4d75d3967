"""Warnings about a store that can forget what it acknowledged."""

from __future__ import annotations

import warnings


class JournalDurabilityWarning(UserWarning):
    """A store of a journal can forget what it acknowledged. It coordinates the processes, but a payment that it forgot
    can be made again."""


def warn(text: str) -> None:
    """Warns about a store."""
    warnings.warn(text, JournalDurabilityWarning, stacklevel=3)
