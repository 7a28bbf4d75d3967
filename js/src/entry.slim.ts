import { useBackend } from "./backend.js";
import { LoadError, loadError, startingWasm } from "./loading.js";
import { wasmBackend } from "./wasm.js";
import * as wasm from "./wasm/payonce.js";

/** Where the module comes from: its address, a response, its bytes, or a compiled module. */
export type ModuleSource = string | URL | Response | BufferSource | WebAssembly.Module;

useBackend(() => {
  throw new LoadError(
    'payonce/slim contains no WebAssembly module: await init(source) with the address or the bytes of "payonce/payonce_bg.wasm" before the first use',
  );
});

let starting: Promise<void> | undefined;

/**
 * Starts the package with a module that is not part of the program. Await it before the first use. After a failure, call it
 * again. Once the package has started, further calls have no effect.
 *
 * @throws {@link LoadError}
 * @example
 * import { AgentWallex, init } from "payonce/slim";
 * await init(new URL("/assets/payonce_bg.wasm", location.href));
 */
export async function init(source: ModuleSource | Promise<ModuleSource>): Promise<void> {
  starting ??= start(source).catch((error: unknown) => {
    starting = undefined;
    throw loadError(error);
  });
  await starting;
}

async function start(source: ModuleSource | Promise<ModuleSource>): Promise<void> {
  const module = await compiled(await source);
  const backend = startingWasm(() => {
    wasm.initSync({ module });
    return wasmBackend(wasm);
  });
  useBackend(() => backend);
}

async function compiled(source: ModuleSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) {
    return source;
  }
  if (ArrayBuffer.isView(source) || source instanceof ArrayBuffer) {
    return await WebAssembly.compile(source);
  }
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) {
    throw new Error(`${response.url} responded with status ${response.status}`);
  }
  // Not streamed: a server that does not know the media type of wasm is common, and would need a second attempt.
  return await WebAssembly.compile(await response.arrayBuffer());
}

export * from "./index.js";
