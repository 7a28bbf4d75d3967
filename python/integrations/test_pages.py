"""The Python blocks of docs/integrations run with the real frameworks, against the simulator."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from payonce_test_support import Sandbox

PAGES = Path(__file__).parents[2] / "docs" / "integrations"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Each of these has an environment, and a test, of its own.
ELSEWHERE = {"crewai"}


def blocks(pages: list[Path]) -> list[Any]:
    """The Python blocks of these pages, as parameters of a test."""
    return [
        pytest.param(block, id=f"{page.stem}-{number}")
        for page in pages
        for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), 1)
    ]


def run_block(sandbox: Sandbox, block: str, folder: Path | None = None) -> None:
    """Runs a block against the simulator, in this folder."""
    redis = os.environ.get("PAYONCE_TEST_REDIS")
    if "REDIS_URL" in block and redis is None:
        pytest.skip("PAYONCE_TEST_REDIS names no server; `cargo xtask test integrations` starts one")
    variables = {
        f"{provider}_{name}".upper(): str(value)
        for provider, options in sandbox.providers.items()
        for name, value in options.items()
    }
    environment = {
        **os.environ,
        **variables,
        "REDIS_URL": redis or "",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", block],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", blocks([page for page in sorted(PAGES.glob("*.md")) if page.stem not in ELSEWHERE]))
def test_a_block_of_a_page_runs(sandbox: Sandbox, block: str, tmp_path: Path) -> None:
    run_block(sandbox, block, tmp_path)
