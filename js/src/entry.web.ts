import { useBackend } from "./backend.js";
import { wasmBackend } from "./wasm.js";
import init, * as wasm from "./wasm/payonce.js";

await init();
useBackend(wasmBackend(wasm));

export * from "./index.js";
