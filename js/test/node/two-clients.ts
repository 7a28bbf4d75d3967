// Clients of one process and one account share their keys, also without a journal: one key is one payment.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import type * as Payonce from "payonce";
import { type Simulator, startSimulator } from "./simulator.js";

export const payment = {
  agentId: "agent_abc123",
  to: "0xRecipientAddress",
  amount: "50.00",
  token: "USDC",
  chain: "eip155:8453",
};
const running = await startSimulator();
after(() => running.stop());
let accounts = 0;

/** The simulator as after its start, and a name of an account that no other test has. */
export async function freshAccount(): Promise<{ simulator: Simulator; journalAccount: string }> {
  await running.reset();
  accounts += 1;
  return { simulator: running, journalAccount: `test ${process.pid} ${accounts}` };
}

const options = { idempotencyKey: "order_4711_attempt_1" };

/** What holds for clients whatever does their work. */
export function testTwoClients(payonce: typeof Payonce): void {
  test("two clients make one payment", async () => {
    const { simulator, journalAccount } = await freshAccount();
    const open = (): Payonce.AgentWallex => new payonce.AgentWallex({ ...simulator.options, journalAccount });
    const first = await open().payments.send(payment, options);
    const second = await open().payments.send(payment, options);
    assert.equal(second.id, first.id);
    await assert.rejects(open().payments.send({ ...payment, amount: "51.00" }, options), (error) => {
      assert.ok(error instanceof payonce.InvalidArgumentError);
      assert.match(error.message, /other arguments/);
      return true;
    });
    assert.equal(await simulator.paid(), 1);
  });

  test("ten clients that pay at once make one payment", async () => {
    const { simulator, journalAccount } = await freshAccount();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, async () => {
        const client = new payonce.AgentWallex({ ...simulator.options, journalAccount });
        return await client.payments.send(payment, options);
      }),
    );
    const ids = new Set<string>();
    for (const result of results) {
      if (result.status === "fulfilled") {
        ids.add(result.value.id);
      } else {
        assert.ok(result.reason instanceof payonce.InvalidArgumentError);
        assert.match(result.reason.message, /still running/);
      }
    }
    assert.equal(ids.size, 1);
    assert.equal(await simulator.paid(), 1);
  });

  test("the account without a name is that of the key and the base URL", async () => {
    const { simulator } = await freshAccount();
    const key = { idempotencyKey: `order_${process.pid}_${Date.now()}` };
    const first = await new payonce.AgentWallex(simulator.options).payments.send(payment, key);
    const second = await new payonce.AgentWallex(simulator.options).payments.send(payment, key);
    assert.equal(second.id, first.id);
    assert.equal(await simulator.paid(), 1);
  });

  test("accounts do not share keys", async () => {
    const { simulator, journalAccount } = await freshAccount();
    const pay = async (tenant: string): Promise<string> => {
      const account = { journalAccount: `${journalAccount} ${tenant}` };
      const client = new payonce.AgentWallex({ ...simulator.options, ...account });
      return (await client.payments.send(payment, options)).id;
    };
    assert.notEqual(await pay("1"), await pay("2"));
    assert.equal(await simulator.paid(), 2);
  });
}
