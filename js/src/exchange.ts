import { type ConnectionFailure, isUntrusted, neverConnected } from "./connection_errors.js";
import { proxyRefusal } from "./proxies.js";
import { longestTimerMs, onAbort } from "./timers.js";

/** One request, as the core describes it. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array | null;
  readonly timeout_ms: number;
  readonly max_body: number;
}

/** A complete response. */
interface Answered {
  readonly event: "answered";
  readonly status: number;
  /** The name and the value of each header field, with a line break after each. */
  readonly lines: string;
}

/** Anything else that can happen to a call. */
interface Happened {
  readonly event: "start" | "waited" | "failed" | "journal" | "signed";
  readonly [name: string]: unknown;
}

/** The result, as the core receives it. */
export interface ExchangeResult {
  readonly event: Answered | Happened;
  readonly body: Uint8Array;
  readonly cause?: unknown;
}

type Head = { readonly status: number; readonly headers: readonly (readonly [string, string])[] };

const empty = new Uint8Array();

class TooLarge {}

/** Sends the request once and reports the result. */
export async function exchange(
  request: HttpRequest,
  signal: AbortSignal | undefined,
): Promise<ExchangeResult> {
  const controller = new AbortController();
  let timedOut = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let leave: (() => void) | undefined;
  let head: Head | undefined;
  const arrived: Uint8Array[] = [];
  try {
    const refusal = proxyRefusal(request.url);
    if (refusal !== undefined) {
      return failed("before_send", "connection", refusal);
    }
    if (typeof fetch !== "function" || typeof Request !== "function") {
      const message =
        "this environment has no fetch; in Jest, use the test environment node, or define fetch, Request and Response in it";
      return failed("before_send", "connection", message);
    }
    const fetched = requestOf(request);
    if (!(fetched instanceof Request)) {
      const message = "this runtime cannot send such a request";
      return failed("before_send", "connection", message, undefined, fetched.refused);
    }
    const answer = async (): Promise<ExchangeResult> => {
      // The signal is not part of the request: a request follows its signal by one of its own, and `fetch` makes a copy of it.
      const response = await fetch(fetched, { signal: controller.signal });
      if (response.type === "opaqueredirect") {
        const message =
          "the response is a redirect, which is not followed because it would send your key to another address; " +
          "baseUrl is probably wrong";
        return failed("reading", "connection", message);
      }
      head = { status: response.status, headers: [...response.headers] };
      await read(response, request.max_body, arrived, controller.signal);
      const { status, headers } = head;
      return { event: { event: "answered", status, lines: linesOf(headers) }, body: joined(arrived) };
    };
    // Node's fetch can ignore an abort while it decodes a body, so the time limit is enforced here as well.
    return await new Promise<ExchangeResult>((resolve, reject) => {
      const giveUp = (): void => {
        controller.abort();
        reject(controller.signal.reason as Error);
      };
      leave = signal && onAbort(signal, giveUp);
      const expire = (): void => {
        timedOut = true;
        giveUp();
      };
      timer = setTimeout(expire, Math.min(request.timeout_ms, longestTimerMs));
      answer().then(resolve, reject);
    });
  } catch (error) {
    const phase = head === undefined ? "waiting" : "reading";
    if (timedOut) {
      const message = `no complete response within ${request.timeout_ms} ms`;
      return { ...failed(phase, "timeout", message, head, error), body: joined(arrived) };
    }
    if (error instanceof TooLarge) {
      return failed("reading", "too_large", `the response is larger than ${request.max_body} bytes`, head);
    }
    const failure = failureOf(error);
    const code = typeof failure.code === "string" ? failure.code : undefined;
    if (head === undefined && neverConnected(failure)) {
      const isTimeout = code === "UND_ERR_CONNECT_TIMEOUT";
      const cause = isUntrusted(failure) ? "certificate" : isTimeout ? "timeout" : "connection";
      return failed("before_send", cause, `no connection: ${code}`, undefined, error);
    }
    const what = head === undefined ? "the connection broke before a response" : "the response broke off";
    const message = code === undefined ? what : `${what}: ${code}`;
    return { ...failed(phase, "connection", message, head, error), body: joined(arrived) };
  } finally {
    clearTimeout(timer);
    leave?.();
  }
}

function linesOf(headers: Head["headers"]): string {
  let lines = "";
  for (const [name, value] of headers) {
    // A line break within a value becomes a blank (RFC 9110 §5.5). Only a `fetch` of the program itself has one.
    lines += `${oneLine(name)}\n${oneLine(value)}\n`;
  }
  return lines;
}

function oneLine(text: string): string {
  return text.includes("\n") ? text.replaceAll("\n", " ") : text;
}

/** The request, or why the runtime refuses to create it; then nothing was sent. */
function requestOf(request: HttpRequest): Request | { readonly refused: unknown } {
  const { method, url, headers, body } = request;
  try {
    return new Request(url, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      // Deno repeats a request when a connection breaks, also a payment, unless it would have to read its body again.
      // The declarations name no buffer, since TypeScript before 5.7 knows no argument of Uint8Array; a body is a copy of its own.
      body:
        body === null && method !== "POST"
          ? null
          : new Blob([(body ?? "") as string | Uint8Array<ArrayBuffer>]),
      // A redirect would send the key, and perhaps the payment, to another host.
      redirect: "manual",
      credentials: "omit",
      // Workers with a compatibility date before November 2024 have no cache, and refuse this option.
      ...("cache" in Request.prototype && { cache: "no-store" as const }),
    });
  } catch (refused) {
    return { refused };
  }
}

function failed(
  phase: string,
  cause: string | null,
  message: string,
  head?: Head,
  error?: unknown,
): ExchangeResult {
  return { event: { event: "failed", phase, cause, message, ...head }, body: empty, cause: error };
}

/** In Node the code is in the cause, in Bun in the exception itself. */
function failureOf(error: unknown): ConnectionFailure {
  const { cause } = error as { cause?: unknown };
  return (typeof cause === "object" && cause !== null ? cause : error) as ConnectionFailure;
}

/** Reads the body, and stops as soon as it is larger than allowed or the signal fires. */
async function read(
  response: Response,
  maxBytes: number,
  chunks: Uint8Array[],
  signal: AbortSignal,
): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    return;
  }
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done || signal.aborted) {
      return;
    }
    size += value.byteLength;
    if (size > maxBytes) {
      reader.cancel().catch(() => {});
      throw new TooLarge();
    }
    chunks.push(value);
  }
}

export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const body = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}
