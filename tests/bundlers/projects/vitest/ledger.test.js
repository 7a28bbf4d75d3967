import { AgentWallex } from "payonce";
import { matchers, startSandbox } from "payonce/testing";
import { expect, test } from "vitest";

expect.extend(matchers);

test("the matcher reads the ledger", async () => {
  const sandbox = await startSandbox();
  try {
    sandbox.faults([{ operation: "payments.send", nth: [1], fault: { type: "drop", when: "after" } }]);
    expect(sandbox.ledger).not.toHavePaidOnce("order-7");
    expect(() => expect(sandbox.ledger).toHavePaidOnce("order-7")).toThrow('"order-7" was not paid');
    const wallet = new AgentWallex(sandbox.options.agentwallex);
    const payment = { agentId: "agent_abc123", to: "0xRecipientAddress", amount: "5.00", token: "USDC" };
    await wallet.payments.send(payment, { idempotencyKey: "order-7" });
    expect(sandbox.ledger).toHavePaidOnce("order-7");
    expect(() => expect(sandbox.ledger).not.toHavePaidOnce("order-7")).toThrow('"order-7" was paid once');
  } finally {
    await sandbox.close();
  }
});
