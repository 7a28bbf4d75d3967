"""Providers from files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Literal, cast
from weakref import WeakKeyDictionary

from payonce import _native
from payonce._classify import Cause, classify, header_pairs
from payonce._client import AsyncClient, SyncClient, given_arguments
from payonce._errors import PayonceError, ProviderFileError
from payonce._listeners import AsyncListener, Listener
from payonce._options import CallOptions, ReconcilableOptions
from payonce._paging import AsyncPages, Page
from payonce._sealing import Request, unrecorded
from payonce._typing import Unpack
from payonce._vocabulary import Language, Phase, Safety
from payonce._waiters import Waitable
from payonce._webhooks import ProviderWebhookEvent, verify_declared


class ProviderObject(Waitable):
    """What an operation of a provider from a file returned, with the client that it came from.

    `to_dict()` holds the members. If the file declares states, `is_final`, `succeeded` and `failed` say how far the
    object has come, and `wait_until_final()` reads it again until its state is final.
    """

    _read: ClassVar[str | None] = "call"

    def __getitem__(self, name: str) -> Any:
        """The member of this name, as the provider sent it."""
        return self._member(name)

    def __reduce__(self) -> Any:
        """A copy and a pickle keep what the file declares of the object."""
        return _new_object, (self._provider, self._model, self._state), self.__getstate__()


class ProviderPage(Page[Any]):
    """One page of a list. Iterating goes through the items of this page and of all that follow."""

    def _on_this_page(self) -> list[Any]:
        items = self._data.get(self._items)
        return [*cast("Iterable[Any]", items)] if isinstance(items, list) else []

    def __reduce__(self) -> Any:
        """A copy and a pickle keep the name of the member that holds the items."""
        return _new_page, (self._items,), self.__getstate__()


def _object_type(handle: str, model: str, state: str) -> type[ProviderObject]:
    members = {"_provider": handle, "_model": model, "_state": state, "__slots__": (), "__module__": "payonce"}
    return type("ProviderObject", (ProviderObject,), members)


def _new_object(handle: str, model: str, state: str) -> ProviderObject:
    kind = _object_type(handle, model, state)
    return kind.__new__(kind)


def _page_type(items: str) -> type[ProviderPage]:
    return type("ProviderPage", (ProviderPage,), {"_items": items, "__slots__": (), "__module__": "payonce"})


def _new_page(items: str) -> ProviderPage:
    kind = _page_type(items)
    return kind.__new__(kind)


class Declared:
    """What clients have to know of a provider file."""

    def __init__(self, loaded: Mapping[str, Any]) -> None:
        self.handle: str = str(loaded["handle"])
        self.id: str = str(loaded["id"])
        self.title: str = str(loaded["title"])
        self.webhook_secret_env: str | None = loaded["webhook_secret_env"]
        self.operations: dict[str, Mapping[str, Any]] = {
            str(operation["name"]): operation for operation in loaded["operations"]
        }

    def object_type(self, operation: str) -> type[ProviderObject]:
        """What this operation returns. Without a declared state, the object never becomes final."""
        declared = self.operations.get(operation, {})
        return _object_type(self.handle, declared.get("model") or "", declared.get("state") or "")

    def page_type(self, operation: str) -> type[ProviderPage]:
        """The pages of this list. Without `pages` in the file, the one page has no items."""
        return _page_type(self.operations.get(operation, {}).get("items") or "")


class ProviderClient(SyncClient[Any]):
    """A client of a provider from a file. Its methods block; threads can share it."""

    def __init__(self, declared: Declared, options: Mapping[str, Any], on_event: Listener | None) -> None:
        super().__init__(declared.handle, options, on_event)
        self._declared = declared

    def get(
        self, operation: str, arguments: Mapping[str, Any] | None = None, **options: Unpack[ReconcilableOptions]
    ) -> ProviderObject:
        """Calls an operation and returns its response with the client, so that its state can be waited for.

        Args:
            operation: The name, for instance `payments.send`.
            arguments: Its arguments by name.
            **options: For this call only.

        Returns:
            The object.
        """
        request = Request(operation, given_arguments(arguments), options)
        returned = self._declared.object_type(operation)
        del operation, arguments, options
        return self._call(request, returned)

    def list(
        self, operation: str, arguments: Mapping[str, Any] | None = None, **options: Unpack[CallOptions]
    ) -> ProviderPage:
        """Reads the first page of a list.

        Args:
            operation: An operation with `pages`, for instance `payments.list`.
            arguments: Its arguments by name.
            **options: For this call only.

        Returns:
            The page. Iterate over it for the items of this page and of all that follow.
        """
        request = Request(operation, given_arguments(arguments), options)
        page = self._declared.page_type(operation)
        del operation, arguments, options
        return self._call(request, page)


class AsyncProviderClient(AsyncClient[Any]):
    """A client of a provider from a file. Its methods are awaited."""

    def __init__(self, declared: Declared, options: Mapping[str, Any], on_event: AsyncListener | None) -> None:
        super().__init__(declared.handle, options, on_event)
        self._declared = declared

    async def get(
        self, operation: str, arguments: Mapping[str, Any] | None = None, **options: Unpack[ReconcilableOptions]
    ) -> ProviderObject:
        """Calls an operation and returns its response with the client, so that its state can be waited for.

        Args:
            operation: The name, for instance `payments.send`.
            arguments: Its arguments by name.
            **options: For this call only.

        Returns:
            The object.
        """
        request = Request(operation, given_arguments(arguments), options)
        returned = self._declared.object_type(operation)
        del operation, arguments, options
        return await self._call(request, returned)

    def list(
        self, operation: str, arguments: Mapping[str, Any] | None = None, **options: Unpack[CallOptions]
    ) -> AsyncPages[ProviderPage, Any]:
        """Reads a list.

        Args:
            operation: An operation with `pages`, for instance `payments.list`.
            arguments: Its arguments by name.
            **options: For this call only.

        Returns:
            Await it for the first page, or iterate over it with `async for` for the items of all pages.
        """
        request = Request(operation, given_arguments(arguments), options)
        page = self._declared.page_type(operation)
        del operation, arguments, options
        return AsyncPages(lambda: self._call(request, page))


class Provider:
    """A provider that a file describes.

    The file states what each error code proves and what an operation does when it is repeated; payonce derives what may
    be retried, by the same rules as for its own providers. The format is described in `docs/provider-files.md`.
    """

    def __init__(self, declared: Declared) -> None:
        self._declared = declared

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Provider:
        """Loads a provider from a TOML file, or from a JSON file whose name ends in `.json`.

        Args:
            path: The path of the file.

        Returns:
            The provider. It is kept as long as the process runs.

        Raises:
            ProviderFileError: The file is refused. The message names each problem with its line and column.
            OSError: The file cannot be read.
        """
        text = Path(path).read_text(encoding="utf-8")
        return cls.parse(text, name=os.fspath(path))

    @classmethod
    def from_gallery(cls, id: str) -> Provider:
        """Loads a provider whose file comes with payonce.

        `payonce provider export ID` prints the file, to read or to start from.

        Args:
            id: The id of the provider, such as `stripe`. The message for another id lists them all.

        Returns:
            The provider.

        Raises:
            ProviderFileError: No file of this id comes with payonce.
        """
        found = json.loads(_native.gallery_file(id))
        if not found["ok"]:
            raise ProviderFileError(found["message"], found["problems"])
        return cls.parse(found["text"], name=found["name"])

    @classmethod
    def parse(
        cls, text: str, *, name: str = "provider.toml", format: Literal["toml", "json"] | None = None
    ) -> Provider:
        """Loads a provider from the text of its file.

        Args:
            text: The text, in TOML or JSON.
            name: What messages call the file.
            format: The format; by default that of the name.

        Returns:
            The provider.

        Raises:
            ProviderFileError: The text is refused. The message names each problem with its line and column.
        """
        loaded = json.loads(_native.load_provider(text, format, name))
        if not loaded["ok"]:
            raise ProviderFileError(loaded["message"], loaded["problems"])
        provider = cls(Declared(loaded))
        _sources[provider] = (text, format, name)
        return provider

    @property
    def id(self) -> str:
        """The id in errors, in events and on the command line."""
        return self._declared.id

    @property
    def title(self) -> str:
        """The name as the provider writes it."""
        return self._declared.title

    @property
    def operations(self) -> tuple[str, ...]:
        """The names of the operations."""
        return tuple(self._declared.operations)

    def classify(
        self,
        *,
        operation: str | None = None,
        safety: Safety | None = None,
        status: int | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        body: bytes | str | Mapping[str, Any] | None = None,
        phase: Phase | None = None,
        cause: Cause | None = None,
        message: str | None = None,
        language: Language | str = "en",
        unix_ms: int | None = None,
        secrets: Iterable[str] = (),
        user_messages: Mapping[str, str] | None = None,
        earlier_unknown: bool = False,
    ) -> PayonceError | None:
        """Classifies a response of this provider, or the failure to get one. See `payonce.classify` for the arguments.

        Returns:
            The error, or `None` for a success. It is not raised.

        Raises:
            InvalidArgumentError: An argument of this call is invalid.
        """
        return classify(
            self._declared.handle,
            operation=operation,
            safety=safety,
            status=status,
            headers=headers,
            body=body,
            phase=phase,
            cause=cause,
            message=message,
            language=language,
            unix_ms=unix_ms,
            secrets=secrets,
            user_messages=user_messages,
            earlier_unknown=earlier_unknown,
        )

    @unrecorded
    def verify_webhook(
        self,
        payload: bytes | bytearray | memoryview,
        headers: Mapping[str, str] | Iterable[tuple[str, str]],
        secret: str | Sequence[str] | None = None,
        *,
        tolerance: float | timedelta | None = None,
        now: float | datetime | None = None,
    ) -> ProviderWebhookEvent:
        """Verifies a webhook of this provider and returns its event. The file declares how webhooks are signed.

        Args:
            payload: The raw body, byte for byte as it arrived. A body that was parsed and written again has another
                signature.
            headers: All header fields of the request, as a mapping or as pairs.
            secret: The whole secret of the webhook; by default from the environment variable that the file names.
                While you rotate it, a list of the old and the new one.
            tolerance: How old the event may be, in seconds; by default the `tolerance` of the file.
            now: The time, in seconds since 1970 or with a time zone; now by default.

        Returns:
            The event.

        Raises:
            WebhookError: The signature does not match, the event is too old, or the body is not an event. The code is
                `webhook_not_declared` if the file declares no webhooks.
            TypeError: The payload is not bytes.
            ValueError: The tolerance or the time is invalid.
        """
        if secret is None:
            name = self._declared.webhook_secret_env
            secret = os.environ.get(name, "") if name else ""
        secrets = [secret] if isinstance(secret, str) else list(secret)
        return verify_declared(self._declared.handle, payload, header_pairs(headers), secrets, tolerance, now)

    def client(self, *, on_event: Listener | None = None, **options: Any) -> ProviderClient:
        """A client whose methods block.

        Args:
            on_event: Called with every event of every call.
            **options: The options of the file, such as `api_key`, and those of every client: `base_url`, `timeout`,
                `retry`, `rate_limit`, `journal` and more.

        Returns:
            The client.

        Raises:
            InvalidArgumentError: An option is invalid, or missing and not in the environment.
        """
        return ProviderClient(self._declared, options, on_event)

    def async_client(self, *, on_event: AsyncListener | None = None, **options: Any) -> AsyncProviderClient:
        """A client whose methods are awaited. The options are those of `client`."""
        return AsyncProviderClient(self._declared, options, on_event)

    def __repr__(self) -> str:
        return f"<payonce.Provider {self.id!r}>"


# The text, the format and the name of each file.
_sources: WeakKeyDictionary[Provider, tuple[str, str | None, str]] = WeakKeyDictionary()


def source_of(provider: Provider) -> tuple[str, str | None, str]:
    """The text, the format and the name of the file, for the simulator."""
    return _sources[provider]


def handle_of(provider: Provider) -> str:
    """What clients name a provider by. Two files may have one id, and each has a handle of its own."""
    return provider._declared.handle  # pyright: ignore[reportPrivateUsage]


__all__ = ["AsyncProviderClient", "Provider", "ProviderClient", "ProviderObject", "ProviderPage", "handle_of"]
