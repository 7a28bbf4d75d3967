import assert from "node:assert/strict";
import { after, test } from "node:test";
import type * as Payonce from "payonce";
import * as agents from "payonce/agents";
import { matches } from "./matches.js";

interface ClassifyCase {
  name: string;
  provider: Payonce.ProviderId;
  operation?: string | null;
  safety?: Payonce.Safety | null;
  response?: VectorResponse;
  failure?: { phase: "before_send" | "sending" | "waiting" | "reading"; cause?: string; message?: string };
  message?: unknown;
  expect: object | null;
  tool_failure?: object;
  unix_ms?: number;
  language?: string;
  secrets?: string[];
  user_messages?: Record<string, string>;
  skip?: Record<string, string>;
}

interface VectorResponse {
  status: number;
  headers?: [string, string][];
  body?: unknown;
  body_text?: string;
  body_base64?: string;
  body_repeat?: { text: string; times: number };
}

interface WebhookCase {
  name: string;
  secret: string | string[];
  signature?: string;
  file?: object;
  headers?: [string, string][];
  body_text?: string;
  body_base64?: string;
  now_ms: number;
  tolerance_ms?: number;
  expect: { event?: Record<string, unknown>; code?: string; respond_status?: number };
}

interface Call {
  operation: string;
  arguments?: Record<string, unknown>;
  call_options?: Record<string, unknown>;
  pages?: boolean;
  expect: {
    value?: unknown;
    items?: unknown[];
    error?: object;
    attempts?: number;
    waits_ms?: number[];
    rate_limit_waits?: number;
    reference?: object;
  };
}

interface CallCase extends Call {
  name: string;
  number: number;
  provider: Payonce.ProviderId;
  options: Record<string, unknown>;
  then?: Call[];
  skip?: Record<string, string>;
}

type Client = Payonce.AgentWallex;

const clients: Record<Payonce.ProviderId, string> = {
  agentpay: "AgentPayClient",
  agenttech: "PayClient",
  payi: "Payi",
  agenticpencil: "AgenticPencil",
  agentwallex: "AgentWallex",
};

/** Plays every case of tests/vectors that the script server at this address knows, and reports as this runner. */
export async function play(payonce: typeof Payonce, runner: string, url: string): Promise<void> {
  const response = await fetch(`${url}/_vectors/cases`);
  const cases = (await response.json()) as {
    classify: ClassifyCase[];
    calls: CallCase[];
    webhooks: WebhookCase[];
  };
  await fetch(`${url}/_vectors/reset/${runner}`, { method: "POST" });
  const played: string[] = [];
  const skipped: Record<string, string> = {};

  function each<Case extends ClassifyCase | CallCase>(kind: Case[], body: (one: Case) => unknown): void {
    for (const one of kind) {
      const reason = one.skip?.[runner];
      if (reason !== undefined) {
        skipped[one.name] = reason;
      }
      test(one.name, { skip: reason ?? false }, async () => {
        await body(one);
        played.push(one.name);
      });
    }
  }

  each(cases.classify, (one) => playResponse(payonce, one));
  each(cases.calls, async (one) => await playCall(payonce, one, runner, url));
  for (const one of cases.webhooks) {
    test(one.name, () => {
      playWebhook(payonce, one);
    });
  }
  after(async () => {
    const report = JSON.stringify({ runner, played, skipped });
    const stored = await fetch(`${url}/_vectors/reports/${runner}`, { method: "POST", body: report });
    assert.equal(stored.status, 200, await stored.text());
  });
}

function playResponse(payonce: typeof Payonce, one: ClassifyCase): void {
  const { response, failure, message } = one;
  const error = payonce.classify({
    provider: one.provider,
    operation: one.operation ?? undefined,
    safety: one.safety ?? undefined,
    unixMs: one.unix_ms ?? 0,
    language: one.language,
    secrets: one.secrets,
    userMessages: one.user_messages,
    ...(response && { status: response.status, headers: response.headers, body: bodyOf(response) }),
    ...(message !== undefined && { body: message }),
    ...(failure && {
      phase: failure.phase,
      cause: failure.cause as
        "connection" | "timeout" | "too_large" | "not_processed" | "cancelled" | undefined,
      message: failure.message,
    }),
  });
  if (one.expect === null || error === null) {
    assert.equal(error, one.expect);
    return;
  }
  matches(error.toJSON(), one.expect, "error");
  hasItsClasses(payonce, error);
  if (one.tool_failure !== undefined) {
    const nextStep = agents.nextStep(error);
    const waits = { waitMs: agents.waitMs(error), delayMs: agents.delayMs(error) };
    matches({ nextStep, ...waits, text: agents.forModel(error) }, one.tool_failure, "tool_failure");
    assert.equal(agents.shouldRetry(error), nextStep === "call_again");
  }
}

function playWebhook(payonce: typeof Payonce, one: WebhookCase): void {
  const { secret, signature, file, headers = [], expect } = one;
  const payload = bodyOf(one) ?? "";
  const times = { now: new Date(one.now_ms), toleranceMs: one.tolerance_ms };
  const declared = file && payonce.Provider.parse(file);
  const verify = (): Payonce.WebhookEvent | Payonce.ProviderWebhookEvent =>
    declared?.verifyWebhook({ payload, headers, secret, ...times }) ??
    payonce.verifyWebhook({ payload, signature, secret, ...times });
  if (declared !== undefined && expect.event !== undefined) {
    matches(verify(), expect.event, "event");
    return;
  }
  if (expect.event !== undefined) {
    const { id = null, type, created_at: time = null, data = {}, ...rest } = expect.event;
    // A time that is not the documented text stays among the further members.
    const createdAt = typeof time === "string" ? time : null;
    const extra = createdAt === time ? rest : { ...rest, created_at: time };
    assert.deepEqual(verify(), { id, type, createdAt, data, extra });
    return;
  }
  assert.throws(verify, (error) => {
    assert.ok(error instanceof payonce.WebhookError);
    assert.equal(error.code, expect.code);
    assert.equal(error.respondStatus, expect.respond_status);
    return true;
  });
}

