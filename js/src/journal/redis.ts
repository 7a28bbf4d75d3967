import {
  redisClaim,
  redisClaimSha1,
  redisGet,
  redisGetSha1,
  redisIds,
  redisList,
  redisListSha1,
  redisPrefix,
  redisUnsettled,
  redisUpdate,
  redisUpdateSha1,
} from "../generated/journal_statements.js";
import type { JournalAnswer, JournalPage, JournalRow, JournalStore } from "./store.js";
import { warn } from "./warning.js";

/** The part of a client of `ioredis` that the journal uses. */
export interface IoredisClient {
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  evalsha(sha1: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  info(): Promise<string>;
  defineCommand(name: string, definition: { lua: string }): void;
  readonly options?: { readonly keyPrefix?: string | undefined };
}

/** The part of a client of `redis` (node-redis) that the journal uses. */
export interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  info?(): Promise<unknown>;
}

export interface RedisJournalOptions {
  /**
   * Called once for a server that can forget rows: it evicts keys, or has no append-only file. By default payonce emits a
   * warning of the process.
   */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** The columns in the order in which the scripts return them. */
type Columns = readonly [
  id: string,
  generation: string,
  state: JournalRow["state"],
  outcome: JournalRow["outcome"],
  provider: JournalRow["provider"],
  account: string,
  operation: string,
  key: string | null,
  createdMs: string,
  updatedMs: string,
  schema: string,
  entry: string,
];

interface Script {
  readonly text: string;
  readonly sha1: string;
}

const scripts = {
  claim: { text: redisClaim, sha1: redisClaimSha1 },
  update: { text: redisUpdate, sha1: redisUpdateSha1 },
  get: { text: redisGet, sha1: redisGetSha1 },
  list: { text: redisList, sha1: redisListSha1 },
};

/** What a row needs: its key and the two sets of ids. */
const rowKeys = (id: string): string[] => [redisPrefix + id, redisIds, redisUnsettled];

/**
 * A journal in your Redis server, on your own client of `ioredis` or `redis`. Every process that uses the server shares it.
 *
 * Redis remembers only what it is configured to remember. Set `maxmemory-policy noeviction`, `appendonly yes` and
 * `appendfsync always`. Without them a journal in Redis coordinates processes, but can lose an entry with its server.
 */
export function redisJournal(
  client: IoredisClient | NodeRedisClient,
  options: RedisJournalOptions = {},
): JournalStore {
  if (typeof (client as Partial<NodeRedisClient> | null)?.eval !== "function") {
    throw new TypeError("must be a client of ioredis or redis: an object with the method eval");
  }
  return new RedisJournal(client, options.onWarning ?? ((message) => warn(message, "PAYONCE_REDIS_JOURNAL")));
}

class RedisJournal implements JournalStore {
  readonly #client: IoredisClient | NodeRedisClient;
  readonly #onWarning: (message: string) => void;
  /** ioredis puts it in front of every key, but not in front of an argument that is part of one. */
  readonly #keyPrefix: string;
  #isChecked = false;

  constructor(client: IoredisClient | NodeRedisClient, onWarning: (message: string) => void) {
    this.#client = client;
    this.#onWarning = onWarning;
    this.#keyPrefix = (isIoredis(client) ? client.options?.keyPrefix : undefined) ?? "";
  }

