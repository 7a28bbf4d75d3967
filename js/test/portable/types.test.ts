import assert from "node:assert/strict";
import test from "node:test";
import {
  type AgentPayClient,
  type AgentWallex,
  AlreadyAppliedError,
  type agentwallex,
  classify,
  type HttpResponse,
  NotAppliedError,
  NotSentError,
  OutcomeUnknownError,
  type Payi,
  PayonceError,
  PendingError,
  type RespondStatus,
} from "payonce";

/** Compiles only where both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

/** As Hono's `c.json(body, status)` declares it, cut to what matters here. */
type ContentfulStatusCode = 200 | 400 | 401 | 402 | 403 | 404 | 409 | 418 | 429 | 500 | 502 | 503 | 504;

function json(_body: object, status: ContentfulStatusCode): number {
  return status;
}

const failure = { provider: "agentwallex", operation: "payments.send", phase: "waiting" } as const;

test("the class of an outcome narrows the outcome", () => {
  const error: unknown = classify(failure);
  assert.ok(error instanceof PayonceError);
  if (error instanceof OutcomeUnknownError) {
    same<typeof error.outcome, "unknown">(true);
    assert.equal(error.outcome, "unknown");
  } else if (error instanceof PendingError) {
    same<typeof error.outcome, "pending">(true);
  } else if (error instanceof AlreadyAppliedError) {
    same<typeof error.outcome, "applied">(true);
  } else if (error instanceof NotSentError) {
    same<typeof error.outcome, "not_applied">(true);
    same<typeof error.phase, "before_send">(true);
  } else if (error instanceof NotAppliedError) {
    same<typeof error.outcome, "not_applied">(true);
  }
  if (error instanceof OutcomeUnknownError && error.kind === "policy_violation") {
    // The kind narrows the details as before.
    const { rule } = error.details as { rule?: string };
    assert.equal(rule, undefined);
  }
});

test("respondStatus has a type that server frameworks accept", () => {
  const error = classify(failure);
  assert.ok(error !== null);
  const status: RespondStatus = error.respondStatus;
  assert.equal(json({}, status), 502);
  const response: HttpResponse = error.toResponse();
  assert.equal(json(response.body, response.status), 502);
});

test("the result of reconcile has a type", () => {
  type Found = Awaited<ReturnType<AgentWallex["reconcile"]>>;
  same<Found, agentwallex.Transaction>(true);
  same<Awaited<ReturnType<Payi["reconcile"]>>, never>(true);
  type OfError = Awaited<ReturnType<OutcomeUnknownError["reconcile"]>>;
  same<OfError, agentwallex.Transaction>(true);
});

test("an operation accepts only the call options that affect it", () => {
  const payment = { agentId: "agent_1", to: "0x1", amount: "1", token: "USDC" };
  const charge = { apiKey: "key_of_an_end_user", amountCents: 5 };
  // Only compiled, never called.
  const calls = (wallet: AgentWallex, server: AgentPayClient): Promise<unknown>[] => [
    wallet.payments.send(payment, { idempotencyKey: "order_1", reconcile: false, allowDuplicate: true }),
    server.consume(charge, { idempotencyKey: "order_1" }),
    // @ts-expect-error a retry of a charge has no second effect
    server.consume(charge, { allowDuplicate: true }),
    wallet.agents.create({ name: "a", chain: "eip155:8453" }, { allowDuplicate: true }),
    // A journal recognizes the key.
    wallet.agents.create({ name: "a", chain: "eip155:8453" }, { idempotencyKey: "order_1" }),
    wallet.agents.get("agent_1", { timeoutMs: 1_000 }),
    // @ts-expect-error a read has no effect
    wallet.agents.get("agent_1", { idempotencyKey: "order_1" }),
    wallet.agents.delete("agent_1", { idempotencyKey: "order_1" }),
  ];
  assert.equal(typeof calls, "function");
});
