import {
  type Backend,
  type BackendClient,
  backend,
  type ChallengePayload,
  type Envelope,
  type Failure,
  type Event,
  type PaidEnvelope,
  type Progress,
  type Success,
  type Waiter,
} from "./backend.js";
import type { AnyFunction } from "./errors/brand.js";
import { causeOf } from "./errors/cause.js";
import { type AnyPayonceError, create } from "./errors/classes.js";
import {
  type ErrorData,
  type Reference,
  type ReferencePayload,
  referenceOf,
  type LostCall,
} from "./errors/payload.js";
import type { AnyProviderId } from "./provider_id.js";
import type { PlanOptions } from "./journal/journal.js";
import { isStore, type JournalStore } from "./journal/store.js";
import { jsonOf, NotSerializableError, parsed } from "./json.js";
import { type Listener, listenerOfCall } from "./listener.js";
import type { CallEvent, CallOptions, ClientOptions, ReconcilableOptions } from "./options.js";
import { Pages } from "./pages.js";
import { hideWhenPrinted } from "./redaction.js";
import { isSignal } from "./timers.js";
import { addStateMembers, type StateRule } from "./state.js";

/** The call behind a result. */
export interface CallInfo {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly requestId: string | null;
  /** How many requests the call sent. */
  readonly attempts: number;
  /** Whether the result comes from the journal: an earlier call with the same key returned it, and nothing was sent. */
  readonly replayed: boolean;
  /** Everything the operation can be found by. */
  readonly reference: Reference;
}

/**
 * The arguments of a call whose id comes first, as in `update(id, changes, options)`. A first argument that is not an
 * object is the id. An undefined id is refused by its name.
 */
export function withId<Options extends CallOptions>(
  name: string,
  first: unknown,
  second?: object,
  third?: Options,
): [args: object, options: Options | undefined] {
  return typeof first === "object" && first !== null
    ? [first, second as Options | undefined]
    : [{ ...second, [name]: first }, third];
}

const callInfos = new WeakMap<object, CallInfo>();

/** Status, headers, request id, attempts, reference and replay of the call that returned this result. */
export function callInfo(result: object): CallInfo | undefined {
  return callInfos.get(result);
}

/** For operations whose vendor returns a refusal instead of throwing it. */
export interface RaiseOption {
  /** Throws a refusal like any other error, or returns it as a result; that of the client by default. */
  readonly raiseOnFailure?: boolean | undefined;
}

/** How to read a result. */
export interface Shape {
  /** Which of its states are final. */
  readonly state?: StateRule;
  /** For a page: the field of the items, and how to read them. */
  readonly items?: { readonly field: string; readonly shape: Shape };
  /** The fields that printing does not show. */
  readonly secrets?: readonly string[];
}

/** How to read the results of a provider's operations, by the name of the operation. */
export type Shapes = Readonly<Record<string, Shape>>;

/** A payment by challenge. */
interface Payment {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly (readonly unknown[])[];
  };
  readonly body: Uint8Array | undefined;
  readonly options: object;
  readonly signal: AbortSignal | undefined;
  readonly sign: (challenge: ChallengePayload) => unknown;
}

interface Paid {
  readonly value: Extract<PaidEnvelope, { readonly ok: true }>["value"];
  readonly body: Uint8Array;
}

/** Calls the operations of one provider for a client. */
export class ClientCore {
  readonly provider: AnyProviderId;
  /** The name of the provider for the backend: its id, or the handle of its file. */
  readonly #handle: string;
  readonly #backend: Backend;
  readonly #client: BackendClient;
  readonly #shapes: Shapes;
  readonly #raiseOnFailure: boolean;
  readonly #listener: Listener | undefined;
  /** Of the journal, if it is an object of the caller. */
  readonly #store: JournalStore | undefined;

  /**
   * `clientClass` is the class of the client, if the provider has several; `handle` is the handle of its file, if it is not
   * built in.
   */
  constructor(
    provider: AnyProviderId,
    options: ClientOptions & RaiseOption,
    above: AnyFunction,
    shapes: Shapes,
    clientClass?: string,
    handle: string = provider,
  ) {
    const { onEvent, journal, ...rest } = options;
    this.provider = provider;
    this.#handle = handle;
    this.#shapes = shapes;
    // The core refuses any other value.
    this.#raiseOnFailure = options.raiseOnFailure === true;
    this.#backend = backend();
    const refusalOf = (field: string, problem: string): AnyPayonceError =>
      create(JSON.parse(backend().refuseOption(handle, field, problem)) as ErrorData, { above });
    if (typeof journal === "object" && journal !== null) {
      if (!isStore(journal)) {
        const problem =
          "must be the path of a file, or a store: an object with the methods claim, update, get and list";
        throw refusalOf("journal", problem);
      }
      this.#store = journal;
    }
    // A store replaces the file that the environment may name.
    const file = this.#store === undefined ? journal : null;
    const written = serialize({ ...rest, journal: file, client_class: clientClass }, (field, problem) => {
      throw refusalOf(field, problem);
    });
    this.#client = this.#backend.open(handle, written, this.#store);
    const refusal = this.#client.refusal();
    if (refusal != null) {
      throw create(parsed(refusal) as ErrorData, { above });
    }
    if (onEvent != null) {
      if (typeof onEvent !== "function") {
        throw refusalOf("onEvent", "must be a function");
      }
      this.#listener = onEvent;
    }
  }

