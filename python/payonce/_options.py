"""What clients and calls can be told; every duration is in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from payonce._vocabulary import Language


@dataclass(frozen=True)
class RetryPolicy:
    """When and how often a request is sent again. What is left out is the client's, or the default."""

    max_retries: int | None = None
    """How many times at most; 3 by default."""
    base_delay: float | timedelta | None = None
    """The first wait, doubled for each further one; 1 s by default."""
    max_delay: float | timedelta | None = None
    """The longest wait of the client's own choice; 30 s by default."""
    jitter: bool | None = None
    """Whether waits are spread at random, so that callers do not come back all at once; true by default."""
    deadline: float | timedelta | None = None
    """The time for the whole call with all its attempts and waits."""
    max_retry_after: float | timedelta | None = None
    """The longest wait that a provider may ask for, 60 s by default; a longer one is raised at once."""
    budget: int | None = None
    """The tokens of the client's retry budget, which keeps an outage from being multiplied by every call."""


@dataclass(frozen=True)
class Pace:
    """How fast a client may send, so that requests wait for their turn instead of being refused with 429.

    All calls of a client share one pace; repetitions and look-ups count like every other request. What is left out is
    not limited.
    """

    per_minute: int | None = None
    """The most requests in a minute, one or more."""
    concurrent: int | None = None
    """The most requests at the same time, one or more."""


class ClientOptions(TypedDict, total=False):
    """The options that every client takes."""

    base_url: str | None
    """Where requests go, instead of the provider's own address; https, or http on this machine. Plain http never goes
    through a proxy; https uses the one that `HTTPS_PROXY` or `ALL_PROXY` names."""
    allow_insecure_http: bool | None
    """True accepts a `base_url` with plain http to any host, such as `http://sandbox:4010` in a private test network.
    The key and every payment then cross the network unencrypted: anyone on the way can read the key and change the
    payment. By default plain http is accepted for this machine only."""
    timeout: float | timedelta | None
    """The time for one attempt."""
    pool_idle_timeout: float | timedelta | None
    """How long a connection without a request in progress is kept for the next one; 4 s by default, 0 for never. Keep
    it below the idle timeout of the server, 5 s for Node: on a connection that the server closes at the same moment a
    payment is lost with an unknown outcome."""
    max_retries: int | None
    """How often a request is sent again at most; short for the one in `retry`."""
    retry: RetryPolicy | Mapping[str, object] | None
    """The whole retry policy."""
    pace: int | str | Pace | Mapping[str, object] | None
    """How fast the client may send; as fast as it is called by default. Either requests per minute, or the name of
    your plan (AgenticPencil `free`, `pro`, `scale`, `enterprise`; AgentWallex `starter`, `growth`), or `auto`: what
    the provider documents for everybody (AgentTech: 60 a minute) and what its answers tell. With any of them,
    `Retry-After` of a refusal and the rate-limit header fields of every answer hold back all of the client's calls. A
    call whose turn would come after its deadline raises `RateLimitedError` at once, with nothing sent."""
    default_headers: Mapping[str, str] | None
    """Header fields of every request."""
    max_body_bytes: int | None
    """The largest answer that is read."""
    language: Language | str | None
    """The language of `user_message`: `en` or `es`."""
    user_messages: Mapping[str, str] | None
    """Texts of your own for end users, by the error's `doc` or `kind`."""


class CallOptions(TypedDict, total=False):
    """The options that every call takes; they go before the client's."""

    timeout: float | timedelta | None
    """The time for one attempt."""
    max_retries: int | None
    """How often the request is sent again at most."""
    retry: RetryPolicy | Mapping[str, object] | None
    """The whole retry policy."""
    headers: Mapping[str, str] | None
    """Further header fields."""


class KeyedOptions(CallOptions, total=False):
    """The options of a call that the provider recognises when it comes twice."""

    idempotency_key: str
    """The key that names this operation: 1 to 255 characters without control characters, for instance an order's id.

    Where the provider recognises keys, calls with the same key take effect once. Where it does not
    (`payments.send`), the key protects the calls of this one client in this one process: another client, another
    process, or this program after a restart or a fork does not know it. Use `reconcile` there before you pay again.
    A random key is drawn when none is given, except where the operation requires one."""


class UnkeyedOptions(CallOptions, total=False):
    """The options of a call that takes effect as often as it is sent."""

    retry_unknown: bool | None
    """Send it again even when it may have taken effect already. It can then take effect twice."""


class ReconcilableOptions(KeyedOptions, UnkeyedOptions, total=False):
    """The options of a call that the provider can be asked about afterwards."""

    reference: bool | None
    """False leaves our own reference out of the field that the provider stores; nothing can be found by it then."""
    reconcile: bool | None
    """False ends the call at once when its answer was lost, instead of asking the provider for it first."""
