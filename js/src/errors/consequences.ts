import type { Outcome } from "../generated/vocabulary.js";
import { type Callee, isOfClass } from "./brand.js";
import { type AnyPayonceError, PayonceError } from "./classes.js";

/** Any error with this outcome. */
export type WithOutcome<O extends Outcome> = AnyPayonceError & { readonly outcome: O };

/** It is not known whether the call took effect: find out before you send it again. */
export class OutcomeUnknownError extends PayonceError {
  static override [Symbol.hasInstance](value: unknown): value is WithOutcome<"unknown"> {
    return hasOutcome("unknown", this, OutcomeUnknownError, value);
  }
}

/** The provider accepted the call, and it is not final. */
export class PendingError extends PayonceError {
  static override [Symbol.hasInstance](value: unknown): value is WithOutcome<"pending"> {
    return hasOutcome("pending", this, PendingError, value);
  }
}

/** The call took effect, now or earlier: do not send it again. */
export class AlreadyAppliedError extends PayonceError {
  static override [Symbol.hasInstance](value: unknown): value is WithOutcome<"applied"> {
    return hasOutcome("applied", this, AlreadyAppliedError, value);
  }
}

/** The call did not take effect. */
export class NotAppliedError extends PayonceError {
  static override [Symbol.hasInstance](value: unknown): value is WithOutcome<"not_applied"> {
    return hasOutcome("not_applied", this, NotAppliedError, value);
  }
}

/** No byte of the call was sent, so it did not take effect. */
export class NotSentError extends NotAppliedError {
  static override [Symbol.hasInstance](
    value: unknown,
  ): value is WithOutcome<"not_applied"> & { readonly phase: "before_send" } {
    return isOfClass(
      this,
      NotSentError,
      value,
      (error) => error.phase === "before_send" && error.outcome === "not_applied",
    );
  }
}

function hasOutcome(outcome: Outcome, asked: Callee, own: Callee, value: unknown): boolean {
  return isOfClass(asked, own, value, (error) => error.outcome === outcome);
}
