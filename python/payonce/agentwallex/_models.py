"""The objects of AgentWallex.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from payonce._model import Model, list_of, one
from payonce._paging import Page
from payonce._waiters import Stateful, Waitable


class Wallet(Model):
    """The wallet of an agent on one chain."""

    address: str
    """The address on the chain."""
    chain: str
    """The chain as CAIP-2, for instance `eip155:8453`."""

    _fields = ("address", "chain")


class Agent(Model):
    """An agent with its wallet."""

    id: str
    """The id, for instance `agent_abc123`."""
    agent_name: str | None
    """The name, unique in the account."""
    agent_description: str | None
    """The purpose of the agent."""
    wallet: Wallet | None
    """The wallet that it pays from."""
    status: Literal["active", "inactive"] | str | None
    """Whether it is allowed to pay."""
    metadata: str | None
    """The caller's own data, as a string holding JSON."""
    created_at: str | None
    """When it was created."""

    _fields = ("id", "agent_name", "agent_description", "wallet", "status", "metadata", "created_at")
    _readers: ClassVar[Mapping[str, Any]] = {"wallet": one(Wallet)}


class AgentPage(Page[Agent]):
    """One page of agents."""

    data: list[Agent]
    """The agents of this page."""
    total: int | None
    """The number of agents on all pages."""
    has_more: bool | None
    """Whether a further page exists."""

    _fields = ("data", "total", "has_more")
    _readers: ClassVar[Mapping[str, Any]] = {"data": list_of(one(Agent))}
    _items = "data"


class Transaction(Waitable):
    """A transfer of tokens out of an agent's wallet."""

    id: str
    """The id of the transaction."""
    hash: str | None
    """The hash on the chain, once it is known."""
    agent_id: str | None
    """The agent that pays."""
    direction: str | None
    """`outbound` for a payment."""
    type: str | None
    """`transfer` for a payment."""
    from_address: str | None
    """The address that pays."""
    to_address: str | None
    """The address that is paid."""
    amount: str | None
    """The amount in units of the token, as a decimal string."""
    token: str | None
    """The token, for instance `USDC`."""
    chain: str | None
    """The chain as CAIP-2."""
    fee: str | None
    """The fee in units of the token, as a decimal string."""
    status: Literal["pending", "confirmed", "failed"] | str | None
    """How far it got."""
    memo: str | None
    """The memo; it ends with the reference of payonce."""
    created_at: str | None
    """When it was accepted."""

    _fields = (
        "id",
        "hash",
        "agent_id",
        "direction",
        "type",
        "from_address",
        "to_address",
        "amount",
        "token",
        "chain",
        "fee",
        "status",
        "memo",
        "created_at",
    )
    _provider = "agentwallex"
    _model = "Transaction"
    _state = "status"
    _read = "payments.get"


class TransactionPage(Page[Transaction]):
    """One page of transactions."""

    data: list[Transaction]
    """The transactions of this page."""
    total: int | None
    """The number of transactions on all pages."""
    has_more: bool | None
    """Whether a further page exists."""

    _fields = ("data", "total", "has_more")
    _readers: ClassVar[Mapping[str, Any]] = {"data": list_of(one(Transaction))}
    _items = "data"


class AllowedHours(Model):
    """The hours of a day in which payments are allowed."""

    start: Any
    """The first hour."""
    end: Any
    """The hour at which it ends."""

    _fields = ("start", "end")


class PolicyRules(Model):
    """The rules of a policy; which of them apply follows from the type of the policy."""

    max_transaction_amount: str | None
    """The maximum amount of one payment."""
    daily_limit: str | None
    """The maximum amount of the payments of a day."""
    monthly_limit: str | None
    """The maximum amount of the payments of a month."""
    allowed_addresses: list[str] | None
    """The only addresses that may be paid."""
    blocked_addresses: list[str] | None
    """Addresses that may not be paid."""
    allowed_tokens: list[str] | None
    """The only tokens that may be used."""
    max_count: int | None
    """The maximum number of payments in the window."""
    window_seconds: int | None
    """The length of the window in seconds."""
    timezone: str | None
    """The time zone of the schedule, an IANA name."""
    allowed_hours: AllowedHours | None
    """The hours in which payments are allowed."""
    allowed_days: list[int] | None
    """The days on which payments are allowed."""
    threshold: str | None
    """The amount from which a person must approve."""
    timeout_seconds: int | None
    """How long an approval may take, in seconds."""
    approvers: list[str] | None
    """The e-mail addresses of those who may approve."""

    _fields = (
        "max_transaction_amount",
        "daily_limit",
        "monthly_limit",
        "allowed_addresses",
        "blocked_addresses",
        "allowed_tokens",
        "max_count",
        "window_seconds",
        "timezone",
        "allowed_hours",
        "allowed_days",
        "threshold",
        "timeout_seconds",
        "approvers",
    )
    _readers: ClassVar[Mapping[str, Any]] = {"allowed_hours": one(AllowedHours)}


