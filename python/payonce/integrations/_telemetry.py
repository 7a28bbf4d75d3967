"""The attributes of spans and metrics, and the members of events that contain their values.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from collections.abc import Mapping

CALL_ATTRIBUTES: Mapping[str, str] = {
    "payonce.provider": "provider",
    "payonce.operation": "operation",
}
"""The attributes of each span from its start, read from any event."""

REQUEST_ATTRIBUTES: Mapping[str, str] = {
    "payonce.provider": "provider",
    "payonce.operation": "operation",
    "server.address": "server_address",
    "url.template": "url_template",
}
"""The attributes of the span of a request, read from `about_to_send`."""

REFERENCE_ATTRIBUTES: Mapping[str, str] = {
    "payonce.reference": "reference",
}
"""The attributes of the event `payonce.about_to_send` of a span, read from a reference."""

RESPONSE_ATTRIBUTES: Mapping[str, str] = {
    "http.response.status_code": "status",
    "error.type": "kind",
}
"""The attributes of the span of a request at its end, read from `request_finished` or `finished`."""

RESULT_ATTRIBUTES: Mapping[str, str] = {
    "payonce.provider": "provider",
    "payonce.operation": "operation",
    "payonce.outcome": "outcome",
    "payonce.attempts": "attempts",
    "payonce.advice": "advice",
    "payonce.phase": "phase",
    "payonce.journal.state": "journal_state",
    "error.type": "kind",
}
"""The attributes of the span of a call at its end, read from `finished`."""

DURATION_ATTRIBUTES: Mapping[str, str] = {
    "payonce.provider": "provider",
    "payonce.operation": "operation",
    "payonce.outcome": "outcome",
    "error.type": "kind",
}
"""The attributes of `payonce.call.duration`, read from `finished`."""
