import type { ErrorData, ReferencePayload } from "./errors/payload.js";
import type { JournalStore } from "./journal/store.js";

/** Header fields in order. */
export type HeaderPairs = readonly (readonly [string, string])[];

/** The progress of an object with a state. */
export type Progress = "open" | "succeeded" | "failed";

/**
 * The interface of the native addon and the wasm module: JSON in, JSON out. A provider is named by its id, or by the handle of
 * its file.
 */
export interface Backend {
  /** Which of the two this is. */
  readonly name: "addon" | "wasm";
  version(): string;
  /**
   * A client with these options, and with a store for its journal if the options name no file. If the options are invalid,
   * `refusal` contains the error.
   */
  open(provider: string, options: string, store: JournalStore | undefined): BackendClient;
  /**
   * The record of the error for a response or a failure, see `payloadOf`; nothing for a success. `lines` has the operation, the
   * safety, and each name and value of the header fields, with a line break after each; `rest` is JSON of the other members.
   */
  classify(
    provider: string,
    status: number | undefined,
    unixMs: number,
    lines: string,
    body: Uint8Array,
    rest: string | undefined,
    headers: HeaderPairs,
  ): string | null | undefined;
  /** Loads a provider from the text of its file; JSON of what it declares, or of what is wrong with it. */
  loadProvider(text: string, format: string | null | undefined, name: string): string;
  /** The progress of an object of this type of the core, from its state. */
  progress(provider: string, model: string, state: string | null): Progress;
  /** JSON of a rendered error. Throws if the payload or the offer is invalid. */
  render(form: string, payload: string, audience: string, offer: string): string;
  /** JSON of the event of a webhook, or of its refusal. `secrets` is a JSON array, `headers` one of pairs. */
  webhook(
    provider: string,
    secrets: string,
    headers: string,
    body: Uint8Array,
    nowMs: number,
    toleranceMs: number | undefined,
  ): string;
  /** A text without these secrets, a JSON list, and without anything that looks like a key. */
  redact(text: string, secrets: string): string;
  /** The error payload for an option that JSON cannot represent. */
  refuseOption(provider: string, field: string, problem: string): string;
  /** A key for one purchase, from the JSON of its fields. Throws if the scope or a field is invalid. */
  once(scope: string, fields: string): string;
  /** A run of the conformance suite for stores. `entropy` is sixteen random bytes. */
  conformance(entropy: Uint8Array): BackendConformance;
}

export interface BackendClient {
  /** The error payload for invalid options. */
  refusal(): string | null | undefined;
  /** JSON of the printable members: the base URL and the fingerprints of the keys. */
  describe(): string;
  /** A text without the keys of this client, these secrets, a JSON list, and anything that looks like a key. */
  redact(text: string, secrets: string): string;
  /** The error payload for an argument that JSON cannot represent. */
  refuse(operation: string, field: string, problem: string): string;
  /** Runs a call. It never rejects: every failure is an envelope. */
  call(operation: string, args: string, options: string, control: Control): Promise<Envelope>;
  /**
   * Pays by a challenge, from the JSON of the request and of the options. It never rejects: every failure is an envelope.
   * `sign` returns the report of the signer as JSON, and never rejects.
   */
  pay(
    request: string,
    body: Uint8Array | undefined,
    options: string,
    control: Control,
    sign: (challenge: ChallengePayload) => Promise<string>,
  ): Promise<PaidResult>;
  /**
   * Calls a method of the journal. It never rejects: every failure is an envelope. `within` stores a plan in a transaction of
   * the caller.
   */
  journal(
    action: string,
    args: string,
    onEvent: Control["onEvent"],
    within: JournalStore | undefined,
  ): Promise<JournalEnvelope>;
  /** Polls the result of an operation until its final state; without a time, for the default of the core. */
  waiter(operation: string, value: string, maxWaitMs: number | null): Waiter | null | undefined;
  /** Iterates over the pages of an operation; nothing for an operation without pages. */
  pager(operation: string, args: string): BackendPager | null | undefined;
}

/** Checks a store. */
export interface BackendConformance {
  /** The next step as JSON, after the reports on the operations of the last step, a JSON array. */
  step(reports: string): string;
  /** Frees its memory, if the garbage collector does not. */
  free?(): void;
}

/** Iterates over the pages of a list. */
export interface BackendPager {
  /** JSON of what follows after a page with this HTTP status. */
  take(page: string, status: number): string;
  /** Frees its memory, if the garbage collector does not. */
  free?(): void;
}

export interface Waiter {
  /** The next step as JSON, this long after the start, with the result of the last read. */
  next(elapsedMs: number, looked?: string | null): string;
  /** The error payload of the polled object, from that of a failed read; empty if the caller stops waiting. */
  pollFailed(poll: string): string;
  /** Frees its memory, if the garbage collector does not. */
  free?(): void;
}

/** How a caller can influence a running call. */
export interface Control {
  readonly signal: AbortSignal | undefined;
  /** Called for each event. The call continues when it resolves, and ends when it rejects. */
  readonly onEvent: ((event: Event) => Promise<void>) | undefined;
}

/** An event of a call, as the core reports it. */
export interface Event {
  readonly event: string;
  readonly [name: string]: unknown;
}

/** The result of a call. */
export type Envelope = Success | Failure;

/** A challenge, as the core reads it. */
export interface ChallengePayload {
  readonly protocol: "x402" | "mpp";
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly headers: readonly string[];
}

/** The result of a payment by challenge, and the body of its response. */
export interface PaidResult {
  readonly envelope: PaidEnvelope;
  readonly body: Uint8Array;
}

export type PaidEnvelope =
  | {
      readonly ok: true;
      readonly value: {
        readonly status: number;
        readonly headers: HeaderPairs;
        readonly paid: boolean;
        readonly replayed: boolean;
        readonly settlement: Readonly<Record<string, unknown>> | null;
        readonly reference: ReferencePayload;
        readonly attempts: number;
      };
    }
  | Failure;

/** The result of a method of the journal. */
export type JournalEnvelope = Omit<Success, "call_info"> | Failure;

export interface Success {
  readonly ok: true;
  readonly value: unknown;
  readonly call_info: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly request_id: string | null;
    readonly attempts: number;
    readonly reference: ReferencePayload;
    readonly replayed: boolean;
  };
}

export interface Failure {
  readonly ok: false;
  readonly error: ErrorData;
  /** Whether the vendor's own client returns this as a result instead of throwing it. */
  readonly refusal?: boolean;
  /** The cause: the exception of `fetch` or of a listener, or the reason of an abort. */
  readonly cause?: unknown;
}

let start: (() => Backend) | undefined;
let current: Backend | undefined;

/**
 * Called by the entry point of each runtime before anything else. The backend starts at its first use; if that fails, the
 * next use tries again. A client keeps the backend that it was created with.
 */
export function useBackend(starting: () => Backend): void {
  start = starting;
  current = undefined;
}

/** Whether an entry point was loaded. */
export function hasBackend(): boolean {
  return start !== undefined;
}

export function backend(): Backend {
  if (current === undefined) {
    if (start === undefined) {
      throw new Error(
        "payonce has no backend: import it by its package name, so that the entry point of this runtime loads one",
      );
    }
    current = start();
  }
  return current;
}
