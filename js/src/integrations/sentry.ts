import { isPayonceError } from "../errors/brand.js";

interface SentryEvent {
  level?: string;
  fingerprint?: string[];
}

interface SentryHint {
  readonly originalException?: unknown;
}

/**
 * Sentry's `beforeSend` for errors of payonce: one issue for each provider and code. An outcome that is not certain is an
 * `error`, and a refusal is `info`. Other events stay as they are.
 */
export function beforeSend<Event extends object>(event: Event, hint: SentryHint): Event {
  const error = hint.originalException;
  if (isPayonceError(error)) {
    const members: SentryEvent = {
      fingerprint: ["payonce", error.provider, error.code ?? error.kind],
      level: error.outcome === "not_applied" ? "info" : "error",
    };
    Object.assign(event, members);
  }
  return event;
}
