import { isPayonceError } from "../errors/brand.js";
import type { FormOptions } from "../errors/forms.js";

/**
 * A route handler of Next.js that responds to an error of payonce with an RFC 9457 problem. Any other error is thrown, also the
 * one with which Next.js redirects.
 *
 * @example
 * export const POST = withPayonceErrors(async (request: Request) => { … });
 */
export function withPayonceErrors<Args extends unknown[]>(
  handler: (...args: Args) => Response | Promise<Response>,
  options: FormOptions = {},
): (...args: Args) => Promise<Response> {
  return async (...args) => {
    try {
      return await handler(...args);
    } catch (error) {
      if (isPayonceError(error)) {
        return error.toProblemResponse({ audience: options.audience });
      }
      throw error;
    }
  };
}
