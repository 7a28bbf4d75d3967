import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import * as payonce from "payonce";

const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
const paid = new Set<string>();
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk as string;
  paid.add(/po_[0-9a-f]{32}/.exec(body)?.[0] ?? body);
  response.writeHead(200, { "content-type": "application/json" }).end('{"id":"tx_1","status":"confirmed"}');
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});

const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const options = { apiKey: "awx_test_0123456789abcdef", baseUrl, maxRetries: 0 };

for (const [name, { AgentWallex }] of Object.entries({ [payonce.backendName()]: payonce })) {
  test(`${name}: a listener cannot change the result of a finished call`, async () => {
    const controller = new AbortController();
    const heard: string[] = [];
    const aw = new AgentWallex({
      ...options,
      onEvent: ({ event }) => {
        heard.push(event);
        if (event === "finished") {
          controller.abort();
          throw new Error("the log is full");
        }
      },
    });
    const sent = await aw.payments.send(payment, { signal: controller.signal });
    assert.equal(sent.id, "tx_1");
    assert.deepEqual(heard, ["about_to_send", "request_finished", "finished"]);
  });
}

// The call runs on a thread of its own, so that the word to stop can reach it at any moment: also between the last look
// whether it may go on and the first byte, and after the response has come.
test("a payment that is reported as not sent was not sent, whenever the signal fired", async () => {
  const aw = new payonce.AgentWallex(options);
  const notSent: string[] = [];
  const told = new Map<string, number>();
  async function payAndLeave(patience: number): Promise<void> {
    const controller = new AbortController();
    if (patience === 0) {
      controller.abort();
    }
    const until = performance.now() + patience;
    const call = aw.payments.send(payment, { signal: controller.signal, reconcile: false });
    // Timers are too coarse for this.
    while (performance.now() < until) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    controller.abort();
    const outcome = await call.then(
      () => "applied",
      (error: unknown) => {
        assert.ok(error instanceof payonce.PayonceError);
        const { reference } = error.reference;
        assert.ok(reference != null);
        if (error.outcome === "not_applied") {
          notSent.push(reference);
        }
        return error.outcome;
      },
    );
    told.set(outcome, (told.get(outcome) ?? 0) + 1);
  }
  const outcomes = ["applied", "not_applied", "unknown"];
  const callers = 24;
  // How long the most patient one waits. It follows the machine, so that the signals come before, at and after the
  // responds however busy it is.
  let longest = 20;
  for (
    let round = 0;
    round < 60 || (round < 600 && !outcomes.every((outcome) => told.has(outcome)));
    round += 1
  ) {
    const before = told.get("applied") ?? 0;
    await Promise.all(
      Array.from({ length: callers }, (_, caller) => payAndLeave((longest * caller) / callers)),
    );
    const applied = (told.get("applied") ?? 0) - before;
    longest *= applied < callers / 4 ? 1.5 : applied > callers / 2 ? 0.75 : 1;
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(
    notSent.filter((reference) => paid.has(reference)),
    [],
  );
  // A run that never hits the moments in between would prove nothing.
  for (const outcome of outcomes) {
    assert.ok(told.has(outcome), `${outcome} was never told: ${JSON.stringify([...told])}`);
  }
});
