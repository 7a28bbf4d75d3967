import assert from "node:assert/strict";

/**
 * Each member of `expected`, in snake_case, is in `actual` in either spelling and is equal. Where payonce itself names
 * an argument or an option, TypeScript has to see the spelling of TypeScript.
 */
export function matches(actual: unknown, expected: unknown, path: string): void {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), `${path}: ${JSON.stringify(actual)} is no list`);
    const items = actual as unknown[];
    assert.equal(items.length, expected.length, `${path}: the number of items`);
    expected.forEach((item, at) => {
      matches(items[at], item, `${path}[${at}]`);
    });
    return;
  }
  if (typeof expected === "object" && expected !== null) {
    assert.ok(
      typeof actual === "object" && actual !== null,
      `${path}: ${JSON.stringify(actual)} is no object`,
    );
    for (const [name, value] of Object.entries(expected)) {
      const camel = camelCase(name);
      const found = (actual as Record<string, unknown>)[camel in actual ? camel : name];
      matches(found, value, `${path}.${name}`);
    }
    return;
  }
  const wanted = typeof expected === "string" ? asWritten(expected, path) : expected;
  assert.ok(
    (actual ?? null) === (wanted ?? null),
    `${path}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(actual)}`,
  );
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The field that payonce names itself; a message about it begins with it. */
function asWritten(text: string, path: string): string {
  if (path === "error.details.field") {
    return camelCase(text);
  }
  return path === "error.message" ? text.replace(/^[a-z]+(_[a-z]+)+(?=: )/, camelCase) : text;
}
