"""The async clients of AgentTech Pay.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal, NoReturn

from payonce._client import AsyncClient
from payonce._listeners import AsyncListener
from payonce._model import as_it_came
from payonce._options import CallOptions, ClientOptions, KeyedOptions, UnkeyedOptions
from payonce._paging import AsyncPages
from payonce._sealing import Request
from payonce._typing import Unpack
from payonce.agenttech._models import (
    AgentProfile,
    CreatedIntent,
    Intent,
    IntentDetails,
    IntentPage,
    SupportedChains,
    SwapApproval,
    SwapIntent,
    SwapQuote,
    SwapResult,
    SwapStatus,
)


class AsyncPayClient(AsyncClient[NoReturn]):
    """Creates payment intents of AgentTech Pay and pays them from the agent's own wallet."""

    def __init__(
        self,
        api_key: str | None = None,
        secret_key: str | None = None,
        *,
        on_event: AsyncListener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options. The connection is opened by the first call.

        Args:
            api_key: The API key; with the secret key it is sent as `Authorization: Bearer`. By default from the
                environment: `AGENTTECH_API_KEY`, then `CROSS402_API_KEY`.
            secret_key: The secret key that belongs to the API key. By default from the environment:
                `AGENTTECH_SECRET_KEY`, then `CROSS402_SECRET_KEY`.
            on_event: A function or coroutine function, called for every step. The request is not sent until it
                returns from `about_to_send`.
            **options: The options of every client, see `ClientOptions`. If `base_url` is omitted, the environment
                variable `AGENTTECH_BASE_URL` is read.

        Raises:
            InvalidArgumentError: An option is invalid, or a key is missing.
        """
        super().__init__(
            "agenttech",
            {"client_class": "PayClient", "api_key": api_key, "secret_key": secret_key, **options},
            on_event,
        )

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
        **options: Unpack[KeyedOptions],
    ) -> CreatedIntent:
        """Creates a payment intent.

        No money moves before it is executed, and it lapses after ten minutes, so that a second one does no harm.

        The result may not be final: check `succeeded` before you ship.

        Args:
            payer_chain: The chain of the payer, for instance `base`.
            email: The e-mail address of the recipient; pass this or `recipient`.
            recipient: The address of the recipient; pass this or `email`.
            amount: The amount that the payer pays, in units of the token, 0.02 to 1000000 with at most 6 decimals;
                pass this or `to_amount`.
            to_amount: The amount that the recipient receives, in units of the token, 0.02 to 1000000 with at most 6
                decimals; pass this or `amount`.
            target_chain: The chain of the recipient; `base` by default.
            payer_asset: The token that the payer pays with; `usdc` by default.
            target_asset: The token that the recipient receives; `usdc` by default.
            payer_address: The address that pays, for a check against sanctions in advance.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A new payment intent with what its payer has to sign.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agent.tech/cross402/api/intents
        """
        request = Request(
            "create_intent",
            {
                "email": email,
                "recipient": recipient,
                "amount": amount,
                "to_amount": to_amount,
                "payer_chain": payer_chain,
                "target_chain": target_chain,
                "payer_asset": payer_asset,
                "target_asset": target_asset,
                "payer_address": payer_address,
            },
            options,
        )
        del (
            email,
            recipient,
            amount,
            to_amount,
            payer_chain,
            target_chain,
            payer_asset,
            target_asset,
            payer_address,
            options,
        )
        return await self._call(request, CreatedIntent)

    async def execute_intent(self, intent_id: str, **options: Unpack[KeyedOptions]) -> Intent:
        """Pays an intent from the agent's own wallet.

        The intent's id is the key: however often it is sent, it is paid once. It is final when its state is
        `TARGET_SETTLED`.

        The result may not be final: check `succeeded` before you ship.

        Args:
            intent_id: The id of the intent.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A payment intent.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agent.tech/cross402/api/intents
        """
        request = Request("execute_intent", {"intent_id": intent_id}, options)
        del intent_id, options
        return await self._call(request, Intent)

    async def submit_proof(self, intent_id: str, settle_proof: str, **options: Unpack[KeyedOptions]) -> Intent:
        """Only for a client without keys; one with keys uses `execute_intent`.

        The result may not be final: check `succeeded` before you ship.

        Args:
            intent_id: The id of the intent.
            settle_proof: The proof that the payer has paid: the signed x402 payment or the hash of the transaction.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A payment intent.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agent.tech/cross402/api/intents
        """
        request = Request("submit_proof", {"intent_id": intent_id, "settle_proof": settle_proof}, options)
        del intent_id, settle_proof, options
        return await self._call(request, Intent)

    async def get_intent(self, intent_id: str, **options: Unpack[CallOptions]) -> IntentDetails:
        """Reads an intent of this agent with both sides of its payment.

        A failed object is returned like any other, with `failed`: check `succeeded` before you ship.

        Args:
            intent_id: The id of the intent.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A payment intent with both sides of its payment.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/guides/payment-polling
        """
        request = Request("get_intent", {"intent_id": intent_id}, options)
        del intent_id, options
        return await self._call(request, IntentDetails)

    def list_intents(
        self, *, page: int | None = None, page_size: int | None = None, **options: Unpack[CallOptions]
    ) -> AsyncPages[IntentPage, IntentDetails]:
        """Lists the intents of this agent, the newest first.

        Args:
            page: The page, from 1; 1 by default.
            page_size: Items on a page, 1 to 100; 20 by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The list. `await` reads its first page, `async for` the items of all pages.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/intents
        """
        request = Request("list_intents", {"page": page, "page_size": page_size}, options)
        del page, page_size, options
        return AsyncPages(lambda: self._call(request, IntentPage))

    async def get_me(self, **options: Unpack[CallOptions]) -> AgentProfile:
        """Reads the agent that the keys belong to, with its wallets.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The agent that the keys belong to.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/agents
        """
        request = Request("get_me", {}, options)
        del options
        return await self._call(request, AgentProfile)

    async def list_supported_chains(self, **options: Unpack[CallOptions]) -> SupportedChains:
        """Lists the chains that payments can come from and go to, with their valid names.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The chains that payments work on.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/supported-networks
        """
        request = Request("list_supported_chains", {}, options)
        del options
        return await self._call(request, SupportedChains)

    async def get_swap_quote(
        self,
        chain: str,
        input_token: str,
        output_token: str,
        *,
        from_amount: str | Decimal | int | None = None,
        to_amount: str | Decimal | int | None = None,
        slippage_bps: int | None = None,
        to_chain: str | None = None,
        user_address: str | None = None,
        to_user_address: str | None = None,
        email: str | None = None,
        to_user_email: str | None = None,
        **options: Unpack[CallOptions],
    ) -> SwapQuote:
        """Quotes a swap; with an address, the response also has the transaction to sign.

        Args:
            chain: The source chain of the swap.
            input_token: The address of the source token.
            output_token: The address of the destination token.
            from_amount: The source amount in the smallest unit of the token, as digits; pass this or `to_amount`.
            to_amount: The destination amount in the smallest unit of the token, as digits; pass this or
                `from_amount`.
            slippage_bps: The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.
            to_chain: The destination chain of the swap; the source chain by default.
            user_address: The address of the signer; with it, the response has the transaction to sign.
            to_user_address: The address of the recipient if the destination chain is of another family.
            email: The e-mail address of the signer, instead of the address.
            to_user_email: The e-mail address of the recipient, instead of the address.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A quote for a swap.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
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
        )
        del (
            chain,
            input_token,
            output_token,
            from_amount,
            to_amount,
            slippage_bps,
            to_chain,
            user_address,
            to_user_address,
            email,
            to_user_email,
            options,
        )
        return await self._call(request, SwapQuote)

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
        """Registers a swap whose transaction was sent, so that its status can be polled.

        The result may not be final: check `succeeded` before you ship.

        Args:
            source_tx_hash: The hash of the transaction that was sent.
            from_chain: The source chain.
            to_chain: The destination chain.
            from_token: The source token.
            to_token: The destination token.
            payer_address: The address that paid.
            recipient_address: The address of the recipient.
            sending_token_amount: The source amount, as a decimal string.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A registered swap.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
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
        )
        del (
            source_tx_hash,
            from_chain,
            to_chain,
            from_token,
            to_token,
            payer_address,
            recipient_address,
            sending_token_amount,
            options,
        )
        return await self._call(request, SwapIntent)

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
            chain_types: Only tokens of these kinds of chains, for instance `EVM`.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request("get_swap_tokens", {"chains": chains, "chain_types": chain_types}, options)
        del chains, chain_types, options
        return await self._call(request, as_it_came)

    async def get_swap_chains(self, *, chain_types: Sequence[str] | None = None, **options: Unpack[CallOptions]) -> Any:
        """Lists the chains that swaps work on, as LI.FI writes them.

        Args:
            chain_types: Only these kinds of chains, for instance `EVM`.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request("get_swap_chains", {"chain_types": chain_types}, options)
        del chain_types, options
        return await self._call(request, as_it_came)

    async def get_swap_connections(
        self,
        *,
        from_chain: str | None = None,
        to_chain: str | None = None,
        from_token: str | None = None,
        to_token: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Lists the possible swaps, as LI.FI writes them.

        Args:
            from_chain: Only connections from this chain.
            to_chain: Only connections to this chain.
            from_token: Only connections from this token.
            to_token: Only connections to this token.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
            "get_swap_connections",
            {"from_chain": from_chain, "to_chain": to_chain, "from_token": from_token, "to_token": to_token},
            options,
        )
        del from_chain, to_chain, from_token, to_token, options
        return await self._call(request, as_it_came)

    async def execute_swap(
        self,
        chain: str,
        from_token: str,
        to_token: str,
        from_amount: str | Decimal | int,
        *,
        slippage_bps: int | None = None,
        to_chain: str | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> SwapResult:
        """Swaps from the agent's own wallet.

        There is no key: if the response is lost, it is not retried.

        Args:
            chain: The source chain of the swap.
            from_token: The address of the source token.
            to_token: The address of the destination token.
            from_amount: The source amount in the smallest unit of the token, as digits.
            slippage_bps: The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.
            to_chain: The destination chain of the swap; the source chain by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A swap that was sent to its chain.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
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
        )
        del chain, from_token, to_token, from_amount, slippage_bps, to_chain, options
        return await self._call(request, SwapResult)

    async def get_swap_approval(
        self,
        chain: str,
        token: str,
        token_out: str,
        amount: str | Decimal | int,
        *,
        user_address: str | None = None,
        email: str | None = None,
        to_chain: str | None = None,
        to_user_address: str | None = None,
        to_user_email: str | None = None,
        include_gas_info: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> SwapApproval:
        """Checks whether the token needs an approval before an EVM swap, and returns the transaction for it.

        Args:
            chain: The source chain of the swap.
            token: The address of the source token.
            token_out: The address of the destination token.
            amount: The source amount in the smallest unit of the token, as digits.
            user_address: The address of the signer; with it, the response has the transaction to sign.
            email: The e-mail address of the signer, instead of the address.
            to_chain: The destination chain of the swap; the source chain by default.
            to_user_address: The address of the recipient if the destination chain is of another family.
            to_user_email: The e-mail address of the recipient, instead of the address.
            include_gas_info: Whether the response has the fees of the transactions.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            Whether a token has to be approved before a swap.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
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
        )
        del (
            chain,
            token,
            token_out,
            amount,
            user_address,
            email,
            to_chain,
            to_user_address,
            to_user_email,
            include_gas_info,
            options,
        )
        return await self._call(request, SwapApproval)

    async def get_swap_status(
        self,
        tx_hash: str,
        *,
        from_chain: str | None = None,
        to_chain: str | None = None,
        bridge: str | None = None,
        **options: Unpack[CallOptions],
    ) -> SwapStatus:
        """Reads the status of a swap.

        The response is 404 until the bridge has the swap.

        Args:
            tx_hash: The hash of the source transaction.
            from_chain: The source chain.
            to_chain: The destination chain.
            bridge: The bridge of the swap.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The status of a swap.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
            "get_swap_status",
            {"tx_hash": tx_hash, "from_chain": from_chain, "to_chain": to_chain, "bridge": bridge},
            options,
        )
        del tx_hash, from_chain, to_chain, bridge, options
        return await self._call(request, SwapStatus)


class AsyncPublicPayClient(AsyncClient[NoReturn]):
    """The part of AgentTech Pay that needs no keys: the payer pays an intent with a wallet of their own."""

    def __init__(
        self,
        *,
        on_event: AsyncListener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options. The connection is opened by the first call.

        Args:
            on_event: A function or coroutine function, called for every step. The request is not sent until it
                returns from `about_to_send`.
            **options: The options of every client, see `ClientOptions`. If `base_url` is omitted, the environment
                variable `AGENTTECH_BASE_URL` is read.

        Raises:
            InvalidArgumentError: An option is invalid, or a key is missing.
        """
        super().__init__("agenttech", {"client_class": "PublicPayClient", **options}, on_event)

    async def list_supported_chains(self, **options: Unpack[CallOptions]) -> SupportedChains:
        """Lists the chains that payments can come from and go to, with their valid names.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The chains that payments work on.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/supported-networks
        """
        request = Request("list_supported_chains", {}, options)
        del options
        return await self._call(request, SupportedChains)

    async def get_swap_quote(
        self,
        chain: str,
        input_token: str,
        output_token: str,
        *,
        from_amount: str | Decimal | int | None = None,
        to_amount: str | Decimal | int | None = None,
        slippage_bps: int | None = None,
        to_chain: str | None = None,
        user_address: str | None = None,
        to_user_address: str | None = None,
        email: str | None = None,
        to_user_email: str | None = None,
        **options: Unpack[CallOptions],
    ) -> SwapQuote:
        """Quotes a swap; with an address, the response also has the transaction to sign.

        Args:
            chain: The source chain of the swap.
            input_token: The address of the source token.
            output_token: The address of the destination token.
            from_amount: The source amount in the smallest unit of the token, as digits; pass this or `to_amount`.
            to_amount: The destination amount in the smallest unit of the token, as digits; pass this or
                `from_amount`.
            slippage_bps: The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.
            to_chain: The destination chain of the swap; the source chain by default.
            user_address: The address of the signer; with it, the response has the transaction to sign.
            to_user_address: The address of the recipient if the destination chain is of another family.
            email: The e-mail address of the signer, instead of the address.
            to_user_email: The e-mail address of the recipient, instead of the address.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A quote for a swap.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
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
        )
        del (
            chain,
            input_token,
            output_token,
            from_amount,
            to_amount,
            slippage_bps,
            to_chain,
            user_address,
            to_user_address,
            email,
            to_user_email,
            options,
        )
        return await self._call(request, SwapQuote)

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
        """Registers a swap whose transaction was sent, so that its status can be polled.

        The result may not be final: check `succeeded` before you ship.

        Args:
            source_tx_hash: The hash of the transaction that was sent.
            from_chain: The source chain.
            to_chain: The destination chain.
            from_token: The source token.
            to_token: The destination token.
            payer_address: The address that paid.
            recipient_address: The address of the recipient.
            sending_token_amount: The source amount, as a decimal string.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A registered swap.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
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
        )
        del (
            source_tx_hash,
            from_chain,
            to_chain,
            from_token,
            to_token,
            payer_address,
            recipient_address,
            sending_token_amount,
            options,
        )
        return await self._call(request, SwapIntent)

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
            chain_types: Only tokens of these kinds of chains, for instance `EVM`.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request("get_swap_tokens", {"chains": chains, "chain_types": chain_types}, options)
        del chains, chain_types, options
        return await self._call(request, as_it_came)

    async def get_swap_chains(self, *, chain_types: Sequence[str] | None = None, **options: Unpack[CallOptions]) -> Any:
        """Lists the chains that swaps work on, as LI.FI writes them.

        Args:
            chain_types: Only these kinds of chains, for instance `EVM`.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request("get_swap_chains", {"chain_types": chain_types}, options)
        del chain_types, options
        return await self._call(request, as_it_came)

    async def get_swap_connections(
        self,
        *,
        from_chain: str | None = None,
        to_chain: str | None = None,
        from_token: str | None = None,
        to_token: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Lists the possible swaps, as LI.FI writes them.

        Args:
            from_chain: Only connections from this chain.
            to_chain: Only connections to this chain.
            from_token: Only connections from this token.
            to_token: Only connections to this token.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The response as plain Python objects.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
            "get_swap_connections",
            {"from_chain": from_chain, "to_chain": to_chain, "from_token": from_token, "to_token": to_token},
            options,
        )
        del from_chain, to_chain, from_token, to_token, options
        return await self._call(request, as_it_came)

    async def get_swap_approval(
        self,
        chain: str,
        token: str,
        token_out: str,
        amount: str | Decimal | int,
        *,
        user_address: str | None = None,
        email: str | None = None,
        to_chain: str | None = None,
        to_user_address: str | None = None,
        to_user_email: str | None = None,
        include_gas_info: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> SwapApproval:
        """Checks whether the token needs an approval before an EVM swap, and returns the transaction for it.

        Args:
            chain: The source chain of the swap.
            token: The address of the source token.
            token_out: The address of the destination token.
            amount: The source amount in the smallest unit of the token, as digits.
            user_address: The address of the signer; with it, the response has the transaction to sign.
            email: The e-mail address of the signer, instead of the address.
            to_chain: The destination chain of the swap; the source chain by default.
            to_user_address: The address of the recipient if the destination chain is of another family.
            to_user_email: The e-mail address of the recipient, instead of the address.
            include_gas_info: Whether the response has the fees of the transactions.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            Whether a token has to be approved before a swap.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
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
        )
        del (
            chain,
            token,
            token_out,
            amount,
            user_address,
            email,
            to_chain,
            to_user_address,
            to_user_email,
            include_gas_info,
            options,
        )
        return await self._call(request, SwapApproval)

    async def get_swap_status(
        self,
        tx_hash: str,
        *,
        from_chain: str | None = None,
        to_chain: str | None = None,
        bridge: str | None = None,
        **options: Unpack[CallOptions],
    ) -> SwapStatus:
        """Reads the status of a swap.

        The response is 404 until the bridge has the swap.

        Args:
            tx_hash: The hash of the source transaction.
            from_chain: The source chain.
            to_chain: The destination chain.
            bridge: The bridge of the swap.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The status of a swap.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/api/swap
        """
        request = Request(
            "get_swap_status",
            {"tx_hash": tx_hash, "from_chain": from_chain, "to_chain": to_chain, "bridge": bridge},
            options,
        )
        del tx_hash, from_chain, to_chain, bridge, options
        return await self._call(request, SwapStatus)

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
        **options: Unpack[KeyedOptions],
    ) -> CreatedIntent:
        """Creates a payment intent that the payer pays with their own wallet: sign its `payment_requirements`, then
        submit the proof.

        The result may not be final: check `succeeded` before you ship.

        Args:
            payer_chain: The chain of the payer, for instance `base`.
            email: The e-mail address of the recipient; pass this or `recipient`.
            recipient: The address of the recipient; pass this or `email`.
            amount: The amount that the payer pays, in units of the token, 0.02 to 1000000 with at most 6 decimals;
                pass this or `to_amount`.
            to_amount: The amount that the recipient receives, in units of the token, 0.02 to 1000000 with at most 6
                decimals; pass this or `amount`.
            target_chain: The chain of the recipient; `base` by default.
            payer_asset: The token that the payer pays with; `usdc` by default.
            target_asset: The token that the recipient receives; `usdc` by default.
            payer_address: The address that pays, for a check against sanctions in advance.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A new payment intent with what its payer has to sign.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agent.tech/cross402/api/intents
        """
        request = Request(
            "public.create_intent",
            {
                "email": email,
                "recipient": recipient,
                "amount": amount,
                "to_amount": to_amount,
                "payer_chain": payer_chain,
                "target_chain": target_chain,
                "payer_asset": payer_asset,
                "target_asset": target_asset,
                "payer_address": payer_address,
            },
            options,
        )
        del (
            email,
            recipient,
            amount,
            to_amount,
            payer_chain,
            target_chain,
            payer_asset,
            target_asset,
            payer_address,
            options,
        )
        return await self._call(request, CreatedIntent)

    async def submit_proof(self, intent_id: str, settle_proof: str, **options: Unpack[KeyedOptions]) -> Intent:
        """Submits the proof that the payer has paid.

        The intent's id is the key, so the proof counts once.

        The result may not be final: check `succeeded` before you ship.

        Args:
            intent_id: The id of the intent.
            settle_proof: The proof that the payer has paid: the signed x402 payment or the hash of the transaction.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A payment intent.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: docs.agent.tech/cross402/api/intents
        """
        request = Request("public.submit_proof", {"intent_id": intent_id, "settle_proof": settle_proof}, options)
        del intent_id, settle_proof, options
        return await self._call(request, Intent)

    async def get_intent(self, intent_id: str, **options: Unpack[CallOptions]) -> IntentDetails:
        """Reads an intent with both sides of its payment.

        A failed object is returned like any other, with `failed`: check `succeeded` before you ship.

        Args:
            intent_id: The id of the intent.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A payment intent with both sides of its payment.

        Raises:
            AgentTechError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agent.tech/cross402/guides/payment-polling
        """
        request = Request("public.get_intent", {"intent_id": intent_id}, options)
        del intent_id, options
        return await self._call(request, IntentDetails)
