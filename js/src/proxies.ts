interface Runtime {
  readonly Deno?: unknown;
  readonly Bun?: unknown;
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly execArgv?: readonly string[];
  };
}

/**
 * Why a request must not be handed to `fetch`: it has no TLS, and a proxy would read the key. Nothing where it may.
 *
 * The addon for Node opens such a connection itself; `fetch` does not let its caller choose. Deno and Bun follow the
 * proxy variables of the environment, Node does when it is told to. A browser connects to this machine directly.
 */
export function proxyRefusal(url: string): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== "http:") {
    return undefined;
  }
  const proxy = proxyOf(hostname, port);
  return proxy === undefined
    ? undefined
    : `plain http would go through ${proxy}, which could read the key; name ${hostname} in NO_PROXY, or use https`;
}

function proxyOf(hostname: string, port: string): string | undefined {
  const dispatcher = dispatcherName();
  if (dispatcher === "ProxyAgent") {
    return "the proxy of the global dispatcher";
  }
  if (dispatcher !== "EnvHttpProxyAgent" && !followsEnvironment()) {
    return undefined;
  }
  const names = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
  const name = names.find((each) => variable(each));
  if (name === undefined) {
    return undefined;
  }
  // Runtimes disagree about which of the two counts and about patterns, so that only what all of them read is taken.
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

/** What Node's `fetch` sends through, where the application or Node itself has chosen one. */
function dispatcherName(): string | undefined {
  const chosen = (globalThis as Record<symbol, unknown>)[Symbol.for("undici.globalDispatcher.1")];
  return (chosen as object | undefined)?.constructor.name;
}

function variable(name: string): string | undefined {
  try {
    return (globalThis as Runtime).process?.env?.[name] || undefined;
  } catch {
    // Deno asks for a permission per variable; one that is denied counts as not set.
    return undefined;
  }
}
