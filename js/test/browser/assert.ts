/** Stands in for `node:assert/strict` inside the page: the part of it that portable tests use. */

type Expected = RegExp | (new (...args: never[]) => unknown) | ((error: unknown) => boolean);

class AssertionError extends Error {
  override name = "AssertionError";
}

function fail(message?: string | Error): never {
  throw message instanceof Error ? message : new AssertionError(message ?? "failed");
}

function ok(value: unknown, message?: string): asserts value {
  if (!value) {
    fail(message ?? `expected a truthy value, got ${show(value)}`);
  }
}

function equal(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) {
    fail(message ?? `expected ${show(expected)}, got ${show(actual)}`);
  }
}

function notEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) {
    fail(message ?? `expected anything but ${show(expected)}`);
  }
}

function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  const path = firstDifference(actual, expected, "value");
  if (path !== undefined) {
    fail(message ?? `${path} differs: expected ${show(expected)}, got ${show(actual)}`);
  }
}

function match(actual: string, pattern: RegExp, message?: string): void {
  ok(pattern.test(actual), message ?? `expected ${show(actual)} to match ${pattern}`);
}

function doesNotMatch(actual: string, pattern: RegExp, message?: string): void {
  ok(!pattern.test(actual), message ?? `expected ${show(actual)} not to match ${pattern}`);
}

function throws(body: () => unknown, expected?: Expected, message?: string): void {
  try {
    body();
  } catch (error) {
    accept(error, expected, message);
    return;
  }
  fail(message ?? "expected an exception");
}

async function rejects(
  work: Promise<unknown> | (() => Promise<unknown>),
  expected?: Expected,
  message?: string,
): Promise<void> {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    accept(error, expected, message);
    return;
  }
  fail(message ?? "expected a rejection");
}

function accept(error: unknown, expected: Expected | undefined, message: string | undefined): void {
  if (expected === undefined) {
    return;
  }
  if (expected instanceof RegExp) {
    match(String(error), expected, message);
    return;
  }
  // Like Node: a class is compared by instanceof, a function decides for itself.
  if (expected.prototype !== undefined && error instanceof (expected as new () => unknown)) {
    return;
  }
  if (expected === Error || expected.prototype instanceof Error) {
    throw error;
  }
  ok(
    (expected as (error: unknown) => boolean)(error),
    message ?? `the exception is not the expected one: ${show(error)}`,
  );
}

function firstDifference(actual: unknown, expected: unknown, path: string): string | undefined {
  if (Object.is(actual, expected)) {
    return undefined;
  }
  if (typeof actual !== "object" || typeof expected !== "object" || actual === null || expected === null) {
    return path;
  }
  if (className(actual) !== className(expected)) {
    return path;
  }
  const left = actual as Record<string, unknown>;
  const right = expected as Record<string, unknown>;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!Object.hasOwn(left, key) || !Object.hasOwn(right, key)) {
      return `${path}.${key}`;
    }
    const inner = firstDifference(left[key], right[key], `${path}.${key}`);
    if (inner !== undefined) {
      return inner;
    }
  }
  return undefined;
}

/** By name: a simulated edge runtime makes some objects in another realm, and there `Object` is another one. */
function className(value: object): unknown {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null;
  return prototype?.constructor?.name;
}

function show(value: unknown): string {
  if (value instanceof Error) {
    return value.stack ?? String(value);
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const assert = Object.assign((value: unknown, message?: string): asserts value => ok(value, message), {
  AssertionError,
  deepEqual,
  deepStrictEqual: deepEqual,
  doesNotMatch,
  equal,
  fail,
  match,
  notEqual,
  notStrictEqual: notEqual,
  ok,
  rejects,
  strictEqual: equal,
  throws,
});

export default assert;
