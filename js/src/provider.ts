import { backend } from "./backend.js";
import { type Context, judge, type Received, traced } from "./classify.js";
import { Client } from "./client.js";
import { camelCase, ClientCore, type Shape, type Shapes } from "./client_core.js";
import type { AnyPayonceError } from "./errors/classes.js";
import { ProviderFileError, type ProviderFileProblem } from "./errors/provider_file.js";
import type { CallOptions, ClientOptions, ReconcilableOptions } from "./options.js";
import type { Pages } from "./pages.js";
import { type AnyProviderId, handleOf, keepHandle, keepSource } from "./provider_id.js";
import type { Waitable, WaitOptions } from "./state.js";
import { type ProviderWebhookEvent, type ProviderWebhookOptions, verifyDeclared } from "./webhooks.js";

/** The field of the items of each operation, if it has pages. */
type Lists = ReadonlyMap<string, string | undefined>;

/** How the text of a provider file is read. */
export interface ProviderFileOptions {
  /** The name of the file in messages; `provider.json` by default. */
  readonly name?: string | undefined;
  /** The format; by default that of the name. TOML needs the native addon. */
  readonly format?: "json" | "toml" | undefined;
}

/** The options of a client of a provider from a file. */
export interface ProviderClientOptions extends ClientOptions {
  /** The API key; by default from the environment variable that the file names. */
  readonly apiKey?: string | undefined;
  /** An option that the file declares, in camelCase. */
  readonly [option: string]: unknown;
}

/** What the core returns for a provider that it loaded. */
interface Loaded {
  readonly ok: true;
  readonly handle: string;
  readonly id: string;
  readonly title: string;
  readonly operations: readonly LoadedOperation[];
  /** The environment variable of the secret of webhooks. */
  readonly webhook_secret_env: string | null;
}

/** What an object has besides its fields. */
interface LoadedShape {
  readonly model?: string;
  readonly state?: string;
  readonly secrets?: readonly string[];
}

interface LoadedOperation extends LoadedShape {
  readonly name: string;
  /** The field of the items of a page. */
  readonly items?: string | null;
  /** Whether the names of the result are declared, and so in camelCase. */
  readonly declared: boolean;
  readonly item?: LoadedShape;
}

interface Refused {
  readonly ok: false;
  readonly message: string;
  readonly problems: readonly ProviderFileProblem[];
}

interface Runtime {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    getBuiltinModule?(name: "node:fs/promises"): {
      readFile(path: string | URL, encoding: "utf8"): Promise<string>;
    };
  };
}

/**
 * A provider that a file describes. The file states what each error code proves and what an operation does when it is repeated.
 * payonce derives what may be retried, by the same rules as for its own providers.
 *
 * Two files can have the same id. `provider` in errors and events is the id; pass the provider itself, not its id, where a
 * function takes either.
 *
 * @example
 * const acme = await Provider.load("acme.toml");
 * const client = acme.client({ apiKey });
 * const payment = await client.call("payments.send", { to: "shop", amount: "5.00" }, { idempotencyKey: orderId });
 */
export class Provider {
  /** The id in errors and events. A file that extends a built-in provider has the id of that provider. */
  readonly id: AnyProviderId;
  /** The name as the provider writes it. */
  readonly title: string;
  /** The names of the operations. */
  readonly operations: readonly string[];
  /** The field of the items of each operation. */
  readonly #lists: Lists;
  readonly #shapes: Shapes;
  readonly #webhookSecret: string | null;

