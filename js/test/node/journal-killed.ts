// A process is killed at every step between the claim and the last row, for each safety and each store: nothing is charged
// twice, nothing is lost, and what nobody knows is visible.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
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
const store = await openStore(job.store);
let count = 0;
const stopping = (method) => async (...args) => {
  const at = stop !== undefined && count++ === stop[0];
  if (!at || stop[1]) {
    const answer = await store[method](...args);
    if (!at) return answer;
  }
  writeSync(1, "stopped\\n");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};
const wrapped = typeof store === "string" ? store
  : { claim: stopping("claim"), update: stopping("update"), get: stopping("get"), list: stopping("list") };
await call(payonce, job, wrapped);
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

/** Runs the job in a process of its own, and kills it at the step. */
export async function callAndDie(sandbox: Simulator, job: Job): Promise<void> {
  const when = { "request lost": "before", "response lost": "after" }[job.step as string];
  await sandbox.faults(...(when ? [{ operation: job.operation, fault: { type: "hang", when } }] : []));
  const described = { ...job, helper: import.meta.url };
  const child: ChildProcess = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: fileURLToPath(new URL("../../../", import.meta.url)),
    env: { ...process.env, PAYONCE_TEST_KILLED_JOB: JSON.stringify(described) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<string | null>((resolve) => child.once("close", (_, signal) => resolve(signal)));
  const lines: string[] = [];
  assert.ok(child.stdout);
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const arrived = async (): Promise<boolean> =>
    when === undefined ? lines.includes("stopped") : (await sandbox.requests(job.operation)) > 0;
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
  assert.equal(await ended, "SIGKILL", `${job.operation}, ${job.step}: ${lines.join(" ")}`);
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
    assert.ok(["after sending", "request lost", "response lost", "before end"].includes(step), about);
    assert.ok(before === 0 || operation === "x402.pay", `${about}: a payment that is listed was not found`);
  } else if (operation !== "agents.freeze") {
    assert.equal(after, 1, about);
  }
  // Once more: the same answer.
  assert.equal((await again()) instanceof payonce.PayonceError, first instanceof payonce.PayonceError, about);
  assert.equal(await sandbox.paid(operation), after, about);
}
