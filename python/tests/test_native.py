"""The native module loads, is of one version with the package, and is what its stub says."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata

import pytest

import payonce


def test_version_comes_from_the_core() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", payonce.version())
    assert payonce.__version__ == payonce.version()


def test_the_stub_matches_the_native_module() -> None:
    try:
        metadata.version("mypy")
    except metadata.PackageNotFoundError:
        pytest.skip("mypy is not installed")
    command = [sys.executable, "-m", "mypy.stubtest", "payonce._native", "--ignore-disjoint-bases"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
