import type { Failure, Progress, Success, Waiter } from "./backend.js";
import type { ClientCore, Shape } from "./client_core.js";
import { PayonceError } from "./errors/classes.js";
import type { ErrorData } from "./errors/payload.js";
import { jsonOf, parsed } from "./json.js";
import type { CallOptions } from "./options.js";
import { Aborted, sleep } from "./timers.js";

/** The location of the state of an object; the core knows its meaning. */
export interface StateRule {
  /** The name of the type in the core. */
  readonly model: string;
  /** The field that holds the state. */
  readonly field: string;
}

interface StatefulShape extends Shape {
  readonly state: StateRule;
}

/** How long to wait, and the options of each read. */
export interface WaitOptions extends Pick<CallOptions, "signal" | "headers"> {
  /** The time for the whole wait, in milliseconds; 120000 by default. */
  readonly timeoutMs?: number | undefined;
}

/** An object with a state. */
export interface Waitable<Self> {
  /** Whether the state cannot change any more, after a success or a failure. */
  readonly isFinal: boolean;
  /**
   * Whether the state is final and a success: check this before you ship. A state that this version does not
   * know is neither a success nor a failure.
   */
  readonly succeeded: boolean;
  /**
   * Whether the state is final and a failure, in whole or in part. A call that reads an object returns it in this state
   * too; a call that pays throws instead.
   */
  readonly failed: boolean;
  /**
   * Polls the object until its state is final.
   *
   * @throws {@link FailedError} if the final state is a failure.
   * @throws {@link PendingError} if it is not final in time, cannot be read again, or the signal fires. It can become final
   * later: do not pay again.
   * @throws {@link InvalidArgumentError} if the time is not a finite duration of zero or more. The outcome stays `pending`.
   * @example
   * const payment = await wallet.payments.send({ agentId, to, amount: "50.00", token: "USDC" });
   * const final = await payment.waitUntilFinal({ timeoutMs: 60_000 });
   * if (final.succeeded) ship();
   */
  waitUntilFinal(options?: WaitOptions): Promise<Self>;
}

type Step =
  | {
      readonly step: "poll";
      readonly after_ms: number;
      readonly operation: string;
      readonly arguments: object;
    }
  | { readonly step: "done"; readonly envelope: Omit<Success, "call_info"> | Failure };

/** Adds the state members and `waitUntilFinal` to a result. Printing and copying omit them. */
export function addStateMembers(
  core: ClientCore,
  operation: string,
  value: object,
  shape: StatefulShape,
): void {
  const { model, field } = shape.state;
  const progress = (): Progress => {
    const state = (value as Record<string, unknown>)[field];
    return core.progress(model, typeof state === "string" ? state : null);
  };
  Object.defineProperties(value, {
    isFinal: { get: () => progress() !== "open" },
    succeeded: { get: () => progress() === "succeeded" },
    failed: { get: () => progress() === "failed" },
    waitUntilFinal: {
      value: async (options: WaitOptions = {}) =>
        await waitUntilFinal(core, operation, value, shape, options),
    },
  });
}

async function waitUntilFinal(
  core: ClientCore,
  operation: string,
  value: object,
  shape: StatefulShape,
  options: WaitOptions,
): Promise<object> {
  const { timeoutMs, signal, ...rest } = options;
  const call = { ...rest, signal: signal ?? undefined };
  const waiter = core.waiter(operation, value, timeoutMs ?? null);
  try {
    return await poll(core, waiter, operation, shape, call);
  } finally {
    waiter.free?.();
  }
}

async function poll(
  core: ClientCore,
  waiter: Waiter,
  operation: string,
  shape: StatefulShape,
  call: CallOptions,
): Promise<object> {
  const start = performance.now();
  let polled: string | null = null;
  for (;;) {
    const step = parsed(waiter.next(performance.now() - start, polled)) as Step;
    if (step.step === "done") {
      if (!step.envelope.ok) {
        throw core.error(step.envelope, waitUntilFinal);
      }
      const final = step.envelope.value as object;
      core.shape(operation, final, shape);
      return final;
    }
    try {
      await sleep(step.after_ms, call.signal);
      polled = jsonOf(await core.call(step.operation, step.arguments, call));
    } catch (failed) {
      // The read had no effect, but the payment that it was about can have one.
      const payload = failed instanceof PayonceError ? JSON.stringify(failed) : "";
      const error = parsed(waiter.pollFailed(payload)) as ErrorData;
      const cause: unknown = failed instanceof Aborted ? failed.reason : failed;
      throw core.error({ ok: false, error, cause }, waitUntilFinal);
    }
  }
}
