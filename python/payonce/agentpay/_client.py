"""The blocking clients of AgentPay.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from payonce._listeners import Listener
from payonce._options import CallOptions, ClientOptions, KeyedOptions
from payonce._result_errors import ResultErrorSyncClient
from payonce._sealing import Request
from payonce._typing import Unpack
from payonce.agentpay._models import ConsumptionResult, ValidationResult


class AgentPayClient(ResultErrorSyncClient):
    """Charges the end users of an MCP server through AgentPay."""

    def __init__(
        self,
        service_token: str | None = None,
        api_url: str | None = None,
        *,
        raise_on_failure: bool | None = None,
        on_event: Listener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options. The connection is opened by the first call.

        Args:
            service_token: The service token of your own server, sent as `Authorization: Bearer`; never an end
                user's key. By default from the environment: `AGENTPAY_SERVICE_TOKEN`.
            api_url: The vendor's own name for `base_url`.
            raise_on_failure: True raises a refusal as an error, unless a call has the option too. By default a
                refusal is a result, as in the vendor's own SDK: check it before you ship.
            on_event: A function, called for every step. The request is not sent until it returns from
                `about_to_send`.
            **options: The options of every client, see `ClientOptions`. If `base_url` is omitted, the environment
                variable `AGENTPAY_BASE_URL` is read.

        Raises:
            InvalidArgumentError: An option is invalid, or a key is missing.
        """
        super().__init__(
            "agentpay",
            {"service_token": service_token, "api_url": api_url, "raise_on_failure": raise_on_failure, **options},
            on_event,
        )

    def consume(
        self,
        api_key: str,
        amount_cents: int,
        usage_event_id: str | None = None,
        *,
        raise_on_failure: bool | None = None,
        **options: Unpack[KeyedOptions],
    ) -> ConsumptionResult:
        """Charges an end user for one use.

        A refusal for lack of funds leaves the amount outstanding and suspends the key until the user tops up.

        Args:
            api_key: The end user's key, from the `X-AGENTPAY-API-KEY` header of the request.
            amount_cents: The amount in US cents; 0 records a free use. Free credits are spent first.
            usage_event_id: Names this charge: the id of the order or request. The same id is charged once, however
                often it is sent. Required, here or as the `idempotency_key` of the call.
            raise_on_failure: True raises the error of a refusal instead of returning a falsy result; that of the
                client by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `KeyedOptions`.

        Returns:
            Whether a charge was made.

        Raises:
            AgentPayError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: call it again with the same `usage_event_id`; it takes
                effect once.

        Source: docs.agentpay.me/python-sdk-reference/consume-method
        """
        request = Request(
            "consume", {"api_key": api_key, "amount_cents": amount_cents, "usage_event_id": usage_event_id}, options
        )
        del api_key, amount_cents, usage_event_id, options
        return self._ask(request, ConsumptionResult, raise_on_failure=raise_on_failure)

    def validate_api_key(
        self, api_key: str, *, raise_on_failure: bool | None = None, **options: Unpack[CallOptions]
    ) -> ValidationResult:
        """Checks whether an end user's key can be charged, without charging it.

        Args:
            api_key: The end user's key, from the `X-AGENTPAY-API-KEY` header of the request.
            raise_on_failure: True raises the error of a refusal instead of returning a falsy result; that of the
                client by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            Whether an end user's key can be charged.

        Raises:
            AgentPayError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agentpay.me/python-sdk-reference/validate-api-key-method
        """
        request = Request("validate_api_key", {"api_key": api_key}, options)
        del api_key, options
        return self._ask(request, ValidationResult, raise_on_failure=raise_on_failure)
