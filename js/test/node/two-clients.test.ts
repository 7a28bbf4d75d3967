import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import { Worker } from "node:worker_threads";
import * as payonce from "payonce";
import { freshAccount, payment, testTwoClients } from "./two-clients.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "addon");
});

testTwoClients(payonce);

const program = `
import { parentPort, workerData } from "node:worker_threads";
import { AgentWallex, InvalidArgumentError } from "payonce";
const { options, payment, idempotencyKey } = workerData;
parentPort.once("message", async () => {
  try {
    const { id } = await new AgentWallex(options).payments.send(payment, { idempotencyKey });
    parentPort.postMessage({ id });
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    parentPort.postMessage({ refused: error.message });
  }
});
parentPort.postMessage("ready");
`;

test("worker threads make one payment: the addon is one for the process", async () => {
  const { simulator, journalAccount } = await freshAccount();
  const options = { ...simulator.options, journalAccount };
  const idempotencyKey = "order_4711_attempt_1";
  // A module of a data: address finds no package by its name.
  const own = program.replace('"payonce"', JSON.stringify(import.meta.resolve("payonce")));
  const url = new URL(`data:text/javascript,${encodeURIComponent(own)}`);
  const workers = Array.from(
    { length: 4 },
    () => new Worker(url, { workerData: { options, payment, idempotencyKey } }),
  );
  await Promise.all(workers.map(async (worker) => await once(worker, "message")));
  const answers = workers.map(async (worker): Promise<unknown> => {
    const [answer] = (await once(worker, "message")) as [unknown];
    return answer;
  });
  for (const worker of workers) worker.postMessage("go");
  const ids = new Set<string>();
  for (const answer of await Promise.all(answers)) {
    assert.ok(typeof answer === "object" && answer !== null);
    if ("id" in answer) ids.add(String(answer.id));
    else assert.match(String((answer as { refused: unknown }).refused), /still running/);
  }
  assert.equal(ids.size, 1);
  assert.equal(await simulator.paid(), 1);
  const again = await new payonce.AgentWallex(options).payments.send(payment, { idempotencyKey });
  assert.deepEqual(new Set([again.id]), ids);
  await Promise.all(workers.map(async (worker) => await worker.terminate()));
});
