"""The Python blocks of docs/integrations run with the real frameworks, against the simulator."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from payonce_test_support import Sandbox

PAGES = Path(__file__).parents[2] / "docs" / "integrations"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in sorted(PAGES.glob("*.md"))
    for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), 1)
]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_of_a_page_runs(sandbox: Sandbox, block: str) -> None:
    variables = {
        f"{provider}_{name}".upper(): str(value)
        for provider, options in sandbox.providers.items()
        for name, value in options.items()
    }
    environment = {**os.environ, **variables, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", block], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
