/** What exceptions of Node, Bun, undici and the clients built on them tell of a connection. */
export interface ConnectionFailure {
  readonly code?: unknown;
  readonly syscall?: unknown;
  /** What was tried one after the other, where a host has several addresses. */
  readonly errors?: unknown;
}

const codes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);
/** The way to a host may also be lost under a connection that stood; then only `syscall` tells the two apart. */
const alsoLater = new Set(["EHOSTUNREACH", "ENETUNREACH"]);

/** The code of a failure to connect, where the exception has one; browsers do not say. */
export function connectionCode({ code }: ConnectionFailure): string | undefined {
  return typeof code === "string" && (codes.has(code) || alsoLater.has(code)) ? code : undefined;
}

/** Whether the exception proves that no connection was made, and so that nothing was sent. */
export function neverConnected(failure: ConnectionFailure): boolean {
  return connectionCode(failure) !== undefined && whileConnecting(failure);
}

function whileConnecting({ code, syscall, errors }: ConnectionFailure, depth = 0): boolean {
  if (typeof syscall === "string" && syscall !== "connect" && syscall !== "getaddrinfo") {
    return false;
  }
  if (Array.isArray(errors) && errors.length > 0) {
    const one = (error: unknown): boolean =>
      typeof error === "object" && error !== null && whileConnecting(error, depth + 1);
    return depth < 5 && errors.every(one);
  }
  // A list without entries shows no attempt: only the system call itself is proof then.
  return typeof syscall === "string" || (errors === undefined && typeof code === "string" && codes.has(code));
}

/** What a client puts around any failure of the network, also where it got no connection. */
const wrappers = new Set(["ERR_NETWORK", "ERR_GOT_REQUEST_ERROR"]);

/** Whether the exception says anything of a connection, be it made or not. */
export function tellsOfConnection({ code, syscall, errors }: ConnectionFailure): boolean {
  const named = typeof code === "string" && !wrappers.has(code);
  return named || typeof syscall === "string" || Array.isArray(errors);
}

interface Counted {
  readonly _redirectable?: Counted | null;
  readonly _redirectCount?: unknown;
  readonly redirectUrls?: { readonly length?: unknown } | null;
  readonly retryCount?: unknown;
}

/** What exceptions of axios and got keep of the request. */
export interface Carrier {
  readonly response?: unknown;
  readonly request?: Counted | null;
  readonly config?: {
    readonly "axios-retry"?: { readonly retryCount?: unknown } | null;
    readonly raxConfig?: { readonly currentRetryAttempt?: unknown } | null;
  } | null;
}

/**
 * Whether the client had sent an earlier request of the same call, which then may have arrived: it followed a redirect or
 * tried again. axios, axios-retry, retry-axios and got keep count; `fetch` does not. An answer, even one that cannot be understood,
 * proves a request too.
 */
export function hadEarlierRequest({ response, request, config }: Carrier): boolean {
  const counts = [
    request?._redirectCount,
    request?._redirectable?._redirectCount,
    request?.redirectUrls?.length,
    request?.retryCount,
    config?.["axios-retry"]?.retryCount,
    config?.raxConfig?.currentRetryAttempt,
  ];
  return (
    (typeof response === "object" && response !== null) ||
    counts.some((count) => typeof count === "number" && count > 0)
  );
}
