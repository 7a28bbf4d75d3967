// How long payonce takes in Node, beside what it replaces. Prints one line of JSON for each figure.
//
// Run by `cargo xtask bench`, which builds for release and starts the simulator.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

import { measure } from "mitata";
import {
  AgentWallex,
  backendName,
  classify,
  PolicyViolationError,
} from "payonce";

const BODY =
  '{"code":"policy_violation","type":"invalid_request_error",' +
  '"message":"transaction exceeds the daily limit","rule":"daily_limit"}';
const BYTES = new TextEncoder().encode(BODY);
const HEADERS = { "content-type": "application/json", "x-request-id": "req_1" };
const ROUNDS = 7;
const AT_ONCE = 50;
const CALLS = 1000;

class PolicyViolation extends Error {
  constructor(message, rule) {
    super(message);
    this.rule = rule;
  }
}

const decoder = new TextDecoder();

function byHand() {
  try {
    const data = JSON.parse(decoder.decode(BYTES));
    if (data.code === "policy_violation")
      throw new PolicyViolation(data.message, data.rule);
    throw new Error(data.message);
  } catch (error) {
    if (error instanceof PolicyViolation) return error.rule;
    throw error;
  }
}

function byPayonce() {
  try {
    const error = classify({
      provider: "agentwallex",
      operation: "payments.send",
      status: 400,
      headers: HEADERS,
      body: BYTES,
    });
    if (error !== null) throw error;
  } catch (error) {
    if (error instanceof PolicyViolationError) return error.rule;
    throw error;
  }
  throw new Error("a refusal was taken for a success");
}

/** Prints the times of each work, in rounds of mitata that alternate: what else runs slows all of them. */
async function compare(group, works, { runs = 1, ...options }) {
  const rounds = works.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [number, [, work]] of works.entries())
      rounds[number].push(await measure(work, { ...options }));
  }
  for (const [number, [what]] of works.entries()) {
    const least = Math.min(...rounds[number].map(({ min }) => min));
    const middle = median(rounds[number].map(({ p50 }) => p50));
    tell(group, what, least / runs, middle / runs);
  }
}

/** In nanoseconds. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

/** Many calls, with at most `AT_ONCE` at the same time. */
function manyCalls(call) {
  return async () => {
    let left = CALLS;
    const worker = async () => {
      while (left-- > 0) await call();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
}

/** Prints how long fresh processes take that import this, less the fastest one that imports nothing. */
async function importing(group, what, address) {
  const times = async (code) => {
    const { samples } = await measure(
      () => {
        execFileSync(process.execPath, ["--input-type=module", "-e", code]);
      },
      { min_samples: 2 * ROUNDS, min_cpu_time: 0 },
    );
    return samples;
  };
  const without = Math.min(...(await times("")));
  const found = await times(`await import(${JSON.stringify(address)})`);
  tell(group, what, Math.min(...found) - without, median(found) - without);
}

function median(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

function tell(group, what, least, middle) {
  const [rounded, median] = [least, middle].map(Math.round);
  console.log(
    JSON.stringify({ group, what, unit: "ns", least: rounded, median }),
  );
}

const wallex = JSON.parse(process.argv[2]).providers.agentwallex;
const backend = backendName();
const name = `payonce (${backend})`;
await compare(
  `Node: bytes of a response to a caught error, ${backend}`,
  [
    ["JSON.parse and a class by hand", byHand],
    [name, byPayonce],
  ],
  { now: processorTime },
);
const client = new AgentWallex({
  baseUrl: wallex.base_url,
  apiKey: wallex.api_key,
});
// A list can be awaited, but mitata waits only for instances of Promise.
const withPayonce = async () => await client.agents.list();
const headers = { "x-api-key": wallex.api_key };
const withFetch = async () =>
  (await fetch(`${wallex.base_url}/agents`, { headers })).json();
await compare(
  `Node: one call to the simulator, ${backend}`,
  [
    ["fetch and json", withFetch],
    [name, withPayonce],
  ],
  {},
);
await compare(
  `Node: one of ${AT_ONCE} calls at the same time, processor time, ${backend}`,
  [
    ["fetch and json", manyCalls(withFetch)],
    [name, manyCalls(withPayonce)],
  ],
  { runs: CALLS, now: processorTime, min_samples: 2, min_cpu_time: 0 },
);
if (backend === "addon") {
  const entry = createRequire(import.meta.url).resolve("payonce");
  await importing("Node: import in a fresh process", name, entry);
}
