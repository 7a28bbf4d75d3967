// A process is killed at every step between the claim and the last row, for each safety and each store: nothing is charged
// twice, nothing is lost, and what nobody knows is visible.

import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type * as Payonce from "payonce";
import type { JournalStore } from "payonce";
import type { Simulator } from "./simulator.js";

type Package = typeof Payonce;

/** One operation of each safety. */
export const operations = ["agents.freeze", "consume", "payments.send", "x402.pay"] as const;
type Operation = (typeof operations)[number];

/** Where the process stands still: before or after an operation of the store, or while it waits for the provider. */
export const steps = [
  "before claim",
  "after claim",
  "before sending",
  "after sending",
  "request lost",
  "response lost",
  "before end",
  "after end",
] as const;
export type Step = (typeof steps)[number];

export interface Job {
  /** `payonce` or `payonce/wasm`. */
  readonly module: string;
  /** The address of a server, or the path of a file. */
  readonly store: string;
  readonly operation: Operation;
  readonly step: Step;
  readonly key: string;
  readonly options: object;
}

/** A call of the operation with this key. */
export async function call(
  payonce: Package,
  job: Omit<Job, "step">,
  journal: string | JournalStore,
): Promise<unknown> {
  const options = { ...job.options, journal, retry: { baseDelayMs: 10, maxDelayMs: 50, deadlineMs: 5000 } };
  const { operation, key } = job;
  const idempotencyKey = key;
  if (operation === "consume") {
    const client = new payonce.AgentPayClient(options);
    return await client.call(operation, {
      apiKey: "agentpay_sandbox_user_key",
      amountCents: 5,
      usageEventId: key,
    });
  }
  const args = {
    "agents.freeze": { agentId: "agent_abc123" },
    "payments.send": {
      agentId: "agent_abc123",
      to: "0xRecipientAddress",
      amount: "50.00",
      token: "USDC",
      chain: "eip155:8453",
    },
    "x402.pay": { agentId: "agent_abc123", targetUrl: "https://example.com/report" },
  }[operation];
  return await new payonce.AgentWallex(options).call(operation, args, { idempotencyKey });
}

/** The program that is killed. It stands still at its step and says so. */
const program = `
import { writeSync } from "node:fs";
const job = JSON.parse(process.env.PAYONCE_TEST_KILLED_JOB);
const payonce = await import(job.module);
const { call, openStore } = await import(job.helper);
const stops = { "before claim": [0, false], "after claim": [0, true], "before sending": [1, false], "after sending": [1, true],
  "before end": [2, false], "after end": [2, true] };
const stop = stops[job.step];
const stand = async () => {
  writeSync(1, "stopped\\n");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};
const store = await openStore(job.store);
let count = 0;
const stopping = (method) => async (...args) => {
  const at = stop !== undefined && count++ === stop[0];
  if (!at || stop[1]) {
    const answer = await store[method](...args);
    if (!at) return answer;
  }
  await stand();
};
const wrapped = typeof store === "string" ? store
  : { claim: stopping("claim"), update: stopping("update"), get: stopping("get"), list: stopping("list") };
// A file is written by the core itself, which tells the listener when it has written a row.
const heard = { "after sending": "about_to_send", "after end": "finished" }[job.step];
const onEvent = async ({ event }) => {
  if (event === heard) await stand();
};
await call(payonce, typeof store === "string" ? { ...job, options: { ...job.options, onEvent } } : job, wrapped);
writeSync(1, "ended\\n");
process.exit(9);
`;

/** A store on a connection of its own; the path of a file as it is. */
export async function openStore(store: string): Promise<string | JournalStore> {
  const { postgresJournal, redisJournal } = await import("payonce/journal");
  if (store.startsWith("postgresql://")) {
    const { default: pg } = await import("pg");
    return postgresJournal(new pg.Pool({ connectionString: store, max: 2 }));
  }
  if (store.startsWith("redis://")) {
    const { Redis } = await import("ioredis");
    return redisJournal(new Redis(store));
  }
  return store;
}

