"""A program that pays and ends, in one of the ways in which programs do. `test_process_end.py` starts it many times.

It is called with the name of a way and, as JSON, the settings of the client and the arguments of the payment. Each line
that it prints is what it was told of one payment, as JSON: the outcome and the reference.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import multiprocessing
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from payonce.agentwallex import AgentWallex, AsyncAgentWallex

given: dict[str, Any] = {}
"""The settings of the client and the arguments of the payment."""
kept: list[Any] = []
"""What the interpreter still finds when it ends."""


def tell(outcome: str, reference: str | None) -> None:
    """Prints what became of one payment, in one piece."""
    os.write(1, (json.dumps({"outcome": outcome, "reference": reference}) + "\n").encode())


def tell_error(error: Any) -> None:
    """Prints what an error says."""
    tell(error.outcome, error.reference.reference)


def client(**options: Any) -> AgentWallex:
    """A sync client."""
    from payonce.agentwallex import AgentWallex

    return AgentWallex(**{**given["settings"], **options})


def async_client(**options: Any) -> AsyncAgentWallex:
    """An async client."""
    from payonce.agentwallex import AsyncAgentWallex

    return AsyncAgentWallex(**{**given["settings"], **options})


def pay() -> None:
    """One payment of a sync client."""
    paid = client().payments.send(**given["payment"])
    assert paid.call_info is not None
    tell("applied", paid.call_info.reference.reference)


async def pay_async(**options: Any) -> None:
    """One payment of an async client."""
    paid = await async_client(**options).payments.send(**given["payment"])
    assert paid.call_info is not None
    tell("applied", paid.call_info.reference.reference)


def linger() -> list[list[int]]:
    """A heap that keeps the interpreter busy while it ends."""
    return [[number] for number in range(1_000_000)]


def sync() -> None:
    """The blocking client."""
    pay()


def awaited() -> None:
    """One payment in an event loop."""
    asyncio.run(pay_async())


def gathered() -> None:
    """Twenty payments at once."""

    async def main() -> None:
        await asyncio.gather(*(pay_async() for _ in range(20)))

    asyncio.run(main())


def many_loops() -> None:
    """A payment in each of several event loops, one after the other."""
    for _ in range(3):
        asyncio.run(pay_async())


def refused() -> None:
    """A connection that is refused; the program ends with the code that it chose itself."""
    import payonce

    async def main() -> None:
        await async_client(base_url="http://127.0.0.1:9", max_retries=0).payments.send(**given["payment"])

    try:
        asyncio.run(main())
    except payonce.NotSentError as error:
        tell_error(error)
        sys.exit(3)


def uncaught() -> None:
    """An error that nobody catches."""
    asyncio.run(pay_async(base_url="http://127.0.0.1:9", max_retries=0))


def cancelled() -> None:
    """A payment whose task is cancelled after the request has left."""
    import payonce

    async def main() -> None:
        left = asyncio.Event()

        def leave(_event: Any) -> None:
            left.set()

        listening = async_client(on_event=leave)
        task = asyncio.ensure_future(listening.payments.send(**given["payment"]))
        await left.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as interruption:
            tell_error(payonce.interrupted_call(interruption))

    asyncio.run(main())


def abandoned() -> None:
    """An event loop that stops, and is never closed, while a payment is on its way."""
    loop = asyncio.new_event_loop()
    payments = [loop.create_task(pay_async(on_event=_write_down)) for _ in range(3)]
    loop.run_until_complete(asyncio.sleep(0.2))
    kept.append((loop, payments))


def _write_down(event: Any) -> None:
    if event.event == "about_to_send":
        tell("unknown", event.reference.reference)


def daemon_threads() -> None:
    """Threads that still call when the interpreter ends, and that it does not wait for."""

    def blocking() -> None:
        own = client()
        while True:
            own.agents.get("agent_abc123")

    async def awaiting() -> None:
        own = async_client()
        while True:
            await own.agents.get("agent_abc123")

    for target in (blocking, blocking, lambda: asyncio.run(awaiting())):
        threading.Thread(target=target, daemon=True).start()
    kept.append(linger())
    pay()


def hanging_daemon() -> None:
    """A thread that waits for a response which does not come when the interpreter ends."""
    threading.Thread(target=lambda: client(on_event=_write_down).payments.send(**given["payment"]), daemon=True).start()
    kept.append(linger())
    time.sleep(0.2)


def forked() -> None:
    """A child of a program that has paid and is waiting for a payment; both end as usual."""
    pay()
    thread = threading.Thread(target=pay)
    thread.start()
    asyncio.run(pay_async())
    child = os.fork()
    asyncio.run(pay_async())
    pay()
    if child == 0:
        sys.exit(0)
    thread.join()
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def forked_in_a_loop() -> None:
    """A child that is forked while its parent's event loop waits for a payment, and ends as usual."""

    async def main() -> int:
        payment = asyncio.ensure_future(pay_async())
        await asyncio.sleep(0.05)
        child = os.fork()
        if child == 0:
            sys.exit(0)
        await payment
        return child

    _, status = os.waitpid(asyncio.run(main()), 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def _in_child(inherited: dict[str, Any]) -> None:
    given.update(inherited)
    pay()
    asyncio.run(pay_async())


def _in_children(method: str) -> None:
    pay()
    context: Any = multiprocessing.get_context(method)
    children = [context.Process(target=_in_child, args=(given,)) for _ in range(2)]
    for child in children:
        child.start()
    asyncio.run(pay_async())
    for child in children:
        child.join()
    sys.exit(max(abs(child.exitcode) for child in children))


def multiprocessing_fork() -> None:
    """Children of `multiprocessing` that are forked."""
    _in_children("fork")


def multiprocessing_spawn() -> None:
    """Children of `multiprocessing` that are started anew."""
    _in_children("spawn")


def slow_loop() -> None:
    """The two moments stretched that make an attached thread meet the end of the interpreter."""

    class SlowLoop(asyncio.SelectorEventLoop):
        def _write_to_self(self) -> None:
            super()._write_to_self()  # type: ignore[misc]  # private, and what is stretched here
            time.sleep(0.02)

    kept.append(linger())
    SlowLoop().run_until_complete(pay_async())


def receiving_loop() -> None:
    """An event loop that cannot watch a descriptor, like the default one on Windows."""

    def refuse(*_arguments: Any) -> None:
        raise NotImplementedError

    loop = asyncio.SelectorEventLoop()
    vars(loop)["add_reader"] = refuse
    loop.run_until_complete(asyncio.wait([loop.create_task(pay_async()) for _ in range(5)]))
    loop.close()


def uvloop() -> None:
    """The event loop of another package."""
    import uvloop as package

    async def main() -> None:
        await asyncio.gather(*(pay_async() for _ in range(5)))

    package.run(main())


def last_words() -> None:
    """Payments of exit handlers, of which the last one joins a daemon thread that was paying all the time."""
    started = threading.Event()

    def work() -> None:
        started.set()
        pay()

    worker = threading.Thread(target=work, daemon=True)

    def join() -> None:
        asyncio.run(pay_async())
        worker.join()

    # Registered before anything of payonce is imported, and so called after all handlers of payonce.
    assert "payonce" not in sys.modules
    atexit.register(join)
    worker.start()
    started.wait()
    atexit.register(pay)


def interrupted_twice() -> None:
    """Ctrl-C, and Ctrl-C again while the interpreter waits for a thread that waits for a response."""
    import signal

    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=lambda: client(on_event=_write_down).payments.send(**given["payment"])).start()
    time.sleep(0.3)
    kept.append(linger())

    def again() -> None:
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=again, daemon=True).start()
    time.sleep(10)


WAYS: dict[str, Callable[[], None]] = {
    way.__name__: way
    for way in (
        sync,
        awaited,
        gathered,
        many_loops,
        refused,
        uncaught,
        cancelled,
        abandoned,
        daemon_threads,
        hanging_daemon,
        forked,
        forked_in_a_loop,
        multiprocessing_fork,
        multiprocessing_spawn,
        slow_loop,
        receiving_loop,
        uvloop,
        last_words,
        interrupted_twice,
    )
}

if __name__ == "__main__":
    given.update(json.loads(sys.argv[2]))
    WAYS[sys.argv[1]]()
