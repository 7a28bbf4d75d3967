"""What a program does with its journal besides paying."""

from __future__ import annotations

import builtins
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Literal, TypeAlias

from payonce._journal.entries import JournalEntry, Sweep, entry_from_members, sweep_from_members

Act: TypeAlias = Callable[[str, Mapping[str, Any]], Any]
AsyncAct: TypeAlias = Callable[[str, Mapping[str, Any]], Awaitable[Any]]


class Journal:
    """The journal of a sync client: `client.journal`."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def run(self) -> Sweep:
        """Settles what other calls of this account left behind.

        It sends plans that are committed, asks the provider about entries whose process died, and frees keys that were
        never used. Entries on which a process is at work stay as they are. Any number of workers may run this at the
        same time, as often as they like.

        Returns:
            What it settled, and what is still open. A payment that failed is no exception: its entry has the error.

        Raises:
            NotSentError: The store cannot be read.
        """
        return sweep_from_members(self._act("run", {}))

    def open(self) -> builtins.list[JournalEntry]:
        """Returns the entries of this provider that may have taken effect and that no process works on.

        `run` settles those that the provider can be asked about. `settle` records what a person found out about the
        others.

        Raises:
            NotSentError: The store cannot be read.
        """
        return [entry_from_members(entry) for entry in self._act("open", {})]

    def entries(self, *, unsettled_only: bool = False) -> builtins.list[JournalEntry]:
        """Returns the entries of this provider, oldest first.

        Args:
            unsettled_only: Whether settled entries are left out.

        Raises:
            NotSentError: The store cannot be read.
        """
        return [entry_from_members(entry) for entry in self._act("entries", {"unsettled_only": unsettled_only})]

    def get(self, key: str) -> builtins.list[JournalEntry]:
        """Returns the entries with this key, one for each operation that it was used for.

        Args:
            key: The key, or the `id` of an entry.

        Raises:
            NotSentError: The store cannot be read.
        """
        return [entry_from_members(entry) for entry in self._act("get", {"key": key})]

    def settle(
        self, key: str, outcome: Literal["applied", "not_applied"], *, by: str, note: str, frees_key: bool = False
    ) -> JournalEntry:
        """Records the verdict of a person about an entry that is open, with the person's name.

        Args:
            key: The key, or the `id` of an entry.
            outcome: Whether the operation took effect.
            by: The person.
            note: What they found, and where.
            frees_key: Whether the same key makes a new payment after `not_applied`. If the person is wrong, it is the
                second one. By default the key stays used.

        Returns:
            The settled entry.

        Raises:
            InvalidArgumentError: There is no such entry, it is settled already, a process is at work on it, or several
                operations used the key.
            NotSentError: The store cannot be read or written.
        """
        return entry_from_members(self._act("settle", _verdict(key, outcome, by, note, frees_key)))

    def prune(self, *, settled_before: timedelta | None = None) -> int:
        """Removes the results and errors of old settled entries. The entries themselves stay, and keep their keys used.

        Args:
            settled_before: How long ago an entry must have been settled; 30 days by default.

        Returns:
            How many entries it pruned.

        Raises:
            NotSentError: The store cannot be read or written.
        """
        pruned: int = self._act("prune", _age(settled_before))
        return pruned


class AsyncJournal:
    """The journal of an async client: `client.journal`."""

    def __init__(self, act: AsyncAct) -> None:
        self._act = act

    async def run(self) -> Sweep:
        """Settles what other calls of this account left behind.

        It sends plans that are committed, asks the provider about entries whose process died, and frees keys that were
        never used. Entries on which a process is at work stay as they are. Any number of workers may run this at the
        same time, as often as they like.

        Returns:
            What it settled, and what is still open. A payment that failed is no exception: its entry has the error.

        Raises:
            NotSentError: The store cannot be read.
        """
        return sweep_from_members(await self._act("run", {}))

    async def open(self) -> builtins.list[JournalEntry]:
        """Returns the entries of this provider that may have taken effect and that no process works on.

        `run` settles those that the provider can be asked about. `settle` records what a person found out about the
        others.

        Raises:
            NotSentError: The store cannot be read.
        """
        return [entry_from_members(entry) for entry in await self._act("open", {})]

    async def entries(self, *, unsettled_only: bool = False) -> builtins.list[JournalEntry]:
        """Returns the entries of this provider, oldest first.

        Args:
            unsettled_only: Whether settled entries are left out.

        Raises:
            NotSentError: The store cannot be read.
        """
        return [entry_from_members(entry) for entry in await self._act("entries", {"unsettled_only": unsettled_only})]

    async def get(self, key: str) -> builtins.list[JournalEntry]:
        """Returns the entries with this key, one for each operation that it was used for.

        Args:
            key: The key, or the `id` of an entry.

        Raises:
            NotSentError: The store cannot be read.
        """
        return [entry_from_members(entry) for entry in await self._act("get", {"key": key})]

    async def settle(
        self, key: str, outcome: Literal["applied", "not_applied"], *, by: str, note: str, frees_key: bool = False
    ) -> JournalEntry:
        """Records the verdict of a person about an entry that is open, with the person's name.

        Args:
            key: The key, or the `id` of an entry.
            outcome: Whether the operation took effect.
            by: The person.
            note: What they found, and where.
            frees_key: Whether the same key makes a new payment after `not_applied`. If the person is wrong, it is the
                second one. By default the key stays used.

        Returns:
            The settled entry.

        Raises:
            InvalidArgumentError: There is no such entry, it is settled already, a process is at work on it, or several
                operations used the key.
            NotSentError: The store cannot be read or written.
        """
        return entry_from_members(await self._act("settle", _verdict(key, outcome, by, note, frees_key)))

    async def prune(self, *, settled_before: timedelta | None = None) -> int:
        """Removes the results and errors of old settled entries. The entries themselves stay, and keep their keys used.

        Args:
            settled_before: How long ago an entry must have been settled; 30 days by default.

        Returns:
            How many entries it pruned.

        Raises:
            NotSentError: The store cannot be read or written.
        """
        pruned: int = await self._act("prune", _age(settled_before))
        return pruned


def _verdict(key: str, outcome: str, by: str, note: str, frees_key: bool) -> Mapping[str, Any]:
    return {"key": key, "outcome": outcome, "by": by, "note": note, "frees_key": frees_key}


def _age(settled_before: timedelta | None) -> Mapping[str, Any]:
    return {"settled_before": settled_before}
