"""The Python blocks of the page about CrewAI run in its environment, against the simulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_pages import PAGES, blocks, run_block

if TYPE_CHECKING:
    from payonce_test_support import Sandbox


@pytest.mark.parametrize("block", blocks([PAGES / "crewai.md"]))
def test_a_block_of_the_page_runs(sandbox: Sandbox, block: str) -> None:
    run_block(sandbox, block)
