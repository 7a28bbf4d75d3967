import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce/wasm";
import { testClient } from "./client.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "wasm");
});

testClient(payonce);

test("a call without a random source generates no reference", async () => {
  const aw = new payonce.AgentWallex({ apiKey: "awx_test_0000000000000000", baseUrl: "http://127.0.0.1:9" });
  const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
  const known = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  assert.ok(known);
  Object.defineProperty(globalThis, "crypto", { configurable: true, value: undefined });
  try {
    await assert.rejects(aw.payments.send(payment), (error) => {
      assert.ok(error instanceof payonce.InvalidArgumentError);
      assert.ok(error instanceof payonce.NotSentError);
      assert.equal(error.details.field, "idempotencyKey");
      return true;
    });
    // Nobody listens there: the call got as far as the network.
    const options = { idempotencyKey: "order_4711_attempt_1", maxRetries: 0 };
    await assert.rejects(aw.payments.send(payment, options), payonce.ApiConnectionError);
  } finally {
    Object.defineProperty(globalThis, "crypto", known);
  }
});

test("each call asks for random bytes of its own", async () => {
  const known = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  assert.ok(known);
  // As in two copies of one saved process, whose platform returns other bytes to each of them.
  let asked = 0;
  const counting = {
    getRandomValues: (bytes: Uint8Array): Uint8Array => {
      asked += 1;
      return bytes.fill(asked);
    },
  };
  Object.defineProperty(globalThis, "crypto", { configurable: true, value: counting });
  try {
    const aw = new payonce.AgentWallex({
      apiKey: "awx_test_0000000000000000",
      baseUrl: "http://127.0.0.1:9",
      maxRetries: 0,
    });
    const before = asked;
    await assert.rejects(async () => await aw.agents.list());
    await assert.rejects(async () => await aw.agents.list());
    assert.equal(asked - before, 2);
  } finally {
    Object.defineProperty(globalThis, "crypto", known);
  }
});
