"""AgentTech Pay: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._lazy import lazy_names

TYPE_CHECKING = False

if TYPE_CHECKING:
    from payonce._errors import (
        AgentTechError,
        PayApiError,
        PayValidationError,
        RequestError,
        UnexpectedError,
        ValidationError,
    )
    from payonce.agenttech._async_client import AsyncPayClient, AsyncPublicPayClient
    from payonce.agenttech._client import PayClient, PublicPayClient
    from payonce.agenttech._models import (
        AgentProfile,
        CreatedIntent,
        FeeBreakdown,
        Intent,
        IntentDetails,
        IntentPage,
        Payment,
        PaymentRequirements,
        SupportedChains,
        SwapApproval,
        SwapCall,
        SwapIntent,
        SwapQuote,
        SwapQuoteAmounts,
        SwapResult,
        SwapStatus,
        SwapTransaction,
    )
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "payonce._errors": (
                "AgentTechError",
                "PayApiError",
                "PayValidationError",
                "RequestError",
                "UnexpectedError",
                "ValidationError",
            ),
            "payonce.agenttech._async_client": ("AsyncPayClient", "AsyncPublicPayClient"),
            "payonce.agenttech._client": ("PayClient", "PublicPayClient"),
            "payonce.agenttech._models": (
                "AgentProfile",
                "CreatedIntent",
                "FeeBreakdown",
                "Intent",
                "IntentDetails",
                "IntentPage",
                "Payment",
                "PaymentRequirements",
                "SupportedChains",
                "SwapApproval",
                "SwapCall",
                "SwapIntent",
                "SwapQuote",
                "SwapQuoteAmounts",
                "SwapResult",
                "SwapStatus",
                "SwapTransaction",
            ),
        },
    )


__all__ = [
    "AgentProfile",
    "AgentTechError",
    "AsyncPayClient",
    "AsyncPublicPayClient",
    "CreatedIntent",
    "FeeBreakdown",
    "Intent",
    "IntentDetails",
    "IntentPage",
    "PayApiError",
    "PayClient",
    "PayValidationError",
    "Payment",
    "PaymentRequirements",
    "PublicPayClient",
    "RequestError",
    "SupportedChains",
    "SwapApproval",
    "SwapCall",
    "SwapIntent",
    "SwapQuote",
    "SwapQuoteAmounts",
    "SwapResult",
    "SwapStatus",
    "SwapTransaction",
    "UnexpectedError",
    "ValidationError",
]
