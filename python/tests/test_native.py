"""The native module loads and is of one version with the package."""

import re

import payonce


def test_version_comes_from_the_core() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", payonce.version())
