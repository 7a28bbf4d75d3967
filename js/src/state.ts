import type { Caller } from "./caller.js";
import type { CallOptions } from "./options.js";

/** Which states of an object are final, as the core declares it. */
export interface StateRule {
  /** The field that holds the state. */
  readonly field: string;
  /** Final, and done. */
  readonly done: readonly string[];
  /** Final, and failed. */
  readonly failed: readonly string[];
  /** The operation that reads the object again, its argument, and the field with the id. */
  readonly read?: { readonly operation: string; readonly argument: string; readonly id: string };
}

/** How long and how often to look. */
export interface WaitOptions extends CallOptions {
  /** The time between two looks, in milliseconds; 2000 by default. */
  readonly intervalMs?: number | undefined;
  /** The time after which the last state seen is answered although it is not final, in milliseconds; 120000 by default. */
  readonly giveUpAfterMs?: number | undefined;
}

/** An object whose state tells whether it is final. */
export interface Settling<Self> {
  /** Whether the state is final; a payment that is not may still fail. */
  readonly settled: boolean;
  /**
   * Looks until the state is final, and answers the object as it was seen last: look at `settled` again, since the wait
   * is bounded.
   *
   * @throws `FailedError` when the final state is a failure.
   */
  waitUntilFinal(options?: WaitOptions): Promise<Self>;
}

/** Gives a result `settled` and `waitUntilFinal`, which printing and copying it leave out. */
export function followState(caller: Caller, operation: string, value: object, rule: StateRule): void {
  Object.defineProperties(value, {
    settled: { get: () => isFinal(value, rule) },
    waitUntilFinal: {
      value: async (options: WaitOptions = {}) => await wait(caller, operation, value, rule, options),
    },
  });
}

function stateOf(value: object, rule: StateRule): unknown {
  return (value as Record<string, unknown>)[rule.field];
}

function isFinal(value: object, rule: StateRule): boolean {
  const state = stateOf(value, rule);
  return typeof state === "string" && (rule.done.includes(state) || rule.failed.includes(state));
}

async function wait(
  caller: Caller,
  operation: string,
  value: object,
  rule: StateRule,
  options: WaitOptions,
): Promise<object> {
  const { intervalMs = 2000, giveUpAfterMs = 120_000, ...call } = options;
  const end = performance.now() + giveUpAfterMs;
  let seen = value;
  while (!isFinal(seen, rule) && rule.read !== undefined && performance.now() + intervalMs <= end) {
    await pause(intervalMs, call.signal);
    const id = (seen as Record<string, unknown>)[rule.read.id];
    seen = await caller.call<object>(rule.read.operation, { [rule.read.argument]: id }, call, {
      state: rule,
    });
  }
  const state = stateOf(seen, rule);
  if (typeof state === "string" && rule.failed.includes(state)) {
    caller.throwFailed(operation, seen);
  }
  return seen;
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
    signal?.addEventListener("abort", end, { once: true });
  });
}
