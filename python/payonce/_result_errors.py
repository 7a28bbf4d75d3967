"""Results that can be a refusal.

AgentPay's own SDK does not raise if an end user cannot be charged. It returns a result that says so, and raises only if
the server's own credentials or the connection fail. payonce does the same, unless the client or the call has
`raise_on_failure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn, TypeVar

from payonce._client import AsyncClient, SyncClient
from payonce._errors import AgentPayError
from payonce._listeners import AsyncListener, Listener
from payonce._model import Model, Origin
from payonce._sealing import Request
from payonce._typing import Self

R = TypeVar("R", bound="FallibleResult")


class FallibleResult(Model):
    """A result that is falsy if it is a refusal: `if not client.consume(…): deny()`."""

    _flag: ClassVar[str]
    _code: ClassVar[str]
    _message: ClassVar[str | None] = None

    __slots__ = ("_error",)

    _error: AgentPayError | None

    def __init__(self, data: Mapping[str, Any], origin: Origin | None = None) -> None:
        super().__init__(data, origin)
        self._error = None

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "error": self._error}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        super().__setstate__(state)
        self._error = state["error"]

    @property
    def error(self) -> AgentPayError | None:
        """The typed error of a refusal; `None` for a success."""
        return self._error

    @classmethod
    def refused(cls, error: AgentPayError, *, raise_on_failure: bool) -> Self:
        """The result for this error. Raises the error if it is not a refusal, or if `raise_on_failure` is set."""
        if raise_on_failure or not error.is_refusal:
            raise error
        members: dict[str, Any] = {cls._flag: False, cls._code: error.code}
        if cls._message is not None:
            members[cls._message] = error.message
        refused = cls(members)
        refused._error = error
        return refused

    def __bool__(self) -> bool:
        return bool(self._data.get(self._flag))


class ResultErrorSyncClient(SyncClient[NoReturn]):
    """A sync client of a provider with such results."""

    def __init__(self, provider: str, options: Mapping[str, Any], on_event: Listener | None) -> None:
        super().__init__(provider, options, on_event)
        self._raise_on_failure = options.get("raise_on_failure") is True

    def _ask(self, request: Request, model: type[R], *, raise_on_failure: bool | None) -> R:
        try:
            return self._call(request, model)
        except AgentPayError as error:
            raises = self._raise_on_failure if raise_on_failure is None else raise_on_failure
            return model.refused(error, raise_on_failure=raises)


class ResultErrorAsyncClient(AsyncClient[NoReturn]):
    """An async client of a provider with such results."""

    def __init__(self, provider: str, options: Mapping[str, Any], on_event: AsyncListener | None) -> None:
        super().__init__(provider, options, on_event)
        self._raise_on_failure = options.get("raise_on_failure") is True

    async def _ask(self, request: Request, model: type[R], *, raise_on_failure: bool | None) -> R:
        try:
            return await self._call(request, model)
        except AgentPayError as error:
            raises = self._raise_on_failure if raise_on_failure is None else raise_on_failure
            return model.refused(error, raise_on_failure=raises)
