"""The simulator, for tests of your own application.

    with Sandbox() as sandbox:
        sandbox.faults({"operation": "payments.send", "nth": [1], "fault": {"type": "drop", "when": "after"}})
        wallet = AgentWallex(**sandbox.options["agentwallex"])
        wallet.payments.send(..., idempotency_key="order-7")
        sandbox.ledger.assert_paid_once(reference="order-7")

It runs in this process, on a port of 127.0.0.1, and no real money moves. For pytest, the package has the fixture
`payonce_sandbox`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypedDict

from payonce import _native
from payonce._provider import source_of
from payonce._typing import Self

if TYPE_CHECKING:
    from payonce._provider import Provider
    from payonce._vocabulary import ProviderId

__all__ = ["Effect", "FaultRule", "Ledger", "Sandbox"]


class _Fault(TypedDict):
    fault: Mapping[str, Any]


class FaultRule(_Fault, total=False):
    """Which calls a fault affects. Without a selection, it affects every call."""

    provider: ProviderId | str
    """Only this provider: its id, which is `acme.id` for a provider from a file."""
    operation: str
    """Only this operation, such as `payments.send`."""
    nth: Sequence[int]
    """Only the calls with these numbers, from 1."""
    every: int
    """Only every so many calls: 3 selects the third, sixth and ninth."""
    probability: float
    """Each call with this probability, from 0 to 1."""
    times: int
    """At most so many times."""


@dataclass(frozen=True)
class Effect:
    """Something that really happened at a provider, such as a payment."""

    provider: str
    operation: str
    """The operation, such as `payments.send`."""
    account: str
    """Whose money or quota it was."""
    amount: Decimal
    unit: str
    """The unit of the amount: `USDC`, `cents`, `credits`, `event`, or the kind of object that was created."""
    key: str | None
    """The idempotency key, if the provider has such keys."""
    reference: str | None
    """The memo of the caller, or the provider's id if the caller gave no memo."""
    at: str
    """When it happened, in RFC 3339."""


def _effect(members: dict[str, Any]) -> Effect:
    known: dict[str, Any] = {**members, "amount": Decimal(members["amount"])}
    return Effect(**known)


class Ledger:
    """Everything that happened until one moment, once per effect, whatever the client believes."""

    def __init__(self, native: _native.Ledger) -> None:
        self._report = native

    @property
    def effects(self) -> list[Effect]:
        """Every effect, oldest first."""
        return [_effect(members) for members in json.loads(self._report.effects())]

    def assert_paid_once(self, *, reference: str) -> Effect:
        """Asserts that exactly one effect has this reference, and returns it.

        Args:
            reference: The idempotency key of the call, the memo, or the reference of payonce.

        Raises:
            AssertionError: No effect has the reference, or more than one has it. The message lists them.
        """
        return _effect(json.loads(self._report.assert_paid_once(reference)))

    def __repr__(self) -> str:
        return f"Ledger({self.effects!r})"


class Sandbox:
    """A simulator of all providers in this process. It runs inside `with` or `async with`."""

    def __init__(self, *, port: int = 0, providers: Iterable[Provider] = ()) -> None:
        """Prepares the simulator.

        Args:
            port: The port on 127.0.0.1; 0 chooses a free one.
            providers: Providers from files that the simulator plays beside the built-in ones.
        """
        self._port = port
        self._files = [source_of(provider) for provider in providers]
        self._started: _native.Sandbox | None = None

    def start(self) -> Self:
        """Starts the simulator, for a test that cannot use `with`. Call `close` at the end.

        Raises:
            OSError: The port is in use.
            ValueError: Two providers have the same id.
        """
        if self._started is None:
            self._started = _native.Sandbox(self._port, self._files)
        return self

    def close(self) -> None:
        """Ends the simulator after the responses in progress."""
        self._close(5)

    def _close(self, grace: float) -> None:
        if self._started is not None:
            self._started.close(grace)
            self._started = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Without a wait: the reader of a response in progress may need this event loop.
        self._close(0)

    @property
    def _running(self) -> _native.Sandbox:
        if self._started is None:
            raise RuntimeError("the simulator does not run; use it inside `with` or `async with`")
        return self._started

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return self._running.url()

    @property
    def options(self) -> dict[str, dict[str, Any]]:
        """For each provider, the options that point its client at this simulator: `base_url` and keys."""
        return self._running.options()

    @property
    def agentpay_user_key(self) -> str:
        """The key of an end user of AgentPay who has a balance."""
        return self._running.agentpay_user_key()

    @property
    def env(self) -> dict[str, str]:
        """The environment variables that point every client at this simulator and refuse every other machine."""
        return self._running.environment()

    def faults(self, *rules: FaultRule, seed: int = 0) -> None:
        """Replaces all faults. Without rules, nothing fails.

        Args:
            rules: Each rule selects calls and names a fault, such as `{"type": "drop", "when": "after"}`.
            seed: Decides which calls a `probability` selects.

        Raises:
            ValueError: A rule is not valid; nothing has changed.
        """
        self._running.set_faults(json.dumps({"seed": seed, "rules": rules}))

    @property
    def ledger(self) -> Ledger:
        """What has happened so far."""
        return Ledger(self._running.ledger())

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The requests that arrived, oldest first, with fingerprints instead of credentials."""
        requests: list[dict[str, Any]] = json.loads(self._running.requests())
        return requests

    def advance(self, seconds: float) -> None:
        """Moves the clock of the providers forward, for instance until an idempotency key is forgotten.

        Args:
            seconds: By how much.

        Raises:
            ValueError: The number is negative.
        """
        self._running.advance(seconds)

    def reset(self) -> None:
        """Restores the start: balances, ledger, requests, and no faults. The clock stays."""
        self._running.reset()
