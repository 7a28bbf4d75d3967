import { useBackend } from "./backend.js";
import { wasmBackend } from "./wasm.js";
import * as wasm from "./wasm/payonce.js";
import module from "./wasm/payonce_bg.wasm";

// Edge runtimes forbid compiling at run time: the module arrives compiled.
wasm.initSync({ module });
useBackend(wasmBackend(wasm));

export * from "./index.js";
