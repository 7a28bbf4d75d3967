import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import * as payonce from "payonce";

const bodies: string[] = [];
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk as string;
  bodies.push(body);
  response.writeHead(200, { "content-type": "application/json" }).end('{"success":true}');
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
const nothing = [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, "", " "];

function refuses(field: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof payonce.InvalidArgumentError, String(error));
    assert.equal(error.details.field, field, error.message);
    assert.ok(error instanceof payonce.NotSentError);
    return true;
  };
}

const backends = { [payonce.backendName()]: payonce };
for (const [name, { AgentPayClient, AgentWallex, PayClient, Payi }] of Object.entries(backends)) {
  const pay = new AgentPayClient({ serviceToken: "token_0123456789abcdef", baseUrl });
  const aw = new AgentWallex({ apiKey: "awx_test_0123456789abcdef", baseUrl });
  const auth = { apiKey: "at_key_0000000000001", secretKey: "at_secret_0000000001" };
  const tech = new PayClient({ auth, baseUrl });
  const payi = new Payi({ apiKey: "payi_0123456789abcdef0123", baseUrl });

  for (const lost of nothing) {
    const shown = typeof lost === "string" ? JSON.stringify(lost) : String(lost);
    const id = lost as unknown as string;

    test(`${name}: a first argument of ${shown} is refused by the name of the id`, async () => {
      await assert.rejects(aw.agents.get(id), refuses("agentId"));
      await assert.rejects(aw.payments.get(id), refuses("transactionId"));
      await assert.rejects(aw.policies.update(id, { rules: {} }), refuses("policyId"));
      await assert.rejects(tech.executeIntent(id), refuses("intentId"));
      await assert.rejects(payi.limits.retrieve(id), refuses("limitId"));
    });

    test(`${name}: an idempotency key of ${shown} is refused and not replaced by a generated one`, async () => {
      const before = bodies.length;
      const options = { idempotencyKey: id };
      await assert.rejects(aw.payments.send(payment, options), refuses("idempotencyKey"));
      assert.equal(bodies.length, before);
    });

    test(`${name}: a charge with an id of ${shown} is refused and not sent`, async () => {
      const before = bodies.length;
      const charge = { apiKey: "user_key_0123456789", amountCents: 1, usageEventId: id };
      await assert.rejects(pay.consume(charge), refuses("usageEventId"));
      assert.equal(bodies.length, before);
    });
  }

  test(`${name}: a value that JSON cannot represent is refused by its path`, async () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const refused: readonly [unknown, string][] = [
      [Number.NaN, "memo"],
      [() => {}, "memo"],
      [Symbol("memo"), "memo"],
      [new Map([["a", 1]]), "memo"],
      [new Uint8Array(2), "memo"],
      [cycle, "memo.self"],
      [[1, [Number.NaN]], "memo[1][0]"],
    ];
    const before = bodies.length;
    for (const [memo, field] of refused) {
      await assert.rejects(aw.payments.send({ ...payment, memo: memo as string }), refuses(field));
    }
    const options = { retry: { baseDelayMs: Number.NaN } };
    await assert.rejects(aw.agents.get("agent_1", options), refuses("retry.baseDelayMs"));
    const wrong = { apiKey: "awx_test_0123456789abcdef", timeoutMs: Number.NaN };
    assert.throws(() => new AgentWallex(wrong), refuses("timeoutMs"));
    const unixMs = Number.NaN;
    const judged = payonce.classify({ provider: "agentwallex", status: 500, unixMs });
    assert.ok(judged instanceof payonce.InvalidArgumentError);
    assert.equal(judged.details.field, "unixMs");
    assert.equal(bodies.length, before);
  });
}
