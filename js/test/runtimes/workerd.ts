import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Result } from "../browser/page.js";
import { app, bundle, executable, type Program } from "./programs.js";
import type { Announced } from "./sandbox.js";
import type { Asked } from "./worker.js";

/** Runs a program as a worker of Cloudflare's runtime, which behaves as it did on that day. */
export async function inWorkerd(
  program: Program,
  announced: Announced,
  compatibilityDate: string,
): Promise<Result[]> {
  const file = await bundle(program, {
    folder: `workerd-${compatibilityDate}`,
    host: "worker",
    // As Cloudflare's own bundler has them: a wasm module stays a file, which the runtime compiles ahead.
    flags: [
      "--format=esm",
      "--conditions=workerd,worker,browser",
      "--loader:.wasm=copy",
      "--asset-names=[name]",
    ],
  });
  const configuration = join(dirname(file), `${program.name}.capnp`);
  await writeFile(
    configuration,
    `using Workerd = import "/workerd/workerd.capnp";
const configuration :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        (name = "${basename(file)}", esModule = embed "${basename(file)}"),
        (name = "payonce_bg.wasm", wasm = embed "payonce_bg.wasm"),
      ],
      compatibilityDate = "${compatibilityDate}",
      globalOutbound = "loopback",
    )),
    (name = "loopback", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`,
  );
  const child = spawn(
    await executable("@cloudflare", "workerd"),
    ["serve", "--control-fd=3", configuration],
    { cwd: app, stdio: ["ignore", "inherit", "inherit", "pipe"] },
  );
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  try {
    const port = await new Promise<number>((resolve, reject) => {
      createInterface({ input: child.stdio[3] as Readable }).once("line", (line) =>
        resolve((JSON.parse(line) as { port: number }).port),
      );
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`workerd ended with ${code} before it listened`)));
    });
    const asked: Asked = { announced, runtime: "workerd" };
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      body: JSON.stringify(asked),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`the worker responded with ${response.status}: ${text}`);
    }
    return JSON.parse(text) as Result[];
  } finally {
    child.kill();
    await exited;
  }
}
