import { readFileSync } from "node:fs";
import { useBackend } from "./backend.js";
import { loadAddon } from "./native.js";
import * as wasm from "./wasm/payonce.js";

const addon = loadAddon();
if (addon === undefined) {
  wasm.initSync({ module: readFileSync(new URL("./wasm/payonce_bg.wasm", import.meta.url)) });
}
useBackend(addon ?? wasm);

export * from "./index.js";
