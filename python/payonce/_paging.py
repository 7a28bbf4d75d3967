"""Lists that come in pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from payonce._errors import error_from_verdict
from payonce._model import Model, Origin
from payonce._native import Pager, Verdict
from payonce._serialize import to_json
from payonce._typing import Self

Item = TypeVar("Item")
PageT = TypeVar("PageT", bound="Page[Any]")

_WITHOUT_CLIENT = (
    "this page has no client: it was copied, unpickled, or made from data. Its own items are in its fields; for the "
    "pages after it, call the list method of a client"
)


class Page(Model, Generic[Item]):
    """One page of a list. Iterating goes through the items of this page and of all that follow."""

    _items: ClassVar[str] = "data"

    __slots__ = ("_turn",)

    _turn: tuple[Pager, bool, dict[str, Any] | None, Verdict | None] | None

    def __init__(self, data: Mapping[str, Any], origin: Origin | None = None) -> None:
        super().__init__(data, origin)
        self._turn = None

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        super().__setstate__(state)
        self._turn = None

    @property
    def is_last(self) -> bool:
        """Whether no further page exists."""
        _, _, changes, problem = self._turned()
        return changes is None and problem is None

    def next_page(self) -> Self | None:
        """Fetches the next page; `None` after the last one. For pages of a sync client.

        Raises:
            DecodeError: The pages form a circle, or too many are empty, or a page announces more without a usable
                cursor.
        """
        request = self._next_request(awaited=False)
        if request is None:
            return None
        page: Self = request()
        return page._unless_repeated()

    async def next_page_async(self) -> Self | None:
        """`next_page` for pages of an async client."""
        request = self._next_request(awaited=True)
        if request is None:
            return None
        page: Self = await request()
        return page._unless_repeated()

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

    def _turned(self) -> tuple[Pager, bool, dict[str, Any] | None, Verdict | None]:
        if self._turn is None:
            origin = self._origin
            if origin is None:
                raise TypeError(_WITHOUT_CLIENT)
            pager = origin.pager or origin.engine.pager(origin.operation, to_json(origin.request.arguments()))
            # The core decides when a list ends.
            self._turn = pager.take(origin.response)
        return self._turn

    def _next_request(self, *, awaited: bool) -> Callable[[], Any] | None:
        pager, _, changes, problem = self._turned()
        origin = self._origin
        if origin is None:
            raise TypeError(_WITHOUT_CLIENT)
        if problem is not None:
            raise error_from_verdict(problem)
        if changes is None:
            return None
        if origin.awaited is not awaited:
            loop = "async for" if origin.awaited else "for"
            raise TypeError(f"this page was fetched by the other kind of client; use {loop!r}")
        request = origin.request.changed(changes)

        def read(value: Any, fetched: Origin) -> Page[Item]:
            return type(self)(value, fetched.after(pager))

        return lambda: origin.again(request, read)

    def _unless_repeated(self) -> Self | None:
        """This page, unless it repeats an earlier one."""
        _, fresh, _, problem = self._turned()
        if fresh:
            return self
        if problem is not None:
            raise error_from_verdict(problem)
        return None


class AsyncPages(Generic[PageT, Item]):
    """A requested list: await it for its first page, or iterate over the items of all pages."""

    def __init__(self, first: Callable[[], Awaitable[PageT]]) -> None:
        self._first = first

    def __await__(self) -> Generator[Any, Any, PageT]:
        return self._first().__await__()

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for item in await self._first():
            yield item
