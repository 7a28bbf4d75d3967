import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce";
import {
  AgentTechError,
  AgentWallexError,
  AlreadyAppliedError,
  type AnyPayonceError,
  classify,
  type ErrorData,
  errorFromPayload,
  type ErrorPayload,
  InsufficientFundsError,
  InvalidArgumentError,
  isPayonceError,
  kinds,
  NotAppliedError,
  NotSentError,
  OutcomeUnknownError,
  PayApiError,
  PayonceError,
  PendingError,
  PolicyViolationError,
  providers,
  RequestError,
} from "payonce";
import { kindClasses, providerClasses } from "#internal/generated/vocabulary.js";

function sample(changes: Partial<ErrorData> = {}): ErrorData {
  return {
    provider: "agentwallex",
    kind: "policy_violation",
    class: "PolicyViolationError",
    code: "policy_violation",
    type: "invalid_request_error",
    status: 400,
    phase: "answered",
    message: "over the daily limit",
    user_message: "This payment is not allowed. Nothing was charged.",
    actor: "operator",
    advice: "ask_human",
    retryable: false,
    retry_after_ms: null,
    outcome: "not_applied",
    respond_status: 503,
    reference: {
      idempotency_key: null,
      reference: "po_1",
      id: null,
      hash: null,
      ledger_id: null,
      intent_id: null,
      sent_at_ms: 1,
    },
    request_id: "req_1",
    operation: "payments.send",
    attempts: 1,
    doc: "agentwallex/policy_violation",
    details: { rule: "daily_limit" },
    ...changes,
  };
}

const all = payonce as unknown as Record<string, unknown>;

test("every kind and every provider has its class, and each error is an instance of both", () => {
  for (const provider of providers) {
    for (const kind of kinds) {
      const error = errorFromPayload(sample({ provider, kind, class: kindClasses[kind] }));
      for (const name of [kindClasses[kind], providerClasses[provider], "PayonceError"]) {
        const Class = all[name] as typeof PayonceError;
        assert.equal(typeof Class, "function", `there is no class ${name}`);
        assert.ok(error instanceof Class, `${provider} ${kind} is no ${name}`);
      }
      for (const other of kinds.filter((other) => other !== kind)) {
        assert.ok(
          !(error instanceof (all[kindClasses[other]] as typeof PayonceError)),
          `${kind} is a ${other}`,
        );
      }
      for (const other of providers.filter((other) => other !== provider)) {
        const Class = all[providerClasses[other]] as typeof PayonceError;
        assert.ok(!(error instanceof Class), `${provider} is a ${other}`);
      }
      assert.ok(error instanceof Error);
      assert.equal(error.name, kindClasses[kind]);
    }
  }
});

test("the class of the outcome does not depend on the kind", () => {
  const of = (changes: Partial<ErrorData>) => errorFromPayload(sample(changes));
  assert.ok(of({ outcome: "unknown" }) instanceof OutcomeUnknownError);
  assert.ok(of({ outcome: "pending" }) instanceof PendingError);
  assert.ok(of({ outcome: "applied" }) instanceof AlreadyAppliedError);
  assert.ok(of({ outcome: "not_applied" }) instanceof NotAppliedError);
  assert.ok(!(of({ outcome: "not_applied" }) instanceof NotSentError));
  assert.ok(of({ phase: "before_send" }) instanceof NotSentError);
  // An earlier request of the same call may have arrived.
  assert.ok(!(of({ phase: "before_send", outcome: "unknown" }) instanceof NotSentError));
});

test("an error is an instance of both spellings of its vendor class", () => {
  const error = errorFromPayload(
    sample({ provider: "agenttech", kind: "not_found", class: "PayApiError", status: 404 }),
  );
  assert.ok(error instanceof PayApiError);
  assert.ok(error instanceof RequestError);
  assert.ok(error instanceof AgentTechError);
  assert.ok(error instanceof payonce.NotFoundError);
  assert.equal(error.name, "PayApiError");
  assert.equal((error as PayApiError).statusCode, 404);
  assert.ok(!(errorFromPayload(sample()) instanceof PayApiError));
});

