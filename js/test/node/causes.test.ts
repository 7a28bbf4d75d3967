import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import axios from "axios";
import axiosRetry from "axios-retry";
import got from "got";
import ky from "ky";
import nodeFetch from "node-fetch";
import * as payonce from "payonce";
import { request as undiciRequest } from "undici";

// It looks like no key that payonce knows, so only its place in the request gives it away.
const key = "planted-0123456789-secret";
const headers = { "X-API-Key": key, Authorization: `Bearer ${key}` };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port where nothing listens any more; fetch refuses the well-known ones by themselves. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const breaking = await serve((request) => request.socket.destroy());
const failing = await serve((_, response) => response.writeHead(500).end(`no key ${key}`));
const refused = await nowhere();

type Ask = (url: string) => Promise<unknown>;
const clients: Readonly<Record<string, Ask>> = {
  axios: (url) => axios.post(url, { amount: "1" }, { headers, auth: { username: "me", password: key } }),
  fetch: (url) => fetch(url, { method: "POST", headers }),
  got: (url) => got.post(url, { headers, retry: { limit: 0 } }),
  ky: (url) => ky.post(url, { headers, retry: 0 }),
  "node-fetch": (url) => nodeFetch(`${url}?note=x`, { method: "POST", headers }),
  undici: (url) => undiciRequest(url, { method: "POST", headers }),
};

async function thrownBy(ask: Ask, url: string): Promise<unknown> {
  return await ask(url).then(
    () => assert.fail("nothing was thrown"),
    (error: unknown) => error,
  );
}

/** Every way in which a program shows an error. */
function shown(error: Error): string {
  const depth = Number.POSITIVE_INFINITY;
  const ways = [
    inspect(error, { depth, showHidden: true }),
    // As Node prints an error that was not caught.
    inspect(error, { depth, showHidden: true, customInspect: false }),
    inspect(new AggregateError([error], "all failed"), { depth, showHidden: true, customInspect: false }),
    inspect(new Error("outer", { cause: error }), { depth, showHidden: true, customInspect: false }),
    inspect(structuredClone(error), { depth, showHidden: true }),
    JSON.stringify(error),
    String(error),
    error.stack,
  ];
  return ways.join("\n");
}

for (const [name, ask] of Object.entries(clients)) {
  for (const [what, url] of Object.entries({ refused, breaking, failing })) {
    // These two do not throw for a status.
    if (what === "failing" && ["fetch", "node-fetch", "undici"].includes(name)) {
      continue;
    }
    test(`an error from an exception of ${name} (${what}) does not contain the request`, async () => {
      const thrown = await thrownBy(ask, url);
      const known = { operation: "payments.send" };
      const error = payonce.fromTransportError("agentwallex", thrown, known);
      assert.doesNotMatch(shown(error), /planted/);
      assert.notEqual(error.cause, thrown);
      assert.ok(error.cause instanceof Error);
      assert.equal(error.cause.name, (thrown as Error).name);
      assert.ok(!("config" in error.cause) && !("request" in error.cause) && !("options" in error.cause));
      assert.match(error.cause.stack ?? "", /\n {4}at /);
      const expected = { refused: "not_applied", breaking: "unknown", failing: "unknown" }[what];
      assert.equal(error.outcome, expected);
      // A response of ky has its body still to be read.
      assert.equal(error.status, what === "failing" && name !== "ky" ? 500 : null);
    });
  }
}

