"""The base of the clients of all providers."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, cast

from payonce import _calls
from payonce._errors import PayonceError, error_from_verdict
from payonce._listeners import AsyncListener, Listener
from payonce._model import Origin, Read, as_it_came
from payonce._native import Engine, Verdict
from payonce._options import CallOptions, ReconcilableOptions
from payonce._sealing import Request, seal_methods, unrecorded
from payonce._serialize import NULL, NotSerializableError, to_json
from payonce._typing import Self, Unpack

T = TypeVar("T")
Found = TypeVar("Found")
"""The result of `reconcile`; never anything for a provider whose calls cannot be searched for."""

if TYPE_CHECKING:
    from payonce._events import AboutToSend
    from payonce._journal.handle import AsyncJournal, Journal

    class SyncCall(Protocol):
        """How the methods of a sync client call an operation."""

        def __call__(self, request: Request, read: Callable[[Any, Origin], T], /) -> T:
            """Calls the operation and reads its response."""
            ...

    class AsyncCall(Protocol):
        """How the methods of an async client call an operation."""

        def __call__(self, request: Request, read: Callable[[Any, Origin], T], /) -> Awaitable[T]:
            """Calls the operation and reads its response."""
            ...
else:
    # Most clients have neither a listener nor a journal, and these modules take a third of the time of the import.
    AboutToSend = AsyncJournal = Journal = Any
    SyncCall = AsyncCall = Callable


def given_arguments(arguments: Mapping[str, Any] | None) -> dict[str, Any]:
    """The arguments of a call by name. A `None` was passed by the caller, and the core decides about it."""
    return {name: NULL if value is None else value for name, value in (arguments or {}).items()}


class SyncResource:
    """A group of methods of a sync client."""

    def __init__(self, call: SyncCall) -> None:
        self._call = call


class AsyncResource:
    """A group of methods of an async client."""

    def __init__(self, call: AsyncCall) -> None:
        self._call = call

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # The frames of a caller's own subclass belong to the caller.
        if cls.__module__.startswith("payonce."):
            seal_methods(cls)


class _Base:
    _reconciled: ClassVar[Mapping[str, Read]] = {}
    """The reader of the response of each operation that can be searched for."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # The frames of a caller's own subclass belong to the caller.
        if not cls.__module__.startswith("payonce."):
            return
        seal_methods(cls)
        if "__init__" in vars(cls):
            cls.__init__ = unrecorded(cls.__init__)  # type: ignore[method-assign]

    def __init__(self, provider: str, options: Mapping[str, Any], *, awaited: bool) -> None:
        self._engine, self._store = open_engine(provider, options, awaited=awaited)
        self._closed = False

    @property
    def base_url(self) -> str:
        """The base URL that requests go to."""
        return self._engine.base_url

    def _refuse_without_journal(self) -> None:
        missing = self._engine.journal_missing()
        if missing is not None:
            raise error_from_verdict(missing) from None

    def _search(self, request: Request) -> tuple[Request, Read]:
        """The request that searches for a call, and the reader of the result of that call."""
        from payonce._events import AboutToSend

        lost: Any = request.arguments()["error"]
        if isinstance(lost, PayonceError):
            lost = lost.to_dict()
        elif isinstance(lost, AboutToSend):
            lost = {"operation": lost.operation, "reference": lost.reference.to_dict()}
        # The core refuses any other value, such as `None`: it names the argument and the accepted values.
        given = cast("Any", lost) if isinstance(lost, (Mapping, str)) else NULL
        request = request.changed({"error": given}, looks_for=self._operation_of(lost))
        return request, self._reconciled.get(str(request.looks_for), as_it_came)

    def _operation_of(self, lost: Any) -> str | None:
        if isinstance(lost, str):
            import json

            try:
                lost = json.loads(lost)
            except ValueError:
                # A bare reference, accepted if only one operation can be meant.
                return next(iter(self._reconciled), None)
        operation: Any = cast("Mapping[str, Any]", lost).get("operation") if isinstance(lost, Mapping) else None
        return operation if isinstance(operation, str) else None

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise RuntimeError(f"this {type(self).__name__} was closed; create another one")

    def __repr__(self) -> str:
        if "_engine" not in vars(self):
            return f"<{type(self).__name__}, not open>"
        keys = "".join(f", {name}={fingerprint!r}" for name, fingerprint in self._engine.fingerprints)
        return f"{type(self).__name__}(base_url={self.base_url!r}{keys})"

    def __reduce__(self) -> Any:
        """Raises: a pickle would store the keys."""
        raise TypeError(f"{type(self).__name__} holds keys and cannot be pickled; create one where it is needed")


