"""Every code block of the documents runs, against the simulator.

A block in `python`, `ts`, `js` or `sh` is run as it stands. A block in `rust` is the end of a program in `examples/`,
word for word, and that program is run. A block in `json` is read. A block in `toml` continues the provider file of its
document: `payonce provider check` accepts it, and later blocks of the document find it as `acme.toml`. What cannot run
here stands under `<!-- not run: why -->`.
Blocks find the simulator through environment variables such as AGENTWALLEX_API_KEY and AGENTWALLEX_BASE_URL.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = [
    *(CHECKOUT / name for name in ("README.md", "CONTRIBUTING.md", "python/README.md", "js/README.md")),
    *sorted((CHECKOUT / "docs").rglob("*.md")),
]
BLOCK = re.compile(r"(?P<before>[^\n]*\n)\n?```(?P<language>\w*)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
NOT_RUN = re.compile(r"<!-- not run: \S.* -->")
RUNNABLE = {"python", "ts", "js", "sh", "rust", "json", "toml"}
SECONDS = 120


@dataclass(frozen=True)
class Snippet:
    """One code block and where it stands."""

    document: Path
    line: int
    language: str
    code: str
    provider_file: str
    """The blocks in `toml` up to this one."""

    def __str__(self) -> str:
        return f"{self.document.relative_to(CHECKOUT)}:{self.line}:{self.language}"


def snippets() -> list[Snippet]:
    found: list[Snippet] = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        provider_file = ""
        for block in BLOCK.finditer(text):
            language, code = block["language"], block["code"]
            if language in RUNNABLE and not NOT_RUN.search(block["before"]):
                line = text.count("\n", 0, block.start("language")) + 1
                if language == "toml":
                    provider_file += code
                found.append(Snippet(document, line, language, code, provider_file))
    return found


def command() -> Path:
    folder = Path(os.environ.get("CARGO_TARGET_DIR", CHECKOUT / "target"), "debug")
    return folder / ("payonce.exe" if sys.platform == "win32" else "payonce")


def build(*what: str) -> None:
    """Builds a program, unless `cargo xtask test` has built all of them, with the features of the whole run."""
    if "PAYONCE_BIN" not in os.environ:
        arguments = ["cargo", "build", "--quiet", "--package", "payonce-cli", *what]
        subprocess.run(arguments, cwd=CHECKOUT, check=True)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    """The first line of a running simulator."""
    build()
    with subprocess.Popen([command(), "sandbox", "--provider", "stripe"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


class Acme(BaseHTTPRequestHandler):
    """The API that docs/provider-files.md describes."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        payment = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if float(payment["amount"]) > 100:
            self.answer(402, {"error": {"code": "insufficient_funds", "message": "the wallet is empty"}})
        else:
            self.answer(200, {"id": "p_1", "status": "pending", **payment})

    def do_GET(self) -> None:
        self.answer(200, {"id": "p_1", "status": "paid"})

    def answer(self, status: int, body: Any) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@pytest.fixture(scope="module")
def acme() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Acme)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def environment(sandbox: dict[str, Any], acme: str) -> dict[str, str]:
    """The simulator, as it was at the start, in environment variables."""
    reset = urllib.request.Request(f"{sandbox['url']}/_sandbox/reset", method="POST")
    urllib.request.urlopen(reset).close()
    variables = {
        f"{provider}_{name}".upper(): value
        for provider, options in sandbox["providers"].items()
        for name, value in options.items()
    }
    path = os.pathsep.join([str(command().parent), str(Path(sys.executable).parent), os.environ["PATH"]])
    # A block that forgets the simulator's address must not reach a provider.
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9"}
    variables |= {"ACME_API_KEY": "acme_test_0123456789abcdef", "ACME_BASE_URL": acme}
    found = {"SANDBOX": json.dumps(sandbox), "SANDBOX_URL": sandbox["url"], "PATH": path}
    return {**os.environ, **nowhere, **variables, **found}


@pytest.mark.parametrize("snippet", snippets(), ids=str)
def test_it_runs(snippet: Snippet, environment: dict[str, str], tmp_path: Path) -> None:
    if snippet.language == "json":
        json.loads(snippet.code)
        return
    if snippet.provider_file:
        (tmp_path / "acme.toml").write_text(snippet.provider_file, encoding="utf-8")
    arguments = {"toml": provider_file, "python": python, "ts": typescript, "js": typescript, "sh": shell, "rust": rust}
    ran = subprocess.run(
        arguments[snippet.language](snippet, tmp_path),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ran.returncode == 0, f"{snippet}\n{ran.stdout}\n{ran.stderr}"


def python(snippet: Snippet, folder: Path) -> list[str]:
    program = folder / "snippet.py"
    program.write_text(snippet.code, encoding="utf-8")
    return [sys.executable, str(program)]


def provider_file(_snippet: Snippet, folder: Path) -> list[str]:
    return [str(command()), "provider", "check", str(folder / "acme.toml")]


def shell(snippet: Snippet, _folder: Path) -> list[str]:
    return ["bash", "-euc", snippet.code]


def typescript(snippet: Snippet, _folder: Path) -> list[str]:
    # Inside js/, where the package finds itself by its own name.
    package = CHECKOUT / "js"
    name = "-".join(snippet.document.relative_to(CHECKOUT).with_suffix("").parts)
    source = package / "build" / "snippets" / f"{name}-{snippet.line}.ts"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(snippet.code, encoding="utf-8")
    options = ["--ignoreConfig", "--strict", "--target", "es2022", "--module", "nodenext", "--types", "node"]
    compiler = package / "node_modules" / "typescript" / "bin" / "tsc"
    compiled = subprocess.run(
        ["node", str(compiler), *options, str(source)], cwd=package, capture_output=True, text=True, check=False
    )
    assert compiled.returncode == 0, f"{snippet}\n{compiled.stdout}"
    return ["node", str(source.with_suffix(".js"))]


def rust(snippet: Snippet, _folder: Path) -> list[str]:
    # A program may say more before the part that is shown, such as which lints do not hold for it.
    programs = (CHECKOUT / "examples").glob("*.rs")
    name = next((path.stem for path in programs if path.read_text(encoding="utf-8").endswith(snippet.code)), None)
    assert name is not None, f"{snippet} ends none of the programs in examples/"
    build("--example", name)
    return [str(command().parent / "examples" / name)]


def test_the_readme_names_the_runtimes_that_are_tested() -> None:
    tested = json.loads((CHECKOUT / "tests/runtimes/package.json").read_text(encoding="utf-8"))["dependencies"]
    readme = DOCUMENTS[0].read_text(encoding="utf-8")
    missing = {name: version for name, version in tested.items() if name != "esbuild" and version not in readme}
    assert missing == {}


def test_there_are_blocks_in_every_language() -> None:
    assert {snippet.language for snippet in snippets()} >= {"python", "ts", "sh", "rust"}