export const python = process.platform === "win32" ? "python" : "python3";

/** Why the steps of a file cannot be tested here. */
export const withoutSqlite: string | false =
  spawnSync(python, ["-c", "import sqlite3"]).status !== 0 && "Python, which stops SQLite, is not installed";

/**
 * Makes SQLite stand still in a write of the core, for ever. Says when it does, and ends it after the process was killed. It
 * is a process of its own, because two copies of SQLite in one process break each other's locks.
 */
const stopper = `
import sqlite3, sys, time

path, when, left = sys.argv[1:]
connection = sqlite3.connect(path, timeout=30, isolation_level=None)
connection.execute(
    "CREATE VIEW payonce_test_endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n"
)
connection.execute(
    f"CREATE TRIGGER payonce_test_stop BEFORE {when} BEGIN SELECT count(*) FROM payonce_test_endless; END"
)
print("ready", flush=True)
connection.execute("PRAGMA busy_timeout = 0")
busy, late = 0, time.monotonic() + 30
while busy < 3:
    assert time.monotonic() < late, "no write stands still"
    time.sleep(0.01)
    states = ",".join(state for (state,) in connection.execute("SELECT state FROM payonce_journal"))
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        busy = 0
    except sqlite3.OperationalError:
        busy = busy + 1 if states == left else 0
print("stopped", flush=True)
sys.stdin.read()
connection.execute("PRAGMA busy_timeout = 30000")
connection.execute("DROP TRIGGER payonce_test_stop")
connection.execute("DROP VIEW payonce_test_endless")
`;

/** The write that stands still, and the state of the entry until then. */
const writes: Partial<Record<Step, readonly [string, string]>> = {
  "before claim": ["INSERT ON payonce_journal", ""],
  "after claim": ["UPDATE ON payonce_journal WHEN NEW.state = 'sending'", "claimed"],
  "before sending": ["UPDATE ON payonce_journal WHEN NEW.state = 'sending'", "claimed"],
  "before end": ["UPDATE ON payonce_journal WHEN OLD.state = 'sending'", "sending"],
};

const ended = async (child: ChildProcess): Promise<unknown> =>
  await new Promise((resolve) => child.once("close", (code, signal) => resolve(signal ?? code)));

interface Stopper {
  hasStopped(): boolean;
  release(): Promise<void>;
}

