"""Plays `tests/journal/vectors.json`: the ten rules of the journal as data, which Rust and Node play as well."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

import pytest

import payonce
from payonce.agentpay import AgentPayClient
from payonce.agentwallex import AgentWallex
from payonce.journal import JournalAnswer, JournalRow
from programs import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Sandbox

DOCUMENT: dict[str, Any] = json.loads((ROOT / "tests" / "journal" / "vectors.json").read_text())
CASES: list[dict[str, Any]] = DOCUMENT["cases"]
CLOCK_MS: int = DOCUMENT["clock_ms"]


class Memory:
    """A store with the clock of the vectors, and what goes wrong with it."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.rows: dict[str, JournalRow] = {}
        self.count = 0
        self.fails: list[int] = case.get("store_fails", [])
        self.interferes: dict[str, Any] | None = case.get("interferes")

    def change(self, changes: dict[str, Any]) -> None:
        """Changes the only row as another writer would: columns, and members of its entry."""
        (row,) = self.rows.values()
        entry = json.dumps({**json.loads(row.entry), **changes.get("entry", {})})
        changes = {"generation": row.generation + 1, **changes, "entry": entry}
        self.rows[row.id] = dataclasses.replace(row, **changes)

    def _begin(self) -> None:
        number = self.count
        self.count += 1
        if self.interferes is not None and self.interferes["before"] == number:
            self.change(self.interferes["row"])
        if number in self.fails:
            raise OSError("the disk is full")

    def _answer(self, id: str, *, written: bool) -> JournalAnswer:
        return JournalAnswer(written=written, row=self.rows.get(id), rows=(), now_ms=CLOCK_MS)

    def _write(self, row: JournalRow, created_ms: int) -> JournalAnswer:
        self.rows[row.id] = dataclasses.replace(row, created_ms=created_ms, updated_ms=CLOCK_MS)
        return self._answer(row.id, written=True)

    def claim(self, row: JournalRow, /) -> JournalAnswer:
        """Inserts."""
        self._begin()
        return self._answer(row.id, written=False) if row.id in self.rows else self._write(row, CLOCK_MS)

    def update(self, row: JournalRow, if_generation: int, /) -> JournalAnswer:
        """Replaces."""
        self._begin()
        stored = self.rows.get(row.id)
        if stored is None or stored.generation != if_generation:
            return self._answer(row.id, written=False)
        return self._write(row, stored.created_ms)

    def get(self, id: str, /) -> JournalAnswer:
        """Reads."""
        self._begin()
        return self._answer(id, written=False)

    def list(self, unsettled_only: bool, after: str | None, limit: int, /) -> JournalAnswer:
        """Lists."""
        self._begin()
        rows = [self.rows[id] for id in sorted(self.rows) if id > (after or "")]
        found = [row for row in rows if not unsettled_only or row.state != "settled"][:limit]
        return JournalAnswer(written=False, row=None, rows=tuple(found), now_ms=CLOCK_MS)


