"""Errors by what they mean for the money.

Layers above repeat what is a `ConnectionError`, `TimeoutError` or `OSError`, and some of them every class that they do
not know. So each consequence is a `RuntimeError`, which they leave alone. `class_for` adds one of the others where
nothing was sent.
"""

from payonce._errors.base import PayonceError


class NotAppliedError(PayonceError, RuntimeError):
    """The call did not take effect: nothing was paid, nothing was changed."""


class NotSentError(NotAppliedError):
    """No byte of the request was sent.

    Only such an error can also be a `ConnectionError` (kind `connection`) or a `TimeoutError` (kind `timeout`).
    So a generic retry repeats nothing that may have been paid.
    """


class OutcomeUnknownError(PayonceError, RuntimeError):
    """Nobody on this side can tell whether the call took effect; find out before anything else.

    `reference` is what it can be found by.
    """


class PendingError(PayonceError, RuntimeError):
    """The provider accepted the call and it is not final; wait and look again, and do not send it again."""


class AlreadyAppliedError(PayonceError, RuntimeError):
    """The call took effect, now or earlier; do not send it again."""
