"""The wheel, installed into an environment of its own and used from a folder that is not the checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

PAID_ONCE = """
from payonce.agentwallex import AgentWallex
from payonce.testing import Sandbox

with Sandbox() as sandbox:
    sandbox.faults({"nth": [1], "operation": "payments.send", "fault": {"type": "drop", "when": "after"}})
    wallet = AgentWallex(**sandbox.options["agentwallex"])
    wallet.payments.send("agent_abc123", "0xRecipientAddress", "5.00", "USDC", idempotency_key="order-7")
    paid = sandbox.ledger.assert_paid_once(reference="order-7")
    print(f"{paid.amount:.2f} {paid.unit}")
"""


@pytest.fixture(scope="module")
def wheel() -> Path:
    return Path(os.environ["PAYONCE_WHEEL"])


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    venv.create(folder / "venv", with_pip=False, symlinks=os.name != "nt")
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-index",
        "--quiet",
        str(wheel),
    ]
    subprocess.run(install, check=True, timeout=120)
    return python


def run(python: Path, code: str, folder: Path) -> str:
    # Isolated mode: neither the current folder nor the environment lends it the checkout's sources.
    done = subprocess.run(
        [python, "-I", "-c", code], cwd=folder, check=True, timeout=60, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_it_installs_without_any_other_package_and_imports(installed: Path, tmp_path: Path) -> None:
    code = "import payonce, payonce._native as n; print(payonce.version()); print(n.__file__)"
    version, place = run(installed, code, tmp_path).splitlines()
    assert version.count(".") == 2
    assert Path(place).is_relative_to(installed.parent.parent)


def call(installed: Path, folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    # A script of the environment stands beside its interpreter.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PAYONCE_"))}
    return subprocess.run(
        [str(installed.parent / command[0]), *command[1:]],
        cwd=folder,
        env=environment,
        check=False,
        timeout=60,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("command", [["payonce"], ["python", "-m", "payonce"]], ids=" ".join)
def test_the_command_comes_with_it(installed: Path, tmp_path: Path, command: list[str]) -> None:
    explained = call(installed, tmp_path, *command, "explain", "agentwallex/policy_violation")
    assert (explained.returncode, explained.stderr) == (0, "")
    assert "policy_violation" in explained.stdout
    assert "sandbox" in call(installed, tmp_path, *command, "--help").stdout
    refused = call(installed, tmp_path, *command, "journal", "list", "--store", "postgres://127.0.0.1:1/nothing")
    assert refused.returncode == 2
    assert "cargo install payonce-cli" in refused.stderr


def test_the_simulator_comes_with_it(installed: Path, tmp_path: Path) -> None:
    assert run(installed, PAID_ONCE, tmp_path) == "5.00 USDC"


def test_pytest_finds_the_fixtures(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        points = next(name for name in names if name.endswith(".dist-info/entry_points.txt"))
        declared = archive.read(points).decode()
    assert "[pytest11]\npayonce=pytest_payonce" in declared
    assert {"pytest_payonce/__init__.py", "pytest_payonce/py.typed"} <= set(names)


def test_one_wheel_serves_every_python_from_3_10(wheel: Path) -> None:
    assert "-cp310-abi3-" in wheel.name


def test_it_carries_types_and_nothing_that_is_not_for_users(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "payonce/py.typed" in names
    assert "payonce/_native.pyi" in names
    ours = {"payonce/testing.py"}
    others = [name for name in names if not name.startswith("pytest_payonce/")]
    assert {name for name in others if "test" in name or "__pycache__" in name} == ours
    assert len([name for name in names if name.endswith((".so", ".pyd"))]) == 1
