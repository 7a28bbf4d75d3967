import type { Backend } from "./backend.js";

/**
 * The package could not start its WebAssembly module. The message contains what to do. Nothing was sent. A later use of the
 * package tries again.
 */
export class LoadError extends Error {
  override readonly name = "LoadError";
}

/** Starts the wasm module, and reports a failure as an error of this package. */
export function startingWasm(start: () => Backend): Backend {
  try {
    if (typeof WebAssembly !== "object") {
      throw new LoadError(
        "payonce: this environment has no WebAssembly; use payonce on a server, in Node, Deno, Bun or an edge runtime",
      );
    }
    return start();
  } catch (error) {
    throw loadError(error);
  }
}

export function loadError(cause: unknown): LoadError {
  if (cause instanceof LoadError) {
    return cause;
  }
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new LoadError(`payonce could not start its WebAssembly module: ${problem}; ${advice(problem)}`, {
    cause,
  });
}

function advice(problem: string): string {
  if (/content.security|unsafe-eval|\bcsp\b/i.test(problem)) {
    return "add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy of this page";
  }
  if (/code generation|disallowed by embedder/i.test(problem)) {
    return (
      "this runtime compiles no WebAssembly at run time: bundle with its export condition, workerd or edge-light, or pass " +
      'a compiled module to init() of "payonce/slim"'
    );
  }
  return 'if the module is not part of your bundle, load it with init(url) of "payonce/slim"';
}
