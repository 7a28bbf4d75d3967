import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Result } from "../browser/page.js";
import { app, bundle, type Program } from "./programs.js";
import type { Announced } from "./sandbox.js";

/**
 * Runs a program by the command of a runtime. Only the tests are put into one file: the runtime itself finds the package
 * by its name, and chooses among its entries.
 */
export async function byCommand(
  program: Program,
  announced: Announced,
  runtime: string,
  command: readonly [file: string, ...args: string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<Result[]> {
  const flags = ["--format=esm", "--platform=neutral", "--external:payonce", "--external:node:process"];
  const script = await bundle(program, { folder: runtime, host: "console", flags });
  const [file, ...args] = command;
  const { stdout } = await promisify(execFile)(file, [...args, script, JSON.stringify(announced), runtime], {
    cwd: app,
    env: { ...process.env, NO_COLOR: "1", ...environment },
    timeout: 60_000,
  });
  return JSON.parse(stdout) as Result[];
}
