// Servers that pay or charge, under the defaults of their frameworks and of a client that retries (got).

import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, beforeEach, test } from "node:test";
import express from "express";
import Fastify from "fastify";
import got from "got";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { AgentPayClient, classify } from "payonce";
import * as forExpress from "payonce/express";
import * as forFastify from "payonce/fastify";
import * as forHono from "payonce/hono";
import { withPayonceErrors } from "payonce/nextjs";
import { openShop } from "./shop.js";

const shop = await openShop();
after(() => shop.simulator.stop());
beforeEach(async () => await shop.loseResponses());

const limited =
  classify({
    provider: "agentwallex",
    operation: "payments.get",
    status: 429,
    headers: { "Retry-After": "7" },
  }) ?? assert.fail("429 is an error");

async function listen(app: express.Express): Promise<string> {
  const server = app.listen(0, "127.0.0.1");
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Checks what the client of a server gets for each error. */
async function checkResponses(ask: (path: string) => Promise<Response>): Promise<void> {
  const unknown = await ask("/pay");
  assert.equal(unknown.status, 502);
  assert.match(unknown.headers.get("content-type") ?? "", /^application\/problem\+json/);
  assert.equal(unknown.headers.get("retry-after"), null);
  const problem = (await unknown.json()) as Record<string, unknown>;
  assert.deepEqual([problem["outcome"], problem["retryable"]], ["unknown", false]);
  assert.equal(await shop.simulator.paid(), 1);

  const wait = await ask("/limited");
  assert.deepEqual([wait.status, wait.headers.get("retry-after")], [limited.toProblemResponse().status, "7"]);

  const broken = await ask("/broken");
  assert.equal(broken.status, 500);
  assert.doesNotMatch(broken.headers.get("content-type") ?? "", /problem/);
}

function fail(path: string): never {
  throw path === "/limited" ? limited : new RangeError("broken");
}

function expressApp(): express.Express {
  const app = express();
  // Its default handler of other errors prints them, except in tests.
  app.set("env", "test");
  return app;
}

test("Express: an error of payonce becomes a problem, and any other error is passed on", async () => {
  const app = expressApp();
  app.get("/pay", async (_, response) => void response.json({ id: await shop.pay() }));
  app.get(["/limited", "/broken"], (request) => fail(request.path));
  app.use(forExpress.payonceErrors());
  const url = await listen(app);
  await checkResponses(async (path) => await fetch(url + path));
});

test("Fastify: an error of payonce becomes a problem, and any other error is passed on", async () => {
  const app = Fastify();
  app.setErrorHandler(forFastify.payonceErrors());
  app.get("/pay", async () => ({ id: await shop.pay() }));
  app.get("/limited", () => fail("/limited"));
  app.get("/broken", () => fail("/broken"));
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  after(async () => await app.close());
  await checkResponses(async (path) => await fetch(url + path));
});

test("Hono: an error of payonce becomes a problem, and an HTTPException keeps its response", async () => {
  const app = new Hono();
  app.onError(forHono.payonceErrors());
  app.get("/pay", async (context) => context.json({ id: await shop.pay() }));
  app.get("/limited", () => fail("/limited"));
  app.get("/teapot", () => {
    throw new HTTPException(418, { message: "short and stout" });
  });
  app.get("/broken", () => fail("/broken"));
  const server = async (path: string): Promise<Response> => {
    try {
      return await app.request(path);
    } catch {
      // As Hono's servers do.
      return new Response("Internal Server Error", { status: 500 });
    }
  };
  await checkResponses(server);
  const teapot = await app.request("/teapot");
  assert.deepEqual([teapot.status, await teapot.text()], [418, "short and stout"]);
});

test("Next.js: a route handler responds with a problem, and throws what Next.js redirects with", async () => {
  const GET = withPayonceErrors(async (request: Request) => {
    const { pathname } = new URL(request.url);
    return pathname === "/pay" ? Response.json({ id: await shop.pay() }) : fail(pathname);
  });
  await checkResponses(async (path) => {
    try {
      return await GET(new Request(`http://127.0.0.1${path}`));
    } catch {
      return new Response(null, { status: 500 });
    }
  });
});

test("Express: a client that retries a failed PUT pays once, because the route has a key", async () => {
  const app = expressApp();
  app.put("/invoices/:id", async (request, response) => {
    response.json({ id: await shop.payInvoice(request.params.id) });
  });
  app.use(forExpress.payonceErrors());
  const url = await listen(app);
  await got.put(`${url}/invoices/1`, { throwHttpErrors: false });
  assert.equal(await shop.simulator.paid(), 1);
});

test("requirePayment runs the handler only after a charge and refuses every key that cannot pay", async () => {
  await shop.simulator.reset();
  const agentPay = new AgentPayClient({ ...shop.simulator.agentPay, maxRetries: 0 });
  const app = expressApp();
  let served = 0;
  app.get("/report", forExpress.requirePayment({ cents: 25, agentPay }), (_, response) => {
    served += 1;
    response.json({ report: "paid for" });
  });
  const url = await listen(app);
  const ask = async (key: string | undefined): Promise<number> => {
    const headers = new Headers(key === undefined ? {} : { "X-AGENTPAY-API-KEY": key });
    const response = await fetch(`${url}/report`, { headers });
    assert.equal(response.headers.has("www-authenticate"), response.status === 401);
    return response.status;
  };
  assert.equal(await ask(shop.simulator.agentPayUser), 200);
  assert.equal(await ask(shop.simulator.agentPayUser), 200);
  assert.deepEqual([served, await shop.simulator.paid("consume")], [2, 2]);
  assert.equal(await ask("agentpay_sandbox_empty_user_key"), 402);
  for (const key of ["agentpay_sandbox_revoked_user_key", "invented_0123456789", undefined]) {
    assert.ok([401, 403].includes(await ask(key)), `${key}`);
  }
  await shop.simulator.faults({ operation: "consume", fault: { type: "drop", when: "after" } });
  assert.equal(await ask(shop.simulator.agentPayUser), 502);
  assert.equal(served, 2);
});
