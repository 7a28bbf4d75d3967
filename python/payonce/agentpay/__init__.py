"""AgentPay: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._lazy import lazy_names

TYPE_CHECKING = False

if TYPE_CHECKING:
    from payonce._errors import AgentPayError
    from payonce.agentpay._async_client import AsyncAgentPayClient
    from payonce.agentpay._client import AgentPayClient
    from payonce.agentpay._models import ConsumptionResult, ValidationResult
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "payonce._errors": ("AgentPayError",),
            "payonce.agentpay._async_client": ("AsyncAgentPayClient",),
            "payonce.agentpay._client": ("AgentPayClient",),
            "payonce.agentpay._models": ("ConsumptionResult", "ValidationResult"),
        },
    )


__all__ = ["AgentPayClient", "AgentPayError", "AsyncAgentPayClient", "ConsumptionResult", "ValidationResult"]
