"""The async clients of Acme Pay.

Written by `payonce provider codegen`; change the provider file and run it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal, NoReturn

from payonce._client import AsyncClient, AsyncResource
from payonce._listeners import AsyncListener
from payonce._model import nothing
from payonce._options import CallOptions, ClientOptions, KeyedOptions, UnkeyedOptions
from payonce._paging import AsyncPages
from payonce._sealing import Request
from payonce._typing import Unpack
from ._provider import HANDLE
from ._models import Limit, PageObject, Payment, RefundResult
from ._params import LimitParam


class AsyncPaymentsResource(AsyncResource):
    """The methods `payments.…` of Acme Pay, reached through a client."""

    async def send(
        self,
        to: str,
        amount: str | Decimal,
        *,
        currency: Literal["USD", "EUR"] | str | None = None,
        limit: Limit | LimitParam | None = None,
        options_: Mapping[str, str] | None = None,
        **options: Unpack[KeyedOptions],
    ) -> Payment:
        """Pays a wallet.

        The key makes a repetition safe.

        The result may not be final: check `succeeded` before you ship.

        Args:
            to: The receiver.
            amount: How much, for instance 12.50.
            options_: Further settings.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            A payment. It is final once it is paid or failed.

        Raises:
            ProviderError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again with the same `idempotency_key`; it takes
                effect once.

        Source: https://docs.acme.test/payments
        """
        request = Request(
            "payments.send",
            {"to": to, "amount": amount, "currency": currency, "limit": limit, "options": options_},
            options,
        )
        del to, amount, currency, limit, options_, options
        return await self._call(request, Payment)

    async def get(self, payment_id: str, **options: Unpack[CallOptions]) -> Payment:
        """Sends `GET /payments/{payment_id}`.

        A failed object is returned like any other, with `failed`: check `succeeded` before you ship.

        Args:
            payment_id: The id.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A payment. It is final once it is paid or failed.

        Raises:
            ProviderError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: https://docs.acme.test/payments
        """
        request = Request("payments.get", {"payment_id": payment_id}, options)
        del payment_id, options
        return await self._call(request, Payment)

    def list(
        self, *, starting_after: str | None = None, **options: Unpack[CallOptions]
    ) -> AsyncPages[PageObject, Payment]:
        """Sends `GET /payments`.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            The list. `await` reads its first page, `async for` the items of all pages.

        Raises:
            ProviderError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: https://docs.acme.test/payments
        """
        request = Request("payments.list", {"starting_after": starting_after}, options)
        del starting_after, options
        return AsyncPages(lambda: self._call(request, PageObject))

    async def cancel(self, payment_id: str, **options: Unpack[KeyedOptions]) -> None:
        """Sends `DELETE /payments/{payment_id}`.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Raises:
            ProviderError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again; it has the effect of one call.

        Source: https://docs.acme.test/payments
        """
        request = Request("payments.cancel", {"payment_id": payment_id}, options)
        del payment_id, options
        await self._call(request, nothing)


class AsyncAcmePay(AsyncClient[NoReturn]):
    """Payments of a made-up provider."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        on_event: AsyncListener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options. The connection is opened by the first call.

        Args:
            api_key: The API key, sent as `Authorization`. By default from the environment: `ACME_PAY_API_KEY`.
            on_event: A function or coroutine function, called for every step. The request is not sent until it
                returns from `about_to_send`.
            **options: The options of every client, see `ClientOptions`. If `base_url` is omitted, the environment
                variable `ACME_PAY_BASE_URL` is read.

        Raises:
            InvalidArgumentError: An option is invalid, or a key is missing.
        """
        super().__init__(HANDLE, {"api_key": api_key, **options}, on_event)

    @cached_property
    def payments(self) -> AsyncPaymentsResource:
        """The methods `payments.…`."""
        return AsyncPaymentsResource(self._call)

    async def refund(self, *, reason: str | None = None, **options: Unpack[UnkeyedOptions]) -> RefundResult:
        """Sends `POST /refunds`.

        The result may not be final: check `succeeded` before you ship.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            The object.

        Raises:
            ProviderError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: https://docs.acme.test/refunds
        """
        request = Request("refund", {"reason": reason}, options)
        del reason, options
        return await self._call(request, RefundResult)
