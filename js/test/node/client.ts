import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { inspect } from "node:util";
import type * as Payonce from "payonce";

const key = "awx_planted_0123456789abcdef";
const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
const servers: Server[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const violation = JSON.stringify({
  code: "policy_violation",
  type: "invalid_request_error",
  message: `the key ${key} may not pay that much`,
  rule: "daily_limit",
});
const refusing = await serve((_, response) =>
  response.writeHead(400, { "content-type": "application/json" }).end(violation),
);
const silent = await serve(() => {});

/** What a client shows of itself, with the names of its keys apart. */
function splitKeys(shown: Readonly<Record<string, string>>): { keys: string[]; baseUrl: string | undefined } {
  return { keys: Object.keys(shown).filter((name) => name.endsWith("Key")), baseUrl: shown["baseUrl"] };
}

/** What holds for a client whatever does its work. */
export function testClient(payonce: typeof Payonce): void {
  const { AgentWallex } = payonce;
  const aw = new AgentWallex({ apiKey: key, baseUrl: refusing, maxRetries: 0 });

  test("an error is an instance of the classes, with the stack of the caller", async () => {
    async function whoPays(): Promise<void> {
      await aw.payments.send(payment);
    }
    await assert.rejects(whoPays(), (error) => {
      assert.ok(error instanceof payonce.PolicyViolationError);
      assert.ok(error instanceof payonce.AgentWallexError);
      assert.equal(error.rule, "daily_limit");
      assert.match(error.stack ?? "", /^PolicyViolationError: the key \[redacted\]/);
      assert.match(error.stack ?? "", /at async whoPays .*client\.js/);
      return true;
    });
  });

  test("no printed form of a client contains the key", async () => {
    const error: unknown = await aw.payments.send(payment).then(
      () => undefined,
      (error: unknown) => error,
    );
    for (const shown of [aw, aw.payments, { aw }, error]) {
      const text = `${inspect(shown, { depth: 10, showHidden: true })} ${JSON.stringify(shown)} ${String(shown)}`;
      assert.doesNotMatch(text, /planted/);
    }
    assert.match(inspect(aw), /…cdef#[0-9a-f]{8}/);
    assert.equal(JSON.parse(JSON.stringify(aw)).baseUrl, refusing);
  });

  test("an error names the invalid option in its TypeScript spelling", async () => {
    const open = (options: object): (() => unknown) => {
      return () => new AgentWallex({ apiKey: key, ...options });
    };
    const names = (field: string) => (error: unknown) => {
      assert.ok(error instanceof payonce.InvalidArgumentError);
      assert.equal(error.details.field, field);
      assert.ok(error.message.includes(`${field}: `), error.message);
      return true;
    };
    assert.throws(open({ baseUrl: "http://example.com" }), names("baseUrl"));
    assert.throws(open({ timeoutMs: 0 }), names("timeoutMs"));
    assert.throws(open({ retry: { baseDelayMs: -1 } }), names("retry.baseDelayMs"));
    assert.throws(open({ defaultHeaders: { x_y: 1 } }), names("defaultHeaders.x_y"));
    assert.throws(open({ base_uri: "" }), names("base_uri"));
    await assert.rejects(aw.agents.get("agent_1", { maxRetries: -1 }), names("maxRetries"));
    await assert.rejects(aw.agents.get(""), names("agentId"));
  });

  test("AgentTech accepts its keys where the SDK of the vendor has them", () => {
    const auth = { apiKey: "at_key_0000000000001", secretKey: "at_secret_0000000001" };
    const { keys, ...shown } = splitKeys(new payonce.PayClient({ baseUrl: refusing, auth }).toJSON());
    assert.deepEqual(keys, ["apiKey", "secretKey"]);
    assert.equal(shown["baseUrl"], refusing);
    const wrong = { auth: { apiKey: "at_key_0000000000001", secretKey: "" } };
    assert.throws(
      () => new payonce.PayClient(wrong),
      (error) => error instanceof payonce.PayValidationError && error.details.field === "auth.secretKey",
    );
  });

  test("a client class without keys ignores the keys in the environment", () => {
    process.env["AGENTTECH_API_KEY"] = "at_key_0000000000001";
    process.env["AGENTTECH_SECRET_KEY"] = "at_secret_0000000001";
    try {
      assert.deepEqual(splitKeys(new payonce.PayClient().toJSON()).keys, ["apiKey", "secretKey"]);
      assert.deepEqual(splitKeys(new payonce.PublicPayClient().toJSON()).keys, []);
    } finally {
      delete process.env["AGENTTECH_API_KEY"];
      delete process.env["AGENTTECH_SECRET_KEY"];
    }
    const withKey: object = { apiKey: "at_key_0000000000001" };
    assert.throws(() => new payonce.PublicPayClient(withKey), payonce.PayValidationError);
  });

  test("a signal ends a call, and the error has the outcome", async () => {
    const heard: string[] = [];
    const reason = new Error("the user left");
    const controller = new AbortController();
    const slow = new AgentWallex({
      apiKey: key,
      baseUrl: silent,
      onEvent: ({ event }) => void heard.push(event),
    });
    const call = slow.payments.send(payment, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 100);
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof payonce.PayonceError);
      assert.equal((error.cause as Error).message, reason.message);
      // The request is on its way, and nobody knows what becomes of it.
      assert.ok(error instanceof payonce.OutcomeUnknownError);
      assert.match(error.reference.reference ?? "", /^po_/);
      return true;
    });
    assert.deepEqual(heard, ["about_to_send", "finished"]);
  });

  test("a signal that fired before the call prevents the request", async () => {
    const call = aw.payments.send(payment, { signal: AbortSignal.abort() });
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof payonce.NotSentError);
      return true;
    });
  });

  test("a listener is awaited before the request is sent", async () => {
    const order: string[] = [];
    const url = await serve((_, response) => {
      order.push("request");
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"id":"tx_1","status":"confirmed"}');
    });
    const listening = new AgentWallex({
      apiKey: key,
      baseUrl: url,
      onEvent: async ({ event }) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        order.push(event);
      },
    });
    const sent = await listening.payments.send(payment);
    assert.equal(sent.succeeded, true);
    assert.equal(payonce.callInfo(sent)?.attempts, 1);
    assert.deepEqual(order, ["about_to_send", "request", "request_finished", "finished"]);
  });

  test("a listener that fails prevents the request", async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.end();
    });
    const full = new Error("the disk is full");
    const listening = new AgentWallex({
      apiKey: key,
      baseUrl: url,
      onEvent: () => {
        throw full;
      },
    });
    await assert.rejects(listening.payments.send(payment), (error) => {
      assert.ok(error instanceof payonce.NotSentError);
      assert.equal((error.cause as Error).message, full.message);
      return true;
    });
    assert.equal(requests, 0);
  });

  test("an invalid signal or listener is refused by its name before anything is sent", async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.end('{"id":"tx_1","status":"pending"}');
    });
    const refuses = (field: string) => (error: unknown) => {
      assert.ok(error instanceof payonce.InvalidArgumentError, String(error));
      assert.ok(error instanceof payonce.NotSentError);
      assert.equal(error.details.field, field);
      return true;
    };
    for (const wrong of ["x", 7, true, {}, [], () => {}, new AbortController(), new EventTarget()]) {
      const aw = new AgentWallex({ apiKey: key, baseUrl: url });
      const signal = wrong as AbortSignal;
      await assert.rejects(aw.payments.send(payment, { signal }), refuses("signal"));
      const listed = aw.payments.list({ agentId: "agent_1" }, { signal });
      await assert.rejects(async () => await listed, refuses("signal"));
      if (typeof wrong !== "function") {
        const onEvent = wrong as unknown as () => void;
        assert.throws(() => new AgentWallex({ apiKey: key, baseUrl: url, onEvent }), refuses("onEvent"));
      }
    }
    assert.equal(requests, 0);
    const read = await new AgentWallex({ apiKey: key, baseUrl: url }).payments.get("tx_1");
    const wait = read.waitUntilFinal({ signal: {} as AbortSignal });
    // The payment that is waited for was made, so that the refusal must not claim that it was not.
    await assert.rejects(wait, payonce.PendingError);
    assert.equal(requests, 1);
  });

  test("a reconcile that is refused does not claim that the payment was not made", async () => {
    const aw = new AgentWallex({ apiKey: key, baseUrl: "http://127.0.0.1:4", maxRetries: 0 });
    const lost = { operation: "payments.send", reference: { reference: "po_0123456789abcdef0123" } };
    const without = { operation: "payments.send", reference: {} };
    const asked = [
      () => aw.reconcile(without),
      () => aw.reconcile({} as typeof lost),
      () => aw.reconcile(null as unknown as typeof lost),
      () => aw.reconcile(lost, { timeoutMs: -1 }),
      () => aw.reconcile(lost, { headers: { "x-note": Number.NaN as unknown as string } }),
      () => aw.reconcile(lost, { signal: {} as AbortSignal }),
    ];
    for (const refused of asked) {
      await assert.rejects(refused, (error) => {
        assert.ok(error instanceof payonce.InvalidArgumentError, String(error));
        assert.ok(!(error instanceof payonce.NotAppliedError));
        assert.equal(error.outcome, "unknown");
        return true;
      });
    }
  });

  test("null means no signal and no listener, also while a call waits", async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      const isLast = requests % 2 === 0;
      response.writeHead(isLast ? 200 : 429, { "retry-after-ms": "5" });
      response.end(isLast ? '{"id":"tx_1","status":"confirmed"}' : '{"code":"rate_limit_exceeded"}');
    });
    const none = null as unknown as undefined;
    const aw = new AgentWallex({ apiKey: key, baseUrl: url, onEvent: none });
    const paid = await aw.payments.send(payment, { signal: none });
    assert.equal(payonce.callInfo(paid)?.attempts, 2);
    assert.equal((await paid.waitUntilFinal({ signal: none })).id, "tx_1");
  });

  test("a response above the size limit is not read to its end", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(`"${"a".repeat(100_000)}"`);
    });
    const small = new AgentWallex({ apiKey: key, baseUrl: url, maxBodyBytes: 1000, maxRetries: 0 });
    await assert.rejects(small.payments.get("tx_1"), payonce.DecodeError);
  });

  test("an id can be the first argument or a named argument", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"id":"x","ledger_id":"ldg_1","status":"pending"}');
    });
    const aw = new AgentWallex({ apiKey: key, baseUrl: url });
    await aw.agents.get("agent_1");
    await aw.agents.get({ agentId: "agent_1" });
    await aw.x402.sessionPay("sess_1", { targetUrl: "https://example.com/a" });
    const pending = await aw.payments.get("tx_1");
    assert.equal(pending.succeeded, false);
    assert.deepEqual(seen, [
      "GET /agents/agent_1",
      "GET /agents/agent_1",
      "POST /x402/sessions/sess_1/pay",
      "GET /transactions/tx_1",
    ]);
    assert.throws(
      () => JSON.parse(JSON.stringify(pending)).succeeded.length,
      "what is added to a result is not a part of its data",
    );
  });

  test("a status decides isFinal, succeeded and failed, and an unknown status is none of them", async () => {
    let status: unknown;
    const url = await serve((_, response) => {
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ id: "tx_1", status }));
    });
    const aw = new AgentWallex({ apiKey: key, baseUrl: url });
    const meanings: [unknown, boolean, boolean, boolean][] = [
      ["confirmed", true, true, false],
      ["failed", true, false, true],
      ["pending", false, false, false],
      ["CONFIRMED", true, true, false],
      ["refunded", false, false, false],
      [undefined, false, false, false],
      [7, false, false, false],
      [["confirmed"], false, false, false],
    ];
    for (const [word, isFinal, succeeded, failed] of meanings) {
      status = word;
      const read = await aw.payments.get("tx_1");
      assert.deepEqual(
        [read.isFinal, read.succeeded, read.failed],
        [isFinal, succeeded, failed],
        JSON.stringify(word),
      );
    }
    status = "failed";
    const failed = await aw.payments.get("tx_1");
    await assert.rejects(failed.waitUntilFinal(), payonce.FailedError);
  });

  test("a list is awaited for a page and iterated over all pages", async () => {
    const asked: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url);
      const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page_num") ?? 1);
      const data = [{ id: `tx_${page}`, status: "confirmed" }];
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ data, total: 3, has_more: page < 3 }));
    });
    const aw = new AgentWallex({ apiKey: key, baseUrl: url });
    const page = await aw.payments.list({ pageNum: 2 });
    assert.equal(page.data[0]?.id, "tx_2");
    assert.equal(page.data[0]?.succeeded, true);
    const ids: string[] = [];
    for await (const one of aw.payments.list()) {
      ids.push(one.id);
    }
    assert.deepEqual(ids, ["tx_1", "tx_2", "tx_3"]);
    assert.equal(asked.length, 4);
  });

  test("a secret in a result can be read and is not printed", async () => {
    const paid = { ledger_id: "ldg_1", status: "completed", payment_signature: "0xplanted" };
    const url = await serve((request, response) => {
      const body = request.url?.includes("register") ? { ok: true, data: { api_key: "ap_planted" } } : paid;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    const aw = new AgentWallex({ apiKey: key, baseUrl: url });
    const payment = await aw.x402.pay({ agentId: "agent_1", targetUrl: "https://example.com/data" });
    const pencil = new payonce.AgenticPencil({ apiKey: key, baseUrl: url });
    const registered = await pencil.auth.register({ email: "a@example.com" });
    assert.equal(payment.paymentSignature, "0xplanted");
    assert.equal(registered.apiKey, "ap_planted");
    const text = inspect({ payment, registered }, { depth: 10, showHidden: true });
    assert.doesNotMatch(text, /planted/);
    assert.match(text, /ledgerId: 'ldg_1'.*paymentSignature: '…'/s);
    assert.deepEqual(JSON.parse(JSON.stringify(payment)), { ...payment });
  });

  test("a payment is polled until it is final", async () => {
    let looks = 0;
    const url = await serve((_, response) => {
      looks += 1;
      const status = looks < 2 ? "pending" : "failed";
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ id: "tx_1", status }));
    });
    const aw = new AgentWallex({ apiKey: key, baseUrl: url });
    const pending = await aw.payments.send(payment);
    assert.equal(pending.succeeded, false);
    await assert.rejects(pending.waitUntilFinal(), payonce.FailedError);
  });

  test("a lost payment is found by its error and, from the data of the error, by another client", async () => {
    let memo = "";
    const url = await serve((request, response) => {
      if (request.method === "GET") {
        const found = { id: "tx_9", status: "confirmed", memo, created_at: new Date().toISOString() };
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(JSON.stringify({ data: [found], total: 1, has_more: false }));
        return;
      }
      let text = "";
      request.on("data", (chunk) => {
        text += String(chunk);
      });
      request.on("end", () => {
        memo = (JSON.parse(text) as { memo: string }).memo;
        request.socket.destroy();
      });
    });
    const client = new AgentWallex({ apiKey: key, baseUrl: url, maxRetries: 0 });
    const lost: unknown = await client.payments.send(payment, { reconcile: false }).then(
      () => assert.fail("nothing was lost"),
      (error: unknown) => error,
    );
    assert.ok(lost instanceof payonce.OutcomeUnknownError);
    assert.equal(lost.advice, "reconcile");
    const other = new AgentWallex({ apiKey: key, baseUrl: url });
    // What is left when the process died: what `about_to_send` told, which an application writes down as JSON.
    const written = JSON.stringify({ operation: "payments.send", reference: lost.reference });
    const lostCall = JSON.parse(written) as Payonce.LostCall;
    const settled = [lost.reconcile(), other.reconcile(lost.toJSON()), other.reconcile(lostCall)];
    for (const found of await Promise.all(settled)) {
      assert.equal(found.id, "tx_9");
      assert.equal(found.succeeded, true);
    }
    // And by itself, where it may look.
    const paid = await client.payments.send(payment);
    assert.equal(paid.id, "tx_9");
  });

  test("a refusal of AgentPay is a result, or an exception with raiseOnFailure", async () => {
    const url = await serve((_, response) => {
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"success":false,"error_code":"INSUFFICIENT_FUNDS","error_message":"too little"}');
    });
    const client = new payonce.AgentPayClient({ serviceToken: "token_0123456789abcdef", baseUrl: url });
    const args = { apiKey: "user_0123456789abcdef", amountCents: 5, usageEventId: "event_0123456789" };
    const refused = await client.consume(args);
    assert.equal(refused.success, false);
    assert.equal(refused.errorCode, "INSUFFICIENT_FUNDS");
    assert.ok(refused.error instanceof payonce.InsufficientFundsError);
    await assert.rejects(client.consume(args, { raiseOnFailure: true }), payonce.AgentPayError);

    const strict = new payonce.AgentPayClient({
      serviceToken: "token_0123456789abcdef",
      baseUrl: url,
      raiseOnFailure: true,
    });
    await assert.rejects(strict.consume(args), payonce.InsufficientFundsError);
    assert.equal((await strict.consume(args, { raiseOnFailure: false })).success, false);
    assert.throws(
      () =>
        new payonce.AgentPayClient({
          serviceToken: "token_0123456789abcdef",
          raiseOnFailure: "yes" as unknown as boolean,
        }),
      (error) => error instanceof payonce.InvalidArgumentError && error.details.field === "raiseOnFailure",
    );
  });

  test("the type of an AgentPay result requires a check of success", () => {
    const deliver = (result: Payonce.agentpay.ConsumptionResult): number | null | undefined => {
      // @ts-expect-error What only a success has cannot be read before the check.
      void result.remainingBalanceCents;
      // @ts-expect-error Nor what only a refusal has.
      void result.error;
      return result.success ? result.remainingBalanceCents : result.error.respondStatus;
    };
    assert.equal(deliver({ success: true, remainingBalanceCents: 7 }), 7);
  });

  test("every client reads its base URL from the environment, and an option overrides it", () => {
    const made: [string, () => object][] = [
      ["AGENTPAY_BASE_URL", () => new payonce.AgentPayClient({ serviceToken: "token_0123456789abcdef" })],
      [
        "AGENTTECH_BASE_URL",
        () => new payonce.PayClient({ apiKey: "key_0123456789abcdef", secretKey: "secret_0123456789abcdef" }),
      ],
      ["AGENTTECH_BASE_URL", () => new payonce.PublicPayClient()],
      ["PAYI_BASE_URL", () => new payonce.Payi({ apiKey: "key_0123456789abcdef" })],
      ["AGENTICPENCIL_BASE_URL", () => new payonce.AgenticPencil({ apiKey: "key_0123456789abcdef" })],
      ["AGENTWALLEX_BASE_URL", () => new AgentWallex({ apiKey: key })],
    ];
    for (const [variable, open] of made) {
      try {
        process.env[variable] = "http://127.0.0.1:4010/here";
        assert.match(inspect(open()), /127\.0\.0\.1:4010\/here/, variable);
        process.env[variable] = "http://api.example.com";
        assert.throws(
          open,
          (error) => error instanceof payonce.InvalidArgumentError && error.details.field === variable,
        );
      } finally {
        Reflect.deleteProperty(process.env, variable);
      }
    }
    process.env["AGENTWALLEX_BASE_URL"] = "http://127.0.0.1:4010/here";
    const given = inspect(new AgentWallex({ apiKey: key, baseUrl: "https://given.example" }));
    Reflect.deleteProperty(process.env, "AGENTWALLEX_BASE_URL");
    assert.match(given, /given\.example/);
  });
}
