"""Objects whose first answer is not the last word."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any, ClassVar

from payonce._classify import classify
from payonce._model import Model

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from payonce._model import Origin


class Stateful(Model):
    """An object with a state of its own, which may still change."""

    _state: ClassVar[str]
    _done: ClassVar[frozenset[str]]
    _failed: ClassVar[frozenset[str]]

    @property
    def settled(self) -> bool:
        """Whether the state is final."""
        return self._data.get(self._state) in self._done | self._failed


class Settling(Stateful):
    """An object that can be read again until its state is final."""

    _read: ClassVar[tuple[str, str, str]]
    """The operation that reads it, the argument of its id, and the field that holds it."""

    def wait_until_final(self, *, timeout: float = 120.0, interval: float = 2.0) -> Self:
        """Reads the object again until its state is final. For objects of a sync client.

        Args:
            timeout: How long to go on, in seconds.
            interval: The wait between two looks, in seconds.

        Returns:
            The object as it was seen last. Look at `settled` again: the wait is bounded.

        Raises:
            FailedError: The provider reports that the operation failed.
        """
        current = self
        end = time.monotonic() + timeout
        while not current.settled and time.monotonic() + interval <= end:
            time.sleep(interval)
            current = current._reader(awaited=False)()
        current.raise_if_failed()
        return current

    async def wait_until_final_async(self, *, timeout: float = 120.0, interval: float = 2.0) -> Self:
        """`wait_until_final` for objects of an async client."""
        current = self
        end = time.monotonic() + timeout
        while not current.settled and time.monotonic() + interval <= end:
            await asyncio.sleep(interval)
            current = await current._reader(awaited=True)()
        current.raise_if_failed()
        return current

    def raise_if_failed(self) -> None:
        """Raises the typed error of an object whose state says that the operation failed."""
        if self._data.get(self._state) not in self._failed:
            return
        # A look at a failed object is a success; the verdict is on the operation that made it.
        body = json.dumps(self.to_dict())
        error = classify(self._known_origin().provider, status=200, body=body)
        if error is not None:
            raise error

    def _reader(self, *, awaited: bool) -> Callable[[], Any]:
        origin = self._known_origin()
        if origin.awaited is not awaited:
            name = "wait_until_final_async" if origin.awaited else "wait_until_final"
            raise TypeError(f"this object came from the other sort of client; use {name}()")
        operation, argument, field = self._read
        arguments = {argument: self._data[field]}
        return lambda: origin.again(operation, arguments, {}, type(self))

    def _known_origin(self) -> Origin:
        if self._origin is None:
            raise TypeError("this object was not fetched by a client, so it cannot be read again")
        return self._origin
