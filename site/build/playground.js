// Bundles the playground: `node build/playground.js MODULE OUTPUT`, with the folder of the wasm module and that of the page.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { payonceModule } from "./module.js";

const [module, output] = process.argv.slice(2).map((folder) => resolve(folder));
if (module === undefined || output === undefined) {
  throw new Error("pass the folder of the wasm module and the folder of the page");
}
const site = resolve(import.meta.dirname, "..");
const source = join(site, "playground");

await mkdir(output, { recursive: true });
await build({
  entryPoints: [
    join(source, "playground.ts"),
    join(source, "playground.css"),
    { in: join(site, "theme", "theme.ts"), out: "theme" },
  ].map((entry) => (typeof entry === "string" ? { in: entry, out: "playground" } : entry)),
  outdir: output,
  bundle: true,
  // A script that is no module loads from a file too: the page needs no server.
  format: "iife",
  target: ["es2022"],
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  plugins: [payonceModule(module)],
});
// Browsers ask for an icon again whenever the address changes, and the address is the state of the page.
const icon = `data:image/svg+xml,${encodeURIComponent(await readFile(join(site, "theme", "icon.svg"), "utf8"))}`;
const page = await readFile(join(source, "index.html"), "utf8");
await writeFile(join(output, "index.html"), page.replace("%ICON%", icon));
await copyFile(join(site, "theme", "icon.svg"), join(output, "icon.svg"));
