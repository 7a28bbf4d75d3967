import { backend } from "./backend.js";
import { captureStack } from "./errors/brand.js";
import type { Json } from "./errors/details.js";

/** An event that a provider reports. */
export interface WebhookEvent {
  /** What happened, for instance `payment.completed`. */
  readonly type: string;
  readonly [name: string]: Json | undefined;
}

/** Why a webhook is refused. */
export type WebhookErrorCode =
  "webhook_signature_malformed" | "webhook_signature_mismatch" | "webhook_not_an_event" | "webhook_stale";

/** A webhook that must not be believed. Its text never says which signature would have been right. */
export class WebhookError extends Error {
  override readonly name = "WebhookError";
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What a webhook is verified by. */
export interface WebhookOptions {
  /** The raw body as it arrived; parsed and written again it has another signature. */
  readonly body: string | Uint8Array;
  /** The header `X-AgentWallex-Signature`. */
  readonly signature: string | null | undefined;
  /** The secret of the webhook. */
  readonly secret: string;
  /** How old the event may be, in milliseconds; a day by default, since the provider repeats deliveries. */
  readonly toleranceMs?: number | undefined;
  /** The time in milliseconds since 1970; now by default. */
  readonly nowMs?: number | undefined;
}

/**
 * Verifies a webhook of AgentWallex and answers its event.
 *
 * @throws `WebhookError` when the signature does not fit, the event is too old, or it is none.
 */
export function verifyWebhook(options: WebhookOptions): WebhookEvent {
  const { signature, secret, toleranceMs = 86_400_000, nowMs = Date.now() } = options;
  const body = typeof options.body === "string" ? new TextEncoder().encode(options.body) : options.body;
  const verdict = JSON.parse(backend().webhook(secret, signature ?? "", body, nowMs, toleranceMs)) as
    { ok: true; event: WebhookEvent } | { ok: false; code: WebhookErrorCode; message: string };
  if (!verdict.ok) {
    const error = new WebhookError(verdict.code, verdict.message);
    captureStack(error, verifyWebhook);
    throw error;
  }
  return verdict.event;
}
