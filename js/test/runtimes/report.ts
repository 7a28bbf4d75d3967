import { type Result, run } from "../browser/page.js";
import { type Announced, useSandbox } from "./sandbox.js";

/** Runs the tests that were imported before, against the simulator that announced itself like this. */
export async function report(announced: Announced, runtime: string): Promise<Result[]> {
  useSandbox(announced, runtime);
  return await run();
}
