/** What exceptions of Node, Bun, undici and the clients built on them show about a connection. */
export interface ConnectionFailure {
  readonly code?: unknown;
  readonly syscall?: unknown;
  /** The attempts one after the other, if a host has several addresses. */
  readonly errors?: unknown;
}

const codes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);
/** A host can also become unreachable during an established connection. Only `syscall` distinguishes the two. */
const alsoLater = new Set(["EHOSTUNREACH", "ENETUNREACH"]);

/** The code of a failure to connect, if the exception has one; those of browsers do not. */
export function connectionCode({ code }: ConnectionFailure): string | undefined {
  return typeof code === "string" && (codes.has(code) || alsoLater.has(code)) ? code : undefined;
}

/**
 * The codes for a certificate that Node and Bun refuse during the handshake, before a request is written. Other failures of
 * TLS have codes that a later moment of the connection can have too.
 */
const certificates = new Set([
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Whether the exception says that the server's certificate is not trusted. */
export function isUntrusted({ code }: ConnectionFailure): boolean {
  return typeof code === "string" && certificates.has(code);
}

/** Whether the exception proves that no connection was made, and so that nothing was sent. */
export function neverConnected(failure: ConnectionFailure): boolean {
  return isUntrusted(failure) || (connectionCode(failure) !== undefined && whileConnecting(failure));
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
  // An empty list shows no attempt: only the system call itself is proof.
  return typeof syscall === "string" || (errors === undefined && typeof code === "string" && codes.has(code));
}

/** What clients wrap around any network failure, also without a connection. */
const wrappers = new Set(["ERR_NETWORK", "ERR_GOT_REQUEST_ERROR"]);

/** Whether the exception refers to a connection, made or not. */
export function tellsOfConnection({ code, syscall, errors }: ConnectionFailure): boolean {
  const named = typeof code === "string" && !wrappers.has(code);
  return named || typeof syscall === "string" || Array.isArray(errors);
}

interface Counted {
  readonly _redirectable?: Counted | null;
  readonly _redirectCount?: unknown;
  readonly redirectUrls?: Countable | null;
  readonly retryCount?: unknown;
  readonly method?: unknown;
}

interface Countable {
  readonly length?: unknown;
}

/** The members of exceptions and responses of HTTP clients that show the request. */
export interface Carrier {
  readonly response?: unknown;
  readonly request?: Counted | null;
  readonly config?: {
    readonly "axios-retry"?: { readonly retryCount?: unknown } | null;
    readonly raxConfig?: { readonly currentRetryAttempt?: unknown } | null;
    readonly retryConfig?: { readonly currentRetryAttempt?: unknown } | null;
  } | null;
  readonly options?: {
    readonly retry?: { readonly limit?: unknown; readonly methods?: unknown } | null;
  } | null;
  /** Of a response of got, superagent or undici. */
  readonly retryCount?: unknown;
  readonly redirectUrls?: Countable | null;
  readonly redirects?: Countable | null;
  readonly context?: { readonly history?: Countable | null } | null;
  /** Of a response of `fetch`. */
  readonly redirected?: unknown;
}

/**
 * Whether the client sent an earlier request of the same call, which may have arrived: it followed a redirect or retried.
 * A response proves a request too, even if it cannot be parsed. `fetch` shows redirects only on a response.
 */
export function hadEarlierRequest(carrier: Carrier): boolean {
  return (typeof carrier.response === "object" && carrier.response !== null) || wasSentAgain(carrier);
}

/**
 * Whether this response, or its exception, shows an earlier request of the same call. axios, axios-retry, retry-axios,
 * gaxios, got, superagent and undici count requests. ky does not: its exception counts if its options permit a retry.
 */
export function wasSentAgain({
  request,
  config,
  options,
  retryCount,
  redirectUrls,
  redirects,
  context,
  redirected,
}: Carrier): boolean {
  const counts = [
    request?._redirectCount,
    request?._redirectable?._redirectCount,
    request?.redirectUrls?.length,
    request?.retryCount,
    config?.["axios-retry"]?.retryCount,
    config?.raxConfig?.currentRetryAttempt,
    config?.retryConfig?.currentRetryAttempt,
    retryCount,
    redirectUrls?.length,
    redirects?.length,
    mayRepeat(options?.retry, request?.method),
  ];
  // This list includes the first address.
  const followed = context?.history?.length;
  return (
    redirected === true ||
    (typeof followed === "number" && followed > 1) ||
    counts.some((count) => typeof count === "number" && count > 0)
  );
}

/** How often ky would retry a request with this method. */
function mayRepeat(retry: NonNullable<Carrier["options"]>["retry"], method: unknown): unknown {
  const methods: unknown = retry?.methods;
  const isMeant =
    Array.isArray(methods) && typeof method === "string" && methods.includes(method.toLowerCase());
  return isMeant ? retry?.limit : 0;
}
