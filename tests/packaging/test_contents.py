"""What both packages carry beside the code: licences, notices, rules for coding agents, no folder of the builder."""

import os
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LICENCES = ("LICENSE-MIT", "LICENSE-APACHE")
NOTICES = "THIRD-PARTY-NOTICES.txt"


def in_wheel() -> dict[str, bytes]:
    with zipfile.ZipFile(os.environ["PAYONCE_WHEEL"]) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def in_npm_package() -> dict[str, bytes]:
    return in_archive(os.environ["PAYONCE_TARBALL"])


def in_npm_addon() -> dict[str, bytes]:
    return in_archive(os.environ["PAYONCE_ADDON_TARBALL"])


def in_archive(tarball: str) -> dict[str, bytes]:
    with tarfile.open(tarball) as archive:
        files = ((member.name, archive.extractfile(member)) for member in archive.getmembers())
        # npm's archives hold everything below `package/`.
        return {name.removeprefix("package/"): file.read() for name, file in files if file is not None}


@pytest.fixture(scope="module", params=[in_wheel, in_npm_package, in_npm_addon], ids=["wheel", "npm", "addon"])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    found: dict[str, bytes] = request.param()
    return found


def only(files: dict[str, bytes], name: str) -> bytes:
    """The file of this name, wherever the package keeps its licences."""
    places = [place for place in files if place == name or place.endswith(f".dist-info/licenses/{name}")]
    assert len(places) == 1, f"{name} is in {places}"
    return files[places[0]]


def test_the_licences_are_in_it(files: dict[str, bytes]) -> None:
    for name in LICENCES:
        assert only(files, name) == (CHECKOUT / name).read_bytes()


def test_a_coding_agent_finds_the_rules_and_each_link_leads_to_a_page(files: dict[str, bytes]) -> None:
    if "payonce.node" in files:
        pytest.skip("npm installs it with the main package")
    folder = "payonce/" if "payonce/__init__.py" in files else ""
    index, skill = (files[f"{folder}{name}"].decode() for name in ("llms.txt", "skill/SKILL.md"))
    assert "Never wrap a call of payonce in a retry" in index
    assert skill.startswith("---\nname: payonce\n")
    links = re.findall(r"\]\(([^)]+)\)", index + skill)
    pages = "https://github.com/payonce/payonce/blob/main/"
    inside = [link for link in links if not link.startswith(pages)]
    assert inside == ["skill/SKILL.md"]
    missing = [link for link in links if link.startswith(pages) and not (CHECKOUT / link[len(pages) :]).is_file()]
    assert missing == []
    assert len(links) > 15


def test_the_metadata_of_the_wheel_names_the_licences() -> None:
    metadata = next(content for name, content in in_wheel().items() if name.endswith(".dist-info/METADATA")).decode()
    for name in (*LICENCES, NOTICES):
        assert f"License-File: {name}\n" in metadata


def test_the_notices_hold_the_licence_of_every_crate_inside(files: dict[str, bytes]) -> None:
    notices = only(files, NOTICES).decode()
    head, *blocks = re.split(r"^={80}$", notices, flags=re.MULTILINE)
    named = set(re.findall(r"^(\S+ \d+\.\d+\.\d+\S*): ", head, re.MULTILINE))
    crates = {name.split()[0] for name in named}
    native = {"clap", "reqwest", "ring", "rustls", "serde_json", "tokio"}
    if "dist/wasm/payonce_bg.wasm" in files:
        assert {"wasm-bindgen", "rlsf", "serde_json"} <= crates
        assert not crates & {"napi", "reqwest", "ring"}
    else:
        assert native | ({"napi"} if "payonce.node" in files else {"pyo3"}) <= crates
    # Macros, build scripts, tools and payonce itself.
    assert not crates & {
        "serde_derive",
        "syn",
        "cc",
        "clap_derive",
        "proptest",
        "payonce-core",
        "redis",
        "tokio-postgres",
    }
    with_text = {name for block in blocks[::2] for name in block.strip().split(", ")}
    without_text = re.findall(
        r"^(\S+ [^:\n]+): [^\n]*\n    holds no text of its licence; authors: \S", head, re.MULTILINE
    )
    assert named == with_text | set(without_text)
    texts = ("Apache License", "Permission is hereby granted, free of charge")
    # ring has parts under ISC, and the wasm module has no network.
    for text in texts if "ring" not in crates else (*texts, "ISC"):
        assert text in notices


def test_no_file_names_a_folder_of_the_machine_that_built_it(files: dict[str, bytes]) -> None:
    cargo = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    folders = (bytes(CHECKOUT), bytes(cargo), b"registry/src/")
    found = {name: [folder for folder in folders if folder in content] for name, content in files.items()}
    assert {name: paths for name, paths in found.items() if paths} == {}
