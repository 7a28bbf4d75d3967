// Responses of somebody else's client as Node has them, judged by the addon and by the wasm module alike.

import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import nodeFetch from "node-fetch";
import * as payonce from "payonce";

const backends: Readonly<Record<string, typeof payonce>> = { [payonce.backendName()]: payonce };
const refusal = JSON.stringify({ code: "policy_violation", message: "over the limit" });
const known = { operation: "payments.send" };

function judged(
  backend: typeof payonce,
  coding: string,
  body: Uint8Array,
  status = 400,
): payonce.AnyPayonceError | null {
  return backend.classify({
    provider: "agentwallex",
    ...known,
    status,
    headers: { "content-encoding": coding },
    body,
  });
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function damaged(bytes: Uint8Array, fromEnd: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[copy.length - fromEnd] = (copy[copy.length - fromEnd] ?? 0) ^ 1;
  return copy;
}

/** A gzip member with every optional field of its header. */
function withFields(member: Uint8Array): Uint8Array {
  const head = Uint8Array.from(member.subarray(0, 10));
  head[3] = 4 | 8 | 16 | 2;
  return Buffer.concat([
    head,
    Buffer.from("\x02\x00ab"),
    Buffer.from("name\0note\0"),
    Buffer.from("zz"),
    member.subarray(10),
  ]);
}

const text = Buffer.from(refusal);
const gzip = gzipSync(text);
const zlib = deflateSync(text);
const readable: Readonly<Record<string, [coding: string, body: Uint8Array]>> = {
  gzip: ["gzip", gzip],
  "x-gzip": ["X-GZip", gzip],
  "gzip of two members": ["gzip", Buffer.concat([gzipSync(text.subarray(0, 9)), gzipSync(text.subarray(9))])],
  "gzip without its last bytes": ["gzip", gzip.subarray(0, -5)],
  "gzip with a wrong checksum": ["gzip", damaged(gzip, 6)],
  "gzip with something behind it": ["gzip", Buffer.concat([gzip, Buffer.from("xx")])],
  "gzip with fields and a wrong checksum": ["gzip", damaged(withFields(gzip), 6)],
  deflate: ["deflate", zlib],
  "deflate without its header": ["deflate", deflateRawSync(text)],
  "deflate with a wrong checksum": ["deflate", damaged(zlib, 1)],
  br: ["br", brotliCompressSync(text)],
  "br with something behind it": ["br", Buffer.concat([brotliCompressSync(text), Buffer.from("zz")])],
  "deflate, gzip and br": ["deflate, gzip, br", brotliCompressSync(gzipSync(zlib))],
  "an unknown coding": ["identity, zstd", text],
  "what was decoded already": ["gzip", text],
  "what was decoded already, in ISO-8859-1": [
    "br",
    Buffer.from(JSON.stringify({ code: "policy_violation", message: "nön" }), "latin1"),
  ],
};
for (const [name, backend] of Object.entries(backends)) {
  test(`the stack of an error starts at the caller, ${name}`, async () => {
    const message = { provider: "agentwallex", ...known, status: 400, body: refusal } as const;
    const found = {
      classify: () => backend.classify(message),
      transport: () => backend.fromTransportError("agentwallex", new Error("reset"), known),
      payload: () => backend.errorFromPayload(backend.classify(message)?.toJSON() ?? assert.fail("no error")),
      axios: async () =>
        await backend.errorFromResponse("agentwallex", { status: 400, data: refusal, headers: {} }, known),
      response: async () =>
        await backend.errorFromResponse("agentwallex", new Response(refusal, { status: 400 }), known),
    };
    for (const [where, ask] of Object.entries(found)) {
      const error = await ask();
      assert.ok(error, where);
      const [first = "", frame = ""] = (error.stack ?? "").split("\n");
      assert.ok(first.startsWith(`${error.name}: `), `${where}: ${first}`);
      assert.match(frame, new RegExp(`^ {4}at .*${where}.*own-client`), `${where}: ${error.stack}`);
    }
  });

  test(`an operation or a header that cannot be a line is refused by its name, ${name}`, () => {
    for (const field of ["operation", "safety"]) {
      for (const value of ["", "a\nb", "\ud83d"]) {
        const error = backend.classify({
          provider: "agentwallex",
          status: 400,
          body: refusal,
          [field]: value,
        });
        const told = JSON.stringify(error);
        assert.ok(
          error instanceof backend.InvalidArgumentError,
          `${field} ${JSON.stringify(value)}: ${told}`,
        );
        assert.match(error.message, new RegExp(field), told);
      }
    }
    const odd = backend.classify({
      provider: "agentwallex",
      ...known,
      status: 400,
      headers: [
        ["x-request-id", "req_1"],
        ["x-two", "lines\nx-request-id: req_2"],
      ],
      body: refusal,
    });
    assert.equal(odd?.requestId, "req_1");
    assert.equal(odd.operation, "payments.send");
  });

  for (const [what, [coding, body]] of Object.entries(readable)) {
    test(`${name}: a refusal in ${what} keeps its code`, () => {
      assert.equal(judged(backend, coding, body)?.code, "policy_violation");
    });
  }

  test(`${name}: an encoded success is decoded, and an undecodable success has an unknown outcome`, () => {
    const paid = JSON.stringify({ id: "tx_1", status: "confirmed" });
    assert.equal(judged(backend, "br", brotliCompressSync(paid), 201), null);
    for (const coding of ["gzip", "deflate", "br", "zstd"]) {
      const error = judged(backend, coding, Buffer.from([0xff, 0xfe, 0, 1, 2]), 201);
      assert.equal(error?.outcome, "unknown", coding);
    }
  });

  test(`${name}: a decompression bomb is not decompressed`, () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from("{}"), Buffer.alloc(50_000_000, " ")]));
    const most = 120 * 1024 * 1024;
    for (const [coding, body] of [
      ["gzip", bomb],
      ["gzip, gzip", gzipSync(bomb)],
      ["br", brotliCompressSync(Buffer.alloc(50_000_000, " "))],
    ] as const) {
      const before = process.memoryUsage().rss;
      const error = judged(backend, coding, body, 201);
      assert.equal(error?.outcome, "unknown");
      assert.match(error?.message ?? "", /larger than the limit/);
      assert.ok(process.memoryUsage().rss - before < most, "it was unpacked");
    }
  });

  test(`${name}: a body with more than three content codings is not decoded`, () => {
    const body = [gzipSync, gzipSync, gzipSync, gzipSync].reduce<Uint8Array>((at, code) => code(at), text);
    assert.equal(judged(backend, "gzip, gzip, gzip, gzip", body)?.code, null);
  });

  test(`${name}: a body that fetch has decoded is not decoded again`, async () => {
    const page = "<!DOCTYPE html><title>502</title>";
    for (const headers of [{ "content-encoding": "br" }, { "content-encoding": "deflate" }]) {
      const error = await backend.errorFromResponse(
        "agentwallex",
        new Response(page, { status: 502, headers }),
        known,
      );
      assert.match(error?.message ?? "", /with a body that is not json/);
    }
  });

  for (const [client, ask] of Object.entries({ fetch, "node-fetch": nodeFetch as unknown as typeof fetch })) {
    test(`${name}: a response of ${client} with a broken body keeps its status and its header`, async () => {
      const statuses = [201, 400, 429, 500];
      for (const status of statuses) {
        const url = await serve((request, response) => {
          request.resume();
          const headers = { "content-length": "1000", "x-request-id": "req_7", "retry-after": "2" };
          response.writeHead(status, headers).write('{"id":"tx_', () => {
            setTimeout(() => request.socket.destroy(), 20);
          });
        });
        const error = await backend.errorFromResponse(
          "agentwallex",
          await ask(url, { method: "POST" }),
          known,
        );
        assert.ok(error);
        assert.equal(error.status, status);
        assert.equal(error.requestId, "req_7");
        assert.equal(error.outcome, status === 201 || status === 500 ? "unknown" : "not_applied");
        assert.equal(
          error.kind,
          { 201: "decode", 400: "invalid_request", 429: "rate_limited", 500: "server" }[status],
        );
        assert.equal(error.retryAfterMs, status === 429 || status === 500 ? 2000 : null);
        assert.ok(error.cause instanceof Error);
      }
    });
  }

  test(`${name}: a long response of node-fetch is read and stays readable`, async () => {
    const long = JSON.stringify({ code: "policy_violation", message: "m".repeat(200_000) });
    const url = await serve((_, response) => response.writeHead(400).end(long));
    const response = await nodeFetch(url, { method: "POST" });
    const error = await backend.errorFromResponse("agentwallex", response as unknown as Response, known);
    assert.equal(error?.code, "policy_violation");
    assert.equal(await response.text(), long);
    const without = await serve((_, response) => response.writeHead(409).end());
    const empty = await nodeFetch(without, { method: "POST" });
    assert.equal(
      (await backend.errorFromResponse("agentwallex", empty as unknown as Response, known))?.status,
      409,
    );
    assert.equal(await empty.text(), "");
  });

  test(`${name}: a complete document before a broken connection is the response`, async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(400, { "content-length": "1000" }).write(refusal, () => {
        setTimeout(() => request.socket.destroy(), 20);
      });
    });
    const error = await backend.errorFromResponse("agentwallex", await fetch(url, { method: "POST" }), known);
    assert.equal(error?.code, "policy_violation");
    assert.equal(error?.phase, "answered");
  });

  test(`${name}: a signal that fires while the body is read is classified by its reason`, async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(201).write('{"id":');
    });
    for (const [kind, signal] of [
      ["timeout", () => AbortSignal.timeout(20)],
      ["cancelled", () => abortingIn(20)],
    ] as const) {
      const ending = new AbortController();
      const response = await fetch(url, { method: "POST", signal: AbortSignal.any([ending.signal]) });
      // Not before the head is here: on a busy machine, a signal that is already running can fire earlier.
      const fired = signal();
      fired.addEventListener("abort", () => ending.abort(fired.reason));
      const error = await backend.errorFromResponse("agentwallex", response, known);
      assert.deepEqual(
        [error?.kind, error?.outcome, error?.status, error?.phase],
        [kind, "unknown", 201, "reading"],
      );
    }
  });

  test(`${name}: an endless body is read up to the size limit of the core`, async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const error = await backend.errorFromResponse(
      "agentwallex",
      new Response(endless, { status: 201 }),
      known,
    );
    assert.equal(error?.outcome, "unknown");
    assert.match(error?.message ?? "", /larger than the limit/);
    assert.ok(sent < 12 * 1024 * 1024, `${sent} bytes were read`);
  });

  test(`${name}: an invalid argument is named in its TypeScript spelling`, () => {
    const userMessages = { unix_ms: Number.NaN as unknown as string };
    const error = backend.classify({ provider: "agentwallex", status: 400, userMessages });
    assert.ok(error instanceof payonce.InvalidArgumentError);
    assert.equal(error.details.field, "userMessages.unix_ms");
    const late = backend.classify({ provider: "agentwallex", status: 400, unixMs: Number.NaN });
    assert.equal(late?.details["field"], "unixMs");
    const own = { policy_violation: "No." };
    const worded = backend.classify({
      provider: "agentwallex",
      status: 400,
      body: refusal,
      userMessages: own,
    });
    assert.equal(worded?.userMessage, "No.");
  });
}

