import {
  postgresClaim,
  postgresGet,
  postgresList,
  postgresSchema,
  postgresUpdate,
  postgresWarnings,
} from "../generated/journal_statements.js";
import type { JournalAnswer, JournalPage, JournalRow, JournalStore } from "./store.js";
import { warn } from "./warning.js";

/** The part of a `Pool` or `Client` of `pg` that the journal uses. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface PostgresJournalOptions {
  /**
   * Called for each setting of a server that can forget rows: `synchronous_commit` or `fsync` is off. By default payonce emits
   * a warning of the process.
   */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Columns as the server returns them: `pg` reads a bigint as a string, unless its parsers are changed. */
type Columns = Readonly<Record<string, unknown>>;

/** SQLSTATE of a table that another process created at the same moment. */
const createdElsewhere = ["23505", "42P07", "42710"];

/**
 * A journal in the table `payonce_journal` of your PostgreSQL database. Every process that uses the database shares it. It
 * runs on your own `Pool` of `pg`, and creates the table if it is missing.
 *
 * A `Client` works too, if your program does not open transactions on it: a journal must be committed before money moves. A
 * call on a client with an open transaction is refused, and nothing is sent.
 *
 * The server has to remember what it confirmed: leave `synchronous_commit` and `fsync` on.
 */
export function postgresJournal(pool: PostgresClient, options: PostgresJournalOptions = {}): JournalStore {
  requireQuery(pool);
  const { onWarning = (message) => warn(message, "PAYONCE_POSTGRES_JOURNAL") } = options;
  let prepared: Promise<void> | undefined;
  return new PostgresJournal(pool, async () => {
    prepared ??= prepare(pool, onWarning).catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    await prepared;
  });
}

function requireQuery(client: Partial<PostgresClient> | null | undefined): void {
  if (typeof client?.query !== "function") {
    throw new TypeError("must be a Pool or a Client of pg: an object with the method query");
  }
}

class PostgresJournal implements JournalStore {
  readonly #client: PostgresClient;
  /** Creates the table, not with the client of a transaction. */
  readonly #prepare: () => Promise<void>;
  readonly #isWithin: boolean;

  constructor(client: PostgresClient, prepare: () => Promise<void>, isWithin = false) {
    this.#client = client;
    this.#prepare = prepare;
    this.#isWithin = isWithin;
  }

