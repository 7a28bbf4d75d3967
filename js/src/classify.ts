import { backend, type HeaderPairs } from "./backend.js";
import { type AnyFunction, captureStack } from "./errors/brand.js";
import { causeOf, secretsIn } from "./errors/cause.js";
import { type AnyPayonceError, create } from "./errors/classes.js";
import { type ErrorData, payloadOf } from "./errors/payload.js";
import { readCopy } from "./body.js";
import {
  type Carrier,
  type ConnectionFailure,
  hadEarlierRequest,
  isUntrusted,
  neverConnected,
  tellsOfConnection,
  wasSentAgain,
} from "./connection_errors.js";
import type { Phase, Safety } from "./generated/vocabulary.js";
import { handleOf, type ProviderName } from "./provider_id.js";
import { jsonOf, NotSerializableError, parsed } from "./json.js";
import { TextEncoder } from "./text_codecs.js";

/** The request that another client sent. */
export interface Context {
  /** The operation, for instance `payments.send`. */
  readonly operation?: string | undefined;
  /** What a second request would do; without it and `operation`, the worst is assumed. */
  readonly safety?: Safety | undefined;
  /** The language of `userMessage`, a tag such as `es`; English by default. */
  readonly language?: string | undefined;
  /** Your own texts for `userMessage`, by `doc` or by `kind`. */
  readonly userMessages?: Readonly<Record<string, string>> | undefined;
  /** Keys and tokens to remove from every text. */
  readonly secrets?: readonly string[] | undefined;
  /**
   * Whether your client sent an earlier request of the same call, by a retry or a redirect, whose outcome is unknown. A
   * refusal does not apply to that request, so the outcome is then unknown. payonce recognizes this itself where axios,
   * axios-retry, got, ky or `fetch` shows it.
   */
  readonly earlierUnknown?: boolean | undefined;
}

/** Header fields in any form that clients use. */
export type HeaderFields =
  | Headers
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

/** A response, or a failure without one. */
export interface Received extends Context {
  /** The id of the provider, or a provider that was loaded from a file. */
  readonly provider: ProviderName;
  /**
   * The HTTP status of the response. Omit it for a message that came without HTTP: a JSON-RPC response or error, the result of
   * an MCP tool, an RFC 9457 problem, or `toJSON()` of an error.
   */
  readonly status?: number | undefined;
  readonly headers?: HeaderFields | undefined;
  /** The body of the response: bytes, text, or parsed JSON. */
  readonly body?: unknown;
  /** Without a response: how far the request got. `reading` with a `status`: the response broke off. */
  readonly phase?: Exclude<Phase, "answered"> | undefined;
  /** Without a complete response: why. */
  readonly cause?:
    "connection" | "certificate" | "timeout" | "too_large" | "not_processed" | "cancelled" | undefined;
  /** Without a complete response: the message of the transport. */
  readonly message?: string | undefined;
  /** The time of the response in milliseconds since 1970; now by default. */
  readonly unixMs?: number | undefined;
}

/**
 * The error for a response or a failure; null for a success. The error is returned, not thrown.
 *
 * A JSON-RPC 2.0 response, its error object and the result of an MCP tool are opened: the provider's code inside counts, and
 * HTTP 200 around a refusal does not. An error that payonce passed on keeps its verdict.
 *
 * @throws {@link TypeError} if the body was not read yet: a stream, a promise, a `Blob`.
 * @example
 * const error = classify({ provider: "agentwallex", operation: "payments.send", status, headers, body });
 * if (error?.outcome === "unknown") await store(error.toJSON());
 */
export function classify(received: Received): AnyPayonceError | null {
  const error = judge(received, undefined);
  // Not with `traced`, which would be one more function for the engine to walk.
  if (error !== null) {
    captureStack(error, classify);
  }
  return error;
}

/**
 * The members that are read from a `Response` of fetch, an axios response or error, or an `APIError` of a model provider's
 * package, which stores the body in `error`.
 */
export type ResponseLike =
  | Response
  | { readonly status: number; readonly headers?: unknown; readonly data?: unknown; readonly error?: unknown }
  | { readonly response: Response }
  | { readonly response: { readonly status: number; readonly headers?: unknown; readonly data?: unknown } };

