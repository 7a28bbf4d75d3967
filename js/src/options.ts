import type { Reference } from "./errors/payload.js";
import type {
  SharedCallOptions,
  SharedClientOptions,
  SharedKeyedOptions,
  SharedReconcilableOptions,
  SharedUnkeyedOptions,
} from "./generated/options.js";
import type { Advice, JournalState, Kind, Outcome, Phase } from "./generated/vocabulary.js";
import type { AnyProviderId } from "./provider_id.js";

/** The options that every client takes. */
export interface ClientOptions extends SharedClientOptions {
  /**
   * Called for every event of a call. A promise that it returns is awaited, at most until the deadline of the call. The
   * request is not sent until it returns for `about_to_send`; if it throws there, nothing is sent and the call fails with
   * `CallCancelledError`. At any other event a failure of the listener changes nothing.
   */
  readonly onEvent?: ((event: CallEvent) => void | Promise<void>) | undefined;
}

/** The options of every call; an omitted option is that of the client. */
export interface CallOptions extends SharedCallOptions {
  /** Ends the call when it fires. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of a call that the provider recognizes by a key. */
export interface KeyedOptions extends CallOptions, SharedKeyedOptions {}

/**
 * The options of a call whose second request takes effect again. The provider does not recognize its `idempotencyKey`: only a
 * journal does, and without one the key is refused.
 */
export interface UnkeyedOptions extends KeyedOptions, SharedUnkeyedOptions {}

/** The options of a call that `reconcile` can search for. */
export interface ReconcilableOptions extends UnkeyedOptions, SharedReconcilableOptions {}

/** An event of a call. */
export type CallEvent =
  | AboutToSend
  | RequestFinished
  | Retrying
  | Reconciling
  | RateLimitWait
  | JournalWait
  | JournalFailed
  | Finished;

interface EventOfCall {
  /** Identifies the call: the same for all its events, and unique in the process. */
  readonly callId: string;
  readonly provider: AnyProviderId;
  /** The operation. A lookup for the call has its own operation, such as `agents.get`. */
  readonly operation: string;
}

/** A request is about to be sent. It is not sent until the listener returns. */
export interface AboutToSend extends EventOfCall {
  readonly event: "about_to_send";
  /** The number of the request among those of this operation, from 1. */
  readonly attempt: number;
  /** Store this: the operation can be found by it. */
  readonly reference: Reference;
  /** The host of the request, without its port. */
  readonly serverAddress: string;
  /** The path of the request with the names of its arguments, for instance `/v1/agents/{agent_id}`. */
  readonly urlTemplate: string;
}

/**
 * A request is over: a response arrived, or no response will. Each `about_to_send` is followed by one, unless its listener
 * refused the request, or the caller ended the call while it was on its way.
 */
export interface RequestFinished extends EventOfCall {
  readonly event: "request_finished";
  /** The number of the request among those of this operation, from 1. */
  readonly attempt: number;
  /** What went wrong; null for a success. */
  readonly kind: Kind | null;
  /** The HTTP status; null without a response. */
  readonly status: number | null;
  /** The time since the request was handed out, in milliseconds. */
  readonly durationMs: number;
}

/** A request failed, and the call continues after a wait. */
export interface Retrying extends EventOfCall {
  readonly event: "retrying";
  /** The number of the failed request among those of this operation, from 1. */
  readonly attempt: number;
  readonly kind: Kind;
  readonly status: number | null;
  readonly waitMs: number;
}

/** The outcome of the operation is unknown, so the call asks the provider. */
export interface Reconciling extends EventOfCall {
  readonly event: "reconciling";
  readonly reference: Reference;
  readonly waitMs: number;
}

/** The next request waits for the client's rate limit (`rateLimit`). */
export interface RateLimitWait extends EventOfCall {
  readonly event: "rate_limit_wait";
  readonly waitMs: number;
}

/** Another call with the same key is running, perhaps in another process. This call waits for its result. */
export interface JournalWait extends EventOfCall {
  readonly event: "journal_wait";
  readonly waitMs: number;
}

/**
 * The journal could not record the result of the call. The call returns its result all the same, and the next call with
 * this key asks the provider.
 */
export interface JournalFailed extends EventOfCall {
  readonly event: "journal_failed";
  /** The error of the store. */
  readonly message: string;
}

/** The call is over. Emitted exactly once for each call that sent something or was about to, also after an abort. */
export interface Finished extends EventOfCall {
  readonly event: "finished";
  /** How often the operation itself was sent. */
  readonly attempts: number;
  /** The kind of the error; null for a success. */
  readonly kind: Kind | null;
  readonly outcome: Outcome;
  /** The next step; null for a success. */
  readonly advice: Advice | null;
  /** How far the call got before it failed; null for a success. */
  readonly phase: Phase | null;
  /** The HTTP status of the result; null without a response. */
  readonly status: number | null;
  /** Everything the operation can be found by. */
  readonly reference: Reference;
  /** The time since the call was started, in milliseconds. */
  readonly durationMs: number;
  /** The state of the call's entry in the journal; null without a journal, or if the call does not know it. */
  readonly journalState: JournalState | null;
}
