import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Result } from "../browser/page.js";
import { bundle, type Program, tools } from "./programs.js";
import type { Announced } from "./sandbox.js";
import type { Asked } from "./worker.js";

interface EdgeRuntime {
  readonly EdgeVM: new (options: object) => {
    evaluate(code: string): unknown;
    dispatchFetch(url: string, init: RequestInit): Promise<Response>;
  };
}

/** Runs a program in Vercel's edge runtime, bundled and started as Next does both. */
export async function inEdgeLight(program: Program, announced: Announced): Promise<Result[]> {
  const file = await bundle(program, {
    folder: "edge-light",
    host: "edge",
    flags: [
      "--format=iife",
      "--conditions=edge-light,browser",
      "--loader:.wasm=copy",
      "--asset-names=[name]",
      // The glue has a way to load itself that this runtime never takes.
      "--log-override:empty-import-meta=silent",
    ],
  });
  const { EdgeVM } = createRequire(join(tools, "package.json"))("@edge-runtime/vm") as EdgeRuntime;
  // Compiled ahead, outside, and handed in: compiling inside is forbidden.
  const compiled = await WebAssembly.compile(await readFile(join(dirname(file), "payonce_bg.wasm")));
  const require = (name: string): WebAssembly.Module => {
    if (!name.endsWith(".wasm?module")) {
      throw new Error(`Next compiles only what is imported as ".wasm?module", and not ${name}`);
    }
    return compiled;
  };
  const runtime = new EdgeVM({
    codeGeneration: { strings: false, wasm: false },
    extend: (context: object) => Object.assign(context, { require }),
  });
  runtime.evaluate(await readFile(file, "utf8"));
  const asked: Asked = { announced, runtime: "edge-light" };
  const response = await runtime.dispatchFetch("http://localhost/", {
    method: "POST",
    body: JSON.stringify(asked),
  });
  return JSON.parse(await response.text()) as Result[];
}