/**
 * The error for a response of `fetch`, of axios or of the package of a model provider whose requests go through Pay-i;
 * null for a success. The body of a `Response` is read from a copy, so that you can still read it afterwards.
 *
 * @throws {@link TypeError} if there is no response, or if its body was not read yet (a stream, a promise, a `Blob`) or can
 * no longer be read.
 * @example
 * const response = await fetch(url, request);
 * const error = await errorFromResponse("agentwallex", response, { operation: "payments.send" });
 * if (error !== null) throw error;
 */
export async function errorFromResponse(
  provider: ProviderName,
  response: ResponseLike,
  context: Context = {},
): Promise<AnyPayonceError | null> {
  const given = response as unknown;
  const found: unknown = isObject(given) && "response" in given ? given.response : given;
  if (!isObject(found) || typeof (found as { then?: unknown }).then === "function") {
    throw new TypeError("there is no response: await it first, or use fromTransportError()");
  }
  const known = knownOf([given, found], context);
  if (!isResponse(found)) {
    return traced(judge(ofAxios(provider, found, known), undefined), errorFromResponse);
  }
  const { status, headers } = found;
  if (found.bodyUsed) {
    throw new TypeError("the body was read already: pass the response before you read it, or use classify()");
  }
  const received = { ...known, provider, status, headers };
  const { body, error } = await readCopy(found);
  if (error === undefined) {
    return traced(judge({ ...received, body }, undefined), errorFromResponse);
  }
  const { cause } = reachOf(error.thrown);
  const broken = { phase: "reading", cause, message: "the response broke off" } as const;
  return traced(judge({ ...received, ...broken, body }, error.thrown), errorFromResponse);
}

