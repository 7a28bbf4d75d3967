// Plays `tests/journal/vectors.json`: the ten rules of the journal as data, which Rust and Python play as well.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type * as Payonce from "payonce";
import type { JournalAnswer, JournalRow, JournalStore } from "payonce";
import { type Simulator, startSimulator } from "./simulator.js";

type Members = Readonly<Record<string, unknown>>;

interface Purchase {
  readonly provider: "agentwallex" | "agentpay";
  readonly operation: string;
  readonly id: string;
  readonly fingerprint: string;
  readonly arguments: Members;
}

interface Step {
  readonly do: "call" | "run" | "settle" | "prune" | "edit" | "faults";
  readonly arguments?: Members;
  readonly outcome?: "applied" | "not_applied";
  readonly by?: string;
  readonly note?: string;
  readonly frees_key?: boolean;
  readonly row?: Members;
  readonly rules?: readonly object[];
  readonly expect?: Members;
}

interface Case {
  readonly rule: number;
  readonly name: string;
  readonly purchase: string;
  readonly key?: null;
  readonly row?: Members;
  readonly faults?: readonly object[];
  readonly store_fails?: readonly number[];
  readonly interferes?: { readonly before: number; readonly row: Members };
  readonly steps: readonly Step[];
  readonly expect: Members;
}

interface Vectors {
  readonly clock_ms: number;
  readonly account: string;
  readonly key: string;
  readonly purchases: Readonly<Record<string, Purchase>>;
  readonly cases: readonly Case[];
}

const path = fileURLToPath(new URL("../../../../tests/journal/vectors.json", import.meta.url));
const vectors = JSON.parse(readFileSync(path, "utf8")) as Vectors;

const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const renamed = (members: object, rename: (name: string) => string): Members =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [rename(name), value as unknown]));

/** A store with the clock of the vectors, and what goes wrong with it. */
class Memory implements JournalStore {
  readonly rows = new Map<string, JournalRow>();
  readonly #case: Case;
  #count = 0;

  constructor(given: Case) {
    this.#case = given;
  }

  /** Changes the only row as another writer would: columns, and members of its entry. */
  change(changes: Members): void {
    const [row] = this.rows.values();
    assert.ok(row);
    const entry = { ...(JSON.parse(row.entry) as object), ...(changes["entry"] as object | undefined) };
    const changed = {
      ...row,
      generation: row.generation + 1,
      ...renamed(changes, camel),
      entry: JSON.stringify(entry),
    };
    this.rows.set(row.id, changed);
  }

  async claim(row: JournalRow): Promise<JournalAnswer> {
    this.#begin();
    return this.rows.has(row.id) ? this.#answer(row.id, false) : this.#write(row, vectors.clock_ms);
  }

  async update(row: JournalRow, ifGeneration: number): Promise<JournalAnswer> {
    this.#begin();
    const stored = this.rows.get(row.id);
    return stored?.generation === ifGeneration
      ? this.#write(row, stored.createdMs)
      : this.#answer(row.id, false);
  }

  async get(id: string): Promise<JournalAnswer> {
    this.#begin();
    return this.#answer(id, false);
  }

  async list(page: { unsettledOnly: boolean; after: string | null; limit: number }): Promise<JournalAnswer> {
    this.#begin();
    const rows = [...this.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const wanted = rows.filter(
      (row) => row.id > (page.after ?? "") && !(page.unsettledOnly && row.state === "settled"),
    );
    return { rows: wanted.slice(0, page.limit), nowMs: vectors.clock_ms };
  }

  #begin(): void {
    const number = this.#count++;
    if (this.#case.interferes?.before === number) {
      this.change(this.#case.interferes.row);
    }
    if (this.#case.store_fails?.includes(number)) {
      throw new Error("the disk is full");
    }
  }

  #answer(id: string, written: boolean): JournalAnswer {
    return { written, row: this.rows.get(id), nowMs: vectors.clock_ms };
  }

  #write(row: JournalRow, createdMs: number): JournalAnswer {
    this.rows.set(row.id, { ...row, createdMs, updatedMs: vectors.clock_ms });
    return this.#answer(row.id, true);
  }
}

