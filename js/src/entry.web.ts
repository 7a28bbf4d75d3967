import { useBackend } from "./backend.js";
import init, * as wasm from "./wasm/payonce.js";

await init();
useBackend(wasm);

export * from "./index.js";
