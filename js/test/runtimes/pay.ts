import assert from "node:assert/strict";
import test from "node:test";
import {
  AgentWallex,
  AgentWallexError,
  type agentwallex,
  ApiConnectionError,
  ApiTimeoutError,
  backendName,
  type CallEvent,
  type ClientOptions,
  classify,
  InvalidArgumentError,
  callInfo,
  NotSentError,
  OutcomeUnknownError,
  PayonceError,
  PolicyViolationError,
  RateLimitedError,
} from "payonce";
import { faults, payments, requests, runtime, sandbox } from "./sandbox.js";

/** The runtimes that load the native addon, and so are told how far a request got. */
const native = ["node", "bun"];
/** Those whose `fetch` says that nothing listened. */
const telling = [...native, "bun-wasm", "edge-light"];
const to = "0x1111111111111111111111111111111111111111";
const chain = "eip155:8453";
const send = "payments.send";

// Outside of any request, where edge runtimes allow neither I/O, nor timers, nor randomness.
const judgedAtImport = classify({ provider: "agentwallex", operation: send, status: 429 });
const openedAtImport = new AgentWallex({
  apiKey: "awx_test_0000000000000000",
  baseUrl: "http://127.0.0.1:4",
});

/** A client of the simulator, and an agent with a wallet of its own. */
async function start(options: ClientOptions = {}): Promise<{ aw: AgentWallex; agentId: string }> {
  await faults();
  const { api_key: apiKey, base_url: baseUrl } = sandbox().providers.agentwallex;
  const aw = new AgentWallex({ apiKey, baseUrl, ...options });
  const agent = await aw.agents.create({ name: `${runtime()}-${crypto.randomUUID()}`, chain });
  return { aw, agentId: agent.id };
}

function payment(agentId: string, amount = "5.00"): agentwallex.PaymentsSendArguments {
  return { agentId, to, amount, token: "USDC", chain };
}

