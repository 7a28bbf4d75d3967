"""The objects of AgentPay.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from payonce._result_errors import FallibleResult


class ConsumptionResult(FallibleResult):
    """Whether a charge was made."""

    success: bool
    """Whether it was made."""
    remaining_balance_cents: int | None
    """The end user's balance after the charge, in cents; only after a success."""
    error_code: str | None
    """The error code if the charge was not made."""
    error_message: str | None
    """The error message if the charge was not made."""

    _fields = ("success", "remaining_balance_cents", "error_code", "error_message")
    _flag = "success"
    _code = "error_code"
    _message = "error_message"


class ValidationResult(FallibleResult):
    """Whether an end user's key can be charged."""

    is_valid: bool
    """Whether it may."""
    invalid_reason: str | None
    """The reason if it cannot: `invalid_key`, `outstanding_payment` or `insufficient_balance`."""

    _fields = ("is_valid", "invalid_reason")
    _flag = "is_valid"
    _code = "invalid_reason"
