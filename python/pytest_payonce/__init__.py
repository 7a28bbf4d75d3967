"""Fixtures of payonce for pytest.

pytest imports this module in every session of every project that has payonce installed. It imports payonce only when a
test uses a fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from payonce.testing import Sandbox

__all__ = ["payonce_only_loopback", "payonce_sandbox"]


@pytest.fixture
def payonce_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A new simulator. Every client that the test constructs uses it, and can reach no other machine."""
    from payonce.testing import Sandbox

    with Sandbox() as sandbox:
        for name, value in sandbox.env.items():
            monkeypatch.setenv(name, value)
        yield sandbox


@pytest.fixture
def payonce_only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients that the test constructs can reach no other machine."""
    monkeypatch.setenv("PAYONCE_ONLY_LOOPBACK", "1")
