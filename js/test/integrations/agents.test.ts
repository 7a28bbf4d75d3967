// Tools that pay, in OpenAI Agents and LangGraph, under their defaults. A scripted model calls a failed tool again, unless the
// text forbids that.

import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { type StructuredToolInterface, tool as langchainTool } from "@langchain/core/tools";
import { Command, END, MemorySaver, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import {
  Agent,
  type Model,
  type ModelRequest,
  type ModelResponse,
  run,
  setTracingDisabled,
  tool as openaiTool,
  Usage,
} from "@openai/agents";
import { isPayonceError, OutcomeUnknownError } from "payonce";
import * as langgraph from "payonce/langgraph";
import * as openaiAgents from "payonce/openai-agents";
import { z } from "zod";
import { callsAgain, openShop } from "./shop.js";

setTracingDisabled(true);
const shop = await openShop();
after(() => shop.simulator.stop());
beforeEach(async () => await shop.loseResponses());

/** The model of an OpenAI agent: calls `pay`, and again up to three times as long as the last text permits. */
class Scripted implements Model {
  readonly outputs: string[] = [];

  getResponse(request: ModelRequest): Promise<ModelResponse> {
    const items = typeof request.input === "string" ? [] : request.input;
    const results = items.filter((item) => item.type === "function_call_result");
    const last = results.at(-1);
    if (last !== undefined) {
      this.outputs.push(JSON.stringify(last.output));
    }
    const calls =
      last === undefined ||
      (results.length < 3 &&
        !/"paid /.test(this.outputs.at(-1) ?? "") &&
        callsAgain(this.outputs.at(-1) ?? ""));
    const output: ModelResponse["output"] = calls
      ? [
          {
            type: "function_call",
            callId: `call-${results.length}`,
            name: "pay",
            arguments: "{}",
            status: "completed",
          },
        ]
      : [
          {
            type: "message",
            role: "assistant",
            status: "completed",
            content: [{ type: "output_text", text: "done" }],
          },
        ];
    return Promise.resolve({ usage: new Usage(), output });
  }

  getStreamedResponse(): AsyncIterable<never> {
    throw new Error("not scripted");
  }
}

const description = "Pays the invoice.";
const parameters = z.object({});

async function runAgent(options: object): Promise<string[]> {
  const model = new Scripted();
  const pay = openaiTool({
    name: "pay",
    description,
    parameters,
    execute: async () => `paid ${await shop.pay()}`,
    ...options,
  });
  await run(new Agent({ name: "payer", model, tools: [pay] }), "pay the invoice");
  return model.outputs;
}

test("OpenAI Agents: a model that reads the next step pays once, and without it three times", async () => {
  const outputs = await runAgent({ errorFunction: openaiAgents.errorFunction });
  assert.match(outputs[0] ?? "", /Next step: do not call this again; it may have been paid/);
  assert.equal(outputs.length, 1);
  assert.equal(await shop.simulator.paid(), 1);

  await shop.loseResponses();
  const plain = await runAgent({});
  assert.match(plain[0] ?? "", /Please try again/);
  assert.equal(await shop.simulator.paid(), 3);
});

test("OpenAI Agents: a success is not changed, and an error that is not from payonce ends the run", async () => {
  await shop.simulator.reset();
  assert.match((await runAgent({ errorFunction: openaiAgents.errorFunction }))[0] ?? "", /paid /);
  const execute = (): never => {
    throw new RangeError("broken");
  };
  await assert.rejects(runAgent({ execute, errorFunction: openaiAgents.errorFunction }), /broken/);
  assert.equal(await shop.simulator.paid(), 1);
});

type State = typeof MessagesAnnotation.State;

/** The model of a graph: calls `pay`, and again up to three times after a result that failed and permits it. */
function model({ messages }: State): { messages: BaseMessage[] } {
  const results = messages.filter((message) => message instanceof ToolMessage);
  const last = results.at(-1);
  const calls =
    last === undefined || (results.length < 3 && last.status === "error" && callsAgain(last.text));
  const call = { name: "pay", args: {}, id: `call-${results.length}` };
  return { messages: [new AIMessage({ content: "", tool_calls: calls ? [call] : [] })] };
}

function wantsTools({ messages }: State): "tools" | typeof END {
  const last = messages.at(-1);
  return last instanceof AIMessage && (last.tool_calls ?? []).length > 0 ? "tools" : END;
}

async function runGraph(pay: StructuredToolInterface): Promise<ToolMessage[]> {
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("model", model)
    .addNode("tools", new ToolNode([pay]))
    .addEdge(START, "model")
    .addConditionalEdges("model", wantsTools)
    .addEdge("tools", "model")
    .compile();
  const { messages } = await graph.invoke({ messages: [{ role: "user", content: "pay the invoice" }] });
  return messages.filter((message) => message instanceof ToolMessage);
}

const schema = z.object({});
const named = { name: "pay", description, schema };
const payAndTell = async (): Promise<string> => `paid ${await shop.pay()}`;

test("LangGraph: a model that reads the result of payingTool pays once, and without it three times", async () => {
  const [told, ...others] = await runGraph(langchainTool(langgraph.payingTool(payAndTell), named));
  assert.equal(told?.status, "error");
  assert.match(told.text, /^Next step: do not call this again; it may have been paid/);
  assert.deepEqual(others, []);
  assert.equal(await shop.simulator.paid(), 1);

  await shop.loseResponses();
  await runGraph(langchainTool(payAndTell, named));
  assert.equal(await shop.simulator.paid(), 3);
});

test("LangGraph: a success is not changed, and another error is thrown", async () => {
  await shop.simulator.reset();
  const [told] = await runGraph(langchainTool(langgraph.payingTool(payAndTell), named));
  assert.equal(told?.status, "success");
  assert.match(told.text, /^paid /);
  const broken = langgraph.payingTool(() => {
    throw new RangeError("broken");
  });
  await assert.rejects(broken({}, {}), RangeError);
});

/** A graph of one node that pays; the default policy of LangGraph retries it. */
async function runNode(retryOn?: (error: unknown) => boolean): Promise<void> {
  const retryPolicy = { initialInterval: 1, jitter: false, logWarning: false, ...(retryOn && { retryOn }) };
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("pay", async () => ({ messages: [await payAndTell()] }), { retryPolicy })
    .addEdge(START, "pay")
    .compile();
  await assert.rejects(
    graph.invoke({ messages: [] }),
    (error) => isPayonceError(error) && error instanceof OutcomeUnknownError,
  );
}

test("LangGraph: a node pays once with retryOn, and three times with the default policy", async () => {
  await runNode(langgraph.retryOn);
  assert.equal(await shop.simulator.paid(), 1);

  await shop.loseResponses();
  await runNode();
  assert.equal(await shop.simulator.paid(), 3);
});

const refusal = { agentId: "agent_abc123", to: "0xRecipientAddress", amount: "5.00", token: "USDC" };

test("LangGraph: a refusal by a policy interrupts the graph until a person answers", async () => {
  await shop.simulator.reset();
  const refused = async (): Promise<string> =>
    (await shop.wallet.payments.send({ ...refusal, memo: "sandbox:policy_violation" })).id ?? "";
  const pay = langchainTool(langgraph.payingTool(refused), named);
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("tools", new ToolNode([pay]))
    .addEdge(START, "tools")
    .compile({ checkpointer: new MemorySaver() });
  const thread = { configurable: { thread_id: "1" } };
  const call = { name: "pay", args: {}, id: "call-1" };
  const asked = await graph.invoke(
    { messages: [new AIMessage({ content: "", tool_calls: [call] })] },
    thread,
  );
  const [question] = (asked as { __interrupt__?: { value: { payonce: string } }[] }).__interrupt__ ?? [];
  assert.match(question?.value.payonce ?? "", /^Next step: /);
  const told = await graph.invoke(new Command({ resume: "not today" }), thread);
  const last = told.messages.at(-1);
  assert.ok(last instanceof ToolMessage);
  assert.equal(last.status, "error");
  assert.match(last.text, /The person answered: not today$/);
  assert.equal(await shop.simulator.paid(), 0);
  // Outside of a graph, the model reads the refusal.
  assert.match(String(await pay.invoke({})), /^Next step: /);
});
