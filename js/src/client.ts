import type { Caller } from "./caller.js";
import { isPayonceError } from "./errors/brand.js";
import type { AnyPayonceError } from "./errors/classes.js";
import type { ErrorData, Unheard } from "./errors/payload.js";
import type { CallOptions } from "./options.js";

const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * What all clients have in common. Printing one shows its keys as fingerprints only. `Found` is what `reconcile` can
 * bring; nothing for a provider whose calls cannot be looked for.
 */
export abstract class Client<Found = never> {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Where requests go. */
  get baseUrl(): string {
    return this.#caller.describe()["baseUrl"] ?? "";
  }

  /**
   * Calls an operation by its name, for instance `payments.send`; what has a method of its own is better called by that.
   * Where the provider's REST API has another name for an argument than its SDK, such as `toAddress` for `to`, that is
   * taken too.
   *
   * @throws `PayonceError`.
   */
  async call(operation: string, args: object = {}, options?: CallOptions): Promise<unknown> {
    return await this.#caller.call(operation, args, options);
  }

  /**
   * Looks for what a call of unknown outcome came to, also one of another process: the result that was lost, or its
   * error again when the provider shows nothing. It sends nothing that changes anything. Where no error was left because
   * the process ended, the `operation` and the `reference` that `about_to_send` told are enough.
   *
   * @throws `InvalidArgumentError` when the error names nothing that can be looked for.
   */
  async reconcile(error: AnyPayonceError | ErrorData | Unheard, options?: CallOptions): Promise<Found> {
    return await this.#caller.reconcile(isPayonceError(error) ? error.toJSON() : error, options);
  }

  /** The base URL, and fingerprints of the keys: the last four characters and a short hash. */
  toJSON(): Readonly<Record<string, string>> {
    return this.#caller.describe();
  }

  [inspect](_depth: number, options: object, show?: (value: unknown, options: object) => string): string {
    const shown = this.toJSON();
    return `${this.constructor.name} ${show === undefined ? JSON.stringify(shown) : show(shown, options)}`;
  }
}
