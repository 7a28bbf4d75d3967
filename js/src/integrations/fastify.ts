import type { FastifyReply, FastifyRequest } from "fastify";
import { isPayonceError } from "../errors/brand.js";
import type { FormOptions } from "../errors/forms.js";

/**
 * Responds to an error of payonce with an RFC 9457 problem: `app.setErrorHandler(payonceErrors())`. Any other error is thrown,
 * so that the handler of the parent responds to it.
 */
export function payonceErrors(
  options: FormOptions = {},
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, _request, reply) => {
    if (!isPayonceError(error)) {
      throw error;
    }
    return reply.send(error.toProblemResponse({ audience: options.audience }));
  };
}
