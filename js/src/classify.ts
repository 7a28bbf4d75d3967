import { backend } from "./backend.js";
import type { Callee } from "./errors/brand.js";
import { causeOf, secretsIn } from "./errors/cause.js";
import { type AnyPayonceError, create } from "./errors/classes.js";
import type { ErrorData } from "./errors/payload.js";
import {
  type ConnectionFailure,
  hadEarlierRequest,
  neverConnected,
  tellsOfConnection,
} from "./connecting.js";
import type { Phase, Provider, Safety } from "./generated/vocabulary.js";
import { jsonOf, NotSerializable, parsed } from "./json.js";

/** What is known of a request that somebody else's client sent. */
export interface Context {
  /** The operation, for instance `payments.send`. */
  readonly operation?: string | undefined;
  /** What sending the request twice does; without it and `operation`, the worst is assumed. */
  readonly safety?: Safety | undefined;
  /** The language of `userMessage`, a tag such as `es`; English by default. */
  readonly language?: string | undefined;
  /** Your own wording of `userMessage`, by `doc` or by `kind`. */
  readonly userMessages?: Readonly<Record<string, string>> | undefined;
  /** Keys and tokens to keep out of every text. */
  readonly secrets?: readonly string[] | undefined;
}

/** Header fields in any of the forms that clients have. */
export type HeaderFields =
  | Headers
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

/** What came back: an answer, or a failure without one. */
export interface Received extends Context {
  readonly provider: Provider;
  /** The HTTP status of the answer. */
  readonly status?: number | undefined;
  readonly headers?: HeaderFields | undefined;
  /** The body of the answer: bytes, text, or what a client parsed it to. */
  readonly body?: unknown;
  /** Without an answer: how far the request got. */
  readonly phase?: Exclude<Phase, "answered"> | undefined;
  /** Without an answer: why. */
  readonly cause?: "connection" | "timeout" | "too_large" | "not_processed" | "cancelled" | undefined;
  /** Without an answer: what the transport said. */
  readonly message?: string | undefined;
  /** The time of the answer in milliseconds since 1970; now by default. */
  readonly unixMs?: number | undefined;
}

/** The error that an answer or a failure means; null for a success. */
export function classify(received: Received): AnyPayonceError | null {
  return judge(received, undefined, classify);
}

/**
 * As much of a `Response` of fetch, of an axios response or error, or of an `APIError` of a model provider's package as
 * is looked at; the latter keeps the body in `error`.
 */
export type ResponseLike =
  | Response
  | { readonly status: number; readonly headers?: unknown; readonly data?: unknown; readonly error?: unknown }
  | { readonly response: Response }
  | { readonly response: { readonly status: number; readonly headers?: unknown; readonly data?: unknown } };

/**
 * The error that an answer means, of `fetch`, of axios or of the package of a model provider whose requests go through
 * Pay-i; null for a success. The body of a `Response` is read from a
 * copy, so that it can still be read afterwards.
 *
 * @throws `TypeError` when there is no answer, or its body was not read yet (a stream, a promise, a `Blob`) or no longer can
 * be.
 */
