"""The native module loads, is of one version with the package, and is what its stub says."""

from __future__ import annotations

import enum
import json
import re
import subprocess
import sys
from importlib import metadata
from typing import Any

import pytest

import payonce
from payonce._native import json_text


class Level(enum.IntEnum):
    """A number with a text of its own."""

    HIGH = 3


class Amount(float):
    """Like the numbers of numpy, whose text names their type."""

    def __repr__(self) -> str:
        return f"Amount({float(self)})"


class Name(str):
    """A string with a text of its own."""

    __slots__ = ()

    def __str__(self) -> str:
        return "another"


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


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -1,
        2**63,
        10**400,
        Level.HIGH,
        0.1,
        -0.0,
        1e300,
        5e-324,
        Amount(2.5),
        "",
        'a "quoted" \\ text\n\t\x00\x1f\x7f/',
        "Zahlung über 5 € 💶\u2028",
        "half \ud83d of a pair \udc00",
        "\ud83d\udcb6",
        Name("own"),
        [],
        {},
        {"a": [1, {"b": None, "ü": [True, "x"]}], 'q"': 1.5},
    ],
    ids=ascii,
)
def test_json_text_is_read_as_the_text_of_json_dumps(value: Any) -> None:
    for whole in (value, [value, value], {"member": value}):
        assert json.loads(json_text(whole)) == json.loads(json.dumps(whole))


@pytest.mark.parametrize("value", [b"bytes", (1,), {1: 2}, {"a": {1}}], ids=ascii)
def test_json_text_refuses_any_other_type(value: Any) -> None:
    with pytest.raises(TypeError):
        json_text(value)
