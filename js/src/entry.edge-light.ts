import { useBackend } from "./backend.js";
import { wasmBackend } from "./wasm.js";
import * as wasm from "./wasm/payonce.js";
// The only spelling that makes the bundlers of this runtime compile the module ahead of time.
import module from "./wasm/payonce_bg.wasm?module";

// On a developer's machine it was compiled in another realm, and the glue would try to compile it again.
wasm.initSync({ module: Object.setPrototypeOf(module, WebAssembly.Module.prototype) as WebAssembly.Module });
const backend = wasmBackend(wasm);
useBackend(() => backend);

export * from "./index.js";
