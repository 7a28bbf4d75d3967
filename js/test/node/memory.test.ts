// A process that classifies and calls for days does not grow. PAYONCE_MEMORY=full classifies 1,000,000 errors and makes 100,000
// pairs of calls; without it there are as many as show a leak of a few hundred bytes for each.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, test } from "node:test";
import { startSimulator } from "./simulator.js";

const isFull = process.env["PAYONCE_MEMORY"] === "full";
const times = isFull ? { classify: 1_000_000, call: 100_000 } : { classify: 20_000, call: 1_000 };
/** Bytes for each time: what the engine keeps varies by that much. */
const most = isFull ? { classify: 50, call: 200 } : { classify: 300, call: 5_000 };

const simulator = await startSimulator();
after(() => simulator.stop());

const program = `
import { AgentWallex, classify, NotFoundError, PolicyViolationError } from "payonce";
const [work, number, options, leaks] = process.argv.slice(1);
const body = new TextEncoder().encode(
  '{"code":"policy_violation","type":"invalid_request_error","message":"the daily limit","rule":"daily_limit"}');
const client = new AgentWallex(JSON.parse(options));
const works = {
  classify: () => {
    const error = classify({ provider: "agentwallex", operation: "payments.send", status: 400, headers: { a: "b" }, body });
    if (!(error instanceof PolicyViolationError) || error.rule !== "daily_limit") throw new Error("another error");
    return error;
  },
  call: async () => {
    const found = await client.agents.list();
    const error = await client.agents.get("missing").then(() => undefined, (error) => error);
    if (!(error instanceof NotFoundError)) throw new Error("an agent that does not exist was found");
    return [found, error];
  },
};
const kept = [];
const run = async (count) => {
  for (let n = 0; n < count; n += 1) {
    const result = work === "call" ? await works.call() : works.classify();
    if (leaks === "leak") kept.push(result);
  }
};
const resident = async () => {
  // Promises and finalizers of one collection are the garbage of the next one.
  for (let n = 0; n < 5; n += 1) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return process.memoryUsage().rss;
};
await run(Number(number));
const before = await resident();
await run(Number(number));
console.log(((await resident()) - before) / Number(number));
`;

async function growth(work: keyof typeof times, ...flags: readonly string[]): Promise<number> {
  const number = flags.length === 0 ? times[work] : Math.min(times[work], 20_000);
  const child = spawn(
    process.execPath,
    [
      "--expose-gc",
      "--input-type=module",
      "-e",
      program,
      work,
      `${number}`,
      JSON.stringify(simulator.options),
      ...flags,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let text = "";
  for await (const part of child.stdout) {
    text += String(part);
  }
  assert.match(text, /^-?[\d.e-]+\n$/);
  return Number(text);
}

for (const work of ["classify", "call"] as const) {
  test(`${work}: nothing is left behind`, async () => {
    const bytes = await growth(work);
    assert.ok(bytes < most[work], `${bytes} bytes each time`);
  });

  test(`${work}: a planted leak is found`, async () => {
    const bytes = await growth(work, "leak");
    assert.ok(bytes > most[work], `${bytes} bytes each time`);
  });
}
