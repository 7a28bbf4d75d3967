"""`providers/stripe.toml` against localstripe, a simulator of Stripe by other authors.

The source of the file is Stripe's documentation. Where localstripe differs from it, the tests say so:

- it ignores idempotency keys;
- most of its errors have no code;
- its lists begin with the oldest object;
- it refunds more than was paid.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce.testing import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[3]
KEY = "sk_test_localstripe"
STRIPE = payonce.Provider.load(CHECKOUT / "providers" / "stripe.toml")

Client = payonce.ProviderClient


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    program = Path(__file__).with_name("serve.py")
    arguments = [sys.executable, str(program)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.terminate()


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    with STRIPE.client(base_url=url, api_key=KEY, max_retries=0) as client:
        yield client


@pytest.fixture
def card(url: str) -> Any:
    """Makes a payment method from the number of a test card, which no server of a merchant does."""

    def method(number: str) -> str:
        card = {"number": number, "exp_month": "12", "exp_year": "2040", "cvc": "123"}
        form = {"type": "card", **{f"card[{name}]": value for name, value in card.items()}}
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection(url.removeprefix("http://"))
        try:
            connection.request("POST", "/v1/payment_methods", urllib.parse.urlencode(form), headers)
            return str(json.load(connection.getresponse())["id"])
        finally:
            connection.close()

    return method


def pay(client: Client, key: str, method: str, **arguments: Any) -> payonce.ProviderObject:
    payment = {"amount": 1099, "currency": "usd", "payment_method": method, **arguments}
    return client.get("payment_intents.create", payment, idempotency_key=key)


def test_a_customer_is_created_and_read(client: Client) -> None:
    arguments = {"email": "jenny@example.com", "metadata": {"order": "7", "with spaces & signs": "a=b"}}
    customer = client.get("customers.create", arguments, idempotency_key="customer-1")
    assert customer["id"].startswith("cus_")
    assert customer["metadata"] == arguments["metadata"]
    assert client.get("customers.get", {"customer": customer["id"]})["email"] == "jenny@example.com"


def test_a_payment_intent_is_confirmed_and_refunded(client: Client, card: Any) -> None:
    intent = pay(client, "intent-1", card("4242424242424242"), payment_method_types=["card"])
    assert (intent["status"], intent.is_final) == ("requires_confirmation", False)
    named = {"intent": intent["id"]}
    paid = client.get("payment_intents.confirm", named, idempotency_key="confirm-1")
    assert paid.succeeded
    assert client.get("payment_intents.get", named).succeeded

    refund = client.get("refunds.create", {"payment_intent": intent["id"], "amount": 99}, idempotency_key="refund-1")
    assert (refund["amount"], refund.succeeded) == (99, True)
    assert client.get("refunds.get", {"refund": refund["id"]})["id"] == refund["id"]
    charge = client.get("charges.get", {"charge": refund["charge"]})
    assert (charge["amount"], charge["amount_refunded"], charge.succeeded) == (1099, 99, True)
    listed = client.list("refunds.list", {"charge": charge["id"]})
    assert [item["id"] for item in listed] == [refund["id"]]


def test_a_payment_that_needs_authentication_is_not_final(client: Client, card: Any) -> None:
    intent = pay(client, "intent-2", card("4000002500003155"), confirm=True)
    assert (intent["status"], intent.is_final) == ("requires_action", False)


def test_a_declined_card_is_refused_with_its_code(client: Client, card: Any) -> None:
    with pytest.raises(payonce.PolicyViolationError) as declined:
        pay(client, "intent-3", card("4000000000000341"), confirm=True)
    error = declined.value
    assert (error.code, error.outcome, error.status, error.retryable) == ("card_declined", "not_applied", 402, False)
    assert isinstance(error, payonce.NotAppliedError)


def test_lists_have_pages(client: Client) -> None:
    created = [
        client.get("customers.create", {"email": "page@example.com"}, idempotency_key=f"page-{number}")["id"]
        for number in range(5)
    ]
    listed = client.list("customers.list", {"limit": 2})
    assert len(listed["data"]) == 2
    ids = [customer["id"] for customer in listed]
    assert len(set(ids)) == len(ids)
    # Stripe begins with the newest.
    assert [each for each in ids if each in created] == created


def test_errors_without_a_code_are_classified_by_their_status(client: Client, url: str) -> None:
    with pytest.raises(payonce.NotFoundError) as missing:
        client.call("customers.get", {"customer": "cus_missing"})
    with pytest.raises(payonce.InvalidRequestError) as invalid:
        client.call("payment_intents.create", {"amount": 0, "currency": "usd"}, idempotency_key="intent-4")
    with STRIPE.client(base_url=url, api_key="wrong") as stranger, pytest.raises(payonce.AuthenticationError) as denied:
        stranger.call("customers.list")
    for error in (missing.value, invalid.value, denied.value):
        # Stripe sends resource_missing and parameter_invalid_integer for the first two.
        assert (error.code, error.outcome) == (None, "not_applied")


def test_a_charge_that_localstripe_breaks_on_is_unknown(client: Client) -> None:
    with pytest.raises(payonce.OutcomeUnknownError) as broken:
        client.call("charges.create", {"amount": 500, "currency": "usd"}, idempotency_key="charge-1")
    assert (broken.value.kind, broken.value.status) == ("server", 500)


def test_localstripe_pays_again_for_a_known_key_and_the_simulator_of_the_file_does_not(
    client: Client, card: Any
) -> None:
    method = card("4242424242424242")
    assert pay(client, "order-7", method)["id"] != pay(client, "order-7", method)["id"]

    with Sandbox(providers=[STRIPE]) as sandbox, STRIPE.client(**sandbox.options["stripe"]) as simulated:
        assert pay(simulated, "order-7", method)["id"] == pay(simulated, "order-7", method)["id"]
        sandbox.ledger.assert_paid_once(reference="order-7")
