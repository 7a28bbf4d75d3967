import { backend } from "./backend.js";
import type { Callee } from "./errors/brand.js";
import { type AnyPayonceError, create } from "./errors/classes.js";
import type { ErrorData } from "./errors/payload.js";
import { type ConnectionFailure, connectionCode, neverConnected } from "./connecting.js";
import type { Phase, Provider, Safety } from "./generated/vocabulary.js";
import { jsonOf } from "./json.js";

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
  | { readonly response: { readonly status: number; readonly headers?: unknown; readonly data?: unknown } };

/**
 * The error that an answer means, of `fetch`, of axios or of the package of a model provider whose requests go through
 * Pay-i; null for a success. The body of a `Response` is read from a
 * copy, so that it can still be read afterwards.
 */
export async function fromResponse(
  provider: Provider,
  response: ResponseLike,
  context: Context = {},
): Promise<AnyPayonceError | null> {
  if (typeof Response === "function" && response instanceof Response) {
    const { status, headers } = response;
    if (response.bodyUsed) {
      throw new TypeError("the body was read already: hand over the response first, or use classify()");
    }
    try {
      const body = new Uint8Array(await response.clone().arrayBuffer());
      return judge({ ...context, provider, status, headers, body }, undefined, fromResponse);
    } catch (error) {
      const message = "the answer broke off";
      const failure = { ...context, provider, phase: "reading", cause: "connection", message } as const;
      return judge(failure, error, fromResponse);
    }
  }
  const answer = "response" in response ? response.response : response;
  return judge(ofAxios(provider, answer as AxiosAnswer, context), undefined, fromResponse);
}

/**
 * The error that an exception of `fetch`, axios or Node's `http` means. An exception that does not tell how far the
 * request got is taken as after the sending.
 */
export function fromTransportError(
  provider: Provider,
  error: unknown,
  context: Context = {},
): AnyPayonceError {
  const { response, message } = (error ?? {}) as { response?: AxiosAnswer; message?: unknown };
  const received =
    typeof response?.status === "number"
      ? ofAxios(provider, response, context)
      : {
          ...context,
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

interface AxiosAnswer {
  readonly status: number;
  readonly headers?: unknown;
  readonly data?: unknown;
  readonly error?: unknown;
}

function ofAxios(provider: Provider, answer: AxiosAnswer, context: Context): Received {
  const { status, headers, data, error } = answer;
  return { ...context, provider, status, headers: headers as HeaderFields, body: data ?? error };
}

const timeouts = new Set([
  "ETIMEDOUT",
  "ECONNABORTED",
  "ESOCKETTIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "TimeoutError",
  "AbortError",
]);

interface Link extends ConnectionFailure {
  readonly name?: unknown;
  readonly cause?: unknown;
}

function reachOf(error: unknown): { phase: "before_send" | "waiting"; cause: "connection" | "timeout" } {
  const links: Link[] = [];
  for (let link = error; typeof link === "object" && link !== null && links.length < 5;) {
    links.push(link);
    link = (link as Link).cause;
  }
  const coded = links.filter((link) => connectionCode(link) !== undefined);
  const isTimeout = (sign: unknown): boolean => typeof sign === "string" && timeouts.has(sign);
  return {
    phase: coded.length > 0 && coded.every(neverConnected) ? "before_send" : "waiting",
    cause: links.some(({ code, name }) => isTimeout(code) || isTimeout(name)) ? "timeout" : "connection",
  };
}

function judge(received: Received, cause: unknown, above: Callee): AnyPayonceError | null {
  const { provider, body, headers, unixMs = Date.now(), userMessages, ...rest } = received;
  const request = { ...rest, headers: pairsOf(headers), unix_ms: unixMs, user_messages: userMessages };
  const payload = backend().classify(provider, jsonOf(request), bytesOf(body));
  if (payload == null) {
    return null;
  }
  const origin = cause === undefined ? { above } : { cause, above };
  return create(JSON.parse(payload) as ErrorData, origin);
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
  if (body instanceof ArrayBuffer) {
    return new Uint8Array(body);
  }
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  return new TextEncoder().encode(JSON.stringify(body));
}
