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

function whileConnecting({ code, syscall, errors }: ConnectionFailure): boolean {
  if (Array.isArray(errors)) {
    return (errors as ConnectionFailure[]).every(whileConnecting);
  }
  if (typeof syscall === "string") {
    return syscall === "connect" || syscall === "getaddrinfo";
  }
  return typeof code === "string" && codes.has(code);
}
