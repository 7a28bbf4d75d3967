"""What a program does with its journal besides paying."""

from __future__ import annotations

import builtins
from collections.abc import Awaitable, Callable, Generator, Mapping
from datetime import timedelta
from typing import Any, Literal, TypeAlias

from payonce._errors import InvalidArgumentError, error_from_verdict
from payonce._journal.entries import JournalEntry, Sweep, entry_from_members, sweep_from_members
from payonce._journal.plans import AsyncTransaction, Transaction, transaction_of
from payonce._journal.stores import JournalAnswer
from payonce._native import Engine, Verdict
from payonce._serialize import NotSerializableError, to_json

Act: TypeAlias = Callable[[str, Mapping[str, Any]], Any]
AsyncAct: TypeAlias = Callable[[str, Mapping[str, Any]], Awaitable[Any]]


class Journal:
    """The journal of a sync client: `client.journal`."""

    def __init__(self, act: Act, engine: Engine, *, is_native: bool) -> None:
        self._act = act
        self._plans = _Plans(engine, is_native=is_native)

    def run(self) -> Sweep:
        """Settles what other calls of this account left behind.

        It sends plans that are committed, asks the provider about entries whose process died, and frees keys that were
        never used. Entries on which a process is at work stay as they are. Any number of workers may run this at the
        same time, as often as they like.

        Returns:
            What it settled, and what is still open. A payment that failed raises nothing: its entry has the error.

        Raises:
            NotSentError: The store cannot be read.
        """
        return sweep_from_members(self._act("run", {}))

    def plan(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        within: object = None,
    ) -> None:
        """Records the intention to make a call. `run` sends it.

        With `within`, the plan is a part of the caller's own transaction: a rollback leaves nothing, and after a commit
        the call takes effect once. The journal must be in the same database. A plan that is there already is the same
        plan.

        Args:
            operation: The name, for instance `payments.send`.
            arguments: Its arguments by name.
            idempotency_key: The key of the call. An operation that has its key among its arguments needs none here.
            within: An open transaction: a `sqlite3` or psycopg connection, or an SQLAlchemy `Session` or `Connection`.
                It is the caller who commits.

        Raises:
            InvalidArgumentError: An argument is invalid, there is no key, or the key was used for other arguments.
            NotSentError: The store cannot be written. Nothing is planned for certain, and planning again is safe.
        """
        if within is None:
            self._act("plan", self._plans.texts(operation, arguments, idempotency_key))
            return
        transaction = self._plans.transaction(within)
        if not isinstance(transaction, Transaction):
            raise self._plans.refused("within", "belongs to an event loop; use an async client")
        steps = self._plans.steps(operation, arguments, idempotency_key)
        step = next(steps, None)
        while step is not None:
            step = _send(steps, transaction.answer(step))

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

    def __init__(self, act: AsyncAct, engine: Engine, *, is_native: bool) -> None:
        self._act = act
        self._plans = _Plans(engine, is_native=is_native)

    async def run(self) -> Sweep:
        """Settles what other calls of this account left behind.

        It sends plans that are committed, asks the provider about entries whose process died, and frees keys that were
        never used. Entries on which a process is at work stay as they are. Any number of workers may run this at the
        same time, as often as they like.

        Returns:
            What it settled, and what is still open. A payment that failed raises nothing: its entry has the error.

        Raises:
            NotSentError: The store cannot be read.
        """
        return sweep_from_members(await self._act("run", {}))

    async def plan(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        within: object = None,
    ) -> None:
        """Records the intention to make a call. `run` sends it.

        With `within`, the plan is a part of the caller's own transaction: a rollback leaves nothing, and after a commit
        the call takes effect once. The journal must be in the same database. A plan that is there already is the same
        plan.

        Args:
            operation: The name, for instance `payments.send`.
            arguments: Its arguments by name.
            idempotency_key: The key of the call. An operation that has its key among its arguments needs none here.
            within: An open transaction: a psycopg `AsyncConnection`, an asyncpg connection, or an SQLAlchemy
                `AsyncSession` or `AsyncConnection`; also what a sync client takes. It is the caller who commits.

        Raises:
            InvalidArgumentError: An argument is invalid, there is no key, or the key was used for other arguments.
            NotSentError: The store cannot be written. Nothing is planned for certain, and planning again is safe.
        """
        if within is None:
            await self._act("plan", self._plans.texts(operation, arguments, idempotency_key))
            return
        transaction = self._plans.transaction(within)
        steps = self._plans.steps(operation, arguments, idempotency_key)
        step = next(steps, None)
        while step is not None:
            if isinstance(transaction, AsyncTransaction):
                answer = await transaction.answer(step)
            else:
                answer = transaction.answer(step)
            step = _send(steps, answer)

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


class _Plans:
    """Plans in transactions of the caller."""

    def __init__(self, engine: Engine, *, is_native: bool) -> None:
        self._engine = engine
        self._is_native = is_native

    def refused(self, field: str, problem: str) -> InvalidArgumentError:
        error = error_from_verdict(self._engine.refuse(field, problem))
        if not isinstance(error, InvalidArgumentError):
            raise error
        return error

    def texts(self, operation: str, arguments: Mapping[str, Any], key: str | None) -> Mapping[str, str]:
        """The plan as the core takes it."""
        try:
            return {
                "operation": operation,
                "arguments": to_json(arguments),
                "options": to_json({"idempotency_key": key}),
            }
        except NotSerializableError as refused:
            raise self.refused(refused.field, refused.problem) from None

    def transaction(self, within: object) -> Transaction | AsyncTransaction:
        """The transaction of the caller."""
        try:
            transaction = transaction_of(within)
        except TypeError as failed:
            raise self.refused("within", str(failed).removeprefix("within: ")) from None
        if transaction is None:
            raise self.refused(
                "within",
                "must be a connection of sqlite3, psycopg or asyncpg, or a session or connection of SQLAlchemy, not "
                f"{type(within).__name__}",
            )
        if transaction.dialect == "sqlite" and self._is_native:
            raise self.refused(
                "within",
                "is in Python's copy of SQLite, and the journal in that of payonce; two copies in one process break "
                "each other's locks. Create the client with journal=payonce.journal.sqlite(path)",
            )
        return transaction

    def steps(
        self, operation: str, arguments: Mapping[str, Any], key: str | None
    ) -> Generator[Mapping[str, Any], JournalAnswer, None]:
        """Yields each operation of the plan, and receives what the transaction answered."""
        texts = self.texts(operation, arguments, key)
        plan = self._engine.plan(texts["operation"], texts["arguments"], texts["options"])
        step: Mapping[str, Any] | Verdict | None = plan
        while step is not None:
            if isinstance(plan, Verdict):
                raise error_from_verdict(plan) from None
            if isinstance(step, Verdict):
                raise error_from_verdict(step) from None
            answer = yield step
            step = self._engine.planned(to_json(plan["row"]), answer.to_json())


def _send(steps: Generator[Mapping[str, Any], JournalAnswer, None], answer: JournalAnswer) -> Mapping[str, Any] | None:
    try:
        return steps.send(answer)
    except StopIteration:
        return None
