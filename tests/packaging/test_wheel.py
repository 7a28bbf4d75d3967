"""The wheel, installed into an environment of its own and used from a folder that is not the checkout."""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
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


def checked(*command: str | Path, folder: Path | None = None, text: str = "", **variables: str) -> str:
    """What a tool prints, if it succeeds."""
    # Texts in boxes are as wide as the terminal.
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200", **variables}
    done = subprocess.run(
        command,
        input=text,
        cwd=folder,
        env=environment,
        check=False,
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tool(name: str) -> Path:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found is not None, f"{name} is not in the environment of the tests"
    return Path(found)


def test_uvx_runs_the_command_without_an_installation(wheel: Path, tmp_path: Path) -> None:
    folder, cache = tmp_path / "project", str(tmp_path / "cache")
    folder.mkdir()
    uvx = (tool("uvx"), "--offline", "--no-config", "--python", sys.executable, "--from", wheel, "payonce")
    explained = checked(*uvx, "explain", "agentwallex/policy_violation", folder=folder, UV_CACHE_DIR=cache)
    assert explained.startswith("AgentWallex: policy_violation")
    pasted = "payonce.PolicyViolationError: over the limit [policy_violation]"
    assert checked(*uvx, "explain", "-", folder=folder, text=pasted, UV_CACHE_DIR=cache) == explained
    assert list(folder.iterdir()) == []


def test_twine_accepts_the_wheel_and_the_sources(wheel: Path) -> None:
    printed = checked(tool("twine"), "check", "--strict", wheel, os.environ["PAYONCE_SDIST"])
    assert printed.count("PASSED") == 2


def test_the_extension_module_uses_the_stable_abi_alone(wheel: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    checked(tool("abi3audit"), "--strict", "--report", "--output", report, wheel)
    [spec] = json.loads(report.read_text(encoding="utf-8"))["specs"].values()
    [audited] = spec["wheel"]
    assert audited["name"].startswith("_native.abi3.")
    assert audited["result"]["is_abi3"]
    assert (audited["result"]["non_abi3_symbols"], audited["result"]["future_abi3_objects"]) == ([], {})


@pytest.mark.parametrize("package", ["payonce", "pytest_payonce"])
def test_the_types_of_all_public_names_are_known(installed: Path, tmp_path: Path, package: str) -> None:
    # With this option pyright uses the first interpreter on the PATH.
    path = os.pathsep.join([str(installed.parent), os.environ["PATH"]])
    verify = ["--ignoreexternal", "--outputjson", "--verifytypes", package]
    done = subprocess.run(
        ["node", CHECKOUT / "js/node_modules/pyright/index.js", *verify],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        check=False,
        timeout=180,
        capture_output=True,
        text=True,
    )
    completeness = json.loads(done.stdout)["typeCompleteness"]
    gaps = [
        f"{symbol['name']}: {problem['message']}"
        for symbol in completeness["symbols"]
        if symbol["isExported"] and not symbol["isTypeKnown"]
        for problem in symbol["diagnostics"]
    ]
    assert gaps == []
    assert completeness["completenessScore"] == 1
    assert completeness["exportedSymbolCounts"]["withKnownType"] > 0


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
