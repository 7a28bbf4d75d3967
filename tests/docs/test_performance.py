"""The instructions in docs/performance.md are the accepted ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_document_has_the_accepted_instructions() -> None:
    document = (ROOT / "docs/performance.md").read_text()
    stated = re.findall(r"^\| `(\w+)` \|.*\| ([\d,]+) \|$", document, re.MULTILINE)
    accepted = json.loads((ROOT / "tests/bench/instructions.json").read_text())
    assert {path: int(count.replace(",", "")) for path, count in stated} == accepted
