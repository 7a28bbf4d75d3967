"""Programs that pay and end: the exit code is their own, and what they were told is what the ledger says.

Each of them runs a few times here. `PAYONCE_PROGRAMS=200` runs each 200 times, and `PAYONCE_PYTHON` names another
interpreter to run them with.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PAYMENT

import payonce
from programs import fetch
from short_program import WAYS

if TYPE_CHECKING:
    from conftest import Sandbox

PROGRAM = Path(__file__).with_name("short_program.py")
PYTHON = os.environ.get("PAYONCE_PYTHON", sys.executable)
TIMES = int(os.environ.get("PAYONCE_PROGRAMS", "3"))
AT_ONCE = 3

EXIT_CODES = {"refused": 3, "uncaught": 1, "interrupted_twice": -signal.SIGINT}
FAULTS: dict[str, dict[str, Any]] = {
    "cancelled": {"type": "hang", "when": "after"},
    "abandoned": {"type": "hang", "when": "after"},
    "hanging_daemon": {"type": "hang", "when": "after"},
    "interrupted_twice": {"type": "hang", "when": "after"},
    # The child has to come while the payment is on its way.
    "forked": {"type": "delay", "when": "after", "ms": 50},
    "forked_in_a_loop": {"type": "delay", "when": "after", "ms": 200},
    "last_words": {"type": "delay", "when": "after", "ms": 100},
}


def _missing(way: str) -> str | None:
    if sys.platform == "win32" and (way.startswith("fork") or way in {"multiprocessing_fork", "interrupted_twice"}):
        return "this system has no fork and no signals"
    if way == "uvloop" and subprocess.run([PYTHON, "-c", "import uvloop"], capture_output=True).returncode != 0:
        return f"{PYTHON} has no uvloop"
    return None


def _run(way: str, sandbox: Sandbox) -> tuple[int, list[dict[str, Any]], str]:
    given = json.dumps({"settings": sandbox.providers["agentwallex"], "payment": PAYMENT})
    package = str(Path(payonce.__file__).parents[1])
    ended = subprocess.run(
        [PYTHON, str(PROGRAM), way, given],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": package},
        timeout=60,
    )
    return ended.returncode, [json.loads(line) for line in ended.stdout.splitlines()], ended.stderr


@pytest.mark.parametrize("way", WAYS)
def test_a_program_exits_with_its_own_code_and_reports_what_happened(sandbox: Sandbox, way: str) -> None:
    reason = _missing(way)
    if reason is not None:
        pytest.skip(reason)
    if way in FAULTS:
        sandbox.faults({"provider": "agentwallex", "operation": "payments.send", "fault": FAULTS[way]})
    # Many programs pay more than the wallet holds at the start.
    funds = {"provider": "agentwallex", "account": PAYMENT["agent_id"], "amount": str(100 * TIMES)}
    fetch(f"{sandbox.url}/_sandbox/top_up", funds)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = list(pool.map(_run, [way] * TIMES, [sandbox] * TIMES))

    expected = EXIT_CODES.get(way, 0)
    codes = {code: sum(run[0] == code for run in runs) for code in {run[0] for run in runs}}
    assert codes == {expected: TIMES}, next(run[2] for run in runs if run[0] != expected)
    for _, told, errors in runs:
        assert told or way == "uncaught"
        assert not any(word in errors for word in ("Fatal Python error", "panicked", "core dumped"))
    told = [line for run in runs for line in run[1]]
    ledger = {str(effect["reference"]).strip("[]") for effect in sandbox.effects()}
    applied = [line["reference"] for line in told if line["outcome"] == "applied"]
    unknown = {line["reference"] for line in told if line["outcome"] == "unknown"}
    assert len(applied) == len(set(applied))
    assert set(applied) <= ledger
    assert ledger <= set(applied) | unknown
