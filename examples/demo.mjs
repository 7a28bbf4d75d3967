// The scenes of `payonce demo` in Node: a payment and three failures.
//
// Run it against the simulator. Its first line of output is the only argument:
//
//     payonce sandbox &        # prints {"url": "http://127.0.0.1:…", "providers": {…}}
//     node examples/demo.mjs '{"url": …}'

import { AgentWallex, OutcomeUnknownError, PolicyViolationError } from "payonce";

const PAYMENT = { agentId: "agent_abc123", to: "0xRecipientAddress", token: "USDC" };

const sandbox = JSON.parse(process.argv[2]);
const { base_url: baseUrl, api_key: apiKey } = sandbox.providers.agentwallex;
const wallet = new AgentWallex({ baseUrl, apiKey, retry: { baseDelayMs: 50 } });

console.log("1. A payment");
show(receipt(await wallet.payments.send({ ...PAYMENT, amount: "12.50", memo: "invoice 1" })));

console.log("2. A policy refuses the payment");
const policy = await wallet.policies.create({
  agentId: "agent_abc123",
  type: "spending_limit",
  rules: { maxTransactionAmount: "100" },
});
try {
  await wallet.payments.send({ ...PAYMENT, amount: "5000", memo: "invoice 2" });
} catch (error) {
  if (!(error instanceof PolicyViolationError)) throw error;
  show({ ...verdict(error), rule: error.rule });
}
await wallet.policies.delete(policy.id);

console.log("3. Too many requests: AgentWallex asks for one second, and payonce waits");
await strike(on("payments.send", { type: "status", status: 429 }, { nth: [1] }));
const began = performance.now();
const paid = await wallet.payments.send({ ...PAYMENT, amount: "1.00", memo: "invoice 3" });
show({ ...receipt(paid), after: `${((performance.now() - began) / 1000).toFixed(1)} s` });

console.log("4. The response is lost after the money moved, and the provider cannot be asked");
await strike(
  on("payments.send", { type: "drop", when: "after" }, { nth: [1] }),
  on("payments.list", { type: "status", status: 503 }),
);
try {
  await wallet.payments.send({ ...PAYMENT, amount: "20.00", memo: "invoice 4" });
} catch (error) {
  if (!(error instanceof OutcomeUnknownError)) throw error;
  await strike();
  const mark = error.reference.reference ?? "no reference";
  const { data } = await wallet.payments.list();
  const times = data.filter((payment) => payment.memo?.includes(mark)).length;
  const found = ["not in the list, which proves nothing: ask again before paying", "found: it was paid, once"];
  show({ ...verdict(error), "asked later": found[times] ?? `found ${times} times` });
}

/** What a person wants to know of a payment. */
function receipt(payment) {
  return { paid: `${payment.amount} ${payment.token}, ${payment.id}, ${payment.status}` };
}

/** What a program decides by. */
function verdict(error) {
  const { name, message, outcome, retryable, advice, reference } = error;
  return { error: name, message, outcome, retryable, advice, reference: reference.reference };
}

/** A fault for calls of one operation. */
function on(operation, fault, calls = {}) {
  return { provider: "agentwallex", operation, fault, ...calls };
}

/** Replaces the faults of the simulator. */
async function strike(...rules) {
  await fetch(`${sandbox.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify({ seed: 7, rules }) });
}

/** Prints labels and values in two columns. */
function show(rows) {
  const width = Math.max(...Object.keys(rows).map((label) => label.length));
  for (const [label, value] of Object.entries(rows)) console.log(` ${label.padEnd(width)}  ${value}`);
  console.log();
}
