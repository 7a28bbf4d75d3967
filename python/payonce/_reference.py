"""What an operation can be found by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payonce._frozen import dataclass


@dataclass(frozen=True)
class Reference:
    """Everything an operation can be found by; it is known before the first byte is sent."""

    idempotency_key: str | None = None
    """The idempotency key of the call."""
    reference: str | None = None
    """payonce's reference, in a field that the provider stores and lists."""
    id: str | None = None
    """The provider's id of the operation."""
    hash: str | None = None
    """The hash of the transaction on its chain."""
    ledger_id: str | None = None
    """The id in the provider's ledger."""
    intent_id: str | None = None
    """The id of the payment intent."""
    sent_at_ms: int | None = None
    """When the first request was sent, in milliseconds since 1970. An older entry of a list cannot be the operation."""

    @classmethod
    def from_dict(cls, members: Mapping[str, Any]) -> Reference:
        """Reads the member `reference` of an error's JSON form."""
        return cls(**{name: members.get(name) for name in cls.__match_args__})

    def to_dict(self) -> dict[str, Any]:
        """The members, as in the JSON form of an error."""
        return {name: getattr(self, name) for name in self.__match_args__}

    # Packages that write JSON call this.
    def __json__(self) -> dict[str, Any]:
        return self.to_dict()

    def __repr__(self) -> str:
        """The known members, as constructor arguments."""
        known = (f"{name}={value!r}" for name, value in self.to_dict().items() if value is not None)
        return f"Reference({', '.join(known)})"

    def __str__(self) -> str:
        """The known members, for logs."""
        known = (f"{name} {value}" for name, value in self.to_dict().items() if value is not None)
        return ", ".join(known)
