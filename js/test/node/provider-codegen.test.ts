import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import test from "node:test";
import { InsufficientFundsError, OutcomeUnknownError } from "payonce";
import { AcmePay, type Payment } from "./acme_pay.js";

const apiKey = "acme_key_of_this_test";

/** Answers each request with the next of these responses. */
async function served(
  responses: readonly (readonly [number, object | null])[],
  use: (url: string, requests: { path: string; key: string | undefined; body: string }[]) => Promise<void>,
): Promise<void> {
  const requests: { path: string; key: string | undefined; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const [status, value] = responses[requests.length] ?? [500, null];
      const key = request.headers["idempotency-key"];
      requests.push({ path: `${request.method ?? ""} ${request.url ?? ""}`, key: key?.toString(), body });
      response.writeHead(status, { "content-type": "application/json" });
      response.end(value === null ? "" : JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, requests);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a generated client pays and returns its objects", async () => {
  const pending = { id: "pay_1", status: "pending", payTo: "shop" };
  await served(
    [
      [201, pending],
      [200, { id: "pay_1", status: "paid" }],
    ],
    async (baseUrl, requests) => {
      const client = new AcmePay({ apiKey, baseUrl });
      const payment: Payment = await client.payments.send(
        { to: "shop", amount: "12.50" },
        { idempotencyKey: "order-17" },
      );
      assert.deepEqual([payment.id, payment.payTo, payment.isFinal], ["pay_1", "shop", false]);
      assert.equal((await payment.waitUntilFinal()).succeeded, true);
      assert.deepEqual(requests[0], {
        path: "POST /payments",
        key: "order-17",
        body: '{"to":"shop","amount":"12.50"}',
      });
    },
  );
});

test("a generated client throws typed errors", async () => {
  await served(
    [
      [402, { error: { code: "insufficient_funds" } }],
      [500, null],
    ],
    async (baseUrl) => {
      const client = new AcmePay({ apiKey, baseUrl, maxRetries: 0 });
      const paying = client.payments.send({ to: "shop", amount: "1.00" }, { idempotencyKey: "order-18" });
      await assert.rejects(paying, InsufficientFundsError);
      await assert.rejects(client.refund({ reason: "late" }), OutcomeUnknownError);
    },
  );
});

test("a generated client goes through pages", async () => {
  await served(
    [
      [200, { data: [{ id: "pay_1", status: "paid" }], has_more: true }],
      [200, { data: [{ id: "pay_2", status: "paid" }], has_more: false }],
      [204, null],
    ],
    async (baseUrl, requests) => {
      const client = new AcmePay({ apiKey, baseUrl });
      const found: string[] = [];
      for await (const payment of client.payments.list()) {
        found.push(payment.id);
      }
      await client.payments.cancel({ paymentId: "pay_1" });
      assert.deepEqual(found, ["pay_1", "pay_2"]);
      assert.deepEqual(
        requests.map(({ path }) => path),
        ["GET /payments", "GET /payments?starting_after=pay_1", "DELETE /payments/pay_1"],
      );
    },
  );
});
