"""The async clients of AgentWallex.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Literal

from payonce._client import AsyncClient, AsyncResource
from payonce._listeners import AsyncListener
from payonce._model import as_it_came
from payonce._options import CallOptions, ClientOptions, KeyedOptions, ReconcilableOptions, UnkeyedOptions
from payonce._paging import AsyncPages
from payonce._sealing import Request
from payonce._typing import Unpack
from payonce.agentwallex._models import (
    Agent,
    AgentPage,
    Deleted,
    PayResult,
    Policy,
    PolicyPage,
    PolicyRules,
    Session,
    Transaction,
    TransactionPage,
    Webhook,
)
from payonce.agentwallex._params import PolicyRulesParam


class AsyncAgentsResource(AsyncResource):
    """The methods `agents.…` of AgentWallex, reached through a client."""

    async def create(
        self,
        name: str,
        chain: str,
        *,
        description: str | None = None,
        metadata: str | Mapping[str, Any] | Sequence[Any] | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> Agent:
        """Creates an agent with a wallet of its own.

        Args:
            name: The name, unique in the account.
            chain: The chain as CAIP-2, for instance `eip155:8453`.
            description: The purpose of the agent.
            metadata: Data of your own; an object is sent as a string holding JSON.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            An agent with its wallet.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agentwallex.com/api-reference/agents-create
        """
        request = Request(
            "agents.create", {"name": name, "chain": chain, "description": description, "metadata": metadata}, options
        )
        del name, chain, description, metadata, options
        return await self._call(request, Agent)

    async def get(self, agent_id: str, **options: Unpack[CallOptions]) -> Agent:
        """Reads an agent.

        Args:
            agent_id: The id of the agent, for instance `agent_abc123`.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            An agent with its wallet.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agentwallex.com/api-reference/agents-get
        """
        request = Request("agents.get", {"agent_id": agent_id}, options)
        del agent_id, options
        return await self._call(request, Agent)

    def list(
        self,
        *,
        page_num: int | None = None,
        page_size: int | None = None,
        status: Literal["active", "inactive"] | str | None = None,
        chain: str | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[AgentPage, Agent]:
        """Lists the agents of the account.

        Args:
            page_num: The page, from 1; 1 by default.
            page_size: Items on a page, 1 to 100; 20 by default.
            status: Only agents in this state.
            chain: Only agents on this chain, as CAIP-2.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The list. `await` reads its first page, `async for` the items of all pages.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agentwallex.com/api-reference/agents-list
        """
        request = Request(
            "agents.list", {"page_num": page_num, "page_size": page_size, "status": status, "chain": chain}, options
        )
        del page_num, page_size, status, chain, options
        return AsyncPages(lambda: self._call(request, AgentPage))

    async def freeze(self, agent_id: str, **options: Unpack[KeyedOptions]) -> Any:
        """Freezes an agent: its payments are refused with `agent_frozen` until it is unfrozen.

        Args:
            agent_id: The id of the agent, for instance `agent_abc123`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: agentwallex.com/docs/api-reference
        """
        request = Request("agents.freeze", {"agent_id": agent_id}, options)
        del agent_id, options
        return await self._call(request, as_it_came)

    async def unfreeze(self, agent_id: str, **options: Unpack[KeyedOptions]) -> Any:
        """Unfreezes an agent so that it can pay again; the vendor names a cool-down of ten minutes.

        Args:
            agent_id: The id of the agent, for instance `agent_abc123`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: agentwallex.com/docs/api-reference
        """
        request = Request("agents.unfreeze", {"agent_id": agent_id}, options)
        del agent_id, options
        return await self._call(request, as_it_came)

    async def delete(self, agent_id: str, **options: Unpack[KeyedOptions]) -> Any:
        """Deletes an agent.

        Args:
            agent_id: The id of the agent, for instance `agent_abc123`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: agentwallex.com/docs/api-reference
        """
        request = Request("agents.delete", {"agent_id": agent_id}, options)
        del agent_id, options
        return await self._call(request, as_it_came)


class AsyncPaymentsResource(AsyncResource):
    """The methods `payments.…` of AgentWallex, reached through a client."""

    async def send(
        self,
        agent_id: str,
        to: str,
        amount: str | Decimal,
        token: str,
        *,
        chain: str | None = None,
        from_address: str | None = None,
        memo: str | None = None,
        **options: Unpack[ReconcilableOptions],
    ) -> Transaction:
        """Pays from an agent's wallet.

        The provider has no idempotency key, so the client appends a reference to the memo. When the response is
        lost, or does not prove whether the payment was made, the client reads the list of payments and looks for
        that reference: a payment that it finds is the result. A payment that it does not find may still have been
        made, since an empty list proves nothing; its outcome stays `unknown`, and the error carries the reference.
        The call option `reconcile` set to false leaves the search out.

        The result may not be final: check `succeeded` before you ship.

        Args:
            agent_id: The agent that pays, for instance `agent_abc123`.
            to: The address that is paid.
            amount: The amount in units of the token, a decimal string such as `"50.00"`.
            token: The token: `USDC`, `USDT`, `ETH`, …
            chain: The chain as CAIP-2; the agent's own by default, looked up once.
            from_address: The address that pays; the agent's wallet by default.
            memo: A memo; the reference of the call is appended to it.
            **options: For this call only: `timeout`, `max_retries` and more, see `ReconcilableOptions`.

        Returns:
            A transfer of tokens out of an agent's wallet.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again; `reconcile` searches for it by the
                `reference` of the error.

        Source: docs.agentwallex.com/api-reference/transactions-create
        """
        request = Request(
            "payments.send",
            {
                "agent_id": agent_id,
                "to": to,
                "amount": amount,
                "token": token,
                "chain": chain,
                "from_address": from_address,
                "memo": memo,
            },
            options,
        )
        del agent_id, to, amount, token, chain, from_address, memo, options
        return await self._call(request, Transaction)

    async def get(self, transaction_id: str, **options: Unpack[CallOptions]) -> Transaction:
        """Reads a payment.

        A failed object is returned like any other, with `failed`: check `succeeded` before you ship.

        Args:
            transaction_id: The id of the transaction.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A transfer of tokens out of an agent's wallet.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: agentwallex.com/docs/api-reference
        """
        request = Request("payments.get", {"transaction_id": transaction_id}, options)
        del transaction_id, options
        return await self._call(request, Transaction)

    def list(
        self,
        *,
        page_num: int | None = None,
        page_size: int | None = None,
        agent_id: str | None = None,
        status: Literal["pending", "confirmed", "failed"] | str | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[TransactionPage, Transaction]:
        """Lists payments.

        Args:
            page_num: The page, from 1; 1 by default.
            page_size: Items on a page, 1 to 100; 20 by default.
            agent_id: Only payments of this agent.
            status: Only payments in this state.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The list. `await` reads its first page, `async for` the items of all pages.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agentwallex.com/api-reference/transactions-list
        """
        request = Request(
            "payments.list",
            {"page_num": page_num, "page_size": page_size, "agent_id": agent_id, "status": status},
            options,
        )
        del page_num, page_size, agent_id, status, options
        return AsyncPages(lambda: self._call(request, TransactionPage))


class AsyncPoliciesResource(AsyncResource):
    """The methods `policies.…` of AgentWallex, reached through a client."""

    async def create(
        self,
        agent_id: str,
        type: Literal[
            "spending_limit", "address_control", "token_control", "velocity_control", "schedule", "human_approval"
        ]
        | str,
        rules: PolicyRules | PolicyRulesParam,
        **options: Unpack[UnkeyedOptions],
    ) -> Policy:
        """Binds an agent to a policy.

        Args:
            agent_id: The agent to bind.
            type: The type of the policy.
            rules: Its rules.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A policy that an agent's payments are checked against.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agentwallex.com/api-reference/policies-create
        """
        request = Request("policies.create", {"agent_id": agent_id, "type": type, "rules": rules}, options)
        del agent_id, type, rules, options
        return await self._call(request, Policy)

    async def get(self, policy_id: str, **options: Unpack[CallOptions]) -> Policy:
        """Reads a policy.

        Args:
            policy_id: The id of the policy, for instance `pol_abc123`.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A policy that an agent's payments are checked against.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: agentwallex.com/docs/api-reference
        """
        request = Request("policies.get", {"policy_id": policy_id}, options)
        del policy_id, options
        return await self._call(request, Policy)

    def list(
        self,
        *,
        page_num: int | None = None,
        page_size: int | None = None,
        agent_id: str | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[PolicyPage, Policy]:
        """Lists policies.

        Args:
            page_num: The page, from 1; 1 by default.
            page_size: Items on a page, 1 to 100; 20 by default.
            agent_id: Only policies of this agent.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The list. `await` reads its first page, `async for` the items of all pages.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agentwallex.com/api-reference/policies-list
        """
        request = Request(
            "policies.list", {"page_num": page_num, "page_size": page_size, "agent_id": agent_id}, options
        )
        del page_num, page_size, agent_id, options
        return AsyncPages(lambda: self._call(request, PolicyPage))

    async def update(
        self, policy_id: str, rules: PolicyRules | PolicyRulesParam, **options: Unpack[KeyedOptions]
    ) -> Policy:
        """Replaces the rules of a policy.

        Args:
            policy_id: The id of the policy, for instance `pol_abc123`.
            rules: The rules that replace the present ones.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A policy that an agent's payments are checked against.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agentwallex.com/api-reference/policies-update
        """
        request = Request("policies.update", {"policy_id": policy_id, "rules": rules}, options)
        del policy_id, rules, options
        return await self._call(request, Policy)

    async def delete(self, policy_id: str, **options: Unpack[KeyedOptions]) -> Deleted:
        """Deletes a policy.

        Args:
            policy_id: The id of the policy, for instance `pol_abc123`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The confirmation of a deletion.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agentwallex.com/api-reference/policies-delete
        """
        request = Request("policies.delete", {"policy_id": policy_id}, options)
        del policy_id, options
        return await self._call(request, Deleted)


class AsyncWebhooksResource(AsyncResource):
    """The methods `webhooks.…` of AgentWallex, reached through a client."""

    async def create(self, url: str, events: Sequence[str], secret: str, **options: Unpack[UnkeyedOptions]) -> Webhook:
        """Registers an address for events.

        Args:
            url: The https address to call.
            events: The events to report, for instance `payment.completed`.
            secret: The signing secret; it starts with `whsec_`.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            An address that AgentWallex reports events to.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agentwallex.com/api-reference/webhooks-create
        """
        request = Request("webhooks.create", {"url": url, "events": events, "secret": secret}, options)
        del url, events, secret, options
        return await self._call(request, Webhook)

    async def get(self, webhook_id: str, **options: Unpack[CallOptions]) -> Webhook:
        """Reads a webhook.

        Args:
            webhook_id: The id of the webhook.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            An address that AgentWallex reports events to.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agentwallex.com/api-reference/webhooks-get
        """
        request = Request("webhooks.get", {"webhook_id": webhook_id}, options)
        del webhook_id, options
        return await self._call(request, Webhook)

    async def update(
        self,
        webhook_id: str,
        *,
        url: str | None = None,
        events: Sequence[str] | None = None,
        secret: str | None = None,
        **options: Unpack[KeyedOptions],
    ) -> Webhook:
        """Changes a webhook.

        Args:
            webhook_id: The id of the webhook.
            url: The https address to call.
            events: The events to report.
            secret: The signing secret; it starts with `whsec_`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            An address that AgentWallex reports events to.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agentwallex.com/api-reference/webhooks-update
        """
        request = Request(
            "webhooks.update", {"webhook_id": webhook_id, "url": url, "events": events, "secret": secret}, options
        )
        del webhook_id, url, events, secret, options
        return await self._call(request, Webhook)


class AsyncX402Resource(AsyncResource):
    """The methods `x402.…` of AgentWallex, reached through a client."""

    async def pay(
        self,
        agent_id: str,
        target_url: str,
        *,
        session_id: str | None = None,
        chain: str | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> PayResult:
        """Pays for an x402 resource.

        The result may not be final: check `succeeded` before you ship.

        Args:
            agent_id: The agent that pays.
            target_url: The https address of the resource to pay for.
            session_id: The session whose budget pays.
            chain: The chain as CAIP-2; the agent's own by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A payment to an x402 resource.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agentwallex.com/api-reference/x402-pay
        """
        request = Request(
            "x402.pay",
            {"agent_id": agent_id, "target_url": target_url, "session_id": session_id, "chain": chain},
            options,
        )
        del agent_id, target_url, session_id, chain, options
        return await self._call(request, PayResult)

    async def create_session(
        self,
        agent_id: str,
        budget_limit: str | Decimal,
        chain: str,
        ttl_seconds: int,
        *,
        allowed_urls: Sequence[str] | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> Session:
        """Opens an x402 session with a budget.

        Args:
            agent_id: The agent that pays.
            budget_limit: The budget, a decimal string.
            chain: The chain as CAIP-2.
            ttl_seconds: How long the session is valid, in seconds.
            allowed_urls: The only addresses that may be paid.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            An x402 session: a budget that an agent may spend for a while.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agentwallex.com/api-reference/x402-sessions-create
        """
        request = Request(
            "x402.create_session",
            {
                "agent_id": agent_id,
                "budget_limit": budget_limit,
                "chain": chain,
                "ttl_seconds": ttl_seconds,
                "allowed_urls": allowed_urls,
            },
            options,
        )
        del agent_id, budget_limit, chain, ttl_seconds, allowed_urls, options
        return await self._call(request, Session)

    async def session_pay(self, session_id: str, target_url: str, **options: Unpack[UnkeyedOptions]) -> PayResult:
        """Pays for an x402 resource from a session's budget.

        The result may not be final: check `succeeded` before you ship.

        Args:
            session_id: The id of the session, for instance `sess_abc123`.
            target_url: The https address of the resource to pay for.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A payment to an x402 resource.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agentwallex.com/api-reference/x402-sessions-pay
        """
        request = Request("x402.session_pay", {"session_id": session_id, "target_url": target_url}, options)
        del session_id, target_url, options
        return await self._call(request, PayResult)

    async def delete_session(self, session_id: str, **options: Unpack[KeyedOptions]) -> Deleted:
        """Ends a session and releases what is left of its budget.

        Args:
            session_id: The id of the session, for instance `sess_abc123`.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            The confirmation of a deletion.

        Raises:
            AgentWallexError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agentwallex.com/api-reference/x402-sessions-delete
        """
        request = Request("x402.delete_session", {"session_id": session_id}, options)
        del session_id, options
        return await self._call(request, Deleted)


class AsyncAgentWallex(AsyncClient[Transaction]):
    """Pays from the wallets of agents through AgentWallex, within their policies."""

    _reconciled: ClassVar[Mapping[str, Any]] = {"payments.send": Transaction}

    def __init__(
        self,
        api_key: str | None = None,
        *,
        environment: Literal["sandbox", "production"] | None = None,
        on_event: AsyncListener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options. The connection is opened by the first call.

        Args:
            api_key: The API key, sent as `X-API-Key`. By default from the environment: `AGENTWALLEX_API_KEY`.
            environment: `sandbox` (the vendor's own default) or `production`.
            on_event: A function or coroutine function, called for every step. The request is not sent until it
                returns from `about_to_send`.
            **options: The options of every client, see `ClientOptions`. If `base_url` is omitted, the environment
                variable `AGENTWALLEX_BASE_URL` is read.

        Raises:
            InvalidArgumentError: An option is invalid, or a key is missing.
        """
        super().__init__("agentwallex", {"api_key": api_key, "environment": environment, **options}, on_event)

    @cached_property
    def agents(self) -> AsyncAgentsResource:
        """The methods `agents.…`."""
        return AsyncAgentsResource(self._call)

    @cached_property
    def payments(self) -> AsyncPaymentsResource:
        """The methods `payments.…`."""
        return AsyncPaymentsResource(self._call)

    @cached_property
    def policies(self) -> AsyncPoliciesResource:
        """The methods `policies.…`."""
        return AsyncPoliciesResource(self._call)

    @cached_property
    def webhooks(self) -> AsyncWebhooksResource:
        """The methods `webhooks.…`."""
        return AsyncWebhooksResource(self._call)

    @cached_property
    def x402(self) -> AsyncX402Resource:
        """The methods `x402.…`."""
        return AsyncX402Resource(self._call)
