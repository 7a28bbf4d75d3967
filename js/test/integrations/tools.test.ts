// Tools that pay, under the defaults of their frameworks. A scripted model calls a failed tool again, unless the text that the
// framework shows it forbids that.

import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { generateText, isStepCount, tool, type ToolSet } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { PolicyViolationError, classify, errorFromPayload, fromTransportError, once } from "payonce";
import * as agents from "payonce/agents";
import * as ai from "payonce/ai";
import * as mcp from "payonce/mcp";
import { z } from "zod";
import { callsAgain, openShop } from "./shop.js";

const shop = await openShop();
after(() => shop.simulator.stop());
beforeEach(async () => await shop.loseResponses());

const refused = classify({
  provider: "agentwallex",
  operation: "payments.send",
  status: 400,
  body: { code: "policy_violation", type: "invalid_request_error", message: "60 of 50", rule: "daily_limit" },
});
assert.ok(refused instanceof PolicyViolationError);

test("only a retryable error of payonce that took no effect may be retried", () => {
  const limited = classify({ provider: "agentwallex", operation: "payments.send", status: 429 });
  assert.ok(limited?.retryable);
  assert.equal(agents.shouldRetry(limited), true);
  // AgentPay recognizes the id of a charge, so payonce may retry. The next call can have another id.
  const unknown = fromTransportError("agentpay", new Error("socket hang up"), { operation: "consume" });
  assert.deepEqual([unknown.outcome, unknown.retryable], ["unknown", true]);
  const others = [unknown, refused, new Error("x"), new TypeError("fetch failed"), { retryable: true }, null];
  for (const error of others) {
    assert.equal(agents.shouldRetry(error), false);
    assert.deepEqual([agents.waitMs(error), agents.delayMs(error)], [null, null]);
  }
  const later = { ...limited.toJSON(), kind: "solar_flare", class: "SolarFlareError" };
  assert.equal(agents.shouldRetry(errorFromPayload(later)), false);
});

test("the text for the model begins with the next step and leaves out what only the owner sees", () => {
  assert.match(agents.forModel(refused), /^Next step: /);
  assert.doesNotMatch(agents.forModel(refused), /60 of 50/);
  assert.match(agents.forModel(refused, { audience: "owner" }), /60 of 50/);
  assert.equal(agents.once("a", { b: 1 }), once("a", { b: 1 }));
});

/** What a client of a server with this tool does: it calls a failed tool again, up to three times. */
async function callThroughMcp(callback: () => Promise<CallToolResult>): Promise<CallToolResult> {
  const server = new McpServer({ name: "shop", version: "1.0.0" });
  server.registerTool("pay", { inputSchema: {}, outputSchema: { id: z.string() } }, callback);
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: "agent", version: "1.0.0" });
  await Promise.all([server.connect(there), client.connect(here)]);
  await client.listTools();
  try {
    for (let calls = 1; ; calls += 1) {
      const result = (await client.callTool({ name: "pay", arguments: {} })) as CallToolResult;
      const texts = result.content.map((item) => (item.type === "text" ? item.text : ""));
      if (result.isError !== true || calls === 3 || !callsAgain(texts.join("\n"))) {
        return result;
      }
    }
  } finally {
    await client.close();
  }
}

async function payThroughMcp(): Promise<CallToolResult> {
  const id = await shop.pay();
  return { content: [{ type: "text", text: id }], structuredContent: { id } };
}

test("MCP: a model that reads the result of payingTool pays once, and without it three times", async () => {
  const result = await callThroughMcp(mcp.payingTool(payThroughMcp));
  assert.equal(result.isError, true);
  assert.equal(result.structuredContent, undefined);
  assert.equal(await shop.simulator.paid(), 1);

  await shop.loseResponses();
  await callThroughMcp(payThroughMcp);
  assert.equal(await shop.simulator.paid(), 3);
});

test("MCP: a success and an error that is not from payonce are not changed", async () => {
  await shop.simulator.reset();
  const paid = await callThroughMcp(mcp.payingTool(payThroughMcp));
  assert.match(String(paid.structuredContent?.["id"]), /./);
  const broken = mcp.payingTool(() => {
    throw new RangeError("broken");
  });
  await assert.rejects(broken(), RangeError);
});

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** Runs the AI SDK with the scripted model, at most three calls of the tool. Returns what the model saw of the last one. */
async function generate(tools: ToolSet): Promise<{ type: string; value: unknown } | undefined> {
  let seen: { type: string; value: unknown } | undefined;
  const model = new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      const results = prompt.flatMap((message) => (message.role === "tool" ? message.content : []));
      const last = results.at(-1);
      seen = last?.type === "tool-result" ? (last.output as typeof seen) : undefined;
      const again = seen?.type.startsWith("error") === true && callsAgain(JSON.stringify(seen.value));
      const call = {
        type: "tool-call",
        toolCallId: `call-${results.length}`,
        toolName: "pay",
        input: "{}",
      } as const;
      const calls = last === undefined || (again && results.length < 3);
      return await Promise.resolve({
        content: calls ? [call] : [{ type: "text", text: "done" } as const],
        finishReason: calls ? { unified: "tool-calls", raw: undefined } : { unified: "stop", raw: undefined },
        usage,
        warnings: [],
      });
    },
  });
  await generateText({ model, tools, prompt: "pay the invoice", stopWhen: isStepCount(5) });
  return seen;
}

const payWithAi = tool({ inputSchema: z.object({}), execute: async () => ({ id: await shop.pay() }) });

test("AI SDK: a model that reads the error of payingTool pays once, and without it three times", async () => {
  const seen = await generate({ pay: ai.payingTool(payWithAi) });
  assert.equal(seen?.type, "error-json");
  assert.ok(ai.isPaymentError(seen.value));
  assert.match(seen.value.nextStep, /^Next step: do not (make the call|call this) again/);
  assert.equal(seen.value["outcome"], "unknown");
  assert.equal(await shop.simulator.paid(), 1);

  await shop.loseResponses();
  assert.equal((await generate({ pay: payWithAi }))?.type, "error-text");
  assert.equal(await shop.simulator.paid(), 3);
});

test("AI SDK: a success is not changed, also with toModelOutput", async () => {
  await shop.simulator.reset();
  assert.equal((await generate({ pay: ai.payingTool(payWithAi) }))?.type, "json");
  const shown = tool({
    inputSchema: z.object({}),
    execute: async () => await shop.pay(),
    toModelOutput: () => ({ type: "text" as const, value: "paid" }),
  });
  assert.deepEqual(await generate({ pay: ai.payingTool(shown) }), { type: "text", value: "paid" });
  assert.equal(await shop.simulator.paid(), 2);
});

test("AI SDK: a tool that needs approval pays nothing before it", async () => {
  await shop.simulator.reset();
  await generate({ pay: ai.payingTool({ ...payWithAi, needsApproval: true }) });
  assert.equal(await shop.simulator.requests(), 0);
});
