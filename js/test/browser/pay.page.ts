import assert from "node:assert/strict";
import test from "node:test";
import { AgentWallex, AgentWallexError, backendName, PolicyViolationError } from "payonce";

interface Sandbox {
  providers: { agentwallex: { base_url: string; api_key: string } };
}

const sandbox = (await (await fetch("/programs/sandbox")).json()) as Sandbox;
const wallet = sandbox.providers.agentwallex;

/** A page as a developer would write it: it pays, and says what came of it. */
async function pay(aw: AgentWallex, agentId: string, amount: string): Promise<HTMLElement> {
  const shown = document.body.appendChild(document.createElement("p"));
  try {
    const payment = await aw.payments.send({
      agentId,
      to: "0x1111111111111111111111111111111111111111",
      amount,
      token: "USDC",
    });
    shown.textContent = `paid ${payment.amount} ${payment.token}: ${payment.status}`;
  } catch (error) {
    if (!(error instanceof PolicyViolationError)) {
      throw error;
    }
    assert.ok(error instanceof AgentWallexError);
    shown.textContent = `${error.name} (${error.rule}): ${error.userMessage}`;
  }
  return shown;
}

test("a page pays and shows the rule that refused a payment", async () => {
  assert.equal(backendName(), "wasm");
  const aw = new AgentWallex({ apiKey: wallet.api_key, baseUrl: wallet.base_url });
  const agent = await aw.agents.create({ name: `page-${Date.now()}`, chain: "eip155:8453" });
  await aw.policies.create({
    agentId: agent.id,
    type: "spending_limit",
    rules: { maxTransactionAmount: "10.00" },
  });

  const paid = await pay(aw, agent.id, "5.00");
  assert.equal(paid.textContent, "paid 5.00 USDC: confirmed");

  const refused = await pay(aw, agent.id, "50.00");
  assert.match(
    refused.textContent ?? "",
    /^PolicyViolationError \(max_transaction_amount\): .*Nothing was charged/,
  );
});

test("an unreachable provider raises a connection error with an unknown outcome", async () => {
  const aw = new AgentWallex({
    apiKey: "awx_test_0000000000000000",
    baseUrl: "http://127.0.0.1:9",
    maxRetries: 0,
  });
  const call = aw.payments.send({
    agentId: "agent_1",
    to: "0x1111111111111111111111111111111111111111",
    amount: "1.00",
    token: "USDC",
    chain: "eip155:8453",
  });
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof AgentWallexError);
    // A browser does not say whether the request went out.
    assert.equal(error.kind, "connection");
    assert.equal(error.phase, "waiting");
    assert.equal(error.outcome, "unknown");
    assert.equal(error.advice, "reconcile");
    return true;
  });
});
