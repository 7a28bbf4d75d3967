"""The clients of AgentTech Pay that are awaited.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from payonce._client import AsyncClient

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from payonce._events import AsyncListener
    from payonce._options import ClientOptions


class AsyncPayClient(AsyncClient):
    """A client of AgentTech Pay with an API key."""

    def __init__(
        self,
        api_key: str | None = None,
        secret_key: str | None = None,
        *,
        on_event: AsyncListener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options; opens no connection yet.

        Args:
            api_key: The API key; with the secret key it is sent as `Authorization: Bearer`; leave both out for the
                public operations. From the environment by default: `AGENTTECH_API_KEY`, then `CROSS402_API_KEY`.
            secret_key: The secret key that belongs to the API key. From the environment by default:
                `AGENTTECH_SECRET_KEY`, then `CROSS402_SECRET_KEY`.
            on_event: A function or coroutine function that hears each step; the first byte waits for it, and an
                exception stops the call.
            **options: What every client takes, see `ClientOptions`.

        Raises:
            InvalidArgumentError: An option cannot be used, or a key is missing.
        """
        super().__init__("agenttech", {"api_key": api_key, "secret_key": secret_key, **options}, on_event)


class AsyncPublicPayClient(AsyncClient):
    """A client of AgentTech Pay's public operations, which need no key."""

    def __init__(
        self,
        *,
        on_event: AsyncListener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options; opens no connection yet.

        Args:
            on_event: A function or coroutine function that hears each step; the first byte waits for it, and an
                exception stops the call.
            **options: What every client takes, see `ClientOptions`.

        Raises:
            InvalidArgumentError: An option cannot be used, or a key is missing.
        """
        super().__init__("agenttech", {**options}, on_event)
