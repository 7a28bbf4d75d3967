import type { Reference } from "./errors/payload.js";
import type { SharedCallOptions, SharedClientOptions } from "./generated/options.js";
import type { Kind, Outcome, Provider } from "./generated/vocabulary.js";

/** The options that every client takes. */
export interface ClientOptions extends SharedClientOptions {
  /**
   * Called for every step of each call. A promise that it returns is awaited, at `about_to_send` before the request is
   * sent; when it throws there, the call ends unsent.
   */
  readonly onEvent?: ((event: CallEvent) => void | Promise<void>) | undefined;
}

/** The options of one call; what is left out is the client's. */
export interface CallOptions extends SharedCallOptions {
  /** Ends the call when it fires. */
  readonly signal?: AbortSignal | undefined;
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
