"""Acme Pay: clients, objects and errors.

Written by `payonce provider codegen`; change the provider file and run it again.
"""

from payonce._errors import ProviderError
from ._provider import PROVIDER, verify_webhook
from payonce import ProviderWebhookEvent, WebhookError
from ._async_client import AsyncAcmePay, AsyncPaymentsResource
from ._client import AcmePay, PaymentsResource
from ._models import Limit, PageObject, Payment, RefundResult
from ._params import LimitParam

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
