import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import type * as Payonce from "payonce";
import { MemoryJournal } from "./memory_journal.js";

const source = "https://docs.acme.test/payments";
const acme = {
  payonce: 1,
  id: "acme",
  title: "Acme Pay",
  base_url: "https://api.acme.test/v1",
  auth: { header: "Authorization", value: "Bearer {api_key}", env: "ACME_API_KEY" },
  read: { code: ["/error/code"], message: ["/error/message"], request_id: ["@header:x-acme-request"] },
  code: [
    {
      code: "wallet_empty",
      kind: "insufficient_funds",
      actor: "operator",
      evidence: "refused",
      status: 402,
      source,
    },
    { code: "in_progress", kind: "conflict", actor: "none", evidence: "pending", status: 409, source },
  ],
  operation: [
    {
      name: "payments.send",
      method: "POST",
      path: "/payments",
      source,
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "uuid4",
          window: "24h",
          after_5xx: "replayed",
          in_flight: "in_progress",
        },
      },
      params: { to: { type: "string", required: true }, amount: { type: "amount", required: true } },
      state: {
        pointer: "/status",
        pending: ["pending"],
        succeeded: ["paid"],
        failed: ["failed"],
        look: "payments.get",
      },
    },
    {
      name: "payments.get",
      method: "GET",
      path: "/payments/{payment_id}",
      source,
      safety: "read",
      params: { payment_id: { type: "id" } },
    },
    {
      name: "payments.list",
      method: "GET",
      path: "/payments",
      source,
      safety: "read",
      params: { page: { type: "integer" }, size: { type: "integer" } },
      pages: { numbered: { page: "page", size: "size", items: "data" } },
    },
  ],
};

const toml = `
payonce = 1
id = "acme_toml"
title = "Acme Pay"

[[code]]
code = "wallet_empty"
kind = "insufficient_funds"
actor = "operator"
evidence = "refused"
status = 402
source = "https://docs.acme.test/errors"
`;

interface Payment {
  readonly id: string;
  readonly to: string;
  readonly status: string;
}

/** Acme, which recognizes keys. */
class Acme {
  readonly payments: Payment[] = [];
  /** The key of each request that pays. */
  readonly keys: (string | undefined)[] = [];
  readonly #byKey = new Map<string, Payment>();
  /** How many responses are lost after the effect. */
  lost = 0;
  state = "paid";

  async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown): void =>
      void response
        .writeHead(status, { "content-type": "application/json", "x-acme-request": "req_1" })
        .end(JSON.stringify(body));
    const { pathname, searchParams } = new URL(request.url ?? "", "http://acme.test");
    if (request.method === "GET") {
      const [, , id] = pathname.split("/");
      const page = Number(searchParams.get("page") ?? 1) - 1;
      return id === undefined
        ? send(200, { data: this.payments.slice(2 * page, 2 * page + 2) })
        : send(200, { ...this.payments.find((payment) => payment.id === id), status: "paid" });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as { to: string };
    const key = request.headers["idempotency-key"] as string | undefined;
    this.keys.push(key);
    if (asked.to === "nobody") {
      return send(402, { error: { code: "wallet_empty", message: "top up first" } });
    }
    const payment = this.#byKey.get(key ?? "") ?? {
      id: `pay_${this.payments.length}`,
      to: asked.to,
      status: this.state,
    };
    if (!this.payments.includes(payment)) {
      this.payments.push(payment);
      this.#byKey.set(key ?? "", payment);
    }
    if (this.lost > 0) {
      this.lost -= 1;
      request.socket.destroy();
      return;
    }
    send(201, payment);
  }
}

const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const payment = { to: "shop", amount: "5.00" };
const apiKey = "acme_planted_0123456789abcdef";

