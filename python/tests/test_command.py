"""The command `payonce` without its own program: `python -m payonce`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from programs import program

COMMAND = [sys.executable, "-m", "payonce"]


def run(command: list[str], *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    done = subprocess.run([*command, *arguments], input=stdin, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        [],
        ["explain", "agentwallex/policy_violation"],
        ["explain", "agentwallex/policy_violatoin"],
        ["explain", "-"],
        ["codes", "--format", "json"],
        ["codes", "--format", "nothing"],
        ["journal", "schema", "--dialect", "postgres"],
        ["completions", "bash"],
        ["man", "sandbox"],
    ],
    ids=" ".join,
)
def test_it_behaves_as_the_program_does(arguments: list[str]) -> None:
    pasted = "payonce.PolicyViolationError: over the limit [policy_violation]"
    native = [program("PAYONCE_BIN", "payonce")]
    assert run(COMMAND, *arguments, stdin=pasted) == run(native, *arguments, stdin=pasted)


def test_the_demonstration_starts_its_workers() -> None:
    code, shown, said = run(COMMAND, "demo", "--only", "workers")
    assert (code, said) == (0, "")
    charged = next(line for line in shown.splitlines() if line.startswith("| charges "))
    assert charged.split("|")[3].strip() == "12"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: str(number.name))
def test_the_simulator_ends_on_ctrl_c_and_on_sigterm(number: signal.Signals) -> None:
    with subprocess.Popen([*COMMAND, "sandbox"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["url"].startswith("http://127.0.0.1:")
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_ends_a_command_that_waits_for_input() -> None:
    with subprocess.Popen(
        [*COMMAND, "explain", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(3)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == -signal.SIGINT
        assert process.stderr.read() == ""


def test_a_closed_pipe_ends_it_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "codes"], stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
