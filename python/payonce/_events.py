"""What a client reports while a call runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, TypeAlias

from payonce._frozen import dataclass
from payonce._journal.entries import JournalState
from payonce._reference import Reference
from payonce._vocabulary import Advice, Kind, Outcome, Phase


@dataclass(frozen=True)
class _OfCall:
    """The members of every event, by which the events of one call can be joined."""

    call_id: str
    """The same for all events of one call, and for no other call of the process."""
    provider: str
    """The provider's id, for instance `agentwallex`."""
    operation: str
    """The operation, for instance `payments.send`. A lookup for the call has its own operation."""


@dataclass(frozen=True)
class _Waits(_OfCall):
    wait_ms: int
    """The wait in milliseconds."""

    @property
    def wait(self) -> float:
        """The wait in seconds."""
        return self.wait_ms / 1000


@dataclass(frozen=True)
class AboutToSend(_OfCall):
    """A request is about to be sent. The call waits for the listener before the first byte, so that it can store the
    reference. An exception in the listener ends the call, and nothing is sent."""

    event: ClassVar[Literal["about_to_send"]] = "about_to_send"
    attempt: int
    """The number of the request among those of this operation, from 1."""
    reference: Reference
    """Everything the operation can be found by."""
    server_address: str
    """The host of the request, without its port."""
    url_template: str
    """The path of the request with the names of its arguments, for instance `/v1/agents/{agent_id}`."""


@dataclass(frozen=True)
class RequestFinished(_OfCall):
    """A request is over: a response arrived, or no response will. Each `about_to_send` is followed by one, unless its
    listener refused the request, or the caller ended the call while it was on its way."""

    event: ClassVar[Literal["request_finished"]] = "request_finished"
    attempt: int
    """The number of the request among those of this operation, from 1."""
    kind: Kind | None
    """What went wrong; `None` for a success."""
    status: int | None
    """The HTTP status, if the provider responded."""
    duration_ms: int
    """The time since the request was handed out, in milliseconds."""


@dataclass(frozen=True)
class Retrying(_Waits):
    """A request failed. The call continues after a wait."""

    event: ClassVar[Literal["retrying"]] = "retrying"
    attempt: int
    """The number of the failed request among those of this operation, from 1."""
    kind: Kind
    """What went wrong."""
    status: int | None
    """The HTTP status, if the provider responded."""


@dataclass(frozen=True)
class Reconciling(_Waits):
    """The outcome of the operation is unknown. After a wait the call asks the provider."""

    event: ClassVar[Literal["reconciling"]] = "reconciling"
    reference: Reference
    """What the call searches for."""


@dataclass(frozen=True)
class RateLimitWait(_Waits):
    """The next request waits for the client's rate limit (`rate_limit`)."""

    event: ClassVar[Literal["rate_limit_wait"]] = "rate_limit_wait"


@dataclass(frozen=True)
class JournalWait(_Waits):
    """Another call with the same key is running, here or in another process. The call reads the journal again after a
    wait."""

    event: ClassVar[Literal["journal_wait"]] = "journal_wait"


@dataclass(frozen=True)
class JournalFailed(_OfCall):
    """The journal could not record the result of the call. The call returns its result all the same. The next call with
    this key searches for the result."""

    event: ClassVar[Literal["journal_failed"]] = "journal_failed"
    message: str
    """The problem of the store."""


@dataclass(frozen=True)
class Finished(_OfCall):
    """The call is over. This event is emitted exactly once, also if the caller ends the call."""

    event: ClassVar[Literal["finished"]] = "finished"
    attempts: int
    """How often the operation itself was sent."""
    kind: Kind | None
    """The kind of the error; `None` for a success."""
    outcome: Outcome
    """Whether the call took effect."""
    advice: Advice | None
    """The next step; `None` for a success."""
    phase: Phase | None
    """How far the call got before it failed; `None` for a success."""
    status: int | None
    """The HTTP status of the result, if the provider responded."""
    reference: Reference
    """Everything the operation can be found by."""
    duration_ms: int
    """The time since the call was started, in milliseconds."""
    journal_state: JournalState | None
    """The state of the call's entry in the journal; `None` without a journal, or if the call does not know it."""


@dataclass(frozen=True)
class OtherEvent:
    """An event that this version of the package does not know."""

    event: str
    members: Mapping[str, Any]


Event: TypeAlias = (
    AboutToSend
    | RequestFinished
    | Retrying
    | Reconciling
    | RateLimitWait
    | JournalWait
    | JournalFailed
    | Finished
    | OtherEvent
)
"""One step of a call."""


def event_from_members(event: Mapping[str, Any]) -> Event:
    """The typed event for an event of the core."""
    members = {name: value for name, value in event.items() if name != "event"}
    if "reference" in members:
        members["reference"] = Reference.from_dict(members["reference"])
    kind = _CLASSES.get(event["event"])
    return OtherEvent(event["event"], members) if kind is None else kind(**members)


_CLASSES: Mapping[str, Callable[..., Event]] = {
    kind.event: kind
    for kind in (
        AboutToSend,
        RequestFinished,
        Retrying,
        Reconciling,
        RateLimitWait,
        JournalWait,
        JournalFailed,
        Finished,
    )
}