export async function fromResponse(
  provider: Provider,
  response: ResponseLike,
  context: Context = {},
): Promise<AnyPayonceError | null> {
  const given = response as unknown;
  const answer: unknown = isObject(given) && "response" in given ? given.response : given;
  if (!isObject(answer) || typeof (answer as { then?: unknown }).then === "function") {
    throw new TypeError("there is no answer: await the response first, or use fromTransportError()");
  }
  if (!isResponse(answer)) {
    return judge(ofAxios(provider, answer, context), undefined, fromResponse);
  }
  const { status, headers } = answer;
  if (answer.bodyUsed) {
    throw new TypeError("the body was read already: hand over the response first, or use classify()");
  }
  let body: Uint8Array;
  try {
    body = new Uint8Array(await answer.clone().arrayBuffer());
  } catch (error) {
    const message = "the answer broke off";
    const failure = { ...context, provider, phase: "reading", cause: "connection", message } as const;
    return judge(failure, error, fromResponse);
  }
  return judge({ ...context, provider, status, headers, body }, undefined, fromResponse);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A `Response`, also of node-fetch, undici or another realm, which is no instance of the global class. */
function isResponse(answer: object): answer is Response {
  const { arrayBuffer, clone } = answer as Partial<Response>;
  return typeof arrayBuffer === "function" && typeof clone === "function";
}

/**
 * The error that an exception of `fetch`, axios or Node's `http` means. An exception that does not tell how far the
 * request got is taken as after the sending.
 *
 * That nothing was sent is said of the request that failed. A redirect that axios or got followed, and a request that
 * axios-retry, retry-axios or got sent again, is seen and makes the outcome unknown. `fetch`, and clients built on it such as
 * ky and node-fetch, show neither: send with `redirect: "manual"` or `"error"` and without retries of their own, or take a
 * `NotSentError` made of their exceptions as an unknown outcome.
 *
 * An exception that carries an answer with an unread body, as those of ky do, has an unknown outcome too: give it to
 * `fromResponse`, which reads the body.
 */
export function fromTransportError(
  provider: Provider,
  error: unknown,
  context: Context = {},
): AnyPayonceError {
  const { response, message } = partsOf(error);
  // What the request carried must not come back in a text of its exception.
  const known = { ...context, secrets: [...(context.secrets ?? []), ...secretsIn(error)] };
  const received = receivedWith(response, provider, known) ?? {
    ...known,
    provider,
    ...reachOf(error),
    message: typeof message === "string" ? message : "no complete answer",
  };
  const judged = judge(received, error, fromTransportError);
  if (judged === null) {
    throw new TypeError("the exception carries a successful answer: there is no error to make of it");
  }
  return judged;
}

/** The answer that an exception carries, if it does. */
function receivedWith(
  answer: AxiosAnswer | undefined,
  provider: Provider,
  context: Context,
): Received | undefined {
  const status = answer?.status ?? answer?.statusCode;
  if (answer === undefined || typeof status !== "number") {
    return undefined;
  }
  const received = ofAxios(provider, answer, context);
  if (!isResponse(answer) && (received.body == null || isRead(received.body))) {
    return received;
  }
  // Its body may say that the payment was made, and reading it takes a promise: the status alone is no verdict.
  const message = `HTTP ${status} with a body that was not read: hand the response to fromResponse() instead`;
  return { ...context, provider, phase: "reading", cause: "connection", message };
}

/** The members of an exception that say what it is; a foreign object may resist being read. */
function partsOf(error: unknown): { response?: AxiosAnswer | undefined; message?: unknown } {
  try {
    const { response, message } = (error ?? {}) as { response?: AxiosAnswer | null; message?: unknown };
    return { response: response ?? undefined, message };
  } catch {
    return {};
  }
}

/** An answer of axios, or of got, which has other names for the same. */
interface AxiosAnswer {
  readonly status?: number;
  readonly statusCode?: number;
  readonly headers?: unknown;
  readonly data?: unknown;
  readonly error?: unknown;
  readonly rawBody?: unknown;
  readonly body?: unknown;
}

function ofAxios(provider: Provider, answer: AxiosAnswer, context: Context): Received {
  const { status = answer.statusCode, headers, data, error, rawBody, body } = answer;
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
/** The caller's own doing: the reason of an abort without a reason, and what axios makes of it. */
const aborts = new Set(["AbortError", "CancelError", "CanceledError", "ERR_ABORTED", "ERR_CANCELED"]);

interface Link extends ConnectionFailure {
  readonly name?: unknown;
  readonly cause?: unknown;
}

function reachOf(error: unknown): {
  phase: "before_send" | "waiting";
  cause: "connection" | "timeout" | "cancelled";
} {
  const links: Link[] = [];
  // What cannot be read, or goes on further than is looked, may tell of a connection.
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
  return {
    phase: whole && !earlier && neverLeft(links) ? "before_send" : "waiting",
    // A client that wraps the reason of an abort keeps the name of both.
    cause: has(timeouts) ? "timeout" : has(aborts) ? "cancelled" : "connection",
  };
}

/** Whether everything that tells of a connection tells that none was made. */
function neverLeft(links: readonly Link[]): boolean {
  try {
    const telling = links.filter(tellsOfConnection);
    return telling.length > 0 && telling.every(neverConnected);
  } catch {
    return false;
  }
}

function judge(received: Received, cause: unknown, above: Callee): AnyPayonceError | null {
  const { provider, body, headers, unixMs = Date.now(), userMessages, ...rest } = answered(received);
  const request = { ...rest, headers: pairsOf(headers), unix_ms: unixMs, user_messages: userMessages };
  let payload: string | null | undefined;
  try {
    payload = backend().classify(provider, jsonOf(request), bytesOf(body));
  } catch (error) {
    if (!(error instanceof NotSerializable)) {
      throw error;
    }
    const field = error.path.replace("unix_ms", "unixMs").replace("user_messages", "userMessages");
    payload = backend().refuseOption(provider, field || "received", error.problem);
  }
  if (payload == null) {
    return null;
  }
  if (cause === undefined) {
    return create(parsed(payload) as ErrorData, { above });
  }
  const secrets = JSON.stringify(received.secrets ?? []);
  const kept = causeOf(cause, (text) => backend().redact(text, secrets));
  return create(parsed(payload) as ErrorData, { cause: kept, above });
}

/** `Response.error()`, an opaque response and a request without an answer have the status 0: what came is not known. */
function answered(received: Received): Received {
  if (received.status !== 0) {
    return received;
  }
  const { phase = "waiting", cause = "connection", message = "the status 0 is no answer" } = received;
  return { ...received, phase, cause, message, status: undefined, headers: undefined, body: undefined };
}

function pairsOf(headers: HeaderFields | undefined): [string, string][] {
  if (headers === undefined || headers === null) {
    return [];
  }
  if (Symbol.iterator in headers) {
    return [...(headers as Iterable<readonly [string, string]>)].map(([name, value]) => [name, value]);
  }
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value]) {
      if (one !== null && one !== undefined && typeof one !== "function") {
        pairs.push([name, String(one)]);
      }
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
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  // One of another realm, as a test runner makes it, is no instance of ours.
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
    "the body of the answer was not read: read it first, and hand over its text, its bytes or the parsed JSON",
  );
}

/** Whether it is what JSON is parsed to, and no stream, promise, Blob or other object of a client's own. */
function isJson(body: unknown): boolean {
  try {
    if (typeof body === "object" && body !== null && !Array.isArray(body)) {
      const prototype: unknown = Object.getPrototypeOf(body);
      const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
      if (!isPlain || Object.values(body).some((value) => typeof value === "function")) {
        return false;
      }
    }
    // It throws for a circle, and gives nothing for a function.
    return typeof JSON.stringify(body) === "string";
  } catch {
    return false;
  }
}
