import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Result } from "../browser/page.js";
import { start } from "../browser/programs.js";
import { byCommand } from "./command.js";
import { inEdgeLight } from "./edge-light.js";
import { copyTests, executable, type Program, programs } from "./programs.js";
import type { Announced } from "./sandbox.js";
import { inWorkerd } from "./workerd.js";

type Run = (program: Program, announced: Announced) => Promise<Result[]>;

const bun = async (): Promise<string> => await executable("@oven", "bun");
const deno = async (): Promise<[string, ...string[]]> => {
  // What an application has to allow, and no more: to call the provider, and to read the package.
  const allowed = ["--allow-net=127.0.0.1", "--allow-read=node_modules"];
  return [await executable("@deno", "deno"), "run", "--no-prompt", "--no-remote", "--no-lock", ...allowed];
};

/** The runtimes that the package says it runs in, each with the packed package. */
const runtimes: Record<string, Run> = {
  node: async (program, announced) => await byCommand(program, announced, "node", [process.execPath]),
  deno: async (program, announced) => await byCommand(program, announced, "deno", await deno()),
  bun: async (program, announced) => await byCommand(program, announced, "bun", [await bun()]),
  "bun, without the addon": async (program, announced) =>
    await byCommand(program, announced, "bun-wasm", [await bun()], { PAYONCE_BACKEND: "wasm" }),
  workerd: async (program, announced) => await inWorkerd(program, announced, "2026-10-01"),
  // Before it knew `cache`, weak references and much else; workers keep the date that they began with.
  "workerd of an old compatibility date": async (program, announced) =>
    await inWorkerd(program, announced, "2022-06-01"),
  "edge-light": inEdgeLight,
};

// They run first and their results are told afterwards, so that the totals count their tests and no wrappers.
for (const [name, report] of await runAll()) {
  describe(name, () => {
    if (typeof report === "string" || report.length === 0) {
      test("runs", () => assert.fail(report.toString() || "the program holds no test"));
      return;
    }
    for (const result of report) {
      test(result.name, { skip: result.skipped ?? false }, () => {
        if (result.failure !== undefined) {
          assert.fail(result.failure);
        }
      });
    }
  });
}

async function runAll(): Promise<Map<string, Result[] | string>> {
  await copyTests();
  const chosen = await programs();
  const reports = new Map<string, Result[] | string>();
  const waiting = Object.entries(runtimes);
  for (const [runtime] of waiting) {
    for (const program of chosen) {
      reports.set(`${runtime}: ${program.name}`, "it was not run");
    }
  }
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [runtime, run] = next;
      await withSandbox(async (announced) => {
        for (const program of chosen) {
          reports.set(`${runtime}: ${program.name}`, await run(program, announced).catch(explain));
        }
      });
    }
  };
  // They mostly wait for what they have broken; more at once would wait for a processor.
  await Promise.all([worker(), worker(), worker(), worker()]);
  return reports;
}

/** A simulator of its own for each, since the faults of one would meet the other. */
async function withSandbox(work: (announced: Announced) => Promise<void>): Promise<void> {
  const sandbox = await start("PAYONCE_BIN", ["sandbox", "--port", "0"]);
  try {
    await work(sandbox.announced as Announced);
  } finally {
    await sandbox.stop();
  }
}

function explain(error: unknown): string {
  const { stack, stderr } = error as { stack?: string; stderr?: string };
  return [stderr, stack ?? String(error)].join("\n");
}
