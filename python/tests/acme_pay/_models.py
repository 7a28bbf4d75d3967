"""The objects of Acme Pay.

Written by `payonce provider codegen`; change the provider file and run it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from payonce._model import Model, decimal, list_of, one
from payonce._paging import Page
from payonce._waiters import Stateful, Waitable
from ._provider import HANDLE


class Payment(Waitable):
    """A payment.

    It is final once it is paid or failed.
    """

    id: str
    """The id."""
    status: Literal["pending", "paid", "failed"] | str
    """How far it has come."""
    pay_to: str | None
    """The receiver."""
    fee: Decimal | None
    note: str | None
    """Ends in a quotation: "thanks" """

    _fields = ("id", "status", "payTo", "fee", "note")
    _readers: ClassVar[Mapping[str, Any]] = {"fee": decimal}
    _provider = HANDLE
    _model = "Payment"
    _state = "status"
    _read = "payments.get"


class PageObject(Page[Payment]):
    """An object."""

    data: list[Payment]
    has_more: bool

    _fields = ("data", "has_more")
    _readers: ClassVar[Mapping[str, Any]] = {"data": list_of(one(Payment))}
    _items = "data"


class Limit(Model):
    """An object."""

    most: str
    """The most that one payment may be."""
    from_: str | None

    _fields = ("most", "from")


class RefundResult(Stateful):
    """An object."""

    status: str | None
    """How far it has come."""

    _fields = ("status",)
    _provider = HANDLE
    _model = "refund"
    _state = "status"
