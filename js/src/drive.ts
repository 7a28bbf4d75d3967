import type { ChallengePayload, Control, Event, Failure } from "./backend.js";
import { type HttpRequest, type ExchangeResult, exchange } from "./exchange.js";
import { carryOut, type JournalStore, type Operation } from "./journal/store.js";
import { parsed } from "./json.js";
import { Aborted, longestTimerMs, sleep, throwIfAborted, untilAborted } from "./timers.js";

/** A state machine of the core: a call or a payment by challenge. */
export interface Machine {
  step(event: string, body: Uint8Array, monotonicMs: number, unixMs: number, hasListener: boolean): string;
  /** The step after a complete response. `lines` has the name and the value of each header field, with a line break after each. */
  answered(
    status: number,
    lines: string,
    body: Uint8Array,
    monotonicMs: number,
    unixMs: number,
    hasListener: boolean,
  ): string;
  sending(): void;
  events(): string;
  lastRow(): string | undefined;
  time_left_ms(monotonicMs: number, unixMs: number): number;
  interrupt(monotonicMs: number, unixMs: number, deadline: boolean): string;
}

/** What TypeScript has for a payment besides: the body of its request, and the signer. */
export interface Payer {
  readonly body: Uint8Array | undefined;
  /** Returns the report of the signer as JSON, and never rejects. */
  readonly sign: (challenge: ChallengePayload) => Promise<string>;
}

type Step<Envelope> = { readonly events: readonly Event[] } & (
  | ({ readonly step: "send" } & HttpRequest)
  | { readonly step: "wait"; readonly wait_ms: number }
  | { readonly step: "journal"; readonly op: Operation; readonly is_last: boolean }
  | { readonly step: "sign"; readonly challenge: ChallengePayload }
  | { readonly step: "done"; readonly envelope: Envelope }
);

/** The deadline of the call passed while a listener held it back. */
class TooLate {}

/** What the last step resulted in, for the core. */
type Report = Pick<ExchangeResult, "event" | "body">;

/** The minimum time for the listener of the last event, so that a call that ended at its deadline is reported too. */
const lastEventMs = 1000;

/** The minimum time for the last row of a call in the journal. */
const lastRowMs = 5000;

const empty = new Uint8Array();

/** Runs the core's state machine until the call is over. `store` keeps its journal. */
export async function drive<Envelope extends { readonly ok: true } | Failure>(
  call: Machine,
  control: Control,
  store: JournalStore | undefined,
  payer?: Payer,
): Promise<Envelope> {
  const { signal, onEvent } = control;
  let result: Report = { event: { event: "start" }, body: empty };
  let cause: { cause: unknown } | undefined;
  const timeLeft = (): number => call.time_left_ms(performance.now(), Date.now());
  try {
    for (;;) {
      const step = parsed(next(call, result, onEvent !== undefined)) as Step<Envelope>;
      if (step.step === "done") {
        // The result does not change any more, whatever the signal and the listener do.
        for (const event of step.events) {
          await hear(event, onEvent, Math.max(timeLeft(), lastEventMs), undefined);
        }
        return step.envelope.ok || cause === undefined ? step.envelope : { ...step.envelope, ...cause };
      }
      if (step.step === "journal" && step.is_last) {
        // The call has its result, and an abort does not change it any more.
        for (const event of step.events) {
          await hear(event, onEvent, Math.max(timeLeft(), lastEventMs), undefined);
        }
        const report = await record(store, step.op, Math.max(timeLeft(), lastRowMs));
        result = { event: { event: "journal", ...report }, body: empty };
        continue;
      }
      throwIfAborted(signal);
      for (const event of step.events) {
        const heard = await hear(event, onEvent, timeLeft(), signal);
        // At any other event the listener only observes.
        if (event.event === "about_to_send" && heard !== undefined) {
          throw heard;
        }
      }
      switch (step.step) {
        case "send": {
          // The signal may have fired during the listener, and the time of the listener counts for the call.
          throwIfAborted(signal);
          const left = timeLeft();
          if (left <= 0) {
            throw new TooLate();
          }
          call.sending();
          const timeout_ms = Math.min(step.timeout_ms, Math.ceil(left));
          const body = payer === undefined ? step.body : (payer.body ?? null);
          const exchanged: ExchangeResult = await exchange({ ...step, body, timeout_ms }, signal);
          result = exchanged;
          cause = exchanged.cause === undefined ? undefined : { cause: exchanged.cause };
          // A response that arrived first still counts.
          if (exchanged.event.event !== "answered") {
            throwIfAborted(signal);
          }
          break;
        }
        case "sign": {
          const report = await unlessAborted(signed(payer, step.challenge, timeLeft()), signal);
          result = { event: { ...report, event: "signed" }, body: empty };
          break;
        }
        case "wait":
          await sleep(step.wait_ms, signal);
          result = { event: { event: "waited" }, body: empty };
          break;
        case "journal": {
          const report = record(store, step.op, Math.max(timeLeft(), lastRowMs));
          result = { event: { event: "journal", ...(await unlessAborted(report, signal)) }, body: empty };
          break;
        }
      }
    }
  } catch (error) {
    if (!(error instanceof Aborted || error instanceof TooLate)) {
      throw error;
    }
    const text = call.interrupt(performance.now(), Date.now(), error instanceof TooLate);
    const envelope = parsed(text) as Envelope;
    const row = call.lastRow();
    if (row !== undefined) {
      // If it cannot be recorded, the entry stays as it is, and the next call with its key asks the provider.
      await record(store, JSON.parse(row) as Operation, lastRowMs);
    }
    for (const event of parsed(call.events()) as Event[]) {
      if (event.event === "finished") {
        // The caller no longer waits, so the listener is not awaited.
        onEvent?.(event).catch(() => {});
      }
    }
    return envelope.ok || error instanceof TooLate ? envelope : { ...envelope, cause: error.reason };
  }
}

