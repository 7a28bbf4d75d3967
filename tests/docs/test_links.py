"""Links between the documents lead somewhere."""

import os
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "build", "dist", "node_modules", "target"}
LINK = re.compile(r"\[[^\]]*\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)")


def documents() -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(CHECKOUT):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS)
        found += [Path(folder, name) for name in sorted(files) if name.endswith(".md") or name == "llms.txt"]
    return found


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_relative_links_lead_to_files(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
