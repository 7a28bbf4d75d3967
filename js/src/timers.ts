/** A longer timer would fire at once, because its delay has 32 bits. */
export const longestTimerMs = 2 ** 31 - 1;

/** Thrown by a wait if the signal fires or the listener fails. */
export class Aborted {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** Whether this is an `AbortSignal`, also one of another realm or of a polyfill, or none. */
export function isSignal(value: unknown): boolean {
  const { aborted, addEventListener, removeEventListener } = (value ?? {}) as Partial<AbortSignal>;
  const parts = [typeof aborted, typeof addEventListener, typeof removeEventListener];
  return value == null || parts.join() === "boolean,function,function";
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new Aborted(signal.reason);
  }
}

interface Watch {
  readonly callbacks: Set<() => void>;
  readonly fire: () => void;
}

const watched = new WeakMap<AbortSignal, Watch>();

/**
 * Calls back when the signal fires; returns a function that removes the callback. A signal gets one listener, however many
 * calls share it, because Node warns of a leak from the eleventh listener on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const watch = watched.get(signal) ?? watchOf(signal);
  // Two calls can pass the same function.
  const own = (): void => callback();
  watch.callbacks.add(own);
  return () => {
    watch.callbacks.delete(own);
    if (watch.callbacks.size === 0 && watched.get(signal) === watch) {
      watched.delete(signal);
      signal.removeEventListener("abort", watch.fire);
    }
  };
}

function watchOf(signal: AbortSignal): Watch {
  const callbacks = new Set<() => void>();
  const fire = (): void => {
    for (const callback of [...callbacks]) {
      callback();
    }
  };
  const watch = { callbacks, fire };
  watched.set(signal, watch);
  signal.addEventListener("abort", fire);
  return watch;
}

/** Waits; throws {@link Aborted} if the signal fires first. */
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

/** The result of the work; throws {@link Aborted} if the signal fires first. */
export async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    return await work;
  }
  throwIfAborted(signal);
  let leave: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = onAbort(signal, () => reject(new Aborted(signal.reason)));
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    leave?.();
  }
}