/** Stops SQLite at the step, where the store is a file and a write of it is the step. */
async function stopTheFile({ store, step }: Job): Promise<Stopper | undefined> {
  const write = store.includes("://") ? undefined : writes[step];
  if (write === undefined) {
    return undefined;
  }
  const child = spawn(python, ["-c", stopper, store, ...write], { stdio: ["pipe", "pipe", "inherit"] });
  const end = ended(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  await new Promise<void>((resolve) => {
    reader.on("line", (line) => {
      lines.push(line);
      resolve();
    });
    void end.then(() => resolve());
  });
  assert.equal(lines[0], "ready");
  return {
    hasStopped: () => lines.includes("stopped"),
    release: async () => {
      child.stdin.end();
      assert.equal(await end, 0);
    },
  };
}

/** Lets the leases of a file end, as time would. */
export function endLeasesOfFile(path: string): void {
  const program = `
import json, sqlite3, sys

with sqlite3.connect(sys.argv[1]) as connection:
    for id, entry in connection.execute("SELECT id, entry FROM payonce_journal").fetchall():
        ended = json.dumps({**json.loads(entry), "lease_ms": 0})
        connection.execute("UPDATE payonce_journal SET entry = ? WHERE id = ?", (ended, id))
`;
  assert.equal(spawnSync(python, ["-c", program, path], { stdio: "inherit" }).status, 0);
}

/** Runs the job in a process of its own, and kills it at the step. */
export async function callAndDie(sandbox: Simulator, job: Job): Promise<void> {
  const when = { "request lost": "before", "response lost": "after" }[job.step as string];
  await sandbox.faults(...(when ? [{ operation: job.operation, fault: { type: "hang", when } }] : []));
  const file = await stopTheFile(job);
  const described = { ...job, helper: import.meta.url };
  const child: ChildProcess = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: fileURLToPath(new URL("../../../", import.meta.url)),
    env: { ...process.env, PAYONCE_TEST_KILLED_JOB: JSON.stringify(described) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const end = ended(child);
  const lines: string[] = [];
  assert.ok(child.stdout);
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const arrived = async (): Promise<boolean> =>
    when === undefined
      ? lines.includes("stopped") || file?.hasStopped() === true
      : (await sandbox.requests(job.operation)) > 0;
  const late = Date.now() + 30_000;
  while (!(await arrived()) && child.exitCode === null) {
    assert.ok(Date.now() < late, `${job.operation}: the process did not come to "${job.step}"`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (when !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  // No handler and no last word.
  child.kill("SIGKILL");
  assert.equal(await end, "SIGKILL", `${job.operation}, ${job.step}: ${lines.join(" ")}`);
  await file?.release();
  await sandbox.faults();
}

/** Tests what another process makes of the entry of a killed one. */
export async function surviveTheKill(
  payonce: Package,
  sandbox: Simulator,
  job: Job,
  journal: string | JournalStore,
  endLease: (id: string) => Promise<void>,
): Promise<void> {
  const { operation, step, key } = job;
  const about = `${operation}, ${step}`;
  await sandbox.reset();
  await callAndDie(sandbox, job);
  const before = await sandbox.paid(operation);
  const options = { ...job.options, journal };
  const worker =
    operation === "consume" ? new payonce.AgentPayClient(options) : new payonce.AgentWallex(options);
  const [entry, ...others] = await worker.journal.get(key);
  assert.equal(entry === undefined, step === "before claim", about);
  assert.deepEqual(others, []);
  if (entry !== undefined) {
    // Whatever took effect is in the journal before anyone looks.
    assert.ok(entry.state !== "claimed" || before === 0, about);
    if (entry.leaseLeftMs > 0) {
      await endLease(entry.id);
    }
  }
  const isOpen = async (): Promise<boolean> => (await worker.journal.open()).some((open) => open.key === key);
  // A person sees what may have taken effect, before any process looks.
  const maybeSent = ["after sending", "request lost", "response lost", "before end"].includes(step);
  assert.equal(entry?.state === "sending", maybeSent, about);
  assert.equal(await isOpen(), maybeSent, about);
  await worker.journal.reconcile(key);
  assert.equal(await sandbox.paid(operation), before, `${about}: looking changed something`);
  // The queue delivers the job again.
  const again = async (): Promise<unknown> =>
    await call(payonce, job, journal).catch((error: unknown) => {
      assert.ok(error instanceof payonce.PayonceError, String(error));
      return error;
    });
  const first = await again();
  const after = await sandbox.paid(operation);
  assert.ok(after <= 1, `${about}: ${after} effects`);
  if (first instanceof payonce.PayonceError) {
    // Nobody can tell whether the request arrived, and the entry says so.
    assert.ok(operation === "payments.send" || operation === "x402.pay", `${about}: ${first.message}`);
    assert.equal(first.outcome, "unknown", about);
    assert.equal((await worker.journal.get(key))[0]?.state, "open", about);
    assert.ok(maybeSent, about);
    assert.ok(before === 0 || operation === "x402.pay", `${about}: a payment that is listed was not found`);
  } else if (operation !== "agents.freeze") {
    assert.equal(after, 1, about);
  }
  assert.equal(await isOpen(), first instanceof payonce.PayonceError, about);
  // Once more: the same answer.
  assert.equal((await again()) instanceof payonce.PayonceError, first instanceof payonce.PayonceError, about);
  assert.equal(await sandbox.paid(operation), after, about);
}
