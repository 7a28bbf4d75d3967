import { type Attributes, type AttributeValue, type Span, SpanStatusCode } from "@opentelemetry/api";
import type { Finished, RequestFinished } from "../options.js";

/** The name of each attribute, and the member that contains its value. */
type Names = Readonly<Record<string, string>>;

/** The attributes whose members are not null. */
export function read(source: object, names: Names): Attributes {
  const values = source as Readonly<Record<string, AttributeValue | null | undefined>>;
  const entries = Object.entries(names).map(([name, member]) => [name, values[member] ?? undefined] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Ends a span with the attributes of the event that ended it. */
export function end(span: Span | undefined, event: RequestFinished | Finished, names: Names): void {
  span?.setAttributes(read(event, names));
  if (event.kind !== null) {
    span?.setStatus({ code: SpanStatusCode.ERROR });
  }
  span?.end();
}
