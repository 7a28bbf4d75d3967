import { createRequire } from "node:module";
import type { Backend } from "./backend.js";

const require = createRequire(import.meta.url);

/** The addon built for this platform, or undefined where the package carries none. */
export function loadAddon(): Backend | undefined {
  try {
    return require(`../native/payonce.${process.platform}-${process.arch}.node`) as Backend;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") {
      return undefined;
    }
    throw error;
  }
}
