"""What is special to each provider, against the simulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce.agenticpencil import AgenticPencil
from payonce.agentpay import AgentPayClient, AgentPayError, AsyncAgentPayClient
from payonce.agenttech import AsyncPublicPayClient, PayClient, PayValidationError, PublicPayClient
from payonce.payi import Payi, PayiError

if TYPE_CHECKING:
    from conftest import Sandbox

TO = "0x" + "1" * 40


def agentpay(sandbox: Sandbox) -> tuple[AgentPayClient, str]:
    """A client of AgentPay, and an end user's key."""
    given = dict(sandbox.providers["agentpay"])
    user_key: str = given.pop("user_api_key")
    return AgentPayClient(given["service_token"], given["base_url"]), user_key


def test_agentpay_charges_once_per_event(sandbox: Sandbox) -> None:
    client, user_key = agentpay(sandbox)
    first = client.consume(user_key, 25, "event-0000000000000001")
    again = client.consume(api_key=user_key, amount_cents=25, usage_event_id="event-0000000000000001")
    assert first
    assert first.success
    assert first.error is None
    assert again.remaining_balance_cents == first.remaining_balance_cents
    assert len(sandbox.effects()) == 1


def test_agentpay_returns_a_refusal_and_raises_it_with_raise_on_failure(sandbox: Sandbox) -> None:
    client, _ = agentpay(sandbox)
    refused = client.consume("agentpay_sandbox_empty_user_key", 25, "event-0000000000000002")
    assert not refused
    assert (refused.success, refused.error_code, refused.remaining_balance_cents) == (False, "INSUFFICIENT_FUNDS", None)
    assert isinstance(refused.error, payonce.InsufficientFundsError)
    assert refused.error.respond_status == 402
    assert refused.error_message == refused.error.error_message
    with pytest.raises(payonce.InsufficientFundsError):
        client.consume("agentpay_sandbox_empty_user_key", 25, "event-0000000000000003", raise_on_failure=True)


def test_agentpay_raises_a_refusal_if_its_client_has_raise_on_failure(sandbox: Sandbox) -> None:
    keys = {name: value for name, value in sandbox.providers["agentpay"].items() if name != "user_api_key"}
    client = AgentPayClient(**keys, raise_on_failure=True)
    charge = ("agentpay_sandbox_empty_user_key", 25, "event-0000000000000003")
    with pytest.raises(AgentPayError):
        client.consume(*charge)
    assert not client.consume(*charge, raise_on_failure=False)
    with pytest.raises(AgentPayError):
        client.validate_api_key("agentpay_sandbox_revoked_user_key")
    assert not client.validate_api_key("agentpay_sandbox_revoked_user_key", raise_on_failure=False)
    with pytest.raises(payonce.InvalidArgumentError) as refused:
        AgentPayClient(**keys, raise_on_failure="yes")  # type: ignore[arg-type]
    assert refused.value.field == "raise_on_failure"


def test_agentpay_reports_whether_a_key_can_be_charged(sandbox: Sandbox) -> None:
    client, user_key = agentpay(sandbox)
    assert client.validate_api_key(user_key)
    refused = client.validate_api_key("agentpay_sandbox_revoked_user_key")
    assert not refused
    assert (refused.is_valid, refused.invalid_reason) == (False, "invalid_key")


async def test_agentpay_raises_an_error_that_the_end_user_cannot_fix(sandbox: Sandbox) -> None:
    base_url = sandbox.providers["agentpay"]["base_url"]
    async with AsyncAgentPayClient("a_wrong_service_token", base_url) as client:
        with pytest.raises(AgentPayError) as caught:
            await client.consume("agentpay_sandbox_user_key", 25, "event-0000000000000004")
    assert isinstance(caught.value, payonce.AuthenticationError)
    assert caught.value.actor != "end_user"


def test_agenttech_errors_have_the_names_of_the_vendor(sandbox: Sandbox) -> None:
    client = PayClient(**sandbox.providers["agenttech"])
    with pytest.raises(PayValidationError) as refused:
        client.execute_intent("")
    assert refused.value.sentinel == "ErrEmptyIntentID"
    assert isinstance(refused.value, ValueError)
    with pytest.raises(payonce.PayApiError) as answered:
        client.get_intent("11111111-1111-4111-8111-111111111111")
    assert answered.value.status_code == 404
    assert isinstance(answered.value, payonce.NotFoundError)


async def test_agenttech_clients_without_keys_list_chains_and_create_intents(sandbox: Sandbox) -> None:
    base_url = sandbox.providers["agenttech"]["base_url"]
    chains = PublicPayClient(base_url=base_url).list_supported_chains()
    async with AsyncPublicPayClient(base_url=base_url) as client:
        assert await client.list_supported_chains() == chains
        intent = await client.create_intent("base", recipient=TO, amount="1.00")
        assert intent.intent_id


def test_payi_lists_its_limits_in_pages(sandbox: Sandbox) -> None:
    client = Payi(**sandbox.providers["payi"])
    made = {
        client.limits.create(limit_name=f"limit {at}", max=10.0, limit_type="block").limit.limit_id for at in range(3)
    }
    assert {limit.limit_id for limit in client.limits.list()} == made


def test_a_payi_error_has_the_error_of_the_proxy(sandbox: Sandbox) -> None:
    client = Payi(**sandbox.providers["payi"])
    with pytest.raises(PayiError) as caught:
        client.limits.retrieve("no_such_limit")
    assert isinstance(caught.value, payonce.NotFoundError)
    assert caught.value.xproxy_error is None or isinstance(caught.value.xproxy_error, dict)


def spend(client: AgenticPencil) -> payonce.AgenticPencilError | None:
    """Spends credits once."""
    try:
        client.keywords.research("example.com", topic="running shoes")
    except payonce.AgenticPencilError as error:
        return error
    return None


def test_an_agenticpencil_error_has_the_credits(sandbox: Sandbox) -> None:
    given: dict[str, Any] = sandbox.providers["agenticpencil"] | {"api_key": "ap_sandboxpoor000000000000000000000"}
    client = AgenticPencil(**given)
    found = next(error for _ in range(9) if (error := spend(client)) is not None)
    assert isinstance(found, payonce.InsufficientFundsError)
    assert found.required_credits is not None
    assert found.available_credits is not None
    assert found.required_credits > found.available_credits
