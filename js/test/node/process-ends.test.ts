// Programs that pay and end in every way a program ends: the exit code is the program's own, and the ledger of the
// simulator holds what the program reported, no more and no less.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const rounds = Number(process.env["PAYONCE_PROCESS_ENDS"] ?? 3);
const command = process.env["PAYONCE_BIN"];
assert.ok(command, "PAYONCE_BIN names the command whose simulator this starts");
const simulator = spawn(command, ["sandbox", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
after(() => simulator.kill());
const firstLine = await new Promise<string>((resolve, reject) => {
  createInterface({ input: simulator.stdout }).once("line", resolve);
  simulator.once("error", reject);
});
const { url, providers } = JSON.parse(firstLine) as {
  url: string;
  providers: { agentwallex: { base_url: string; api_key: string } };
};
// Long enough for a program to end between the request and its response.
const rules = [{ operation: "payments.send", every: 1, fault: { type: "delay", ms: 15, when: "after" } }];
const set = await fetch(`${url}/_sandbox/faults`, {
  method: "POST",
  body: JSON.stringify({ seed: 7, rules }),
});
assert.ok(set.ok, await set.text());

const { base_url: baseUrl, api_key: apiKey } = providers.agentwallex;
const prelude = `
import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { AgentWallex, callInfo, PayonceError } from "payonce";
const say = (line) => writeSync(1, JSON.stringify(line) + "\\n");
const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const onEvent = ({ event, reference }) => {
  if (event === "about_to_send") say({ sending: reference.reference });
};
const options = { apiKey: ${JSON.stringify(apiKey)}, baseUrl: ${JSON.stringify(baseUrl)}, maxRetries: 0 };
const aw = new AgentWallex({ ...options, onEvent });
const payment = { agentId: "agent_abc123", to: "0xRecipientAddress", amount: "0.01", token: "USDC", chain: "eip155:8453" };
async function pay(change = {}, more = {}, client = aw) {
  try {
    const paid = await client.payments.send({ ...payment, ...change }, { reconcile: false, ...more });
    say({ paid: callInfo(paid).reference.reference });
  } catch (error) {
    if (!(error instanceof PayonceError)) throw error;
    say({ failed: error.reference.reference, outcome: error.outcome });
  }
}
const at = Math.random() * 60;
`;
const paying = `await Promise.all([pay(), pay()]);`;
interface Scenario {
  readonly program: string;
  readonly code: number | null;
  /** What the test does to the program while it runs. */
  readonly during?: (child: ChildProcess) => void;
}

const scenarios: Readonly<Record<string, Scenario>> = {
  "ends normally": { program: "await pay();", code: 0 },
  "does not wait for its call": { program: "void pay();", code: 0 },
  "makes twenty calls at once": {
    program: "await Promise.all(Array.from({ length: 20 }, () => pay()));",
    code: 0,
  },
  "is refused": {
    program: `await pay({ amount: "1000000000.00" });
      await pay({}, {}, new AgentWallex({ ...options, baseUrl: "http://127.0.0.1:9", onEvent }));`,
    code: 0,
  },
  "aborts its calls": {
    program: `const calls = Array.from({ length: 10 }, async (_, number) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), (at * number) / 5);
        await pay({}, { signal: controller.signal });
      });
      await Promise.all(calls);`,
    code: 0,
  },
  "calls process.exit during its calls": {
    program: `setTimeout(() => process.exit(3), at); ${paying}`,
    code: 3,
  },
  "calls process.exit from the listener": {
    program: `const leaving = new AgentWallex({ ...options, onEvent: (event) => { onEvent(event); process.exit(4); } });
      await pay({}, {}, leaving);`,
    code: 4,
  },
  "throws during its calls": {
    program: `setTimeout(() => { throw new Error("a mistake of the program"); }, at); ${paying}`,
    code: 1,
  },
  "does not catch the error of its call": {
    program: `await aw.payments.send({ ...payment, amount: "1000000000.00" });`,
    code: 1,
  },
  "pays from a worker thread": {
    program: `const worker = WORKER; await new Promise((resolve) => worker.once("exit", resolve));`,
    code: 0,
  },
  "terminates its worker thread during the calls": {
    program: `const worker = WORKER; await after(at + 60); await worker.terminate();`,
    code: 0,
  },
  "leaves while its worker thread pays": {
    program: `WORKER; setTimeout(() => process.exit(5), at + 60);`,
    code: 5,
  },
  "is ended by SIGTERM during its calls": {
    program: `say({ ready: true }); ${paying} await after(10_000);`,
    code: null,
    during: (child) => setTimeout(() => child.kill("SIGTERM"), Math.random() * 60),
  },
  "finishes its calls at SIGTERM": {
    program: `setInterval(() => {}, 1000);
      const stopped = new Promise((resolve) => process.once("SIGTERM", resolve));
      say({ ready: true });
      const calls = Promise.all([pay(), pay()]);
      await stopped;
      await calls;
      process.exit(7);`,
    code: 7,
    during: (child) => setTimeout(() => child.kill("SIGTERM"), Math.random() * 60),
  },
};

interface Line {
  readonly ready?: true;
  readonly sending?: string;
  readonly paid?: string;
  readonly failed?: string | null;
  readonly outcome?: string;
}

const cwd = fileURLToPath(new URL("../../../", import.meta.url));

async function run(scenario: Scenario, backend: string): Promise<Line[]> {
  // A module of a data: address finds no package by its name.
  const own = prelude.replaceAll('"payonce"', JSON.stringify(import.meta.resolve("payonce")));
  const data = JSON.stringify(own + paying);
  const asWorker = `new Worker(new URL("data:text/javascript," + encodeURIComponent(${data})))`;
  const program = prelude + scenario.program.replace("WORKER", () => asWorker);
  const env = { ...process.env, PAYONCE_BACKEND: backend };
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: Line[] = [];
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => {
    lines.push(JSON.parse(line) as Line);
    if (lines.at(-1)?.ready) {
      scenario.during?.(child);
    }
  });
  const read = new Promise((resolve) => reader.once("close", resolve));
  const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once("close", (code, signal) => resolve([code, signal]));
  });
  clearTimeout(timer);
  await read;
  assert.equal(code, scenario.code, `${signal} ${complaint}`);
  assert.equal(signal, scenario.code === null ? "SIGTERM" : null);
  assert.doesNotMatch(complaint, /panicked|fatal error|segmentation/i);
  return lines;
}

