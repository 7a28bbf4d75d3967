import { useBackend } from "./backend.js";
import { startEmbedded } from "./embedded.js";

useBackend(startEmbedded);

export * from "./index.js";
