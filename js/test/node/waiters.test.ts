import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import * as addon from "payonce";

const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
let requests = 0;
const server = createServer((request, response) => {
  requests += 1;
  const [status, body] =
    request.method === "POST"
      ? [201, { id: "tx_1", status: "pending" }]
      : [401, { code: "x", type: "authentication_error", message: "the key was revoked" }];
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const options = { apiKey: "awx_test_0123456789abcdef", baseUrl, maxRetries: 0 };
const noDurations = [-1, -0.001, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300];

for (const [name, payonce] of Object.entries({ [addon.backendName()]: addon })) {
  const { AgentWallex } = payonce;

  function assertPending(error: unknown): asserts error is addon.PayonceError {
    assert.ok(error instanceof payonce.PendingError);
    assert.equal(error instanceof payonce.NotAppliedError, false);
    assert.equal(error.operation, "payments.send");
    assert.equal(error.outcome, "pending");
    assert.equal(error.advice, "wait");
    assert.equal(error.retryable, false);
    assert.equal(error.respondStatus, 503);
    assert.equal(error.reference.id, "tx_1");
  }

  test(`${name}: a failed poll leaves the payment pending`, async () => {
    const pending = await new AgentWallex(options).payments.send(payment);
    await assert.rejects(pending.waitUntilFinal(), (error) => {
      assertPending(error);
      assert.ok(error instanceof payonce.AuthenticationError);
      assert.ok(error.cause instanceof payonce.NotAppliedError);
      return true;
    });
  });

  test(`${name}: a signal that ends the wait leaves the payment pending`, async () => {
    const pending = await new AgentWallex(options).payments.send(payment);
    const signal = AbortSignal.timeout(50);
    await assert.rejects(pending.waitUntilFinal({ signal }), (error) => {
      assertPending(error);
      assert.equal((error.cause as Error).message, (signal.reason as Error).message);
      return true;
    });
  });

  test(`${name}: an invalid duration is refused for a wait`, async () => {
    const pending = await new AgentWallex(options).payments.send(payment);
    for (const timeoutMs of noDurations) {
      await assert.rejects(pending.waitUntilFinal({ timeoutMs }), (error) => {
        assertPending(error);
        assert.ok(error instanceof payonce.InvalidArgumentError, `${timeoutMs}`);
        assert.deepEqual(error.details, { ...error.details, field: "timeoutMs" });
        return true;
      });
    }
  });

  test(`${name}: an invalid duration is refused in every option before anything is sent`, async () => {
    const client = new AgentWallex(options);
    const before = requests;
    for (const duration of noDurations) {
      assert.throws(() => new AgentWallex({ ...options, timeoutMs: duration }), payonce.InvalidArgumentError);
      await assert.rejects(client.payments.send(payment, { timeoutMs: duration }), payonce.NotSentError);
      for (const name of ["baseDelayMs", "maxDelayMs", "deadlineMs", "maxRetryAfterMs"]) {
        const retry = { [name]: duration };
        assert.throws(() => new AgentWallex({ ...options, retry }), payonce.InvalidArgumentError);
        await assert.rejects(client.payments.send(payment, { retry }), (error) => {
          assert.ok(error instanceof payonce.InvalidArgumentError && error instanceof payonce.NotSentError);
          assert.equal(error.details.field, `retry.${name}`);
          return true;
        });
      }
    }
    assert.equal(requests, before);
  });
}