/** Redirects to where nothing listens, as a payment that was made and shows its receipt. */
const moving = await serve((_, response) => response.writeHead(307, { location: refused }).end());
/** Breaks once, then nothing listens: the first request may have been carried out. */
async function vanishing(): Promise<string> {
  const server = createServer((request) => {
    request.socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const retrying = axios.create();
axiosRetry(retrying, { retries: 1, retryCondition: () => true });

const earlier: Readonly<Record<string, Ask>> = {
  "axios after a redirect": () => axios.post(moving, { amount: "1" }),
  "axios after a retry": async () => await retrying.post(await vanishing(), { amount: "1" }),
  "got after a redirect": () => got.post(moving, { json: {}, retry: { limit: 0 } }),
  "got after a retry": async () =>
    await got.post(await vanishing(), {
      retry: { limit: 1, methods: ["POST"], calculateDelay: ({ computedValue }) => computedValue && 1 },
    }),
};
for (const [name, ask] of Object.entries(earlier)) {
  test(`a refused connection of ${name} is not reported as not sent`, async () => {
    const thrown = await thrownBy(ask, refused);
    assert.equal((thrown as { code?: unknown }).code, "ECONNREFUSED");
    for (const error of [thrown, new Error("wrapped", { cause: thrown })]) {
      const judged = payonce.fromTransportError("agentwallex", error, { operation: "payments.send" });
      assert.equal(judged.outcome, "unknown");
      assert.ok(judged instanceof payonce.OutcomeUnknownError);
    }
  });
}

/** Refuses everything, as an address does that a redirect led to, or a second request after one that was carried out. */
const refusing = await serve((_, response) => {
  response.writeHead(403, { "content-type": "application/json" });
  response.end('{"code":"policy_violation","message":"over the limit"}');
});
const leading = await serve((_, response) => response.writeHead(307, { location: refusing }).end());
const seeOther = await serve((_, response) => response.writeHead(303, { location: refusing }).end());
/** Breaks the first connection and refuses what comes after it. */
async function breakingOnce(): Promise<string> {
  let broken = false;
  return await serve((request, response) => {
    if (broken) {
      response.writeHead(403).end('{"code":"policy_violation","message":"over the limit"}');
    } else {
      broken = true;
      request.socket.destroy();
    }
  });
}
const repeating = { limit: 1, methods: ["POST" as const], calculateDelay: () => 1 };
const refusals: Readonly<Record<string, [alone: Ask, later: readonly Ask[]]>> = {
  axios: [
    (url) => axios.post(url, { amount: "1" }),
    [() => axios.post(leading, { amount: "1" }), () => axios.post(seeOther, { amount: "1" })],
  ],
  "axios-retry": [
    (url) => retrying.post(url, { amount: "1" }).catch(unretried),
    [async () => await retrying.post(await breakingOnce(), { amount: "1" })],
  ],
  got: [
    (url) => got.post(url, { json: {}, retry: { limit: 0 } }),
    [
      () => got.post(leading, { json: {}, retry: { limit: 0 } }),
      async () =>
        await got.post(await breakingOnce(), {
          retry: { ...repeating, calculateDelay: ({ computedValue }) => computedValue && 1 },
        }),
    ],
  ],
  ky: [
    (url) => ky.post(url),
    [
      () => ky.post(leading),
      async () =>
        await ky.post(await breakingOnce(), { retry: { limit: 1, methods: ["post"], delay: () => 1 } }),
    ],
  ],
};
/** axios-retry would repeat a refusal, so that this one was not repeated. */
function unretried(thrown: unknown): never {
  (thrown as { config: { "axios-retry": { retryCount: number } } }).config["axios-retry"].retryCount = 0;
  throw thrown;
}

for (const [name, [alone, later]] of Object.entries(refusals)) {
  test(`a refusal that ${name} received after another request leaves the outcome unknown`, async () => {
    const judgedBoth = async (thrown: unknown): Promise<payonce.AnyPayonceError[]> => {
      const known = { operation: "payments.send" };
      const read = await payonce.errorFromResponse("agentwallex", thrown as { response: Response }, known);
      assert.ok(read);
      assert.equal(read.code, "policy_violation");
      // A response of ky has its body still to be read.
      return name === "ky" ? [read] : [read, payonce.fromTransportError("agentwallex", thrown, known)];
    };
    for (const error of await judgedBoth(await thrownBy(alone, refusing))) {
      assert.equal(error.outcome, "not_applied");
    }
    for (const ask of later) {
      for (const error of await judgedBoth(await thrownBy(ask, refusing))) {
        assert.equal(error.outcome, "unknown");
        assert.equal(error.advice, "reconcile");
        assert.equal(error.kind, "policy_violation");
        assert.equal(error.status, 403);
      }
    }
  });
}

test("a response with traces of an earlier request has an unknown outcome", async () => {
  const known = { operation: "payments.send" };
  const init = { method: "POST", body: "{}" };
  const responses: Readonly<Record<string, unknown>> = {
    axios: await axios.post(leading, {}, { validateStatus: null }),
    "axios-retry": await retrying.post(await breakingOnce(), {}, { validateStatus: null }),
    got: await got.post(leading, { json: {}, retry: { limit: 0 }, throwHttpErrors: false }),
    ky: await ky.post(leading, { throwHttpErrors: false }),
    fetch: await fetch(leading, init),
    "fetch, as a GET": await fetch(seeOther, init),
    "node-fetch": await nodeFetch(leading, init),
    superagent: { status: 403, body: { code: "policy_violation" }, redirects: [refusing] },
    undici: { status: 403, body: { code: "policy_violation" }, context: { history: ["a", "b"] } },
    gaxios: {
      status: 403,
      data: { code: "policy_violation" },
      config: { retryConfig: { currentRetryAttempt: 1 } },
    },
  };
  for (const [name, response] of Object.entries(responses)) {
    const error = await payonce.errorFromResponse("agentwallex", response as Response, known);
    assert.equal(error?.outcome, "unknown", name);
    assert.equal(error?.code, "policy_violation", name);
    // What changes nothing has no effect, however often it was sent.
    const read = { ...known, operation: "payments.get" };
    if (!("bodyUsed" in (response as object))) {
      assert.equal(
        (await payonce.errorFromResponse("agentwallex", response as Response, read))?.outcome,
        "not_applied",
      );
    }
  }
  const first: Readonly<Record<string, unknown>> = {
    axios: await axios.post(refusing, {}, { validateStatus: null }),
    got: await got.post(refusing, { json: {}, retry: { limit: 2 }, throwHttpErrors: false }),
    fetch: await fetch(refusing, init),
    "node-fetch": await nodeFetch(refusing, init),
    undici: { status: 403, body: { code: "policy_violation" }, context: { history: ["a"] } },
  };
  for (const [name, response] of Object.entries(first)) {
    const error = await payonce.errorFromResponse("agentwallex", response as Response, known);
    assert.equal(error?.outcome, "not_applied", name);
  }
  const told = {
    provider: "agentwallex",
    status: 403,
    body: { code: "policy_violation" },
    ...known,
  } as const;
  assert.equal(payonce.classify(told)?.outcome, "not_applied");
  assert.equal(payonce.classify({ ...told, earlierUnknown: true })?.outcome, "unknown");
  const hidden = new Proxy(
    { status: 403, data: { code: "policy_violation" } },
    {
      get: (target, member) => {
        assert.ok(member !== "config", "do not touch");
        return Reflect.get(target, member) as unknown;
      },
    },
  );
  assert.equal((await payonce.errorFromResponse("agentwallex", hidden, known))?.outcome, "unknown");
});

test("a client that could retry and did not retry keeps the outcome of its failure", async () => {
  const thrown = await thrownBy((url) => axios.create().post(url, {}), refused);
  Object.assign((thrown as { config: object }).config, {
    "axios-retry": { retryCount: 0 },
    raxConfig: { currentRetryAttempt: 0 },
  });
  const known = { operation: "payments.send" };
  assert.ok(payonce.fromTransportError("agentwallex", thrown, known) instanceof payonce.NotSentError);
  Object.assign((thrown as { config: object }).config, { raxConfig: { currentRetryAttempt: 1 } });
  assert.equal(payonce.fromTransportError("agentwallex", thrown, known).outcome, "unknown");
});

test("a response of undici or node-fetch is read whatever its class is", async () => {
  const known = { operation: "payments.send" };
  const answered = await payonce.errorFromResponse(
    "agentwallex",
    await nodeFetch(failing, { method: "POST" }),
    known,
  );
  assert.equal(answered?.status, 500);
  assert.match(answered?.message ?? "", /with a body that is not json/);
  // Its body is a stream that only its own client reads.
  const { statusCode, headers: fields, body } = await undiciRequest(failing, { method: "POST" });
  const received = { statusCode, status: statusCode, headers: fields, body };
  await assert.rejects(
    payonce.errorFromResponse("agentwallex", received, known),
    /^TypeError: .*read it first/,
  );
  await body.dump();
});

test("chains of causes and aggregates are copied without their other properties", () => {
  const foreign = (message: string, more: object): Error =>
    Object.assign(new Error(message), { config: { headers: { "X-API-Key": key } }, ...more });
  const inner = foreign("connect ECONNREFUSED", { code: "ECONNREFUSED", syscall: "connect" });
  const aggregate = Object.assign(new AggregateError([inner, foreign(`said ${key}`, {})], "all addresses"), {
    request: { headers: { authorization: `Bearer ${key}` } },
  });
  const outer = foreign("fetch failed", { cause: aggregate });
  Object.assign(inner, { cause: outer });
  const error = payonce.fromTransportError("agentwallex", outer, { secrets: [key] });
  assert.doesNotMatch(shown(error), /planted/);
  const cause = error.cause as Error & { cause: Error & { errors: (Error & { code?: string })[] } };
  assert.equal(cause.message, "fetch failed");
  assert.equal(cause.cause.message, "all addresses");
  assert.equal(cause.cause.errors[0]?.code, "ECONNREFUSED");
  assert.equal(cause.cause.errors[1]?.message, "said [redacted]");
});

test("an exception that cannot be read is still classified", () => {
  const hostile = new Proxy(new Error("no"), {
    get: () => {
      throw new Error("do not touch");
    },
  });
  const throws = {
    get message(): string {
      throw new Error("no message");
    },
  };
  for (const thrown of [hostile, throws, null, undefined, 0, "text", Symbol("s"), () => {}, { code: 7 }]) {
    const error = payonce.fromTransportError("agentwallex", thrown as unknown, {
      operation: "payments.send",
    });
    assert.ok(error instanceof payonce.OutcomeUnknownError);
    assert.ok(shown(error).includes("OutcomeUnknown") || shown(error).includes("ApiConnectionError"));
  }
});

for (const [name, { AgentWallex }] of Object.entries({ [payonce.backendName()]: payonce })) {
  test(`${name}: an abort reason and an exception of a listener are redacted`, async () => {
    const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC" };
    const options = { apiKey: "awx_test_0123456789abcdef", baseUrl: refused, maxRetries: 0 };
    const reason = await thrownBy(clients["axios"] as Ask, breaking);
    Object.assign(reason as Error, { message: `awx_test_0123456789abcdef and ${key}` });
    const perCall = { headers: { "X-Trace": key } };
    const aw = new AgentWallex(options);
    const aborted = aw.payments.send(payment, { signal: AbortSignal.abort(reason), ...perCall });
    const listening = new AgentWallex({
      ...options,
      onEvent: () => {
        throw reason;
      },
    });
    for (const call of [aborted, listening.payments.send(payment, perCall)]) {
      const error: unknown = await call.catch((error: unknown) => error);
      assert.ok(error instanceof payonce.NotSentError);
      assert.doesNotMatch(shown(error), /planted|0123456789abcdef/);
      assert.equal((error.cause as Error).message, "[redacted] and [redacted]");
    }
  });
}

test("an uncaught error contains no key", () => {
  const program = `
    import axios from "axios";
    import { fromTransportError } from "payonce";
    const headers = { "X-API-Key": "${key}", Authorization: "Bearer ${key}" };
    const thrown = await axios.post("${refused}", { amount: "1" }, { headers }).catch((error) => error);
    const error = fromTransportError("agentwallex", thrown, { operation: "payments.send" });
    console.log(error, { error }, [error]);
    console.error("%o %O %j %s", error, error, error, error);
    throw error;`;
  const cwd = fileURLToPath(new URL("../../../", import.meta.url));
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd, encoding: "utf8" });
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /ApiConnectionError/);
  assert.match(ran.stderr, /outcome: 'not_applied'/);
  assert.doesNotMatch(ran.stdout + ran.stderr, /planted/);
});
