import type { ClientCore } from "../client_core.js";
import { type ErrorData, type Reference, type ReferencePayload, referenceOf } from "../errors/payload.js";
import type { JournalState, Outcome } from "../generated/vocabulary.js";
import type { AnyProviderId } from "../provider_id.js";
import type { ReconcilableOptions } from "../options.js";

/** An entry of the journal. */
export interface JournalEntry {
  /** The primary key of its row. */
  readonly id: string;
  readonly provider: AnyProviderId;
  /** The account at the provider. */
  readonly account: string;
  readonly operation: string;
  /** The idempotency key; null in a pruned entry. */
  readonly key: string | null;
  readonly state: JournalState;
  /** Whether the call took effect, in entries that are open or settled. */
  readonly outcome: Outcome | null;
  /** Everything the operation can be found by. */
  readonly reference: Reference;
  /** How many requests were sent. */
  readonly attempts: number;
  /** Which process wrote last. */
  readonly owner: string;
  /** How long the owner may still be at work, in milliseconds; 0 if no process is. */
  readonly leaseLeftMs: number;
  /** The time of the first write, in milliseconds since 1970. */
  readonly createdMs: number;
  /** The time of the last write, in milliseconds since 1970. */
  readonly updatedMs: number;
  /** The last error, without secrets. */
  readonly error: ErrorData | null;
  /** The result as the provider sent it, without secrets. */
  readonly result: unknown;
  /** The verdict of a person. */
  readonly settledBy: { readonly by: string; readonly note: string; readonly freesKey: boolean } | null;
}

/** What `run` did. */
export interface Sweep {
  /** The entries that it settled. */
  readonly settled: readonly JournalEntry[];
  /** The entries that are still open. Run again later, or have a person settle them. */
  readonly open: readonly JournalEntry[];
}

/** The verdict of a person about an entry. */
export interface Verdict {
  readonly outcome: "applied" | "not_applied";
  /** The name of the person. */
  readonly by: string;
  /** What the person found, and where. */
  readonly note: string;
  /** True frees the key for a new payment. If the person is wrong, that is the second payment. False by default. */
  readonly freesKey?: boolean | undefined;
}

/** The options of a plan. */
export interface PlanOptions extends Omit<ReconcilableOptions, "signal" | "idempotencyKey"> {
  /** The key that names the purchase. A transaction that runs again plans the same call with it. */
  readonly idempotencyKey: string;
  /**
   * Your open transaction, in which the plan is written: with `postgresJournal`, a client of `pg` on which you called
   * `BEGIN`. A rollback removes the plan. By default the plan is written at once.
   */
  readonly within?: object | undefined;
}

interface EntryPayload {
  readonly reference: ReferencePayload;
  readonly lease_left_ms: number;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly settled_by: { readonly by: string; readonly note: string; readonly frees_key: boolean } | null;
}

/** The journal of a client, which has an entry for every call that can take effect. */
export class Journal {
  readonly #core: ClientCore;

  constructor(core: ClientCore) {
    this.#core = core;
  }

  /**
   * Settles what other calls of this account left behind: sends plans, asks the provider about calls whose process died,
   * and frees keys that were never used. It does not touch entries of running calls. Any number of workers can run this
   * at the same time.
   *
   * @throws `PayonceError` if the store cannot be read. A payment that fails does not throw: its entry has the error.
   */
  async run(): Promise<Sweep> {
    const { settled, open } = await this.#core.journal<Record<"settled" | "open", EntryPayload[]>>(
      "run",
      {},
      this.run,
    );
    return { settled: settled.map(entryOf), open: open.map(entryOf) };
  }

  /**
   * The entries of this provider that may have taken effect and that no process works on. `run` settles those that the
   * provider can be asked about. `settle` records what a person found out about the others.
   */
  async open(): Promise<JournalEntry[]> {
    return (await this.#core.journal<EntryPayload[]>("open", {}, this.open)).map(entryOf);
  }

  /** The entries of this provider, the oldest first. */
  async entries(options: { readonly unsettledOnly?: boolean | undefined } = {}): Promise<JournalEntry[]> {
    const args = { unsettled_only: options.unsettledOnly };
    return (await this.#core.journal<EntryPayload[]>("entries", args, this.entries)).map(entryOf);
  }

  /** The entries with this key, one for each operation that it was used for, or the entry with this `id`. */
  async get(key: string): Promise<JournalEntry[]> {
    return (await this.#core.journal<EntryPayload[]>("get", { key }, this.get)).map(entryOf);
  }

  /** Settles the entries with this key or `id` as `run` does, and returns them as they are afterwards. */
  async reconcile(key: string): Promise<JournalEntry[]> {
    return (await this.#core.journal<EntryPayload[]>("reconcile", { key }, this.reconcile)).map(entryOf);
  }

  /**
   * Records the verdict of a person about the entry with this key or `id`. After `not_applied` the key stays used, unless the
   * verdict frees it.
   *
   * @throws `InvalidArgumentError` if there is no such entry, it is settled already, a process works on it, or several
   * operations used the key.
   */
  async settle(key: string, verdict: Verdict): Promise<JournalEntry> {
    const { outcome, by, note, freesKey } = verdict;
    const args = { key, outcome, by, note, frees_key: freesKey };
    return entryOf(await this.#core.journal<EntryPayload>("settle", args, this.settle));
  }

  /**
   * Removes the results and errors of entries that were settled longer ago than this, by default 30 days, and returns their
   * number. The entries themselves stay, and their keys stay used.
   */
  async prune(options: { readonly settledBeforeMs?: number | undefined } = {}): Promise<number> {
    const { settledBeforeMs } = options;
    const seconds = typeof settledBeforeMs === "number" ? settledBeforeMs / 1000 : settledBeforeMs;
    return await this.#core.journal<number>("prune", { settled_before: seconds }, this.prune);
  }

  /**
   * Records the intention to call an operation. `run` sends it, also in another process. A plan with the same key and
   * arguments is the same plan.
   *
   * @throws `InvalidArgumentError` if the key was used with other arguments, or `within` is not an open transaction of the
   * journal's database.
   */
  async plan(operation: string, args: object, options: PlanOptions): Promise<void> {
    await this.#core.plan(operation, args, options, this.plan);
  }
}

function entryOf(payload: EntryPayload): JournalEntry {
  const { reference, lease_left_ms, created_ms, updated_ms, settled_by, ...rest } = payload;
  return {
    ...(rest as unknown as JournalEntry),
    reference: referenceOf(reference),
    leaseLeftMs: lease_left_ms,
    createdMs: created_ms,
    updatedMs: updated_ms,
    settledBy: settled_by && { by: settled_by.by, note: settled_by.note, freesKey: settled_by.frees_key },
  };
}