/** The context, with what a response or its exception shows of an earlier request of the same call. */
function knownOf<Known extends Context>(carriers: readonly unknown[], known: Known): Known {
  const seen = carriers.some((carrier) => {
    try {
      return isObject(carrier) && wasSentAgain(carrier as Carrier);
    } catch {
      // A foreign object that cannot be read may hide one.
      return true;
    }
  });
  return seen ? { ...known, earlierUnknown: true } : known;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A `Response`, also of node-fetch, undici or another realm, which is not an instance of the global class. */
function isResponse(response: object): response is Response {
  const { arrayBuffer, clone } = response as Partial<Response>;
  return typeof arrayBuffer === "function" && typeof clone === "function";
}

/**
 * The error for an exception of `fetch`, axios or Node's `http`. If the exception does not show how far the request got,
 * the request counts as sent.
 *
 * "Not sent" is a statement about the request that failed. A redirect that axios or got followed, and a request that
 * axios-retry, retry-axios or got sent again, make the outcome unknown. Exceptions of `fetch`, ky and node-fetch show
 * neither: use `redirect: "manual"` or `"error"` and no retries, or pass `earlierUnknown`.
 *
 * An exception with a response whose body was not read, as in ky, has an unknown outcome too: pass it to `errorFromResponse`,
 * which reads the body.
 *
 * @throws {@link TypeError} if the exception carries a successful response.
 * @example
 * try {
 *   await axios.post(url, payment);
 * } catch (thrown) {
 *   throw fromTransportError("agentwallex", thrown, { operation: "payments.send", secrets: [apiKey] });
 * }
 */
export function fromTransportError(
  provider: ProviderName,
  error: unknown,
  context: Context = {},
): AnyPayonceError {
  const { response, message } = partsOf(error);
  // The text of the exception must not repeat what the request carried.
  const known = { ...context, secrets: [...(context.secrets ?? []), ...secretsIn(error)] };
  const received = receivedWith(error, response, provider, known) ?? {
    ...known,
    provider,
    ...reachOf(error),
    message: typeof message === "string" ? message : "no complete response",
  };
  const judged = traced(judge(received, error), fromTransportError);
  if (judged === null) {
    throw new TypeError("the exception carries a successful response: there is no error");
  }
  return judged;
}

/** The response that an exception carries, if any. */
function receivedWith(
  error: unknown,
  response: AxiosResponse | undefined,
  provider: ProviderName,
  context: Context,
): Received | undefined {
  const status = response?.status ?? response?.statusCode;
  if (response === undefined || typeof status !== "number") {
    return undefined;
  }
  const received = ofAxios(provider, response, knownOf([error, response], context));
  if (!isResponse(response) && (received.body == null || isRead(received.body))) {
    return received;
  }
  // Its body may state that the payment was made, and reading it takes a promise. The status alone decides nothing.
  const message = `HTTP ${status} with a body that was not read: pass the response to errorFromResponse() instead`;
  return { ...context, provider, phase: "reading", cause: "connection", message };
}

/** The identifying members of an exception. Getters of a foreign object can throw. */
function partsOf(error: unknown): { response?: AxiosResponse | undefined; message?: unknown } {
  try {
    const { response, message } = (error ?? {}) as { response?: AxiosResponse | null; message?: unknown };
    return { response: response ?? undefined, message };
  } catch {
    return {};
  }
}

/** A response of axios, or of got, which uses other names. */
interface AxiosResponse {
  readonly status?: number;
  readonly statusCode?: number;
  readonly headers?: unknown;
  readonly data?: unknown;
  readonly error?: unknown;
  readonly rawBody?: unknown;
  readonly body?: unknown;
}

function ofAxios(provider: ProviderName, response: AxiosResponse, context: Context): Received {
  const { status = response.statusCode, headers, data, error, rawBody, body } = response;
  const received = data ?? error ?? rawBody ?? body;
  return { ...context, provider, status, headers: headers as HeaderFields, body: received };
}

const timeouts = new Set([
  "ETIMEDOUT",
  "ECONNABORTED",
  "ESOCKETTIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "TimeoutError",
]);
/** An abort by the caller: the default reason of an abort, and the errors of axios for it. */
const aborts = new Set(["AbortError", "CancelError", "CanceledError", "ERR_ABORTED", "ERR_CANCELED"]);

interface Link extends ConnectionFailure {
  readonly name?: unknown;
  readonly cause?: unknown;
}

function reachOf(error: unknown): {
  phase: "before_send" | "waiting";
  cause: "connection" | "certificate" | "timeout" | "cancelled";
} {
  const links: Link[] = [];
  // A member that cannot be read, or a longer chain, may show a connection.
  let whole = true;
  let earlier = false;
  for (let link = error; typeof link === "object" && link !== null;) {
    try {
      const { name, code, syscall, errors, cause } = link as Link;
      links.push({ name, code, syscall, errors });
      earlier ||= hadEarlierRequest(link);
      whole = links.length <= 5;
      link = whole ? cause : undefined;
    } catch {
      whole = false;
      break;
    }
  }
  const has = (signs: ReadonlySet<string>): boolean =>
    links.some(({ code, name }) => [code, name].some((sign) => typeof sign === "string" && signs.has(sign)));
  // A client that wraps the reason of an abort keeps both names.
  const cause = has(timeouts) ? "timeout" : has(aborts) ? "cancelled" : "connection";
  return {
    phase: whole && !earlier && neverLeft(links) ? "before_send" : "waiting",
    cause: cause === "connection" && links.some(isUntrusted) ? "certificate" : cause,
  };
}

/** Whether everything that refers to a connection shows that none was made. */
function neverLeft(links: readonly Link[]): boolean {
  try {
    const telling = links.filter(tellsOfConnection);
    return telling.length > 0 && telling.every(neverConnected);
  } catch {
    return false;
  }
}

/** The error with a stack that starts at the caller of `above`. */
export function traced(error: AnyPayonceError | null, above: AnyFunction): AnyPayonceError | null {
  if (error !== null) {
    captureStack(error, above);
  }
  return error;
}

/**
 * The error for what was received, without a stack. The function that the caller called captures it: the engine walks each
 * function between, and that is a fifth of what an error costs.
 */
export function judge(received: Received, cause: unknown): AnyPayonceError | null {
  const known = answered(received);
  const provider = handleOf(known.provider);
  let payload: ErrorData | undefined;
  try {
    const record = askCore(provider, known);
    if (record == null) {
      return null;
    }
    payload = payloadOf(record);
  } catch (error) {
    if (!(error instanceof NotSerializableError)) {
      throw error;
    }
    payload = parsed(backend().refuseOption(provider, error.path || "received", error.problem)) as ErrorData;
  }
  if (cause === undefined) {
    return create(payload, { above: null });
  }
  const secrets = JSON.stringify(received.secrets ?? []);
  const kept = causeOf(cause, (text) => backend().redact(text, secrets));
  return create(payload, { cause: kept, above: null });
}

/** The members that have an argument of their own. What does not fit its argument crosses as JSON, as all other members do. */
const passed = new Set(["provider", "operation", "safety", "status", "unixMs", "headers", "body"]);

function askCore(provider: string, received: Received): string | null | undefined {
  const { operation, safety, status, body, unixMs = Date.now() } = received;
  const pairs = pairsOf(received.headers);
  let rest: Record<string, unknown> | undefined;
  const keep = (name: string, value: unknown): void => {
    rest ??= {};
    rest[name] = value;
  };
  for (const name of Object.keys(received)) {
    if (!passed.has(name)) {
      keep(name, received[name as keyof Received]);
    }
  }
  let lines = "";
  for (const [name, value] of [
    ["operation", operation],
    ["safety", safety],
  ] as const) {
    if (isLine(value) && value !== "" && isText(value)) {
      lines += value;
    } else if (value !== undefined) {
      keep(name, value);
    }
    lines += "\n";
  }
  const fields = linesOf(pairs);
  if (fields === undefined) {
    keep("headers", pairs);
  }
  const isStatus = status === undefined || isWhole(status, 0xffff);
  if (!isStatus) {
    keep("status", status);
  }
  const isTime = isWhole(unixMs, Number.MAX_SAFE_INTEGER);
  if (!isTime) {
    keep("unixMs", unixMs);
  }
  return backend().classify(
    provider,
    isStatus ? status : undefined,
    isTime ? unixMs : 0,
    lines + (fields ?? ""),
    bytesOf(body),
    rest === undefined ? undefined : jsonOf(rest),
    pairs,
  );
}

function isWhole(value: unknown, largest: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= largest;
}

/** Half of a surrogate pair, which the core refuses by the name of its member, is in none of these. */
function isText(value: unknown): value is string {
  return typeof value === "string" && !surrogate.test(value);
}

const surrogate = /[\uD800-\uDFFF]/;

function linesOf(pairs: HeaderPairs): string | undefined {
  let lines = "";
  for (const [name, value] of pairs) {
    if (!isLine(name) || !isLine(value)) {
      return undefined;
    }
    lines += `${name}\n${value}\n`;
  }
  return isText(lines) ? lines : undefined;
}

function isLine(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\n");
}

/** `Response.error()`, an opaque response and a request without a response have the status 0: the response is not known. */
function answered(received: Received): Received {
  if (received.status !== 0) {
    return received;
  }
  const { phase = "waiting", cause = "connection", message = "the status 0 is not a response" } = received;
  return { ...received, phase, cause, message, status: undefined, headers: undefined, body: undefined };
}

/** Header fields as pairs. */
export function pairsOf(headers: HeaderFields | undefined): [string, string][] {
  if (headers === undefined || headers === null) {
    return [];
  }
  if (Symbol.iterator in headers) {
    return [...(headers as Iterable<readonly [string, string]>)].map(([name, value]) => [name, value]);
  }
  const pairs: [string, string][] = [];
  const add = (name: string, value: unknown): void => {
    if (value !== null && value !== undefined && typeof value !== "function") {
      pairs.push([name, String(value)]);
    }
  };
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (Array.isArray(value)) {
      for (const one of value as readonly unknown[]) {
        add(name, one);
      }
    } else {
      add(name, value);
    }
  }
  return pairs;
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) {
    return new Uint8Array();
  }
  if (typeof body === "string") {
    return new TextEncoder().encode(body);
  }
  if (body instanceof Uint8Array) {
    return body;
  }
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  // An object of another realm, such as that of a test runner, is not an instance of our class.
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") {
    return new Uint8Array(body as ArrayBuffer);
  }
  if (isJson(body)) {
    return new TextEncoder().encode(JSON.stringify(body));
  }
  throw unread();
}

function isRead(body: unknown): boolean {
  try {
    bytesOf(body);
    return true;
  } catch {
    return false;
  }
}

function unread(): TypeError {
  return new TypeError(
    "the body of the response was not read: read it first, and pass its text, its bytes or the parsed JSON",
  );
}

/** Whether it is parsed JSON, and not a stream, promise, Blob or other object of a client. */
function isJson(body: unknown): boolean {
  try {
    if (typeof body === "object" && body !== null && !Array.isArray(body)) {
      const prototype: unknown = Object.getPrototypeOf(body);
      const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
      if (!isPlain || Object.values(body).some((value) => typeof value === "function")) {
        return false;
      }
    }
    // It throws for a cycle, and returns nothing for a function.
    return typeof JSON.stringify(body) === "string";
  } catch {
    return false;
  }
}
