/** A longer timer would fire at once: its delay is kept in 32 bits. */
export const longestTimerMs = 2 ** 31 - 1;

/** What a wait or a listener is left with when the signal fires, or the listener fails. */
export class Aborted {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new Aborted(signal.reason);
  }
}

/** Waits; throws {@link Aborted} when the signal fires first. */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
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

/** The result of the work; throws {@link Aborted} when the signal fires first. */
export async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
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