class SyncClient(_Base, Generic[Found]):
    """A client whose methods block; other threads continue. Threads can share it."""

    def __init__(self, provider: str, options: Mapping[str, Any], on_event: Listener | None) -> None:
        super().__init__(provider, options, awaited=False)
        self._on_event = on_event

    @property
    def journal(self) -> Journal:
        """The journal of this client: its entries, and what to do about those that a process left behind.

        Raises:
            InvalidArgumentError: The client has no journal. Create it with `journal="payments.db"`, or with a store
                from `payonce.journal`.
        """
        from payonce._journal.handle import Journal

        self._refuse_without_journal()
        return Journal(self._act, self._engine, is_native=self._store is None)

    def _act(self, action: str, arguments: Mapping[str, Any]) -> Any:
        self._refuse_if_closed()
        return _calls.act(self._engine, action, arguments, self._on_event, self._store)

    def _call(self, request: Request, read: Callable[[Any, Origin], T]) -> T:
        self._refuse_if_closed()
        try:
            response = _calls.call(self._engine, request, self._on_event, self._store)
        except BaseException as raised:
            _remember(raised, self._settle)
            raise
        return read(response.value, Origin(self._engine, response, request, self._call, awaited=False))

    def _settle(self, request: Request) -> Any:
        request, read = self._search(request)
        return self._call(request, read)

    def call(
        self, operation: str, arguments: Mapping[str, Any] | None = None, **options: Unpack[ReconcilableOptions]
    ) -> Any:
        """Calls an operation by its name, for programs that choose the operation at run time.

        Args:
            operation: The name, for instance `payments.send`.
            arguments: Its arguments by name. If the provider's REST API has another name for an argument than its SDK,
                such as `to_address` for `to`, both are accepted.
            **options: For this call only.

        Returns:
            The response as plain Python objects.
        """
        request = Request(operation, given_arguments(arguments), options)
        del arguments, options
        return self._call(request, as_it_came)

    def reconcile(
        self, error: PayonceError | AboutToSend | Mapping[str, Any] | str, **options: Unpack[CallOptions]
    ) -> Found:
        """Asks the provider whether a call with an unknown outcome took effect, also a call of another process.

        It only reads.

        Args:
            error: The error of that call, its `to_dict()` or its JSON text; or the `reference` alone, such as
                `po_0123456789abcdef0123`. If the process died before there was an error: the event
                `about_to_send`, or a mapping of its `operation` and `reference` (`Reference.to_dict()`).
            **options: For the looks only.

        Returns:
            The result of the operation, if the provider lists it.

        Raises:
            OutcomeUnknownError: The provider does not list it. That does not prove that it did not happen.
            InvalidArgumentError: The call cannot be searched for.
        """
        request = Request("reconcile", {"error": error}, options)
        del error, options
        found: Found = self._settle(request)
        return found

    def close(self) -> None:
        """Closes the client; further calls raise. Idle connections close with the last reference to it."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_Base, Generic[Found]):
    """A client whose methods are awaited. Tasks, threads and event loops can share it."""

    def __init__(self, provider: str, options: Mapping[str, Any], on_event: AsyncListener | None) -> None:
        super().__init__(provider, options, awaited=True)
        self._on_event = on_event

    @property
    def journal(self) -> AsyncJournal:
        """The journal of this client: its entries, and what to do about those that a process left behind.

        Raises:
            InvalidArgumentError: The client has no journal. Create it with `journal="payments.db"`, or with a store
                from `payonce.journal`.
        """
        from payonce._journal.handle import AsyncJournal

        self._refuse_without_journal()
        return AsyncJournal(self._act, self._engine, is_native=self._store is None)

    async def _act(self, action: str, arguments: Mapping[str, Any]) -> Any:
        self._refuse_if_closed()
        return await _calls.act_async(self._engine, action, arguments, self._on_event, self._store)

    async def _call(self, request: Request, read: Callable[[Any, Origin], T]) -> T:
        self._refuse_if_closed()
        try:
            response = await _calls.call_async(self._engine, request, self._on_event, self._store)
        except BaseException as raised:
            _remember(raised, self._settle)
            raise
        return read(response.value, Origin(self._engine, response, request, self._call, awaited=True))

    async def _settle(self, request: Request) -> Any:
        request, read = self._search(request)
        return await self._call(request, read)

    async def call(
        self, operation: str, arguments: Mapping[str, Any] | None = None, **options: Unpack[ReconcilableOptions]
    ) -> Any:
        """Calls an operation by its name, for programs that choose the operation at run time.

        Args:
            operation: The name, for instance `payments.send`.
            arguments: Its arguments by name. If the provider's REST API has another name for an argument than its SDK,
                such as `to_address` for `to`, both are accepted.
            **options: For this call only.

        Returns:
            The response as plain Python objects.
        """
        request = Request(operation, given_arguments(arguments), options)
        del arguments, options
        return await self._call(request, as_it_came)

    async def reconcile(
        self, error: PayonceError | AboutToSend | Mapping[str, Any] | str, **options: Unpack[CallOptions]
    ) -> Found:
        """Asks the provider whether a call with an unknown outcome took effect, also a call of another process.

        It only reads.

        Args:
            error: The error of that call, its `to_dict()` or its JSON text; or the `reference` alone, such as
                `po_0123456789abcdef0123`. If the process died before there was an error: the event
                `about_to_send`, or a mapping of its `operation` and `reference` (`Reference.to_dict()`).
            **options: For the looks only.

        Returns:
            The result of the operation, if the provider lists it.

        Raises:
            OutcomeUnknownError: The provider does not list it. That does not prove that it did not happen.
            InvalidArgumentError: The call cannot be searched for.
        """
        request = Request("reconcile", {"error": error}, options)
        del error, options
        found: Found = await self._settle(request)
        return found

    async def close(self) -> None:
        """Closes the client; further calls raise. Idle connections close with the last reference to it."""
        self._closed = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def open_engine(provider: str, options: Mapping[str, Any], *, awaited: bool) -> tuple[Engine, Any]:
    """The engine of a client, and the store of its journal if that is an object of the caller."""
    journal = options.get("journal")
    store = None if isinstance(journal, (str, os.PathLike)) else journal
    try:
        if store is None:
            if journal is not None:
                options = {**options, "journal": os.fspath(journal)}
            opened = Engine.open(provider, to_json(options))
        else:
            from payonce._journal.opening import open_store, refuse_store

            refuse_store(store, awaited=awaited)
            opened = Engine.open(provider, to_json({**options, "journal": NULL}), has_python_store=True)
            if not isinstance(opened, Verdict):
                open_store(store)
    except NotSerializableError as refused:
        opened = Engine.refuse_option(provider, refused.field, refused.problem)
    if isinstance(opened, Verdict):
        raise error_from_verdict(opened) from None
    return opened, store


def _remember(raised: BaseException, settle: Callable[[Request], Any]) -> None:
    error = raised if isinstance(raised, PayonceError) else _calls.interrupted_call(raised)
    if error is not None:
        vars(error)["_settle"] = settle
