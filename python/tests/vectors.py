"""The cases of `tests/vectors`, and what a runner reports about them."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, cast

from programs import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER = ROOT / "tests" / "vectors"
REPORTS = ROOT / "target" / "vectors"


def load(sort: str) -> list[dict[str, Any]]:
    """The cases of all files of one sort, in the order that their numbers follow."""
    cases: list[dict[str, Any]] = []
    for file in sorted((FOLDER / sort).glob("*.json")):
        cases += json.loads(file.read_text(encoding="utf-8"))
    return cases


def body_of(response: Mapping[str, Any]) -> bytes:
    """The body of a response, in whichever form a case gives it."""
    if "body_base64" in response:
        return base64.b64decode(response["body_base64"])
    if "body_text" in response:
        return str(response["body_text"]).encode()
    if "body_repeat" in response:
        repeat = response["body_repeat"]
        return str(repeat["text"]).encode() * int(repeat["times"])
    return json.dumps(response["body"]).encode() if "body" in response else b""


def differences(expected: Any, found: Any, place: str = "") -> list[str]:
    """Where the found value is not what a case says; an object of the case may name a part of the members."""
    if isinstance(expected, dict) and isinstance(found, dict):
        members = cast("dict[str, Any]", found)
        pairs = [(f".{name}", value, members.get(name)) for name, value in cast("dict[str, Any]", expected).items()]
        return _differences_in(pairs, place)
    if isinstance(expected, list) and isinstance(found, list):
        wanted, items = cast("Sequence[Any]", expected), cast("Sequence[Any]", found)
        if len(wanted) == len(items):
            return _differences_in([(f"[{at}]", one, items[at]) for at, one in enumerate(wanted)], place)
    # True == 1 in Python and not in JSON.
    if expected == found and isinstance(expected, bool) == isinstance(found, bool):
        return []
    return [f"{place or 'value'}: expected {expected!r}, found {found!r}"]


def _differences_in(pairs: list[tuple[str, Any, Any]], place: str) -> list[str]:
    return [text for name, wanted, found in pairs for text in differences(wanted, found, f"{place}{name}")]


class Report:
    """Which cases one runner played."""

    def __init__(self, runner: str) -> None:
        self.runner = runner
        self.played: list[str] = []
        self.skipped: dict[str, str] = {}

    def takes(self, case: Mapping[str, Any]) -> str | None:
        """Notes the case; returns why it is skipped, when it is."""
        reason: str | None = case.get("skip", {}).get(self.runner)
        if reason is None:
            self.played.append(case["name"])
        else:
            self.skipped[case["name"]] = reason
        return reason

    def write(self) -> None:
        """Leaves the report where the comparison of all runners looks for it."""
        REPORTS.mkdir(parents=True, exist_ok=True)
        report = {"runner": self.runner, "played": self.played, "skipped": self.skipped}
        (REPORTS / f"{self.runner}.json").write_text(json.dumps(report), encoding="utf-8")
