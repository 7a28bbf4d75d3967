"""The programs that tests talk to: the simulator and the script server of the vectors."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).resolve().parents[2]


def program(variable: str, name: str) -> str:
    """The path of a program that `cargo xtask test` names, or that an earlier build left."""
    path = os.environ.get(variable) or str(ROOT / "target" / "debug" / name)
    if not Path(path).exists():
        raise FileNotFoundError(f"{path} is missing; run `cargo build -p payonce-cli -p vector-server`")
    return path


@contextmanager
def running(*command: str) -> Generator[dict[str, Any]]:
    """Starts a program that says on its first line, in JSON, where it is."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        if process.stdout is None:
            raise RuntimeError(f"{command[0]} has no output")
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


def fetch(url: str, body: object = None) -> Any:
    """Asks one of the programs, with POST when there is a body."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        text = response.read()
    return json.loads(text) if text else None
