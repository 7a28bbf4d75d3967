// The simulator for tests of applications: `payonce/testing`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { expect } from "expect";
import { AgentPayClient, AgentWallex, isPayonceError } from "payonce";
import {
  type Effect,
  type FaultRule,
  matchers,
  type PayonceMatchers,
  type RecordedRequest,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "payonce/testing";

declare module "expect" {
  interface Matchers<R extends void | Promise<void>> extends PayonceMatchers<R> {}
}

const payment = {
  agentId: "agent_abc123",
  to: "0xRecipientAddress",
  amount: "5.00",
  token: "USDC",
  chain: "eip155:8453",
};

async function withSandbox(use: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = await startSandbox();
  try {
    await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

test("a lost response is paid once", async () => {
  await withSandbox(async (sandbox) => {
    sandbox.faults([{ operation: "payments.send", nth: [1], fault: { type: "drop", when: "after" } }]);
    const wallet = new AgentWallex(sandbox.options.agentwallex);
    await wallet.payments.send(payment, { idempotencyKey: "order-7" });
    const effect = sandbox.ledger.assertPaidOnce("order-7");
    assert.deepEqual(sandbox.ledger.effects, [effect]);
    assert.equal(effect.provider, "agentwallex");
    assert.equal(Number(effect.amount), 5);
    assert.equal(sandbox.requests[0]?.operation, "payments.send");
    assert.ok(!JSON.stringify(sandbox.requests).includes(sandbox.options.agentwallex.apiKey));
  });
});

test("no payment and a second payment fail the assertion", async () => {
  await withSandbox(async (sandbox) => {
    const before = sandbox.ledger;
    assert.throws(() => before.assertPaidOnce("order-7"), /"order-7" was not paid; the ledger is empty/);
    const wallet = new AgentWallex(sandbox.options.agentwallex);
    for (let count = 0; count < 2; count++) {
      await wallet.payments.send({ ...payment, memo: "order-7" });
    }
    assert.throws(() => sandbox.ledger.assertPaidOnce("order-7"), /"order-7" was paid 2 times: 5/);
    assert.deepEqual(before.effects, []);
  });
});

test("the matcher of Jest agrees with the assertion", async () => {
  expect.extend(matchers);
  await withSandbox(async (sandbox) => {
    expect(sandbox.ledger).not.toHavePaidOnce("order-7");
    assert.throws(() => expect(sandbox.ledger).toHavePaidOnce("order-7"), /was not paid/);
    const wallet = new AgentWallex(sandbox.options.agentwallex);
    await wallet.payments.send(payment, { idempotencyKey: "order-7" });
    expect(sandbox.ledger).toHavePaidOnce("order-7");
    assert.throws(() => expect(sandbox.ledger).not.toHavePaidOnce("order-7"), /"order-7" was paid once/);
    assert.throws(() => expect({}).toHavePaidOnce("order-7"), TypeError);
  });
});

test("the environment points every client at it", async () => {
  await withSandbox(async (sandbox) => {
    const before = { ...process.env };
    try {
      Object.assign(process.env, sandbox.env);
      await new AgentWallex().payments.send(payment);
      await new AgentPayClient().consume({
        apiKey: sandbox.agentPayUserKey,
        amountCents: 25,
        usageEventId: "order-8",
      });
      assert.deepEqual(
        sandbox.ledger.effects.map((effect) => effect.provider),
        ["agentwallex", "agentpay"],
      );
      assert.throws(() => new AgentWallex({ baseUrl: "https://api.agentwallex.com" }), isPayonceError);
    } finally {
      for (const name of Object.keys(sandbox.env)) {
        delete process.env[name];
      }
      Object.assign(process.env, before);
    }
  });
});

test("a reset restores the start, and an invalid rule changes nothing", async () => {
  await withSandbox(async (sandbox) => {
    const wallet = new AgentWallex(sandbox.options.agentwallex);
    await wallet.payments.send(payment);
    sandbox.faults([{ fault: { type: "status", status: 400 } }]);
    assert.throws(() => sandbox.faults([{ fault: { type: "explode" } }]), /rules\[0\]\.fault\.type/);
    await assert.rejects(wallet.payments.send(payment), isPayonceError);
    sandbox.reset();
    assert.deepEqual([sandbox.ledger.effects, sandbox.requests], [[], []]);
    await wallet.payments.send(payment);
    assert.equal(sandbox.ledger.effects.length, 1);
  });
});

// The compiler compares these with the declared types, and the tests with what the simulator reads and reports.
const ruleMembers: Record<keyof FaultRule, true> = {
  provider: true,
  operation: true,
  nth: true,
  every: true,
  probability: true,
  times: true,
  fault: true,
};
const effectMembers: Record<keyof Effect, true> = {
  provider: true,
  operation: true,
  account: true,
  amount: true,
  unit: true,
  key: true,
  reference: true,
  at: true,
};
const requestMembers: Record<keyof RecordedRequest, true> = {
  seq: true,
  at: true,
  provider: true,
  operation: true,
  method: true,
  path: true,
  query: true,
  headers: true,
  body: true,
  faults: true,
  status: true,
};
const optionMembers: { [P in keyof SandboxOptions]: Record<keyof SandboxOptions[P], true> } = {
  agentpay: { baseUrl: true, serviceToken: true },
  agenttech: { baseUrl: true, apiKey: true, secretKey: true },
  payi: { baseUrl: true, apiKey: true },
  agenticpencil: { baseUrl: true, apiKey: true },
  agentwallex: { baseUrl: true, apiKey: true },
};

test("a rule declares the members that the simulator reads", async () => {
  await withSandbox(async (sandbox) => {
    const misspelt = { fault: { type: "garbage" }, opration: "payments.send" };
    let known: string | undefined;
    try {
      sandbox.faults([misspelt]);
    } catch (error) {
      known = /rules\[0\]\.opration: unknown field, expected (.+)/.exec(String(error))?.[1];
    }
    assert.deepEqual(known?.split(", ").sort(), Object.keys(ruleMembers).sort());
  });
});

test("the declared effects, requests and options have the members that the simulator reports", async () => {
  await withSandbox(async (sandbox) => {
    await new AgentWallex(sandbox.options.agentwallex).payments.send(payment);
    const names = (value: object | undefined): string[] => Object.keys(value ?? {}).sort();
    assert.deepEqual(names(sandbox.ledger.effects[0]), names(effectMembers));
    assert.deepEqual(names(sandbox.requests[0]), names(requestMembers));
    assert.deepEqual(names(sandbox.options), names(optionMembers));
    for (const provider of Object.keys(optionMembers) as (keyof SandboxOptions)[]) {
      assert.deepEqual(names(sandbox.options[provider]), names(optionMembers[provider]), provider);
    }
  });
});

test("a closed simulator is refused, and its port is free", async () => {
  const sandbox = await startSandbox();
  const port = Number(new URL(sandbox.url).port);
  await assert.rejects(startSandbox({ port }), /choose another port/);
  await sandbox.close();
  assert.throws(() => sandbox.ledger, /the simulator is closed/);
  await assert.rejects(startSandbox({ port: 65536 }), /port/);
  const again = await startSandbox({ port });
  assert.equal(again.url, sandbox.url);
  await again.close();
});

test("a program that leaves a simulator open ends", () => {
  const program = 'import { startSandbox } from "payonce/testing"; console.log((await startSandbox()).url);';
  const done = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
    timeout: 20_000,
  });
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /^http:\/\/127\.0\.0\.1:\d+\n$/);
});

