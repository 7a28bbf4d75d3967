import { forModel } from "../agents.js";
import { isPayonceError } from "../errors/brand.js";
import type { Json } from "../errors/details.js";
import type { FormOptions } from "../errors/forms.js";

/** The output of a tool whose payment failed. It is JSON, so that a stored conversation keeps it. */
export interface PaymentError {
  readonly payonceError: true;
  /** What the model has to do next. */
  readonly nextStep: string;
  readonly [fact: string]: Json;
}

/** Whether the output of a tool is an error of payonce. */
export function isPaymentError(output: unknown): output is PaymentError {
  return typeof output === "object" && output !== null && "payonceError" in output && "nextStep" in output;
}

interface Members {
  readonly execute?: (input: unknown, context: unknown) => unknown;
  readonly toModelOutput?: (result: { readonly output: unknown }) => unknown;
}

/**
 * A tool of the AI SDK that pays. An error of payonce becomes the tool's output, a {@link PaymentError}, and the model receives
 * it as `error-json` with the next step. Any other error is thrown. The other members, such as `needsApproval`, stay as they are.
 *
 * @example
 * const tools = { pay: payingTool(tool({ inputSchema, execute: async ({ invoice }) => { … } })) };
 */
export function payingTool<Tool extends object>(tool: Tool, options: FormOptions = {}): Tool {
  const { execute, toModelOutput }: Members = tool;
  const members: Members = {
    execute: async (input, context) => {
      try {
        return await execute?.(input, context);
      } catch (error) {
        if (!isPayonceError(error)) {
          throw error;
        }
        const facts = JSON.parse(error.toMcp(options).content[1]?.text ?? "{}") as Record<string, Json>;
        return { ...facts, payonceError: true, nextStep: forModel(error, options) } satisfies PaymentError;
      }
    },
    toModelOutput: (result) => {
      if (isPaymentError(result.output)) {
        return { type: "error-json", value: result.output };
      }
      if (toModelOutput !== undefined) {
        return toModelOutput(result);
      }
      const value = JSON.parse(JSON.stringify(result.output ?? null)) as Json;
      return { type: typeof value === "string" ? "text" : "json", value };
    },
  };
  return { ...tool, ...(execute === undefined ? {} : members) };
}
