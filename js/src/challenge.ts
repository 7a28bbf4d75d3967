/**
 * Pays by a challenge: a request that is answered with HTTP 402, over x402 or the Payment scheme (MPP).
 *
 * payonce holds no wallet key. Your own function signs the challenge, with the official packages of x402 or MPP. payonce
 * decides what is sent, how often, and what became of it: it submits one signature, once, and remembers it in the journal.
 *
 * @packageDocumentation
 */
import { hasBackend } from "./backend.js";
import { ClientCore } from "./client_core.js";
import { type Reference, referenceOf } from "./errors/payload.js";
import { Journal } from "./journal/journal.js";
import type { ClientOptions } from "./options.js";
import type { AnyProviderId } from "./provider_id.js";
import { TextDecoder, TextEncoder } from "./text_codecs.js";

/** What a service asks to be paid, and how. */
export interface Challenge {
  readonly protocol: "x402" | "mpp";
  /** The version of x402, 1 or 2; 1 for MPP. */
  readonly version: number;
  /** The offer: `PaymentRequired` of x402. For MPP, `challenges` with the parameters of each. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The values of the header fields that carried the offer: `PAYMENT-REQUIRED` or `WWW-Authenticate`. */
  readonly headers: readonly string[];
}

/**
 * Signs a challenge. Returns one header field: `PAYMENT-SIGNATURE` for x402 version 2, `X-PAYMENT` for version 1,
 * `Authorization` for MPP. To decline, for instance because the price is too high, throw.
 */
export type Sign = (
  challenge: Challenge,
) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

/** What to request, and how to pay for it. */
export interface FetchOptions extends Omit<
  ClientOptions,
  "baseUrl" | "maxRetries" | "retry" | "rateLimit" | "language" | "userMessages"
> {
  /**
   * Signs the challenge. It is called at most once, before anything is paid, and has until the deadline. A signature that comes
   * later is not sent.
   */
  readonly sign: Sign;
  /** GET by default. */
  readonly method?: string | undefined;
  /** Header fields for both requests. They must not carry a payment. */
  readonly headers?: Readonly<Record<string, string>> | Iterable<readonly [string, string]> | undefined;
  readonly body?: string | Uint8Array | ArrayBuffer | undefined;
  /** Names the purchase, for instance `report-7041`. Required with a journal, and refused without one. */
  readonly idempotencyKey?: string | undefined;
  /** The time for everything, in milliseconds; twice `timeoutMs` by default. */
  readonly deadlineMs?: number | undefined;
  /** Ends the call when it fires. The error and the journal then have what is known of the payment. */
  readonly signal?: AbortSignal | undefined;
}

/** The response that was paid for, or that did not ask to be paid. */
export class PaidResponse {
  readonly status: number;
  /** The header fields in order. A replayed response has only those about its body and its payment. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  /** Whether a payment was submitted for it, by this call or by an earlier one with the key. */
  readonly paid: boolean;
  /** Whether it is the result of an earlier call with the key. Nothing was sent then. */
  readonly replayed: boolean;
  /** What the service reports about the settlement, for x402: `transaction`, `network`, `payer`. */
  readonly settlement: Readonly<Record<string, unknown>> | null;
  /**
   * What the payment can be found by: `reference` is the nonce of an x402 authorization or the id of an MPP challenge, `hash`
   * is the transaction of the settlement.
   */
  readonly reference: Reference;
  /** How many requests this call sent. */
  readonly attempts: number;

  /** @internal */
  constructor(members: Omit<PaidResponse, "text" | "json">) {
    this.status = members.status;
    this.headers = members.headers;
    this.body = members.body;
    this.paid = members.paid;
    this.replayed = members.replayed;
    this.settlement = members.settlement;
    this.reference = members.reference;
    this.attempts = members.attempts;
  }

  /** The body as text. */
  text(): string {
    return new TextDecoder().decode(this.body);
  }

  /**
   * The body as JSON.
   *
   * @throws `SyntaxError` if it is not JSON.
   */
  json(): unknown {
    return JSON.parse(this.text());
  }
}

/** Under which name the core knows a service that asks for a payment. */
const challenge = "challenge" as AnyProviderId;

/**
 * Sends a request, and pays once if the service asks for it.
 *
 * With a journal, one key is one payment in every process: a second call with the key returns the same response. A call whose
 * payment may have been used is not paid again; settle its entry as for any other payment.
 *
 * @returns The response, if it is a success.
 * @throws `PayonceError` if the request failed, or the payment was not accepted. After the signed request was sent, the
 * outcome is `not_applied` only if nothing reached the service or the protocol carries a reason that proves it; otherwise it
 * is `unknown` or `pending`.
 * @example
 * const response = await fetch("https://api.example.com/report", { sign, idempotencyKey: "report-7041", journal: "payments.db" });
 * console.log(response.json(), response.settlement);
 */
export async function fetch(url: string | URL, options: FetchOptions): Promise<PaidResponse> {
  await loadCore();
  const { sign, method, headers, body, idempotencyKey, deadlineMs, signal, ...client } = options;
  const address = String(url);
  const core = new ClientCore(challenge, { ...client, baseUrl: originOf(address) }, fetch, {});
  const { value, body: content } = await core.pay(
    {
      request: { method: method ?? "GET", url: address, headers: pairsOf(headers) },
      body: bytesOf(body),
      options: { idempotencyKey, deadlineMs },
      signal,
      sign,
    },
    fetch,
  );
  return new PaidResponse({ ...value, reference: referenceOf(value.reference), body: content });
}

/** The core refuses an address that has none. */
function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? url;
}

function pairsOf(headers: FetchOptions["headers"]): (readonly unknown[])[] {
  const fields = headers ?? {};
  return Symbol.iterator in fields ? Array.from(fields, (pair) => [...pair]) : Object.entries(fields);
}

/** A copy, which the caller cannot change between the two requests. */
function bytesOf(body: FetchOptions["body"]): Uint8Array<ArrayBuffer> | undefined {
  if (body === undefined || body === null) {
    return undefined;
  }
  return typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
}

/**
 * The journal of the payments to the service at this address: entries of a service have its scheme, host and port in common.
 *
 * No service can be asked what became of a payment, and nothing is signed again: `run` and `reconcile` free the keys of
 * processes that died before they paid, and leave open what may have been paid. `settle` records what a person found.
 *
 * @throws `InvalidArgumentError` if the journal cannot be opened.
 * @example
 * const journal = await journalOf("https://api.example.com", { journal: "payments.db" });
 * for (const entry of await journal.open()) console.log(entry.key, entry.reference.reference);
 */
export async function journalOf(
  url: string | URL,
  options: Pick<ClientOptions, "journal" | "journalAccount">,
): Promise<Journal> {
  await loadCore();
  const baseUrl = originOf(String(url));
  return new Journal(new ClientCore(challenge, { ...options, baseUrl }, journalOf, {}));
}

/** The entry point of the runtime loads the core. */
async function loadCore(): Promise<void> {
  if (!hasBackend()) {
    await import("payonce");
  }
}
