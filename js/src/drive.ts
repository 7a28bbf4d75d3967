import type { Control, Envelope, Notice } from "./backend.js";
import { type Attempt, type Came, exchange } from "./exchange.js";
import { parsed } from "./json.js";
import { Aborted, sleep, throwIfAborted, untilAborted } from "./timers.js";
import type { WasmCall } from "./wasm/payonce.js";

type Step = { readonly notices: readonly Notice[] } & (
  | ({ readonly step: "send" } & Attempt)
  | { readonly step: "wait"; readonly wait_ms: number }
  | { readonly step: "done"; readonly envelope: Envelope }
);

const empty = new Uint8Array();

/** Does what the core's state machine says until the call is over. */
export async function drive(call: WasmCall, control: Control): Promise<Envelope> {
  const { signal, onNotice } = control;
  let came: Came = { event: { event: "start" }, body: empty };
  let cause: { cause: unknown } | undefined;
  try {
    for (;;) {
      const step = parsed(call.step(JSON.stringify({ ...now(), ...came.event }), came.body)) as Step;
      if (step.step === "done") {
        // What the call came to stands, whatever its listener does with it.
        for (const notice of step.notices) {
          await onNotice?.(notice).catch((error: unknown) => (cause ??= { cause: error }));
        }
        return step.envelope.ok || cause === undefined ? step.envelope : { ...step.envelope, ...cause };
      }
      throwIfAborted(signal);
      for (const notice of step.notices) {
        await deliver(notice, onNotice, signal);
      }
      switch (step.step) {
        case "send":
          // The signal may have fired since the listener was heard.
          throwIfAborted(signal);
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
      }
    }
  } catch (error) {
    if (!(error instanceof Aborted)) {
      throw error;
    }
    const envelope = parsed(call.interrupt(JSON.stringify(now()))) as Envelope;
    return envelope.ok ? envelope : { ...envelope, cause: error.reason };
  }
}

function now(): { monotonic_ms: number; unix_ms: number } {
  return { monotonic_ms: Math.floor(performance.now()), unix_ms: Date.now() };
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
