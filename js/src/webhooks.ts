import { backend } from "./backend.js";
import { type HeaderFields, pairsOf } from "./classify.js";
import { type AnyFunction, captureStack } from "./errors/brand.js";
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

/** An event that a provider from a file reports. */
export interface ProviderWebhookEvent {
  /** The event's id. A delivery can come more than once: store the ids that you handled. Null if the file names none. */
  readonly id: string | null;
  /** What happened. */
  readonly type: string;
  /** When it happened, as the provider writes it. */
  readonly createdAt: string | null;
  /** What it is about, with the provider's names; the event as a whole if the file does not say where this is. */
  readonly data: { readonly [name: string]: Json | undefined };
  /** The members of the event that the file does not name, or that have another type. */
  readonly extra: { readonly [name: string]: Json | undefined };
  /** What it reports of an object; null if the file declares nothing for this event. */
  readonly state: "pending" | "succeeded" | "failed" | null;
  /** The id of the object. */
  readonly objectId: string | null;
  /**
   * The operation that reads the object. Events can be late or arrive in another order, so read it before you act:
   * `await client.call(event.look, event.lookArguments)`.
   */
  readonly look: string | null;
  /** The arguments of that operation. */
  readonly lookArguments: { readonly [name: string]: string };
}

/** Why a webhook is refused. */
export type WebhookErrorCode =
  | "webhook_signature_malformed"
  | "webhook_signature_mismatch"
  | "webhook_not_an_event"
  | "webhook_stale"
  | "webhook_secret_missing"
  | "webhook_not_declared";

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

interface WebhookBasics {
  /** The raw body as it arrived. A body that was parsed and written again has another signature. */
  readonly payload: string | Uint8Array;
  /** How old the event may be, in milliseconds; by default what the provider documents. */
  readonly toleranceMs?: number | undefined;
  /** The time; now by default. */
  readonly now?: Date | undefined;
}

/** The arguments of {@link verifyWebhook}. */
export interface WebhookOptions extends WebhookBasics {
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
}

/** The arguments of `verifyWebhook` of a provider from a file. */
export interface ProviderWebhookOptions extends WebhookBasics {
  /** All header fields of the request. */
  readonly headers: HeaderFields;
  /**
   * The whole secret of the webhook; by default from the environment variable that the file names. While you rotate it, a list
   * of the old and the new one.
   */
  readonly secret?: string | readonly string[] | undefined;
}

type Verdict =
  | { ok: true; event: Read }
  | { ok: false; code: WebhookErrorCode; message: string; respond_status: RespondStatus };

/** An event as the core hands it over. */
interface Read {
  readonly id: string | null;
  readonly type: string;
  readonly created_at: string | null;
  readonly data: { readonly [name: string]: Json | undefined };
  readonly extra: { readonly [name: string]: Json | undefined };
  readonly state: ProviderWebhookEvent["state"];
  readonly object_id: string | null;
  readonly look: string | null;
  readonly look_arguments: { readonly [name: string]: string };
}

/**
 * Verifies a webhook of AgentWallex and returns its event. Of a provider from a file, use its own `verifyWebhook`.
 *
 * @throws {@link WebhookError} if the signature does not match, the event is too old, or the body is not an event.
 * @throws {@link TypeError} if an option has another type.
 * @throws {@link RangeError} if a time is invalid.
 * @example
 * const event = verifyWebhook({ payload: rawBody, signature: request.headers["x-agentwallex-signature"], secret });
 * if (event.type === "agent.frozen") stop(event);
 */
export function verifyWebhook(options: WebhookOptions): WebhookEvent {
  const { signature, secret } = options;
  const header: unknown = signature ?? "";
  if (typeof header !== "string") {
    throw new TypeError("signature must be the value of the header, or null if it is missing");
  }
  const headers = [["x-agentwallex-signature", header] as const];
  const {
    id,
    type,
    created_at: createdAt,
    data,
    extra,
  } = verified("agentwallex", options, headers, secret, verifyWebhook);
  return { id, type, createdAt, data, extra };
}

/** The event of a webhook of this provider. `caller` is where the stack of a refusal begins. */
export function verifyDeclared(
  provider: string,
  options: ProviderWebhookOptions,
  secret: string | readonly string[],
  caller: AnyFunction,
): ProviderWebhookEvent {
  const { headers } = options;
  const found = verified(provider, options, pairsOf(headers), secret, caller);
  const { id, type, created_at: createdAt, data, extra, state, look } = found;
  const { object_id: objectId, look_arguments: lookArguments } = found;
  return { id, type, createdAt, data, extra, state, objectId, look, lookArguments };
}

function verified(
  provider: string,
  { payload, toleranceMs, now = new Date() }: WebhookBasics,
  headers: readonly (readonly [string, string])[],
  secret: unknown,
  caller: AnyFunction,
): Read {
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
  if (toleranceMs !== undefined && typeof toleranceMs !== "number") {
    throw new TypeError("toleranceMs must be a number of milliseconds");
  }
  const nowMs = now.getTime();
  if (!(nowMs >= 0)) {
    throw new RangeError("now must be a valid date of 1970 or later");
  }
  if (toleranceMs !== undefined && !(toleranceMs >= 0 && toleranceMs <= Number.MAX_SAFE_INTEGER)) {
    throw new RangeError("toleranceMs must be a finite number of zero or more");
  }
  const verdict = parsed(
    backend().webhook(provider, JSON.stringify(secrets), JSON.stringify(headers), body, nowMs, toleranceMs),
  ) as Verdict;
  if (!verdict.ok) {
    const error = new WebhookError(verdict.code, verdict.message, verdict.respond_status);
    captureStack(error, caller);
    throw error;
  }
  return verdict.event;
}