  async claim(row: JournalRow): Promise<JournalAnswer> {
    const { id, generation, state, outcome, provider, account, operation, key, schema, entry } = row;
    const values = [id, generation, state, outcome, provider, account, operation, key, schema, entry];
    return (await this.#write(row, postgresClaim, values)) ?? (await this.get(id));
  }

  async update(row: JournalRow, ifGeneration: number): Promise<JournalAnswer> {
    const { id, generation, state, outcome, account, key, schema, entry } = row;
    const values = [id, generation, state, outcome, account, key, schema, entry, ifGeneration];
    return (await this.#write(row, postgresUpdate, values)) ?? (await this.get(id));
  }

  async get(id: string): Promise<JournalAnswer> {
    const [columns] = await this.#query(postgresGet, [id]);
    return { nowMs: Number(columns?.["now_ms"]), row: rowOf(columns) };
  }

  async list({ unsettledOnly, after, limit }: JournalPage): Promise<JournalAnswer> {
    const found = await this.#query(postgresList, [after ?? "", unsettledOnly, limit]);
    const rows = found.map(rowOf).filter((row) => row !== null);
    return { nowMs: Number(found[0]?.["now_ms"]), rows };
  }

  within(transaction: object): JournalStore {
    const client = transaction as PostgresClient;
    requireQuery(client);
    if (transactionStatus(client) === "pool") {
      throw new TypeError(
        "must be a client with an open transaction, not a pool: pool.connect() returns one",
      );
    }
    if (transactionStatus(client) === "I") {
      throw new TypeError("has no open transaction; call BEGIN first");
    }
    return new PostgresJournal(client, this.#prepare, true);
  }

  /** The row as the statement wrote it; nothing if it wrote none. PostgreSQL returns only what the caller does not know. */
  async #write(row: JournalRow, statement: string, values: unknown[]): Promise<JournalAnswer | undefined> {
    if (!this.#isWithin) {
      this.#refuseTransaction();
    }
    const [columns] = await this.#query(statement, values);
    if (!this.#isWithin) {
      this.#refuseTransaction();
    }
    if (columns === undefined) {
      return undefined;
    }
    const [nowMs, createdMs] = [Number(columns["now_ms"]), Number(columns["created_ms"])];
    return { written: true, nowMs, row: { ...row, createdMs, updatedMs: nowMs } };
  }

  /** A row in an open transaction is not durable: a rollback would remove the evidence of a payment. */
  #refuseTransaction(): void {
    const status = transactionStatus(this.#client);
    if (status === "T" || status === "E") {
      throw new Error("the client of the journal has an open transaction; give the journal a Pool of pg");
    }
  }

  async #query(statement: string, values: unknown[]): Promise<Columns[]> {
    await this.#prepare();
    return (await inTurn(this.#client, statement, values)).rows as Columns[];
  }
}

/** The last query of each client that takes one query at a time. */
const lastQueries = new WeakMap<PostgresClient, Promise<unknown>>();

/** A `Client` of `pg` takes one query at a time; a `Pool` takes many. */
async function inTurn(
  client: PostgresClient,
  statement: string,
  values?: unknown[],
): Promise<{ rows: unknown[] }> {
  if (transactionStatus(client) === "pool") {
    return await client.query(statement, values);
  }
  const before = lastQueries.get(client);
  const query = (async () => {
    await before?.catch(() => {});
    return await client.query(statement, values);
  })();
  lastQueries.set(client, query);
  return await query;
}

/** Creates the table if it is missing, and warns if the server can forget rows. */
async function prepare(pool: PostgresClient, onWarning: (message: string) => void): Promise<void> {
  await createTable(pool);
  let warnings: unknown[];
  try {
    ({ rows: warnings } = await inTurn(pool, postgresWarnings));
  } catch {
    // A server that does not answer may be configured well.
    return;
  }
  for (const { warning } of warnings as Columns[]) {
    onWarning(`payonce: ${String(warning)}.`);
  }
}

/** The caller may have created the table, and have no permission to. */
async function createTable(pool: PostgresClient): Promise<void> {
  if (await hasTable(pool)) {
    return;
  }
  try {
    await inTurn(pool, postgresSchema);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (!createdElsewhere.includes(String(code)) || !(await hasTable(pool))) {
      throw error;
    }
  }
}

async function hasTable(pool: PostgresClient): Promise<boolean> {
  const { rows } = await inTurn(pool, "SELECT to_regclass('payonce_journal') IS NOT NULL AS found");
  return (rows[0] as Columns | undefined)?.["found"] === true;
}

/** The status that the server reported last: idle, in a transaction, or in a failed one. Older versions of `pg` lack it. */
function transactionStatus(client: PostgresClient): string | undefined {
  const { getTransactionStatus, totalCount } = client as {
    getTransactionStatus?: unknown;
    totalCount?: unknown;
  };
  if (typeof totalCount === "number") {
    return "pool";
  }
  const status: unknown =
    typeof getTransactionStatus === "function" ? getTransactionStatus.call(client) : undefined;
  return typeof status === "string" ? status : undefined;
}

function rowOf(columns: Columns | undefined): JournalRow | null {
  if (columns?.["id"] == null) {
    return null;
  }
  const { now_ms: _, created_ms, updated_ms, generation, schema, ...texts } = columns;
  return {
    ...(texts as unknown as JournalRow),
    generation: Number(generation),
    createdMs: Number(created_ms),
    updatedMs: Number(updated_ms),
    schema: Number(schema),
  };
}
