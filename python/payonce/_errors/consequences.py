"""Errors by their consequence for the money.

Retry layers repeat a `ConnectionError`, `TimeoutError` or `OSError`, and some repeat every class that they do not know.
They do not repeat a `RuntimeError`, so each consequence is one. `class_for` adds one of the other bases if nothing was
sent.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._errors.base import PayonceError


class OutcomeUnknownError(PayonceError, RuntimeError):
    """It is not known whether the call took effect: find out before you send it again.

    Use `reference` to find it.
    """


class PendingError(PayonceError, RuntimeError):
    """The provider accepted the call, and it is not final.

    Check it later, and do not send it again.
    """


class AlreadyAppliedError(PayonceError, RuntimeError):
    """The call took effect, now or earlier: do not send it again."""


class NotAppliedError(PayonceError, RuntimeError):
    """The call did not take effect.

    Nothing was paid, nothing was changed.
    """


class NotSentError(NotAppliedError):
    """No byte of the call was sent, so it did not take effect.

    Only such an error can also be a `ConnectionError` (kind `connection`) or a `TimeoutError` (kind `timeout`).
    So a generic retry repeats nothing that may have been paid.
    """
