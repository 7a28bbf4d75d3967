"""FastAPI: a dependency that charges for a request with AgentPay."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from payonce._errors import PayonceError
from payonce.agentpay import AgentPayClient, AsyncAgentPayClient
from payonce.integrations.web import fastapi_handler

__all__ = ["fastapi_handler", "require_payment"]

_HEADER = "X-AGENTPAY-API-KEY"


def require_payment(
    cents: int,
    client: AgentPayClient | AsyncAgentPayClient,
    *,
    usage_event_id: Callable[[Any], str] | None = None,
) -> Callable[[Any], Awaitable[None]]:
    """For `Depends(require_payment(cents=25, client=client))`, together with `fastapi_handler`.

    It charges the end user's key in the header `X-AGENTPAY-API-KEY`. The handler runs only if the charge was certainly
    made.

    Args:
        cents: The price in US cents.
        client: The client that charges.
        usage_event_id: Names the charge of a request. By default each request is a charge of its own. AgentPay charges
            an id once, so return an id only if your handler delivers once for it: an id that the end user chooses can
            otherwise be used for many requests.
    """
    framework: Any = importlib.import_module("fastapi")
    # RFC 9110 requires a challenge with every 401.
    challenge = {"WWW-Authenticate": f'ApiKey header="{_HEADER}"'}

    async def charge(request: Any) -> None:
        api_key: str | None = request.headers.get(_HEADER)
        if not api_key:
            raise framework.HTTPException(401, f"send your key in the header {_HEADER}", challenge)
        event_id = str(uuid.uuid4()) if usage_event_id is None else usage_event_id(request)
        try:
            if isinstance(client, AsyncAgentPayClient):
                await client.consume(api_key, cents, event_id, raise_on_failure=True)
            else:
                await asyncio.to_thread(client.consume, api_key, cents, event_id, raise_on_failure=True)
        except PayonceError as error:
            if error.respond_status == 401:
                request.state.payonce_headers = challenge
            raise

    # FastAPI reads what to pass from the signature.
    parameter = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=framework.Request)
    vars(charge)["__signature__"] = inspect.Signature([parameter])
    return charge
