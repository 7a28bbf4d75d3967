import { forModel } from "../agents.js";
import { isPayonceError } from "../errors/brand.js";

/**
 * For `tool({ errorFunction, … })` of OpenAI Agents: the model reads the next step of an error of payonce, instead of "Please try
 * again". Any other error is thrown, and the run fails.
 */
export function errorFunction(_context: unknown, error: unknown): string {
  if (isPayonceError(error)) {
    return forModel(error);
  }
  throw error;
}
