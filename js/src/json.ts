/** One of these strings; a provider can add others. */
export type OpenText<Known extends string> = Known | (string & Record<never, never>);

/** A value that cannot be sent, and its path. */
export class NotSerializableError {
  /** The path of the value, for instance `limits[0].max`; empty for the whole. */
  readonly path: string;
  readonly problem: string;

  constructor(path: string, problem: string) {
    this.path = path;
    this.problem = problem;
  }
}

/** The reader refuses deeper documents. */
const deepest = 100;

/**
 * JSON for the core, with every digit of a `bigint`. JSON cannot represent NaN, infinities, functions, maps and cycles:
 * JSON.stringify would drop or change them silently. An undefined member counts as omitted.
 *
 * @throws {@link NotSerializableError}.
 */
export function jsonOf(value: unknown): string {
  return write(value, "", "", []) ?? "null";
}

function write(given: unknown, key: string, path: string, above: readonly object[]): string | undefined {
  let value = given;
  if (typeof value === "object" && value !== null) {
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === "function") {
      value = toJSON.call(value, key) as unknown;
    }
    if (value instanceof Number || value instanceof String || value instanceof Boolean) {
      value = value.valueOf();
    }
  }
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "bigint":
      return value.toString();
    case "number":
      if (!Number.isFinite(value)) {
        throw new NotSerializableError(path, `must not be ${value}`);
      }
      return JSON.stringify(value);
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writeObject(value, path, above);
    default:
      throw new NotSerializableError(path, `must not be a ${typeof value}`);
  }
}

function writeObject(value: object, path: string, above: readonly object[]): string {
  if (above.includes(value)) {
    throw new NotSerializableError(path, "must not contain itself");
  }
  if (above.length >= deepest) {
    throw new NotSerializableError(path, `must not be nested more than ${deepest} levels deep`);
  }
  const within = [...above, value];
  if (Array.isArray(value)) {
    const items = Array.from(
      value as unknown[],
      (item, at) => write(item, `${at}`, `${path}[${at}]`, within) ?? "null",
    );
    return `[${items.join(",")}]`;
  }
  if (
    value instanceof Map ||
    value instanceof Set ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value)
  ) {
    throw new NotSerializableError(path, `must be a plain value, not a ${value.constructor.name}`);
  }
  const members: string[] = [];
  for (const name of Object.keys(value)) {
    const text = write(
      (value as Record<string, unknown>)[name],
      name,
      path === "" ? name : `${path}.${name}`,
      within,
    );
    if (text !== undefined) {
      members.push(`${JSON.stringify(name)}:${text}`);
    }
  }
  return `{${members.join(",")}}`;
}

/** A number outside of a string follows one of these; inside of a string, it may. An address such as `0x12e4` does not begin so. */
const mayHoldLongNumber = /(?:^|[\s:,[])-?(?:\d[\d.]{15}|[\d.]+[eE])/;
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/**
 * Reads JSON of the core. A number that JavaScript would change becomes a string of its digits: 2^53 + 1, 1e400,
 * 0.10000000000000000001. It is not a bigint, because JSON.stringify throws on a bigint.
 */
export function parsed(text: string): unknown {
  if (!mayHoldLongNumber.test(text)) {
    return JSON.parse(text);
  }
  const exact = text.replaceAll(stringOrNumber, (token) =>
    token.startsWith('"') || isExact(token) ? token : `"${token}"`,
  );
  return JSON.parse(exact);
}

function isExact(digits: string): boolean {
  const number = Number(digits);
  return Number.isFinite(number) && significant(String(number)) === significant(digits);
}

/** The digits of a decimal number without zeros at the ends, and the power of ten of the last one. */
function significant(text: string): string {
  const [mantissa = "", exponent = "0"] = text.replace(/^-/, "").split(/e/i);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = whole + fraction;
  const last = digits.replace(/0+$/, "");
  const first = last.replace(/^0+/, "");
  return first === "" ? "0" : `${first}e${Number(exponent) - fraction.length + digits.length - last.length}`;
}
