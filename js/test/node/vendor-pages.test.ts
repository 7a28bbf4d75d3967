import assert from "node:assert/strict";
import { after, test } from "node:test";
// The page of AgentTech imports these from "@cross402/usdc"; its snippets in Go are written in TypeScript here.
import {
  errorFromResponse,
  LimitReachedError,
  NotSentError,
  PayApiError,
  PayClient,
  PayiError,
  PayValidationError,
  PublicPayClient,
  RequestError,
  UnexpectedError,
  ValidationError,
} from "payonce";
import { start } from "../browser/programs.js";

interface Sandbox {
  url: string;
  providers: { agenttech: { base_url: string; api_key: string; secret_key: string } };
}

const sandbox = await start("PAYONCE_BIN", ["sandbox", "--port", "0"]);
after(sandbox.stop);
const { url, providers } = sandbox.announced as Sandbox;
const given = {
  apiKey: providers.agenttech.api_key,
  secretKey: providers.agenttech.secret_key,
  baseUrl: providers.agenttech.base_url,
  maxRetries: 0,
};
const pay = new PayClient(given);
const unknownIntent = "11111111-1111-4111-8111-111111111111";

/** What a call throws. */
async function thrown(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error("the call succeeded");
}

async function faults(rules: object[]): Promise<void> {
  const body = JSON.stringify({ seed: 7, rules });
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/_sandbox/faults`, { method: "POST", headers, body });
  assert.equal(response.ok, true, await response.text());
}

test("agenttech: the TypeScript snippet reads the status code and the body", async () => {
  const lines: string[] = [];
  const console = { log: (line: string) => void lines.push(line) };
  const err = await thrown(() => pay.getIntent(unknownIntent));
  if (err instanceof PayApiError) {
    console.log(`HTTP ${err.statusCode}: ${err.body}`);
  }
  assert.match(lines[0] ?? "", /^HTTP 404: .*payment intent not found/);
});

test("agenttech: errors.As finds a RequestError, a ValidationError and an UnexpectedError", async () => {
  const reqErr = await thrown(() => new PayClient({ ...given, secretKey: "wrong" }).getMe());
  assert.ok(reqErr instanceof RequestError);
  assert.equal(reqErr.statusCode, 401);

  const valErr = await thrown(() => pay.getIntent(""));
  assert.ok(valErr instanceof ValidationError);
  assert.ok(valErr instanceof NotSentError);
  assert.match(valErr.message, /intent/i);
  assert.ok(!(valErr instanceof RequestError));

  await faults([{ provider: "agenttech", operation: "get_me", fault: { type: "garbage" } }]);
  const unexpErr = await thrown(() => pay.getMe());
  await faults([]);
  assert.ok(unexpErr instanceof UnexpectedError, String(unexpErr));
  assert.ok(!(unexpErr instanceof RequestError));
});

test("agenttech: errors.Is finds each sentinel", async () => {
  const { baseUrl } = given;
  // ErrNilParams is left to the compiler: a call without its arguments is none.
  const brings: Record<string, () => unknown> = {
    ErrEmptyBaseURL: () => new PayClient({ ...given, baseUrl: "" }),
    ErrEmptyIntentID: () => pay.executeIntent(""),
    ErrEmptySettleProof: () =>
      new PublicPayClient({ baseUrl }).submitProof({ intentId: unknownIntent, settleProof: "" }),
    ErrMissingAuth: () => new PayClient({ baseUrl, apiKey: "", secretKey: "" }),
  };
  // A client without its keys never becomes the public one.
  const withoutKeys = (): unknown => new PayClient({ baseUrl });
  for (const [sentinel, use] of [...Object.entries(brings), ["ErrMissingAuth", withoutKeys] as const]) {
    const error = await thrown(use);
    assert.ok(error instanceof PayValidationError, `${sentinel}: ${String(error)}`);
    assert.equal(error.sentinel, sentinel);
  }
});

test("agenttech: a response with status 429 is a retryable error", async () => {
  const fault = { type: "status", status: 429, headers: {}, body: "Too Many Requests", when: "before" };
  await faults([{ provider: "agenttech", operation: "get_me", nth: [1], fault }]);
  const reqErr = await thrown(() => pay.getMe());
  assert.ok(reqErr instanceof RequestError);
  assert.equal(reqErr.statusCode, 429);
  assert.equal(reqErr.retryable, true);
  assert.ok((await pay.getMe()).agentId);
});

test("pay-i: an exception with a response, such as axios throws, is classified by its body", async () => {
  const data = {
    statusCode: 400,
    message: "Bad Request",
    xproxy_error: { code: "limit_reached", message: "Insufficient limit for the requested operation" },
    xproxy_result: { blocked_limit_ids: ["limit_1"], limits: { limit_1: { state: "blocked" } } },
  };
  const exception = Object.assign(new Error("Request failed with status code 400"), {
    response: { status: 400, headers: { "content-type": "application/json" }, data },
  });
  const error = await errorFromResponse("payi", exception);
  assert.ok(error instanceof LimitReachedError);
  assert.ok(error instanceof PayiError);
  assert.equal(error.xproxyError?.code, "limit_reached");
  assert.deepEqual(error.xproxyResult?.["blocked_limit_ids"], ["limit_1"]);
});

test("pay-i: an APIError of a provider package is classified by the body in its error field", async () => {
  const body = {
    type: "error",
    error: { type: "authentication_error", message: "invalid x-api-key" },
    xproxy_error: { code: "provider_error", message: "The downstream provider returned an error." },
    statusCode: 401,
    message: "Unauthorized",
  };
  const exception = Object.assign(new Error("401"), { status: 401, headers: new Headers(), error: body });
  const error = await errorFromResponse("payi", exception);
  assert.ok(error instanceof PayiError);
  assert.equal(error.xproxyError?.code, "provider_error");
  assert.deepEqual(error.providerError, { type: "error", error: body.error });
});
