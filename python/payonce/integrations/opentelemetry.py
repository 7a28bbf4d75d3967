"""OpenTelemetry: spans and metrics of the calls of a client."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from payonce._events import AboutToSend, Event, Finished, OtherEvent, RequestFinished
from payonce.integrations import _telemetry as names
from payonce.integrations._open_entries import observe_open
from payonce.integrations._spans import end, read

__all__ = ["observe_open", "telemetry", "trace_headers"]


def telemetry() -> Callable[[Event], None]:
    """A listener that traces and measures calls with the global providers of OpenTelemetry: pass it as `on_event`.

    A call is a span `payonce <provider>.<operation>`, and each of its requests is a child. No attribute has an amount,
    a key or a customer's id.
    """
    trace: Any = importlib.import_module("opentelemetry.trace")
    tracer: Any = trace.get_tracer("payonce")
    meter: Any = importlib.import_module("opentelemetry.metrics").get_meter("payonce")
    duration: Any = meter.create_histogram("payonce.call.duration", unit="s")
    resends: Any = meter.create_counter("payonce.resends")
    calls: dict[str, Any] = {}
    requests: dict[str, Any] = {}

    def listen(event: Event) -> None:
        if isinstance(event, OtherEvent):
            return
        name = f"payonce {event.provider}.{event.operation}"
        attributes = read(event, names.CALL_ATTRIBUTES)
        call = calls.get(event.call_id)
        if call is None:
            # The caller's span is the parent: a client runs its listener in the context of the caller.
            call = calls[event.call_id] = tracer.start_span(name, attributes=attributes)
        # A request that the caller ended has no event of its own.
        if isinstance(event, (RequestFinished, Finished)) and event.call_id in requests:
            end(requests.pop(event.call_id), event, names.RESPONSE_ATTRIBUTES)
        if isinstance(event, AboutToSend):
            within, sent = trace.set_span_in_context(call), read(event, names.REQUEST_ATTRIBUTES)
            request = tracer.start_span(event.operation, within, trace.SpanKind.CLIENT, sent)
            requests[event.call_id] = request
            if event.attempt > 1:
                request.set_attribute("http.request.resend_count", event.attempt - 1)
                resends.add(1, attributes)
            call.add_event("payonce.about_to_send", read(event.reference, names.REFERENCE_ATTRIBUTES))
        elif isinstance(event, Finished):
            # A call can begin with a lookup, whose events have its own operation.
            call.update_name(name)
            end(calls.pop(event.call_id), event, names.RESULT_ATTRIBUTES)
            duration.record(event.duration_ms / 1000, read(event, names.DURATION_ATTRIBUTES))

    return listen


def trace_headers() -> dict[str, str]:
    """The header fields that continue the active trace at the provider: pass them as `headers` of a call."""
    headers: dict[str, str] = {}
    propagate: Any = importlib.import_module("opentelemetry.propagate")
    propagate.inject(headers)
    return headers
