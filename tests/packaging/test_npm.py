"""The npm package, unpacked as npm installs it and used from a folder that is not the checkout."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TypeAlias, TypedDict

import pytest
from typing_extensions import NotRequired

Exports: TypeAlias = "str | dict[str, Exports]"

STRICT_PROGRAM = """
import { AgentWallex, type agentwallex, isPayonceError, PayonceError, PolicyViolationError } from "payonce";
import { version } from "payonce/wasm";

export async function pay(aw: AgentWallex): Promise<agentwallex.Transaction | string> {
  try {
    return await aw.payments.send({ agentId: "a", to: "b", amount: "1.00", token: version() });
  } catch (error) {
    if (error instanceof PolicyViolationError) {
      return error.rule ?? error.message;
    }
    if (error instanceof PayonceError && error.kind === "invalid_argument") {
      return error.details.field;
    }
    return isPayonceError(error) ? error.kind : "other";
  }
}
"""
PAID_ONCE = """
const sandbox = await startSandbox();
sandbox.faults([{ nth: [1], operation: "payments.send", fault: { type: "drop", when: "after" } }]);
const wallet = new AgentWallex(sandbox.options.agentwallex);
const payment = { agentId: "agent_abc123", to: "0xRecipientAddress", amount: "5.00", token: "USDC" };
await wallet.payments.send(payment, { idempotencyKey: "order-7" });
const paid = sandbox.ledger.assertPaidOnce("order-7");
console.log(paid.operation, paid.unit);
await sandbox.close();
"""
PRINT_VERSION = "console.log(version());"
PRINT_BACKEND = "import { backendName } from 'payonce'; console.log(backendName());"
ADDON = os.environ["PAYONCE_ADDON_TARBALL"]


class Manifest(TypedDict):
    name: str
    version: str
    optionalDependencies: NotRequired[dict[str, str]]


def manifest_in(tarball: str) -> Manifest:
    with tarfile.open(tarball) as archive:
        file = archive.extractfile("package/package.json")
        assert file is not None
        manifest: Manifest = json.loads(file.read())
        return manifest


PLATFORM_PACKAGE = manifest_in(ADDON)["name"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the package and the addon for this platform; no registry is asked."""
    folder = tmp_path_factory.mktemp("npm")
    unpack(os.environ["PAYONCE_TARBALL"], folder / "node_modules/payonce")
    unpack(ADDON, addon_of(folder))
    return folder


def unpack(tarball: str, folder: Path) -> None:
    with tarfile.open(tarball) as archive:
        for member in archive.getmembers():
            # npm's archives hold everything below `package/`.
            member.name = str(Path(member.name).relative_to("package"))
            archive.extract(member, folder)


def addon_of(folder: Path) -> Path:
    """The folder of the package with the addon for this platform."""
    return folder / "node_modules" / PLATFORM_PACKAGE


def node(folder: Path, code: str, *, esm: bool = True) -> str:
    kind = "module" if esm else "commonjs"
    done = subprocess.run(
        ["node", f"--input-type={kind}", "--eval", code],
        cwd=folder,
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_a_module_imports_it(project: Path) -> None:
    assert node(project, f"import {{ version }} from 'payonce'; {PRINT_VERSION}").count(".") == 2


def test_common_js_requires_it(project: Path) -> None:
    # Node 20.19 and 22.12 let `require` load a module, so one build serves both and instanceof holds.
    if not supports_require_of_modules():
        pytest.skip("this Node cannot require a module")
    assert node(project, f"const {{ version }} = require('payonce'); {PRINT_VERSION}", esm=False).count(".") == 2


def backend(folder: Path, **variables: str) -> tuple[str, str]:
    """The backend that a program uses, and what the program writes to the terminal besides."""
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", PRINT_BACKEND],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", **variables},
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip(), done.stderr


def test_it_uses_the_addon_of_the_package_for_the_platform(project: Path) -> None:
    assert backend(project) == ("addon", "")


def test_without_the_package_for_the_platform_it_uses_wasm_and_warns(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, tmp_path / "copy")
    shutil.rmtree(addon_of(tmp_path / "copy"))
    name, warning = backend(tmp_path / "copy")
    assert name == "wasm"
    assert f"[PAYONCE_NO_ADDON] Warning: payonce uses WebAssembly: {PLATFORM_PACKAGE} is not installed" in warning
    assert "without --omit=optional" in warning
    assert backend(tmp_path / "copy", PAYONCE_BACKEND="wasm") == ("wasm", "")
    command = subprocess.run(
        command_of(tmp_path / "copy", "--version"), check=False, timeout=60, capture_output=True, text=True
    )
    assert command.returncode == 1
    assert f"{PLATFORM_PACKAGE} is not installed" in command.stderr


