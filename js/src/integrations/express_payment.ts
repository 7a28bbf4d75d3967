import type { Request, RequestHandler } from "express";
import { isPayonceError } from "../errors/brand.js";
import type { FormOptions } from "../errors/forms.js";
import type { AgentPayClient } from "../generated/agentpay.js";
import { payonceErrors } from "./express.js";

const header = "X-AGENTPAY-API-KEY";
// RFC 9110 requires a challenge with every 401.
const challenge = `ApiKey header="${header}"`;

/** What a request costs, and who pays. */
export interface PaymentRequirement extends FormOptions {
  /** The price in US cents. */
  readonly cents: number;
  /** The client that charges. */
  readonly agentPay: AgentPayClient;
  /** The end user's key; by default the header `X-AGENTPAY-API-KEY`. */
  readonly userKey?: ((request: Request) => string | undefined) | undefined;
  /**
   * Names the charge. By default each request is a charge of its own. AgentPay charges an id once, so return an id only if
   * your handler delivers once for it: an id that the end user chooses can otherwise be used for many requests.
   */
  readonly usageEventId?: ((request: Request) => string) | undefined;
}

/** Charges for a request before its handler runs. The handler runs only if the charge was certainly made. */
export function requirePayment(requirement: PaymentRequirement): RequestHandler {
  const { agentPay, cents: amountCents, userKey, usageEventId } = requirement;
  return (request, response, next) => {
    const charge = async (): Promise<void> => {
      const apiKey = userKey === undefined ? request.get(header) : userKey(request);
      if (apiKey === undefined || apiKey === "") {
        const problem = {
          title: "Unauthorized",
          status: 401,
          detail: `send your key in the header ${header}`,
        };
        response.status(401).set("WWW-Authenticate", challenge).type("application/problem+json");
        response.send(JSON.stringify(problem));
        return;
      }
      const id = usageEventId?.(request) ?? crypto.randomUUID();
      await agentPay.consume({ apiKey, amountCents, usageEventId: id }, { raiseOnFailure: true });
      next();
    };
    charge().catch((error: unknown) => {
      if (isPayonceError(error) && error.respondStatus === 401) {
        response.set("WWW-Authenticate", challenge);
      }
      payonceErrors(requirement)(error, request, response, next);
    });
  };
}
