import type { Control, Envelope, Notice } from "./backend.js";
import { type Attempt, type Came, exchange } from "./exchange.js";
import type { WasmCall } from "./wasm/payonce.js";

type Step = { readonly notices: readonly Notice[] } & (
  | ({ readonly step: "send" } & Attempt)
  | { readonly step: "wait"; readonly wait_ms: number }
  | { readonly step: "done"; readonly envelope: Envelope }
);

/** A longer timer would fire at once: its delay is kept in 32 bits. */
const longestTimerMs = 2 ** 31 - 1;
const empty = new Uint8Array();

class Aborted {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** Does what the core's state machine says until the call is over. */
export async function drive(call: WasmCall, control: Control): Promise<Envelope> {
  const { signal, onNotice } = control;
  let came: Came = { event: { event: "start" }, body: empty };
  let cause: { cause: unknown } | undefined;
  try {
    for (;;) {
      const step = JSON.parse(call.step(JSON.stringify({ ...now(), ...came.event }), came.body)) as Step;
      if (step.step !== "done") {
        throwIfAborted(signal);
      }
      for (const notice of step.notices) {
        await deliver(notice, onNotice, signal);
      }
      switch (step.step) {
        case "send":
          call.sending();
          came = await exchange(step, signal);
          cause = came.cause === undefined ? undefined : { cause: came.cause };
          // An answer that came first still counts.
          if (came.event.event !== "answered") {
            throwIfAborted(signal);
          }
          break;
        case "wait":
          await sleep(step.wait_ms, signal);
          came = { event: { event: "waited" }, body: empty };
          break;
        case "done":
          return step.envelope.ok || cause === undefined ? step.envelope : { ...step.envelope, ...cause };
      }
    }
  } catch (error) {
    if (!(error instanceof Aborted)) {
      throw error;
    }
    const envelope = JSON.parse(call.interrupt(JSON.stringify(now()))) as Envelope;
    return envelope.ok ? envelope : { ...envelope, cause: error.reason };
  }
}

function now(): { monotonic_ms: number; unix_ms: number } {
  return { monotonic_ms: Math.floor(performance.now()), unix_ms: Date.now() };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new Aborted(signal.reason);
  }
}

async function deliver(
  notice: Notice,
  onNotice: Control["onNotice"],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (onNotice === undefined) {
    return;
  }
  try {
    await untilAborted(onNotice(notice), signal);
  } catch (error) {
    throw error instanceof Aborted ? error : new Aborted(error);
  }
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  for (let left = ms; left > 0; left -= longestTimerMs) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const elapsed = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(left, longestTimerMs));
    });
    try {
      await untilAborted(elapsed, signal);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    return await work;
  }
  throwIfAborted(signal);
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new Aborted(signal.reason));
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    if (abort !== undefined) {
      signal.removeEventListener("abort", abort);
    }
  }
}