  async claim(row: JournalRow): Promise<JournalAnswer> {
    const { id, generation, state, outcome, provider, account, operation, key, schema, entry } = row;
    const values = [id, generation, state, outcome, provider, account, operation, key, schema, entry];
    return writtenOrThere(row, await this.#run(scripts.claim, rowKeys(id), values));
  }

  async update(row: JournalRow, ifGeneration: number): Promise<JournalAnswer> {
    const { id, generation, state, outcome, account, key, schema, entry } = row;
    const values = [id, generation, state, outcome, account, key, schema, entry, ifGeneration];
    return writtenOrThere(row, await this.#run(scripts.update, rowKeys(id), values));
  }

  async get(id: string): Promise<JournalAnswer> {
    return answerOf(await this.#run(scripts.get, [redisPrefix + id], []));
  }

  async list({ unsettledOnly, after, limit }: JournalPage): Promise<JournalAnswer> {
    const ids = unsettledOnly ? redisUnsettled : redisIds;
    const values = [after, limit, this.#keyPrefix + redisPrefix];
    const [now, ...rows] = (await this.#run(scripts.list, [ids], values)) as [string, ...Columns[]];
    return { nowMs: Number(now), rows: rows.map(rowOf).filter((row) => row !== null) };
  }

  async #run(
    script: Script,
    keys: string[],
    values: readonly (string | number | null)[],
  ): Promise<readonly unknown[]> {
    if (!this.#isChecked) {
      this.#isChecked = true;
      await this.#check();
    }
    const texts = values.map((value) => (value === null ? "" : String(value)));
    const reply = await this.#evaluate(script, keys, texts);
    if (!Array.isArray(reply)) {
      throw new TypeError("the Redis client returned no array for a script");
    }
    return reply as unknown[];
  }

  /** By its hash, which is shorter than the script. A server that does not know the script yet gets the text, and runs nothing twice. */
  async #evaluate({ text, sha1 }: Script, keys: string[], values: string[]): Promise<unknown> {
    const client = this.#client;
    try {
      return isIoredis(client)
        ? await client.evalsha(sha1, keys.length, ...keys, ...values)
        : await client.evalSha(sha1, { keys, arguments: values });
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) {
        throw error;
      }
    }
    return isIoredis(client)
      ? await client.eval(text, keys.length, ...keys, ...values)
      : await client.eval(text, { keys, arguments: values });
  }

  /** Warns if the server can forget rows. A server that forbids the question may be configured well. */
  async #check(): Promise<void> {
    let info: unknown;
    try {
      info = await this.#client.info?.();
    } catch {
      return;
    }
    if (typeof info !== "string") {
      return;
    }
    const problems: string[] = [];
    const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
    if (policy !== undefined && policy !== "noeviction") {
      problems.push(`maxmemory-policy is ${policy}, so the server can remove entries; set noeviction`);
    }
    if (/^aof_enabled:0/m.test(info)) {
      problems.push("appendonly is off, so a server that crashes forgets entries; set appendonly yes");
    }
    if (problems.length > 0) {
      const effect = "the journal coordinates processes, but it can forget a payment";
      this.#onWarning(`payonce: ${problems.join("; ")}. Until then ${effect}.`);
    }
  }
}

function isIoredis(client: IoredisClient | NodeRedisClient): client is IoredisClient {
  return typeof (client as Partial<IoredisClient>).defineCommand === "function";
}

function answerOf(reply: readonly unknown[]): JournalAnswer {
  const [, now, columns] = reply as [number, string, Columns];
  return { written: false, nowMs: Number(now), row: rowOf(columns) };
}

/** Of a row that was written, the script returns only what the caller does not know. */
function writtenOrThere(row: JournalRow, reply: readonly unknown[]): JournalAnswer {
  const [written, now, [created]] = reply as [number, string, string[]];
  if (Number(written) !== 1) {
    return answerOf(reply);
  }
  const nowMs = Number(now);
  return { written: true, nowMs, row: { ...row, createdMs: Number(created), updatedMs: nowMs } };
}

function rowOf(columns: Columns): JournalRow | null {
  const [id, generation, state, outcome, provider, account, operation, key, created, updated, schema, entry] =
    columns;
  if (id === null) {
    return null;
  }
  return {
    id,
    generation: Number(generation),
    state,
    outcome,
    provider,
    account,
    operation,
    key,
    createdMs: Number(created),
    updatedMs: Number(updated),
    schema: Number(schema),
    entry,
  };
}
