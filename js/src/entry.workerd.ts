import { useBackend } from "./backend.js";
import { wasmBackend } from "./wasm.js";
import * as wasm from "./wasm/payonce.js";
import module from "./wasm/payonce_bg.wasm";

// Edge runtimes forbid compiling at run time: the module arrives compiled.
wasm.initSync({ module });
const backend = wasmBackend(wasm);
useBackend(() => backend);

export * from "./index.js";
