import { jsonOf, NotSerializableError } from "../json.js";
import type { JournalState, Outcome } from "../generated/vocabulary.js";
import type { AnyProviderId } from "../provider_id.js";

/**
 * A row of the journal. A store uses `id` and `generation`, sets `createdMs` and `updatedMs` by its own clock, and keeps
 * the rest unchanged.
 */
export interface JournalRow {
  /** The primary key. */
  readonly id: string;
  /** Increased by every write. */
  readonly generation: number;
  readonly state: JournalState;
  /** Whether the call took effect, in rows that are open or settled. */
  readonly outcome: Outcome | null;
  readonly provider: AnyProviderId;
  /** The account at the provider. */
  readonly account: string;
  readonly operation: string;
  /** The idempotency key; null in a pruned row. */
  readonly key: string | null;
  /** The time of the insert, in milliseconds since 1970. */
  readonly createdMs: number;
  /** The time of the last write, in milliseconds since 1970. */
  readonly updatedMs: number;
  /** The version of the row. */
  readonly schema: number;
  /** Everything else as JSON text, which only payonce reads. */
  readonly entry: string;
}

/** The answer of a store. */
export interface JournalAnswer {
  /** Whether the row was written; omitted by `get` and `list`. */
  readonly written?: boolean | undefined;
  /** The row that is in the store now, as it is stored. */
  readonly row?: JournalRow | null | undefined;
  /** The rows of a `list`. */
  readonly rows?: readonly JournalRow[] | undefined;
  /** The time of the store, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** Which rows to list. */
export interface JournalPage {
  /** Whether to omit settled rows. */
  readonly unsettledOnly: boolean;
  /** Only rows whose `id` is greater; null for the first page. */
  readonly after: string | null;
  /** The most rows to return. */
  readonly limit: number;
}

/**
 * Stores the entries of a journal. Any store can do it that inserts a row if it is absent, and replaces a row if its
 * generation is the expected one, each in one atomic and durable step. If a method rejects, the call that needed it
 * does not send anything.
 *
 * Check your own store with `checkConformance`.
 */
export interface JournalStore {
  /** Inserts the row if no row has its `id`. Returns the row that is there now, and whether it was written. */
  claim(row: JournalRow): Promise<JournalAnswer>;
  /**
   * Replaces the row if the stored one has exactly this generation. `createdMs` stays as it is. Returns the row that is there
   * now, and whether it was written.
   */
  update(row: JournalRow, ifGeneration: number): Promise<JournalAnswer>;
  /** Returns the row with this `id`, if there is one. */
  get(id: string): Promise<JournalAnswer>;
  /** Returns a page of rows in the order of their `id`. */
  list(page: JournalPage): Promise<JournalAnswer>;
  /** The same journal within a transaction of the caller, for `plan`. A store without transactions omits it. */
  within?(transaction: object): JournalStore;
}

/** A row in the spelling of the core. */
interface RowPayload {
  readonly id: string;
  readonly generation: number;
  readonly state: JournalState;
  readonly outcome: Outcome | null;
  readonly provider: AnyProviderId;
  readonly account: string;
  readonly operation: string;
  readonly key: string | null;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly schema: number;
  readonly entry: string;
}

/** An operation of the core for a store. */
export type Operation =
  | { readonly op: "claim"; readonly row: RowPayload }
  | { readonly op: "update"; readonly row: RowPayload; readonly if_generation: number }
  | { readonly op: "get"; readonly id: string }
  | {
      readonly op: "list";
      readonly unsettled_only: boolean;
      readonly after: string | null;
      readonly limit: number;
    };

interface AnswerPayload {
  readonly written: boolean;
  readonly row: RowPayload | null;
  readonly rows: readonly RowPayload[];
  readonly now_ms: number;
}

/** Whether this has the methods of a store. */
export function isStore(value: unknown): value is JournalStore {
  const { claim, update, get, list } = (value ?? {}) as Partial<JournalStore>;
  return [claim, update, get, list].every((method) => typeof method === "function");
}

/** Has the store carry out an operation. Returns its report as JSON, and never rejects: every failure is a report. */
export async function carryOut(store: JournalStore, operation: Operation): Promise<string> {
  try {
    const { written = false, row, rows = [], nowMs } = await answer(store, operation);
    const answered: AnswerPayload = {
      written,
      row: row == null ? null : payloadOf(row),
      rows: rows.map(payloadOf),
      now_ms: nowMs,
    };
    return jsonOf({ answer: answered });
  } catch (error) {
    const isMalformed = error instanceof NotSerializableError;
    const failure = isMalformed ? `the journal store: ${error.path} ${error.problem}` : messageOf(error);
    return JSON.stringify({ failure });
  }
}

async function answer(store: JournalStore, operation: Operation): Promise<JournalAnswer> {
  switch (operation.op) {
    case "claim":
      return await store.claim(rowOf(operation.row));
    case "update":
      return await store.update(rowOf(operation.row), operation.if_generation);
    case "get":
      return await store.get(operation.id);
    case "list": {
      const { unsettled_only: unsettledOnly, after, limit } = operation;
      return await store.list({ unsettledOnly, after, limit });
    }
  }
}

function rowOf({ created_ms: createdMs, updated_ms: updatedMs, ...row }: RowPayload): JournalRow {
  return { ...row, createdMs, updatedMs };
}

function payloadOf({ createdMs, updatedMs, ...row }: JournalRow): RowPayload {
  return { ...row, created_ms: createdMs, updated_ms: updatedMs };
}

/** What went wrong, in the words of the store. An `AggregateError` of Node's network has no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join("; ");
  }
  return error instanceof Error && error.message !== "" ? error.message : String(error);
}
