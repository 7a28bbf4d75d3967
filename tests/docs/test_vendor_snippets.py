"""The table of the vendors' snippets names tests that exist."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "vendor-snippets.md"
NAMED = re.compile(r"\[`([^`]+)`\]\(([^)]+)\)")


@pytest.mark.parametrize(("name", "file"), sorted(set(NAMED.findall(PAGE.read_text(encoding="utf-8")))))
def test_the_named_test_exists(name: str, file: str) -> None:
    text = (PAGE.parent / file).read_text(encoding="utf-8")
    assert f"fn {name}(" in text or f"def {name}(" in text or f'test("{name}' in text
