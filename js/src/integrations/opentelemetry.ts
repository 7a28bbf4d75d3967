import * as otel from "@opentelemetry/api";
import { forCall, type Listener, type ListenerOfCalls } from "../listener.js";
import * as names from "../generated/telemetry.js";
import type { CallEvent } from "../options.js";
import { end, read } from "./spans.js";

export { observeOpen, type ObservedJournals } from "./open_entries.js";

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
    const name = `payonce ${event.provider}.${event.operation}`;
    const attributes = read(event, names.callAttributes);
    const own = spans.get(event.callId) ?? { call: tracer.startSpan(name, { attributes }, parent) };
    spans.set(event.callId, own);
    if (event.event === "request_finished" || event.event === "finished") {
      // A request that the caller ended has no event of its own.
      end(own.request, event, names.responseAttributes);
      own.request = undefined;
    }
    if (event.event === "about_to_send") {
      const options = { kind: otel.SpanKind.CLIENT, attributes: read(event, names.requestAttributes) };
      own.request = tracer.startSpan(event.operation, options, otel.trace.setSpan(parent, own.call));
      if (event.attempt > 1) {
        own.request.setAttribute("http.request.resend_count", event.attempt - 1);
        resends.add(1, attributes);
      }
      own.call.addEvent("payonce.about_to_send", read(event.reference, names.referenceAttributes));
    } else if (event.event === "finished") {
      // A call can begin with a lookup, whose events have its own operation.
      own.call.updateName(name);
      end(own.call, event, names.resultAttributes);
      spans.delete(event.callId);
      duration.record(event.durationMs / 1000, read(event, names.durationAttributes));
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
