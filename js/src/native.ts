import type {
  Backend,
  BackendClient,
  BackendConformance,
  BackendPager,
  ChallengePayload,
  Control,
  Envelope,
  Event,
  JournalEnvelope,
  PaidEnvelope,
  PaidResult,
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

interface NativePayment {
  run(
    sign: (challenge: string) => Promise<string>,
    onEvent: ((event: string) => Promise<undefined>) | null,
  ): Promise<{ readonly envelope: string; readonly body: Uint8Array }>;
  cancel(): void;
}

interface NativeClient {
  refusal(): string | null;
  describe(): string;
  redact(text: string, secrets: string): string;
  refuse(operation: string, field: string, problem: string): string;
  prepare(operation: string, args: string, options: string): NativeCall;
  preparePayment(request: string, body: Uint8Array | null, options: string): NativePayment;
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

/** Why an addon cannot be loaded: not installed, built for another C library, or forbidden by the runtime. */
const unavailable = ["MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED", "ERR_DLOPEN_DISABLED"];
/** Why there is no package around this module: it is in a bundle, and the bundle may be anywhere. */
const bundled = [
  "MODULE_NOT_FOUND",
  "ERR_INVALID_ARG_VALUE",
  "ERR_INVALID_FILE_URL_HOST",
  "ERR_INVALID_FILE_URL_PATH",
];

/** The members of the package's own package.json that matter here. */
interface Manifest {
  readonly name?: string;
  readonly version?: string;
  /** The packages with an addon, one for each platform. */
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Why there is no addon. */
interface Missing {
  readonly reason: string;
  /** The package is installed without an addon that exists for this platform. */
  readonly incomplete: boolean;
}

/**
 * The addon for this platform, or undefined if there is none, as in a bundle. If one exists for this platform and is not
 * installed, a warning says so.
 */
export function loadAddon(): Backend | undefined {
  const addon = load();
  if ("reason" in addon) {
    if (addon.incomplete) {
      process.emitWarning(
        `payonce uses WebAssembly: ${addon.reason}. Install payonce without --omit=optional, ` +
          "or set PAYONCE_BACKEND=wasm to use WebAssembly without this warning.",
        { code: "PAYONCE_NO_ADDON" },
      );
    }
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
  if ("reason" in addon) {
    throw new Error(
      `payonce: ${what} needs the native addon, and ${addon.reason}; install payonce without --omit=optional on a ` +
        "platform that has an addon, or install the command with `cargo install payonce-cli`",
    );
  }
  return addon;
}

function load(): Addon | Missing {
  // Not an import of node:module, and not the word `require`: bundlers would try to include the file.
  const createRequire = process.getBuiltinModule?.("node:module").createRequire;
  const here = location;
  const outside = { reason: "a bundle does not contain it", incomplete: false };
  if (createRequire === undefined || !here?.startsWith("file:")) {
    return outside;
  }
  const own = attempt(() => createRequire(here)("../package.json") as Manifest, bundled);
  if ("failure" in own || own.value.name !== "payonce") {
    return outside;
  }
  const { version, optionalDependencies = {} } = own.value;
  const find = createRequire(here);
  const platform = `${process.platform}-${process.arch}`;
  // A checkout has the addon that it built.
  const built = `native/payonce.${platform}.node`;
  const local = attempt(() => find(`../${built}`) as Addon, unavailable);
  if ("value" in local) {
    return local.value;
  }
  // Linux has one for each C library, and an installer that ignores `libc` installs both. Only one of them can be loaded.
  const packages = Object.keys(optionalDependencies).filter(
    (name) => name === `@payonce/${platform}` || name.startsWith(`@payonce/${platform}-`),
  );
  const reasons: string[] = [];
  let forbidden = false;
  for (const name of packages) {
    const manifest = attempt(() => find(`${name}/package.json`) as Manifest, unavailable);
    if ("failure" in manifest) {
      reasons.push(`${name} is not installed`);
      continue;
    }
    if (manifest.value.version !== version) {
      // Both halves speak a protocol of their own, which is the same in one version only.
      reasons.push(`${name} has version ${manifest.value.version} instead of ${version}`);
      continue;
    }
    const loaded = attempt(() => find(name) as Addon, unavailable);
    if ("value" in loaded) {
      return loaded.value;
    }
    forbidden ||= loaded.failure.code === "ERR_DLOPEN_DISABLED";
    reasons.push(`${name} cannot be loaded: ${loaded.failure.message.split("\n", 1)[0]}`);
  }
  if (packages.length > 0) {
    return { reason: reasons.join(", and "), incomplete: !forbidden };
  }
  const reason =
    local.failure.code === "MODULE_NOT_FOUND"
      ? `there is none for ${platform}`
      : `${built} cannot be loaded: ${local.failure.message.split("\n", 1)[0]}`;
  return { reason, incomplete: false };
}

function attempt<T>(
  work: () => T,
  expected: readonly string[],
): { readonly value: T } | { readonly failure: NodeJS.ErrnoException } {
  try {
    return { value: work() };
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (expected.includes(failure.code ?? "")) {
      return { failure };
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
    pay: async (request, body, payOptions, control, sign) =>
      await pay(client.preparePayment(request, body ?? null, payOptions), control, sign),
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
  return await controlled(call, control, async (deliver) => parsed(await call.run(deliver)) as Envelope);
}

async function pay(
  payment: NativePayment,
  control: Control,
  sign: Parameters<BackendClient["pay"]>[4],
): Promise<PaidResult> {
  let body: Uint8Array = new Uint8Array();
  const envelope = await controlled(payment, control, async (deliver) => {
    const signed = async (text: string): Promise<string> => await sign(parsed(text) as ChallengePayload);
    const paid = await payment.run(signed, deliver);
    body = paid.body;
    return parsed(paid.envelope) as PaidEnvelope;
  });
  return { envelope, body };
}

/** Runs a call that the signal and the listener can end. */
async function controlled<Result extends { readonly ok: boolean }>(
  call: { cancel(): void },
  control: Control,
  start: (deliver: ((event: string) => Promise<undefined>) | null) => Promise<Result>,
): Promise<Result> {
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
    const envelope = await start(deliver ?? null);
    return envelope.ok || cause === undefined ? envelope : { ...envelope, ...cause };
  } finally {
    leave?.();
  }
}
