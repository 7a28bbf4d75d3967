import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { AgentWallex, NotSentError } from "payonce/wasm";
import { Agent, type Dispatcher, EnvHttpProxyAgent, MockAgent, Pool, ProxyAgent } from "undici";

const secret = "awx_test_0123456789abcdef";
const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
const variables = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"] as const;
const flag = "NODE_USE_ENV_PROXY";
const dispatcher = Symbol.for("undici.globalDispatcher.1");
const second = Symbol.for("undici.globalDispatcher.2");
const symbols = globalThis as Record<symbol, unknown>;
const before = {
  fetch: globalThis.fetch,
  dispatcher: symbols[dispatcher],
  second: symbols[second],
  environment: { ...process.env },
};

function restore(): void {
  globalThis.fetch = before.fetch;
  for (const name of ["Deno", "Bun"]) {
    Reflect.deleteProperty(globalThis, name);
  }
  symbols[dispatcher] = before.dispatcher;
  symbols[second] = before.second;
  for (const name of [...variables, flag, "NODE_OPTIONS"]) {
    const value = before.environment[name];
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
}
afterEach(restore);
// A switch that refuses every other machine would refuse the clients themselves.
delete process.env["PAYONCE_ONLY_LOOPBACK"];

/** What `fetch` is given of a payment to this URL, or the error of a payment that it is not given. */
async function pay(baseUrl: string): Promise<{ sent: number; error: unknown }> {
  let sent = 0;
  globalThis.fetch = async () => {
    sent += 1;
    return await Promise.resolve(Response.json({ id: "tx_1", status: "confirmed" }));
  };
  const wallet = new AgentWallex({ apiKey: secret, baseUrl, maxRetries: 0, allowInsecureHttp: true });
  const error = await wallet.payments.send(payment).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { sent, error };
}

function runtimeIs(name: "Deno" | "Bun" | "node with a flag"): void {
  for (const variable of variables) {
    delete process.env[variable];
  }
  delete process.env[flag];
  if (name === "node with a flag") {
    process.env[flag] = "1";
  } else {
    Object.defineProperty(globalThis, name, { value: {}, configurable: true });
  }
}

for (const runtime of ["Deno", "Bun", "node with a flag"] as const) {
  test(`${runtime}: a proxy receives no plain HTTP request`, async () => {
    for (const url of ["http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9", "http://sandbox:4010"]) {
      for (const variable of ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]) {
        runtimeIs(runtime);
        process.env[variable] = "http://127.0.0.1:8";
        for (const exceptions of [undefined, "example.com", "ost,x127.0.0.1,[::2]"]) {
          if (exceptions !== undefined) {
            process.env["NO_PROXY"] = exceptions;
          }
          const { sent, error } = await pay(url);
          assert.equal(sent, 0, `${url} ${variable} ${exceptions}`);
          assert.ok(error instanceof NotSentError, String(error));
          assert.match(error.message, new RegExp(`${variable}.*NO_PROXY`));
          assert.ok(!error.message.includes(secret));
        }
      }
    }
  });

  test(`${runtime}: a host in NO_PROXY is reached directly, and fetch handles https`, async () => {
    runtimeIs(runtime);
    process.env["HTTP_PROXY"] = "http://127.0.0.1:8";
    assert.equal((await pay("https://127.0.0.1:9")).sent, 1);
    for (const exceptions of ["*", "example.com, 127.0.0.1", "127.0.0.1:9"]) {
      process.env["NO_PROXY"] = exceptions;
      assert.equal((await pay("http://127.0.0.1:9")).sent, 1, exceptions);
    }
    // Which of the two a runtime reads is its own choice.
    process.env["no_proxy"] = "example.com";
    assert.equal((await pay("http://127.0.0.1:9")).sent, 0);
  });
}

test("Node uses no proxy by default and sends plain HTTP directly", async () => {
  process.env["HTTP_PROXY"] = "http://127.0.0.1:8";
  assert.equal((await pay("http://127.0.0.1:9")).sent, 1);
});

class Unnamed extends ProxyAgent {}
const interceptor = (dispatch: Dispatcher["dispatch"]): Dispatcher["dispatch"] => dispatch;
const chosen: Readonly<Record<string, () => object>> = {
  ProxyAgent: () => new ProxyAgent("http://127.0.0.1:8"),
  "a subclass": () => new Unnamed("http://127.0.0.1:8"),
  // Its proxy may be an option, so that the environment proves nothing.
  EnvHttpProxyAgent: () => new EnvHttpProxyAgent({ httpProxy: "http://127.0.0.1:8" }),
  "a pool": () => new Pool("http://127.0.0.1:8"),
  "composed interceptors": () => new Agent().compose(interceptor),
  "a changed agent": () => Object.assign(new Agent(), { dispatch: () => true }),
  "an object of its own": () => ({ dispatch: () => true }),
  "an object without a class": () => Object.create(null) as object,
};
for (const [name, make] of Object.entries(chosen)) {
  for (const place of [dispatcher, second]) {
    test(`${name} as ${String(place)} receives no plain HTTP request`, async () => {
      symbols[place] = make();
      process.env["NO_PROXY"] = "*";
      const { sent, error } = await pay("http://127.0.0.1:9");
      assert.equal(sent, 0);
      assert.ok(error instanceof NotSentError);
      assert.match(error.message, /global dispatcher/);
      assert.equal((await pay("https://127.0.0.1:9")).sent, 1);
    });
  }
}

test("an undici agent without a proxy receives plain HTTP requests", async () => {
  for (const place of [dispatcher, second]) {
    for (const agent of [new Agent(), new MockAgent()]) {
      symbols[place] = agent;
      assert.equal((await pay("http://127.0.0.1:9")).sent, 1);
    }
  }
});
