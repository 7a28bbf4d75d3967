// The command `payonce` of the npm package.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const native = process.env["PAYONCE_BIN"];
assert.ok(native, "PAYONCE_BIN names the program that this compares with");
// The tests are compiled into js/build/test/node.
const file = fileURLToPath(new URL("../../../dist/command.js", import.meta.url));

function run(program: string, args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    input,
    timeout: 120_000,
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}

for (const args of [
  ["--help"],
  ["--version"],
  [],
  ["explain", "agentwallex/policy_violation"],
  ["explain", "agentwallex/policy_violatoin"],
  ["explain", "-"],
  ["codes", "--format", "json"],
  ["codes", "--format", "nothing"],
  ["journal", "schema", "--dialect", "postgres"],
  ["man", "sandbox"],
]) {
  test(`it behaves as the program does: ${args.join(" ")}`, () => {
    const pasted = "PolicyViolationError: over the limit [policy_violation]";
    assert.deepEqual(run(process.execPath, [file, ...args], pasted), run(native, args, pasted));
  });
}

test("the demonstration starts its workers", () => {
  const { status, stdout, stderr } = run(process.execPath, [file, "demo", "--only", "workers"]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  const charged = stdout.split("\n").find((line) => line.startsWith("| charges "));
  assert.equal(charged?.split("|")[3]?.trim(), "12");
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`the simulator ends on ${signal}`, { skip: process.platform === "win32" }, async () => {
    const child = spawn(process.execPath, [file, "sandbox"], { stdio: ["ignore", "pipe", "ignore"] });
    const exited = once(child, "exit");
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    assert.match((JSON.parse(line) as { url: string }).url, /^http:\/\/127\.0\.0\.1:\d+$/);
    child.kill(signal);
    assert.deepEqual(await exited, [0, null]);
  });
}

test("Node writes all output into a pipe that is slow and non-blocking", async () => {
  // npx shares its own stdout, and Node makes it non-blocking.
  const program = `
    import { spawnSync } from "node:child_process";
    process.stdout.write("");
    const args = [${JSON.stringify(file)}, "codes", "--format", "json"];
    process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) {
    chunks.push(chunk as Buffer);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.deepEqual(await exited, [0, null]);
  assert.equal(Buffer.concat(chunks).toString(), run(native, ["codes", "--format", "json"]).stdout);
});

test("without an addon the command says what is missing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "payonce-no-addon-"));
  try {
    await cp(join(file, ".."), join(folder, "dist"), { recursive: true });
    await cp(join(file, "../../package.json"), join(folder, "package.json"));
    const { status, stdout, stderr } = run(process.execPath, [join(folder, "dist/command.js"), "--help"]);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
    assert.match(
      stderr,
      /^error: payonce: the command needs the native addon, and there is none for \S+; install payonce without --omit=optional/,
    );
    assert.match(stderr, /cargo install payonce-cli/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
