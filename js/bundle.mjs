// Joins the modules of the package into few files for Node, which takes three times as long to load 45 small ones.
//
// The files are those under the condition `module-sync` in package.json, which only Node itself has. Each is in the folder of
// the module that it is made of, and has its name after `node.`. All share one copy of the classes and of the state.
// Run by `cargo xtask build`, after the compiler.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = dirname(fileURLToPath(import.meta.url));
const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
/** What an entry of the package loads later, by its name. */
const loadedLater = ["./dist/node.embedded.js"];

/** What every file needs: imported by each, it becomes one file instead of one for each set of files that need a part of it. */
const shared = join(folder, "dist/index.js");

const targets = Object.values(exports).map((entry) => entry["module-sync"]);
const modules = [...targets.filter((target) => target !== undefined), ...loadedLater]
  .map((target) => target.replace("/node.", "/"))
  .flatMap((path) => (path.endsWith("/*.js") ? filesIn(dirname(path)) : [path]));

await build({
  absWorkingDir: folder,
  entryPoints: modules,
  outbase: "dist",
  outdir: "dist",
  entryNames: "[dir]/node.[name]",
  chunkNames: "node.[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  // A class that names itself would be called `_AgentWallex`, in texts of loggers too.
  keepNames: true,
  platform: "node",
  target: "node20",
  packages: "external",
  // The WebAssembly module: one file for Node and for bundlers.
  external: ["./wasm/*"],
  // The import of what is shared would be left out, because the package has no side effects.
  ignoreAnnotations: true,
  plugins: [{ name: "shared", setup: ({ onLoad }) => onLoad({ filter: /\.js$/ }, withShared) }],
  sourcemap: true,
  logLevel: "warning",
});

function withShared({ path }) {
  if (path === shared || !modules.some((module) => join(folder, module) === path)) {
    return undefined;
  }
  // In the first line, so that the numbers of all lines stay.
  return { contents: `import ${JSON.stringify(shared)}; ${readFileSync(path, "utf8")}` };
}

function filesIn(path) {
  return readdirSync(join(folder, path))
    .filter((name) => name.endsWith(".js"))
    .map((name) => `${path}/${name}`);
}
