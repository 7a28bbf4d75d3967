import { isPayonceError } from "./errors/brand.js";
import type { AnyPayonceError } from "./errors/classes.js";
import type { FormOptions } from "./errors/forms.js";

export { once } from "./journal/once.js";

/**
 * Whether a framework may run the step again that threw this: true only for an error of payonce that is `retryable` and whose
 * call certainly did not take effect. False for everything else, because a second call may then pay again: the keys that
 * payonce generates are new for each call.
 */
export function shouldRetry(error: unknown): boolean {
  return isPayonceError(error) && error.retryable && error.outcome === "not_applied";
}

/** The text for the model that called a tool: the next step first. By default it contains only what the public may know. */
export function forModel(error: AnyPayonceError, options: FormOptions = {}): string {
  return error.toMcp(options).content[0]?.text ?? error.userMessage;
}
