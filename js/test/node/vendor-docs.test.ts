import assert from "node:assert/strict";
import { after, test } from "node:test";
// The vendor's page imports these from "@agentwallex/sdk"; nothing else of its snippets is changed.
import { AgentWallex, AgentWallexError, PolicyViolationError } from "payonce";
import { start } from "../browser/programs.js";

interface Sandbox {
  url: string;
  providers: { agentwallex: { base_url: string; api_key: string } };
}

const sandbox = await start("PAYONCE_BIN", ["sandbox", "--port", "0"]);
after(sandbox.stop);
const { url, providers } = sandbox.announced as Sandbox;
const aw = new AgentWallex({
  apiKey: providers.agentwallex.api_key,
  baseUrl: providers.agentwallex.base_url,
  maxRetries: 0,
});
const agent = await aw.agents.create({ name: "docs", chain: "eip155:8453" });
const limited = await aw.agents.create({ name: "docs-limited", chain: "eip155:8453" });
await aw.policies.create({
  agentId: limited.id,
  type: "spending_limit",
  rules: { maxTransactionAmount: "10.00" },
});

/** The first TypeScript snippet of vendor-docs/agentwallex-errors.es.md. */
async function pay(
  agentId: string,
  amount: string,
  console: { log(text: string): void; error(...of: unknown[]): void },
) {
  try {
    const tx = await aw.payments.send({
      agentId,
      to: "0x1111111111111111111111111111111111111111",
      amount,
      token: "USDC",
    });
    return tx.status;
  } catch (error) {
    if (error instanceof PolicyViolationError) {
      console.log(`Policy violated: ${error.rule}`);
      console.log(`Details: ${error.message}`);
      // Handle: adjust amount, use different address, etc.
    } else if (error instanceof AgentWallexError) {
      console.log(`API error [${error.code}]: ${error.message}`);
      switch (error.code) {
        case "insufficient_funds":
          return "top up the wallet";
        case "agent_frozen":
          return "unfreeze or use a different agent";
        case "rate_limit_exceeded":
          return "wait and retry";
        default:
          return "log and alert";
      }
    } else {
      // Network error or unexpected exception
      console.error("Unexpected error:", error);
    }
  }
  return "refused";
}

/** The second one. */
async function withRetry<T>(fn: () => Promise<T>, maxRetries: number = 3): Promise<T> {
  for (let attempt = 0; attempt <= maxRetries; attempt++) {
    try {
      return await fn();
    } catch (error) {
      if (
        error instanceof AgentWallexError &&
        (error.type === "rate_limit_error" || error.type === "internal_error") &&
        attempt < maxRetries
      ) {
        const delay = Math.pow(2, attempt) * 10; // the page waits 1s, 2s, 4s
        await new Promise((resolve) => setTimeout(resolve, delay));
        continue;
      }
      throw error;
    }
  }
  throw new Error("Max retries exceeded");
}

function recorder() {
  const lines: string[] = [];
  return { lines, log: (text: string) => void lines.push(text), error: () => void lines.push("unexpected") };
}

async function faults(rules: object[]): Promise<void> {
  const response = await fetch(`${url}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seed: 7, rules }),
  });
  assert.equal(response.ok, true, await response.text());
}

test("a payment succeeds", async () => {
  assert.equal(await pay(agent.id, "5.00", recorder()), "confirmed");
});

test("a policy violation names its rule", async () => {
  const said = recorder();
  assert.equal(await pay(limited.id, "50.00", said), "refused");
  assert.equal(said.lines[0], "Policy violated: max_transaction_amount");
  assert.match(said.lines[1] ?? "", /^Details: .*50\.00/);
});

test("the switch over the codes runs the matching case", async () => {
  await aw.agents.freeze(limited.id);
  assert.equal(await pay(limited.id, "1.00", recorder()), "unfreeze or use a different agent");
  assert.equal(await pay(agent.id, "999999999.00", recorder()), "top up the wallet");
  const said = recorder();
  assert.equal(await pay("agent_unknown", "1.00", said), "log and alert");
  assert.match(said.lines[0] ?? "", /^API error \[\w+\]: /);
});

test("withRetry of the page retries the errors that the vendor documents as retryable", async () => {
  const body = JSON.stringify({
    code: "rate_limit_exceeded",
    type: "rate_limit_error",
    message: "slow down",
  });
  const fault = {
    type: "status",
    status: 429,
    body,
    headers: { "content-type": "application/json" },
    when: "before",
  };
  await faults([{ provider: "agentwallex", operation: "payments.send", times: 2, fault }]);
  let tries = 0;
  const tx = await withRetry(() => {
    tries += 1;
    return aw.payments.send({
      agentId: agent.id,
      to: "0x1111111111111111111111111111111111111111",
      amount: "2.00",
      token: "USDC",
    });
  });
  assert.equal(tx.status, "confirmed");
  assert.equal(tries, 3);
});