/** What holds for a provider from a file whatever does its work. */
export function testProviderFile(payonce: typeof Payonce): void {
  let folder = "";
  let server: Acme;
  const http = createServer((request, response) => void server.respond(request, response));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "payonce-provider-"));
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    http.closeAllConnections();
    http.close();
    await rm(folder, { recursive: true });
  });

  function client(options: Payonce.ProviderClientOptions = {}): Payonce.ProviderClient {
    server = new Acme();
    const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    return payonce.Provider.parse(acme).client({ apiKey, baseUrl, retry: { baseDelayMs: 1 }, ...options });
  }

  test("a file is loaded by its path or its address", async () => {
    const path = join(folder, "acme file.json");
    await writeFile(path, JSON.stringify(acme));
    for (const given of [path, pathToFileURL(path)]) {
      const provider = await payonce.Provider.load(given);
      assert.equal(provider.id as string, "acme");
      assert.deepEqual(provider.operations, ["payments.send", "payments.get", "payments.list"]);
    }
    await assert.rejects(payonce.Provider.load(join(folder, "none.json")), { code: "ENOENT" });
  });

  test("a TOML file is loaded where the addon reads it", async () => {
    const path = join(folder, "acme.toml");
    await writeFile(path, toml);
    if (payonce.backendName() === "wasm") {
      await assert.rejects(payonce.Provider.load(path), (error) => {
        assert.ok(error instanceof payonce.ProviderFileError);
        assert.equal(error.message.startsWith(`${path}:1:1: this build of payonce reads no TOML`), true);
        return true;
      });
      return;
    }
    const provider = await payonce.Provider.load(path);
    assert.equal(
      provider.classify({ status: 402, body: { code: "wallet_empty" } })?.kind,
      "insufficient_funds",
    );
    await writeFile(path, toml.replace('"refused"', '"refuzed"'));
    await assert.rejects(payonce.Provider.load(path), (error) => {
      assert.ok(error instanceof payonce.ProviderFileError);
      assert.equal(
        error.message,
        `${path}:10:12: "refuzed" is not a word that a provider file knows here; did you mean "refused"?`,
      );
      assert.deepEqual(
        error.problems.map(({ line, column }) => [line, column]),
        [[10, 12]],
      );
      return true;
    });
  });

  test("a payment whose response is lost is sent again with the same key and paid once", async () => {
    const events: Payonce.CallEvent[] = [];
    const acmePay = client({ onEvent: (event) => void events.push(event) });
    server.lost = 1;
    const paid = await acmePay.call<Payment>("payments.send", payment, { idempotencyKey: "order_1" });
    assert.equal(paid.id, "pay_0");
    assert.equal(server.payments.length, 1);
    assert.equal(server.keys.length, 2);
    assert.match(server.keys[0] ?? "", uuid4);
    assert.equal(server.keys[1], server.keys[0]);
    assert.deepEqual(
      events.map(({ event }) => event),
      ["about_to_send", "request_finished", "retrying", "about_to_send", "request_finished", "finished"],
    );
    assert.ok(events.every(({ provider }) => (provider as string) === "acme"));
    const info = payonce.callInfo(paid);
    assert.equal(info?.attempts, 2);
    // The key in the form that the provider wants.
    assert.equal(info?.reference.idempotencyKey, "order_1");
    assert.equal(info?.reference.reference, server.keys[0]);
  });

  test("a refused payment throws the error of the file, with the stack of the caller", async () => {
    const acmePay = client();
    async function whoPays(): Promise<void> {
      await acmePay.call("payments.send", { to: "nobody", amount: "5.00" }, { idempotencyKey: "order_1" });
    }
    await assert.rejects(whoPays(), (error) => {
      assert.ok(error instanceof payonce.ProviderError);
      assert.ok(error instanceof payonce.InsufficientFundsError);
      assert.ok(error instanceof payonce.NotAppliedError);
      assert.equal(error.requestId, "req_1");
      assert.match(error.stack ?? "", /at async whoPays .*provider-file\.js/);
      return true;
    });
    assert.equal(server.keys.length, 1);
    function whoAsks(): unknown {
      return payonce.Provider.parse(acme).classify({ status: 500, body: "{}" });
    }
    const error = whoAsks();
    assert.ok(error instanceof payonce.ProviderError);
    assert.match(error.stack ?? "", /^\w+: .*\n {4}at whoAsks .*provider-file\.js/);
  });

  test("a payment that stays unknown has the key, and reconcile asks for what to search", async () => {
    const acmePay = client({ maxRetries: 0 });
    server.lost = 1;
    const idempotencyKey = "order_1";
    const error: unknown = await acmePay
      .call("payments.send", payment, { idempotencyKey })
      .catch((error: unknown) => error);
    assert.ok(error instanceof payonce.OutcomeUnknownError);
    assert.ok(error instanceof payonce.ProviderError);
    assert.equal(error.reference.idempotencyKey, idempotencyKey);
    assert.equal(error.reference.reference, server.keys[0]);
    // The file declares no list to search, so that the key is the way.
    await assert.rejects(acmePay.reconcile(error), payonce.PayonceError);
    const paid = await acmePay.call<Payment>("payments.send", payment, { idempotencyKey });
    assert.equal(paid.id, "pay_0");
    assert.equal(server.payments.length, 1);
  });

  test("a pending payment is polled until it is final", async () => {
    const acmePay = client();
    server.state = "pending";
    type Sent = Payment & Payonce.Waitable<Payment>;
    const sent = await acmePay.call<Sent>("payments.send", payment, { idempotencyKey: "order_1" });
    assert.equal(sent.isFinal, false);
    const final = await acmePay.wait(sent, { timeoutMs: 10_000 });
    assert.equal(final.status, "paid");
    assert.equal(final.succeeded, true);
    await assert.rejects(acmePay.wait({}), TypeError);
  });

  test("a list goes through all pages", async () => {
    const acmePay = client();
    for (const to of ["a", "b", "c"]) {
      await acmePay.call("payments.send", { to, amount: "1.00" }, { idempotencyKey: to });
    }
    const found: string[] = [];
    for await (const { to } of acmePay.list<Payment>("payments.list", { size: 2 })) {
      found.push(to);
    }
    assert.deepEqual(found, ["a", "b", "c"]);
    const page = await acmePay.list("payments.list");
    assert.equal((page["data"] as unknown[]).length, 2);
    assert.throws(() => acmePay.list("payments.send"), TypeError);
  });

  test("the journal returns the recorded result", async () => {
    const acmePay = client({ journal: new MemoryJournal() });
    const idempotencyKey = "order_1";
    const first = await acmePay.call<Payment>("payments.send", payment, { idempotencyKey });
    const again = await acmePay.call<Payment>("payments.send", payment, { idempotencyKey });
    assert.deepEqual({ ...again }, { ...first });
    assert.equal(payonce.callInfo(again)?.replayed, true);
    assert.equal(server.keys.length, 1);
    assert.deepEqual(await acmePay.journal.open(), []);
  });

  test("a client of a file that extends a built-in provider returns what that provider has", async () => {
    client();
    server.payments.push(
      { id: "tx_1", to: "0x1", status: "confirmed" },
      { id: "tx_2", to: "0x1", status: "pending" },
    );
    const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const provider = payonce.Provider.parse({ payonce: 1, extends: "agentwallex", code: [] });
    const wallex = provider.client({ apiKey: "awx_planted_0123456789abcdef", baseUrl });
    const found: [string, boolean][] = [];
    for await (const item of wallex.list<Payment & Payonce.Waitable<Payment>>("payments.list")) {
      found.push([item.id, item.isFinal]);
    }
    assert.deepEqual(found, [
      ["tx_1", true],
      ["tx_2", false],
    ]);
    const { baseUrl: shown, provider: id } = wallex.toJSON();
    assert.deepEqual([shown, id], [baseUrl, "agentwallex"]);
  });

  test("an unknown operation, argument or option is refused before anything is sent", async () => {
    const acmePay = client();
    await assert.rejects(acmePay.call("payments.sent"), payonce.InvalidArgumentError);
    await assert.rejects(acmePay.call("payments.send", { to: "shop" }), payonce.NotSentError);
    await assert.rejects(acmePay.call("payments.send", payment), (error) => {
      assert.ok(error instanceof payonce.InvalidArgumentError);
      assert.equal(error.details.field, "idempotencyKey");
      return true;
    });
    assert.throws(() => client({ colour: "red" }), payonce.InvalidArgumentError);
    assert.equal(server.keys.length, 0);
  });

  test("no printed form of a client contains its key or the handle of its file", () => {
    const acmePay = client();
    const text = `${inspect(acmePay, { depth: 10, showHidden: true })} ${JSON.stringify(acmePay)}`;
    assert.doesNotMatch(text, /planted|@/);
    assert.match(text, /…cdef#[0-9a-f]{8}/);
  });
}
