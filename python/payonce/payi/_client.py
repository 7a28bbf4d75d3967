"""The clients of Pay-i that block.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from payonce._client import SyncClient

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from payonce._events import Listener
    from payonce._options import ClientOptions


class Payi(SyncClient):
    """A client of Pay-i."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        on_event: Listener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options; opens no connection yet.

        Args:
            api_key: The API key, sent as `xProxy-api-key`. From the environment by default: `PAYI_API_KEY`.
            on_event: A function that hears each step; the first byte waits for it, and an exception stops the call.
            **options: What every client takes, see `ClientOptions`.

        Raises:
            InvalidArgumentError: An option cannot be used, or a key is missing.
        """
        super().__init__("payi", {"api_key": api_key, **options}, on_event)
