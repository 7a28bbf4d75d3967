import type { ErrorHandler } from "hono";
import { isPayonceError } from "../errors/brand.js";
import type { FormOptions } from "../errors/forms.js";

/**
 * Responds to an error of payonce with an RFC 9457 problem: `app.onError(payonceErrors())`. An `HTTPException` gets its own
 * response, as in Hono's default handler; any other error is thrown, and Hono's server responds with 500.
 */
export function payonceErrors(options: FormOptions = {}): ErrorHandler {
  return (error, context) => {
    if (isPayonceError(error)) {
      return error.toProblemResponse({ audience: options.audience });
    }
    if ("getResponse" in error && typeof error.getResponse === "function") {
      const response = (error as { getResponse: () => Response }).getResponse();
      return context.newResponse(response.body, response);
    }
    throw error;
  };
}