test("a value that is not an error of payonce is an instance of none of its classes", () => {
  for (const value of [null, undefined, 1, "text", {}, new Error("other"), new TypeError("other")]) {
    assert.ok(!((value as unknown) instanceof PayonceError));
    assert.ok(!((value as unknown) instanceof PolicyViolationError));
    assert.ok(!isPayonceError(value));
  }
});

test("toJSON returns the payload, and errorFromPayload rebuilds the same error", () => {
  const payload = sample();
  const error = errorFromPayload(payload);
  assert.deepEqual(error.toJSON(), payload);
  assert.deepEqual(JSON.parse(JSON.stringify(error)), payload);
  const copy = errorFromPayload(structuredClone(error.toJSON()));
  assert.ok(copy instanceof PolicyViolationError);
  assert.deepEqual(copy.toJSON(), payload);
  // What a caller does to a copy stays in the copy.
  (error.toJSON() as { kind: string }).kind = "other";
  assert.equal(error.kind, "policy_violation");
});

test("attributes are in camelCase and typed", () => {
  const error = errorFromPayload(sample({ retry_after_ms: 1500 }));
  assert.equal(error.userMessage, "This payment is not allowed. Nothing was charged.");
  assert.equal(error.retryAfterMs, 1500);
  assert.equal(error.respondStatus, 503);
  assert.equal(error.requestId, "req_1");
  assert.equal(error.rule, "daily_limit");
  assert.equal(error.reference.reference, "po_1");
  assert.equal(error.reference.sentAtMs, 1);
  assert.equal(error.message, "over the daily limit");
});

test("kind and provider narrow the details", () => {
  assert.equal(told(errorFromPayload(sample())), "daily_limit");
  const credits = sample({
    provider: "agenticpencil",
    kind: "insufficient_funds",
    class: "InsufficientFundsError",
    details: { required_credits: 5, available_credits: 2 },
  });
  assert.equal(told(errorFromPayload(credits)), "3 short");
  assert.equal(told(new TypeError("other")), "not ours");
});

/** This compiles only when the types narrow. */
function told(error: unknown): string {
  if (!(error instanceof PayonceError)) {
    return "not ours";
  }
  switch (error.kind) {
    case "policy_violation": {
      if (error.provider !== "agentwallex") {
        return "another engine";
      }
      const rule: string | undefined = error.details.rule;
      return rule ?? "no rule";
    }
    case "invalid_argument": {
      const field: string = error.details.field;
      return field;
    }
    case "insufficient_funds": {
      if (error.provider === "agenticpencil") {
        const { required_credits = 0, available_credits = 0 } = error.details;
        const short: number = required_credits - available_credits;
        return `${short} short`;
      }
      return "short";
    }
    default:
      return error.kind;
  }
}

test("instanceof narrows a value of type unknown", () => {
  const error: unknown = errorFromPayload(sample());
  if (error instanceof PolicyViolationError) {
    const kind: "policy_violation" = error.kind;
    assert.equal(kind, "policy_violation");
    assert.equal(error.rule, "daily_limit");
  } else {
    assert.fail("not narrowed");
  }
  if (error instanceof AgentWallexError) {
    const provider: "agentwallex" = error.provider;
    assert.equal(provider, "agentwallex");
  }
  if (error instanceof InsufficientFundsError) {
    assert.fail("another kind");
  }
});

test("a payload of a later version is still an error", () => {
  const later = { ...sample(), provider: "somepay", kind: "solar_flare", class: "SolarFlareError" };
  const error = errorFromPayload(later);
  assert.ok(error instanceof PayonceError);
  assert.equal(error.name, "SolarFlareError");
  assert.throws(() => errorFromPayload({} as ErrorData), TypeError);
});

