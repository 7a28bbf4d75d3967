// BullMQ with its real package and a real Redis: a job that is delivered more than once is paid once. The program of the
// worker is the block of the page docs/integrations/bullmq.md.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Job, Queue } from "bullmq";
import { startSimulator } from "../node/simulator.js";

const url = process.env["PAYONCE_TEST_REDIS"];
const skip = url === undefined && "PAYONCE_TEST_REDIS names no server; `cargo xtask test node` starts one";
const root = fileURLToPath(new URL("../../../../", import.meta.url));

const lost = { operation: "payments.send", nth: [1], fault: { type: "drop", when: "after" } };
/** The payment is made, and its response never comes. */
const hangs = { operation: "payments.send", nth: [1], fault: { type: "hang", when: "after" } };
const lookupDown = { operation: "payments.list", fault: { type: "status", status: 503 } };

const page = readFileSync(join(root, "docs/integrations/bullmq.md"), "utf8");
const block = /^```js\n(.*?)^```$/ms.exec(page)?.[1] ?? assert.fail("the page has no program");

/** A program with parts replaced, each of which it has once. */
function changed(program: string, ...changes: (readonly [string, string])[]): string {
  return changes.reduce((text, [old, now]) => {
    assert.equal(text.split(old).length, 2, old);
    return text.replace(old, now);
  }, program);
}

interface Shop {
  readonly queue: Queue;
  /** Adds the job of the page, without its long waits. */
  add(): Promise<Job>;
  /** Starts a process with the worker of the page, without its long waits. */
  work(...changes: (readonly [string, string])[]): ChildProcess;
  /** Starts a process with the worker of the page as it is, and with BullMQ's own settings. */
  workAsShown(): ChildProcess;
  /** Starts a process with the program of the page as it is, apart from the name of its queue. */
  runPage(): ChildProcess;
  paid(): Promise<number>;
  requests(): Promise<number>;
  faults(...rules: object[]): Promise<void>;
}

async function openShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  const simulator = await startSimulator();
  // Inside the package, so that the program finds it under its name.
  const folder = mkdtempSync(join(root, "js/build/queues-"));
  const name = `payments-${randomUUID()}`;
  const queue = new Queue(name, { connection: { url: url ?? assert.fail() } });
  const children: ChildProcess[] = [];
  const start = (program: string): ChildProcess => {
    const file = join(folder, `shop-${children.length}.mjs`);
    writeFileSync(file, program.replaceAll('"payments"', JSON.stringify(name)));
    const { apiKey, baseUrl } = simulator.options;
    const child = spawn(process.execPath, [file], {
      cwd: folder,
      env: { ...process.env, REDIS_URL: url, AGENTWALLEX_API_KEY: apiKey, AGENTWALLEX_BASE_URL: baseUrl },
      stdio: ["ignore", "inherit", "inherit"],
    });
    children.push(child);
    return child;
  };
  const [worker] = block.split("const queue");
  // A killed run holds its key for the deadline and ten seconds, which is long for a test.
  const quick = changed(
    worker ?? "",
    ["deadlineMs: 30_000", "deadlineMs: 3_000"],
    [
      "pay, { connection }",
      "pay, { connection, lockDuration: 1000, stalledInterval: 500, maxStalledCount: 5 }",
    ],
  );
  try {
    await work({
      queue,
      add: async () =>
        await queue.add("pay", { invoice: "7041" }, { attempts: 5, backoff: { type: "fixed", delay: 4000 } }),
      work: (...changes) => start(changed(quick, ...changes)),
      workAsShown: () => start(worker ?? assert.fail("the page has no worker")),
      runPage: () => start(block),
      paid: async () => await simulator.paid(),
      requests: async () => await simulator.requests(),
      faults: async (...rules) => {
        await simulator.faults(...rules);
      },
    });
  } finally {
    for (const child of children) {
      child.kill("SIGKILL");
    }
    await queue.obliterate({ force: true });
    await queue.close();
    simulator.stop();
    rmSync(folder, { recursive: true });
  }
}

async function until(condition: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  const late = Date.now() + limitMs;
  while (!(await condition())) {
    assert.ok(Date.now() < late, "it does not happen");
    await sleep(50);
  }
}

