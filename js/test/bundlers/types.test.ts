import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";

import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { node, project, tool } from "./projects.js";

const newest = resolve(import.meta.dirname, "../../../node_modules/typescript/bin/tsc");
const compilers = {
  "4.9": tool("tests", "typescript49/bin/tsc"),
  "5.9": tool("tests", "typescript59/bin/tsc"),
  "7": newest,
};

describe("a strict program compiles with", { concurrency: 2 }, () => {
  for (const [version, module, mode, kind] of [
    ["4.9", "commonjs", "node", "commonjs"],
    ["4.9", "node16", "node16", "commonjs"],
    ["4.9", "node16", "node16", "module"],
    ["5.9", "commonjs", "node10", "commonjs"],
    ["5.9", "node16", "node16", "commonjs"],
    ["5.9", "node16", "node16", "module"],
    ["5.9", "nodenext", "nodenext", "commonjs"],
    ["5.9", "esnext", "bundler", "module"],
    ["7", "node16", "node16", "commonjs"],
    ["7", "nodenext", "nodenext", "commonjs"],
    ["7", "nodenext", "nodenext", "module"],
    ["7", "esnext", "bundler", "module"],
  ] as const) {
    test(`TypeScript ${version}, ${mode}, in a package of type ${kind}`, async () => {
      const folder = await project("tests", `types-${version}-${mode}-${kind}`, "types");
      await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: kind }));
      const compilerOptions = {
        ...{ noEmit: true, strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
        ...{ target: "es2022", lib: ["es2022", "dom"], types: [] },
        // With the checks of every declaration a compiler before 7 needs half a minute: once with the oldest is enough.
        skipLibCheck: version !== "7" && mode !== "node",
        ...{ module, moduleResolution: mode },
      };
      await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
      await node(folder, compilers[version]);
    });
  }
});

test("publint has no complaint", async () => {
  const folder = tool("tests", "payonce");
  const printed = await node(folder, tool("tests", "publint/src/cli.js"), ["--strict", "--pack", "false"]);
  assert.match(printed, /All good!/);
});

test("arethetypeswrong has no complaint", async () => {
  const folder = await project("tests", "attw");
  const tarball = process.env["PAYONCE_TARBALL"] ?? "";
  const printed = await node(folder, tool("tests", "@arethetypeswrong/cli/dist/index.js"), [
    tarball,
    // It is no module, and has no types.
    ...["--exclude-entrypoints", "payonce_bg.wasm", "--no-emoji"],
  ]);
  assert.match(printed, /No problems found/);
});

test("a module and a program in CommonJS share one copy in Node", async () => {
  const folder = await project("tests", "one-copy");
  await writeFile(
    join(folder, "main.cjs"),
    `const required = require("payonce");
    import("payonce").then((imported) => console.log(required.PayonceError === imported.PayonceError, required.backendName()));`,
  );
  const printed = await node(folder, "main.cjs", [], { NODE_NO_WARNINGS: "1" });
  assert.equal(printed.trim(), "true addon");
});
