interface Runtime {
  readonly Deno?: unknown;
  readonly Bun?: unknown;
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly execArgv?: readonly string[];
  };
}

/**
 * Why a request must not be passed to `fetch`: it has no TLS, and a proxy would read the key. Nothing if it may.
 *
 * The addon for Node opens such a connection itself; with `fetch` the caller cannot choose. Deno and Bun use the proxy
 * variables of the environment, Node only with an option. A browser connects to this machine directly.
 */
export function proxyRefusal(url: string): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== "http:") {
    return undefined;
  }
  if (!dispatchers.every(goesDirectly)) {
    return "plain http would go through the global dispatcher, which may be a proxy that reads the key; use https, or undici's Agent";
  }
  const proxy = proxyOf(hostname, port);
  return proxy === undefined
    ? undefined
    : `plain http would go through ${proxy}, which could read the key; name ${hostname} in NO_PROXY, or use https`;
}

function proxyOf(hostname: string, port: string): string | undefined {
  if (!followsEnvironment()) {
    return undefined;
  }
  const names = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
  const name = names.find((each) => variable(each));
  if (name === undefined) {
    return undefined;
  }
  // Runtimes disagree about which of the two counts and about patterns, so only what all of them accept is used.
  const exceptions = ["NO_PROXY", "no_proxy"].map(variable).filter((value) => value !== undefined);
  const excepted = exceptions.length > 0 && exceptions.every((value) => isExcepted(value, hostname, port));
  return excepted ? undefined : `the proxy that ${name} names`;
}

function isExcepted(exceptions: string, hostname: string, port: string): boolean {
  const entries = exceptions.toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => entry === "*" || entry === hostname || entry === `${hostname}:${port}`);
}

function followsEnvironment(): boolean {
  const { Deno, Bun, process } = globalThis as Runtime;
  if (Deno !== undefined || Bun !== undefined) {
    return true;
  }
  const flag = "--use-env-proxy";
  const isOn = variable("NODE_USE_ENV_PROXY") === "1" || variable("NODE_OPTIONS")?.includes(flag) === true;
  return isOn || process?.execArgv?.includes(flag) === true;
}

/** Where the application, or Node itself, stores the dispatcher of `fetch`; the number is the version of undici's interface. */
const dispatchers = [Symbol.for("undici.globalDispatcher.1"), Symbol.for("undici.globalDispatcher.2")];
const direct = new Set(["Agent", "MockAgent"]);

/** Whether no dispatcher is set, or one that is known to use no proxy: any other class may pass a request to one. */
function goesDirectly(place: symbol): boolean {
  const chosen = (globalThis as Record<symbol, unknown>)[place];
  if (chosen === undefined) {
    return true;
  }
  try {
    const prototype = Object.getPrototypeOf(chosen) as { constructor: { name: string }; dispatch?: unknown };
    // A dispatcher with interceptors has the class of the inner one, and another `dispatch`.
    const isChanged = (chosen as { dispatch?: unknown }).dispatch !== prototype.dispatch;
    return direct.has(prototype.constructor.name) && !isChanged;
  } catch {
    return false;
  }
}

function variable(name: string): string | undefined {
  try {
    return (globalThis as Runtime).process?.env?.[name] || undefined;
  } catch {
    // Deno asks for a permission per variable; one that is denied counts as not set.
    return undefined;
  }
}
