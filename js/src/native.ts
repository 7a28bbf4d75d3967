import type {
  Backend,
  BackendClient,
  BackendConformance,
  BackendPager,
  Control,
  Envelope,
  Event,
  JournalEnvelope,
  Waiter,
} from "./backend.js";
import { carryOut, type JournalStore, type Operation } from "./journal/store.js";
import { parsed } from "./json.js";
import { location } from "./location.js";
import type { ProviderSource } from "./provider_id.js";
import { onAbort } from "./timers.js";

interface NativeCall {
  run(onEvent: ((event: string) => Promise<undefined>) | null): Promise<string>;
  cancel(): void;
}

interface NativeClient {
  refusal(): string | null;
  describe(): string;
  redact(text: string, secrets: string): string;
  refuse(operation: string, field: string, problem: string): string;
  prepare(operation: string, args: string, options: string): NativeCall;
  waiter(operation: string, value: string, maxWaitMs: number | null): Waiter | null;
  pager(operation: string, args: string): BackendPager | null;
  journal(
    action: string,
    args: string,
    onEvent: ((event: string) => Promise<undefined>) | null,
    within: CarryOut | null,
  ): Promise<string>;
}

/** Has a store carry out an operation, both as JSON. */
type CarryOut = (operation: string) => Promise<string>;

/** A running simulator. */
export interface NativeSandbox {
  /** `{"url", "options", "agentPayUserKey", "env"}` as JSON. */
  describe(): string;
  setFaults(plan: string): void;
  ledger(): NativeLedger;
  /** The requests as JSON. */
  requests(): string;
  advance(seconds: number): void;
  reset(): void;
  close(): Promise<void>;
}

/** The ledger of a simulator at one time. */
export interface NativeLedger {
  /** The effects as JSON. */
  effects(): string;
  /** `{"effect"}` for the only effect with this reference, else `{"problem"}`, as JSON. */
  paidOnce(reference: string): string;
}

interface Addon extends Pick<
  Backend,
  | "version"
  | "classify"
  | "loadProvider"
  | "progress"
  | "render"
  | "webhook"
  | "redact"
  | "refuseOption"
  | "once"
> {
  NativeClient: new (provider: string, options: string, store: CarryOut | null) => NativeClient;
  NativeConformance: new (entropy: Uint8Array) => BackendConformance;
  /** Runs the command and returns its exit code. `itself` starts the command again in another process. */
  command(args: readonly string[], itself: readonly string[]): number;
  startSandbox(port: number, providers: readonly ProviderSource[]): Promise<NativeSandbox>;
}

/** Why there is no addon: not in a bundle, built for another C library, forbidden by the runtime, or the bundle is elsewhere. */
const unavailable = [
  "MODULE_NOT_FOUND",
  "ERR_DLOPEN_FAILED",
  "ERR_DLOPEN_DISABLED",
  "ERR_INVALID_ARG_VALUE",
  "ERR_INVALID_FILE_URL_HOST",
  "ERR_INVALID_FILE_URL_PATH",
];

/** The addon for this platform, or undefined if it is not where the package has it, as in a bundle. */
export function loadAddon(): Backend | undefined {
  const addon = load();
  if (addon === undefined) {
    return undefined;
  }
  const { version, classify, loadProvider, progress, render, webhook, redact, refuseOption, once } = addon;
  return {
    name: "addon",
    version,
    classify,
    loadProvider,
    progress,
    render,
    webhook,
    redact,
    refuseOption,
    once,
    conformance: (entropy) => new addon.NativeConformance(entropy),
    open: (provider, options, store) => open(addon, provider, options, store),
  };
}

/**
 * The addon, for what only the addon has: the command and the simulator.
 *
 * @throws Error - There is no addon for this platform or runtime.
 */
export function requireAddon(what: string): Addon {
  const addon = load();
  if (addon === undefined) {
    const platform = `${process.platform}-${process.arch}`;
    throw new Error(
      `payonce: ${what} needs the native addon, and native/payonce.${platform}.node is missing or cannot be loaded here; ` +
        "use Node on a platform that the package has an addon for, or install the command with `cargo install payonce-cli`",
    );
  }
  return addon;
}

function load(): Addon | undefined {
  // Not an import of node:module, and not the word `require`: bundlers would try to include the file.
  const createRequire = process.getBuiltinModule?.("node:module").createRequire;
  if (createRequire === undefined || !location?.startsWith("file:")) {
    return undefined;
  }
  try {
    return createRequire(location)(`../native/payonce.${process.platform}-${process.arch}.node`) as Addon;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (unavailable.includes(code)) {
      return undefined;
    }
    throw error;
  }
}

function open(
  addon: Addon,
  provider: string,
  options: string,
  store: JournalStore | undefined,
): BackendClient {
  const client = new addon.NativeClient(provider, options, carryingOut(store));
  return {
    refusal: () => client.refusal(),
    describe: () => client.describe(),
    redact: (text, secrets) => client.redact(text, secrets),
    refuse: (operation, field, problem) => client.refuse(operation, field, problem),
    waiter: (operation, value, maxWaitMs) => client.waiter(operation, value, maxWaitMs),
    pager: (operation, args) => client.pager(operation, args),
    call: (operation, args, callOptions, control) =>
      run(client.prepare(operation, args, callOptions), control),
    journal: async (action, args, onEvent, within) => {
      const deliver = async (text: string): Promise<undefined> => {
        await onEvent?.(JSON.parse(text) as Event);
      };
      return parsed(
        await client.journal(action, args, onEvent ? deliver : null, carryingOut(within)),
      ) as JournalEnvelope;
    },
  };
}

function carryingOut(store: JournalStore | undefined): CarryOut | null {
  return store === undefined
    ? null
    : async (operation) => await carryOut(store, JSON.parse(operation) as Operation);
}

async function run(call: NativeCall, control: Control): Promise<Envelope> {
  const { signal, onEvent } = control;
  let cause: { cause: unknown } | undefined;
  let stopped = false;
  const stop = (why: unknown): void => {
    stopped = true;
    cause ??= { cause: why };
    call.cancel();
  };
  const abort = (): void => stop(signal?.reason);
  if (signal?.aborted) {
    abort();
  }
  const leave = signal && onAbort(signal, abort);
  const deliver =
    onEvent &&
    (async (text: string): Promise<undefined> => {
      const event = JSON.parse(text) as Event;
      const heard = onEvent(event);
      if (event.event === "finished" && stopped) {
        // The caller no longer waits, so the listener is not awaited.
        heard.catch(() => {});
        return undefined;
      }
      try {
        await heard;
      } catch (error) {
        if (event.event !== "about_to_send") {
          // At any other event the listener only observes.
          return undefined;
        }
        stop(error);
        // Never resolved, so that the request cannot be sent before the end of the call has arrived.
        await new Promise(() => {});
      }
    });
  try {
    const envelope = parsed(await call.run(deliver ?? null)) as Envelope;
    return envelope.ok || cause === undefined ? envelope : { ...envelope, ...cause };
  } finally {
    leave?.();
  }
}
