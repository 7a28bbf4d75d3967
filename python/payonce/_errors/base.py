"""The base class of every error of payonce."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from payonce import _pydantic
from payonce._frozen import dataclass
from payonce._json import exact_json, plain
from payonce._native import Verdict
from payonce._options import CallOptions
from payonce._reference import Reference
from payonce._sealing import Request, sealed
from payonce._typing import Self, Unpack
from payonce._vocabulary import Actor, Advice, Audience, Kind, Outcome, Phase

if TYPE_CHECKING:
    from payonce._reconciled import Reconciled
else:
    # Its classes come from modules that import this one.
    Reconciled = Any


@dataclass(frozen=True)
class HttpResponse:
    """A response of a server to its own client."""

    status: int
    """The status."""
    headers: dict[str, str]
    """The header fields."""
    body: Any
    """The body, to be written as JSON."""

    # Packages that write JSON call this.
    def __json__(self) -> dict[str, Any]:
        return {"status": self.status, "headers": self.headers, "body": self.body}


_ARGS: Any = BaseException.__dict__["args"]


class PayonceError(Exception):
    """Why a call did not succeed, whether it took effect, and what to do next.

    Clients raise instances; `payonce.classify` and `payonce.error_from_payload` return them. They can be pickled and
    copied; neither form contains a key.
    """

    _verdict: Verdict
    _settle: Callable[[Request], Any] | None = None
    __pydantic_serializer__: ClassVar[Any] = _pydantic.Serializer()

    def __new__(cls, verdict: Verdict | str, _payload: str | None = None) -> Self:
        """Makes the error of a verdict, or once more the error that has these `args`."""
        if isinstance(verdict, Verdict):
            # An exception of the operating system only takes its text here.
            builtin: Any = OSError if OSError in cls.__mro__ else Exception
            made: Self = builtin.__new__(cls, verdict.message)
            return made
        if _payload is None:
            raise TypeError("an error of payonce is made by a client, by classify, or by error_from_payload")
        restored: Any = _restore(_payload)
        again: Self = restored
        return again

    def __init__(self, verdict: Verdict | str, _payload: str | None = None) -> None:
        # An error that was made from its `args` is complete.
        if isinstance(verdict, Verdict):
            super().__init__(verdict.message)
            self._verdict = verdict

    if not TYPE_CHECKING:
        # Type checkers have `args` as a variable of every built-in exception.
        @property
        def args(self) -> tuple[Any, ...]:
            """The message and the JSON form, which Celery and other tools make the exception from again."""
            given: tuple[Any, ...] = _ARGS.__get__(self)
            return (*given, self.to_json()) if given == (self.message,) else given

        @args.setter
        def args(self, given: tuple[Any, ...]) -> None:
            _ARGS.__set__(self, given)

    @property
    def provider(self) -> str:
        """The provider's id, for instance `agentwallex`."""
        return self._verdict.provider

    @property
    def kind(self) -> Kind:
        """What went wrong, in the words that all providers share."""
        return cast("Kind", self._verdict.kind)

    @property
    def is_refusal(self) -> bool:
        """Whether the vendor's own client returns this refusal as a result instead of raising it."""
        return self._verdict.is_refusal

    @property
    def code(self) -> str | None:
        """The provider's machine code, verbatim. An open set: new codes are passed on unchanged."""
        return self._verdict.code

    @property
    def type(self) -> str | None:
        """The provider's own category, if it sends one."""
        return self._verdict.type

    @property
    def status(self) -> int | None:
        """The HTTP status that the provider sent; `None` if there was no response."""
        return self._verdict.status

    @property
    def phase(self) -> Phase:
        """How far the call got."""
        return cast("Phase", self._verdict.phase)

    @property
    def message(self) -> str:
        """The provider's text without secrets; for logs, not for end users."""
        return self._verdict.message

    @property
    def user_message(self) -> str:
        """A text that is safe to show to an end user: no ids, keys, rules or internals."""
        return self._verdict.user_message

    @property
    def actor(self) -> Actor:
        """Who can fix it."""
        return cast("Actor", self._verdict.actor)

    @property
    def advice(self) -> Advice:
        """The next step."""
        return cast("Advice", self._verdict.advice)

    @property
    def retryable(self) -> bool:
        """Whether sending the very same request again can help and cannot take effect twice."""
        return self._verdict.retryable

    @property
    def retry_after(self) -> float | None:
        """How long the provider asked to wait, in seconds."""
        milliseconds = self._verdict.retry_after_ms
        return None if milliseconds is None else milliseconds / 1000

    @property
    def retry_after_ms(self) -> int | None:
        """How long the provider asked to wait, in milliseconds."""
        return self._verdict.retry_after_ms

    @property
    def outcome(self) -> Outcome:
        """Whether the call took effect."""
        return cast("Outcome", self._verdict.outcome)

    @property
    def respond_status(self) -> int:
        """The HTTP status that a server should respond to its own client with."""
        return self._verdict.respond_status

    @property
    def reference(self) -> Reference:
        """Everything the operation can be found by."""
        return Reference.from_dict(self._verdict.reference)

    @property
    def request_id(self) -> str | None:
        """The provider's id of the request."""
        return self._verdict.request_id

    @property
    def operation(self) -> str | None:
        """The operation, for instance `payments.send`."""
        return self._verdict.operation

    @property
    def attempts(self) -> int | None:
        """How many requests the call sent; `None` for a response that another client received."""
        return self._verdict.attempts

    @property
    def doc(self) -> str:
        """The id of this error's page in the error reference, for instance `agentwallex/policy_violation`."""
        return self._verdict.doc

    @property
    def details(self) -> dict[str, Any]:
        """The other members that the provider sent."""
        return self._verdict.details

    def reconcile(self, **options: Unpack[CallOptions]) -> Reconciled:
        """Asks the provider whether the call took effect. It only reads.

        For an error of a sync client; for an async client, await `reconcile_async`. If the error has no client, for
        instance after a pickle, use `reconcile` of a client.

        Returns:
            The result of the operation, if the provider lists it.

        Raises:
            OutcomeUnknownError: The provider does not list it. That does not prove that it did not happen.
            InvalidArgumentError: The call cannot be searched for.
        """
        request = Request("reconcile", {"error": self}, options)
        del options
        found: Reconciled = self._look(request)
        return found

    @sealed
    async def reconcile_async(self, **options: Unpack[CallOptions]) -> Reconciled:
        """`reconcile` for an error of an async client."""
        request = Request("reconcile", {"error": self}, options)
        del options
        found: Reconciled = await self._look(request)
        return found

    def _look(self, request: Request) -> Any:
        if self._settle is None:
            raise TypeError("this error does not come from a client; use the method reconcile of one")
        return self._settle(request)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, the same in every language; `payonce.error_from_payload` reads it.

        A number among the details that has more digits than a `float` holds is a string here and a `Decimal` in
        `details`.
        """
        members: dict[str, Any] = plain(self._verdict.to_dict())
        return members

    def to_json(self) -> str:
        """`to_dict` as JSON text, in which every number has all its digits."""
        return self._verdict.to_json()

    def to_problem(self, *, audience: Audience = "public") -> dict[str, Any]:
        """An RFC 9457 problem, for a body of type `application/problem+json`; its `status` is the one to respond with.

        Args:
            audience: Who reads it. Only the `owner` of the wallet or program sees rules, limits and balances.
        """
        problem: dict[str, Any] = plain(self._verdict.to_problem(audience))
        return problem

    def to_response(self, *, audience: Audience = "public") -> HttpResponse:
        """Status, header fields and a body of `error`, `message` and `details`.

        Args:
            audience: Who reads it.
        """
        return HttpResponse(*plain(self._verdict.to_response(audience)))

    def to_problem_response(self, *, audience: Audience = "public") -> HttpResponse:
        """The whole HTTP response for an RFC 9457 problem, with the content type `application/problem+json`.

        Args:
            audience: Who reads it.
        """
        return HttpResponse(*plain(self._verdict.to_problem_response(audience)))

    def to_mcp(self, *, audience: Audience = "public", structured_content: bool = False) -> dict[str, Any]:
        """An MCP tool result (`CallToolResult`) with `isError`: the next step first, the same facts as JSON second.

        Args:
            audience: Who reads it.
            structured_content: Whether the facts are `structuredContent` too. Clients check that member against the
                tool's `outputSchema` even in an error, so pass True only for a tool whose schema allows it.
        """
        result: dict[str, Any] = plain(self._verdict.to_mcp(audience, structured_content))
        return result

    def to_x402(self, offer: Mapping[str, Any], *, audience: Audience = "public") -> HttpResponse:
        """A 402 for x402 clients if a payment fixes the error; otherwise what `to_response` returns.

        Clients of x402 version 2 read the header `PAYMENT-REQUIRED`, clients of version 1 the body.

        Args:
            offer: What only the server knows, as x402 version 2 writes it: `resource` (with `url`), `accepts`, and
                optionally `extensions`.
            audience: Who reads it.

        Raises:
            InvalidArgumentError: A member of the offer is missing or malformed, whatever this error is.
        """
        response, refused = self._verdict.to_x402(audience, exact_json(offer))
        if refused is not None:
            # The classes are composed from modules that import this one.
            from payonce._errors.composed import error_from_verdict

            raise error_from_verdict(refused)
        return HttpResponse(*cast("tuple[int, dict[str, str], Any]", plain(response)))

    def log_record(self, *, audience: Audience = "owner") -> dict[str, Any]:
        """Flat fields for a structured logger.

        Args:
            audience: Who reads the log.
        """
        record: dict[str, Any] = plain(self._verdict.log_record(audience))
        return record

    def __str__(self) -> str:
        """The message, the code, and the outcome and reference if money may have moved."""
        return self._verdict.summary()

    # Celery and other packages that write JSON call this.
    def __json__(self) -> dict[str, Any]:
        return self.to_dict()

    def __structlog__(self) -> dict[str, Any]:
        return self.log_record()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return _pydantic.schema(
            cls, source, handler, fields={}, read=_read, write=lambda error: error._verdict.to_dict()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        return _pydantic.described(cls, schema, handler)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the JSON form: the class is composed again where it is read."""
        notes = {name: value for name, value in vars(self).items() if name not in {"_verdict", "_settle"}}
        return (_restore, (self.to_json(),), notes)


def maker(cls: type[PayonceError]) -> Callable[[str], PayonceError]:
    """The function that makes an exception of a message. Its verdict has to follow.

    The constructor does the same, in three times the time.
    """
    builtin: Any = OSError if issubclass(cls, OSError) else Exception
    return functools.partial(builtin.__new__, cls)


def tool_failure(error: PayonceError, audience: Audience) -> tuple[str, str, int | None, int | None]:
    """The text for a model, the next step, and in milliseconds the wait that was asked for and the wait to do."""
    # A function of this module and not a method: an error shows users no second way beside `payonce.agents`.
    return error._verdict.to_tool_failure(audience)  # pyright: ignore[reportPrivateUsage]


def _read(payload: Mapping[str, Any]) -> PayonceError:
    return _restore(exact_json(payload))


def _restore(payload: str) -> PayonceError:
    # The classes are composed from modules that import this one.
    from payonce._errors.composed import error_from_verdict

    return error_from_verdict(Verdict.from_json(payload))


def detail(error: PayonceError, name: str) -> str | None:
    """A string in `details`."""
    return error._verdict.detail(name)  # pyright: ignore[reportPrivateUsage]
