import { readFileSync } from "node:fs";
import { useBackend } from "./backend.js";
import { wasmBackend } from "./wasm.js";
import * as wasm from "./wasm/payonce.js";

wasm.initSync({ module: readFileSync(new URL("./wasm/payonce_bg.wasm", import.meta.url)) });
useBackend(wasmBackend(wasm));

export * from "./index.js";