async function isCompleted(shop: Shop, job: Job): Promise<boolean> {
  const now = await shop.queue.getJob(job.id ?? assert.fail("the job has no id"));
  assert.ok(now !== undefined && !(await now.isFailed()), now?.failedReason);
  return await now.isCompleted();
}

const withoutJournal = ['journal: "payments.db", ', ""] as const;

// BullMQ looks for stalled jobs every 30 s, and a lock lasts as long. The first test waits for that beside the others.
describe("BullMQ", { concurrency: 2, skip }, () => {
  test("with its own settings, a stalled job of a killed worker pays once", async (t) => {
    await openShop(async (shop) => {
      await shop.faults(hangs);
      const job = await shop.add();
      const worker = shop.workAsShown();
      await until(async () => (await shop.paid()) === 1);
      worker.kill("SIGKILL");
      const killed = Date.now();
      shop.workAsShown();
      await until(async () => await isCompleted(shop, job), 180_000);
      const seconds = (Date.now() - killed) / 1000;
      t.diagnostic(`completed ${seconds.toFixed(0)} s after the worker was killed`);
      // With shorter settings it would end earlier.
      assert.ok(seconds > 20, `${seconds} s`);
      assert.deepEqual([await shop.paid(), await shop.requests()], [1, 1]);
    });
  });

  test("the program of the page makes one payment", async () => {
    await openShop(async (shop) => {
      shop.runPage();
      await until(async () => (await shop.queue.getCompletedCount()) === 1);
      const [job] = await shop.queue.getCompleted();
      assert.ok(job?.returnvalue);
      assert.equal(job.opts.attempts, 4);
      assert.equal(await shop.paid(), 1);
    });
  });

  test("a job that is added several times pays once", async () => {
    await openShop(async (shop) => {
      const jobs = await Promise.all([shop.add(), shop.add(), shop.add(), shop.add()]);
      shop.work();
      shop.work();
      const results = new Set<unknown>();
      for (const { id } of jobs) {
        await until(async () => (await shop.queue.getJob(id ?? ""))?.returnvalue != null);
        results.add((await shop.queue.getJob(id ?? ""))?.returnvalue);
      }
      assert.equal(results.size, 1);
      assert.equal(await shop.paid(), 1);
    });
  });

  test("attempts after a lost response find the payment", async () => {
    await openShop(async (shop) => {
      await shop.faults(lost, lookupDown);
      const job = await shop.add();
      shop.work();
      await until(async () => (await shop.queue.getDelayedCount()) === 1);
      assert.equal(await shop.paid(), 1);
      await shop.faults();
      await until(async () => await isCompleted(shop, job));
      assert.deepEqual([await shop.paid(), await shop.requests()], [1, 1]);
    });
  });

  test("a stalled job of a killed worker without a journal pays again", async () => {
    await openShop(async (shop) => {
      await shop.faults(hangs);
      const job = await shop.add();
      const worker = shop.work(withoutJournal);
      await until(async () => (await shop.paid()) === 1);
      worker.kill("SIGKILL");
      shop.work(withoutJournal);
      await until(async () => await isCompleted(shop, job));
      assert.equal(await shop.paid(), 2);
    });
  });

  test("a stalled job of a killed worker pays once", async () => {
    await openShop(async (shop) => {
      await shop.faults(hangs);
      const job = await shop.add();
      const worker = shop.work();
      await until(async () => (await shop.paid()) === 1);
      worker.kill("SIGKILL");
      shop.work();
      await until(async () => await isCompleted(shop, job));
      assert.deepEqual([await shop.paid(), await shop.requests()], [1, 1]);
    });
  });

  test("a stalled job whose worker goes on later pays once", async () => {
    await openShop(async (shop) => {
      await shop.faults(hangs);
      const job = await shop.add();
      const worker = shop.work();
      await until(async () => (await shop.paid()) === 1);
      // It loses its lock, and the job is given to the other worker.
      worker.kill("SIGSTOP");
      shop.work();
      await sleep(2500);
      worker.kill("SIGCONT");
      await until(async () => await isCompleted(shop, job));
      assert.deepEqual([await shop.paid(), await shop.requests()], [1, 1]);
    });
  });
});
