"""The wheel, installed into an environment of its own and used from a folder that is not the checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest


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


def test_one_wheel_serves_every_python_from_3_10(wheel: Path) -> None:
    assert "-cp310-abi3-" in wheel.name


def test_it_carries_types_and_nothing_that_is_not_for_users(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "payonce/py.typed" in names
    assert "payonce/_native.pyi" in names
    assert not [name for name in names if "test" in name or "__pycache__" in name]
    assert len([name for name in names if name.endswith((".so", ".pyd"))]) == 1
