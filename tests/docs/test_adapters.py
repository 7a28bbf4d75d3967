"""The adapters of frameworks stay small: what they decide is in the core, and what they share is beside them."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
ADAPTERS = sorted(
    [*CHECKOUT.glob("python/payonce/integrations/*.py"), *CHECKOUT.glob("js/src/integrations/*.ts")],
    key=lambda file: file.name,
)


def test_the_adapters_are_found() -> None:
    assert {".py", ".ts"} == {file.suffix for file in ADAPTERS}
    assert len(ADAPTERS) >= 25


@pytest.mark.parametrize("file", ADAPTERS, ids=lambda file: str(file.relative_to(CHECKOUT)))
def test_an_adapter_has_at_most_60_lines_that_are_not_blank(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if "Written by `cargo xtask codegen`" not in text:
        assert len([line for line in text.splitlines() if line.strip()]) <= 60
