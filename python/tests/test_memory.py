"""A process that classifies and calls for days does not grow.

`PAYONCE_MEMORY=full` classifies 1,000,000 errors and makes 100,000 pairs of calls. Without it there are as many as show
a leak of a hundred bytes for each error, and of a thousand for each pair.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Sandbox

PROGRAM = Path(__file__).with_name("memory_program.py")
IS_FULL = os.environ.get("PAYONCE_MEMORY") == "full"
TIMES = {"classify": 1_000_000, "call": 100_000} if IS_FULL else {"classify": 20_000, "call": 1_000}
MOST = {"classify": 50.0, "call": 1_000.0}
"""Bytes for each time: what the allocator keeps varies by that much."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the size of a process is read from /proc")


def growth(work: str, sandbox: Sandbox, *flags: str) -> float:
    options = json.dumps(sandbox.providers["agentwallex"])
    times = TIMES[work] if not flags else min(TIMES[work], 20_000)
    done = subprocess.run(
        [sys.executable, str(PROGRAM), work, str(times), options, *flags], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


@pytest.mark.parametrize("work", ["classify", "call"])
def test_errors_and_calls_leave_nothing_behind(work: str, sandbox: Sandbox) -> None:
    assert growth(work, sandbox) < MOST[work]


@pytest.mark.parametrize("work", ["classify", "call"])
def test_a_planted_leak_is_found(work: str, sandbox: Sandbox) -> None:
    assert growth(work, sandbox, "leak") > MOST[work]
