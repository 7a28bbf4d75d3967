import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { type AnyPayonceError, classify, fromTransportError } from "payonce";
import { z } from "zod";

const lost = fromTransportError("agentwallex", new Error("socket hang up"), { operation: "payments.send" });
const refused = classify({
  provider: "agentwallex",
  operation: "payments.send",
  status: 400,
  body: { code: "policy_violation", type: "invalid_request_error", message: "60 of 50", rule: "daily_limit" },
});
assert.ok(refused !== null);

/** What a client gets from a tool with an output schema that fails with this error. */
async function called(error: AnyPayonceError, structuredContent?: boolean) {
  const server = new McpServer({ name: "shop", version: "1.0.0" });
  const outputSchema = { transactionId: z.string() };
  server.registerTool("pay", { inputSchema: {}, outputSchema }, () => {
    return error.toMcp({ structuredContent }) as never;
  });
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: "agent", version: "1.0.0" });
  await Promise.all([server.connect(there), client.connect(here)]);
  // From here on the client checks results against the schema.
  await client.listTools();
  try {
    return await client.callTool({ name: "pay", arguments: {} });
  } finally {
    await client.close();
  }
}

test("a client of a tool with an output schema receives the advice of an error", async () => {
  for (const [error, advice] of [
    [lost, /^Next step: do not call this again; it may have been paid/],
    [refused, /^Next step: do not make the call again; only the operator of this service can fix it/],
  ] as const) {
    const result = await called(error);
    assert.equal(result.isError, true);
    const [text, facts] = result.content as { type: string; text: string }[];
    assert.match(text?.text ?? "", advice);
    const told = JSON.parse(facts?.text ?? "") as Record<string, unknown>;
    assert.equal(told["outcome"], error.outcome);
    assert.equal(told["retryable"], false);
    assert.ok(!("structuredContent" in result) || result.structuredContent === undefined);
  }
});

test("structured content is optional and matches the schema that a client checks", async () => {
  assert.equal(lost.toMcp({ structuredContent: true }).structuredContent?.["outcome"], "unknown");
  await assert.rejects(called(lost, true), /-32602|does not match the tool's output schema/);
});
