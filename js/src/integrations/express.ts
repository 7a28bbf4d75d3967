import type { ErrorRequestHandler } from "express";
import { isPayonceError } from "../errors/brand.js";
import type { FormOptions } from "../errors/forms.js";

export { type PaymentRequirement, requirePayment } from "./express_payment.js";

/** Responds to an error of payonce with an RFC 9457 problem. Add it after the routes; any other error goes on. */
export function payonceErrors(options: FormOptions = {}): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (!isPayonceError(error) || response.headersSent) {
      next(error);
      return;
    }
    const problem = error.toProblemResponse({ audience: options.audience });
    response.status(problem.status);
    problem.headers.forEach((value, name) => response.set(name, value));
    problem.text().then((body) => response.send(body), next);
  };
}