test("a subclass of an error class has only its own instances", () => {
  class Mine extends AgentWallexError {}
  const error = errorFromPayload(sample());
  assert.ok(!(error instanceof Mine));
  const mine: unknown = new Mine(sample() as ErrorPayload<"agentwallex">);
  assert.ok(mine instanceof Mine);
  assert.ok(mine instanceof AgentWallexError);
});

test("a response of another HTTP client is classified in each of its forms", async () => {
  const body = { code: "rate_limit_exceeded", type: "rate_limit_error", message: "slow down" };
  const known = { provider: "agentwallex", operation: "payments.send", status: 429 } as const;
  const judged: (AnyPayonceError | null)[] = [
    classify({ ...known, headers: { "Retry-After": "2" }, body }),
    classify({ ...known, headers: [["retry-after", "2"]], body: JSON.stringify(body) }),
    classify({
      ...known,
      headers: new Headers({ "retry-after": "2" }),
      body: new TextEncoder().encode(JSON.stringify(body)),
    }),
    await payonce.errorFromResponse(
      "agentwallex",
      new Response(JSON.stringify(body), { status: 429, headers: { "retry-after": "2" } }),
      { operation: "payments.send" },
    ),
    await payonce.errorFromResponse("agentwallex", {
      response: { status: 429, headers: { "retry-after": ["2"] }, data: body },
    }),
  ];
  for (const error of judged) {
    assert.ok(error instanceof payonce.RateLimitedError);
    assert.equal(error.retryAfterMs, 2000);
    assert.equal(error.code, "rate_limit_exceeded");
  }
  assert.equal(classify({ provider: "agentwallex", status: 200, body: "{}" }), null);
});

test("an exception of another HTTP client is reported as not sent only if it proves that", () => {
  const refused = Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } });
  const known = { operation: "payments.send" };
  assert.ok(payonce.fromTransportError("agentwallex", refused, known) instanceof NotSentError);
  const outcomeOf = (cause: object): string => {
    const failed = Object.assign(new TypeError("fetch failed"), { cause });
    return payonce.fromTransportError("agentwallex", failed, known).outcome;
  };
  const code = "EHOSTUNREACH";
  assert.equal(outcomeOf({ code, syscall: "connect" }), "not_applied");
  assert.equal(outcomeOf({ code, errors: [{ code, syscall: "connect" }] }), "not_applied");
  // The way to the host was lost after the request went out.
  assert.equal(outcomeOf({ code, syscall: "read" }), "unknown");
  assert.equal(outcomeOf({ code }), "unknown");
  assert.equal(outcomeOf({ code, errors: [] }), "unknown");
  assert.equal(outcomeOf({ code, errors: [null] }), "unknown");
  assert.equal(outcomeOf({ code, syscall: "read", errors: [] }), "unknown");
  assert.equal(outcomeOf({ code, syscall: "read", errors: [{ code, syscall: "connect" }] }), "unknown");
  const never = { code: "ECONNREFUSED", syscall: "connect" };
  assert.equal(outcomeOf({ code: "ERR_NETWORK", cause: never }), "not_applied");
  for (const link of [
    { code: "ECONNRESET", syscall: "read" },
    { code: "EPIPE" },
    { code: "UND_ERR_SOCKET" },
    { syscall: "write" },
    { errors: [{ code: "ECONNRESET", syscall: "read" }] },
  ]) {
    assert.equal(outcomeOf({ ...link, cause: never }), "unknown");
    assert.equal(outcomeOf({ ...never, cause: link }), "unknown");
  }
  // A response was there, though its status is none.
  const strange = Object.assign(new Error("502"), { ...never, response: { status: "502" } });
  assert.equal(payonce.fromTransportError("agentwallex", strange, known).outcome, "unknown");
  const endless: { code: string; syscall: string; cause?: unknown; errors?: unknown[] } = { ...never };
  endless.cause = endless;
  assert.equal(outcomeOf(endless), "unknown");
  const around: { code: string; errors?: unknown[] } = { code };
  around.errors = [around];
  assert.equal(outcomeOf(around), "unknown");
  const lost = payonce.fromTransportError("agentwallex", new TypeError("fetch failed"), known);
  assert.equal(lost.kind, "connection");
  assert.ok(lost instanceof OutcomeUnknownError);
  assert.equal((lost.cause as Error).name, "TypeError");
  const late = payonce.fromTransportError("agentwallex", new DOMException("late", "TimeoutError"), known);
  assert.ok(late instanceof payonce.ApiTimeoutError);
});

