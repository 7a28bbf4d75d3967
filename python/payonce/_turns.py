"""Waits for the next step of a call, on the thread or event loop of its caller.

The threads of the native module never run Python code: a thread that runs Python while the interpreter ends crashes the
process, perhaps after a payment. They record that a step is ready and make a socket readable. The caller waits for that
socket: a blocking call with `poll`, an async call through its event loop.
"""

from __future__ import annotations

import itertools
import os
import select
from typing import TYPE_CHECKING, Any, TypeAlias

from payonce._native import Completions, after_fork, before_fork

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future
    from collections.abc import Callable

    from payonce._native import NativeCall, Paid, Response, Verdict

Turn: TypeAlias = "dict[str, Any] | Response | Paid | Verdict | tuple[Any] | None"
"""An event, an operation for the store of the journal or a challenge to sign; or the end of a call, or that of a method
of the journal as a tuple. `None` if a step was withdrawn before it was taken."""

_TICK = 0.05
"""The interval in seconds at which a wait checks for Ctrl-C on platforms without `poll`."""
_KEPT = 8

_tokens = itertools.count(1)
_idle: list[BlockingTurns] = []
_by_loop: dict[AbstractEventLoop, LoopTurns] = {}
"""What waits for the calls of an event loop, as long as it has any."""


class BlockingTurns:
    """Waits on the calling thread. Other threads continue, and Ctrl-C ends the wait."""

    def __init__(self) -> None:
        self._completions = Completions()
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(self._completions.fileno(), select.POLLIN)
            self._ready: Callable[[], object] = poll.poll
        else:
            descriptors = [self._completions.fileno()]
            self._ready = lambda: select.select(descriptors, [], [], _TICK)

    def wait(self, native_call: NativeCall) -> Turn:
        """Waits for the next step of this call. The first wait starts the call."""
        token = next(_tokens)
        native_call.expect(self._completions, token)
        # An interrupted call can leave a token behind.
        while self._completions.take() != token:
            self._ready()
        return native_call.turn()

    def release(self) -> None:
        """Keeps this for another call."""
        if len(_idle) < _KEPT:
            _idle.append(self)


class LoopTurns:
    """Waits for all calls of one event loop that can watch a descriptor."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._completions = Completions()
        self._waiting: dict[int, Future[None]] = {}
        self._calls = 0
        self._process = os.getpid()
        loop.add_reader(self._completions.fileno(), self._deliver)

    def acquire(self) -> LoopTurns:
        """Counts one more call."""
        self._calls += 1
        return self

    async def wait(self, native_call: NativeCall, loop: AbstractEventLoop) -> Turn:
        """Waits for the next step of this call. The first wait starts the call."""
        token = next(_tokens)
        arrived = self._waiting[token] = loop.create_future()
        try:
            native_call.expect(self._completions, token)
            await arrived
        finally:
            self._waiting.pop(token, None)
        return native_call.turn()

    def release(self, loop: AbstractEventLoop) -> None:
        """Counts one call less. The last one removes everything from the event loop."""
        self._calls -= 1
        # A forked child shares the event loop's selector with its parent, which must not lose its reader.
        if self._calls or self._process != os.getpid():
            return
        if _by_loop.get(loop) is self:
            del _by_loop[loop]
        if not loop.is_closed():
            loop.remove_reader(self._completions.fileno())

    def _deliver(self) -> None:
        while (token := self._completions.take()) is not None:
            arrived = self._waiting.pop(token, None)
            # A cancelled call no longer waits.
            if arrived is not None and not arrived.done():
                arrived.set_result(None)


class SocketTurns:
    """Waits for one call of an event loop that can only receive, such as the default one on Windows."""

    def __init__(self) -> None:
        # Every event loop has imported it already.
        import socket

        self._completions = Completions()
        self._socket = socket.socket(fileno=self._completions.duplicate())
        self._socket.setblocking(False)

    async def wait(self, native_call: NativeCall, loop: AbstractEventLoop) -> Turn:
        """Waits for the next step of this call. The first wait starts the call."""
        native_call.expect(self._completions, next(_tokens))
        await loop.sock_recv(self._socket, 1)
        self._completions.take()
        return native_call.turn()

    def release(self, _loop: AbstractEventLoop) -> None:
        """Closes the socket."""
        self._socket.close()


def blocking() -> BlockingTurns:
    """The waiter of a blocking call. Return it with `release`."""
    try:
        return _idle.pop()
    except IndexError:
        return BlockingTurns()


def running_loop() -> AbstractEventLoop:
    """The event loop of an async call.

    Raises:
        RuntimeError: No asyncio event loop is running.
    """
    # It would take half of this package's import time; an async program has imported it already.
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(
            "the async clients need a running asyncio event loop; under trio, call the blocking client in a thread, "
            "for instance with trio.to_thread.run_sync"
        ) from None


def of_loop(loop: AbstractEventLoop) -> LoopTurns | SocketTurns:
    """The waiter of an async call. Return it with `release`."""
    turns = _by_loop.get(loop)
    if turns is None:
        try:
            turns = LoopTurns(loop)
        except NotImplementedError:
            return SocketTurns()
        _by_loop[loop] = turns
    return turns.acquire()


def _forget() -> None:
    # A child process shares the sockets with its parent, and would read tokens of the parent.
    _idle.clear()
    _by_loop.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
    # A child that inherited an open SQLite file would believe that it holds the locks of its parent.
    os.register_at_fork(before=before_fork, after_in_parent=after_fork, after_in_child=after_fork)
