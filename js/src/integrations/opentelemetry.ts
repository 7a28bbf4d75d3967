import * as otel from "@opentelemetry/api";
import { forCall, type Listener, type ListenerOfCalls } from "../listener.js";
import type { Journal } from "../journal/journal.js";
import type { CallEvent } from "../options.js";
import type { Provider } from "../generated/vocabulary.js";

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
    if (event.event === "request_finished" || event.event === "finished") {
      // A request that the caller ended has no event of its own.
      end(own.request, event.kind, { "http.response.status_code": event.status });
      own.request = undefined;
    }
    if (event.event === "about_to_send") {
      const address = { "server.address": event.serverAddress, "url.template": event.urlTemplate };
      const options = { kind: otel.SpanKind.CLIENT, attributes: { ...attributes, ...address } };
      own.request = tracer.startSpan(operation, options, otel.trace.setSpan(parent, call));
      if (event.attempt > 1) {
        own.request.setAttribute("http.request.resend_count", event.attempt - 1);
        resends.add(1, attributes);
      }
      const { reference } = event.reference;
      call.addEvent("payonce.about_to_send", reference == null ? {} : { "payonce.reference": reference });
    } else if (event.event === "finished") {
      const { kind, outcome, durationMs } = event;
      const result = { ...attributes, "payonce.outcome": outcome };
      // A call can begin with a lookup, whose events have its own operation.
      call.updateName(`payonce ${provider}.${operation}`);
      end(call, kind, {
        ...result,
        "payonce.attempts": event.attempts,
        "payonce.advice": event.advice,
        "payonce.phase": event.phase,
        "payonce.journal.state": event.journalState,
      });
      spans.delete(event.callId);
      duration.record(durationMs / 1000, kind === null ? result : { ...result, "error.type": kind });
    }
  };
  const bind = (): Listener => {
    // The events of the native transport arrive without the context of the caller.
    const parent = otel.context.active();
    return (event) => hear(event, parent);
  };
  return Object.assign((event: CallEvent) => hear(event, otel.context.active()), { [forCall]: bind });
}

function end(
  span: otel.Span | undefined,
  kind: string | null,
  attributes: Readonly<Record<string, string | number | null>>,
): void {
  for (const [name, value] of Object.entries({ ...attributes, "error.type": kind })) {
    if (value !== null) {
      span?.setAttribute(name, value);
    }
  }
  if (kind !== null) {
    span?.setStatus({ code: otel.SpanStatusCode.ERROR });
  }
  span?.end();
}

/**
 * Measures how many entries of journals are open: payments that may have been made and that a person or `run` has to settle. The
 * observable gauge is `payonce.open`. Give the journal of a client under the id of its provider; it is read at each export.
 *
 * @example
 * observeOpen({ agentwallex: wallet.journal });
 */
export function observeOpen(journals: { readonly [P in Provider]?: Journal }): void {
  const gauge = otel.metrics.getMeter("payonce").createObservableGauge("payonce.open", { unit: "{entry}" });
  gauge.addCallback(async (result) => {
    for (const [provider, journal] of Object.entries(journals)) {
      result.observe((await journal.open()).length, { "payonce.provider": provider });
    }
  });
}

/** The header fields that continue the active trace at the provider: pass them as `headers` of a call. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  otel.propagation.inject(otel.context.active(), headers);
  return headers;
}
