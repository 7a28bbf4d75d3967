"""Objects with a state that can still change."""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from datetime import timedelta
from typing import Any, ClassVar

from payonce._errors import PayonceError, error_from_verdict
from payonce._json import exact_json
from payonce._model import Model, Origin, as_it_came
from payonce._native import Verdict, progress
from payonce._sealing import Request
from payonce._typing import Self


class Stateful(Model):
    """An object with a state that can still change."""

    _provider: ClassVar[str]
    _model: ClassVar[str]
    """The name of the type in the core."""
    _state: ClassVar[str]
    """The field that holds the state."""
    _read: ClassVar[str | None] = None
    """The operation that reads the object again."""

    @property
    def is_final(self) -> bool:
        """Whether the state cannot change any more, after a success or a failure."""
        return self._progress() != "open"

    @property
    def succeeded(self) -> bool:
        """Whether the state is final and a success: check this before you ship.

        A state that this version does not know is neither a success nor a failure.
        """
        return self._progress() == "succeeded"

    @property
    def failed(self) -> bool:
        """Whether the state is final and a failure, in whole or in part.

        A call that reads an object returns it in this state too; a call that pays raises instead.
        """
        return self._progress() == "failed"

    def _progress(self) -> str:
        state = self._data.get(self._state)
        return progress(self._provider, self._model, state if isinstance(state, str) else None)


def _seconds(timeout: object) -> float | None:
    """The time in seconds. Any other value becomes NaN, which the core refuses with an error that names the object."""
    if isinstance(timeout, timedelta):
        return timeout.total_seconds()
    if timeout is None or (isinstance(timeout, (int, float)) and not isinstance(timeout, bool)):
        return timeout
    return math.nan


class Waitable(Stateful):
    """An object that can be read again until its state is final."""

    def wait_until_final(self, *, timeout: float | timedelta | None = None) -> Self:
        """Polls the object at growing intervals until its state is final.

        For objects of a sync client.

        Args:
            timeout: How long to wait, in seconds or as a `timedelta`; 120 seconds by default.

        Returns:
            The object in its final state.

        Raises:
            FailedError: The provider reports that the operation failed.
            PendingError: The state is not final after this time, or could not be read. It can become final later.
            InvalidArgumentError: The timeout is not a finite duration of zero or more. The outcome stays `pending`.
        """
        polls = self._polls(timeout, awaited=False)
        polled: Any = None
        while True:
            try:
                origin, wait, operation, arguments = polls.send(polled)
            except StopIteration as end:
                final: Self = end.value
                return final
            try:
                time.sleep(wait)
                polled = origin.again(Request(operation, arguments, {}), as_it_came)
            except BaseException as failed:  # Ctrl-C too
                polls.throw(failed)

    async def wait_until_final_async(self, *, timeout: float | timedelta | None = None) -> Self:
        """`wait_until_final` for objects of an async client."""
        # Imported here, so that a sync program does not need it; an async program has imported it.
        import asyncio

        polls = self._polls(timeout, awaited=True)
        polled: Any = None
        while True:
            try:
                origin, wait, operation, arguments = polls.send(polled)
            except StopIteration as end:
                final: Self = end.value
                return final
            try:
                await asyncio.sleep(wait)
                polled = await origin.again(Request(operation, arguments, {}), as_it_came)
            except BaseException as failed:  # a cancellation too
                polls.throw(failed)

    def _polls(
        self, timeout: float | timedelta | None, *, awaited: bool
    ) -> Generator[tuple[Origin, float, str, dict[str, Any]], Any, Self]:
        """Yields each read and receives its result. The core decides when to read and what the state means."""
        origin = self._origin
        if origin is None:
            raise TypeError(
                f"this {type(self).__name__} has no client: it was copied, unpickled, or made from data. "
                f"Fetch it again with {self._read} of a client, and wait for what that returns"
            )
        if origin.awaited is not awaited:
            name = "wait_until_final_async" if origin.awaited else "wait_until_final"
            raise TypeError(f"this object came from the other kind of client; use {name}()")
        waiter = origin.engine.waiter(origin.operation, exact_json(self._data), _seconds(timeout))
        begun = time.monotonic()
        step = waiter.next(0.0)
        while isinstance(step, tuple) and len(step) == 3:
            wait, operation, arguments = step
            try:
                polled = yield origin, wait, operation, arguments
            except PayonceError as failed:
                # The read had no effect, but the payment that it was about can have one.
                poll = Verdict.from_json(failed.to_json())
                raise error_from_verdict(waiter.poll_failed(poll)) from failed
            except BaseException as interruption:
                vars(interruption)["payonce_error"] = error_from_verdict(waiter.poll_failed())
                raise
            step = waiter.next(time.monotonic() - begun, exact_json(polled))
        if isinstance(step, Verdict):
            raise error_from_verdict(step)
        return type(self)(step[0], origin)