  /** The printable members of the client. */
  describe(): Readonly<Record<string, string>> {
    const { base_url, keys } = JSON.parse(this.#client.describe()) as {
      base_url: string;
      keys: Record<string, string>;
    };
    const printed = Object.entries(keys).map(
      ([name, fingerprint]) => [camelCase(name), fingerprint] as const,
    );
    return { provider: this.provider, baseUrl: base_url, ...Object.fromEntries(printed) };
  }

  /** Runs a call and throws its error. */
  async call<Result>(operation: string, args: object, options: ReconcilableOptions = {}): Promise<Result> {
    const envelope = await this.#run(operation, args, options);
    if (!envelope.ok) {
      throw this.error(envelope, this.call, options.headers);
    }
    return this.#read<Result>(operation, envelope);
  }

  /** Searches for the result of a call with an unknown outcome. */
  async reconcile<Result>(unsettled: ErrorData | LostCall, options: CallOptions = {}): Promise<Result> {
    const operation = unsettled?.operation ?? "";
    const envelope = await this.#run("reconcile", { error: unsettled }, options);
    if (!envelope.ok) {
      throw this.error(envelope, this.reconcile, options.headers);
    }
    return this.#read<Result>(operation, envelope);
  }

  /** Runs a call whose refusals are results, as in the vendor's own client. */
  async callOrRefuse<Result>(
    operation: string,
    args: object,
    options: ReconcilableOptions & RaiseOption,
    refused: (error: AnyPayonceError) => Result,
  ): Promise<Result> {
    const { raiseOnFailure = this.#raiseOnFailure, ...rest } = options;
    const envelope = await this.#run(operation, args, rest);
    if (envelope.ok) {
      return this.#read<Result>(operation, envelope);
    }
    const error = this.error(envelope, this.callOrRefuse, options.headers);
    if (envelope.refusal === true && !raiseOnFailure) {
      return refused(error);
    }
    throw error;
  }

  /** The error of a failed call. Its cause must not contain the values of `headers`, the header fields of the call. */
  error(failure: Failure, above: AnyFunction, headers?: CallOptions["headers"]): AnyPayonceError {
    const reconcile = async (options?: CallOptions): Promise<never> =>
      await this.reconcile<never>(failure.error, options);
    if (!("cause" in failure)) {
      return create(failure.error, { above, reconcile });
    }
    const secrets = JSON.stringify(Object.values(headers ?? {}).map(String));
    const cause = causeOf(failure.cause, (text) => this.#client.redact(text, secrets));
    return create(failure.error, { cause, above, reconcile });
  }

  async #run(name: string, args: object, options: ReconcilableOptions): Promise<Envelope> {
    const { signal, ...rest } = options;
    const refuse = (field: string, problem: string): Failure => {
      // Under the name of the call: a refused search proves nothing about the operation that it searches for.
      return { ok: false, error: JSON.parse(this.#client.refuse(name, field, problem)) as ErrorData };
    };
    if (!isSignal(signal)) {
      return refuse("signal", "must be an AbortSignal");
    }
    if ("idempotencyKey" in rest && rest.idempotencyKey == null) {
      // The caller lost its key. With a generated key, each repeated call would be a new payment.
      return refuse("idempotencyKey", `must not be ${rest.idempotencyKey}; omit it to have one generated`);
    }
    try {
      const control = { signal: signal ?? undefined, onEvent: this.#hear() };
      return await this.#client.call(name, jsonOf(args), jsonOf(rest), control);
    } catch (error) {
      if (error instanceof NotSerializableError) {
        return refuse(error.path === "" ? "arguments" : error.path, error.problem);
      }
      throw error;
    }
  }

  /** Pays by a challenge and throws its error. */
  async pay(payment: Payment, above: AnyFunction): Promise<Paid> {
    const { signal, sign, request, body, options } = payment;
    const refuse = (field: string, problem: string): AnyPayonceError =>
      this.#refused(field, problem, above, "fetch");
    if (!isSignal(signal)) {
      throw refuse("signal", "must be an AbortSignal");
    }
    if (typeof sign !== "function") {
      throw refuse("sign", "must be a function that signs the challenge");
    }
    let declined: { cause: unknown } | undefined;
    const report = async (challenge: ChallengePayload): Promise<string> => {
      try {
        return jsonOf({ fields: await sign(challenge) });
      } catch (error) {
        if (error instanceof NotSerializableError) {
          return JSON.stringify({ fields: null });
        }
        declined = { cause: error };
        return JSON.stringify({
          declined: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        });
      }
    };
    let texts: [request: string, options: string];
    try {
      texts = [jsonOf(request), jsonOf(options)];
    } catch (error) {
      throw error instanceof NotSerializableError ? refuse(error.path, error.problem) : error;
    }
    const control = { signal: signal ?? undefined, onEvent: this.#hear() };
    const { envelope, body: content } = await this.#client.pay(texts[0], body, texts[1], control, report);
    if (!envelope.ok) {
      const headers = Object.fromEntries(request.headers as (readonly [string, string])[]);
      throw this.error({ ...envelope, ...declined }, above, headers);
    }
    return { value: envelope.value, body: content };
  }

  /** Delivers the events of a call that starts now. */
  #hear(): ((event: Event) => Promise<void>) | undefined {
    const listener = this.#listener && listenerOfCall(this.#listener);
    return listener && (async (event) => await listener(eventOf(event)));
  }

  /** Calls a method of the journal and throws its error. */
  async journal<Result>(
    action: string,
    args: object,
    above: AnyFunction,
    within?: JournalStore,
  ): Promise<Result> {
    let written: string;
    try {
      written = jsonOf(args);
    } catch (error) {
      throw error instanceof NotSerializableError ? this.#refused(error.path, error.problem, above) : error;
    }
    const envelope = await this.#client.journal(action, written, this.#hear(), within);
    if (!envelope.ok) {
      throw this.error(envelope, above);
    }
    return envelope.value as Result;
  }

  /** Records the intention to call an operation, in a transaction of the caller if there is one. */
  async plan(operation: string, args: object, options: PlanOptions, above: AnyFunction): Promise<void> {
    const { within, ...rest } = options;
    let store: JournalStore | undefined;
    if (within !== undefined) {
      if (this.#store?.within === undefined) {
        const problem = "needs a journal whose store has transactions, such as postgresJournal";
        throw this.#refused("within", problem, above, operation);
      }
      try {
        store = this.#store.within(within);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        throw this.#refused("within", problem, above, operation);
      }
    }
    let texts: { arguments: string; options: string };
    try {
      texts = { arguments: jsonOf(args), options: jsonOf(rest) };
    } catch (error) {
      throw error instanceof NotSerializableError
        ? this.#refused(error.path, error.problem, above, operation)
        : error;
    }
    await this.journal("plan", { operation, ...texts }, above, store);
  }

  #refused(field: string, problem: string, above: AnyFunction, operation = ""): AnyPayonceError {
    const error = JSON.parse(this.#client.refuse(operation, field || "arguments", problem)) as ErrorData;
    return create(error, { above });
  }

  /** A list of an operation with pages, whose items are in this field. */
  list<Page extends object, Item>(
    operation: string,
    args: object,
    options: CallOptions | undefined,
    items: string,
  ): Pages<Page, Item> {
    return new Pages<Page, Item>(
      {
        items,
        ask: async (page) => await this.call<Page>(operation, page, options),
        pager: (first) => {
          const pager = this.#client.pager(operation, jsonOf(first));
          if (pager == null) {
            throw new Error(`${this.provider} has no operation ${operation} with pages`);
          }
          return pager;
        },
        told: (page) => [jsonOf(page), callInfo(page)?.status ?? 200],
        error: (error) => this.error({ ok: false, error }, this.list),
      },
      args,
    );
  }

  /** The progress of an object of this type of the core. */
  progress(model: string, state: string | null): Progress {
    return this.#backend.progress(this.#handle, model, state);
  }

  /** Polls the result of an operation until its final state. */
  waiter(operation: string, value: object, maxWaitMs: number | null): Waiter {
    const waiter = this.#client.waiter(operation, jsonOf(value), maxWaitMs);
    if (waiter == null) {
      throw new Error(`${this.provider} has no operation ${operation}`);
    }
    return waiter;
  }

  /** Adds the members to a result that its type has in addition to its fields. */
  shape(operation: string, value: object, shape: Shape): void {
    if (shape.secrets !== undefined) {
      hideWhenPrinted(value, shape.secrets);
    }
    const { state } = shape;
    if (state !== undefined) {
      addStateMembers(this, operation, value, { ...shape, state });
    }
    if (shape.items !== undefined) {
      const items = (value as Record<string, unknown>)[shape.items.field];
      for (const item of Array.isArray(items) ? (items as unknown[]) : []) {
        if (typeof item === "object" && item !== null) {
          this.shape(operation, item, shape.items.shape);
        }
      }
    }
  }

  #read<Result>(operation: string, { value, call_info: info }: Success): Result {
    if (typeof value === "object" && value !== null) {
      callInfos.set(value, {
        status: info.status,
        headers: info.headers,
        requestId: info.request_id,
        attempts: info.attempts,
        replayed: info.replayed,
        reference: referenceOf(info.reference),
      });
      this.shape(operation, value, this.#shapes[operation] ?? {});
    }
    return value as Result;
  }
}

function serialize(value: object, refuse: (field: string, problem: string) => never): string {
  try {
    return jsonOf(value);
  } catch (error) {
    if (error instanceof NotSerializableError) {
      refuse(error.path === "" ? "options" : error.path, error.problem);
    }
    throw error;
  }
}

function eventOf(event: Event): CallEvent {
  const members = Object.entries(event).map(([name, value]) => [
    camelCase(name),
    name === "reference" ? referenceOf(value as ReferencePayload) : value,
  ]);
  return Object.fromEntries(members) as CallEvent;
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
