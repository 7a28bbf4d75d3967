import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { command } from "./browser.js";

/** A simulator with its dashboard, in a process of its own. */
export interface Simulator {
  readonly url: string;
  readonly dashboard: string;
  readonly port: number;
  close(): Promise<void>;
}

interface Announced {
  readonly url: string;
  readonly ui_url: string;
}

export async function start(...options: readonly string[]): Promise<Simulator> {
  const child = spawn(command(), ["sandbox", "--ui", ...options], { stdio: ["ignore", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, "line")) as [string];
  const { url, ui_url: dashboard } = JSON.parse(line) as Announced;
  return { url, dashboard, port: Number(new URL(url).port), close: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

/** A payment of a client that does not look for it first. Resolves to the status, or to undefined if no response arrived. */
export async function pay(url: string, memo?: string): Promise<number | undefined> {
  const body = {
    agent_id: "agent_abc123",
    direction: "outbound",
    type: "transfer",
    to_address: "0xRecipientAddress",
    amount: "5.00",
    token: "USDC",
    chain: "eip155:8453",
    ...(memo === undefined ? {} : { memo }),
  };
  const headers = { "content-type": "application/json", "x-api-key": "awx_sandbox_key_that_moves_no_money" };
  try {
    const response = await fetch(`${url}/agentwallex/transactions`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}
