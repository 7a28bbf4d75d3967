import { isPayonceError } from "./brand.js";

/** Removes secrets from a text. */
export type Redact = (text: string) => string;

const deepest = 5;
const mostErrors = 10;
const longestMessage = 2_000;
const longestStack = 8_000;

/**
 * A copy of the cause of an error: name, code, message and stack without secrets, and the same of its own causes. The
 * original is not kept: an exception of axios or got contains the whole request with its keys, and Node prints every member
 * if the program does not catch the error.
 */
export function causeOf(thrown: unknown, redact: Redact): Error {
  return copy(thrown, redact, deepest);
}

function copy(thrown: unknown, redact: Redact, left: number): Error {
  if (isPayonceError(thrown) && thrown instanceof Error) {
    return thrown;
  }
  const text = (name: string, most: number): string | undefined => {
    const value = member(thrown, name);
    return typeof value === "string" ? clean(value, redact, most) : undefined;
  };
  const message = isObject(thrown) ? (text("message", longestMessage) ?? "") : textOf(thrown, redact);
  const made = new Error(message);
  const define = (name: string, value: unknown, enumerable = false): void => {
    Object.defineProperty(made, name, { value, enumerable, configurable: true, writable: true });
  };
  const name = text("name", 100);
  if (name !== undefined && name !== "") {
    define("name", name);
  }
  define("stack", text("stack", longestStack) ?? `${made.name}: ${message}`);
  const code = member(thrown, "code");
  if (typeof code === "string") {
    define("code", clean(code, redact, 100), true);
  } else if (typeof code === "number") {
    define("code", code, true);
  }
  const further = left > 1;
  const cause = member(thrown, "cause");
  if (further && cause !== undefined && cause !== null) {
    define("cause", copy(cause, redact, left - 1));
  }
  const errors = member(thrown, "errors");
  if (further && Array.isArray(errors)) {
    const first = (errors as unknown[]).slice(0, mostErrors);
    define(
      "errors",
      first.map((error) => copy(error, redact, left - 1)),
    );
  }
  return made;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** A member of a foreign object, whose getters can throw. */
function member(value: unknown, name: string): unknown {
  try {
    return isObject(value) ? (value as Record<string, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown, redact: Redact): string {
  return value === undefined ? "no reason given" : clean(String(value), redact, longestMessage);
}

/** Control characters could control a terminal or forge a log line. Stacks need line breaks and tabs. */
function clean(text: string, redact: Redact, most: number): string {
  // Cut after the redaction, because half a key would not be recognized.
  const safe = redact(text.slice(0, 16 * most)).replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, "\ufffd");
  return safe.length > most ? `${safe.slice(0, most)}…` : safe;
}

const secretName = /auth|cookie|key|passw|secret|signature|token/i;

/**
 * The values of header fields that look like credentials, from the request in an exception of axios, got or ky, so that no
 * text repeats them.
 */
export function secretsIn(thrown: unknown): string[] {
  const found: string[] = [];
  const collect = (fields: unknown): void => {
    if (!isObject(fields)) {
      return;
    }
    const pairs: Iterable<readonly [unknown, unknown]> =
      typeof Headers === "function" && fields instanceof Headers ? fields : Object.entries(fields);
    for (const [name, value] of pairs) {
      if (typeof name === "string" && typeof value === "string" && secretName.test(name)) {
        // The scheme before a credential is not secret.
        found.push(value, value.replace(/^\S+ /, ""));
      }
    }
  };
  try {
    for (const holder of ["config", "options", "request"]) {
      const request = member(thrown, holder);
      collect(request);
      collect(member(request, "headers"));
      collect(member(request, "auth"));
    }
  } catch {
    // A proxy or getter of a foreign object threw: the values that were found still count.
  }
  return found;
}
