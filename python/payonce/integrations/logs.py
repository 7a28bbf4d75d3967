"""`logging` and structlog: the fields of an error of payonce in each record of its exception."""

from __future__ import annotations

import logging
import sys
from typing import Any

from payonce._errors import PayonceError
from payonce._vocabulary import Audience

__all__ = ["PayonceFilter", "structlog_processor"]


class PayonceFilter(logging.Filter):
    """For `handler.addFilter(PayonceFilter())`: `log_record()` of the exception, as with `extra`."""

    def __init__(self, audience: Audience = "owner") -> None:
        """Keeps who reads the log."""
        super().__init__()
        self._audience: Audience = audience

    def filter(self, record: logging.LogRecord) -> bool:
        """Adds the fields that the record does not have yet."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, PayonceError):
            for name, value in error.log_record(audience=self._audience).items():
                vars(record).setdefault(name, value)
        return True


def structlog_processor(_logger: Any, _method: str, event: Any) -> Any:
    """For `structlog.configure(processors=[structlog_processor, …])`, before the processor that formats `exc_info`."""
    given: Any = event.get("exc_info")
    # `exc_info` is an exception, the tuple of `sys.exc_info()`, or a flag for the exception in flight.
    error: Any = given
    if given and not isinstance(given, BaseException):
        error = sys.exc_info()[1] if isinstance(given, int) else given[1]
    if isinstance(error, PayonceError):
        for name, value in error.log_record().items():
            event.setdefault(name, value)
    return event
