import { requireAddon, type NativeLedger, type NativeSandbox } from "./native.js";
import type { Provider } from "./provider.js";
import { type AnyProviderId, type ProviderName, type ProviderSource, sourceOf } from "./provider_id.js";

/** Which calls a fault affects. Without a selection, it affects every call. */
export interface FaultRule {
  /** Only this provider. */
  readonly provider?: ProviderName;
  /** Only this operation, such as `payments.send`. */
  readonly operation?: string;
  /** Only the calls with these numbers, from 1. */
  readonly nth?: readonly number[];
  /** Only every so many calls: 3 selects the third, sixth and ninth. */
  readonly every?: number;
  /** Each call with this probability, from 0 to 1. */
  readonly probability?: number;
  /** At most so many times. */
  readonly times?: number;
  /** What happens, such as `{ type: "drop", when: "after" }`. */
  readonly fault: { readonly type: string; readonly [field: string]: unknown };
}

/** Something that really happened at a provider, such as a payment. */
export interface Effect {
  readonly provider: AnyProviderId;
  /** The operation, such as `payments.send`. */
  readonly operation: string;
  /** Whose money or quota it was. */
  readonly account: string;
  /** A decimal number. */
  readonly amount: string;
  /** The unit of the amount: `USDC`, `cents`, `credits`, `event`, or the kind of object that was created. */
  readonly unit: string;
  /** The idempotency key, if the provider has such keys. */
  readonly key: string | null;
  /** The memo of the caller, or the provider's id if the caller gave no memo. */
  readonly reference: string | null;
  /** When it happened, in RFC 3339. */
  readonly at: string;
}

/** A request that arrived. Its texts contain fingerprints instead of credentials. */
export interface RecordedRequest {
  /** Its place among all requests since the start or the last reset, from 1. */
  readonly seq: number;
  readonly at: string;
  readonly provider: AnyProviderId | null;
  /** Null if the address belongs to no operation. */
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** The faults that acted on it. */
  readonly faults: readonly unknown[];
  /** The status of the response; null if the simulator sent none. */
  readonly status: number | null;
}

/** For each built-in provider, the options that point its client at the simulator. */
export interface SandboxOptions {
  readonly agentpay: { readonly baseUrl: string; readonly serviceToken: string };
  readonly agenttech: { readonly baseUrl: string; readonly apiKey: string; readonly secretKey: string };
  readonly payi: { readonly baseUrl: string; readonly apiKey: string };
  readonly agenticpencil: { readonly baseUrl: string; readonly apiKey: string };
  readonly agentwallex: { readonly baseUrl: string; readonly apiKey: string };
}

/** The options that point the client of a provider from a file at the simulator: its base URL, and the keys of the file. */
export interface FileSandboxOptions {
  readonly baseUrl: string;
  readonly [option: string]: string;
}

interface Description {
  readonly url: string;
  readonly options: SandboxOptions & Readonly<Record<string, FileSandboxOptions>>;
  readonly agentPayUserKey: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Everything that happened until one moment, once per effect, whatever the client believes. */
export class Ledger {
  readonly #native: NativeLedger;

  /** @internal */
  constructor(native: NativeLedger) {
    this.#native = native;
  }