test("an unread body is not treated as an empty one", async () => {
  const known = { operation: "payments.send" };
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const bodies = [
    new Response("{}").body,
    Promise.resolve("{}"),
    new Blob(["{}"]),
    new URLSearchParams(),
    new Map(),
    new Response("{}"),
    { pipe: () => {} },
    { then: () => {} },
    () => "{}",
    1n,
    circle,
  ];
  for (const body of bodies) {
    const responses = [{ data: body }, { body }, { error: body }, { rawBody: body }];
    for (const given of responses) {
      const response = { status: 400, ...given };
      await assert.rejects(
        payonce.errorFromResponse("agentwallex", response, known),
        /^TypeError: .*read it first/,
      );
      await assert.rejects(payonce.errorFromResponse("agentwallex", { response }, known), TypeError);
      const thrown = Object.assign(new Error("400"), { response });
      const error = payonce.fromTransportError("agentwallex", thrown, known);
      assert.equal(error.outcome, "unknown");
      assert.match(error.message, /was not read/);
    }
    assert.throws(() => classify({ provider: "agentwallex", status: 400, body }), TypeError);
  }
  for (const body of [
    "{}",
    {},
    Object.create(null) as object,
    [],
    7,
    true,
    new Uint8Array(),
    new ArrayBuffer(0),
  ]) {
    assert.equal((await payonce.errorFromResponse("agentwallex", { status: 400, data: body }))?.status, 400);
  }
  for (const none of [undefined, null, Promise.resolve(new Response()), { response: undefined }]) {
    await assert.rejects(
      payonce.errorFromResponse("agentwallex", none as never),
      /^TypeError: there is no response/,
    );
  }
});

test("a response that is not a global Response is read", async () => {
  const body = JSON.stringify({ code: "policy_violation", message: "over the limit" });
  const foreign = {
    status: 403,
    headers: new Headers(),
    bodyUsed: false,
    clone: () => new Response(body),
    arrayBuffer: () => Promise.reject(new Error("of the copy only")),
  };
  for (const given of [foreign, { response: foreign }]) {
    assert.equal((await payonce.errorFromResponse("agentwallex", given))?.code, "policy_violation");
    const used = { ...foreign, bodyUsed: true };
    await assert.rejects(
      payonce.errorFromResponse("agentwallex", used),
      /^TypeError: the body was read already/,
    );
  }
  const error = payonce.fromTransportError(
    "agentwallex",
    { response: foreign },
    { operation: "payments.send" },
  );
  assert.equal(error.outcome, "unknown");
  assert.match(error.message, /errorFromResponse/);
});

test("the status 0 is not a response, and the outcome is unknown", async () => {
  const known = { operation: "payments.send" };
  const thrown = Object.assign(new Error("0"), { response: { status: 0, data: "" } });
  for (const error of [
    classify({ provider: "agentwallex", status: 0, ...known }),
    classify({ provider: "agentwallex", status: 0, phase: undefined, body: "{}", ...known }),
    await payonce.errorFromResponse("agentwallex", Response.error(), known),
    payonce.fromTransportError("agentwallex", thrown, known),
  ]) {
    assert.ok(error instanceof OutcomeUnknownError);
    assert.deepEqual([error.kind, error.phase, error.status], ["connection", "waiting", null]);
  }
});

test("an invalid option is named with the place where it was passed", () => {
  const make = () => new payonce.AgentWallex({ apiKey: "awx_test_0000000000000000", timeoutMs: Number.NaN });
  assert.throws(make, (error) => {
    assert.ok(error instanceof InvalidArgumentError);
    assert.match(error.message, /^timeout/);
    return true;
  });
});
