import { AgentWallex, backendName, InvalidArgumentError, NotAppliedError, PayonceError, PolicyViolationError } from "payonce";

const chain = "eip155:8453";

/** Pays, is refused, and reports what an application would see. */
export async function pay({ apiKey, baseUrl }) {
  let option;
  try {
    new AgentWallex({ apiKey, baseUrl, maxRetries: -1 });
  } catch (error) {
    option = error instanceof InvalidArgumentError;
  }
  const wallet = new AgentWallex({ apiKey, baseUrl });
  const { id: agentId } = await wallet.agents.create({ name: `bundled-${crypto.randomUUID()}`, chain });
  const send = async (amount) =>
    await wallet.payments.send({ agentId, to: "0x1111111111111111111111111111111111111111", amount, token: "USDC", chain });
  const paid = await send("5.00");
  await wallet.policies.create({ agentId, type: "spending_limit", rules: { maxTransactionAmount: "10.00" } });
  let refused;
  try {
    await send("50.00");
  } catch (error) {
    refused = [PolicyViolationError, NotAppliedError, PayonceError, Error].every((type) => error instanceof type);
  }
  return { agentId, amount: paid.amount, option, refused, backend: backendName() };
}
