import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { AgentWallex, NotSentError, OutcomeUnknownError } from "payonce/wasm";

const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
const options = { apiKey: "awx_test_0123456789abcdef", baseUrl: "http://127.0.0.1:9", maxRetries: 0 };
const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

function broken(cause: object): TypeError {
  return new TypeError("fetch failed", { cause });
}

const connecting = [
  { code: "ECONNREFUSED", syscall: "connect" },
  { code: "EHOSTUNREACH", syscall: "connect" },
  { code: "ENOTFOUND", syscall: "getaddrinfo" },
  { code: "UND_ERR_CONNECT_TIMEOUT" },
  // Both addresses of a host were tried.
  {
    code: "ECONNREFUSED",
    errors: [
      { code: "ECONNREFUSED", syscall: "connect" },
      { code: "ENETUNREACH", syscall: "connect" },
      { code: "ETIMEDOUT", syscall: "connect" },
    ],
  },
];
// What a router says of a connection that stood while the request was on it has the same names.
const afterwards = [
  { code: "EHOSTUNREACH", syscall: "read" },
  { code: "ENETUNREACH", syscall: "write" },
  { code: "ECONNREFUSED", syscall: "read" },
  { code: "EHOSTUNREACH" },
  { code: "ECONNRESET", syscall: "connect" },
  { code: "UND_ERR_SOCKET" },
  {},
];

for (const [causes, expected] of [
  [connecting, NotSentError],
  [afterwards, OutcomeUnknownError],
] as const) {
  for (const cause of causes) {
    test(`a fetch that fails with ${JSON.stringify(cause)} is classified as ${expected.name}`, async () => {
      globalThis.fetch = async () => await Promise.reject(broken(cause));
      const call = new AgentWallex(options).payments.send(payment, { reconcile: false });
      await assert.rejects(call, (error) => {
        assert.ok(error instanceof expected);
        return true;
      });
    });
  }
}

test("a signal that fires between the listener and the request prevents the request", async () => {
  // Some microtasks pass between a listener that is done and the request.
  for (let later = 0; later < 12; later += 1) {
    const controller = new AbortController();
    let asked: "before the signal" | "after the signal" | undefined;
    globalThis.fetch = async () => {
      asked = controller.signal.aborted ? "after the signal" : "before the signal";
      throw broken({});
    };
    const client = new AgentWallex({
      ...options,
      onEvent: async ({ event }) => {
        if (event === "about_to_send") {
          let chain = Promise.resolve();
          for (let step = 0; step < later; step += 1) {
            chain = chain.then(() => {});
          }
          void chain.then(() => controller.abort());
        }
      },
    });
    const call = client.payments.send(payment, { reconcile: false, signal: controller.signal });
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof (asked === undefined ? NotSentError : OutcomeUnknownError));
      return true;
    });
    assert.notEqual(asked, "after the signal", `${later} microtasks later`);
  }
});
