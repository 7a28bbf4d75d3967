// The provider files in `providers`, against a simulator that plays them.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { isPayonceError, Provider, type ProviderClient } from "payonce";
import acp from "payonce/providers/acp";
import coinbase_cdp from "payonce/providers/coinbase_cdp";
import mpp from "payonce/providers/mpp";
import stripe from "payonce/providers/stripe";
import x402_facilitator from "payonce/providers/x402_facilitator";
import { type Sandbox, startSandbox } from "payonce/testing";
import { parse } from "smol-toml";

const files: Readonly<Record<string, object>> = { acp, coinbase_cdp, mpp, stripe, x402_facilitator };
const payments = {
  stripe: ["payment_intents.create", { amount: 1099, currency: "usd" }, { amount: 9999, currency: "usd" }],
  coinbase_cdp: [
    "transfers.create",
    { transfer: { amount: "12.50", execute: true } },
    { transfer: { amount: "1" } },
  ],
  acp: ["checkout_sessions.create", { session: { items: [{ id: "item_1" }] } }, { session: { items: [] } }],
  x402_facilitator: [
    "settle",
    { x402Version: 2, paymentPayload: { x: 1 }, paymentRequirements: { x: 1 } },
    {},
  ],
} as const;
type Name = keyof typeof payments;
const keyed = ["stripe", "coinbase_cdp", "acp"] as const;

function load(name: string): Provider {
  const file = files[name];
  assert.ok(file, name);
  return Provider.parse(file, { name: `${name}.json` });
}

test("the modules are the files", async () => {
  const folder = new URL("../../../../providers/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".toml"));
  assert.deepEqual(
    names.sort(),
    Object.keys(files)
      .map((id) => `${id}.toml`)
      .sort(),
  );
  for (const name of names) {
    const text = await readFile(new URL(name, folder), "utf8");
    assert.equal(JSON.stringify(files[name.slice(0, -5)]), JSON.stringify(parse(text)), name);
  }
});

class Played {
  readonly #name: Name;
  readonly #provider: Provider;
  readonly #client: ProviderClient;
  readonly sandbox: Sandbox;

  private constructor(name: Name, provider: Provider, sandbox: Sandbox) {
    const retry = { baseDelayMs: 10, maxDelayMs: 20, maxRetryAfterMs: 2000 };
    this.#name = name;
    this.#provider = provider;
    this.sandbox = sandbox;
    this.#client = provider.client({ ...sandbox.optionsOf(provider), retry });
  }

  static async start(name: Name): Promise<Played> {
    const provider = load(name);
    return new Played(name, provider, await startSandbox({ providers: [provider] }));
  }

  async pay(args: object = payments[this.#name][1]): Promise<unknown> {
    const options = this.#name === "x402_facilitator" ? {} : { idempotencyKey: "order-7" };
    return await this.#client.call(payments[this.#name][0], args, options);
  }

  /** The outcome of the error of a payment; nothing for a success. */
  async outcome(args?: object): Promise<string | undefined> {
    try {
      await this.pay(args);
      return undefined;
    } catch (error) {
      assert.ok(isPayonceError(error), String(error));
      return error.outcome;
    }
  }

  goesWrong(fault: { readonly type: string; readonly [field: string]: unknown }): void {
    this.sandbox.faults([{ provider: this.#provider, operation: payments[this.#name][0], nth: [1], fault }]);
  }

  get paid(): number {
    return this.sandbox.ledger.effects.length;
  }
}

async function played(name: Name, use: (played: Played) => Promise<void>): Promise<void> {
  const started = await Played.start(name);
  try {
    await use(started);
  } finally {
    await started.sandbox.close();
  }
}

test("a lost response and a 500 after the payment are paid once", async () => {
  for (const name of Object.keys(payments) as Name[]) {
    await played(name, async (provider) => {
      provider.goesWrong({ type: "drop", when: "after" });
      assert.equal(await provider.outcome(), name === "stripe" ? undefined : "unknown", name);
      assert.equal(provider.paid, 1, name);
      provider.sandbox.reset();
      provider.goesWrong({ type: "status", status: 500, when: "after" });
      assert.equal(await provider.outcome(), "unknown", name);
      assert.equal(provider.paid, 1, name);
    });
  }
});

test("a key is refused for other arguments, and pays again once its window is over", async () => {
  for (const name of keyed) {
    await played(name, async (provider) => {
      await provider.pay();
      assert.equal(await provider.outcome(payments[name][2]), "unknown", name);
      assert.equal(provider.sandbox.ledger.assertPaidOnce("order-7").provider, name);
      provider.sandbox.advance(24 * 3600);
      await provider.pay();
      assert.equal(provider.paid, 2, name);
      assert.throws(() => provider.sandbox.advance(-1), /seconds: must be/);
    });
  }
});

test("a key in use is awaited or reported, and never paid again", async () => {
  for (const [name, outcome] of [
    ["stripe", undefined],
    ["coinbase_cdp", "unknown"],
    ["acp", "pending"],
  ] as const) {
    await played(name, async (provider) => {
      provider.goesWrong({ type: "delay", ms: 300 });
      const first = provider.pay();
      while (provider.sandbox.requests.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert.equal(await provider.outcome(), outcome, name);
      await first;
      provider.sandbox.ledger.assertPaidOnce("order-7");
    });
  }
});

test("a pending settlement is pending in every dialect, and never paid again", async () => {
  for (const status of [500, 200, 202, 402]) {
    await played("x402_facilitator", async (provider) => {
      const body = JSON.stringify({ success: false, errorReason: "settlement_pending" });
      provider.goesWrong({ type: "status", status, body, when: "after" });
      assert.equal(await provider.outcome(), "pending", String(status));
      assert.deepEqual([provider.paid, provider.sandbox.requests.length], [1, 1]);
    });
  }
});

test("several files are played beside the built-in providers, each once", async () => {
  const files = await Promise.all(["acp", "mpp", "stripe"].map(load));
  const [acp] = files as [Provider];
  const sandbox = await startSandbox({ providers: files });
  try {
    assert.equal(sandbox.env["STRIPE_BASE_URL"], `${sandbox.url}/stripe`);
    assert.equal(sandbox.optionsOf(acp).baseUrl, `${sandbox.url}/acp`);
    assert.throws(
      () => sandbox.faults([{ provider: acp, operation: "pay", fault: { type: "garbage" } }]),
      /operation/,
    );
  } finally {
    await sandbox.close();
  }
  await assert.rejects(startSandbox({ providers: [acp, acp] }), /two provider files have the id "acp"/);
  const without = await startSandbox();
  assert.throws(() => without.optionsOf(acp), /does not play "acp"/);
  await without.close();
});
