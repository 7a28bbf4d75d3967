const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * Hides these fields of a result from `console.log` and `util.inspect` in Node, Deno and Bun. Programs can still read them,
 * and `JSON.stringify` writes them, because a stored result must contain them.
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
