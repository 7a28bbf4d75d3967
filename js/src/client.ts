import type { ClientCore } from "./client_core.js";
import { isPayonceError } from "./errors/brand.js";
import type { AnyPayonceError } from "./errors/classes.js";
import type { ErrorData, LostCall } from "./errors/payload.js";
import { Journal } from "./journal/journal.js";
import type { CallOptions, ReconcilableOptions } from "./options.js";

const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * The base of all clients. Printing a client shows fingerprints of its keys only. `Found` is the result of `reconcile`;
 * never anything for a provider whose calls cannot be searched for.
 */
export abstract class Client<Found = never> {
  readonly #core: ClientCore;

  constructor(core: ClientCore) {
    this.#core = core;
  }

  /** Where requests go. */
  get baseUrl(): string {
    return this.#core.describe()["baseUrl"] ?? "";
  }

  /**
   * The journal of this client. Its methods throw `InvalidArgumentError` for a client without the option `journal`.
   */
  get journal(): Journal {
    return new Journal(this.#core);
  }

  /**
   * Calls an operation by its name, for instance `payments.send`. Prefer the method of the operation. If the provider's
   * REST API has another name for an argument than its SDK, such as `toAddress` for `to`, both are accepted. An option that
   * the operation does not take is refused.
   *
   * @throws {@link PayonceError}
   * @example
   * const page = await client.call("payments.list", { pageSize: 10 });
   */
  async call(operation: string, args: object = {}, options?: ReconcilableOptions): Promise<unknown> {
    return await this.#core.call(operation, args, options);
  }

  /**
   * Searches for the result of a call with an unknown outcome, also of another process. Returns the lost result, or throws
   * the error again if the provider does not list it. It only reads. If the process ended before there was an error, pass
   * the `operation` and the `reference` of the event `about_to_send`.
   *
   * @throws {@link OutcomeUnknownError} if the provider does not list it. That does not prove that it did not happen.
   * @throws {@link InvalidArgumentError} if the error contains nothing to search for.
   * @example
   * try {
   *   await wallet.payments.send(payment);
   * } catch (error) {
   *   if (!(error instanceof OutcomeUnknownError)) throw error;
   *   const found = await wallet.reconcile(error);
   * }
   */
  async reconcile(error: AnyPayonceError | ErrorData | LostCall, options?: CallOptions): Promise<Found> {
    return await this.#core.reconcile(isPayonceError(error) ? error.toJSON() : error, options);
  }

  /** The base URL, and fingerprints of the keys: the last four characters and a short hash. */
  toJSON(): Readonly<Record<string, string>> {
    return this.#core.describe();
  }

  [inspect](_depth: number, options: object, show?: (value: unknown, options: object) => string): string {
    const shown = this.toJSON();
    return `${this.constructor.name} ${show === undefined ? JSON.stringify(shown) : show(shown, options)}`;
  }
}
