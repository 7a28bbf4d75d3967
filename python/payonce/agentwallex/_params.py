"""The objects that calls of AgentWallex take, as dicts.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypedDict

from payonce._typing import open_dict
from payonce.agentwallex._models import AllowedHours


@open_dict
class AllowedHoursParam(TypedDict, total=False):
    """The hours of a day in which payments are allowed.

    As an argument; a response has it as `AllowedHours`.
    """

    start: Any
    """The first hour."""
    end: Any
    """The hour at which it ends."""


@open_dict
class PolicyRulesParam(TypedDict, total=False):
    """The rules of a policy; which of them apply follows from the type of the policy.

    As an argument; a response has it as `PolicyRules`.
    """

    max_transaction_amount: str | Decimal | None
    """The maximum amount of one payment."""
    daily_limit: str | Decimal | None
    """The maximum amount of the payments of a day."""
    monthly_limit: str | Decimal | None
    """The maximum amount of the payments of a month."""
    allowed_addresses: Sequence[str] | None
    """The only addresses that may be paid."""
    blocked_addresses: Sequence[str] | None
    """Addresses that may not be paid."""
    allowed_tokens: Sequence[str] | None
    """The only tokens that may be used."""
    max_count: int | None
    """The maximum number of payments in the window."""
    window_seconds: int | None
    """The length of the window in seconds."""
    timezone: str | None
    """The time zone of the schedule, an IANA name."""
    allowed_hours: AllowedHours | AllowedHoursParam | None
    """The hours in which payments are allowed."""
    allowed_days: Sequence[int] | None
    """The days on which payments are allowed."""
    threshold: str | Decimal | None
    """The amount from which a person must approve."""
    timeout_seconds: int | None
    """How long an approval may take, in seconds."""
    approvers: Sequence[str] | None
    """The e-mail addresses of those who may approve."""
