"""FastAPI, Flask and Django: the response of a server to its own client when payonce raises."""

from __future__ import annotations

import importlib
import json
from typing import Any

from payonce._errors import PayonceError

__all__ = ["django_middleware", "fastapi_handler", "flask_handler"]


async def fastapi_handler(request: Any, error: Any) -> Any:
    """For `app.add_exception_handler(PayonceError, fastapi_handler)`; also for Starlette."""
    starlette: Any = importlib.import_module("starlette.responses")
    response = error.to_problem_response()
    # A dependency of `payonce.integrations.fastapi` adds its challenge to a 401.
    headers = {**response.headers, **getattr(request.state, "payonce_headers", {})}
    return starlette.Response(json.dumps(response.body), response.status, headers)


def flask_handler(error: PayonceError) -> Any:
    """For `app.register_error_handler(PayonceError, flask_handler)`."""
    response = error.to_problem_response()
    return json.dumps(response.body), response.status, response.headers


class django_middleware:  # noqa: N801
    """For `MIDDLEWARE`: `"payonce.integrations.web.django_middleware"`."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Any) -> None:
        self._get_response = get_response

    def __call__(self, request: Any) -> Any:
        return self._get_response(request)

    def process_exception(self, _request: Any, error: Exception) -> Any:
        """The response for an error of payonce; Django handles other exceptions."""
        if not isinstance(error, PayonceError):
            return None
        django: Any = importlib.import_module("django.http")
        response = error.to_problem_response()
        return django.HttpResponse(json.dumps(response.body), status=response.status, headers=response.headers)
