"""AgentWallex: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._errors import AgentWallexError, PolicyViolationError
from payonce._webhooks import WebhookError, WebhookEvent, verify_webhook
from payonce.agentwallex._async_client import (
    AsyncAgentsResource,
    AsyncAgentWallex,
    AsyncPaymentsResource,
    AsyncPoliciesResource,
    AsyncWebhooksResource,
    AsyncX402Resource,
)
from payonce.agentwallex._client import (
    AgentsResource,
    AgentWallex,
    PaymentsResource,
    PoliciesResource,
    WebhooksResource,
    X402Resource,
)
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
from payonce.agentwallex._params import AllowedHoursParam, PolicyRulesParam

__all__ = [
    "Agent",
    "AgentPage",
    "AgentWallex",
    "AgentWallexError",
    "AgentsResource",
    "AllowedHours",
    "AllowedHoursParam",
    "AsyncAgentWallex",
    "AsyncAgentsResource",
    "AsyncPaymentsResource",
    "AsyncPoliciesResource",
    "AsyncWebhooksResource",
    "AsyncX402Resource",
    "Deleted",
    "PayResult",
    "PaymentsResource",
    "PoliciesResource",
    "Policy",
    "PolicyPage",
    "PolicyRules",
    "PolicyRulesParam",
    "PolicyViolationError",
    "Session",
    "Transaction",
    "TransactionPage",
    "Wallet",
    "Webhook",
    "WebhookError",
    "WebhookEvent",
    "WebhooksResource",
    "X402Resource",
    "verify_webhook",
]
