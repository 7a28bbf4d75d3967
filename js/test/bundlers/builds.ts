import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { node, project, tool } from "./projects.js";

/** Builds a project and returns the folder of the output. */
export type Build = (name: string) => Promise<string>;

async function esbuild(
  name: string,
  source: string,
  entry: string,
  flags: readonly string[],
): Promise<string> {
  const folder = await project("build", name, source);
  const output = flags.includes("--format=cjs") ? "main.cjs" : "main.js";
  await node(folder, tool("build", "esbuild/bin/esbuild"), [
    entry,
    "--bundle",
    "--minify",
    "--log-level=warning",
    `--outfile=dist/${output}`,
    ...flags,
  ]);
  return join(folder, "dist");
}

async function rollup(name: string, source: string, exportConditions: readonly string[]): Promise<string> {
  const folder = await project("build", name, source);
  await writeFile(
    join(folder, "rollup.config.js"),
    `import resolve from "@rollup/plugin-node-resolve";
export default {
  input: "main.js",
  output: { dir: "dist", format: "es" },
  plugins: [resolve(${JSON.stringify(exportConditions.length > 0 ? { exportConditions } : { browser: true })})],
};`,
  );
  await node(folder, tool("build", "rollup/dist/bin/rollup"), ["--config"]);
  return join(folder, "dist");
}

async function vite(name: string, packageName: string): Promise<string> {
  const folder = await project("build", name, "browser");
  await node(folder, tool("build", `${packageName}/bin/vite.js`), ["build"]);
  return join(folder, "dist");
}

/** webpack and rspack have the same interface. */
async function pack(name: string, source: string, packageName: string, target: string): Promise<string> {
  const folder = await project("build", name, source);
  await writeFile(
    join(folder, "build.cjs"),
    `const { ${packageName === "webpack" ? "webpack" : "rspack: webpack"} } = require(${JSON.stringify(packageName)});
webpack({ mode: "production", target: ${JSON.stringify(target)}, entry: "./main.js" }, (error, stats) => {
  if (error || stats.hasErrors()) {
    console.error(error ?? stats.toString("errors-only"));
    process.exitCode = 1;
  }
});`,
  );
  await node(folder, "build.cjs");
  return join(folder, "dist");
}

async function parcel(name: string): Promise<string> {
  const folder = await project("build", name, "browser");
  await node(folder, tool("build", "parcel/lib/bin.js"), [
    "build",
    "index.html",
    "--no-cache",
    "--dist-dir",
    "dist",
  ]);
  return join(folder, "dist");
}

/** Bundles for pages, each with `main.js` or an `index.html`. */
export const forBrowsers: Readonly<Record<string, Build>> = {
  "esbuild, a module": async (name) => await esbuild(name, "browser", "main.js", ["--format=esm"]),
  "esbuild, a script": async (name) => await esbuild(name, "browser", "main.js", ["--format=iife"]),
  rollup: async (name) => await rollup(name, "browser", []),
  "Vite 5": async (name) => await vite(name, "vite5"),
  "Vite 6": async (name) => await vite(name, "vite6"),
  "Vite 7": async (name) => await vite(name, "vite7"),
  "Vite 8": async (name) => await vite(name, "vite"),
  webpack: async (name) => await pack(name, "browser", "webpack", "web"),
  rspack: async (name) => await pack(name, "browser", "@rspack/core", "web"),
  Parcel: parcel,
};

/** Bundles for Node, each with `main.js` or `main.cjs`. */
export const forNode: Readonly<Record<string, Build>> = {
  "esbuild, a module": async (name) =>
    await esbuild(name, "node", "main.js", ["--platform=node", "--format=esm"]),
  "esbuild, CommonJS": async (name) =>
    await esbuild(name, "node", "main.js", ["--platform=node", "--format=cjs"]),
  rollup: async (name) => await rollup(name, "node", ["node"]),
  webpack: async (name) => await pack(name, "node", "webpack", "node"),
  rspack: async (name) => await pack(name, "node", "@rspack/core", "node"),
};

/** The service worker, as a module without a bundler's run time. */
export async function serviceWorker(name: string): Promise<string> {
  return await esbuild(name, "browser", "worker.js", ["--format=esm"]);
}
