import { useBackend } from "./backend.js";
import { startEmbedded } from "./embedded.js";
import { loadAddon } from "./native.js";

// For programs that must run the same code everywhere, and for our own tests.
const forced = process.env["PAYONCE_BACKEND"] === "wasm";
// A bundle has no addon beside it, and uses the module that is part of it.
useBackend(() => (forced ? undefined : loadAddon()) ?? startEmbedded());

export * from "./index.js";
