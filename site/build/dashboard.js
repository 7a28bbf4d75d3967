// Builds the dashboard of the simulator: `node build/dashboard.js OUTPUT`, with the folder of the compressed files. With `--check`,
// compares them instead.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const [folder, ...options] = process.argv.slice(2);
if (folder === undefined) {
  throw new Error("pass the folder of the compressed files");
}
const output = resolve(folder);
const site = resolve(import.meta.dirname, "..");
const source = join(site, "dashboard");

const { outputFiles } = await build({
  entryPoints: ["dashboard.ts", "dashboard.css"].map((file) => join(source, file)),
  outdir: output,
  bundle: true,
  format: "iife",
  target: ["es2022"],
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  write: false,
});
const files = new Map(outputFiles.map(({ path, text }) => [path.slice(output.length + 1), text]));
const icon = `data:image/svg+xml,${encodeURIComponent(await readFile(join(site, "theme", "icon.svg"), "utf8"))}`;
const page = await readFile(join(source, "index.html"), "utf8");
files.set("index.html", page.replaceAll("%ICON%", icon).replace(/\n\s+/g, "\n"));

await mkdir(output, { recursive: true });
for (const [name, text] of files) {
  const path = join(output, `${name}.gz`);
  // Versions of zlib compress differently, so that only the contents count.
  const before = await readFile(path).then(
    (bytes) => gunzipSync(bytes).toString(),
    () => undefined,
  );
  if (before === text) {
    continue;
  }
  if (options.includes("--check")) {
    console.error(`${path} is not current; run \`cargo xtask dashboard\` and commit what it writes`);
    process.exitCode = 1;
  } else {
    await writeFile(path, gzipSync(text, { level: 9 }));
    console.log(`wrote ${path}`);
  }
}
