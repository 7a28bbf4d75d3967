import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { test } from "node:test";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { createTransport, extraErrorDataIntegration, Scope } from "@sentry/core";
import { ServerRuntimeClient } from "@sentry/core/server";
import { expect as jestExpect } from "expect";
import Fastify from "fastify";
import {
  type AnyPayonceError,
  AgentWallex,
  errorFromPayload,
  fromTransportError,
  isPayonceError,
  PayonceError,
} from "payonce";
import pino from "pino";
import winston from "winston";

const key = "awx_test_0123456789abcdef";
const aw = new AgentWallex({ apiKey: key, baseUrl: "http://127.0.0.1:9" });
const sent = await aw.payments
  .send({ agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC" }, { maxRetries: 0 })
  .then(
    () => assert.fail("nothing listens there"),
    (error: unknown) => error,
  );
assert.ok(sent instanceof PayonceError);
const reference = sent.reference.reference ?? assert.fail("no reference");
/** The same call, had its response been lost. */
const lost: AnyPayonceError = errorFromPayload({
  ...sent.toJSON(),
  outcome: "unknown",
  advice: "reconcile",
  phase: "waiting",
});

/** Whether the output of a logger contains what its reader must know, and shows no key. */
function keepsTheMoney(written: string): void {
  for (const part of ["connection", "unknown", reference]) {
    assert.ok(written.includes(part), `${part} is missing: ${written}`);
  }
  assert.ok(!written.includes(key), written);
}

test("the message of an unknown outcome has the outcome and the reference, as in Python", () => {
  assert.match(
    lost.message,
    new RegExp(`\\(outcome unknown, advice reconcile, reference ${reference}.*\\)$`),
  );
  assert.match(String(lost), /^ApiConnectionError: /);
  assert.equal(lost.toJSON().message, sent.message);
  assert.doesNotMatch(sent.message, /outcome/);
});

test("pino keeps kind, outcome and reference", () => {
  for (const log of [
    (to: pino.Logger) => to.error(lost),
    (to: pino.Logger) => to.error({ err: lost }, "not paid"),
  ]) {
    let written = "";
    const stream = new Writable({
      write(chunk, _, done) {
        written += String(chunk);
        done();
      },
    });
    log(pino({}, stream));
    keepsTheMoney(written);
    const { err } = JSON.parse(written) as { err: AnyPayonceError };
    assert.equal(err.kind, "connection");
    assert.equal(err.outcome, "unknown");
    assert.equal(err.reference.reference, reference);
  }
});

test("winston keeps kind, outcome and reference, in each of its formats", async () => {
  const { combine, errors, json, simple } = winston.format;
  for (const format of [
    json(),
    combine(errors({ stack: true }), json()),
    combine(errors({ cause: true }), json()),
  ]) {
    for (const log of [
      (to: winston.Logger) => to.error(lost),
      (to: winston.Logger) => to.error("not paid", lost),
      (to: winston.Logger) => to.error("not paid", { error: lost }),
      (to: winston.Logger) => to.log({ level: "error", message: "not paid", error: lost }),
    ]) {
      let written = "";
      const stream = new Writable({
        write(chunk, _, done) {
          written += String(chunk);
          done();
        },
      });
      log(winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] }));
      await new Promise((resolve) => setImmediate(resolve));
      keepsTheMoney(written);
    }
  }
  assert.ok(simple);
});

test("Sentry keeps kind, outcome and reference", async () => {
  const envelopes: string[] = [];
  const client = new ServerRuntimeClient({
    dsn: "https://public@127.0.0.1/1",
    integrations: [extraErrorDataIntegration({ depth: 5 })],
    stackParser: () => [],
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        envelopes.push(typeof body === "string" ? body : new TextDecoder().decode(body));
        return await Promise.resolve({});
      }),
  });
  client.init();
  const scope = new Scope();
  scope.setClient(client);
  scope.captureException(lost);
  await client.flush(1000);
  assert.equal(envelopes.length, 1);
  keepsTheMoney(envelopes[0] ?? "");
  assert.match(envelopes[0] ?? "", /"outcome":"unknown"/);
});

test("the default error response of Fastify has the outcome and the reference", async () => {
  const app = Fastify();
  app.get("/", () => {
    throw lost;
  });
  const response = await app.inject({ url: "/" });
  assert.equal(response.statusCode, 500);
  for (const part of ["unknown", reference]) {
    assert.ok(response.body.includes(part), response.body);
  }
  assert.ok(!response.body.includes(key));
});

test("a serializer that copies own properties keeps kind, outcome and reference", () => {
  const copy = JSON.stringify({ ...lost, message: lost.message, name: lost.name });
  keepsTheMoney(copy);
  keepsTheMoney(JSON.stringify(lost, Object.getOwnPropertyNames(lost)));
  // Middleware of Express sets a status on whatever it gets.
  const marked = errorFromPayload(lost.toJSON());
  Object.assign(marked, { status: marked.status ?? 500, statusCode: 500, digest: "1" });
  assert.equal(marked.toJSON().status, null);
});

test("structuredClone keeps the message, and a copy of toJSON becomes the same error", () => {
  const withCause = fromTransportError(
    "agentwallex",
    Object.assign(new Error("x"), { config: { send: () => {} } }),
    {
      operation: "payments.send",
    },
  );
  for (const error of [lost, withCause]) {
    const clone = structuredClone<Error>(error);
    assert.equal(clone.message, error.message);
    assert.match(clone.message, /outcome unknown/);
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(error.toJSON());
    const { message } = receiveMessageOnPort(port2) as {
      message: Parameters<typeof errorFromPayload>[0];
    };
    port1.close();
    const received = errorFromPayload(message);
    assert.ok(isPayonceError(received));
    assert.equal(received.outcome, "unknown");
    assert.deepEqual(received.toJSON(), error.toJSON());
  }
});

test("two errors with different outcomes are not equal", () => {
  const of = (changes: object): AnyPayonceError => errorFromPayload({ ...lost.toJSON(), ...changes });
  const outcomes = ["unknown", "pending", "applied", "not_applied"] as const;
  for (const outcome of outcomes) {
    assert.deepStrictEqual(of({ outcome }), of({ outcome }));
    jestExpect(of({ outcome })).toEqual(of({ outcome }));
    for (const other of outcomes.filter((other) => other !== outcome)) {
      assert.notDeepStrictEqual(of({ outcome }), of({ outcome: other }));
      jestExpect(of({ outcome })).not.toEqual(of({ outcome: other }));
      jestExpect(of({ outcome })).not.toStrictEqual(of({ outcome: other }));
    }
  }
  const unlike = [
    of({ kind: "timeout", class: "ApiTimeoutError" }),
    of({ details: { a: 1 } }),
    of({ retryable: true }),
  ];
  for (const other of unlike) {
    assert.notDeepStrictEqual(lost, other);
  }
});
