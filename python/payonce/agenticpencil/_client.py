"""The clients of AgenticPencil that block.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from payonce._client import SyncClient

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from payonce._events import Listener
    from payonce._options import ClientOptions


class AgenticPencil(SyncClient):
    """A client of AgenticPencil."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        on_event: Listener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options; opens no connection yet.

        Args:
            api_key: The API key, which starts with `ap_`, sent as `Authorization: Bearer`. From the environment by
                default: `AGENTICPENCIL_API_KEY`.
            on_event: A function that hears each step; the first byte waits for it, and an exception stops the call.
            **options: What every client takes, see `ClientOptions`.

        Raises:
            InvalidArgumentError: An option cannot be used, or a key is missing.
        """
        super().__init__("agenticpencil", {"api_key": api_key, **options}, on_event)
