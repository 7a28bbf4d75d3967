import assert from "node:assert/strict";
import test from "node:test";
import { AgentWallex, callInfo } from "payonce";

interface Sandbox {
  providers: { agentwallex: { base_url: string; api_key: string } };
}

interface Ledger {
  effects: { operation: string; account: string }[];
}

const sandbox = (await (await fetch("/programs/sandbox")).json()) as Sandbox;

async function faults(rules: object[]): Promise<void> {
  const body = JSON.stringify({ seed: 7, rules });
  await fetch("/_sandbox/faults", { method: "POST", body });
}

// Nothing that a page can do prevents it. Documented in README.md and js/README.md, which change with this test.
test("a browser sends a payment again when a kept connection breaks", async () => {
  const { base_url: baseUrl, api_key: apiKey } = sandbox.providers.agentwallex;
  const aw = new AgentWallex({ apiKey, baseUrl });
  const chain = "eip155:8453";
  const agent = await aw.agents.create({ name: `resend-${Date.now()}`, chain });
  const payment = { agentId: agent.id, to: `0x${"1".repeat(40)}`, amount: "5.00", token: "USDC", chain };
  await faults([{ operation: "payments.send", nth: [1], fault: { type: "drop", when: "after" } }]);
  try {
    const paid = await aw.payments.send(payment);
    assert.equal(callInfo(paid)?.attempts, 1);
  } finally {
    await faults([]);
  }
  const { effects } = (await (await fetch("/_sandbox/ledger")).json()) as Ledger;
  const charged = effects.filter((one) => one.operation === "payments.send" && one.account === agent.id);
  assert.equal(charged.length, 2);
});
