import { join, resolve } from "node:path";

const package_ = resolve(import.meta.dirname, "..", "..", "js", "src");

/** Resolves the wasm module of the playground, whose glue and decoder are those of the npm package. */
export function payonceModule(module) {
  return {
    name: "payonce-module",
    setup(bundle) {
      bundle.onResolve({ filter: /^payonce-embedded$/ }, () => ({ path: join(package_, "embedded.ts") }));
      bundle.onResolve({ filter: /^payonce-wasm$/ }, () => ({ path: join(module, "payonce.js") }));
      bundle.onResolve({ filter: /^\.\.\/text_codecs\.js$/ }, () => ({
        path: join(package_, "text_codecs.ts"),
      }));
      bundle.onResolve({ filter: /^\.\/wasm\// }, ({ path }) => ({
        path: join(module, path.slice("./wasm/".length)),
      }));
    },
  };
}