  /** Every effect, oldest first. */
  get effects(): readonly Effect[] {
    return JSON.parse(this.#native.effects()) as readonly Effect[];
  }

  /**
   * Asserts that exactly one effect has this reference, and returns it. The reference is the idempotency key of the call, the
   * memo, or the reference of payonce.
   *
   * @throws Error - No effect has the reference, or more than one has it. The message lists them.
   */
  assertPaidOnce(reference: string): Effect {
    const { effect, problem } = paidOnce(this.#native, reference);
    if (effect === undefined) {
      throw new Error(problem);
    }
    return effect;
  }

  /** @internal Why the assertion does not hold. */
  notPaidOnce(reference: string): string | undefined {
    return paidOnce(this.#native, reference).problem;
  }
}

function paidOnce(ledger: NativeLedger, reference: string): { effect?: Effect; problem?: string } {
  return JSON.parse(ledger.paidOnce(reference)) as { effect?: Effect; problem?: string };
}

/** A running simulator of all providers in this process. */
export class Sandbox implements AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For each built-in provider, the options that point its client at this simulator. */
  readonly options: SandboxOptions;
  /** The key of an end user of AgentPay who has a balance. */
  readonly agentPayUserKey: string;
  /** The environment variables that point every client at this simulator and refuse every other machine. */
  readonly env: Readonly<Record<string, string>>;
  readonly #native: NativeSandbox;
  readonly #options: Description["options"];

  /** @internal */
  constructor(native: NativeSandbox) {
    const { url, options, agentPayUserKey, env } = JSON.parse(native.describe()) as Description;
    this.url = url;
    this.options = options;
    this.#options = options;
    this.agentPayUserKey = agentPayUserKey;
    this.env = env;
    this.#native = native;
  }

  /**
   * The options that point the client of a provider from a file at this simulator.
   *
   * @throws Error - The simulator was started without this provider.
   * @example
   * const client = acme.client(sandbox.optionsOf(acme));
   */
  optionsOf(provider: Provider): FileSandboxOptions {
    const options = this.#options[provider.id];
    if (options === undefined) {
      throw new Error(`the simulator does not play "${provider.id}"; pass it to startSandbox({ providers })`);
    }
    return options;
  }

  /**
   * Replaces all faults. Without rules, nothing fails. `seed` decides which calls a `probability` selects.
   *
   * @throws Error - A rule is not valid; nothing has changed.
   */
  faults(rules: readonly FaultRule[] = [], { seed = 0 }: { readonly seed?: number } = {}): void {
    const named = rules.map(({ provider, ...rule }) => ({ provider: idOf(provider), ...rule }));
    this.#native.setFaults(JSON.stringify({ seed, rules: named }));
  }

  /** What has happened so far. */
  get ledger(): Ledger {
    return new Ledger(this.#native.ledger());
  }

  /** The requests that arrived, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return JSON.parse(this.#native.requests()) as readonly RecordedRequest[];
  }

  /** Moves the clock of the providers forward, for instance until an idempotency key is forgotten. */
  advance(seconds: number): void {
    this.#native.advance(seconds);
  }

  /** Restores the start: balances, ledger, requests, and no faults. The clock stays. */
  reset(): void {
    this.#native.reset();
  }

  /** Ends the simulator. */
  async close(): Promise<void> {
    await this.#native.close();
  }

  /** Ends the simulator, at the end of a block with `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function idOf(provider: ProviderName | undefined): AnyProviderId | undefined {
  return typeof provider === "object" ? provider.id : provider;
}

function fileOf(provider: Provider): ProviderSource {
  const source = sourceOf(provider);
  if (source === undefined) {
    throw new TypeError("providers: must be a list of providers that were loaded from files");
  }
  return source;
}

/** How a simulator is started. */
export interface StartSandboxOptions {
  /** The port on 127.0.0.1; by default a free one. */
  readonly port?: number;
  /** Providers from files that the simulator plays beside the built-in ones. */
  readonly providers?: readonly Provider[];
}

/**
 * Starts a simulator on 127.0.0.1, by default on a free port. It does not keep the process alive.
 *
 * @throws Error - The port is in use, two providers have the same id, or there is no native addon for this platform.
 * @example
 * const acme = await Provider.load("acme.toml");
 * const sandbox = await startSandbox({ providers: [acme] });
 */
export async function startSandbox({ port = 0, providers = [] }: StartSandboxOptions = {}): Promise<Sandbox> {
  return new Sandbox(await requireAddon("the simulator").startSandbox(port, providers.map(fileOf)));
}

/** What a matcher of vitest or Jest returns. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** Matchers for `expect.extend` of vitest and Jest. */
export const matchers = {
  /** Asserts that exactly one effect of a ledger has this reference, as `assertPaidOnce` does. */
  toHavePaidOnce(ledger: unknown, reference: string): MatcherResult {
    if (!(ledger instanceof Ledger)) {
      throw new TypeError("toHavePaidOnce: expect the `ledger` of a simulator");
    }
    const problem = ledger.notPaidOnce(reference);
    return {
      pass: problem === undefined,
      message: () => problem ?? `${JSON.stringify(reference)} was paid once`,
    };
  },
};

/** The types of `matchers`, to extend the interface `Matchers` of vitest or Jest with. */
export interface PayonceMatchers<Result = void> {
  toHavePaidOnce(reference: string): Result;
}
