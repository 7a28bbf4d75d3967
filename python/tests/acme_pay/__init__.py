"""Acme Pay: clients, objects and errors.

Written by `payonce provider codegen`; change the provider file and run it again.
"""

from payonce._lazy import lazy_names

TYPE_CHECKING = False

if TYPE_CHECKING:
    from payonce._errors import ProviderError
    from ._provider import PROVIDER, verify_webhook
    from payonce import ProviderWebhookEvent, WebhookError
    from ._async_client import AsyncAcmePay, AsyncPaymentsResource
    from ._client import AcmePay, PaymentsResource
    from ._models import Limit, PageObject, Payment, RefundResult
    from ._params import LimitParam
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "payonce._errors": ("ProviderError",),
            "._provider": ("PROVIDER", "verify_webhook"),
            "payonce": ("ProviderWebhookEvent", "WebhookError"),
            "._async_client": ("AsyncAcmePay", "AsyncPaymentsResource"),
            "._client": ("AcmePay", "PaymentsResource"),
            "._models": ("Limit", "PageObject", "Payment", "RefundResult"),
            "._params": ("LimitParam",),
        },
    )


__all__ = [
    "AcmePay",
    "AsyncAcmePay",
    "AsyncPaymentsResource",
    "Limit",
    "LimitParam",
    "PROVIDER",
    "PageObject",
    "Payment",
    "PaymentsResource",
    "ProviderError",
    "ProviderWebhookEvent",
    "RefundResult",
    "WebhookError",
    "verify_webhook",
]