def test_an_addon_for_another_c_library_is_skipped(project: Path, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has more than one C library")
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    other = PLATFORM_PACKAGE.replace("-gnu", "-OTHER").replace("-musl", "-gnu").replace("-OTHER", "-musl")
    shutil.copytree(addon_of(copy), copy / "node_modules" / other)
    (copy / "node_modules" / other / "payonce.node").write_bytes(b"built for another C library")
    assert backend(copy) == ("addon", "")
    shutil.rmtree(addon_of(copy))
    name, warning = backend(copy)
    assert name == "wasm"
    assert f"{PLATFORM_PACKAGE} is not installed" in warning
    assert f"{other} cannot be loaded: " in warning


def test_an_addon_of_another_version_is_not_used(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    file = addon_of(copy) / "package.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), "version": "9.9.9"}), encoding="utf-8")
    name, warning = backend(copy)
    assert name == "wasm"
    assert f"{PLATFORM_PACKAGE} has version 9.9.9 instead of " in warning


def test_a_platform_without_an_addon_uses_wasm_without_a_warning(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    program = (
        f"Object.defineProperty(process, 'arch', {{ value: 'riscv64' }}); {PRINT_BACKEND.replace('import', 'const')}"
    )
    program = program.replace(" from 'payonce'", " = await import('payonce')")
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", program],
        cwd=copy,
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    assert (done.stdout.strip(), done.stderr) == ("wasm", "")


def test_each_addon_is_an_optional_dependency_in_the_same_version() -> None:
    main, addon = manifest_in(os.environ["PAYONCE_TARBALL"]), manifest_in(ADDON)
    optional = main.get("optionalDependencies", {})
    assert set(optional.values()) == {main["version"]} == {addon["version"]}
    assert PLATFORM_PACKAGE in optional
    assert {"linux-x64-gnu", "linux-x64-musl", "linux-arm64-gnu", "linux-arm64-musl", "darwin-arm64"} <= {
        name.removeprefix("@payonce/") for name in optional
    }
    assert len(tarfile_names(os.environ["PAYONCE_TARBALL"], ".node")) == 0
    assert tarfile_names(ADDON, ".node") == ["package/payonce.node"]


def tarfile_names(tarball: str, ending: str) -> list[str]:
    with tarfile.open(tarball) as archive:
        return [name for name in archive.getnames() if name.endswith(ending)]


def in_a_strangers_folder(folder: Path, *command: str, text: str = "") -> str:
    # Nothing but the archive: no registry, and no package that this machine has in its cache.
    environment = {**os.environ, "npm_config_cache": str(folder / "cache"), "npm_config_offline": "true"}
    environment |= {"npm_config_update_notifier": "false", "NO_COLOR": "1"}
    program = shutil.which(command[0])
    assert program is not None
    done = subprocess.run(
        [program, *command[1:]],
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


def test_npx_runs_the_command_without_an_installation(tmp_path: Path) -> None:
    npx = ["npx", "--yes", f"--package={os.environ['PAYONCE_TARBALL']}", f"--package={ADDON}", "payonce"]
    explained = in_a_strangers_folder(tmp_path, *npx, "explain", "agentwallex/policy_violation")
    assert explained.startswith("AgentWallex: policy_violation")
    pasted = "PolicyViolationError: over the limit [policy_violation]"
    assert in_a_strangers_folder(tmp_path, *npx, "explain", "-", text=pasted) == explained
    assert [file.name for file in tmp_path.iterdir()] == ["cache"]


def test_npx_runs_the_command_of_the_installed_package(tmp_path: Path) -> None:
    in_a_strangers_folder(tmp_path, "npm", "install", os.environ["PAYONCE_TARBALL"], ADDON)
    assert in_a_strangers_folder(tmp_path, "npx", "payonce", "--version").startswith("payonce ")
    assert backend(tmp_path) == ("addon", "")
    program = "import { version } from 'payonce'; console.log(version());"
    assert in_a_strangers_folder(tmp_path, "node", "--input-type=module", "--eval", program).count(".") == 2


def test_npm_installs_it_without_optional_packages(tmp_path: Path) -> None:
    in_a_strangers_folder(tmp_path, "npm", "install", "--omit=optional", os.environ["PAYONCE_TARBALL"])
    name, warning = backend(tmp_path)
    assert name == "wasm"
    assert f"{PLATFORM_PACKAGE} is not installed" in warning


def command_of(folder: Path, *arguments: str) -> list[str]:
    package = folder / "node_modules/payonce"
    bins: dict[str, str] = json.loads((package / "package.json").read_text(encoding="utf-8"))["bin"]
    return ["node", str(package / bins["payonce"]), *arguments]


def test_the_command_comes_with_it(project: Path) -> None:
    explain = command_of(project, "explain", "agentwallex/policy_violation")
    explained = subprocess.run(explain, cwd=project, check=True, timeout=60, capture_output=True, text=True)
    assert "policy_violation" in explained.stdout
    refuse = command_of(project, "journal", "list", "--store", "redis://127.0.0.1:1")
    refused = subprocess.run(refuse, cwd=project, check=False, timeout=60, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "cargo install payonce-cli" in refused.stderr


def test_the_command_runs_the_simulator(project: Path) -> None:
    with subprocess.Popen(command_of(project, "sandbox"), cwd=project, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        ledger = subprocess.run(
            command_of(project, "sandbox", "ledger", "--url", url),
            check=True,
            timeout=60,
            capture_output=True,
            text=True,
        )
        assert json.loads(ledger.stdout)["effects"] == []
        process.terminate()
    assert process.returncode == 0


def test_the_command_names_its_interpreter(project: Path) -> None:
    file = Path(command_of(project)[1])
    assert file.read_text(encoding="utf-8").startswith("#!/usr/bin/env node\n")


@pytest.mark.parametrize("esm", [True, False], ids=["module", "commonjs"])
def test_the_simulator_comes_with_it(project: Path, esm: bool) -> None:
    imports = ["payonce", "payonce/testing"]
    load = [f"await import('{name}')" if esm else f"require('{name}')" for name in imports]
    body = f"const {{ AgentWallex }} = {load[0]}; const {{ startSandbox }} = {load[1]}; {PAID_ONCE}"
    code = body if esm else f"(async () => {{ {body} }})();"
    assert node(project, code, esm=esm) == "payments.send USDC"


def test_every_file_that_its_exports_name_is_in_it(project: Path) -> None:
    package = project / "node_modules/payonce"
    manifest = json.loads((package / "package.json").read_text(encoding="utf-8"))
    missing = [target for target in targets(manifest["exports"]) if not any(package.glob(target))]
    assert missing == []


def test_it_has_no_dependencies_and_carries_no_tests(project: Path) -> None:
    package = project / "node_modules/payonce"
    manifest = json.loads((package / "package.json").read_text(encoding="utf-8"))
    assert manifest.get("dependencies", {}) == {}
    assert not [file for file in package.rglob("*") if ".test." in file.name]


@pytest.mark.parametrize(("module", "resolution"), [("nodenext", "nodenext"), ("esnext", "bundler")])
def test_a_strict_program_compiles_against_its_types(project: Path, module: str, resolution: str) -> None:
    (project / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (project / "use.ts").write_text(STRICT_PROGRAM, encoding="utf-8")
    compiler = Path(__file__).parents[2] / "js/node_modules/typescript/bin/tsc"
    strict = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"]
    resolving = ["--moduleResolution", resolution]
    target = ["--target", "es2022", "--lib", "es2022,dom", "--types", ""]
    done = subprocess.run(
        ["node", compiler, "--noEmit", *strict, *target, "--module", module, *resolving, "use.ts"],
        cwd=project,
        check=False,
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_no_type_of_it_is_any(project: Path) -> None:
    folder = project / "node_modules/payonce/dist"
    types = [file for file in folder.rglob("*.d.ts") if file.parent.name != "wasm"]
    code = re.compile(r"[:<|(,=] ?any\b")
    assert [file.name for file in types if code.search(file.read_text(encoding="utf-8"))] == []


def supports_require_of_modules() -> bool:
    ask = ["node", "--print", "process.features.require_module"]
    done = subprocess.run(ask, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip() == "true"


def targets(exports: Exports) -> list[str]:
    if isinstance(exports, str):
        return [exports]
    return [target for value in exports.values() for target in targets(value)]
