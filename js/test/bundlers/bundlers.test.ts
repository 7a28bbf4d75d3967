import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch } from "../browser/chromium.js";
import { type Program, start } from "../browser/programs.js";
import { forBrowsers, forNode, serviceWorker } from "./builds.js";
import { inPage, payIn, serve } from "./pages.js";
import { type Announced, checkPaid, deployed, node, options, type Paid, project, tool } from "./projects.js";

let simulator: Program;
let announced: Announced;
let browser: Browser;

before(async () => {
  simulator = await start("PAYONCE_BIN", ["sandbox", "--port", "0"]);
  announced = simulator.announced as Announced;
  browser = await launch();
});

after(async () => {
  await browser.close();
  await simulator.stop();
});

const folderOf = (kind: string, name: string): string =>
  `${kind}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;

describe("a page pays with the bundle of", { concurrency: 2 }, () => {
  for (const [name, build] of Object.entries(forBrowsers)) {
    test(name, async () => {
      const output = await build(folderOf("browser", name));
      const isModule = !/script|webpack|rspack/.test(name);
      const server = await serve(output, isModule);
      try {
        const paid = await inPage(browser, server.origin, async (page) => await payIn(page, announced));
        await checkPaid(paid, announced, "wasm");
      } finally {
        await server.close();
      }
    });
  }
});

describe("a page pays with the development server of", { concurrency: 2 }, () => {
  for (const [name, packageName] of [
    ["Vite 5", "vite5"],
    ["Vite 6", "vite6"],
    ["Vite 7", "vite7"],
    ["Vite 8", "vite"],
  ] as const) {
    test(name, async () => {
      const folder = await project("build", folderOf("dev", name), "browser");
      const running = await listening(
        [tool("build", `${packageName}/bin/vite.js`), "--host", "127.0.0.1", "--port", "0"],
        folder,
      );
      try {
        const paid = await inPage(browser, running.origin, async (page) => await payIn(page, announced));
        await checkPaid(paid, announced, "wasm");
      } finally {
        await running.stop();
      }
    });
  }
});

describe("a program without the package beside it pays with the bundle of", { concurrency: 2 }, () => {
  for (const [name, build] of Object.entries(forNode)) {
    test(name, async () => {
      const folder = folderOf("node", name);
      const output = await deployed(folder, await build(folder));
      if (/webpack|rspack/.test(name)) {
        await writeFile(join(output, "package.json"), '{ "type": "commonjs" }');
      } else {
        await writeFile(join(output, "package.json"), '{ "type": "module" }');
      }
      const file = existsSync(join(output, "main.js")) ? "main.js" : "main.cjs";
      const printed = await node(output, file, [JSON.stringify(options(announced))], {
        NODE_NO_WARNINGS: "1",
      });
      const paid = JSON.parse(printed) as Paid;
      // webpack writes the address of the package into its bundle, so that it still finds the addon on this machine.
      await checkPaid(paid, announced, /webpack|rspack/.test(name) ? paid.backend : "wasm");
    });
  }
});

test("a module service worker pays", async () => {
  const output = await serviceWorker("service-worker");
  const server = await serve(output, true);
  try {
    await writeFile(join(output, "index.html"), "<!doctype html>");
    const paid = await inPage(browser, server.origin, async (page) =>
      page.evaluate(async (given) => {
        const registration = await navigator.serviceWorker.register("/main.js", { type: "module" });
        const worker = registration.installing ?? registration.waiting ?? registration.active;
        const { port1, port2 } = new MessageChannel();
        const answer = new Promise<unknown>((done) => {
          port1.onmessage = (event) => done(event.data);
        });
        worker?.postMessage(given, [port2]);
        return (await answer) as Paid;
      }, options(announced)),
    );
    await checkPaid(paid, announced, "wasm");
  } finally {
    await server.close();
  }
});

test("a page whose policy forbids WebAssembly loads, and its first use reports what to add", async () => {
  const output = await forBrowsers["esbuild, a module"]?.("policy");
  const forbidding = await serve(output ?? "", true, "script-src 'self'");
  const allowing = await serve(output ?? "", true, "script-src 'self' 'wasm-unsafe-eval'");
  try {
    const error = await inPage(browser, forbidding.origin, async (page) =>
      payIn(page, announced).catch((thrown: unknown) => String(thrown)),
    );
    assert.match(String(error), /LoadError: payonce could not start.*add 'wasm-unsafe-eval' to script-src/s);
    const paid = await inPage(browser, allowing.origin, async (page) => await payIn(page, announced));
    await checkPaid(paid, announced, "wasm");
  } finally {
    await forbidding.close();
    await allowing.close();
  }
});

test("payonce/slim loads the module from an address, and again after a failure", async () => {
  const folder = await project("build", "slim", "browser");
  const pay = (await readFile(join(folder, "pay.js"), "utf8")).replace('"payonce"', '"payonce/slim"');
  await writeFile(join(folder, "pay.js"), pay);
  await writeFile(
    join(folder, "main.js"),
    `import { init } from "payonce/slim"; import { pay } from "./pay.js";
    const outcome = (source) => init(source).then(() => "started", (error) => error.name + ": " + error.message);
    globalThis.pay = async (options) => {
      const early = await pay(options).catch((error) => error.name);
      const missing = await outcome("/missing.wasm");
      const started = await outcome(new URL("/payonce_bg.wasm", location.href));
      return { early, missing, started, paid: await pay(options) };
    };`,
  );
  await node(folder, tool("build", "esbuild/bin/esbuild"), [
    "main.js",
    "--bundle",
    "--minify",
    "--format=esm",
    "--outdir=dist",
  ]);
  await cp(tool("build", "payonce/dist/wasm/payonce_bg.wasm"), join(folder, "dist/payonce_bg.wasm"));
  const server = await serve(join(folder, "dist"), true);
  try {
    const report = (await inPage(
      browser,
      server.origin,
      async (page) => await payIn(page, announced),
    )) as unknown as Readonly<Record<"early" | "missing" | "started", string>> & { readonly paid: Paid };
    assert.equal(report.early, "LoadError");
    assert.match(report.missing, /^LoadError: .*missing\.wasm responded with status 404/);
    assert.equal(report.started, "started");
    await checkPaid(report.paid, announced, "wasm");
    // The point of it: the bundle has no copy of the module.
    const bundle = await readFile(join(folder, "dist/main.js"));
    assert.ok(bundle.length < 150_000, `${bundle.length} bytes`);
  } finally {
    await server.close();
  }
});

test("Next.js pays in a page and in a route handler, also when the standalone output is elsewhere", async () => {
  const folder = await project("next", "next", "next");
  await node(folder, tool("next", "next/dist/bin/next"), ["build"]);
  const standalone = join(folder, ".next/standalone");
  const inside = await folderWith(standalone, "server.js");
  await cp(join(folder, ".next/static"), join(inside, ".next/static"), { recursive: true });
  const moved = await deployed("next", standalone);
  const server = inside.replace(standalone, moved);
  const running = await listening(["server.js"], server, { PORT: "0", HOSTNAME: "127.0.0.1" });
  try {
    const response = await fetch(`${running.origin}/api/pay`, {
      method: "POST",
      body: JSON.stringify(options(announced)),
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    const paid = JSON.parse(text) as Paid;
    await checkPaid(paid, announced, paid.backend);
    const inBrowser = await inPage(browser, running.origin, async (page) => await payIn(page, announced));
    await checkPaid(inBrowser, announced, "wasm");
  } finally {
    await running.stop();
  }
});

test("Jest runs with its defaults, in Node and in jsdom", async () => {
  const folder = await project("tests", "jest", "jest");
  await writeFile(join(folder, "package.json"), '{ "private": true }');
  await asCommonJs(folder);
  const sandbox = { PAYONCE_SANDBOX: JSON.stringify(options(announced)) };
  const printed = await node(folder, tool("tests", "jest/bin/jest.js"), [], sandbox);
  assert.match(printed, /Tests: +5 passed, 5 total/);
});

test("vitest runs with its defaults", async () => {
  const folder = await project("tests", "vitest", "vitest");
  const sandbox = { PAYONCE_SANDBOX: JSON.stringify(options(announced)) };
  const printed = await node(folder, tool("tests", "vitest/vitest.mjs"), ["run"], sandbox);
  assert.match(printed, /Tests +2 passed/);
});

/** What a program in CommonJS has instead of `pay.js`. */
async function asCommonJs(folder: string): Promise<void> {
  const source = await readFile(join(folder, "pay.js"), "utf8");
  const required = source
    .replace("import {", "const {")
    .replace('} from "payonce"', '} = require("payonce")');
  await writeFile(
    join(folder, "pay.cjs"),
    required.replace("export async function pay", "exports.pay = async function"),
  );
}

/** The folder below this one that has a file of this name. */
async function folderWith(folder: string, name: string): Promise<string> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.name === name && !entry.parentPath.includes("node_modules")) {
      return entry.parentPath;
    }
  }
  throw new Error(`${folder} contains no ${name}`);
}

interface Listening {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts a server with Node, and reads its address from what it prints. */
async function listening(
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Listening> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1", ...environment };
  delete env["NODE_TEST_CONTEXT"];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  let printed = "";
  const origin = await new Promise<string>((done, fail) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(printed);
      if (found !== null) {
        done(found[0]);
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => fail(new Error(`the server ended: ${printed}`)));
  });
  return {
    origin,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
