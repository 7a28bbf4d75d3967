import { backend } from "./backend.js";
import type { Callee } from "./errors/brand.js";
import { causeOf, secretsIn } from "./errors/cause.js";
import { type AnyPayonceError, create } from "./errors/classes.js";
import type { ErrorData } from "./errors/payload.js";
import { type ConnectionFailure, connectionCode, neverConnected } from "./connecting.js";
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
  if (typeof Response === "function" && answer instanceof Response) {
    return await fromResponse(provider, answer, context);
  }
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
  const { response, message } = partsOf(error);
  // What the request carried must not come back in a text of its exception.
  const known = { ...context, secrets: [...(context.secrets ?? []), ...secretsIn(error)] };
  const received =
    response !== undefined && typeof (response?.status ?? response?.statusCode) === "number"
      ? ofAxios(provider, response, known)
      : {
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
}

function ofAxios(provider: Provider, answer: AxiosAnswer, context: Context): Received {
  const { status = answer.statusCode, headers, data, error, rawBody } = answer;
  return { ...context, provider, status, headers: headers as HeaderFields, body: data ?? error ?? rawBody };
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
  for (let link = error; typeof link === "object" && link !== null && links.length < 5;) {
    const { name, code, syscall, errors, cause } = readable(link);
    links.push({ name, code, syscall, errors });
    link = cause;
  }
  const coded = links.filter((link) => connectionCode(link) !== undefined);
  const has = (signs: ReadonlySet<string>): boolean =>
    links.some(({ code, name }) => [code, name].some((sign) => typeof sign === "string" && signs.has(sign)));
  return {
    phase: coded.length > 0 && coded.every(neverConnected) ? "before_send" : "waiting",
    // A client that wraps the reason of an abort keeps the name of both.
    cause: has(timeouts) ? "timeout" : has(aborts) ? "cancelled" : "connection",
  };
}

function readable(link: object): Link {
  try {
    const { name, code, syscall, errors, cause } = link as Link;
    return { name, code, syscall, errors, cause };
  } catch {
    return {};
  }
}

function judge(received: Received, cause: unknown, above: Callee): AnyPayonceError | null {
  const { provider, body, headers, unixMs = Date.now(), userMessages, ...rest } = received;
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
  try {
    return new TextEncoder().encode(JSON.stringify(body));
  } catch {
    // A stream or another object of the client's own: its content was not read.
    return new Uint8Array();
  }
}
