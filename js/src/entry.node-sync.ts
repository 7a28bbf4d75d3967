import { type Backend, useBackend } from "./backend.js";
import { startingWasm } from "./loading.js";
import { location } from "./location.js";
import { loadAddon } from "./native.js";

// Node itself loads this entry, no bundler: the module is a file beside it, and is read only if there is no addon.
const forced = process.env["PAYONCE_BACKEND"] === "wasm";
useBackend(() => (forced ? undefined : loadAddon()) ?? startingWasm(startFile));

/** Starts the embedded module, which shares the classes of this package: `require` and `import` return the same copy. */
function startFile(): Backend {
  // Never imported: tools that copy what a program needs, such as the standalone output of Next.js, look for it.
  void (() => import("./embedded.js"));
  const { createRequire } = process.getBuiltinModule("node:module");
  const { startEmbedded } = createRequire(location ?? "")(
    "./node.embedded.js",
  ) as typeof import("./embedded.js");
  return startEmbedded();
}

export * from "./index.js";
