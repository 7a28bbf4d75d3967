import { ToolMessage } from "@langchain/core/messages";
import { interrupt, isGraphBubbleUp } from "@langchain/langgraph";
import { forModel, nextStep, shouldRetry } from "../agents.js";
import { isPayonceError } from "../errors/brand.js";
import type { AnyPayonceError } from "../errors/classes.js";

/** For `retryPolicy: { retryOn }` of a node: only an error of payonce that can pass and took no effect is retried. */
export const retryOn: (error: unknown) => boolean = shouldRetry;

interface Config {
  readonly toolCall?: { readonly id?: string | undefined; readonly name: string } | undefined;
}

/**
 * The function of a LangChain tool that pays. An error of payonce becomes a `ToolMessage` with the status `error`, and the model
 * reads the next step. If a person has to decide, the graph is interrupted, and calls the tool again when it resumes. Any other
 * error is thrown.
 *
 * @example
 * const pay = tool(payingTool(async ({ invoice }) => { … }), { name: "pay", schema });
 */
export function payingTool<Input, Context extends Config, Output>(
  run: (input: Input, config: Context) => Output | Promise<Output>,
): (input: Input, config: Context) => Promise<Output | ToolMessage | string> {
  return async (input, config) => {
    try {
      return await run(input, config);
    } catch (error) {
      if (!isPayonceError(error)) {
        throw error;
      }
      const content = ask(error);
      const { id, name } = config.toolCall ?? {};
      if (id === undefined || name === undefined || nextStep(error) === "done") {
        return content;
      }
      return new ToolMessage({ content, name, tool_call_id: id, status: "error" });
    }
  };
}

/** The text for the model. If a person has to decide, interrupts the graph, and adds the answer of that person. */
function ask(error: AnyPayonceError): string {
  const text = forModel(error);
  if (nextStep(error) !== "ask_human") {
    return text;
  }
  try {
    const answer = interrupt<object, unknown>({ payonce: text, doc: error.doc });
    return `${text} The person answered: ${typeof answer === "string" ? answer : JSON.stringify(answer)}`;
  } catch (problem) {
    // Without a checkpointer, and outside of a graph, no person can be asked.
    if (isGraphBubbleUp(problem)) {
      throw problem;
    }
    return text;
  }
}
