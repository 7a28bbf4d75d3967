"""The provider files in `providers`, against a simulator that plays them."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce.testing import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROVIDERS = Path(__file__).parents[2] / "providers"
TRANSFER = {"source": {"accountId": "a"}, "amount": "12.50", "asset": "usdc", "execute": True}
PAYMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "stripe": ("payment_intents.create", {"amount": 1099, "currency": "usd"}),
    "coinbase_cdp": ("transfers.create", {"transfer": TRANSFER}),
    "acp": ("checkout_sessions.create", {"session": {"items": [{"id": "item_1", "quantity": 1}]}}),
    "x402_facilitator": ("settle", {"x402_version": 2, "payment_payload": {"x": 1}, "payment_requirements": {"x": 1}}),
}
KEYED = ("stripe", "coinbase_cdp", "acp")
RETRY = {"base_delay": 0.01, "max_delay": 0.02, "max_retry_after": 2}


class Played:
    """A provider of the gallery, the simulator that plays it, and its client."""

    def __init__(self, sandbox: Sandbox, client: payonce.ProviderClient, name: str) -> None:
        self.sandbox = sandbox
        self.client = client
        self.operation, self.arguments = PAYMENTS[name]
        self.name = name

    def pay(self, arguments: dict[str, Any] | None = None) -> payonce.ProviderObject:
        options: Any = {"idempotency_key": "order-7"} if self.name in KEYED else {}
        return self.client.get(self.operation, arguments or self.arguments, **options)

    def goes_wrong(self, fault: dict[str, Any]) -> None:
        self.sandbox.faults({"provider": self.name, "operation": self.operation, "nth": [1], "fault": fault})

    @property
    def paid(self) -> int:
        return len(self.sandbox.ledger.effects)


@pytest.fixture
def play() -> Iterator[Callable[[str], Played]]:
    with ExitStack() as stack:

        def start(name: str) -> Played:
            provider = payonce.Provider.from_gallery(name)
            sandbox = stack.enter_context(Sandbox(providers=[provider]))
            client = stack.enter_context(provider.client(**sandbox.options[name], retry=RETRY))
            return Played(sandbox, client, name)

        yield start


@pytest.mark.parametrize("name", [file.stem for file in PROVIDERS.glob("*.toml")])
def test_every_file_comes_with_the_package(name: str) -> None:
    provider = payonce.Provider.from_gallery(name)
    assert (provider.id, provider.operations) == (name, payonce.Provider.load(PROVIDERS / f"{name}.toml").operations)


def test_an_unknown_id_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(payonce.ProviderFileError, match='no provider file of this id; did you mean "stripe"'):
        payonce.Provider.from_gallery("strip")


@pytest.mark.parametrize("name", PAYMENTS)
def test_a_lost_response_and_a_500_after_the_payment_are_paid_once(play: Callable[[str], Played], name: str) -> None:
    played = play(name)
    for fault in ({"type": "drop", "when": "after"}, {"type": "status", "status": 500, "when": "after"}):
        played.sandbox.reset()
        played.goes_wrong(fault)
        if name == "stripe" and fault["type"] == "drop":
            assert played.pay().succeeded
        else:
            with pytest.raises(payonce.OutcomeUnknownError):
                played.pay()
        assert played.paid == 1


@pytest.mark.parametrize("name", KEYED)
def test_a_known_key_with_other_arguments_is_a_conflict(play: Callable[[str], Played], name: str) -> None:
    played = play(name)
    played.pay()
    ((argument, value),) = [*played.arguments.items()][:1]
    other = {**played.arguments, argument: 9999 if isinstance(value, int) else {"other": True}}
    with pytest.raises(payonce.OutcomeUnknownError) as conflict:
        played.pay(other)
    assert conflict.value.kind == "conflict"
    played.sandbox.ledger.assert_paid_once(reference="order-7")


@pytest.mark.parametrize(("name", "outcome"), [("stripe", None), ("coinbase_cdp", "unknown"), ("acp", "pending")])
def test_a_key_in_use_is_awaited_or_reported(play: Callable[[str], Played], name: str, outcome: str | None) -> None:
    played = play(name)
    played.goes_wrong({"type": "delay", "ms": 400})
    first = threading.Thread(target=played.pay)
    first.start()
    while not played.sandbox.requests:
        pass
    try:
        found = None if played.pay().to_dict() else ""
    except payonce.PayonceError as error:
        found = error.outcome
    first.join()
    assert found == outcome
    played.sandbox.ledger.assert_paid_once(reference="order-7")


@pytest.mark.parametrize("name", KEYED)
def test_a_key_pays_again_once_its_window_is_over(play: Callable[[str], Played], name: str) -> None:
    played = play(name)
    paid: list[int] = []
    for wait in (0, 23 * 3600, 3600):
        played.sandbox.advance(wait)
        played.pay()
        paid.append(played.paid)
    assert paid == [1, 1, 2]
    with pytest.raises(ValueError, match="seconds: must be"):
        played.sandbox.advance(-1)


@pytest.mark.parametrize("status", [500, 200, 202, 402])
def test_a_pending_settlement_is_pending_in_every_dialect(play: Callable[[str], Played], status: int) -> None:
    played = play("x402_facilitator")
    body = '{"success": false, "errorReason": "settlement_pending"}'
    played.goes_wrong({"type": "status", "status": status, "body": body, "when": "after"})
    with pytest.raises(payonce.PendingError) as pending:
        played.pay()
    assert (pending.value.outcome, pending.value.retryable) == ("pending", False)
    assert (played.paid, len(played.sandbox.requests)) == (1, 1)


def test_several_files_are_played_beside_the_built_in_providers() -> None:
    files = [payonce.Provider.load(PROVIDERS / f"{name}.toml") for name in ("acp", "mpp", "stripe")]
    with Sandbox(providers=files) as sandbox:
        assert {"acp", "mpp", "stripe", "agentwallex"} <= set(sandbox.options)
        assert sandbox.env["STRIPE_BASE_URL"] == f"{sandbox.url}/stripe"
        with pytest.raises(ValueError, match="unknown operation"):
            sandbox.faults({"provider": "acp", "operation": "payments.send", "fault": {"type": "garbage"}})
    with pytest.raises(ValueError, match='two provider files have the id "acp"'), Sandbox(providers=[files[0]] * 2):
        pass
