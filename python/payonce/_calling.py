"""Drives one call, blocking or on an event loop.

Whatever ends a call from outside (Ctrl-C, a cancelled task, an exception in the listener) passes through unchanged
and carries what the call had come to, so that nobody has to guess whether money moved.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from payonce._errors import PayonceError, error_from_verdict
from payonce._events import event_from_notice
from payonce._native import Reply, Verdict
from payonce._reference import Reference
from payonce._wire import UnspeakableError, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from payonce._events import AsyncListener, Listener
    from payonce._native import Engine, Flight


def call(
    engine: Engine,
    operation: str,
    arguments: Mapping[str, Any],
    options: Mapping[str, Any],
    on_event: Listener | None,
) -> Reply:
    """Does the whole call on this thread; other threads go on meanwhile."""
    flight = _start(engine, operation, arguments, options, listening=on_event is not None)
    try:
        turn = flight.wait()
        while isinstance(turn, dict):
            if on_event is not None:
                on_event(event_from_notice(turn))
            flight.acknowledge()
            turn = flight.wait()
    except BaseException as interruption:
        _leave(interruption, flight)
        raise
    return _result(turn)


async def call_async(
    engine: Engine,
    operation: str,
    arguments: Mapping[str, Any],
    options: Mapping[str, Any],
    on_event: AsyncListener | None,
) -> Reply:
    """Does the whole call without blocking the event loop."""
    flight = _start(engine, operation, arguments, options, listening=on_event is not None)
    try:
        turn = await _turn(flight)
        while isinstance(turn, dict):
            if on_event is not None:
                heard = on_event(event_from_notice(turn))
                if inspect.isawaitable(heard):
                    await heard
            flight.acknowledge()
            turn = await _turn(flight)
    except BaseException as interruption:
        _leave(interruption, flight)
        raise
    return _result(turn)


def interrupted_call(interruption: BaseException) -> PayonceError | None:
    """What a call had come to when this exception ended it from outside.

    `KeyboardInterrupt`, `asyncio.CancelledError` and exceptions of a listener carry it, and so does what was raised
    from one of them, such as the `TimeoutError` of `asyncio.wait_for`; any other exception has none. `outcome` and
    `reference` of the error say what is known of the money.
    """
    raised: BaseException | None = interruption
    seen: set[int] = set()
    while raised is not None and id(raised) not in seen:
        error = vars(raised).get("payonce_error")
        if isinstance(error, PayonceError):
            return error
        seen.add(id(raised))
        raised = raised.__cause__
    return None


def _start(
    engine: Engine,
    operation: str,
    arguments: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    listening: bool,
) -> Flight:
    try:
        started = engine.start(operation, to_json(arguments), to_json(options), listening)
    except UnspeakableError as refused:
        started = engine.refuse(refused.field, refused.problem, operation)
    if isinstance(started, Verdict):
        raise error_from_verdict(started) from None
    return started


async def _turn(flight: Flight) -> dict[str, Any] | Reply | Verdict:
    # Half of the time that importing this package would take; whoever gets here has it already.
    import asyncio

    loop = asyncio.get_running_loop()
    waiting: asyncio.Future[dict[str, Any] | Reply | Verdict] = loop.create_future()

    def settle(turn: dict[str, Any] | Reply | Verdict | BaseException) -> None:
        # A cancelled task does not wait any more.
        if waiting.done():
            return
        if isinstance(turn, BaseException):
            waiting.set_exception(turn)
        else:
            waiting.set_result(turn)

    flight.wait_in(loop, settle)
    return await waiting


def _leave(interruption: BaseException, flight: Flight) -> None:
    left = flight.give_up()
    # Exceptions are documented to have a __dict__; their own classes just do not declare these members.
    members = vars(interruption)
    if isinstance(left, Verdict):
        error = error_from_verdict(left)
        members["payonce_error"] = error
        note = f"payonce: the call ended early: {error}"
    else:
        members["payonce_result"] = left.value
        members["payonce_reference"] = Reference.from_dict(left.reference)
        note = f"payonce: the call had succeeded after {left.attempts} attempts"
    # add_note() only exists from Python 3.11 on; older versions show nothing and keep the text all the same.
    members["__notes__"] = [*members.get("__notes__", []), note]


def _result(turn: Reply | Verdict) -> Reply:
    if isinstance(turn, Verdict):
        raise error_from_verdict(turn) from None
    return turn