/** How often each reference was paid. */
async function ledger(): Promise<Map<string, number>> {
  const response = await fetch(`${url}/_sandbox/ledger`);
  const { effects } = (await response.json()) as {
    effects: { operation: string; reference: string | null }[];
  };
  const paid = new Map<string, number>();
  for (const { operation, reference } of effects) {
    if (operation === "payments.send" && reference !== null) {
      paid.set(reference, (paid.get(reference) ?? 0) + 1);
    }
  }
  return paid;
}

for (const backend of ["addon", "wasm"]) {
  for (const [name, scenario] of Object.entries(scenarios)) {
    test(`${backend}: a program that ${name} exits with its own code, and the ledger matches its report`, async () => {
      const earlier = await ledger();
      const lines: Line[] = [];
      for (let round = 0; round < rounds; round += 4) {
        const several = Array.from(
          { length: Math.min(4, rounds - round) },
          async () => await run(scenario, backend),
        );
        lines.push(...(await Promise.all(several)).flat());
      }
      // What is on its way to the simulator arrives.
      await new Promise((resolve) => setTimeout(resolve, 200));
      const paid = await ledger();
      const announced = new Set(lines.map(({ sending }) => sending));
      for (const [reference, times] of paid) {
        assert.equal(times, 1, `${reference} was paid ${times} times`);
        const known = earlier.has(reference) || announced.has(reference);
        assert.ok(known, `${reference} was paid, and no program announced it`);
      }
      for (const line of lines) {
        if (line.paid !== undefined) {
          assert.ok(paid.has(line.paid), `${line.paid} was reported as paid and was not`);
        }
        if (line.outcome === "not_applied") {
          assert.ok(!paid.has(line.failed ?? ""), `${line.failed} was reported as not applied and was paid`);
        }
      }
    });
  }
}
