// A payment that is applied and whose response is lost, while the list of payments is down.

import assert from "node:assert/strict";
import { AgentWallex, once } from "payonce";
import { startSimulator } from "../node/simulator.js";

const payment = { agentId: "agent_abc123", to: "0xRecipientAddress", amount: "5.00", token: "USDC" };

export async function openShop() {
  const simulator = await startSimulator();
  const wallet = new AgentWallex({ ...simulator.options, maxRetries: 0, retry: { deadlineMs: 3000 } });
  return {
    simulator,
    wallet,
    /** Pays with a new key, as a program without a thought about keys does. */
    pay: async (): Promise<string> => (await wallet.payments.send(payment)).id ?? assert.fail("no id"),
    payInvoice: async (invoice: string): Promise<string> => {
      const idempotencyKey = once("invoice", { invoice });
      return (await wallet.payments.send(payment, { idempotencyKey })).id ?? assert.fail("no id");
    },
    /** An empty ledger, in which the next payment will be made without the caller's knowledge. */
    loseResponses: async (): Promise<void> => {
      await simulator.reset();
      await simulator.faults(
        { operation: "payments.send", nth: [1, 2, 3], fault: { type: "drop", when: "after" } },
        { operation: "payments.list", fault: { type: "status", status: 503 } },
      );
    },
  };
}

/** Whether a text permits a second call. A model that reads nothing about that calls a failed tool again. */
export function callsAgain(text: string): boolean {
  return !/do not make the call again|do not call this again/i.test(text);
}
