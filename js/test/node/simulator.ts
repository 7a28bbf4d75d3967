// The simulator as a process, for tests whose clients are several processes.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Simulator {
  /** The options of a client of AgentWallex. */
  readonly options: { readonly apiKey: string; readonly baseUrl: string };
  /** The options of a client of AgentPay. */
  readonly agentPay: { readonly serviceToken: string; readonly baseUrl: string };
  /** The key of an end user of AgentPay with a balance. */
  readonly agentPayUser: string;
  /** How many payments of an operation are in the ledger. */
  paid(operation?: string): Promise<number>;
  /** How many requests of an operation arrived. */
  requests(operation?: string): Promise<number>;
  faults(...rules: object[]): Promise<void>;
  /** As after its start: an empty ledger and no faults. */
  reset(): Promise<void>;
  stop(): void;
}

export async function startSimulator(): Promise<Simulator> {
  const command = process.env["PAYONCE_BIN"];
  assert.ok(command, "PAYONCE_BIN names the command whose simulator this starts");
  const child = spawn(command, ["sandbox", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const firstLine = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
  });
  const { url, providers } = JSON.parse(firstLine) as {
    url: string;
    providers: {
      agentwallex: { base_url: string; api_key: string };
      agentpay: { base_url: string; service_token: string; user_api_key: string };
    };
  };
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${url}/_sandbox/${path}`, init);
    const text = await response.text();
    assert.ok(response.ok, text);
    return JSON.parse(text);
  };
  const count = (records: readonly { readonly operation: string | null }[], operation: string): number =>
    records.filter((record) => record.operation === operation).length;
  const { base_url: baseUrl, api_key: apiKey } = providers.agentwallex;
  return {
    options: { apiKey, baseUrl },
    agentPay: { serviceToken: providers.agentpay.service_token, baseUrl: providers.agentpay.base_url },
    agentPayUser: providers.agentpay.user_api_key,
    paid: async (operation = "payments.send") => {
      const { effects } = (await ask("ledger")) as { effects: { operation: string }[] };
      return count(effects, operation);
    },
    requests: async (operation = "payments.send") => {
      const { requests } = (await ask("requests")) as { requests: { operation: string | null }[] };
      return count(requests, operation);
    },
    faults: async (...rules) => {
      await ask("faults", { seed: 1, rules });
    },
    reset: async () => {
      await ask("reset", {});
    },
    stop: () => {
      child.kill();
    },
  };
}
