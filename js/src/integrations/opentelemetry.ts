import * as otel from "@opentelemetry/api";
import { forCall, type Listener, type ListenerOfCalls } from "../listener.js";
import type { CallEvent } from "../options.js";

/**
 * A listener that traces and measures calls with the global providers of OpenTelemetry: pass it as `onEvent`. A call is a span
 * `payonce <provider>.<operation>`, and each of its requests is a child. No attribute has an amount, a key or a customer's id.
 */
export function telemetry(): ListenerOfCalls {
  const tracer = otel.trace.getTracer("payonce");
  const meter = otel.metrics.getMeter("payonce");
  const duration = meter.createHistogram("payonce.call.duration", { unit: "s" });
  const resends = meter.createCounter("payonce.resends");
  /** The spans of a call: its own, and that of the request in flight. */
  const spans = new Map<string, { readonly call: otel.Span; request?: otel.Span | undefined }>();

  const hear = (event: CallEvent, parent: otel.Context): void => {
    const { provider, operation } = event;
    const attributes = { "payonce.provider": provider, "payonce.operation": operation };
    const started = spans.get(event.callId);
    const call =
      started?.call ?? tracer.startSpan(`payonce ${provider}.${operation}`, { attributes }, parent);
    const own = started ?? { call };
    spans.set(event.callId, own);
    const kind = "kind" in event && event.kind !== null ? { "error.type": event.kind } : {};
    const status = "status" in event && event.status !== null ? event.status : undefined;
    // A request ends with the event after it.
    own.request?.setAttributes(
      status === undefined ? kind : { ...kind, "http.response.status_code": status },
    );
    own.request?.end();
    own.request = undefined;
    if (event.event === "about_to_send") {
      const options = { kind: otel.SpanKind.CLIENT, attributes };
      own.request = tracer.startSpan(operation, options, otel.trace.setSpan(parent, call));
      if (event.attempt > 1) {
        own.request.setAttribute("http.request.resend_count", event.attempt - 1);
        resends.add(1, attributes);
      }
      const { reference } = event.reference;
      call.addEvent("payonce.about_to_send", reference == null ? {} : { "payonce.reference": reference });
    } else if (event.event === "finished") {
      const { outcome, attempts, durationMs } = event;
      // A call can begin with a lookup, whose events have its own operation.
      call.updateName(`payonce ${provider}.${operation}`);
      call.setAttributes({
        ...attributes,
        ...kind,
        "payonce.outcome": outcome,
        "payonce.attempts": attempts,
      });
      call.setStatus({ code: event.kind === null ? otel.SpanStatusCode.UNSET : otel.SpanStatusCode.ERROR });
      call.end();
      spans.delete(event.callId);
      duration.record(durationMs / 1000, { ...attributes, ...kind, "payonce.outcome": outcome });
    }
  };
  const bind = (): Listener => {
    // The events of the native transport arrive without the context of the caller.
    const parent = otel.context.active();
    return (event) => hear(event, parent);
  };
  return Object.assign((event: CallEvent) => hear(event, otel.context.active()), { [forCall]: bind });
}

/** The header fields that continue the active trace at the provider: pass them as `headers` of a call. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  otel.propagation.inject(otel.context.active(), headers);
  return headers;
}
