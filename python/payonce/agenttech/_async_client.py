"""The clients of AgentTech Pay that are awaited.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from payonce._client import AsyncClient
from payonce._model import as_it_came
from payonce._paging import AsyncPages
from payonce.agenttech._models import (
    AgentProfile,
    CreatedIntent,
    Intent,
    IntentDetails,
    IntentPage,
    SupportedChains,
    SwapIntent,
    SwapQuote,
    SwapResult,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from typing_extensions import Unpack

    from payonce._events import AsyncListener
    from payonce._options import CallOptions, ClientOptions, UnkeyedOptions


class AsyncPayClient(AsyncClient):
    """A client of AgentTech Pay with an API key."""

    def __init__(
        self,
        api_key: str | None = None,
        secret_key: str | None = None,
        *,
        on_event: AsyncListener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options; opens no connection yet.

        Args:
            api_key: The API key; with the secret key it is sent as `Authorization: Bearer`; leave both out for the
                public operations. From the environment by default: `AGENTTECH_API_KEY`, then `CROSS402_API_KEY`.
            secret_key: The secret key that belongs to the API key. From the environment by default:
                `AGENTTECH_SECRET_KEY`, then `CROSS402_SECRET_KEY`.
            on_event: A function or coroutine function that hears each step; the first byte waits for it, and an
                exception stops the call.
            **options: What every client takes, see `ClientOptions`.

        Raises:
            InvalidArgumentError: An option cannot be used, or a key is missing.
        """
        super().__init__("agenttech", {"api_key": api_key, "secret_key": secret_key, **options}, on_event)

    async def create_intent(
        self,
        payer_chain: str,
        *,
        email: str | None = None,
        recipient: str | None = None,
        amount: str | Decimal | None = None,
        to_amount: str | Decimal | None = None,
        target_chain: str | None = None,
        payer_asset: Literal["usdc", "usdt", "usdt0"] | str | None = None,
        target_asset: Literal["usdc", "usdt", "usdt0"] | str | None = None,
        payer_address: str | None = None,
        **options: Unpack[CallOptions],
    ) -> CreatedIntent:
        """Creates a payment intent.

        It lapses after ten minutes unless it is paid.

        Args:
            payer_chain: The chain that is paid from, for instance `base`.
            email: The recipient's e-mail address; this or `recipient`.
            recipient: The recipient's address; this or `email`.
            amount: What is paid, a decimal string from 0.02 to 1000000 with at most six decimals; this or
                `to_amount`.
            to_amount: What is to arrive, a decimal string; this or `amount`.
            target_chain: The chain that is paid to; `base` by default.
            payer_asset: The token that is paid with; `usdc` by default.
            target_asset: The token that arrives; `usdc` by default.
            payer_address: The address that will pay, to be checked beforehand.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/intents
        """
        return await self._call(
            "create_intent",
            {
                "payer_chain": payer_chain,
                "email": email,
                "recipient": recipient,
                "amount": amount,
                "to_amount": to_amount,
                "target_chain": target_chain,
                "payer_asset": payer_asset,
                "target_asset": target_asset,
                "payer_address": payer_address,
            },
            options,
            CreatedIntent,
        )

    async def execute_intent(self, intent_id: str, **options: Unpack[CallOptions]) -> Intent:
        """Pays an intent from the agent's own wallet.

        The intent is paid once, however often this is sent.

        Args:
            intent_id: The id of the intent.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/intents
        """
        return await self._call("execute_intent", {"intent_id": intent_id}, options, Intent)

    async def submit_proof(self, intent_id: str, settle_proof: str, **options: Unpack[CallOptions]) -> Intent:
        """Pays an intent with what its payer signed.

        It carries no credentials.

        Args:
            intent_id: The id of the intent.
            settle_proof: The proof: what the payer signed.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/intents
        """
        return await self._call("submit_proof", {"intent_id": intent_id, "settle_proof": settle_proof}, options, Intent)

    async def get_intent(self, intent_id: str, **options: Unpack[CallOptions]) -> IntentDetails:
        """Reads an intent.

        An intent of another agent is not found.

        Args:
            intent_id: The id of the intent.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/intents
        """
        return await self._call("get_intent", {"intent_id": intent_id}, options, IntentDetails)

    def list_intents(
        self, *, page: int | None = None, page_size: int | None = None, **options: Unpack[CallOptions]
    ) -> AsyncPages[IntentPage, Intent]:
        """Lists the agent's intents.

        Args:
            page: The page, from 1; 1 by default.
            page_size: Items on a page, 1 to 100; 20 by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/intents
        """
        return AsyncPages(
            lambda: self._call("list_intents", {"page": page, "page_size": page_size}, options, IntentPage)
        )

    async def get_me(self, **options: Unpack[CallOptions]) -> AgentProfile:
        """Reads the agent that the keys belong to.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/me
        """
        return await self._call("get_me", {}, options, AgentProfile)

    async def list_supported_chains(self, **options: Unpack[CallOptions]) -> SupportedChains:
        """Lists the chains that payments work on.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/supported-networks
        """
        return await self._call("list_supported_chains", {}, options, SupportedChains)

    async def get_swap_quote(
        self,
        chain: str,
        input_token: str,
        output_token: str,
        *,
        from_amount: str | Decimal | None = None,
        to_amount: str | Decimal | None = None,
        slippage_bps: int | None = None,
        to_chain: str | None = None,
        user_address: str | None = None,
        to_user_address: str | None = None,
        email: str | None = None,
        to_user_email: str | None = None,
        **options: Unpack[CallOptions],
    ) -> SwapQuote:
        """Asks what a swap costs and brings.

        Args:
            chain: The chain that is swapped on.
            input_token: The token that goes in.
            output_token: The token that comes out.
            from_amount: How much goes in, in the smallest unit; this or `to_amount`.
            to_amount: How much is to come out, in the smallest unit; this or `from_amount`.
            slippage_bps: How far the price may move, in basis points; 50 by default.
            to_chain: The chain that is swapped to; the same by default.
            user_address: The address that swaps; with it the answer holds a transaction.
            to_user_address: The address that receives, on a chain of another family.
            email: The e-mail address of who swaps, instead of the address.
            to_user_email: The e-mail address of who receives, instead of the address.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "get_swap_quote",
            {
                "chain": chain,
                "input_token": input_token,
                "output_token": output_token,
                "from_amount": from_amount,
                "to_amount": to_amount,
                "slippage_bps": slippage_bps,
                "to_chain": to_chain,
                "user_address": user_address,
                "to_user_address": to_user_address,
                "email": email,
                "to_user_email": to_user_email,
            },
            options,
            SwapQuote,
        )

    async def register_swap_intent(
        self,
        source_tx_hash: str,
        from_chain: str,
        to_chain: str,
        from_token: str,
        to_token: str,
        payer_address: str,
        recipient_address: str,
        sending_token_amount: str | Decimal,
        **options: Unpack[UnkeyedOptions],
    ) -> SwapIntent:
        """Has a swap followed whose transaction was sent already.

        Args:
            source_tx_hash: The hash of the transaction that paid.
            from_chain: The chain that was paid from.
            to_chain: The chain that is paid to.
            from_token: The token that was paid with.
            to_token: The token that arrives.
            payer_address: The address that paid.
            recipient_address: The address that receives.
            sending_token_amount: What was paid, as a decimal string.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.
            OutcomeUnknownError: It may have taken effect; `reference` is what it can be found by.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "register_swap_intent",
            {
                "source_tx_hash": source_tx_hash,
                "from_chain": from_chain,
                "to_chain": to_chain,
                "from_token": from_token,
                "to_token": to_token,
                "payer_address": payer_address,
                "recipient_address": recipient_address,
                "sending_token_amount": sending_token_amount,
            },
            options,
            SwapIntent,
        )

    async def get_swap_tokens(
        self,
        *,
        chains: Sequence[str] | None = None,
        chain_types: Sequence[str] | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Lists the tokens that can be swapped, as LI.FI writes them.

        Args:
            chains: Only tokens of these chains.
            chain_types: Only tokens of chains of these types.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call("get_swap_tokens", {"chains": chains, "chain_types": chain_types}, options, as_it_came)

    async def get_swap_chains(self, *, chain_types: Sequence[str] | None = None, **options: Unpack[CallOptions]) -> Any:
        """Lists the chains that can be swapped on, as LI.FI writes them.

        Args:
            chain_types: Only chains of these types.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call("get_swap_chains", {"chain_types": chain_types}, options, as_it_came)

    async def get_swap_connections(
        self,
        *,
        from_chain: str | None = None,
        to_chain: str | None = None,
        from_token: str | None = None,
        to_token: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Lists which tokens can be swapped into which, as LI.FI writes it.

        Args:
            from_chain: The chain that is swapped from.
            to_chain: The chain that is swapped to.
            from_token: The token that goes in.
            to_token: The token that comes out.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "get_swap_connections",
            {"from_chain": from_chain, "to_chain": to_chain, "from_token": from_token, "to_token": to_token},
            options,
            as_it_came,
        )

    async def execute_swap(
        self,
        chain: str,
        from_token: str,
        to_token: str,
        from_amount: str | Decimal,
        *,
        slippage_bps: int | None = None,
        to_chain: str | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> SwapResult:
        """Swaps tokens of the agent's own wallet.

        The provider does not recognise a repetition: after a lost answer look for the transaction before anything
        else.

        Args:
            chain: The chain that is swapped on.
            from_token: The token that goes in.
            to_token: The token that comes out.
            from_amount: How much goes in, in the smallest unit, a decimal string.
            slippage_bps: How far the price may move, in basis points; 50 by default.
            to_chain: The chain that is swapped to; the same by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.
            OutcomeUnknownError: It may have taken effect; `reference` is what it can be found by.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "execute_swap",
            {
                "chain": chain,
                "from_token": from_token,
                "to_token": to_token,
                "from_amount": from_amount,
                "slippage_bps": slippage_bps,
                "to_chain": to_chain,
            },
            options,
            SwapResult,
        )

    async def get_swap_approval(
        self,
        chain: str,
        token: str,
        token_out: str,
        amount: str | Decimal,
        *,
        user_address: str | None = None,
        email: str | None = None,
        to_chain: str | None = None,
        to_user_address: str | None = None,
        to_user_email: str | None = None,
        include_gas_info: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Asks whether the token's contract has to allow the swap first.

        Args:
            chain: The chain that is swapped on.
            token: The token that goes in.
            token_out: The token that comes out.
            amount: How much goes in, in the smallest unit.
            user_address: The address that swaps.
            email: The e-mail address of who swaps, instead of the address.
            to_chain: The chain that is swapped to.
            to_user_address: The address that receives.
            to_user_email: The e-mail address of who receives.
            include_gas_info: Whether the answer names the fees.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "get_swap_approval",
            {
                "chain": chain,
                "token": token,
                "token_out": token_out,
                "amount": amount,
                "user_address": user_address,
                "email": email,
                "to_chain": to_chain,
                "to_user_address": to_user_address,
                "to_user_email": to_user_email,
                "include_gas_info": include_gas_info,
            },
            options,
            as_it_came,
        )

    async def get_swap_status(
        self,
        tx_hash: str,
        *,
        from_chain: str | None = None,
        to_chain: str | None = None,
        bridge: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Asks how far a swap got.

        It is not found until the bridge knows the transaction.

        Args:
            tx_hash: The hash of the source transaction.
            from_chain: The chain that was swapped from.
            to_chain: The chain that is swapped to.
            bridge: The bridge that is used.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "get_swap_status",
            {"tx_hash": tx_hash, "from_chain": from_chain, "to_chain": to_chain, "bridge": bridge},
            options,
            as_it_came,
        )


