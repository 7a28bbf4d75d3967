const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * Keeps these fields of a result out of what `console.log` and `util.inspect` show, in Node, Deno and Bun. They can be
 * read as before, and `JSON.stringify` writes them, since a program that keeps a result has to find them again.
 */
export function hideWhenPrinted(result: object, fields: readonly string[]): void {
  Object.defineProperty(result, inspect, {
    value(this: object): object {
      const shown: Record<string, unknown> = { ...this };
      for (const field of fields) {
        if (shown[field] != null) {
          shown[field] = "…";
        }
      }
      return shown;
    },
  });
}
