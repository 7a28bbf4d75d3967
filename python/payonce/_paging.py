"""Lists that come in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from payonce._model import Model

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator

    from typing_extensions import Self

Item = TypeVar("Item")
PageT = TypeVar("PageT", bound="Page[Any]")


class Page(Model, Generic[Item]):
    """One page of a list. Iterating goes through the items of this page and of all that follow."""

    _items: ClassVar[str] = "data"
    _number: ClassVar[str | None] = None
    """The argument that counts the pages from 1."""
    _cursor: ClassVar[str | None] = None
    """The argument that takes the cursor; the answer carries it under the same name."""

    @property
    def is_last(self) -> bool:
        """Whether no further page exists."""
        if self._data.get("has_more") is False or not self._on_this_page():
            return True
        if self._cursor is not None:
            return not self._data.get(self._cursor)
        return self._data.get("has_more") is not True

    def next_page(self) -> Self | None:
        """Fetches the next page; `None` after the last one. For pages of a sync client."""
        request = self._next_request(awaited=False)
        return None if request is None else request()

    async def next_page_async(self) -> Self | None:
        """Fetches the next page; `None` after the last one. For pages of an async client."""
        request = self._next_request(awaited=True)
        return None if request is None else await request()

    def _on_this_page(self) -> list[Item]:
        items: list[Item] | None = getattr(self, self._items)
        return items or []

    def __iter__(self) -> Iterator[Item]:
        page: Page[Item] | None = self
        while page is not None:
            yield from page._on_this_page()
            page = page.next_page()

    async def __aiter__(self) -> AsyncIterator[Item]:
        page: Page[Item] | None = self
        while page is not None:
            for item in page._on_this_page():
                yield item
            page = await page.next_page_async()

    def _next_request(self, *, awaited: bool) -> Callable[[], Any] | None:
        if self.is_last:
            return None
        origin = self._origin
        if origin is None:
            raise TypeError("this page was not fetched by a client, so it has no next one")
        if origin.awaited is not awaited:
            loop = "async for" if origin.awaited else "for"
            raise TypeError(f"this page was fetched by the other sort of client; use {loop!r}")
        arguments = dict(origin.arguments)
        if self._number is not None:
            arguments[self._number] = (arguments.get(self._number) or 1) + 1
        elif self._cursor is not None:
            arguments[self._cursor] = self._data[self._cursor]
        return lambda: origin.again(origin.info.operation, arguments, origin.options, type(self))


class AsyncPages(Generic[PageT, Item]):
    """A list that is being asked for: await it for its first page, or iterate for the items of all pages."""

    def __init__(self, first: Callable[[], Awaitable[PageT]]) -> None:
        self._first = first

    def __await__(self) -> Generator[Any, Any, PageT]:
        return self._first().__await__()

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for item in await self._first():
            yield item