class AsyncPublicPayClient(AsyncClient):
    """A client of AgentTech Pay's public operations, which need no key."""

    def __init__(
        self,
        *,
        on_event: AsyncListener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options; opens no connection yet.

        Args:
            on_event: A function or coroutine function that hears each step; the first byte waits for it, and an
                exception stops the call.
            **options: What every client takes, see `ClientOptions`.

        Raises:
            InvalidArgumentError: An option cannot be used, or a key is missing.
        """
        super().__init__("agenttech", {**options}, on_event)

    async def create_intent(
        self,
        payer_chain: str,
        *,
        email: str | None = None,
        recipient: str | None = None,
        amount: str | Decimal | None = None,
        to_amount: str | Decimal | None = None,
        target_chain: str | None = None,
        payer_asset: Literal["usdc", "usdt", "usdt0"] | str | None = None,
        target_asset: Literal["usdc", "usdt", "usdt0"] | str | None = None,
        payer_address: str | None = None,
        **options: Unpack[CallOptions],
    ) -> CreatedIntent:
        """Creates a payment intent.

        It lapses after ten minutes unless it is paid.

        Args:
            payer_chain: The chain that is paid from, for instance `base`.
            email: The recipient's e-mail address; this or `recipient`.
            recipient: The recipient's address; this or `email`.
            amount: What is paid, a decimal string from 0.02 to 1000000 with at most six decimals; this or
                `to_amount`.
            to_amount: What is to arrive, a decimal string; this or `amount`.
            target_chain: The chain that is paid to; `base` by default.
            payer_asset: The token that is paid with; `usdc` by default.
            target_asset: The token that arrives; `usdc` by default.
            payer_address: The address that will pay, to be checked beforehand.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/intents
        """
        return await self._call(
            "create_intent",
            {
                "payer_chain": payer_chain,
                "email": email,
                "recipient": recipient,
                "amount": amount,
                "to_amount": to_amount,
                "target_chain": target_chain,
                "payer_asset": payer_asset,
                "target_asset": target_asset,
                "payer_address": payer_address,
            },
            options,
            CreatedIntent,
        )

    async def submit_proof(self, intent_id: str, settle_proof: str, **options: Unpack[CallOptions]) -> Intent:
        """Pays an intent with what its payer signed.

        It carries no credentials.

        Args:
            intent_id: The id of the intent.
            settle_proof: The proof: what the payer signed.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/intents
        """
        return await self._call("submit_proof", {"intent_id": intent_id, "settle_proof": settle_proof}, options, Intent)

    async def list_supported_chains(self, **options: Unpack[CallOptions]) -> SupportedChains:
        """Lists the chains that payments work on.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/supported-networks
        """
        return await self._call("list_supported_chains", {}, options, SupportedChains)

    async def get_swap_quote(
        self,
        chain: str,
        input_token: str,
        output_token: str,
        *,
        from_amount: str | Decimal | None = None,
        to_amount: str | Decimal | None = None,
        slippage_bps: int | None = None,
        to_chain: str | None = None,
        user_address: str | None = None,
        to_user_address: str | None = None,
        email: str | None = None,
        to_user_email: str | None = None,
        **options: Unpack[CallOptions],
    ) -> SwapQuote:
        """Asks what a swap costs and brings.

        Args:
            chain: The chain that is swapped on.
            input_token: The token that goes in.
            output_token: The token that comes out.
            from_amount: How much goes in, in the smallest unit; this or `to_amount`.
            to_amount: How much is to come out, in the smallest unit; this or `from_amount`.
            slippage_bps: How far the price may move, in basis points; 50 by default.
            to_chain: The chain that is swapped to; the same by default.
            user_address: The address that swaps; with it the answer holds a transaction.
            to_user_address: The address that receives, on a chain of another family.
            email: The e-mail address of who swaps, instead of the address.
            to_user_email: The e-mail address of who receives, instead of the address.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "get_swap_quote",
            {
                "chain": chain,
                "input_token": input_token,
                "output_token": output_token,
                "from_amount": from_amount,
                "to_amount": to_amount,
                "slippage_bps": slippage_bps,
                "to_chain": to_chain,
                "user_address": user_address,
                "to_user_address": to_user_address,
                "email": email,
                "to_user_email": to_user_email,
            },
            options,
            SwapQuote,
        )

    async def register_swap_intent(
        self,
        source_tx_hash: str,
        from_chain: str,
        to_chain: str,
        from_token: str,
        to_token: str,
        payer_address: str,
        recipient_address: str,
        sending_token_amount: str | Decimal,
        **options: Unpack[UnkeyedOptions],
    ) -> SwapIntent:
        """Has a swap followed whose transaction was sent already.

        Args:
            source_tx_hash: The hash of the transaction that paid.
            from_chain: The chain that was paid from.
            to_chain: The chain that is paid to.
            from_token: The token that was paid with.
            to_token: The token that arrives.
            payer_address: The address that paid.
            recipient_address: The address that receives.
            sending_token_amount: What was paid, as a decimal string.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.
            OutcomeUnknownError: It may have taken effect; `reference` is what it can be found by.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "register_swap_intent",
            {
                "source_tx_hash": source_tx_hash,
                "from_chain": from_chain,
                "to_chain": to_chain,
                "from_token": from_token,
                "to_token": to_token,
                "payer_address": payer_address,
                "recipient_address": recipient_address,
                "sending_token_amount": sending_token_amount,
            },
            options,
            SwapIntent,
        )

    async def get_swap_tokens(
        self,
        *,
        chains: Sequence[str] | None = None,
        chain_types: Sequence[str] | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Lists the tokens that can be swapped, as LI.FI writes them.

        Args:
            chains: Only tokens of these chains.
            chain_types: Only tokens of chains of these types.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call("get_swap_tokens", {"chains": chains, "chain_types": chain_types}, options, as_it_came)

    async def get_swap_chains(self, *, chain_types: Sequence[str] | None = None, **options: Unpack[CallOptions]) -> Any:
        """Lists the chains that can be swapped on, as LI.FI writes them.

        Args:
            chain_types: Only chains of these types.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call("get_swap_chains", {"chain_types": chain_types}, options, as_it_came)

    async def get_swap_connections(
        self,
        *,
        from_chain: str | None = None,
        to_chain: str | None = None,
        from_token: str | None = None,
        to_token: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Lists which tokens can be swapped into which, as LI.FI writes it.

        Args:
            from_chain: The chain that is swapped from.
            to_chain: The chain that is swapped to.
            from_token: The token that goes in.
            to_token: The token that comes out.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "get_swap_connections",
            {"from_chain": from_chain, "to_chain": to_chain, "from_token": from_token, "to_token": to_token},
            options,
            as_it_came,
        )

    async def get_swap_approval(
        self,
        chain: str,
        token: str,
        token_out: str,
        amount: str | Decimal,
        *,
        user_address: str | None = None,
        email: str | None = None,
        to_chain: str | None = None,
        to_user_address: str | None = None,
        to_user_email: str | None = None,
        include_gas_info: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Asks whether the token's contract has to allow the swap first.

        Args:
            chain: The chain that is swapped on.
            token: The token that goes in.
            token_out: The token that comes out.
            amount: How much goes in, in the smallest unit.
            user_address: The address that swaps.
            email: The e-mail address of who swaps, instead of the address.
            to_chain: The chain that is swapped to.
            to_user_address: The address that receives.
            to_user_email: The e-mail address of who receives.
            include_gas_info: Whether the answer names the fees.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "get_swap_approval",
            {
                "chain": chain,
                "token": token,
                "token_out": token_out,
                "amount": amount,
                "user_address": user_address,
                "email": email,
                "to_chain": to_chain,
                "to_user_address": to_user_address,
                "to_user_email": to_user_email,
                "include_gas_info": include_gas_info,
            },
            options,
            as_it_came,
        )

    async def get_swap_status(
        self,
        tx_hash: str,
        *,
        from_chain: str | None = None,
        to_chain: str | None = None,
        bridge: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Asks how far a swap got.

        It is not found until the bridge knows the transaction.

        Args:
            tx_hash: The hash of the source transaction.
            from_chain: The chain that was swapped from.
            to_chain: The chain that is swapped to.
            bridge: The bridge that is used.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Raises:
            AgentTechError: Every failure; its kind and its consequence are base classes too.

        Source: docs.agent.tech/cross402/api/swap
        """
        return await self._call(
            "get_swap_status",
            {"tx_hash": tx_hash, "from_chain": from_chain, "to_chain": to_chain, "bridge": bridge},
            options,
            as_it_came,
        )
