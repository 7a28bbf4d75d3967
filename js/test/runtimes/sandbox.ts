import assert from "node:assert/strict";

/** What the simulator tells on its first line. */
export interface Announced {
  readonly url: string;
  readonly providers: { readonly agentwallex: { readonly base_url: string; readonly api_key: string } };
}

let announced: Announced | undefined;
let name: string | undefined;

/** Called by the host before the tests run. */
export function useSandbox(told: Announced, runtimeName: string): void {
  announced = told;
  name = runtimeName;
}

/** What the host calls the runtime that this runs in. */
export function runtime(): string {
  assert.ok(name, "the host calls useSandbox first");
  return name;
}

export function sandbox(): Announced {
  assert.ok(announced, "the host calls useSandbox first");
  return announced;
}

/** Makes the simulator fail as the rules say, and no longer as those before. */
export async function faults(...rules: object[]): Promise<void> {
  const response = await fetch(`${sandbox().url}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seed: 7, rules }),
  });
  assert.ok(response.ok, await response.text());
}

/** How much really went from this agent's wallet, one amount per payment. */
export async function payments(agentId: string): Promise<number[]> {
  const { effects } = (await told("ledger")) as {
    effects: { operation: string; account: string; amount: string | number }[];
  };
  return effects
    .filter((effect) => effect.operation === "payments.send" && effect.account === agentId)
    .map((effect) => Number(effect.amount));
}

/** How many requests the simulator has got from clients. */
export async function requests(): Promise<number> {
  return ((await told("requests")) as { requests: unknown[] }).requests.length;
}

async function told(name: string): Promise<unknown> {
  return await (await fetch(`${sandbox().url}/_sandbox/${name}`)).json();
}
