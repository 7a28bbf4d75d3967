"""What the tests share."""

from __future__ import annotations

import signal
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from payonce.agentwallex import AgentWallex, AsyncAgentWallex
from programs import fetch, program, running

if TYPE_CHECKING:
    from collections.abc import Iterator


PAYMENT: dict[str, Any] = {
    "agent_id": "agent_abc123",
    "to": "0x" + "1" * 40,
    "amount": "1.00",
    "token": "USDC",
    "chain": "eip155:8453",
}
"""What the tests pay."""


@dataclass(frozen=True)
class Sandbox:
    """The simulator, with everything as it is at its start."""

    url: str
    providers: dict[str, dict[str, Any]]

    def client(self, **options: Any) -> AgentWallex:
        """A sync client of AgentWallex."""
        return AgentWallex(**{**self.providers["agentwallex"], **options})

    def async_client(self, **options: Any) -> AsyncAgentWallex:
        """An async client of AgentWallex."""
        return AsyncAgentWallex(**{**self.providers["agentwallex"], **options})

    def faults(self, *rules: dict[str, Any]) -> None:
        """What goes wrong from now on."""
        fetch(f"{self.url}/_sandbox/faults", {"seed": 7, "rules": list(rules)})

    def effects(self) -> list[dict[str, Any]]:
        """What really happened."""
        effects: list[dict[str, Any]] = fetch(f"{self.url}/_sandbox/ledger")["effects"]
        return effects

    def requests(self) -> Any:
        """What was asked."""
        return fetch(f"{self.url}/_sandbox/requests")


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """SIGINT raises KeyboardInterrupt, also where this process was started in the background, which ignores it."""
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, handler)


@pytest.fixture(scope="session")
def simulator() -> Iterator[dict[str, Any]]:
    """The running simulator."""
    with running(program("PAYONCE_BIN", "payonce"), "sandbox", "--port", "0") as info:
        yield info


@pytest.fixture
def sandbox(simulator: dict[str, Any]) -> Sandbox:
    """The simulator as it is at its start."""
    fetch(f"{simulator['url']}/_sandbox/reset", {})
    # The process remembers the keys of an account, and every test uses the same ones.
    providers: dict[str, dict[str, Any]] = dict(simulator["providers"])
    providers["agentwallex"] = {**providers["agentwallex"], "journal_account": f"test {uuid.uuid4()}"}
    return Sandbox(simulator["url"], providers)