  private constructor(loaded: Loaded) {
    this.id = loaded.id as AnyProviderId;
    this.title = loaded.title;
    this.operations = loaded.operations.map(({ name }) => name);
    this.#lists = new Map(loaded.operations.map((operation) => [operation.name, itemsOf(operation)]));
    this.#shapes = Object.fromEntries(
      loaded.operations.map((operation) => [operation.name, shapeOf(operation)]),
    );
    this.#webhookSecret = loaded.webhook_secret_env;
    keepHandle(this, loaded.handle);
  }

  /**
   * Loads a provider from a TOML file, or from a JSON file whose name ends in `.json`. It needs a runtime with files, such as
   * Node; elsewhere, use `parse`. The provider is kept as long as the process runs.
   *
   * @throws {@link ProviderFileError} The file is refused. The message names each problem with its line and column.
   * @throws `Error` of the file system if the file cannot be read.
   */
  static async load(path: string | URL): Promise<Provider> {
    const { process } = globalThis as Runtime;
    const files = process?.getBuiltinModule?.("node:fs/promises");
    if (files === undefined) {
      throw new TypeError("this runtime has no files: pass the text of the file to Provider.parse()");
    }
    // Not an import: bundlers for browsers would have to find the module.
    const text = await files.readFile(path, "utf8");
    return Provider.parse(text, { name: decodeURIComponent(String(path).replace(/^file:\/\//, "")) });
  }

  /**
   * Loads a provider from the text of its file, or from an object with the members of a JSON file.
   *
   * @throws {@link ProviderFileError} The text is refused. The message names each problem with its line and column; those of an
   * object count in its JSON text with an indentation of two.
   * @example
   * const acme = Provider.parse(await (await fetch("/acme.json")).text(), { name: "acme.json" });
   */
  static parse(file: string | object, options: ProviderFileOptions = {}): Provider {
    const isText = typeof file === "string";
    const text = isText ? file : JSON.stringify(file, null, 2);
    const format = isText ? options.format : "json";
    const name = options.name ?? "provider.json";
    const told = backend().loadProvider(text, format, name);
    const loaded = JSON.parse(told) as Loaded | Refused;
    if (!loaded.ok) {
      throw new ProviderFileError(loaded.message, loaded.problems);
    }
    const provider = new Provider(loaded);
    keepSource(provider, { text, format, name });
    return provider;
  }

  /**
   * The error for a response of this provider, or for the failure to get one; null for a success. See `classify` for the
   * members. The error is returned, not thrown.
   *
   * @throws {@link TypeError} if the body was not read yet: a stream, a promise, a `Blob`.
   * @example
   * const error = acme.classify({ operation: "payments.send", status, headers, body });
   */
  classify(received: Omit<Received, "provider"> & Context): AnyPayonceError | null {
    return traced(judge({ ...received, provider: this }, undefined), this.classify);
  }

  /**
   * Verifies a webhook of this provider and returns its event. The file declares how webhooks are signed.
   *
   * @throws {@link WebhookError} if the signature does not match, the event is too old, or the body is not an event. Its code is
   * `webhook_not_declared` if the file declares no webhooks.
   * @throws {@link TypeError} if an option has another type.
   * @throws {@link RangeError} if a time is invalid.
   * @example
   * const event = acme.verifyWebhook({ payload: rawBody, headers: request.headers });
   * if (event.state === "succeeded") await confirm(event.objectId);
   */
  verifyWebhook(options: ProviderWebhookOptions): ProviderWebhookEvent {
    const secret = options.secret ?? variable(this.#webhookSecret) ?? "";
    return verifyDeclared(handleOf(this), options, secret, this.verifyWebhook);
  }

  /**
   * A client that calls the operations of the file by their names.
   *
   * @throws {@link InvalidArgumentError} It names the missing or invalid option.
   */
  client(options: ProviderClientOptions = {}): ProviderClient {
    const core = new ClientCore(this.id, options, this.client, this.#shapes, undefined, handleOf(this));
    return new ProviderClient(core, this.#lists);
  }
}

/**
 * A client of a provider from a file. Every method throws a `ProviderError` with `kind`, `outcome` and `advice`, or the error of
 * the built-in provider that the file extends.
 *
 * An object with declared members has them in camelCase; what the file does not declare has the names that the provider sent. If
 * the file declares the states of a result, it has the members of {@link Waitable}.
 */
export class ProviderClient extends Client<unknown> {
  readonly #core: ClientCore;
  readonly #lists: Lists;

  /** @internal Use `provider.client(options)`. */
  constructor(core: ClientCore, lists: Lists) {
    super(core);
    this.#core = core;
    this.#lists = lists;
  }

  /**
   * Calls an operation of the file by its name. `Result` is the type of its result, which only the file knows. An option that
   * the operation does not take is refused.
   *
   * @throws {@link PayonceError}
   * @example
   * const payment = await client.call("payments.send", { to: "shop", amount: "5.00" }, { idempotencyKey: orderId });
   */
  override async call<Result = unknown>(
    operation: string,
    args: object = {},
    options?: ReconcilableOptions,
  ): Promise<Result> {
    return await this.#core.call<Result>(operation, args, options);
  }

  /**
   * A list in pages: `await` reads one page, `for await` the items of all pages.
   *
   * @throws {@link TypeError} if the file declares no pages for the operation.
   * @example
   * for await (const payment of client.list("payments.list")) console.log(payment);
   */
  list<Item = unknown, Page extends object = Readonly<Record<string, unknown>>>(
    operation: string,
    args: object = {},
    options?: CallOptions,
  ): Pages<Page, Item> {
    const items = this.#lists.get(operation);
    if (items === undefined) {
      throw new TypeError(`the file of ${this.#core.provider} declares no pages for "${operation}"`);
    }
    return this.#core.list<Page, Item>(operation, args, options, items);
  }

  /**
   * Polls a result of `call` until its state is final.
   *
   * @throws {@link FailedError} if the final state is a failure.
   * @throws {@link PendingError} if it is not final in time, cannot be read again, or the signal fires. It can become final
   * later: do not pay again.
   * @throws {@link TypeError} if the file declares no state for the result, or if it is not what `call` returned.
   * @example
   * const paid = await client.wait(await client.call<Payment>("payments.send", payment), { timeoutMs: 60_000 });
   */
  async wait<Result extends object>(result: Result, options?: WaitOptions): Promise<Result> {
    const { waitUntilFinal } = result as Partial<Waitable<Result>>;
    if (typeof waitUntilFinal !== "function") {
      throw new TypeError(
        "there is no state to wait for: pass a result of call(), of an operation whose file declares states",
      );
    }
    return await waitUntilFinal(options);
  }
}

function itemsOf({ items, declared }: LoadedOperation): string | undefined {
  return items == null ? undefined : declared ? camelCase(items) : items;
}

function shapeOf(operation: LoadedOperation): Shape {
  const items = itemsOf(operation);
  return {
    ...ownShape(operation),
    ...(items !== undefined &&
      operation.item && { items: { field: items, shape: ownShape(operation.item) } }),
  };
}

function ownShape({ model, state, secrets }: LoadedShape): Shape {
  return {
    ...(model !== undefined && state !== undefined && { state: { model, field: camelCase(state) } }),
    ...(secrets !== undefined && { secrets: secrets.map(camelCase) }),
  };
}

/** An environment variable, if the runtime has an environment and permits reading it. */
function variable(name: string | null): string | undefined {
  if (name === null) {
    return undefined;
  }
  try {
    return (globalThis as Runtime).process?.env?.[name];
  } catch {
    // Deno asks for a permission.
    return undefined;
  }
}