class Policy(Model):
    """A policy that an agent's payments are checked against."""

    id: str
    """The id, for instance `pol_abc123`."""
    agent_id: str | None
    """The agent that it binds."""
    type: (
        Literal["spending_limit", "address_control", "token_control", "velocity_control", "schedule", "human_approval"]
        | str
        | None
    )
    """The type of the policy."""
    rules: PolicyRules | None
    """Its rules."""
    created_at: str | None
    """When it was created."""
    updated_at: str | None
    """When it was last changed."""

    _fields = ("id", "agent_id", "type", "rules", "created_at", "updated_at")
    _readers: ClassVar[Mapping[str, Any]] = {"rules": one(PolicyRules)}


class PolicyPage(Page[Policy]):
    """One page of policies."""

    data: list[Policy]
    """The policies of this page."""
    total: int | None
    """The number of policies on all pages."""
    has_more: bool | None
    """Whether a further page exists."""

    _fields = ("data", "total", "has_more")
    _readers: ClassVar[Mapping[str, Any]] = {"data": list_of(one(Policy))}
    _items = "data"


class Webhook(Model):
    """An address that AgentWallex reports events to."""

    id: str
    """The id of the webhook."""
    url: str | None
    """The https address that is called."""
    events: list[str] | None
    """The events that are reported, for instance `payment.completed`."""
    status: Literal["active", "inactive"] | str | None
    """Whether it is called."""
    created_at: str | None
    """When it was created."""

    _fields = ("id", "url", "events", "status", "created_at")


class Session(Model):
    """An x402 session: a budget that an agent may spend for a while."""

    id: str
    """The id, for instance `sess_abc123`."""
    agent_id: str | None
    """The agent that pays."""
    budget_limit: str | None
    """The budget, as a decimal string."""
    budget_spent: str | None
    """The amount that is spent."""
    budget_remaining: str | None
    """The amount that is left."""
    chain: str | None
    """The chain as CAIP-2."""
    status: Literal["active", "expired", "deleted"] | str | None
    """Whether it can be used."""
    allowed_urls: list[str] | None
    """The only addresses that may be paid."""
    expires_at: str | None
    """When it ends."""
    created_at: str | None
    """When it was created."""

    _fields = (
        "id",
        "agent_id",
        "budget_limit",
        "budget_spent",
        "budget_remaining",
        "chain",
        "status",
        "allowed_urls",
        "expires_at",
        "created_at",
    )


class PayResult(Stateful):
    """A payment to an x402 resource."""

    ledger_id: str
    """The id in the ledger, for instance `ldg_abc123`."""
    amount: str | None
    """The amount, as a decimal string."""
    fee_amount: str | None
    """The fee, as a decimal string."""
    fee_rate: str | None
    """The fee in percent, as a decimal string."""
    token: str | None
    """The token, for instance `USDC`."""
    chain: str | None
    """The chain as CAIP-2."""
    status: Literal["completed", "pending", "failed"] | str | None
    """How far it got."""
    payment_signature: str | None
    """The value of the `PAYMENT-SIGNATURE` header of the paid request. Anyone who has it can spend the payment."""

    _fields = ("ledger_id", "amount", "fee_amount", "fee_rate", "token", "chain", "status", "payment_signature")
    _hidden = frozenset({"payment_signature"})
    _provider = "agentwallex"
    _model = "PayResult"
    _state = "status"


class Deleted(Model):
    """The confirmation of a deletion."""

    id: str
    """The id of what was deleted."""
    deleted: bool | None
    """True."""

    _fields = ("id", "deleted")