/** Reports to the core, and returns the next step as JSON. */
function next(call: Machine, { event, body }: Report, hasListener: boolean): string {
  if (event.event === "answered") {
    const { status, lines } = event;
    return call.answered(status, lines, body, performance.now(), Date.now(), hasListener);
  }
  return call.step(JSON.stringify(event), body, performance.now(), Date.now(), hasListener);
}

/**
 * Waits for the listener, at most until the deadline, and returns why it did not let the call continue. Throws
 * {@link Aborted} if the signal fires first.
 */
async function hear(
  event: Event,
  onEvent: Control["onEvent"],
  leftMs: number,
  signal: AbortSignal | undefined,
): Promise<Aborted | TooLate | undefined> {
  if (onEvent === undefined) {
    return undefined;
  }
  let refusal: Aborted | TooLate | undefined = new TooLate();
  const heard = onEvent(event).then(
    () => {
      refusal = undefined;
    },
    (reason: unknown) => {
      refusal = new Aborted(reason);
    },
  );
  await untilAborted(within(heard, leftMs), signal);
  return refusal;
}

/** The report of the signer, which has until the deadline. */
async function signed(
  payer: Payer | undefined,
  challenge: ChallengePayload,
  ms: number,
): Promise<Record<string, unknown>> {
  let report: Record<string, unknown> = { declined: "the signer did not return before the deadline" };
  const signing = payer?.sign(challenge).then((text) => {
    report = JSON.parse(text) as Record<string, unknown>;
  });
  await within(signing ?? Promise.resolve(), ms);
  return report;
}

/** Has the store carry out an operation, within this time. What was sent is recorded after the deadline, too. */
async function record(
  store: JournalStore | undefined,
  operation: Operation,
  ms: number,
): Promise<Record<string, unknown>> {
  let report: Record<string, unknown> = { failure: "did not answer before the deadline of the call" };
  if (store === undefined) {
    return { failure: "the client has no store" };
  }
  const carried = carryOut(store, operation).then((text) => {
    report = parsed(text) as Record<string, unknown>;
  });
  await within(carried, ms);
  return report;
}

/** The result of the work; throws {@link Aborted} if the signal fires first. */
async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  await untilAborted(
    work.then(() => undefined),
    signal,
  );
  return await work;
}

/** Waits for the work, at most this long. */
async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(ms, longestTimerMs));
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
