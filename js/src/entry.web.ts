import { useBackend } from "./backend.js";
import { startEmbedded } from "./embedded.js";

// At the first use, so that a page whose policy forbids WebAssembly loads, and so that a later use can try again.
useBackend(startEmbedded);

export * from "./index.js";
