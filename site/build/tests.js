// Compiles the tests into `built/test`.
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const site = resolve(import.meta.dirname, "..");
const tests = (await readdir(join(site, "test"))).filter((name) => name.endsWith(".ts"));
await build({
  entryPoints: tests.map((name) => join(site, "test", name)),
  outdir: join(site, "built", "test"),
  format: "esm",
  platform: "node",
  target: ["node20"],
  logLevel: "warning",
});
