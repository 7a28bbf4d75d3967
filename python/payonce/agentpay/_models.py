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
    """The end user's balance after it, in cents; only after a success."""
    error_code: str | None
    """Why it was not made, for programs."""
    error_message: str | None
    """Why it was not made, for people."""

    _fields = ("success", "remaining_balance_cents", "error_code", "error_message")
    _flag = "success"
    _code = "error_code"
    _message = "error_message"


class ValidationResult(FallibleResult):
    """Whether an end user's key may be charged."""

    is_valid: bool
    """Whether it may."""
    invalid_reason: str | None
    """Why it may not: `invalid_key`, `outstanding_payment` or `insufficient_balance`."""

    _fields = ("is_valid", "invalid_reason")
    _flag = "is_valid"
    _code = "invalid_reason"
