import type { ErrorData, ReferencePayload } from "./errors/payload.js";
import type { Provider } from "./generated/vocabulary.js";

/** How far an object with a state has come. */
export type Progress = "open" | "succeeded" | "failed";

/** What the native addon and the wasm module both offer: JSON in, JSON out. */
export interface Backend {
  /** Which of the two this is. */
  readonly name: "addon" | "wasm";
  version(): string;
  /** A client of these options; what is wrong with them is its `refusal`. */
  open(provider: Provider, options: string): BackendClient;
  /** The payload of the error that an answer or a failure means; nothing for a success. */
  classify(provider: Provider, request: string, body: Uint8Array): string | null | undefined;
  /** How far an object of this type of the core has come, from the text of its state. */
  progress(provider: Provider, model: string, state: string | null): Progress;
  /** JSON of a form of an error for others. Throws what is wrong with the payload or the offer. */
  render(form: string, payload: string, audience: string, offer: string): string;
  /** JSON of the event of a webhook, or of why it is refused. `secrets` is a JSON array. */
  webhook(secrets: string, signature: string, body: Uint8Array, nowMs: number, toleranceMs: number): string;
  /** A text without these secrets, a JSON list, and without what looks like a key. */
  redact(text: string, secrets: string): string;
  /** The payload of the error of an option that JSON cannot hold. */
  refuseOption(provider: Provider, field: string, problem: string): string;
}

export interface BackendClient {
  /** The payload of the error that refuses the options. */
  refusal(): string | null | undefined;
  /** JSON of what may be printed: the base URL and the fingerprints of the keys. */
  describe(): string;
  /** A text without the keys of this client, without further secrets, a JSON list, and without what looks like a key. */
  redact(text: string, secrets: string): string;
  /** The payload of the error of an argument that JSON cannot hold. */
  refuse(operation: string, field: string, problem: string): string;
  /** Does a call. It does not reject: every failure is an envelope. */
  call(operation: string, args: string, options: string, control: Control): Promise<Envelope>;
  /** Follows what an operation answered to its final state, for as long as the core has it where no time is given. */
  follow(operation: string, value: string, atMostMs: number | null): Following | null | undefined;
  /** Goes through the pages of an operation; nothing for one that does not answer in pages. */
  pager(operation: string, args: string): BackendPager | null | undefined;
}

/** Goes through the pages of a list. */
export interface BackendPager {
  /** JSON of what a page, with its HTTP status, means for the list. */
  take(page: string, status: number): string;
  /** Gives its memory back, where that is not the garbage collector's. */
  free?(): void;
}

export interface Following {
  /** The next step as JSON, this long after the start, with what the last look brought. */
  next(elapsedMs: number, looked?: string | null): string;
  /** The payload of the error of what is followed, from that of a look that failed; empty when the caller leaves. */
  unread(look: string): string;
  /** Gives its memory back, where that is not the garbage collector's. */
  free?(): void;
}

/** What a caller may do to a call under way. */
export interface Control {
  readonly signal: AbortSignal | undefined;
  /** Hears what happens. The call goes on when it is done, and ends when it rejects. */
  readonly onNotice: ((notice: Notice) => Promise<void>) | undefined;
}

/** What happens in a call, as the core tells it. */
export interface Notice {
  readonly event: string;
  readonly [name: string]: unknown;
}

/** The result of a call. */
export type Envelope = Success | Failure;

export interface Success {
  readonly ok: true;
  readonly value: unknown;
  readonly meta: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly request_id: string | null;
    readonly attempts: number;
    readonly reference: ReferencePayload;
  };
}

export interface Failure {
  readonly ok: false;
  readonly error: ErrorData;
  /** Whether the vendor's own client answers this as a result and does not throw. */
  readonly refusal?: boolean;
  /** What made it happen: the exception of `fetch`, of a listener, or the reason of an abort. */
  readonly cause?: unknown;
}

let current: Backend | undefined;

/** Called by the entry point of each runtime before anything else runs; clients keep the one they were made with. */
export function useBackend(backend: Backend): void {
  current = backend;
}

export function backend(): Backend {
  if (current === undefined) {
    throw new Error(
      "payonce has no backend: import it by its package name, so that the entry point of this runtime loads one",
    );
  }
  return current;
}
