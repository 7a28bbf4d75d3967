"""AgentWallex: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._lazy import lazy_names

TYPE_CHECKING = False

if TYPE_CHECKING:
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
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "payonce._errors": ("AgentWallexError", "PolicyViolationError"),
            "payonce._webhooks": ("WebhookError", "WebhookEvent", "verify_webhook"),
            "payonce.agentwallex._async_client": (
                "AsyncAgentsResource",
                "AsyncAgentWallex",
                "AsyncPaymentsResource",
                "AsyncPoliciesResource",
                "AsyncWebhooksResource",
                "AsyncX402Resource",
            ),
            "payonce.agentwallex._client": (
                "AgentsResource",
                "AgentWallex",
                "PaymentsResource",
                "PoliciesResource",
                "WebhooksResource",
                "X402Resource",
            ),
            "payonce.agentwallex._models": (
                "Agent",
                "AgentPage",
                "AllowedHours",
                "Deleted",
                "PayResult",
                "Policy",
                "PolicyPage",
                "PolicyRules",
                "Session",
                "Transaction",
                "TransactionPage",
                "Wallet",
                "Webhook",
            ),
            "payonce.agentwallex._params": ("AllowedHoursParam", "PolicyRulesParam"),
        },
    )


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
