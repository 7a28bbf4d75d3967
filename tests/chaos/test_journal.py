"""A short run of worker processes in three languages that share one journal, and are killed and paused.

`cargo xtask test chaos` builds the packages, starts the servers and sets `CHAOS_BIN`. The run with only Rust is in
`tools/chaos/tests`, and `cargo xtask chaos --journal` makes a long one.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SERVERS = {"postgres": "PAYONCE_TEST_POSTGRES", "redis": "PAYONCE_TEST_REDIS"}


def journal_column(report: str) -> dict[str, int]:
    """The figures of the journal by their label."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in report.splitlines() if line[:1] == "|"]
    return {label: int(figure) for label, _, figure in rows[2:]}


@pytest.mark.parametrize("store", ["sqlite", *SERVERS])
def test_workers_of_every_language_charge_once_and_lose_nothing(store: str) -> None:
    url = os.environ.get(SERVERS[store]) if store in SERVERS else None
    if store in SERVERS and url is None:
        pytest.skip(f"{SERVERS[store]} names no server; `cargo xtask test chaos` starts one")
    command = [os.environ["CHAOS_BIN"], "--journal", "--operations", "100", "--seed", "2026"]
    command += ["--python", sys.executable]
    command += ["--store", url] if url else []
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout
    assert "workers: rust, python, node" in run.stdout, run.stdout
    figures = journal_column(run.stdout)
    assert figures["jobs"] == 100, run.stdout
    for label in ("jobs charged twice", "jobs lost", "jobs left without a verdict"):
        assert figures[label] == 0, run.stdout
    # A run in which a language pays nothing, or nothing breaks, would prove nothing.
    for label in ("of those, worked off by Python", "of those, worked off by Node", "workers killed", "store failures"):
        assert figures[label] > 0, run.stdout
    assert figures["jobs paid once and recorded"] > 50, run.stdout
