"""The objects of AgentTech Pay.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from payonce._model import Model, list_of, one
from payonce._paging import Page
from payonce._waiters import Stateful, Waitable


class FeeBreakdown(Model):
    """The parts of the fee."""

    source_chain: str | None
    """The chain of the payer."""
    source_chain_fee: str | None
    """The fee of that chain."""
    target_chain: str | None
    """The chain of the recipient."""
    target_chain_fee: str | None
    """The fee of that chain."""
    platform_fee: str | None
    """The platform's fee."""
    platform_fee_percentage: str | None
    """The platform's fee in percent, as a decimal string."""
    total_fee: str | None
    """All of it."""

    _fields = (
        "source_chain",
        "source_chain_fee",
        "target_chain",
        "target_chain_fee",
        "platform_fee",
        "platform_fee_percentage",
        "total_fee",
    )


class PaymentRequirements(Model):
    """What the payer has to sign, in the words of x402."""

    scheme: str
    """The x402 scheme, for instance `exact`."""
    network: str
    """The network as x402 names it."""
    amount: str
    """The amount in the asset's smallest unit."""
    pay_to: str
    """The address that is paid."""
    max_timeout_seconds: int | None
    """How long the signature is valid, in seconds."""
    asset: str | None
    """The address of the token."""
    extra: dict[str, Any] | None
    """Further members of the scheme; never assume six decimals."""

    _fields = ("scheme", "network", "amount", "payTo", "maxTimeoutSeconds", "asset", "extra")


class Intent(Waitable):
    """A payment intent."""

    intent_id: str
    """The id of the intent."""
    merchant_recipient: str | None
    """The address that is paid in the end."""
    sending_amount: str | None
    """The amount that the payer pays, as a decimal string."""
    receiving_amount: str | None
    """The amount that the recipient receives, as a decimal string."""
    estimated_fee: str | None
    """The fee, as a decimal string."""
    fee_breakdown: FeeBreakdown | None
    """The parts of the fee."""
    status: (
        Literal[
            "AWAITING_PAYMENT",
            "PENDING",
            "VERIFICATION_FAILED",
            "SOURCE_SETTLED",
            "TARGET_SETTLING",
            "TARGET_SETTLED",
            "PARTIAL_SETTLEMENT",
            "EXPIRED",
            "BLOCKED",
        ]
        | str
        | None
    )
    """How far it got."""
    created_at: str | None
    """When it was created."""
    expires_at: str | None
    """When it expires unless it is paid: ten minutes later."""
    agent_id: str | None
    """The agent that owns it; with credentials only."""

    _fields = (
        "intent_id",
        "merchant_recipient",
        "sending_amount",
        "receiving_amount",
        "estimated_fee",
        "fee_breakdown",
        "status",
        "created_at",
        "expires_at",
        "agent_id",
    )
    _readers: ClassVar[Mapping[str, Any]] = {"fee_breakdown": one(FeeBreakdown)}
    _provider = "agenttech"
    _model = "Intent"
    _state = "status"
    _read = "get_intent"


class CreatedIntent(Waitable):
    """A new payment intent with what its payer has to sign."""

    intent_id: str
    """The id of the intent."""
    merchant_recipient: str | None
    """The address that is paid in the end."""
    sending_amount: str | None
    """The amount that the payer pays, as a decimal string."""
    receiving_amount: str | None
    """The amount that the recipient receives, as a decimal string."""
    estimated_fee: str | None
    """The fee, as a decimal string."""
    fee_breakdown: FeeBreakdown | None
    """The parts of the fee."""
    status: (
        Literal[
            "AWAITING_PAYMENT",
            "PENDING",
            "VERIFICATION_FAILED",
            "SOURCE_SETTLED",
            "TARGET_SETTLING",
            "TARGET_SETTLED",
            "PARTIAL_SETTLEMENT",
            "EXPIRED",
            "BLOCKED",
        ]
        | str
        | None
    )
    """How far it got."""
    created_at: str | None
    """When it was created."""
    expires_at: str | None
    """When it expires unless it is paid: ten minutes later."""
    agent_id: str | None
    """The agent that owns it; with credentials only."""
    email: str | None
    """The recipient's e-mail address, when that was given."""
    source_recipient: str | None
    """The address that is paid on the payer's chain."""
    payer_chain: str | None
    """The chain of the payer."""
    target_chain: str | None
    """The chain of the recipient."""
    payer_asset: str | None
    """The token that the payer pays with."""
    target_asset: str | None
    """The token that the recipient receives."""
    payment_requirements: PaymentRequirements | None
    """What the payer has to sign."""

    _fields = (
        "intent_id",
        "merchant_recipient",
        "sending_amount",
        "receiving_amount",
        "estimated_fee",
        "fee_breakdown",
        "status",
        "created_at",
        "expires_at",
        "agent_id",
        "email",
        "source_recipient",
        "payer_chain",
        "target_chain",
        "payer_asset",
        "target_asset",
        "payment_requirements",
    )
    _readers: ClassVar[Mapping[str, Any]] = {
        "fee_breakdown": one(FeeBreakdown),
        "payment_requirements": one(PaymentRequirements),
    }
    _provider = "agenttech"
    _model = "CreatedIntent"
    _state = "status"
    _read = "get_intent"