function bodyOf(
  response: Pick<VectorResponse, "body" | "body_text" | "body_base64" | "body_repeat">,
): string | Uint8Array | undefined {
  if (response.body_text !== undefined) {
    return response.body_text;
  }
  if (response.body_base64 !== undefined) {
    return Uint8Array.from(atob(response.body_base64), (letter) => letter.charCodeAt(0));
  }
  if (response.body_repeat !== undefined) {
    return response.body_repeat.text.repeat(response.body_repeat.times);
  }
  return "body" in response ? JSON.stringify(response.body) : undefined;
}

async function playCall(payonce: typeof Payonce, one: CallCase, runner: string, url: string): Promise<void> {
  let waits: number[] = [];
  let sent = 0;
  let rateLimitWaits = 0;
  const options = {
    ...camelNames(one.options),
    baseUrl: `${url}/${runner}~${one.number}`,
    onEvent: (event: Payonce.CallEvent): void => {
      if (event.event === "retrying") {
        waits.push(event.waitMs);
      } else if (event.event === "finished") {
        sent += event.attempts;
      } else if (event.event === "rate_limit_wait") {
        rateLimitWaits += 1;
      }
    },
  };
  let client: Client | undefined;
  for (const call of [one, ...(one.then ?? [])]) {
    waits = [];
    sent = 0;
    rateLimitWaits = 0;
    const items: unknown[] = [];
    const { value, error } = await settle(payonce, async () => {
      client ??= open(payonce, one, options);
      if (call.pages === true) {
        for await (const item of listing(client, call)) {
          items.push(item);
        }
        return undefined;
      }
      return await client.call(
        call.operation,
        camelNames(call.arguments ?? {}),
        camelNames(call.call_options ?? {}),
      );
    });
    const { expect } = call;
    if (expect.error !== undefined) {
      assert.ok(error, `returned ${JSON.stringify(value)} instead of an error`);
      matches(error.toJSON(), expect.error, "error");
      hasItsClasses(payonce, error);
    } else if (error !== undefined) {
      throw error;
    }
    if (expect.items !== undefined) {
      matches(items, expect.items, "items");
    }
    if ("value" in expect) {
      matches(value, expect.value, "value");
    }
    if (expect.attempts !== undefined) {
      assert.equal(sent, expect.attempts, "attempts");
    }
    if (expect.waits_ms !== undefined) {
      assert.deepEqual(waits, expect.waits_ms);
    }
    if (expect.rate_limit_waits !== undefined) {
      assert.equal(rateLimitWaits, expect.rate_limit_waits, "waits for a turn");
    }
    if (expect.reference !== undefined) {
      matches(payonce.callInfo(value as object)?.reference, expect.reference, "reference");
    }
  }
  const problems = await fetch(`${url}/_vectors/problems?runner=${runner}&case=${one.number}`);
  assert.deepEqual(await problems.json(), []);
}

/** The items of all pages of a typed method. */
function listing(client: Client, call: Call): AsyncIterable<unknown> {
  const path = call.operation.split(".");
  const name = path.pop() ?? "";
  const group = path.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], client);
  const methods = group as Record<string, (args: object, options: object) => AsyncIterable<unknown>>;
  const method = methods[name];
  assert.ok(method, `there is no method ${call.operation}`);
  return method.call(group, camelNames(call.arguments ?? {}), camelNames(call.call_options ?? {}));
}

async function settle(
  payonce: typeof Payonce,
  work: () => Promise<unknown>,
): Promise<{ value?: unknown; error?: Payonce.AnyPayonceError }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof payonce.PayonceError) {
      return { error };
    }
    throw error;
  }
}

function open(payonce: typeof Payonce, one: CallCase, options: object): Client {
  const { PublicPayClient } = payonce;
  const [method = ""] = Object.keys(camelNames({ [one.operation.replace("public.", "")]: null }));
  // Clients without keys have a class of their own, with other operations.
  if (one.provider === "agenttech" && !("apiKey" in options) && method in PublicPayClient.prototype) {
    return new PublicPayClient(options) as unknown as Client;
  }
  const Class = (payonce as unknown as Record<string, new (options: object) => Client>)[
    clients[one.provider]
  ];
  assert.ok(Class, `there is no client for ${one.provider}`);
  return new Class(options);
}

/** The class that the error names exists, and the error is an instance of it. */
function hasItsClasses(payonce: typeof Payonce, error: Payonce.AnyPayonceError): void {
  const Class = (payonce as unknown as Record<string, unknown>)[error.name] as typeof Payonce.PayonceError;
  assert.equal(typeof Class, "function", `there is no class ${error.name}`);
  assert.ok(error instanceof Class, `not an instance of ${error.name}`);
}

/** The names of options and arguments as TypeScript spells them; the caller's own names, in maps, stay. */
function camelNames(members: Record<string, unknown>): Record<string, unknown> {
  const spelled = Object.entries(members).map(([name, value]) => {
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [camel, camel === "retry" ? camelNames(value as Record<string, unknown>) : value];
  });
  return Object.fromEntries(spelled) as Record<string, unknown>;
}