/** What is not as expected. An object is compared member by member, and a list names what must be among others. */
function differences(at: string, expected: unknown, got: unknown): string[] {
  if (Array.isArray(expected) && Array.isArray(got)) {
    return expected
      .filter((item) => !got.includes(item))
      .map((item) => `${at}: ${String(item)} is missing in ${String(got)}`);
  }
  if (typeof expected === "object" && expected !== null && typeof got === "object" && got !== null) {
    const found = got as Members;
    return Object.entries(expected).flatMap(([name, value]) =>
      differences(`${at}.${name}`, value, found[name] ?? null),
    );
  }
  return expected === got ? [] : [`${at}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`];
}

async function play(payonce: typeof Payonce, sandbox: Simulator, given: Case): Promise<string[]> {
  await sandbox.reset();
  await sandbox.faults(...(given.faults ?? []));
  const purchase = vectors.purchases[given.purchase];
  assert.ok(purchase);
  const { id, provider, operation, fingerprint } = purchase;
  const key = given.key === undefined ? vectors.key : given.key;
  const store = new Memory(given);
  const events: string[] = [];
  if (given.row !== undefined) {
    const entry = JSON.stringify({ fingerprint, ...(given.row["entry"] as object) });
    const own = { id, provider, operation, account: vectors.account, key, schema: 1 };
    store.rows.set(id, { ...own, ...renamed(given.row, camel), entry } as unknown as JournalRow);
  }
  // A client of its own for each step, as in another process.
  const client = (): Payonce.AgentWallex | Payonce.AgentPayClient => {
    const options = {
      journal: store,
      journalAccount: vectors.account,
      retry: { baseDelayMs: 10, maxDelayMs: 50, deadlineMs: 1000 },
      onEvent: (event: Payonce.CallEvent) => {
        events.push(event.event);
      },
    };
    return provider === "agentpay"
      ? new payonce.AgentPayClient({ ...sandbox.agentPay, ...options })
      : new payonce.AgentWallex({ ...sandbox.options, ...options });
  };
  const carryOut = async (step: Step): Promise<Members> => {
    switch (step.do) {
      case "call": {
        const args = renamed({ ...purchase.arguments, ...step.arguments }, camel);
        // The key of `consume` is among its arguments.
        const options = key === null || operation === "consume" ? {} : { idempotencyKey: key };
        const call = client() as { call(name: string, args: object, options: object): Promise<object> };
        const result = await call.call(operation, args, options);
        return { ok: true, replayed: payonce.callInfo(result)?.replayed };
      }
      case "run": {
        const sweep = await client().journal.run();
        return { settled: sweep.settled.length, open: sweep.open.length };
      }
      case "prune":
        return { pruned: await client().journal.prune({ settledBeforeMs: 0 }) };
      case "settle": {
        const { outcome, by, note, frees_key: freesKey } = step;
        assert.ok(outcome && by && note && key);
        await client().journal.settle(key, { outcome, by, note, freesKey });
        return { ok: true };
      }
      case "edit":
        store.change(step.row ?? {});
        return {};
      case "faults":
        await sandbox.faults(...(step.rules ?? []));
        return {};
    }
  };
  const done = async (step: Step): Promise<Members> => {
    try {
      return await carryOut(step);
    } catch (error) {
      if (!payonce.isPayonceError(error)) throw error;
      const { kind, outcome, retryable, phase, details, retry_after_ms: wait } = error.toJSON();
      const named = (details as unknown as Members)["field"];
      const field = typeof named === "string" ? snake(named) : named;
      return { ok: false, kind, outcome, retryable, phase, field, has_retry_after: wait != null };
    }
  };
  const problems: string[] = [];
  for (const [number, step] of given.steps.entries()) {
    problems.push(...differences(`step ${number}`, step.expect ?? {}, await done(step)));
  }
  const rows = [...store.rows.values()].map((row) => ({ ...renamed(row, snake), has_key: row.key !== null }));
  assert.ok(rows.length <= 1);
  const end = {
    sent: await sandbox.requests(operation),
    effects: await sandbox.paid(operation),
    row: rows[0] ?? null,
    events,
  };
  return [...problems, ...differences("end", given.expect, end)];
}

/** Plays all cases with the package. */
export async function playJournalVectors(payonce: typeof Payonce): Promise<void> {
  const sandbox = await startSimulator();
  after(() => sandbox.stop());
  test("every rule of the journal has cases", () => {
    for (let rule = 1; rule <= 10; rule += 1) {
      assert.ok(vectors.cases.filter((given) => given.rule === rule).length >= 2, `rule ${rule}`);
    }
  });
  for (const given of vectors.cases) {
    test(`rule ${given.rule}: ${given.name}`, async () => {
      assert.deepEqual(await play(payonce, sandbox, given), []);
    });
  }
}
