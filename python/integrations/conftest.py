"""The simulator for the tests of frameworks, which have a Python environment of their own."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(_TESTS), str(_TESTS.parent)]
_SPEC = importlib.util.spec_from_file_location("payonce_test_support", _TESTS / "conftest.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_shared = importlib.util.module_from_spec(_SPEC)
sys.modules["payonce_test_support"] = _shared
_SPEC.loader.exec_module(_shared)

# CrewAI and localstripe have environments of their own.
collect_ignore = [
    folder
    for package, folder in (("crewai", "with_crewai"), ("localstripe", "with_localstripe"))
    if not importlib.util.find_spec(package)
]
sandbox = _shared.sandbox
simulator = _shared.simulator
