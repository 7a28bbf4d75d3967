import type { AnyPayonceError } from "./classes.js";

/** Any function or class. */
export type AnyFunction = ((...args: never) => unknown) | (abstract new (...args: never) => unknown);

/** Shared by every copy of this package in a program, so that `instanceof` holds across bundles. */
export const brand: unique symbol = Symbol.for("payonce.error") as never;

/** What a framework does with an error: a method for `payonce/agents`, which also works for another copy of this package. */
export const toolFailure: unique symbol = Symbol.for("payonce.tool_failure") as never;

/** Whether the value is an error of payonce, also of another copy of this package. */
export function isPayonceError(value: unknown): value is AnyPayonceError {
  return typeof value === "object" && value !== null && brand in value;
}

/**
 * Implements `instanceof` for a class that represents a set of errors. A class that a caller derives from it has only
 * ordinary instances.
 */
export function isOfClass(
  asked: AnyFunction,
  own: AnyFunction,
  value: unknown,
  belongs: (error: AnyPayonceError) => boolean,
): boolean {
  if (!isPayonceError(value)) {
    return false;
  }
  return asked === own
    ? belongs(value)
    : Object.prototype.isPrototypeOf.call((asked as { prototype: object }).prototype, value);
}

/** The members of `Error` in V8 and JavaScriptCore. */
interface StackTraces {
  stackTraceLimit?: number;
  readonly captureStackTrace?: (error: Error, above: AnyFunction) => void;
}
const stacks = Error as StackTraces;

/** Starts the stack at the caller's call, in engines that support it. */
export function captureStack(error: Error, above: AnyFunction): void {
  stacks.captureStackTrace?.(error, above);
}

/**
 * Has `Error` make no stack, which `captureStack` would replace: to walk the stack is most of what an error costs. Returns what
 * `resumeStacks` needs; nothing if the engine or the program does not allow it.
 */
export function pauseStacks(): number | undefined {
  const limit = stacks.stackTraceLimit;
  if (limit === undefined || stacks.captureStackTrace === undefined) {
    return undefined;
  }
  try {
    stacks.stackTraceLimit = 0;
    return limit;
  } catch {
    // The built-in objects are frozen.
    return undefined;
  }
}

export function resumeStacks(limit: number | undefined): void {
  if (limit !== undefined) {
    stacks.stackTraceLimit = limit;
  }
}
