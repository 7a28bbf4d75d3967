import assert from "node:assert/strict";

/** Each member of `expected`, in snake_case, is in `actual` in either spelling and is equal. */
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
  const spelled =
    /\.(field|message)$/.test(path) && typeof expected === "string" ? [camelWords(expected)] : [];
  const found = actual ?? null;
  assert.ok(
    found === (expected ?? null) || spelled.includes(found as string),
    `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
  );
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A message about an argument names it as the language spells it. */
function camelWords(text: string): string {
  return text.replace(/\b[a-z]+(_[a-z]+)+\b/g, camelCase);
}
