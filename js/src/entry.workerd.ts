import { useBackend } from "./backend.js";
import * as wasm from "./wasm/payonce.js";
import module from "./wasm/payonce_bg.wasm";

// Edge runtimes forbid compiling at run time: the module arrives compiled.
wasm.initSync({ module });
useBackend(wasm);

export * from "./index.js";
