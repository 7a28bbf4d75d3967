"""AgentWallex: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._errors import AgentWallexError, PolicyViolationError
from payonce._webhooks import WebhookError, WebhookEvent, verify_webhook
from payonce.agentwallex._async_client import AsyncAgentWallex
from payonce.agentwallex._client import AgentWallex
from payonce.agentwallex._models import (
    Agent,
    AgentPage,
    AllowedHours,
    Deleted,
    PayResult,
    Policy,
    PolicyPage,
    PolicyRules,
    Session,
    Transaction,
    TransactionPage,
    Wallet,
    Webhook,
)

__all__ = [
    "Agent",
    "AgentPage",
    "AgentWallex",
    "AgentWallexError",
    "AllowedHours",
    "AsyncAgentWallex",
    "Deleted",
    "PayResult",
    "Policy",
    "PolicyPage",
    "PolicyRules",
    "PolicyViolationError",
    "Session",
    "Transaction",
    "TransactionPage",
    "Wallet",
    "Webhook",
    "WebhookError",
    "WebhookEvent",
    "verify_webhook",
]
