"""The entries of a journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, Literal, TypeAlias

from payonce._errors import PayonceError, error_from_payload
from payonce._frozen import dataclass
from payonce._reference import Reference
from payonce._vocabulary import Outcome

JournalState: TypeAlias = Literal["planned", "claimed", "sending", "open", "settled"]
"""Where an entry is.

- `planned`: it is recorded together with the caller's own data, and no process has begun to send it.
- `claimed`: a process has the key and has not begun to send.
- `sending`: the request may be on its way.
- `open`: no process works on it, and whether it took effect is not known or not final.
- `settled`: whether it took effect is known.
"""


@dataclass(frozen=True)
class SettledBy:
    """The verdict of a person about an entry that no request could settle."""

    by: str
    """The person."""
    note: str
    """What they found, and where."""
    frees_key: bool
    """Whether they accepted that the key makes a further payment."""


@dataclass(frozen=True)
class JournalEntry:
    """An entry of a journal."""

    id: str
    """The primary key of its row."""
    provider: str
    """The provider's id."""
    account: str
    """The account at the provider."""
    operation: str
    """The operation, for instance `payments.send`."""
    key: str | None
    """The key; `None` in an entry that was pruned."""
    state: JournalState
    """Where it is."""
    outcome: Outcome | None
    """Whether it took effect, for entries that are open or settled."""
    reference: Reference
    """Everything the operation can be found by."""
    attempts: int
    """How many requests were sent."""
    owner: str
    """The process that wrote last."""
    lease_left_ms: int
    """How long the owner may still be at work, in milliseconds; 0 when no process is."""
    created_ms: int
    """When it was written first, in milliseconds since 1970."""
    updated_ms: int
    """When it was written last, in milliseconds since 1970."""
    error: PayonceError | None
    """The last error, without secrets."""
    result: Any
    """The result of the operation, without secrets."""
    settled_by: SettledBy | None
    """The verdict of a person."""

    @property
    def created(self) -> datetime:
        """When it was written first."""
        return _moment(self.created_ms)

    @property
    def updated(self) -> datetime:
        """When it was written last."""
        return _moment(self.updated_ms)


@dataclass(frozen=True)
class Sweep:
    """What `journal.run()` did."""

    settled: tuple[JournalEntry, ...]
    """The entries that it settled, by sending a plan or by asking the provider."""
    open: tuple[JournalEntry, ...]
    """The entries that are still open. Call `run` again later, or have a person settle them."""


def _moment(unix_ms: int) -> datetime:
    return datetime.fromtimestamp(unix_ms / 1000, timezone.utc)


def entry_from_members(members: Mapping[str, Any]) -> JournalEntry:
    """The entry that the core wrote."""
    error, settled_by = members["error"], members["settled_by"]
    read: dict[str, Any] = {
        **members,
        "reference": Reference.from_dict(members["reference"]),
        "error": None if error is None else error_from_payload(error),
        "settled_by": None if settled_by is None else SettledBy(**settled_by),
    }
    return JournalEntry(**read)


def sweep_from_members(members: Mapping[str, Any]) -> Sweep:
    """The sweep that the core wrote."""
    return Sweep(tuple(map(entry_from_members, members["settled"])), tuple(map(entry_from_members, members["open"])))
