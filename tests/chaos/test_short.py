"""A short chaos run with the packages of Python and Node, so that a change which can charge twice does not wait for the
long one. Rust has its own in `tools/chaos/tests`.

`cargo xtask test chaos` builds the packages and sets `CHAOS_BIN`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

LANGUAGES = ["python", "node", "wasm"]


def chaos(language: str, *options: str) -> tuple[int, str]:
    """The exit status of a run, and its report."""
    command = [os.environ["CHAOS_BIN"], "--languages", language, "--python", sys.executable, *options]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    return run.returncode, run.stdout


def rows(report: str) -> dict[str, dict[str, str]]:
    """The rows of the table by operation; that of all of them under an empty name."""
    head, _, *lines = [line for line in report.splitlines() if line.startswith("|")]
    names, *cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in [head, *lines])
    return {row["operation"]: row for row in (dict(zip(names, cell, strict=True)) for cell in cells)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_charged_twice_and_every_report_is_true(language: str) -> None:
    status, report = chaos(language, "--operations", "600", "--seed", "2026")
    assert status == 0, report
    table = rows(report)
    operations = {"consume", "create_intent", "execute_intent", "payments.send", "x402.pay", "ingest.bulk_upsert"}
    assert operations | {"keywords.research", "content.audit"} <= set(table), report
    # A run that strikes nothing, leaves nothing open or cancels nothing would prove nothing.
    for operation in operations:
        assert int(table[operation]["struck"]) > 0, report
        assert int(table[operation]["reported done"]) > 0, report
    everything = table[""]
    assert int(everything["calls"]) >= 600, report
    assert int(everything["unknown"]) > 20, report
    assert int(everything["later done"]) > 0, report
    assert int(everything["cancelled"]) > 0, report
    assert not re.search(r"with one key: 0 times", report), report


@pytest.mark.parametrize("language", LANGUAGES)
def test_callers_who_repeat_blindly_are_seen_to_pay_twice(language: str) -> None:
    """The comparison has to see what it is there for, and to say how to play the same round again."""
    status, report = chaos(language, "--operations", "400", "--seed", "2027", "--careless")
    assert status == 1, report
    twice = re.search(r"^ *(\d+)  charged twice$", report, re.MULTILINE)
    assert twice is not None, report
    assert int(twice[1]) > 0, report
    again = re.search(r"play such a round again: cargo xtask chaos (.+)$", report, re.MULTILINE)
    assert again is not None, report
    assert again[1] == f"--languages {language} --seed 2027 --operations 400 --clients 32 --careless"
