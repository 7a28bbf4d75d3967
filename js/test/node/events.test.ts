import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import * as payonce from "payonce";
import type { CallEvent } from "payonce";

const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let requests = 0;
const paying = await serve((_, response) => {
  requests += 1;
  response.writeHead(200, { "content-type": "application/json" }).end('{"id":"tx_1","status":"confirmed"}');
});
const silent = await serve(() => {});
let failures = 0;
const failingOnce = await serve((_, response) => {
  failures += 1;
  const status = failures % 2 === 1 ? 429 : 200;
  response.writeHead(status, { "content-type": "application/json", "retry-after": "0.01" });
  response.end(status === 429 ? '{"code":"rate_limit_exceeded"}' : '{"id":"tx_1","status":"confirmed"}');
});

type Listener = (event: CallEvent) => void | Promise<void>;

for (const [name, { AgentWallex }] of Object.entries({ [payonce.backendName()]: payonce })) {
  const client = (baseUrl: string, onEvent: Listener, more: object = {}) =>
    new AgentWallex({ apiKey: "awx_test_0123456789abcdef", baseUrl, onEvent, ...more });

  test(`${name}: the events of a call have the same call id, and the last one has its result`, async () => {
    const events: CallEvent[] = [];
    const aw = client(failingOnce, (event) => void events.push(event));
    failures = 0;
    await Promise.all([aw.payments.send(payment)]);
    assert.deepEqual(
      events.map(({ event }) => event),
      ["about_to_send", "request_finished", "retrying", "about_to_send", "request_finished", "finished"],
    );
    assert.equal(new Set(events.map(({ callId }) => callId)).size, 1);
    for (const { provider, operation } of events) {
      assert.deepEqual([provider, operation], ["agentwallex", "payments.send"]);
    }
    for (const event of events.filter(({ event }) => event === "about_to_send")) {
      assert.ok(event.event === "about_to_send");
      assert.deepEqual([event.serverAddress, event.urlTemplate], ["127.0.0.1", "/transactions"]);
    }
    const ends = events.flatMap((event) =>
      event.event === "request_finished" ? [[event.attempt, event.kind, event.status]] : [],
    );
    assert.deepEqual(ends, [
      [1, "rate_limited", 429],
      [2, null, 200],
    ]);
    const last = events.at(-1);
    assert.ok(last?.event === "finished");
    assert.deepEqual([last.attempts, last.kind, last.outcome, last.status], [2, null, "applied", 200]);
    assert.deepEqual([last.advice, last.phase, last.journalState], [null, null, null]);
    assert.match(last.reference.reference ?? "", /^po_/);
    assert.ok(last.durationMs >= 10 && last.durationMs < 60_000);
    await aw.payments.get("tx_1").catch(() => {});
    assert.notEqual(events.at(-1)?.callId, last.callId);
  });

  test(`${name}: an abort has the kind cancelled and emits finished once`, async () => {
    const reasons = [
      new Error("the user left"),
      undefined,
      "a text",
      new DOMException("late", "TimeoutError"),
    ];
    for (const reason of reasons) {
      const events: CallEvent[] = [];
      const controller = new AbortController();
      const aw = client(silent, (event) => void events.push(event));
      const call = aw.payments.send(payment, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 50);
      const error: unknown = await call.catch((error: unknown) => error);
      assert.ok(error instanceof payonce.CallCancelledError, String(error));
      assert.ok(!((error as unknown) instanceof payonce.ApiTimeoutError));
      assert.equal(error.outcome, "unknown");
      assert.equal(error.retryable, false);
      await new Promise((resolve) => setTimeout(resolve, 30));
      assert.deepEqual(
        events.map(({ event }) => event),
        ["about_to_send", "finished"],
      );
      const last = events.at(-1);
      assert.ok(last?.event === "finished");
      assert.deepEqual([last.kind, last.outcome, last.attempts], ["cancelled", "unknown", 1]);
      assert.deepEqual([last.advice, last.phase], [error.advice, error.phase]);
      assert.equal(last.reference.reference, error.reference.reference);
    }
  });

  test(`${name}: an abort after the response does not lose the result`, async () => {
    const controller = new AbortController();
    const aw = client(paying, async ({ event }) => {
      if (event === "request_finished") {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    });
    const paid = await aw.payments.send(payment, { signal: controller.signal });
    assert.equal(paid.id, "tx_1");
  });

  test(`${name}: an abort before the request has the kind cancelled and sends nothing`, async () => {
    const before = requests;
    const events: string[] = [];
    const controller = new AbortController();
    const aw = client(paying, async ({ event }) => {
      events.push(event);
      if (event === "about_to_send") {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    for (const signal of [AbortSignal.abort(), controller.signal]) {
      const error: unknown = await aw.payments.send(payment, { signal }).catch((error: unknown) => error);
      assert.ok(error instanceof payonce.CallCancelledError, String(error));
      assert.ok(error instanceof payonce.NotSentError);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(requests, before);
    assert.equal(
      events.filter((event) => event === "finished").length,
      events.includes("about_to_send") ? 2 : 0,
    );
  });

  test(`${name}: the deadline and the timeout of a call have the kind timeout`, async () => {
    const aw = client(silent, () => {}, { maxRetries: 0 });
    for (const options of [{ timeoutMs: 50 }, { retry: { deadlineMs: 50 } }]) {
      const call = aw.payments.send(payment, { ...options, reconcile: false });
      const error: unknown = await call.catch((error: unknown) => error);
      assert.ok(error instanceof payonce.ApiTimeoutError, String(error));
    }
  });

  test(`${name}: a listener that fails at any event except about_to_send does not change the result`, async () => {
    for (const failing of ["request_finished", "retrying", "finished"]) {
      failures = 0;
      const heard: string[] = [];
      const aw = client(failingOnce, ({ event }) => {
        heard.push(event);
        if (event === failing) {
          throw new Error("the log is full");
        }
      });
      const paid = await aw.payments.send(payment);
      assert.equal(paid.id, "tx_1");
      const request = ["about_to_send", "request_finished"];
      assert.deepEqual(heard, [...request, "retrying", ...request, "finished"]);
    }
    const refusing = client(paying, () => {
      throw new Error("the journal is full");
    });
    const before = requests;
    const error: unknown = await refusing.payments.send(payment).catch((error: unknown) => error);
    assert.ok(error instanceof payonce.CallCancelledError && error instanceof payonce.NotSentError);
    assert.equal((error.cause as Error).message, "the journal is full");
    assert.equal(requests, before);
  });

  test(`${name}: a signal that many calls share has one listener, which is removed afterwards`, async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warn);
    const controller = new AbortController();
    let listeners = 0;
    let most = 0;
    const { addEventListener, removeEventListener } = controller.signal;
    controller.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1;
      most = Math.max(most, listeners);
      addEventListener.apply(controller.signal, args);
    };
    controller.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      removeEventListener.apply(controller.signal, args);
    };
    const aw = client(paying, async () => await new Promise((resolve) => setTimeout(resolve, 1)));
    const { signal } = controller;
    await Promise.all(Array.from({ length: 40 }, async () => await aw.payments.get("tx_1", { signal })));
    assert.equal(listeners, 0);
    assert.ok(most <= 2, `${most} listeners at once`);
    const left = Array.from({ length: 40 }, async () => {
      const call = client(silent, () => {}).payments.get("tx_1", { signal });
      await assert.rejects(call, payonce.CallCancelledError);
    });
    setTimeout(() => controller.abort(), 50);
    await Promise.all(left);
    assert.equal(listeners, 0);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", warn);
    assert.deepEqual(
      warnings.filter((warning) => warning.name === "MaxListenersExceededWarning"),
      [],
    );
  });
}

test("the deadline ends a wait for a listener that never returns, and nothing is sent", async () => {
  const before = requests;
  const aw = new payonce.AgentWallex({
    apiKey: "awx_test_0123456789abcdef",
    baseUrl: paying,
    onEvent: async () => await new Promise<void>(() => {}),
  });
  const call = aw.payments.send(payment, { retry: { deadlineMs: 80 } });
  const error: unknown = await call.catch((error: unknown) => error);
  assert.ok(error instanceof payonce.ApiTimeoutError && error instanceof payonce.NotSentError, String(error));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(requests, before);
});
