import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { isPayonceError } from "../errors/brand.js";
import type { FormOptions } from "../errors/forms.js";

/**
 * The callback of an MCP tool that pays. An error of payonce becomes a tool result with `isError`: the next step first, the
 * same facts as JSON second. It has no `structuredContent`, which a client would check against the tool's `outputSchema`.
 * Any other error is thrown.
 *
 * @example
 * server.registerTool("pay", { inputSchema }, payingTool(async ({ invoice }) => { … }));
 */
export function payingTool<Args extends unknown[]>(
  callback: (...args: Args) => CallToolResult | Promise<CallToolResult>,
  options: FormOptions = {},
): (...args: Args) => Promise<CallToolResult> {
  return async (...args) => {
    try {
      return await callback(...args);
    } catch (error) {
      if (isPayonceError(error)) {
        return error.toMcp({ audience: options.audience }) as CallToolResult;
      }
      throw error;
    }
  };
}
