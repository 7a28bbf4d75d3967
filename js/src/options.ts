import type { Reference } from "./errors/payload.js";
import type { Kind, Outcome, Provider } from "./generated/vocabulary.js";

/** When and how often a failed request goes out again. Durations are in milliseconds. */
export interface RetryOptions {
  /** Requests after the first one; 3 by default, 0 for none. */
  readonly maxRetries?: number | undefined;
  /** The first wait; it doubles from one to the next. 1000 by default. */
  readonly baseDelayMs?: number | undefined;
  /** The longest wait that payonce chooses itself. 30000 by default. */
  readonly maxDelayMs?: number | undefined;
  /** Whether waits are shortened at random, so that many callers do not come back at once. True by default. */
  readonly jitter?: boolean | undefined;
  /** The time for the whole call, all requests and waits. */
  readonly deadlineMs?: number | undefined;
  /** The longest wait that a provider may ask for; a longer one is not slept but thrown. 60000 by default. */
  readonly maxRetryAfterMs?: number | undefined;
  /** The size of the retry budget that all calls of the client share. */
  readonly budget?: number | undefined;
}

/**
 * How fast a client may send, so that requests wait for their turn instead of being refused with 429. What is left out
 * is not limited.
 */
export interface PaceOptions {
  /** The most requests in a minute, one or more. */
  readonly perMinute?: number | undefined;
  /** The most requests at the same time, one or more. */
  readonly concurrent?: number | undefined;
}

/** The options that every client takes. */
export interface ClientOptions {
  /**
   * Where requests go; https, or http to this machine. The provider's own address by default. In the addon for Node plain
   * http never goes through a proxy, and https uses the one that `HTTPS_PROXY` or `ALL_PROXY` names; elsewhere the
   * runtime's `fetch` decides about https, and plain http is refused where it would go through a proxy.
   */
  readonly baseUrl?: string | undefined;
  /**
   * True accepts a `baseUrl` with plain http to any host, such as `http://sandbox:4010` in a private test network. The key
   * and every payment then cross the network unencrypted: anyone on the way can read the key and change the payment. By
   * default plain http is accepted for this machine only.
   */
  readonly allowInsecureHttp?: boolean | undefined;
  /** The time for one request, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /**
   * How long a connection without a request in progress is kept for the next one, in milliseconds; 4000 by default, 0 for
   * never. Keep it below the idle timeout of the server, 5 s for Node: on a connection that the server closes at the same
   * moment a payment is lost with an unknown outcome. Only the addon for Node has such connections of its own; with
   * `fetch` the runtime decides.
   */
  readonly poolIdleTimeoutMs?: number | undefined;
  /** The short form of `retry.maxRetries`. */
  readonly maxRetries?: number | undefined;
  readonly retry?: RetryOptions | undefined;
  /**
   * How fast the client may send; as fast as it is called by default. Either requests per minute, or the name of your
   * plan (AgenticPencil `free`, `pro`, `scale`, `enterprise`; AgentWallex `starter`, `growth`), or `auto`: what the
   * provider documents for everybody (AgentTech: 60 a minute) and what its answers tell. All calls of the client share
   * it; with any of them, `Retry-After` of a refusal and the rate-limit header fields of every answer (in a browser
   * those that CORS lets it read) hold back all of them. A call whose turn would come after its deadline throws
   * `RateLimitedError` at once, with nothing sent.
   */
  readonly pace?: number | string | PaceOptions | undefined;
  /** Header fields of every request. */
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
  /** The largest answer that is read, in bytes. */
  readonly maxBodyBytes?: number | undefined;
  /** The language of `userMessage`, a tag such as `es` or `es-MX`; English by default. */
  readonly language?: string | undefined;
  /** Your own wording of `userMessage`, by `doc` or by `kind`. */
  readonly userMessages?: Readonly<Record<string, string>> | undefined;
  /**
   * Hears what happens in each call. A promise that it returns is awaited, before the first byte for `aboutToSend`; when
   * it throws, the call ends unsent.
   */
  readonly onEvent?: ((event: CallEvent) => void | Promise<void>) | undefined;
}

/** What may be said for one call; whatever is left out is the client's. */
export interface CallOptions {
  /** Ends the call when it fires. */
  readonly signal?: AbortSignal | undefined;
  /** The time for one request, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** The short form of `retry.maxRetries`. */
  readonly maxRetries?: number | undefined;
  readonly retry?: RetryOptions | undefined;
  /**
   * The key that names this operation: 1 to 255 characters without control characters, for instance an order's id.
   *
   * Where the provider recognises keys, calls with the same key take effect once. Where it does not (`payments.send`),
   * the key protects the calls of this one client in this one process: another client, another process, or this program
   * after a restart does not know it. Use `reconcile` there before you pay again. A random key is drawn when none is
   * given, except where the operation requires one.
   */
  readonly idempotencyKey?: string;
  /** Sends again although nobody knows whether the last request took effect: it may then take effect twice. */
  readonly retryUnknown?: boolean | undefined;
  /** False keeps the reference of payonce out of the request; what is lost then cannot be found. */
  readonly reference?: boolean | undefined;
  /** False ends the call at once when its answer was lost, instead of asking the provider for it first. */
  readonly reconcile?: boolean | undefined;
  /** Header fields of this call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What happens in a call. */
export type CallEvent = AboutToSend | Retrying | Reconciling | Pacing | Finished;

/** The next thing that happens is the first byte of a request. */
export interface AboutToSend {
  readonly event: "about_to_send";
  /** The same for all events of one call, and for no other call of the process. */
  readonly callId: string;
  readonly provider: Provider;
  readonly operation: string;
  /** The number of the request, from 1. */
  readonly attempt: number;
  /** Write this down: the operation can be found by it. */
  readonly reference: Reference;
}

/** A request failed, and the call goes on after a wait. */
export interface Retrying {
  readonly event: "retrying";
  /** The same for all events of one call, and for no other call of the process. */
  readonly callId: string;
  readonly provider: Provider;
  readonly operation: string;
  /** The number of the failed request, from 1. */
  readonly attempt: number;
  readonly kind: Kind;
  readonly status: number | null;
  readonly waitMs: number;
}

/** Nobody knows whether the last request took effect, so the provider is asked. */
export interface Reconciling {
  readonly event: "reconciling";
  /** The same for all events of one call, and for no other call of the process. */
  readonly callId: string;
  readonly provider: Provider;
  readonly operation: string;
  readonly reference: Reference;
  readonly waitMs: number;
}

/** The next request waits for its turn in the client's `pace`. */
export interface Pacing {
  readonly event: "pacing";
  /** The same for all events of one call, and for no other call of the process. */
  readonly callId: string;
  readonly provider: Provider;
  readonly operation: string;
  readonly waitMs: number;
}

/** The call is over. */
export interface Finished {
  readonly event: "finished";
  /** The same for all events of one call, and for no other call of the process. */
  readonly callId: string;
  readonly provider: Provider;
  readonly operation: string;
  /** How often the operation itself was sent; requests that look something up do not count. */
  readonly attempts: number;
  /** The kind of the error; null for a success. */
  readonly kind: Kind | null;
  readonly outcome: Outcome;
  /** The HTTP status of the result; null when the provider did not answer. */
  readonly status: number | null;
  /** Everything the operation can be found by. */
  readonly reference: Reference;
  /** The time since the call was started, in milliseconds. */
  readonly durationMs: number;
}