class Play:
    """One case on its way."""

    def __init__(self, case: dict[str, Any], sandbox: Sandbox) -> None:
        self.case = case
        self.sandbox = sandbox
        self.purchase: dict[str, Any] = DOCUMENT["purchases"][case["purchase"]]
        self.key: str | None = case.get("key", DOCUMENT["key"])
        self.store = Memory(case)
        self.events: list[payonce.Event] = []
        if "row" in case:
            row: dict[str, Any] = case["row"]
            own: dict[str, Any] = {name: self.purchase[name] for name in ("id", "provider", "operation")}
            entry = json.dumps({"fingerprint": self.purchase["fingerprint"], **row["entry"]})
            fixed: dict[str, Any] = {"account": DOCUMENT["account"], "key": self.key, "schema": 1}
            columns: dict[str, Any] = {**own, **fixed, **row, "entry": entry}
            self.store.rows[own["id"]] = JournalRow(**columns)
        sandbox.faults(*case.get("faults", []))

    def client(self) -> Any:
        """A client of its own for each step, as in another process."""
        provider: str = self.purchase["provider"]
        given = dict(self.sandbox.providers[provider])
        given.pop("user_api_key", None)
        client: Any = AgentPayClient if provider == "agentpay" else AgentWallex
        retry = {"base_delay": 0.01, "max_delay": 0.05, "deadline": 1}
        account: str = DOCUMENT["account"]
        given["journal_account"] = account
        return client(**given, journal=self.store, retry=retry, on_event=self.events.append)

    def step(self, step: dict[str, Any]) -> dict[str, Any]:
        """Does a step, and returns what it brought."""
        try:
            return self._do(step)
        except payonce.PayonceError as error:
            return {
                "ok": False,
                "kind": error.kind,
                "outcome": error.outcome,
                "retryable": error.retryable,
                "phase": error.to_dict()["phase"],
                "field": error.details.get("field"),
                "has_retry_after": error.to_dict().get("retry_after_ms") is not None,
            }

    def _do(self, step: dict[str, Any]) -> dict[str, Any]:
        does = step["do"]
        if does == "call":
            operation: str = self.purchase["operation"]
            # The key of `consume` is among its arguments.
            more: dict[str, Any] = {} if self.key is None else {"idempotency_key": self.key}
            if operation == "consume":
                more = {"raise_on_failure": True}
            arguments = {**self.purchase["arguments"], **step.get("arguments", {})}
            result = attrgetter(operation)(self.client())(**arguments, **more)
            # Some operations return a plain dict.
            info = getattr(result, "call_info", None)
            return {"ok": True, "replayed": info and info.replayed}
        if does == "run":
            sweep = self.client().journal.run()
            return {"settled": len(sweep.settled), "open": len(sweep.open)}
        if does == "prune":
            return {"pruned": self.client().journal.prune(settled_before=timedelta(0))}
        if does == "settle":
            verdict = {name: step[name] for name in ("by", "note", "frees_key")}
            self.client().journal.settle(self.key, step["outcome"], **verdict)
            return {"ok": True}
        if does == "edit":
            self.store.change(step["row"])
            return {}
        assert does == "faults"
        self.sandbox.faults(*step["rules"])
        return {}

    def end(self) -> dict[str, Any]:
        """What happened in the end, in the form of the expectation."""
        operation = self.purchase["operation"]
        rows = [{**dataclasses.asdict(row), "has_key": row.key is not None} for row in self.store.rows.values()]
        assert len(rows) <= 1
        return {
            "sent": sum(request["operation"] == operation for request in self.sandbox.requests()["requests"]),
            "effects": sum(effect["operation"] == operation for effect in self.sandbox.effects()),
            "row": rows[0] if rows else None,
            "events": [event.event for event in self.events],
        }


def differences(at: str, expected: Any, got: Any) -> list[str]:
    """What is not as expected. An object is compared member by member, and a list names what must be among others."""
    if isinstance(expected, dict) and isinstance(got, dict):
        members, found = cast("dict[str, Any]", expected), cast("dict[str, Any]", got)
        return [
            problem
            for name, value in members.items()
            for problem in differences(f"{at}.{name}", value, found.get(name))
        ]
    if isinstance(expected, list) and isinstance(got, list):
        items, among = cast("Sequence[Any]", expected), cast("Sequence[Any]", got)
        return [f"{at}: {item} is missing in {among}" for item in items if item not in among]
    return [] if expected == got else [f"{at}: expected {expected}, got {got}"]


@pytest.mark.parametrize("rule", range(1, 11))
def test_every_rule_has_cases(rule: int) -> None:
    assert sum(case["rule"] == rule for case in CASES) >= 2


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}-{case['name'].replace(' ', '_')}" for case in CASES])
def test_the_journal_keeps_its_rules(sandbox: Sandbox, case: dict[str, Any]) -> None:
    play = Play(case, sandbox)
    problems: list[str] = []
    for number, step in enumerate(case["steps"]):
        problems += differences(f"step {number}", step.get("expect", {}), play.step(step))
    problems += differences("end", case["expect"], play.end())
    assert problems == []
