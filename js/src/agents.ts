import { isPayonceError, toolFailure } from "./errors/brand.js";
import type { AnyPayonceError } from "./errors/classes.js";
import type { FormOptions } from "./errors/forms.js";
import type { NextStep } from "./generated/vocabulary.js";

export type { NextStep } from "./generated/vocabulary.js";
export { once } from "./journal/once.js";

/**
 * Whether a framework may run the step again that threw this: true only for an error of payonce that can pass and took no
 * effect. False for everything else, because a second call may then pay again: the keys that payonce generates are new for
 * each call.
 */
export function shouldRetry(error: unknown): boolean {
  try {
    return isPayonceError(error) && nextStep(error) === "call_again";
  } catch {
    // The payload of a later version, which the core of this one does not know.
    return false;
  }
}

/** What the framework does with the tool call that failed. */
export function nextStep(error: AnyPayonceError): NextStep {
  return error[toolFailure]().next_step;
}

/** How long to wait before `shouldRetry` lets a framework call again, if the provider asked for a wait; else null. */
export function waitMs(error: unknown): number | null {
  return isPayonceError(error) ? error[toolFailure]().wait_ms : null;
}

/**
 * How long a framework without a backoff of its own waits: `waitMs`, else a second. Null if `shouldRetry` does not let it call
 * again.
 */
export function delayMs(error: unknown): number | null {
  return isPayonceError(error) ? error[toolFailure]().delay_ms : null;
}

/** The text for the model that called a tool: the next step first. By default it contains only what the public may know. */
export function forModel(error: AnyPayonceError, options: FormOptions = {}): string {
  return error[toolFailure](options).text;
}