function abortingIn(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}

// The addon has decoders of its own, and reads the environment itself.
const isAddon = payonce.backendName() === "addon";

test("without node:zlib an encoded body is not decoded", { skip: isAddon }, () => {
  const process = globalThis.process as { getBuiltinModule?: unknown };
  const own = process.getBuiltinModule;
  try {
    for (const none of [undefined, () => undefined, () => assert.fail("it must not be let out")]) {
      process.getBuiltinModule = none;
      assert.equal(judged(payonce, "gzip", gzip)?.code, null);
    }
  } finally {
    process.getBuiltinModule = own;
  }
  assert.equal(judged(payonce, "gzip", gzip)?.code, "policy_violation");
});

test("a remote base URL is refused if PAYONCE_ONLY_LOOPBACK cannot be read", { skip: isAddon }, () => {
  const open = (baseUrl?: string): unknown =>
    new payonce.AgentWallex({ apiKey: "awx_test_0123456789abcdef", baseUrl });
  const refused = (error: unknown): boolean => {
    assert.ok(error instanceof payonce.InvalidArgumentError);
    assert.equal(error.details.field, "baseUrl");
    assert.match(error.message, /--allow-env=PAYONCE_ONLY_LOOPBACK/);
    return true;
  };
  const { env } = process;
  const runtime = globalThis as { Deno?: unknown };
  open();
  try {
    process.env = new Proxy(env, {
      get: (target, name) => {
        if (name === "PAYONCE_ONLY_LOOPBACK") {
          throw new Error("NotCapable: Requires env access");
        }
        return Reflect.get(target, name) as unknown;
      },
    });
    assert.throws(() => open(), refused);
    open("http://127.0.0.1:4010");
    process.env = env;
    for (const state of ["denied", "prompt", "granted"]) {
      // Some versions of Deno return nothing instead of throwing.
      runtime.Deno = { permissions: { querySync: () => ({ state }) } };
      if (state === "granted") {
        open();
      } else {
        assert.throws(() => open(), refused);
      }
    }
  } finally {
    process.env = env;
    delete runtime.Deno;
  }
});
