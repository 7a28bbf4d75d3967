"""Errors by what they mean for the money."""

from payonce._errors.base import PayonceError


class NotAppliedError(PayonceError):
    """The call did not take effect: nothing was paid, nothing was changed."""


class NotSentError(NotAppliedError):
    """No byte of the request was sent."""


class OutcomeUnknownError(PayonceError):
    """Nobody on this side can tell whether the call took effect; find out before anything else.

    `reference` is what it can be found by.
    """


class PendingError(PayonceError):
    """The provider accepted the call and it is not final; wait and look again, and do not send it again."""


class AlreadyAppliedError(PayonceError):
    """The call took effect, now or earlier; do not send it again."""