class Payment(Model):
    """One side of a payment on its chain."""

    chain: str | None
    """The chain; of the source only."""
    tx_hash: str | None
    """The hash of the transaction."""
    settle_proof: str | None
    """The proof of the payment."""
    settled_at: str | None
    """When it settled."""
    explorer_url: str | None
    """The URL in a block explorer."""

    _fields = ("chain", "tx_hash", "settle_proof", "settled_at", "explorer_url")


class IntentDetails(Waitable):
    """A payment intent with both sides of its payment."""

    intent_id: str
    """The id of the intent."""
    merchant_recipient: str | None
    """The address that is paid in the end."""
    sending_amount: str | None
    """The amount that the payer pays, as a decimal string."""
    receiving_amount: str | None
    """The amount that the recipient receives, as a decimal string."""
    estimated_fee: str | None
    """The fee, as a decimal string."""
    fee_breakdown: FeeBreakdown | None
    """The parts of the fee."""
    status: (
        Literal[
            "AWAITING_PAYMENT",
            "PENDING",
            "VERIFICATION_FAILED",
            "SOURCE_SETTLED",
            "TARGET_SETTLING",
            "TARGET_SETTLED",
            "PARTIAL_SETTLEMENT",
            "EXPIRED",
            "BLOCKED",
        ]
        | str
        | None
    )
    """How far it got."""
    created_at: str | None
    """When it was created."""
    expires_at: str | None
    """When it expires unless it is paid: ten minutes later."""
    agent_id: str | None
    """The agent that owns it; with credentials only."""
    payer_chain: str | None
    """The chain of the payer."""
    target_chain: str | None
    """The chain of the recipient."""
    payer_asset: str | None
    """The token that the payer pays with."""
    target_asset: str | None
    """The token that the recipient receives."""
    receiver_email: str | None
    """The recipient's e-mail address."""
    payer_wallet: str | None
    """The address that pays."""
    error_message: str | None
    """Why it failed."""
    completed_at: str | None
    """When it ended."""
    source_payment: Payment | None
    """The payer's side."""
    target_payment: Payment | None
    """The recipient's side."""

    _fields = (
        "intent_id",
        "merchant_recipient",
        "sending_amount",
        "receiving_amount",
        "estimated_fee",
        "fee_breakdown",
        "status",
        "created_at",
        "expires_at",
        "agent_id",
        "payer_chain",
        "target_chain",
        "payer_asset",
        "target_asset",
        "receiver_email",
        "payer_wallet",
        "error_message",
        "completed_at",
        "source_payment",
        "target_payment",
    )
    _readers: ClassVar[Mapping[str, Any]] = {
        "fee_breakdown": one(FeeBreakdown),
        "source_payment": one(Payment),
        "target_payment": one(Payment),
    }
    _provider = "agenttech"
    _model = "IntentDetails"
    _state = "status"
    _read = "get_intent"


class IntentPage(Page[IntentDetails]):
    """One page of payment intents."""

    intents: list[IntentDetails]
    """The intents of this page."""
    total: int | None
    """The number of intents on all pages."""
    page: int | None
    """The page, from 1."""
    page_size: int | None
    """Items on a page."""
    has_more: bool | None
    """Whether a further page exists; computed from the total."""

    _fields = ("intents", "total", "page", "page_size", "has_more")
    _readers: ClassVar[Mapping[str, Any]] = {"intents": list_of(one(IntentDetails))}
    _items = "intents"


class AgentProfile(Model):
    """The agent that the keys belong to."""

    agent_id: str
    """The id."""
    agent_number: Any
    """The number."""
    name: str | None
    """The name."""
    status: str | None
    """Whether it is allowed to pay."""
    wallet_address: str | None
    """Its address on EVM chains."""
    solana_wallet_address: str | None
    """Its address on Solana."""

    _fields = ("agent_id", "agent_number", "name", "status", "wallet_address", "solana_wallet_address")


