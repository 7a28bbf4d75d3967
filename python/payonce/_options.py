"""The options of clients and calls; every duration is in seconds.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from collections.abc import Mapping
from datetime import timedelta
from os import PathLike
from typing import TYPE_CHECKING, Any, TypedDict

from payonce._frozen import dataclass
from payonce._typing import evaluable
from payonce._vocabulary import Language

if TYPE_CHECKING:
    from payonce._journal.stores import AsyncJournalStore, JournalStore
else:
    # A framework that validates by annotations accepts any store; the client checks it.
    AsyncJournalStore = JournalStore = Any


@dataclass(frozen=True)
class RetryPolicy:
    """When and how often a request is retried. An omitted member is that of the client, or the default."""

    max_retries: int | None = None
    """The most retries after the first request. 3 by default."""
    base_delay: float | timedelta | None = None
    """The wait before the first retry. Each further wait is twice as long. 1 second by default."""
    max_delay: float | timedelta | None = None
    """The longest wait between two requests, unless the provider asks for more. 30 seconds by default."""
    jitter: bool | None = None
    """Whether each wait is shortened at random, so that callers that failed together do not retry together. True
    by default.
    """
    deadline: float | timedelta | None = None
    """The time for the whole call, with all its requests and waits. 180 seconds by default."""
    max_retry_after: float | timedelta | None = None
    """The longest wait that a provider may ask for. If it asks for more, the call fails at once. 60 seconds by
    default.
    """
    budget: int | None = None
    """The tokens of the retry budget, which all calls of a client share, so that an outage is not multiplied by
    every call. Only for clients. 500 by default.
    """


@dataclass(frozen=True)
class RateLimit:
    """How fast a client may send, so that requests wait instead of being refused with 429.

    All calls of a client share one limit. Retries and lookups count like any other request. An omitted member
    is not limited.
    """

    per_minute: int | None = None
    """The most requests in a minute, one or more."""
    concurrent: int | None = None
    """The most requests at the same time, one or more."""


class ClientOptions(TypedDict, total=False):
    """The options of every client."""

    base_url: str | None
    """Where requests go: https, or http to this machine. By default the environment variable
    `<PROVIDER>_BASE_URL`, such as `AGENTWALLEX_BASE_URL`, else the provider's own address. The native transport
    never sends plain http through a proxy. For https it uses the proxy in `HTTPS_PROXY` or `ALL_PROXY`. With
    the runtime's `fetch`, the runtime decides about https, and plain http is refused if it could go through a
    proxy.
    """
    allow_insecure_http: bool | None
    """True accepts a `base_url` with plain http to any host, such as `http://sandbox:4010` in a private test
    network. The key and every payment then cross the network unencrypted: anyone on the way can read the key
    and change the payment. By default plain http is accepted for this machine only.
    """
    timeout: float | timedelta | None
    """The time for one request, until the last byte of its response."""
    pool_idle_timeout: float | timedelta | None
    """How long an idle connection is kept for the next request; 0 for never. Keep it below the idle timeout of the
    server (5 seconds for Node): if the server closes the connection while a payment is being sent, the outcome
    of the payment is unknown. With the runtime's `fetch`, the option has no effect. 4 seconds by default.
    """
    ca: str | None
    """The path of a PEM file with certificates of CAs that the client trusts besides those of the machine, such as
    the CA of a proxy that inspects TLS. The files in the environment variables `NODE_EXTRA_CA_CERTS` and
    `REQUESTS_CA_BUNDLE` are trusted too. `SSL_CERT_FILE` and `SSL_CERT_DIR` replace the certificates of the
    machine. The runtime's `fetch` decides for itself: a client that uses it refuses the option.
    """
    proxy: str | None
    """The proxy for https, such as `http://proxy.example.com:3128`, with `user:password@` before the host if the
    proxy asks for them. Every request goes through it, whatever `NO_PROXY` says. By default the proxy in
    `HTTPS_PROXY` or `ALL_PROXY`, except for hosts in `NO_PROXY`. A `base_url` with plain http refuses the
    option, because the proxy could read the key. A client that uses the runtime's `fetch` refuses it too.
    """
    max_retries: int | None
    """The short form of `max_retries` in `retry`."""
    retry: RetryPolicy | Mapping[str, object] | None
    """When and how often a failed request is retried."""
    rate_limit: int | str | RateLimit | Mapping[str, object] | None
    """How fast the client may send; by default it sends requests immediately. Either requests per minute, or the
    name of your plan (AgenticPencil `free`, `pro`, `scale`, `enterprise`; AgentWallex `starter`, `growth`), or
    `auto`: what the provider documents for everyone (AgentTech: 60 a minute) and what its responses advertise.
    All calls of the client share the limit. With any limit, `Retry-After` of a refusal and the rate-limit
    header fields of every response (in a browser only those that CORS exposes) delay all of them. A call that
    would have to wait past its deadline fails at once with a `RateLimitedError`, and nothing is sent.
    """
    journal: str | PathLike[str] | JournalStore | AsyncJournalStore | None
    """The path of the journal, an SQLite file on a local disk that is created if it is missing. By default the
    environment variable `PAYONCE_JOURNAL`. With a journal, a key takes effect once in every process that opens
    the same file, and after every crash. Or a store, such as `payonce.journal.postgres(pool)`.
    """
    journal_account: str | None
    """The name of the account whose keys the client shares, in the journal and in the memory of the process. By
    default payonce derives it from the API key and the base URL. Give the name that the entries have if you
    rotate the key, and a name for each tenant if several pay with one API key.
    """
    default_headers: Mapping[str, str] | None
    """Header fields of every request."""
    max_body_bytes: int | None
    """The largest response that is read, in bytes. 10 MiB by default."""
    language: Language | str | None
    """The language of the texts for end users: `en` or `es`, or a tag such as `es-MX`."""
    user_messages: Mapping[str, str] | None
    """Your own texts for end users, by the `doc` or the `kind` of an error."""


class CallOptions(TypedDict, total=False):
    """The options of every call; they override those of the client."""

    timeout: float | timedelta | None
    """The time for one request, until the last byte of its response."""
    max_retries: int | None
    """The short form of `max_retries` in `retry`."""
    retry: RetryPolicy | Mapping[str, object] | None
    """The retry policy of this call."""
    headers: Mapping[str, str] | None
    """Header fields of this call."""


class KeyedOptions(CallOptions, total=False):
    """The options of a call that changes something."""

    idempotency_key: str
    """The key that names this operation: 1 to 255 characters without control characters, for instance an order's
    id. With a `journal`, calls with the same key take effect once in every process, and after every crash.
    Without one, that holds where the provider recognizes keys; for `payments.send`, the key protects the calls
    of this one process, by all its clients of the account, and every other operation refuses it. By default a
    random key is generated, unless the operation requires one.
    """


class UnkeyedOptions(KeyedOptions, total=False):
    """The options of a call whose second request takes effect again."""

    allow_duplicate: bool | None
    """True retries the request even if it may have taken effect. It can then take effect twice."""


class ReconcilableOptions(UnkeyedOptions, total=False):
    """The options of a call that `reconcile` can search for."""

    embed_reference: bool | None
    """False omits the reference from the request. A payment with a lost response then cannot be found."""
    reconcile: bool | None
    """False ends the call at once if its response was lost, instead of searching for the payment."""


if not TYPE_CHECKING:
    ClientOptions, CallOptions, KeyedOptions, UnkeyedOptions, ReconcilableOptions = map(
        evaluable, (ClientOptions, CallOptions, KeyedOptions, UnkeyedOptions, ReconcilableOptions)
    )
