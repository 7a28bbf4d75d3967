"""OpenTelemetry: spans and metrics of the calls of a client."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any

from payonce._events import AboutToSend, Event, Finished, OtherEvent, RequestFinished
from payonce._journal.handle import Journal

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
        attributes = {"payonce.provider": event.provider, "payonce.operation": event.operation}
        name = f"payonce {event.provider}.{event.operation}"
        call = calls.get(event.call_id)
        if call is None:
            # The caller's span is the parent: a client runs its listener in the context of the caller.
            call = calls[event.call_id] = tracer.start_span(name, attributes=attributes)
        if isinstance(event, (RequestFinished, Finished)):
            # A request that the caller ended has no event of its own.
            request = requests.pop(event.call_id, None)
            if request is not None:
                end(request, event.kind, {"http.response.status_code": event.status})
        if isinstance(event, AboutToSend):
            within = trace.set_span_in_context(call)
            address = {"server.address": event.server_address, "url.template": event.url_template}
            request = tracer.start_span(event.operation, within, trace.SpanKind.CLIENT, attributes | address)
            requests[event.call_id] = request
            if event.attempt > 1:
                request.set_attribute("http.request.resend_count", event.attempt - 1)
                resends.add(1, attributes)
            reference = event.reference.reference
            call.add_event("payonce.about_to_send", {} if reference is None else {"payonce.reference": reference})
        elif isinstance(event, Finished):
            result = {**attributes, "payonce.outcome": event.outcome}
            # A call can begin with a lookup, whose events have its own operation.
            call.update_name(name)
            found = {
                "payonce.attempts": event.attempts,
                "payonce.advice": event.advice,
                "payonce.phase": event.phase,
                "payonce.journal.state": event.journal_state,
            }
            end(call, event.kind, result | found)
            del calls[event.call_id]
            duration.record(
                event.duration_ms / 1000, result if event.kind is None else {**result, "error.type": event.kind}
            )

    def end(span: Any, kind: str | None, attributes: dict[str, Any]) -> None:
        known = {**attributes, "error.type": kind}
        span.set_attributes({name: value for name, value in known.items() if value is not None})
        if kind is not None:
            span.set_status(trace.StatusCode.ERROR)
        span.end()

    return listen


def observe_open(**journals: Journal) -> None:
    """Measures how many entries of journals are open: payments that may have been made, and are not settled.

    The observable gauge is `payonce.open`. Call this once.

    Args:
        **journals: The journal of a sync client under the id of its provider, such as `agentwallex=wallet.journal`. It
            is read at each export, in the thread of the exporter.
    """
    metrics: Any = importlib.import_module("opentelemetry.metrics")

    def count(_options: Any) -> Iterable[Any]:
        for provider, journal in journals.items():
            yield metrics.Observation(len(journal.open()), {"payonce.provider": provider})

    metrics.get_meter("payonce").create_observable_gauge("payonce.open", [count], unit="{entry}")


def trace_headers() -> dict[str, str]:
    """The header fields that continue the active trace at the provider: pass them as `headers` of a call."""
    headers: dict[str, str] = {}
    propagate: Any = importlib.import_module("opentelemetry.propagate")
    propagate.inject(headers)
    return headers
