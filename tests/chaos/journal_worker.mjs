// A worker process of `cargo xtask chaos --journal` with the npm package.
//
// Its argument has the settings. Each line of input is a job: it makes the payment under the job's key, and writes a line
// with what came of it. What goes wrong around a store in PostgreSQL or Redis is drawn here, as in
// `tools/chaos/src/journal/troubles.rs`. The SQLite file is the package's own, so there the process dies and stands still
// between the steps of its calls.

import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { AgentPayClient, AgentWallex, isPayonceError } from "../../js/dist/entry.node.js";
import { postgresJournal, redisJournal } from "../../js/dist/journal/index.js";

const settings = JSON.parse(process.argv[2]);
const require = createRequire(new URL("../../js/package.json", import.meta.url));
let failures = 0;
let fullUntil = 0;
let state = Number(BigInt(settings.seed) & 0xffff_ffffn);

/** Mulberry32: a number below the limit. */
function draw(limit) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
}

function say(line) {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function fail(problem) {
  failures += 1;
  throw new Error(problem);
}

function die() {
  process.kill(process.pid, "SIGKILL");
}

function pause() {
  say({ pauses: true });
  process.kill(process.pid, "SIGSTOP");
}

/** A process whose clock is ahead reads a later time, and writes a lease that ends later; and leases end during a run. */
function skewed(row) {
  const entry = JSON.parse(row.entry);
  if (entry.lease_ms > 0) {
    entry.lease_ms = Math.max(Math.min(entry.lease_ms, settings.lease_ms) + settings.skew_ms, 0);
  }
  return { ...row, entry: JSON.stringify(entry) };
}

function answered(answer) {
  return { ...answer, nowMs: answer.nowMs + settings.skew_ms };
}

async function write(work) {
  let drawn = draw(1000);
  if (performance.now() < fullUntil) {
    drawn = 0;
  } else if (drawn >= 72 && drawn < 75) {
    fullUntil = performance.now() + 100 + draw(300);
    drawn = 0;
  }
  if (drawn < 15) fail("database or disk is full");
  if (drawn >= 30 && drawn < 45) die();
  if (drawn >= 60 && drawn < 66) pause();
  const answer = await work();
  if (drawn >= 15 && drawn < 30) fail("the connection was lost after the write");
  if (drawn >= 45 && drawn < 60) die();
  if (drawn >= 66 && drawn < 72) pause();
  return answered(answer);
}

async function read(work) {
  if (draw(1000) < 10) fail("the disk cannot be read");
  return answered(await work());
}

const troubled = (inner) => ({
  claim: async (row) => await write(async () => await inner.claim(skewed(row))),
  update: async (row, ifGeneration) => await write(async () => await inner.update(skewed(row), ifGeneration)),
  get: async (id) => await read(async () => await inner.get(id)),
  list: async (page) => await read(async () => await inner.list(page)),
});

/** Beside a store that cannot be wrapped: each step of a call waits for it, a request too. */
function onEvent() {
  const drawn = draw(1000);
  if (drawn < 40) die();
  if (drawn < 55) pause();
}

/** The journal of this name, on a client as a program has it. */
function opened(store) {
  const onWarning = () => {};
  if (store.startsWith("postgres")) {
    const { Pool } = require("pg");
    return troubled(postgresJournal(new Pool({ connectionString: store, max: 2 }), { onWarning }));
  }
  if (store.startsWith("redis")) {
    const { Redis } = require("ioredis");
    return troubled(redisJournal(new Redis(store), { onWarning }));
  }
  return store;
}

const journal = opened(settings.store);
const options = {
  journal,
  ...(typeof journal === "string" ? { onEvent } : {}),
  timeoutMs: settings.timeout_s * 1000,
  retry: { baseDelayMs: 5, maxDelayMs: 50, deadlineMs: settings.lease_ms },
};
const wallet = new AgentWallex({
  apiKey: "awx_sandbox_key_that_moves_no_money",
  baseUrl: settings.wallet,
  ...options,
});
const pay = new AgentPayClient({
  serviceToken: "agentpay_sandbox_service_token",
  baseUrl: settings.pay,
  ...options,
});
const operations = {
  "payments.send": async (args, key) => await wallet.payments.send(args, { idempotencyKey: key }),
  "x402.pay": async (args, key) => await wallet.x402.pay(args, { idempotencyKey: key }),
  consume: async (args) => await pay.consume(args),
};

/** Whether it worked. Another worker, or the end of the round, does the rest. */
async function succeeds(work) {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isPayonceError(error)) throw error;
    return false;
  }
}

if (settings.sweeps) {
  await succeeds(async () => {
    await wallet.journal.run();
    await pay.journal.run();
  });
}
for await (const line of createInterface({ input: process.stdin })) {
  const { job, operation, key, arguments: args } = JSON.parse(line);
  const done = await succeeds(async () => await operations[operation](camel(args), key));
  say({ job, done, failures });
}
process.exit(0);

/** The names of members as this language spells them. */
function camel(members) {
  const spelled = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [spelled(name), value]));
}
