// How long payonce takes in Node, beside what it replaces. Prints one line of JSON for each figure.
//
// Run by `cargo xtask bench`, which builds for release and starts the simulator.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

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
const ROUNDS = 9;
const CALLS = 400;
const AT_ONCE = 50;
const CALLS_AT_ONCE = 1000;

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

/** Prints the processor time of each work, in rounds that alternate: what else runs slows all of them. */
function compare(group, works) {
  const round = (work, number) => {
    const before = process.cpuUsage();
    for (let n = 0; n < number; n += 1) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) * 1e3;
  };
  const runs = works.map(([what, work]) => {
    let number = 1;
    while (round(work, number) < 2e8) number *= 2;
    return { what, work, number, times: [] };
  });
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const { work, number, times } of runs)
      times.push(round(work, number) / number);
  }
  for (const { what, times } of runs) tell(group, what, times);
}

/** Prints the processor time of one of `AT_ONCE` calls at the same time, in rounds that alternate. */
async function compareCalls(group, works) {
  const round = async (work, number) => {
    let left = number;
    const before = process.cpuUsage();
    const worker = async () => {
      while (left-- > 0) await work();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1e3) / number;
  };
  const runs = works.map(([what, work]) => ({ what, work, times: [] }));
  for (const { work } of runs) await round(work, 20 * AT_ONCE);
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const { work, times } of runs)
      times.push(await round(work, CALLS_AT_ONCE));
  }
  for (const { what, times } of runs) tell(group, what, times);
}

/** The times of single calls, in nanoseconds. */
async function singleCalls(work) {
  for (let n = 0; n < 20; n += 1) await work();
  const times = [];
  for (let n = 0; n < CALLS; n += 1) {
    const begun = process.hrtime.bigint();
    await work();
    times.push(Number(process.hrtime.bigint() - begun));
  }
  return times;
}

/** The times of fresh processes that import this, less the fastest one that imports nothing. */
function importing(address) {
  const run = (code) => {
    const begun = process.hrtime.bigint();
    execFileSync(process.execPath, ["--input-type=module", "-e", code]);
    return Number(process.hrtime.bigint() - begun);
  };
  const [times, without] = [[], []];
  for (let n = 0; n < ROUNDS; n += 1) {
    times.push(run(`await import(${JSON.stringify(address)})`));
    without.push(run(""));
  }
  const least = Math.min(...without);
  return times.map((time) => time - least);
}

function tell(group, what, figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const [least, median] = [
    sorted[0],
    sorted[Math.floor(sorted.length / 2)],
  ].map(Math.round);
  console.log(JSON.stringify({ group, what, unit: "ns", least, median }));
}

const wallex = JSON.parse(process.argv[2]).providers.agentwallex;
const backend = backendName();
const name = `payonce (${backend})`;
compare(`Node: bytes of a response to a caught error, ${backend}`, [
  ["JSON.parse and a class by hand", byHand],
  [name, byPayonce],
]);
const client = new AgentWallex({
  baseUrl: wallex.base_url,
  apiKey: wallex.api_key,
});
const withPayonce = () => client.agents.list();
const headers = { "x-api-key": wallex.api_key };
const withFetch = async () =>
  (await fetch(`${wallex.base_url}/agents`, { headers })).json();
const call = "Node: one call to the simulator";
if (backend === "addon")
  tell(call, "fetch and json", await singleCalls(withFetch));
tell(call, name, await singleCalls(withPayonce));
await compareCalls(
  `Node: one of ${AT_ONCE} calls at the same time, processor time, ${backend}`,
  [
    ["fetch and json", withFetch],
    [name, withPayonce],
  ],
);
if (backend === "addon") {
  const entry = createRequire(import.meta.url).resolve("payonce");
  tell("Node: import in a fresh process", name, importing(entry));
}
