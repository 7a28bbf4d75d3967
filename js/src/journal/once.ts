import { backend } from "../backend.js";
import { jsonOf, NotSerializableError } from "../json.js";

/**
 * A key for one purchase, from its scope and the fields that make it this purchase. The same fields give the same key, in
 * every process and every language, whatever their order.
 *
 * Include the id of the run, the thread or the job if a second run has to pay again. Never include the id that a model gives
 * its tool call: it changes when the model asks again.
 *
 * @throws `TypeError` if the scope or a field is invalid.
 */
export function once(scope: string, fields: Readonly<Record<string, unknown>>): string {
  try {
    return backend().once(scope, jsonOf(fields));
  } catch (error) {
    const problem = error instanceof NotSerializableError ? `${error.path}: ${error.problem}` : undefined;
    throw new TypeError(problem ?? (error instanceof Error ? error.message : String(error)));
  }
}
