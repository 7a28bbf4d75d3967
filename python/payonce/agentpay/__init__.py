"""AgentPay: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._errors import AgentPayError
from payonce.agentpay._async_client import AsyncAgentPayClient
from payonce.agentpay._client import AgentPayClient
from payonce.agentpay._models import ConsumptionResult, ValidationResult

__all__ = ["AgentPayClient", "AgentPayError", "AsyncAgentPayClient", "ConsumptionResult", "ValidationResult"]
