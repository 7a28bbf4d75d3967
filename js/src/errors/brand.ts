import type { AnyPayonceError } from "./classes.js";

/** Shared by every copy of this package in a program, so that `instanceof` holds across bundles. */
export const brand: unique symbol = Symbol.for("payonce.error") as never;

/** Whether the value is an error of payonce, also of another copy of this package. */
export function isPayonceError(value: unknown): value is AnyPayonceError {
  return typeof value === "object" && value !== null && brand in value;
}

/**
 * Answers `instanceof` for a class that stands for a set of errors. A class that a caller derives from it has ordinary
 * instances only.
 */
export function isOfClass(
  asked: CallableFunction,
  own: CallableFunction,
  value: unknown,
  belongs: (error: AnyPayonceError) => boolean,
): boolean {
  if (!isPayonceError(value)) {
    return false;
  }
  return asked === own ? belongs(value) : Object.prototype.isPrototypeOf.call(asked.prototype as object, value);
}

/** Lets the stack begin where the caller called, in engines that can. */
export function captureStack(error: Error, above: CallableFunction): void {
  const capture = (Error as { captureStackTrace?: (error: Error, above: CallableFunction) => void })
    .captureStackTrace;
  capture?.(error, above);
}
