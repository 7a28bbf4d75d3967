import { backend } from "./backend.js";
import { captureStack } from "./errors/brand.js";
import type { Json } from "./errors/details.js";
import type { RespondStatus } from "./generated/vocabulary.js";
import { type OpenText, parsed } from "./json.js";
import { TextEncoder } from "./text_codecs.js";

/**
 * An event that AgentWallex reports. The vendor documents only `payment.completed` completely, so every field except the
 * type can be missing.
 */
export interface WebhookEvent {
  /** The event's id. A delivery can come more than once: store the ids that you handled. */
  readonly id: string | null;
  /** What happened. */
  readonly type: OpenText<
    | "payment.completed"
    | "payment.failed"
    | "payment.pending"
    | "agent.frozen"
    | "agent.unfrozen"
    | "policy.violated"
    | "x402.session.expired"
    | "approval.requested"
  >;
  /** When it happened, as RFC 3339. */
  readonly createdAt: string | null;
  /** The data of the event, with the provider's names, for instance `transaction_id`; can be empty. */
  readonly data: { readonly [name: string]: Json | undefined };
  /** Members that this version does not know, or that are of another type than documented. */
  readonly extra: { readonly [name: string]: Json | undefined };
}

/** Why a webhook is refused. */
export type WebhookErrorCode =
  | "webhook_signature_malformed"
  | "webhook_signature_mismatch"
  | "webhook_not_an_event"
  | "webhook_stale"
  | "webhook_secret_missing";

/**
 * A webhook that must not be trusted. Its text contains neither the secret nor the expected signature.
 *
 * It is not a `PayonceError`: a `PayonceError` states the outcome of a call, and the sender of a forged webhook must not be
 * able to state one.
 */
export class WebhookError extends Error {
  override readonly name = "WebhookError";
  readonly code: WebhookErrorCode;
  /** The HTTP status to respond with. */
  readonly respondStatus: RespondStatus;

  constructor(code: WebhookErrorCode, message: string, respondStatus: RespondStatus = 401) {
    super(message);
    this.code = code;
    this.respondStatus = respondStatus;
  }
}

/** The arguments of {@link verifyWebhook}. */
export interface WebhookOptions {
  /** The raw body as it arrived. A body that was parsed and written again has another signature. */
  readonly payload: string | Uint8Array;
  /** The header `X-AgentWallex-Signature`; a missing one is refused. */
  readonly signature: string | null | undefined;
  /**
   * The whole secret of the webhook (`whsec_…`). While you rotate it, a list of the old and the new one.
   */
  readonly secret: string | readonly string[];
  /**
   * How old the event may be, in milliseconds; a day by default, because the provider repeats deliveries. The timestamp in
   * the header counts if the signature covers it, otherwise the event's `created_at`.
   */
  readonly toleranceMs?: number | undefined;
  /** The time; now by default. */
  readonly now?: Date | undefined;
}

type Members = Record<string, Json | undefined>;
type Verdict =
  | { ok: true; event: Members & { type: string } }
  | { ok: false; code: WebhookErrorCode; message: string; respond_status: RespondStatus };

/**
 * Verifies a webhook of AgentWallex and returns its event.
 *
 * @throws {@link WebhookError} if the signature does not match, the event is too old, or the body is not an event.
 * @throws {@link TypeError} if an option has another type.
 * @throws {@link RangeError} if a time is invalid.
 * @example
 * const event = verifyWebhook({ payload: rawBody, signature: request.headers["x-agentwallex-signature"], secret });
 * if (event.type === "agent.frozen") stop(event);
 */
export function verifyWebhook(options: WebhookOptions): WebhookEvent {
  const { payload, signature, secret, toleranceMs = 86_400_000, now = new Date() } = options;
  const body = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  // The messages must not contain a value: it can be the secret in the wrong place.
  if (!(body instanceof Uint8Array)) {
    throw new TypeError(
      "payload must be the raw body, a string or bytes: a parsed body has another signature",
    );
  }
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  if (!secrets.every((one) => typeof one === "string")) {
    throw new TypeError(
      "secret must be the string that the webhook was created with, or a list of such strings",
    );
  }
  const header: unknown = signature ?? "";
  if (typeof header !== "string") {
    throw new TypeError("signature must be the value of the header, or null if it is missing");
  }
  if (typeof toleranceMs !== "number") {
    throw new TypeError("toleranceMs must be a number of milliseconds");
  }
  const nowMs = now.getTime();
  if (!(nowMs >= 0)) {
    throw new RangeError("now must be a valid date of 1970 or later");
  }
  if (!(toleranceMs >= 0 && toleranceMs <= Number.MAX_SAFE_INTEGER)) {
    throw new RangeError("toleranceMs must be a finite number of zero or more");
  }
  const verdict = parsed(
    backend().webhook(JSON.stringify(secrets), header, body, nowMs, toleranceMs),
  ) as Verdict;
  if (!verdict.ok) {
    const error = new WebhookError(verdict.code, verdict.message, verdict.respond_status);
    captureStack(error, verifyWebhook);
    throw error;
  }
  return eventOf(verdict.event);
}

function eventOf(event: Members & { type: string }): WebhookEvent {
  const { type, ...extra } = event;
  const id = takeText(extra, "id");
  const createdAt = takeText(extra, "created_at");
  const { data } = extra;
  if (data === null || (typeof data === "object" && !Array.isArray(data))) {
    delete extra["data"];
    return { id, type, createdAt, data: (data ?? {}) as Members, extra };
  }
  return { id, type, createdAt, data: {}, extra };
}

function takeText(members: Members, name: string): string | null {
  const value = members[name];
  if (typeof value === "string" || value === null) {
    delete members[name];
  }
  return typeof value === "string" ? value : null;
}
