"""OpenTelemetry: spans and metrics of the calls of a client."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from payonce._events import AboutToSend, Event, Finished, OtherEvent

__all__ = ["telemetry", "trace_headers"]


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
        attributes = {"payonce.provider": event.provider, "payonce.operation": event.operation}
        name = f"payonce {event.provider}.{event.operation}"
        call = calls.get(event.call_id)
        if call is None:
            # The caller's span is the parent: a client runs its listener in the context of the caller.
            call = calls[event.call_id] = tracer.start_span(name, attributes=attributes)
        kind = getattr(event, "kind", None)
        error = {} if kind is None else {"error.type": kind}
        # A request ends with the event after it.
        request = requests.pop(event.call_id, None)
        if request is not None:
            status = getattr(event, "status", None)
            request.set_attributes(error if status is None else {**error, "http.response.status_code": status})
            request.end()
        if isinstance(event, AboutToSend):
            within = trace.set_span_in_context(call)
            request = tracer.start_span(event.operation, within, trace.SpanKind.CLIENT, attributes)
            requests[event.call_id] = request
            if event.attempt > 1:
                request.set_attribute("http.request.resend_count", event.attempt - 1)
                resends.add(1, attributes)
            reference = event.reference.reference
            call.add_event("payonce.about_to_send", {} if reference is None else {"payonce.reference": reference})
        elif isinstance(event, Finished):
            result = {**attributes, **error, "payonce.outcome": event.outcome}
            # A call can begin with a lookup, whose events have its own operation.
            call.update_name(name)
            call.set_attributes({**result, "payonce.attempts": event.attempts})
            if kind is not None:
                call.set_status(trace.StatusCode.ERROR)
            call.end()
            del calls[event.call_id]
            duration.record(event.duration_ms / 1000, result)

    return listen


def trace_headers() -> dict[str, str]:
    """The header fields that continue the active trace at the provider: pass them as `headers` of a call."""
    headers: dict[str, str] = {}
    propagate: Any = importlib.import_module("opentelemetry.propagate")
    propagate.inject(headers)
    return headers
