"""Checks that your own store does what a journal needs.

checks = payonce.journal.conformance.check(store)
assert all(check.problem is None for check in checks)
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from payonce._journal.stores import (
    AsyncJournalStore,
    JournalStore,
    answer_of,
    answer_of_async,
)
from payonce._native import Conformance
from payonce._problems import problem_of

__all__ = ["Check", "check", "check_async"]


@dataclass(frozen=True)
class Check:
    """The result of one check."""

    name: str
    """What the store has to do."""
    problem: str | None
    """What it did instead; `None` if it did that."""


def check(store: JournalStore) -> list[Check]:
    """Runs the conformance suite on a store: every operation, and many of them at the same time in threads.

    It writes rows of its own, whose ids start with `pj_conformance_`, and leaves them settled. It cannot check that a
    row survives a power failure: read what your store promises there.

    Args:
        store: The store.

    Returns:
        The checks. A store conforms if no check has a problem.
    """
    suite, answers = Conformance(os.urandom(16)), list[tuple[bool, str]]()
    while True:
        step = suite.step(answers)
        if "checks" in step:
            return _checks(step)
        answers = _at_once(store, step["operations"])


async def check_async(store: AsyncJournalStore) -> list[Check]:
    """Runs the conformance suite on an async store: every operation, and many of them at the same time in tasks.

    It writes rows of its own, whose ids start with `pj_conformance_`, and leaves them settled. It cannot check that a
    row survives a power failure: read what your store promises there.

    Args:
        store: The store.

    Returns:
        The checks. A store conforms if no check has a problem.
    """
    import asyncio

    suite, answers = Conformance(os.urandom(16)), list[tuple[bool, str]]()
    while True:
        step = suite.step(answers)
        if "checks" in step:
            return _checks(step)
        answers = await asyncio.gather(*(_answer_async(store, operation) for operation in step["operations"]))


def _checks(step: Mapping[str, Any]) -> list[Check]:
    return [Check(**check) for check in step["checks"]]


def _answer(store: JournalStore, operation: Mapping[str, Any]) -> tuple[bool, str]:
    try:
        return True, answer_of(store, operation).to_json()
    except Exception as failed:
        return False, problem_of(failed)


async def _answer_async(store: AsyncJournalStore, operation: Mapping[str, Any]) -> tuple[bool, str]:
    try:
        return True, (await answer_of_async(store, operation)).to_json()
    except Exception as failed:
        return False, problem_of(failed)


def _at_once(store: JournalStore, operations: list[Mapping[str, Any]]) -> list[tuple[bool, str]]:
    """Has the store carry out every operation in a thread of its own, all from the same moment on."""
    answers: list[tuple[bool, str]] = [(False, "did not answer")] * len(operations)
    start = threading.Barrier(len(operations))

    def carry_out(place: int, operation: Mapping[str, Any]) -> None:
        start.wait()
        answers[place] = _answer(store, operation)

    threads = [threading.Thread(target=carry_out, args=numbered) for numbered in enumerate(operations)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
