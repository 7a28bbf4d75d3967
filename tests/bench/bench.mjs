// How long payonce takes in Node, beside what it replaces. Prints one line of JSON for each figure.
//
// Run by `cargo xtask bench`, which builds for release and starts the simulator.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

import { AgentWallex, backendName, classify, PolicyViolationError } from "payonce";

const BODY =
  '{"code":"policy_violation","type":"invalid_request_error",' +
  '"message":"transaction exceeds the daily limit","rule":"daily_limit"}';
const BYTES = new TextEncoder().encode(BODY);
const HEADERS = { "content-type": "application/json", "x-request-id": "req_1" };
const ROUNDS = 9;
const CALLS = 400;

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
    if (data.code === "policy_violation") throw new PolicyViolation(data.message, data.rule);
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
    for (const { work, number, times } of runs) times.push(round(work, number) / number);
  }
  for (const { what, times } of runs) {
    times.sort((a, b) => a - b);
    tell(group, what, times[0], times[(ROUNDS - 1) / 2]);
  }
}

/** The median of single calls, in nanoseconds. */
async function middle(work) {
  for (let n = 0; n < 20; n += 1) await work();
  const times = [];
  for (let n = 0; n < CALLS; n += 1) {
    const begun = process.hrtime.bigint();
    await work();
    times.push(Number(process.hrtime.bigint() - begun));
  }
  return times.sort((a, b) => a - b)[CALLS / 2];
}

/** The fastest of several fresh processes, less one that imports nothing, in nanoseconds. */
function importing(address) {
  const run = (code) => {
    const begun = process.hrtime.bigint();
    execFileSync(process.execPath, ["--input-type=module", "-e", code]);
    return Number(process.hrtime.bigint() - begun);
  };
  const fastest = (code) => Math.min(...Array.from({ length: ROUNDS }, () => run(code)));
  return fastest(`await import(${JSON.stringify(address)})`) - fastest("");
}

function tell(group, what, figure, median) {
  const median_ns = median === undefined ? undefined : Math.round(median);
  console.log(JSON.stringify({ group, what, ns: Math.round(figure), median_ns }));
}

const wallex = JSON.parse(process.argv[2]).providers.agentwallex;
const name = `payonce (${backendName()})`;
compare(`Node: bytes of a response to a caught error, ${backendName()}`, [
  ["JSON.parse and a class by hand", byHand],
  [name, byPayonce],
]);
if (backendName() === "addon") {
  const call = "Node: one call to the simulator, median";
  const headers = { "x-api-key": wallex.api_key };
  tell(
    call,
    "fetch and json",
    await middle(async () => (await fetch(`${wallex.base_url}/agents`, { headers })).json()),
  );
  const client = new AgentWallex({ baseUrl: wallex.base_url, apiKey: wallex.api_key });
  tell(call, name, await middle(() => client.agents.list()));
  const entry = createRequire(import.meta.url).resolve("payonce");
  tell("Node: import in a fresh process", name, importing(entry));
} else {
  const client = new AgentWallex({ baseUrl: wallex.base_url, apiKey: wallex.api_key });
  tell("Node: one call to the simulator, median", name, await middle(() => client.agents.list()));
}
