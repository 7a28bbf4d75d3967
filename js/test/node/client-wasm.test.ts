import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce/wasm";
import { testClient } from "./client.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "wasm");
});

// The first call of the process: later ones can have random bytes that the platform returned before.
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

testClient(payonce);
