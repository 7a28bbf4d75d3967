"""What a client reports while a call runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from payonce._reference import Reference

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from payonce._vocabulary import Kind, Outcome, Provider


@dataclass(frozen=True)
class AboutToSend:
    """A request is going out. The call waits for the listener before the first byte, so that it can write the
    reference down; an exception in the listener ends the call and nothing is sent."""

    event: ClassVar[Literal["about_to_send"]] = "about_to_send"
    call_id: str
    """The same for all events of one call, and for no other call of the process."""
    provider: Provider
    """The provider."""
    operation: str
    """The operation, for instance `payments.send`."""
    attempt: int
    """The number of the request among those of this operation, from 1."""
    reference: Reference
    """Everything the operation can be found by."""


@dataclass(frozen=True)
class Retrying:
    """A request failed and the call goes on after a wait."""

    event: ClassVar[Literal["retrying"]] = "retrying"
    call_id: str
    """The same for all events of one call, and for no other call of the process."""
    provider: Provider
    """The provider."""
    operation: str
    """The operation."""
    attempt: int
    """The number of the failed request, from 1."""
    kind: Kind
    """What went wrong."""
    status: int | None
    """The status, when there was an answer."""
    wait_ms: int
    """The wait in milliseconds."""

    @property
    def wait(self) -> float:
        """The wait in seconds."""
        return self.wait_ms / 1000


@dataclass(frozen=True)
class Reconciling:
    """Nobody knows whether the operation took effect; after a wait the provider is asked."""

    event: ClassVar[Literal["reconciling"]] = "reconciling"
    call_id: str
    """The same for all events of one call, and for no other call of the process."""
    provider: Provider
    """The provider."""
    operation: str
    """The operation."""
    reference: Reference
    """What is looked for."""
    wait_ms: int
    """The wait in milliseconds."""

    @property
    def wait(self) -> float:
        """The wait in seconds."""
        return self.wait_ms / 1000


@dataclass(frozen=True)
class Pacing:
    """The next request waits for its turn in the client's `pace`."""

    event: ClassVar[Literal["pacing"]] = "pacing"
    call_id: str
    """The same for all events of one call, and for no other call of the process."""
    provider: Provider
    """The provider."""
    operation: str
    """The operation."""
    wait_ms: int
    """The wait in milliseconds."""

    @property
    def wait(self) -> float:
        """The wait in seconds."""
        return self.wait_ms / 1000


@dataclass(frozen=True)
class Finished:
    """The call is over. This event comes once for every call."""

    event: ClassVar[Literal["finished"]] = "finished"
    call_id: str
    """The same for all events of one call, and for no other call of the process."""
    provider: Provider
    """The provider."""
    operation: str
    """The operation."""
    attempts: int
    """How often the operation itself was sent; requests that look something up do not count."""
    kind: Kind | None
    """The kind of the error; `None` for a success."""
    outcome: Outcome
    """Whether the call took effect."""
    status: int | None
    """The HTTP status of the result, when the provider answered."""
    reference: Reference
    """Everything the operation can be found by."""
    duration_ms: int
    """The time since the call was started, in milliseconds."""

    @property
    def duration(self) -> float:
        """The time since the call was started, in seconds."""
        return self.duration_ms / 1000


@dataclass(frozen=True)
class OtherEvent:
    """A step that this version of the package has no class for."""

    event: str
    members: Mapping[str, Any]


Event: TypeAlias = AboutToSend | Retrying | Reconciling | Pacing | Finished | OtherEvent
"""One step of a call."""

Listener: TypeAlias = "Callable[[Event], object]"
"""What a sync client takes as `on_event`."""

AsyncListener: TypeAlias = "Callable[[Event], Awaitable[object] | object]"
"""What an async client takes as `on_event`: a function or a coroutine function."""


def event_from_notice(notice: Mapping[str, Any]) -> Event:
    """The event for what the core reports."""
    members = {name: value for name, value in notice.items() if name != "event"}
    match notice["event"]:
        case "about_to_send":
            members["reference"] = Reference.from_dict(members["reference"])
            return AboutToSend(**members)
        case "retrying":
            return Retrying(**members)
        case "reconciling":
            members["reference"] = Reference.from_dict(members["reference"])
            return Reconciling(**members)
        case "pacing":
            return Pacing(**members)
        case "finished":
            members["reference"] = Reference.from_dict(members["reference"])
            return Finished(**members)
        case other:
            return OtherEvent(other, members)