class SupportedChains(Model):
    """The chains that payments work on."""

    chains: list[str]
    """The chains that payments can come from."""
    target_chains: list[str] | None
    """The chains that payments can go to."""

    _fields = ("chains", "target_chains")


class SwapQuoteAmounts(Model):
    """The amounts and the costs of a swap, in smallest units."""

    input_token: str | None
    """The source token."""
    output_token: str | None
    """The destination token."""
    input_amount: str | None
    """How much goes in."""
    output_amount: str | None
    """The expected destination amount."""
    min_output_amount: str | None
    """The minimum destination amount."""
    price_impact_pct: str | None
    """How far the swap moves the price, in percent."""

    _fields = ("input_token", "output_token", "input_amount", "output_amount", "min_output_amount", "price_impact_pct")


class SwapTransaction(Model):
    """A transaction that is ready to be signed."""

    transaction: str
    """The transaction."""
    to: str | None
    """The address it goes to."""
    value: str | None
    """The value that it carries."""
    gas_limit: str | None
    """Its gas limit."""
    expires_at: int | None
    """When it expires, a Unix time."""
    last_valid_block_height: int | None
    """The last block that accepts it."""

    _fields = ("transaction", "to", "value", "gas_limit", "expires_at", "last_valid_block_height")


class SwapQuote(Model):
    """A quote for a swap."""

    quote: SwapQuoteAmounts
    """The amounts and the costs."""
    swap_transaction: SwapTransaction | None
    """The transaction to sign."""

    _fields = ("quote", "swap_transaction")
    _readers: ClassVar[Mapping[str, Any]] = {"quote": one(SwapQuoteAmounts), "swap_transaction": one(SwapTransaction)}


class SwapIntent(Stateful):
    """A registered swap."""

    intent_id: str
    """The id of the intent."""
    status: Literal["PENDING", "DONE", "FAILED", "CANCELED"] | str | None
    """How far it got."""

    _fields = ("intent_id", "status")
    _provider = "agenttech"
    _model = "SwapIntent"
    _state = "status"


class SwapResult(Model):
    """A swap that was sent to its chain."""

    tx_hash: str
    """The hash of the transaction."""
    chain: str | None
    """The chain."""
    from_token: str | None
    """The source token."""
    to_token: str | None
    """The destination token."""
    from_amount: str | None
    """The source amount, in the smallest unit."""
    estimated_output: str | None
    """The expected destination amount, in the smallest unit."""

    _fields = ("tx_hash", "chain", "from_token", "to_token", "from_amount", "estimated_output")


class SwapCall(Model):
    """A transaction to sign before a swap."""

    to: str | None
    """The address it goes to."""
    from_: str | None
    """The address that signs it."""
    data: str | None
    """Its data, in hexadecimal."""
    value: str | None
    """The value that it carries."""
    chain_id: Any
    """The number of its chain."""
    gas_limit: Any
    """Its gas limit."""

    _fields = ("to", "from", "data", "value", "chain_id", "gas_limit")


class SwapApproval(Model):
    """Whether a token has to be approved before a swap."""

    request_id: str | None
    """The id of the request."""
    needs_approval: bool | None
    """Whether it has to."""
    approval: SwapCall | None
    """The transaction that approves it."""
    cancel: SwapCall | None
    """The transaction that revokes an earlier approval."""
    gas_fee: str | None
    """The fee of the approval."""
    cancel_gas_fee: str | None
    """The fee of the revocation."""

    _fields = ("request_id", "needs_approval", "approval", "cancel", "gas_fee", "cancel_gas_fee")
    _readers: ClassVar[Mapping[str, Any]] = {"approval": one(SwapCall), "cancel": one(SwapCall)}


class SwapStatus(Model):
    """The status of a swap."""

    status: Literal["PENDING", "DONE", "FAILED", "INVALID", "NOT_FOUND"] | str | None
    """How far it got."""
    substatus: str | None
    """The same in more detail."""
    message: str | None
    """The same in words."""
    tool: str | None
    """The bridge or exchange that carries it."""
    source_tx_hash: str | None
    """The hash of the transaction that was sent."""
    dest_tx_hash: str | None
    """The hash of the transaction that arrived."""
    received_amount: str | None
    """The amount that arrived, in the smallest unit."""
    explorer_link: str | None
    """The URL in a block explorer."""

    _fields = (
        "status",
        "substatus",
        "message",
        "tool",
        "source_tx_hash",
        "dest_tx_hash",
        "received_amount",
        "explorer_link",
    )