test("CommonJS requires it", async () => {
  const required = createRequire(import.meta.url)("payonce/testing") as typeof import("payonce/testing");
  const sandbox = await required.startSandbox();
  assert.equal(sandbox.ledger.effects.length, 0);
  await sandbox.close();
});

/** The files that a module imports, and those that they import. `import()` is left out: it loads only when it runs. */
async function imported(module: URL, found = new Set<string>()): Promise<Set<string>> {
  if (!found.has(module.href)) {
    found.add(module.href);
    const text = await readFile(module, "utf8");
    for (const [, path] of text.matchAll(/^(?:import|export)\b[^;]*?"(\.[^"]+|#internal\/[^"]+)";$/gm)) {
      const internal = path?.replace(/^#internal\//, "./");
      await imported(new URL(internal ?? "", module), found);
    }
  }
  return found;
}

/** The modules that a file of the package was joined from. */
async function modulesIn(files: Iterable<string>): Promise<string[]> {
  const texts = await Promise.all([...files].map((file) => readFile(new URL(file), "utf8")));
  return texts.flatMap((text) =>
    Array.from(text.matchAll(/^\/\/ (dist\/.+\.js)$/gm), ([, module]) => module ?? ""),
  );
}

test("an import of the package loads neither the simulator nor the command nor an adapter", async () => {
  for (const name of ["payonce", "payonce/wasm", "payonce/slim"]) {
    const modules = await modulesIn(await imported(new URL(import.meta.resolve(name))));
    assert.ok(modules.includes("dist/generated/agentwallex.js"), modules.join(" "));
    assert.deepEqual(
      modules.filter((module) => /\/(testing|command)\.js$|\/integrations\//.test(module)),
      [],
      name,
    );
  }
  const modules = await modulesIn(await imported(new URL(import.meta.resolve("payonce/testing"))));
  assert.ok(modules.includes("dist/testing.js"));
});
