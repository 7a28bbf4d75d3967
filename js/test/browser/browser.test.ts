import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch } from "./chromium.js";
import type { Result } from "./page.js";
import { type Program, start } from "./programs.js";
import { serve } from "./server.js";

const built = resolve(import.meta.dirname, "..");
const checkout = resolve(built, "..", "..", "..");

// The pages run first and their results are told afterwards, so that the totals count their tests and no wrappers.
for (const [module, report] of await runAll()) {
  describe(`in headless Chromium: ${module}`, () => {
    if (typeof report === "string" || report.length === 0) {
      test("loads and runs at least one test", () =>
        assert.fail(report.toString() || "the module holds no test"));
      return;
    }
    for (const { name, skipped, failure } of report) {
      test(name, { skip: skipped ?? false }, () => {
        if (failure !== undefined) {
          assert.fail(failure);
        }
      });
    }
  });
}

async function runAll(): Promise<Map<string, Result[] | string>> {
  const reports = new Map<string, Result[] | string>();
  const programs = new Map<string, Promise<Program>>();
  const server = await serve(checkout, async (name) => {
    // Only what a page asks for is started, and once.
    const program = programs.get(name) ?? startByName(name);
    programs.set(name, program);
    return (await program).announced;
  });
  const browser = await launch();
  try {
    for (const module of await modules()) {
      reports.set(module, await runOne(browser, `${server.origin}/page?module=/js/build/test/${module}`));
    }
  } finally {
    await browser.close();
    await server.close();
    const started = await Promise.allSettled(programs.values());
    await Promise.all(started.map((program) => program.status === "fulfilled" && program.value.stop()));
  }
  return reports;
}

function startByName(name: string): Promise<Program> {
  switch (name) {
    case "sandbox":
      return start("PAYONCE_BIN", ["sandbox", "--port", "0"]);
    case "vector-server":
      return start("VECTOR_SERVER", []);
    default:
      throw new Error(`no program is called ${name}`);
  }
}

/** The results of one test module, or why it could not run. */
async function runOne(browser: Browser, address: string): Promise<Result[] | string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const noise: string[] = [];
  page.on("pageerror", (error) => noise.push(String(error)));
  page.on("requestfailed", (request) => noise.push(`${request.url()}: ${request.failure()?.errorText}`));
  try {
    await page.goto(address);
    await page.waitForFunction(() => "report" in globalThis, undefined, { timeout: 20_000 });
    return await page.evaluate(() => (globalThis as unknown as { report: Promise<Result[]> }).report);
  } catch (error) {
    return [String(error), ...noise].join("\n");
  } finally {
    await context.close();
  }
}

/** Portable tests run here as they run in Node; `*.page.ts` run only here. */
async function modules(): Promise<string[]> {
  const portable = (await readdir(resolve(built, "portable"))).filter((name) => name.endsWith(".test.js"));
  const own = (await readdir(resolve(built, "browser"))).filter((name) => name.endsWith(".page.js"));
  return [
    ...portable.sort().map((name) => `portable/${name}`),
    ...own.sort().map((name) => `browser/${name}`),
  ];
}
