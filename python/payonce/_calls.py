"""Drives one call, blocking or on an event loop.

An exception that ends a call from outside (Ctrl-C, a cancelled task, an exception in the listener) is raised unchanged.
It carries the error or the result of the call, which states whether money moved.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from payonce import _turns
from payonce._errors import PayonceError, error_from_verdict
from payonce._native import Response, Verdict
from payonce._problems import problem_of
from payonce._reference import Reference
from payonce._sealing import handled, without_own_frames
from payonce._serialize import NULL, NotSerializableError, to_json

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from payonce._events import Event
    from payonce._journal.stores import AsyncJournalStore, JournalStore
    from payonce._listeners import AsyncListener, Listener
    from payonce._native import Engine, NativeCall, Paid
    from payonce._sealing import Request
    from payonce._turns import BlockingTurns, LoopTurns, SocketTurns, Turn

_MOST_EXCEPTIONS = 10_000
"""The most exceptions of a chain that are followed."""


def call(engine: Engine, request: Request, on_event: Listener | None, store: JournalStore | None) -> Response:
    """Runs the whole call on this thread; other threads continue."""
    turns = _turns.blocking()
    native_call = _start(engine, request, listening=on_event is not None)
    response: Response = _drive(turns, native_call, on_event, store)
    return response


def act(
    engine: Engine, action: str, arguments: Mapping[str, Any], on_event: Listener | None, store: JournalStore | None
) -> Any:
    """Runs a method of the journal on this thread."""
    turns = _turns.blocking()
    native_call = _start_action(engine, action, arguments, listening=on_event is not None)
    return _drive(turns, native_call, on_event, store)


def pay(
    prepare: Callable[[], NativeCall | Verdict],
    on_event: Listener | None,
    store: JournalStore | None,
    sign: Callable[[NativeCall, dict[str, Any]], None],
) -> Paid:
    """Runs a payment by challenge on this thread. `sign` answers its challenge."""
    turns = _turns.blocking()
    paid: Paid = _drive(turns, _started(prepare), on_event, store, sign)
    return paid


def _drive(
    turns: BlockingTurns,
    native_call: NativeCall,
    on_event: Listener | None,
    store: JournalStore | None,
    sign: Callable[[NativeCall, dict[str, Any]], None] | None = None,
) -> Any:
    turn: Turn = None
    try:
        _import_for(on_event, store)
        while True:
            turn = turns.wait(native_call)
            if isinstance(turn, dict):
                if "op" in turn:
                    _record(native_call, store, turn)
                    continue
                if "protocol" in turn and sign is not None:
                    sign(native_call, turn)
                    continue
                if on_event is not None:
                    _report(on_event, _event_of(turn))
                native_call.acknowledge()
            elif turn is not None:
                break
        turns.release()
        return _result(turn)
    except BaseException as raised:
        last: Event | None = None
        # The call's own error is not an interruption.
        if not (isinstance(turn, Verdict) and isinstance(raised, PayonceError)):
            last = _leave(raised, native_call, _give_up(native_call, store))
        if last is not None and on_event is not None:
            _report(on_event, last)
        raise


def _import_for(on_event: object, store: object) -> None:
    """Imports what the steps of this call need. An import fails while the interpreter ends, so it precedes the first
    byte. Most calls need neither."""
    if on_event is not None:
        __import__("payonce._events")
    if store is not None:
        __import__("payonce._journal.stores")


def _event_of(members: Mapping[str, Any]) -> Event:
    from payonce._events import event_from_members

    return event_from_members(members)


def _record(native_call: NativeCall, store: JournalStore | None, operation: dict[str, Any]) -> None:
    """Has the store carry an operation out. Its exceptions become failures that the core decides about."""
    from payonce._journal.stores import answer_of

    try:
        answer = answer_of(store, operation).to_json()
    except Exception as failed:
        native_call.fail(problem_of(failed))
    else:
        native_call.answer(answer)


def _give_up(native_call: NativeCall, store: JournalStore | None) -> Response | Paid | Verdict | None:
    """Ends the call, and has the store record how."""
    left = native_call.give_up()
    while isinstance(left, dict):
        try:
            _record(native_call, store, left)
        except BaseException as interrupted:
            # The second interruption: the entry stays as it is, and the next call with its key searches for it.
            native_call.fail(problem_of(interrupted))
        left = native_call.give_up()
    return left


async def call_async(
    engine: Engine, request: Request, on_event: AsyncListener | None, store: AsyncJournalStore | None
) -> Response:
    """Runs the whole call without blocking the event loop."""
    loop = _turns.running_loop()
    turns = _turns.of_loop(loop)
    try:
        native_call = _start(engine, request, listening=on_event is not None)
        response: Response = await _drive_async(loop, turns, native_call, on_event, store)
        return response
    finally:
        turns.release(loop)


async def act_async(
    engine: Engine,
    action: str,
    arguments: Mapping[str, Any],
    on_event: AsyncListener | None,
    store: AsyncJournalStore | None,
) -> Any:
    """Runs a method of the journal without blocking the event loop."""
    loop = _turns.running_loop()
    turns = _turns.of_loop(loop)
    try:
        native_call = _start_action(engine, action, arguments, listening=on_event is not None)
        return await _drive_async(loop, turns, native_call, on_event, store)
    finally:
        turns.release(loop)


async def pay_async(
    prepare: Callable[[], NativeCall | Verdict],
    on_event: AsyncListener | None,
    store: AsyncJournalStore | None,
    sign: Callable[[NativeCall, dict[str, Any]], Awaitable[None]],
) -> Paid:
    """Runs a payment by challenge without blocking the event loop. `sign` answers its challenge."""
    loop = _turns.running_loop()
    turns = _turns.of_loop(loop)
    try:
        paid: Paid = await _drive_async(loop, turns, _started(prepare), on_event, store, sign)
        return paid
    finally:
        turns.release(loop)


async def _drive_async(
    loop: AbstractEventLoop,
    turns: LoopTurns | SocketTurns,
    native_call: NativeCall,
    on_event: AsyncListener | None,
    store: AsyncJournalStore | None,
    sign: Callable[[NativeCall, dict[str, Any]], Awaitable[None]] | None = None,
) -> Any:
    turn: Turn = None
    try:
        _import_for(on_event, store)
        while True:
            turn = await turns.wait(native_call, loop)
            if isinstance(turn, dict):
                if "op" in turn:
                    await _record_async(native_call, store, turn)
                    continue
                if "protocol" in turn and sign is not None:
                    await sign(native_call, turn)
                    continue
                if on_event is not None:
                    await _report_async(on_event, _event_of(turn))
                native_call.acknowledge()
            elif turn is not None:
                return _result(turn)
    except BaseException as raised:
        # The call's own error is not an interruption.
        if isinstance(turn, Verdict) and isinstance(raised, PayonceError):
            raise
        if isinstance(raised, GeneratorExit):
            # A coroutine that is closed cannot wait for a store.
            _leave(raised, native_call, _abandon(native_call))
            raise
        last = _leave(raised, native_call, await _give_up_async(native_call, store))
        _note_task(loop, raised)
        if last is not None and on_event is not None:
            await _report_async(on_event, last)
        raise


async def _record_async(native_call: NativeCall, store: AsyncJournalStore | None, operation: dict[str, Any]) -> None:
    from payonce._journal.stores import answer_of_async

    try:
        answer = (await answer_of_async(store, operation)).to_json()
    except Exception as failed:
        native_call.fail(problem_of(failed))
    else:
        native_call.answer(answer)


async def _give_up_async(native_call: NativeCall, store: AsyncJournalStore | None) -> Response | Paid | Verdict | None:
    left = native_call.give_up()
    while isinstance(left, dict):
        try:
            await _record_async(native_call, store, left)
        except GeneratorExit:
            raise
        except BaseException as interrupted:
            native_call.fail(problem_of(interrupted))
        left = native_call.give_up()
    return left


def _abandon(native_call: NativeCall) -> Response | Paid | Verdict | None:
    left = native_call.give_up()
    while isinstance(left, dict):
        native_call.fail("the coroutine of the call was closed")
        left = native_call.give_up()
    return left


def interrupted_call(interruption: BaseException | Awaitable[Any]) -> PayonceError | None:
    """Returns the error of a call that this exception ended from outside.

    `KeyboardInterrupt`, `asyncio.CancelledError` and exceptions of a listener carry it. It is also found through what
    was raised from one of them, such as the `TimeoutError` of `asyncio.wait_for`, and inside of an `ExceptionGroup`.
    `outcome` and `reference` of the error state what is known about the money.

    `asyncio.TaskGroup` and `asyncio.gather` drop the cancellations of their tasks, so no exception carries the errors
    of these calls: keep the tasks and pass them here. A thread of `asyncio.to_thread` and a task behind
    `asyncio.shield` continue their call: wait for them, or use `on_event`.

    Args:
        interruption: The exception, or a task that made the call.

    Returns:
        The first of `interrupted_calls`; `None` if there is none.
    """
    return next(iter(interrupted_calls(interruption)), None)


def interrupted_calls(interruption: BaseException | Awaitable[Any]) -> list[PayonceError]:
    """Returns the errors of all calls that this exception ended from outside, unknown outcomes first.

    An `ExceptionGroup` can end several calls; see `interrupted_call`.

    Args:
        interruption: The exception, or a task that made the call.
    """
    noted: PayonceError | None = None
    raised: BaseException | None
    if isinstance(interruption, BaseException):
        raised = interruption
    else:
        noted, raised = _noted(interruption), _exception_of(interruption)
    found: list[PayonceError] = []
    for error in [noted, *(vars(known).get("payonce_error") for known in _led_to(raised))]:
        if isinstance(error, PayonceError) and not any(error is known for known in found):
            found.append(error)
    return sorted(found, key=lambda error: error.outcome != "unknown")


def _led_to(raised: BaseException | None) -> Iterator[BaseException]:
    """The exception, the members of groups, and the causes of each, also if `from None` hides them."""
    pending: deque[BaseException | None] = deque([raised])
    seen: set[int] = set()
    while pending and len(seen) < _MOST_EXCEPTIONS:
        current = pending.popleft()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        members: Any = getattr(current, "exceptions", ())
        pending += [member for member in members if isinstance(member, BaseException)] if _is_sequence(members) else []
        pending += [current.__cause__, current.__context__]


def _is_sequence(members: object) -> bool:
    return isinstance(members, (list, tuple))


def _noted(task: Any) -> PayonceError | None:
    from payonce._interrupted_tasks import by_task

    try:
        return by_task.get(task)
    except TypeError:  # not weakly referenceable
        return None


def _exception_of(task: Any) -> BaseException | None:
    from payonce._interrupted_tasks import by_task

    done, exception = getattr(task, "done", None), getattr(task, "exception", None)
    if not callable(done) or not callable(exception) or not done():
        return None
    try:
        # A cancelled task raises the exception that ended it only once; a later await should raise it too.
        found: Any = None if _noted(task) is not None and task.cancelled() else exception()
    except BaseException as cancelled:
        for known in _led_to(cancelled):
            error = vars(known).get("payonce_error")
            if isinstance(error, PayonceError):
                by_task.setdefault(task, error)
        return cancelled
    return found if isinstance(found, BaseException) else None


def _start(engine: Engine, request: Request, *, listening: bool) -> NativeCall:
    return _started(lambda: _prepare(engine, request, listening=listening))


def _start_action(engine: Engine, action: str, arguments: Mapping[str, Any], *, listening: bool) -> NativeCall:
    def prepare() -> NativeCall | Verdict:
        try:
            return engine.journal(action, to_json(arguments), listening)
        except NotSerializableError as refused:
            return engine.refuse(refused.field, refused.problem)

    return _started(prepare)


T = TypeVar("T")


def _started(prepare: Callable[[], T | Verdict]) -> T:
    outer = handled()
    try:
        started = prepare()
    except BaseException as failed:
        # Its frames hold the values that they were reading.
        raised = without_own_frames(failed, outer)
    else:
        if not isinstance(started, Verdict):
            return started
        raised = error_from_verdict(started)
    try:
        raise raised
    finally:
        # Otherwise the frame would keep the exception, and the exception the frame.
        del raised


def _prepare(engine: Engine, request: Request, *, listening: bool) -> NativeCall | Verdict:
    # An option that is `None` was passed by the caller. The core has to refuse it: if a lost key were replaced by a new
    # one, the call would pay again.
    options = {name: NULL if value is None else value for name, value in request.options().items()}
    try:
        return engine.start(request.operation, to_json(request.arguments()), to_json(options), listening)
    except NotSerializableError as refused:
        return engine.refuse(refused.field, refused.problem, request.operation)


def _report(on_event: Listener, event: Event) -> None:
    try:
        on_event(event)
    except Exception as failed:
        _log_unless_refusal(event, failed)


async def _report_async(on_event: AsyncListener, event: Event) -> None:
    # An event loop is running, so inspect is imported already.
    from inspect import isawaitable

    try:
        heard = on_event(event)
        if isawaitable(heard):
            await heard
    except Exception as failed:
        _log_unless_refusal(event, failed)


def _log_unless_refusal(event: Event, failed: Exception) -> None:
    """Raises at `about_to_send`, so that the request is not sent. At any other event money may have moved, so the call
    continues."""
    from payonce._events import AboutToSend

    if isinstance(event, AboutToSend):
        raise failed
    # Imported here, so that only a failing listener pays for the import.
    import logging

    logging.getLogger("payonce").error("the listener failed at the event %s", event.event, exc_info=failed)


def _leave(
    interruption: BaseException, native_call: NativeCall, left: Response | Paid | Verdict | None
) -> Event | None:
    """Stores the error or result of a call in the exception that ended it, and returns its last event if it was not
    reported."""
    # A method of the journal has none. After a fork, the call belongs to the parent process.
    if left is None:
        return None
    # Exceptions have a __dict__ by their documentation; the types just do not declare these members.
    members = vars(interruption)
    if isinstance(left, Verdict):
        error = error_from_verdict(left)
        members["payonce_error"] = error
        note = f"payonce: the call ended early: {error}"
    else:
        members["payonce_result"] = left.value if isinstance(left, Response) else left
        members["payonce_reference"] = Reference.from_dict(left.reference)
        note = f"payonce: the call had succeeded after {left.attempts} attempts"
    # add_note() exists since Python 3.11. Older versions keep the note but do not print it.
    members["__notes__"] = [*members.get("__notes__", []), note]
    last = native_call.last_event()
    return None if last is None else _event_of(last)


def _note_task(loop: AbstractEventLoop, interruption: BaseException) -> None:
    """Stores the error of a call with its task, because task groups drop the exception that ended it."""
    # An event loop is running, so both are imported already.
    import asyncio

    from payonce._interrupted_tasks import by_task

    error = vars(interruption).get("payonce_error")
    task = asyncio.current_task(loop)
    if task is not None and isinstance(error, PayonceError):
        by_task[task] = error


def _result(turn: Response | Paid | Verdict | tuple[Any]) -> Any:
    if isinstance(turn, Verdict):
        raise error_from_verdict(turn) from None
    return turn[0] if isinstance(turn, tuple) else turn
