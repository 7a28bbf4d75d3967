import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const refused = 'classify({ provider: "agentwallex", status: 400, body: "{}" }).kind';

interface Loaded {
  readonly printed: string;
  /** The names of the files of the package that the program loaded. */
  readonly files: string[];
}

/** Runs a program of Node, which finds the package under its name. */
function run(program: string, environment: NodeJS.ProcessEnv, ...flags: string[]): Loaded {
  const folder = mkdtempSync(join(tmpdir(), "payonce-importing-"));
  try {
    const env = { ...process.env, NODE_OPTIONS: "", NODE_V8_COVERAGE: folder, ...environment };
    const printed = execFileSync(process.execPath, [...flags, "--eval", program], {
      cwd: here,
      env,
      encoding: "utf8",
    });
    const reports = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const urls = reports.flatMap((report) => (JSON.parse(report) as { result: { url: string }[] }).result);
    const own = urls.map(({ url }) => /\/js\/dist\/(.*)$/.exec(url)?.[1]);
    return { printed: printed.trim(), files: own.filter((name) => name !== undefined) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether the program loaded the text of the WebAssembly module. */
function hasModule({ files }: Loaded): boolean {
  return files.some((file) => file.includes("embedded"));
}

const importing = `import { backendName, classify, LoadError } from "payonce"; console.log(backendName(), ${refused}`;

test("an import in Node loads a few files, and no WebAssembly module beside an addon", () => {
  const loaded = run(`${importing})`, {}, "--input-type=module");
  assert.equal(loaded.printed, "addon invalid_request");
  assert.ok(loaded.files.length > 0 && loaded.files.length <= 6, loaded.files.join());
  assert.ok(!hasModule(loaded), loaded.files.join());
});

test("a program without the addon loads the module at its first use, with the classes of the import", () => {
  const environment = { PAYONCE_BACKEND: "wasm" };
  const required = run(
    `const payonce = require("payonce"); console.log(payonce.backendName(), payonce.${refused})`,
    environment,
  );
  assert.equal(required.printed, "wasm invalid_request");
  assert.ok(hasModule(required), required.files.join());
  const broken = `delete globalThis.WebAssembly; try { classify({ provider: "agentwallex", status: 400 }) }
    catch (error) { console.log(error instanceof LoadError) }`;
  const failed = run(
    `import { classify, LoadError } from "payonce"; ${broken}`,
    environment,
    "--input-type=module",
  );
  assert.equal(failed.printed, "true");
});

test("classes and functions have the names that they have in the modules", async () => {
  const joined = fileURLToPath(import.meta.resolve("payonce"));
  const names = async (file: string): Promise<Record<string, string>> => {
    const members = Object.entries((await import(file)) as Record<string, unknown>);
    return Object.fromEntries(
      members.flatMap(([name, member]) => (typeof member === "function" ? [[name, member.name]] : [])),
    );
  };
  const expected = await names(join(dirname(joined), "index.js"));
  assert.equal(expected["AgentWallexError"], "AgentWallexError");
  assert.deepEqual(await names(joined), expected);
});

test("tools that trace imports find the module", () => {
  const entry = readFileSync(fileURLToPath(import.meta.resolve("payonce")), "utf8");
  assert.match(entry, /import\("\.\/node\.embedded\.js"\)/);
});

test("all parts of the package are made of the same files", () => {
  const parts = [
    "wasm",
    "slim",
    "journal",
    "challenge",
    "agents",
    "testing",
    "logs",
    "mcp",
    "providers/stripe",
  ];
  const imports = parts.map((part) => `await import("payonce/${part}");`);
  const loaded = run(`await import("payonce"); ${imports.join(" ")}`, {}, "--input-type=module");
  // Any other file has a second copy of the classes and of the state. The WebAssembly module is the same for all.
  const ofModule = /^(wasm\/.*|text_codecs\.js)$/;
  const others = loaded.files.filter((file) => !basename(file).startsWith("node.") && !ofModule.test(file));
  assert.deepEqual(others, []);
  assert.ok(loaded.files.length > parts.length);
});
