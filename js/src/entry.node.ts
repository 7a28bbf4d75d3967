import { readFileSync } from "node:fs";
import { useBackend } from "./backend.js";
import { loadAddon } from "./native.js";
import { wasmBackend } from "./wasm.js";
import * as wasm from "./wasm/payonce.js";

function loadWasm() {
  wasm.initSync({ module: readFileSync(new URL("./wasm/payonce_bg.wasm", import.meta.url)) });
  return wasmBackend(wasm);
}

// For programs that must run the same code everywhere, and for our own tests.
const forced = process.env["PAYONCE_BACKEND"] === "wasm";
useBackend((forced ? undefined : loadAddon()) ?? loadWasm());

export * from "./index.js";
