"""What an exception from outside of this package says, as the core reports it."""

from __future__ import annotations


def problem_of(failed: BaseException) -> str:
    """The problem of a store, a signer, another client or an interruption in its own words."""
    return f"{type(failed).__name__}: {failed}"
