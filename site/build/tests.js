// Compiles the tests into `built/test`. The browser is driven by the packages that the tests in `js` have already.
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const site = resolve(import.meta.dirname, "..");
const playwright = resolve(site, "..", "js", "node_modules", "playwright-core", "index.mjs");
const tests = (await readdir(join(site, "test"))).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: tests.map((name) => join(site, "test", name)),
  outdir: join(site, "built", "test"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: ["node20"],
  logLevel: "warning",
  plugins: [
    {
      name: "playwright-of-the-package",
      setup(bundle) {
        bundle.onResolve({ filter: /^playwright-core$/ }, () => ({
          path: pathToFileURL(playwright).href,
          external: true,
        }));
      },
    },
  ],
});
