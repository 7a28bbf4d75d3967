// Carries orders out with the npm package, and says what it was told of each.
//
// The first line of input is what the simulator announces, each further one an order. One line of output per order: its
// number, and the error's JSON form, or null for a success. `cargo xtask chaos --languages node` starts this.

import { AgentPayClient, AgentWallex, isPayonceError, PayClient, Payi } from "../../js/dist/entry.node.js";

const CALLERS = 24;
const CLIENTS = {
  agentpay: AgentPayClient,
  agenttech: PayClient,
  agentwallex: AgentWallex,
  payi: Payi,
};

let text = "";
for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk;
const [announced, ...orders] = text
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line));
const clients = Object.fromEntries(
  Object.entries(CLIENTS).map(([name, Class]) => {
    const { base_url: baseUrl, api_key: apiKey, secret_key: secretKey } = announced.providers[name];
    const keys = {
      apiKey,
      secretKey,
      serviceToken: announced.providers[name].service_token,
    };
    const given = Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
    return [
      name,
      new Class({
        baseUrl,
        ...given,
        timeoutMs: 150,
        retry: { baseDelayMs: 1, maxDelayMs: 30, deadlineMs: 5_000 },
      }),
    ];
  }),
);

await Promise.all(Array.from({ length: CALLERS }, work));

async function work() {
  for (let order = orders.pop(); order !== undefined; order = orders.pop()) {
    let told = null;
    try {
      await clients[order.provider].call(order.operation, spelledForJavaScript(order.arguments));
    } catch (error) {
      if (!isPayonceError(error)) throw error;
      told = error.toJSON();
    }
    process.stdout.write(`${JSON.stringify({ number: order.number, error: told })}\n`);
  }
}

function spelledForJavaScript(value) {
  if (Array.isArray(value)) return value.map(spelledForJavaScript);
  if (typeof value !== "object" || value === null) return value;
  const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [camel(name), spelledForJavaScript(item)]),
  );
}