/** What the call throws. */
async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return await call.then(
    (value) => assert.fail(`it returned ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}

test("the expected backend of this runtime is loaded", () => {
  assert.equal(backendName(), native.includes(runtime()) ? "addon" : "wasm");
});

test("the module can classify a response and open a client while it is imported", () => {
  assert.ok(judgedAtImport instanceof RateLimitedError);
  assert.ok(judgedAtImport instanceof AgentWallexError);
  assert.equal(judgedAtImport.retryable, true);
  assert.match(JSON.stringify(openedAtImport), /127\.0\.0\.1:4/);
});

test("a runtime that cannot read PAYONCE_ONLY_LOOPBACK allows only loopback", () => {
  const open = (): AgentWallex => new AgentWallex({ apiKey: "awx_test_0000000000000000" });
  if (runtime() !== "deno") {
    open();
    return;
  }
  assert.throws(open, (error) => {
    assert.ok(error instanceof InvalidArgumentError);
    assert.match(error.message, /--allow-env=PAYONCE_ONLY_LOOPBACK/);
    return true;
  });
});

test("a payment is made once, and its events are emitted in order", async () => {
  const heard: string[] = [];
  const onEvent = ({ event, operation }: CallEvent): void => {
    if (operation === send) {
      heard.push(event);
    }
  };
  const { aw, agentId } = await start({ onEvent });
  const paid = await aw.payments.send(payment(agentId));
  assert.equal((await paid.waitUntilFinal()).succeeded, true);
  assert.equal(callInfo(paid)?.attempts, 1);
  assert.match(callInfo(paid)?.reference.reference ?? "", /^po_/);
  assert.deepEqual(heard, ["about_to_send", "request_finished", "finished"]);
  assert.deepEqual(await payments(agentId), [5]);
});

test("a policy violation has its class and names its rule", async () => {
  const { aw, agentId } = await start();
  await aw.policies.create({ agentId, type: "spending_limit", rules: { maxTransactionAmount: "10.00" } });
  const error = await thrownBy(aw.payments.send(payment(agentId, "50.00")));
  assert.ok(error instanceof PolicyViolationError);
  assert.ok(error instanceof AgentWallexError);
  assert.ok(error instanceof PayonceError);
  assert.ok(error instanceof Error);
  assert.equal(error.rule, "max_transaction_amount");
  assert.equal(error.outcome, "not_applied");
  assert.deepEqual(await payments(agentId), []);
});

test("a payment with a lost response is found instead of sent again", async () => {
  const { aw, agentId } = await start();
  await faults({ operation: send, nth: [1], fault: { type: "drop", when: "after" } });
  const paid = await aw.payments.send(payment(agentId));
  assert.equal(paid.amount, "5.00");
  assert.deepEqual(await payments(agentId), [5]);
});

test("a lost payment can be reconciled later with the error or its data", async () => {
  const { aw, agentId } = await start();
  await faults({ operation: send, nth: [1], fault: { type: "drop", when: "after" } });
  const error = await thrownBy(aw.payments.send(payment(agentId), { reconcile: false }));
  assert.ok(error instanceof OutcomeUnknownError);
  assert.ok(error instanceof ApiConnectionError);
  assert.equal(error.advice, "reconcile");
  const found = await error.reconcile();
  const { aw: other } = await start();
  const again = await other.reconcile(JSON.parse(JSON.stringify(error)));
  assert.equal(again.id, found.id);
  assert.deepEqual(await payments(agentId), [5]);
});

test("a signal ends a running call, and its reference finds the payment", async () => {
  const { aw, agentId } = await start();
  await faults({ operation: send, nth: [1], fault: { type: "hang", when: "after" } });
  const controller = new AbortController();
  const reason = new Error("the user left");
  const call = thrownBy(aw.payments.send(payment(agentId), { signal: controller.signal }));
  while ((await payments(agentId)).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  controller.abort(reason);
  const error = await call;
  assert.ok(error instanceof OutcomeUnknownError);
  assert.equal((error.cause as Error).message, reason.message);
  await faults();
  const found = await error.reconcile();
  assert.equal(found.amount, "5.00");
  assert.deepEqual(await payments(agentId), [5]);
});

test("a signal that fired before the call prevents the request", async () => {
  const { aw, agentId } = await start();
  const before = await requests();
  const error = await thrownBy(aw.payments.send(payment(agentId), { signal: AbortSignal.abort() }));
  assert.ok(error instanceof NotSentError);
  assert.equal(await requests(), before);
});

test("a call that takes too long raises a timeout error", async () => {
  const { aw, agentId } = await start();
  await faults({ operation: "agents.get", fault: { type: "hang", when: "before" } });
  const error = await thrownBy(aw.agents.get(agentId, { timeoutMs: 150, maxRetries: 0 }));
  assert.ok(error instanceof ApiTimeoutError);
  assert.equal(error.outcome, "not_applied");
});

test("a client waits as long as the provider requests", async () => {
  const { aw, agentId } = await start();
  const headers = { "retry-after-ms": "300" };
  await faults({
    operation: send,
    nth: [1],
    fault: { type: "status", status: 429, headers, when: "before" },
  });
  const started = Date.now();
  const paid = await aw.payments.send(payment(agentId));
  assert.equal(callInfo(paid)?.attempts, 2);
  assert.ok(Date.now() - started >= 290, "the wait was cut short");
  assert.deepEqual(await payments(agentId), [5]);
});

test("a refused connection is reported as not sent if the runtime reports the cause", async () => {
  const aw = new AgentWallex({ apiKey: "awx_test_0000000000000000", baseUrl: "http://127.0.0.1:4" });
  const pay = aw.payments.send(payment("agent_1"), { maxRetries: 0 });
  const error = await thrownBy(pay);
  assert.ok(error instanceof ApiConnectionError);
  const tells = telling.includes(runtime());
  assert.equal(error.phase, tells ? "before_send" : "waiting");
  assert.equal(error.outcome, tells ? "not_applied" : "unknown");
});

test("a request that the runtime refuses is reported as not sent", async () => {
  const { aw, agentId } = await start();
  // Some send such a field as UTF-8, the `fetch` of others does not make the request.
  const headers = { "x-note": "\u{1f642}" };
  const came: unknown = await aw.payments
    .send(payment(agentId), { headers, maxRetries: 0 })
    .catch((error: unknown) => error);
  if (!(came instanceof NotSentError)) {
    assert.ok(!(came instanceof Error), String(came));
  }
  assert.deepEqual(await payments(agentId), came instanceof NotSentError ? [] : [5]);
});
