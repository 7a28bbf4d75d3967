import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import asyncRetry from "async-retry";
import axios from "axios";
import axiosRetry from "axios-retry";
import got from "got";
import isNetworkError from "is-network-error";
import pRetry from "p-retry";
import {
  AgentWallex,
  classify,
  type AnyPayonceError,
  errorFromPayload,
  fromTransportError,
  kinds,
  OutcomeUnknownError,
  PayonceError,
} from "payonce";
import { kindClasses } from "#internal/generated/vocabulary.js";

const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
let paid = 0;
const server = createServer((request) => {
  paid += 1;
  // The payment is made and its response lost.
  request.socket.destroy();
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => server.close());
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const aw = new AgentWallex({ apiKey: "awx_test_0123456789abcdef", baseUrl, maxRetries: 0 });

function known<T>(value: T | null): T {
  assert.ok(value !== null);
  return value;
}

const node = ["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_SOCKET"];
const names = ["TimeoutError", "AbortError"];

/** One error of each kind, and errors whose every text says what a broken connection says. */
const errors: AnyPayonceError[] = [
  ...kinds.map((kind) => {
    const { ...payload } = known(classify({ provider: "agentwallex", status: 500 })).toJSON();
    return errorFromPayload({ ...payload, kind, class: kindClasses[kind] });
  }),
  ...[...node, ...names].map((code) =>
    fromTransportError("agentwallex", Object.assign(new Error(code), { code, name: code })),
  ),
  // A provider that passes on what broke behind it.
  ...[...node, ...names].map((code) =>
    known(classify({ provider: "agentwallex", status: 503, body: { code, message: code } })),
  ),
  fromTransportError("agentwallex", new TypeError("fetch failed")),
  fromTransportError("agentwallex", new TypeError("Failed to fetch")),
];

test("no error has a name or a code that retry helpers treat as a broken connection", () => {
  const errorCodes = got.defaults.options.retry.errorCodes as readonly (string | null)[];
  assert.ok(errorCodes.includes("ECONNRESET") && errorCodes.includes("ETIMEDOUT"));
  for (const error of errors) {
    const { code } = error as { code: string | null };
    assert.ok(!errorCodes.includes(code), `got would repeat ${code}`);
    assert.ok(!names.includes(error.name) && !names.includes(code ?? ""), error.name);
    assert.ok(!node.includes(error.name) && !node.includes(code ?? ""), error.name);
    assert.ok(!isNetworkError(error), "p-retry would take it for a network error");
    assert.ok(!((error as unknown) instanceof TypeError));
  }
  // The provider's own word is kept where nothing acts on it.
  const passedOn = classify({
    provider: "agentwallex",
    status: 503,
    body: { code: "ETIMEDOUT", message: "x" },
  });
  assert.equal(passedOn?.code, null);
  assert.equal(passedOn?.toJSON().code, "ETIMEDOUT");
});

test("axios-retry does not retry a request after an error of payonce", async () => {
  const client = axios.create({ baseURL: baseUrl });
  client.interceptors.response.use(undefined, (error: unknown) => {
    throw fromTransportError("agentwallex", error, { operation: "payments.send" });
  });
  axiosRetry(client, { retries: 3, retryDelay: () => 1 });
  paid = 0;
  await assert.rejects(client.post("/transfer", payment), OutcomeUnknownError);
  assert.equal(paid, 1);
  for (const error of errors.filter((error) => error.code === null)) {
    assert.equal(axiosRetry.isNetworkError(error as never), false);
  }
});

// ky has no such test: it repeats whatever a hook throws, by no name and no code.
test("got does not retry a request after its hook threw an error of payonce", async () => {
  const error = fromTransportError("agentwallex", Object.assign(new Error("x"), { code: "ECONNRESET" }));
  let asked = 0;
  const refuse = (): never => {
    asked += 1;
    throw error;
  };
  const retry = { limit: 2, methods: ["POST" as const] };
  await assert.rejects(got.post(baseUrl, { retry, hooks: { beforeRequest: [refuse] } }));
  assert.equal(asked, 1);
});

test("async-retry stops at once after an error that is not retryable", async () => {
  paid = 0;
  const call = asyncRetry(async () => await aw.payments.send(payment, { reconcile: false }), {
    retries: 3,
    minTimeout: 1,
  });
  await assert.rejects(call, OutcomeUnknownError);
  assert.equal(paid, 1);
});

test("p-retry with an shouldRetry option retries only retryable errors", async () => {
  paid = 0;
  const call = pRetry(async () => await aw.payments.send(payment, { reconcile: false }), {
    retries: 3,
    minTimeout: 1,
    shouldRetry: ({ error }) => error instanceof PayonceError && error.retryable,
  });
  await assert.rejects(call, OutcomeUnknownError);
  assert.equal(paid, 1);
});
