/** What the native addon and the wasm module both offer. */
export interface Backend {
  version(): string;
}

let current: Backend | undefined;

/** Called once by the entry point of each runtime, before anything else runs. */
export function useBackend(backend: Backend): void {
  current = backend;
}

export function backend(): Backend {
  if (current === undefined) {
    throw new Error(
      "payonce has no backend: import it by its package name, so that the entry point of this runtime loads one",
    );
  }
  return current;
}
