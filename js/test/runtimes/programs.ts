import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** The packages of tests/runtimes. */
export const tools = named("RUNTIME_TOOLS");
/** A project that has the packed package and nothing else. */
export const app = named("PAYONCE_APP");

const built = resolve(import.meta.dirname, "..");
const copied = join(app, "test");

/** Which tests run together. */
export interface Program {
  readonly name: string;
  readonly modules: readonly string[];
}

/**
 * What every runtime runs. Two programs: bundlers drop what nobody seems to need, and the one that pays has to do with
 * the few names that an application imports.
 */
export async function programs(): Promise<Program[]> {
  const portable = await readdir(join(built, "portable"));
  const tests = portable.filter((name) => name.endsWith(".test.js")).sort();
  return [
    { name: "pay", modules: ["./runtimes/pay.js"] },
    { name: "portable", modules: tests.map((name) => `./portable/${name}`) },
  ];
}

/** How the bundler of a runtime works. */
export interface Bundling {
  /** Where the file goes, inside the application. */
  readonly folder: string;
  /** The module that starts the tests, imported last; its default export is the program's. */
  readonly host: "console" | "worker" | "edge";
  readonly flags: readonly string[];
}

/** Puts a program into one file, in a folder of the application, and tells its name. */
export async function bundle(program: Program, { folder, host, flags }: Bundling): Promise<string> {
  const imports = program.modules.map((module) => `import ${JSON.stringify(module)};\n`).join("");
  const last = host === "worker" ? "export { default } from" : "import";
  const entry = join(copied, `${folder}-${program.name}.js`);
  await writeFile(entry, `${imports}${last} "./runtimes/${host}.js";\n`);
  const file = join(app, folder, `${program.name}.js`);
  await promisify(execFile)(process.execPath, [
    join(tools, "node_modules/esbuild/bin/esbuild"),
    entry,
    "--bundle",
    "--log-level=warning",
    `--alias:node:test=${join(copied, "browser/page.js")}`,
    `--alias:node:assert/strict=${join(copied, "browser/assert.js")}`,
    // The tests are no part of the package, whose internal names they use.
    `--alias:#internal/generated/vocabulary.js=${join(app, "node_modules/payonce/dist/generated/vocabulary.js")}`,
    `--outfile=${file}`,
    ...flags,
  ]);
  return file;
}

/** The compiled tests, inside the application: where they were compiled, `payonce` would be the checkout itself. */
export async function copyTests(): Promise<void> {
  await rm(copied, { recursive: true, force: true });
  await cp(built, copied, { recursive: true });
}

/** The program that npm brought for this machine, among the packages of a scope. */
export async function executable(scope: string, name: string): Promise<string> {
  const folder = join(tools, "node_modules", scope);
  for (const brought of await readdir(folder)) {
    for (const file of [name, `bin/${name}`].flatMap((path) => [path, `${path}.exe`])) {
      const path = join(folder, brought, file);
      if (existsSync(path)) {
        return path;
      }
    }
  }
  throw new Error(`npm has no ${name} for this machine`);
}

function named(variable: string): string {
  const folder = process.env[variable];
  if (folder === undefined || folder === "") {
    throw new Error(`${variable} does not name a folder: run the tests with \`cargo xtask test runtimes\``);
  }
  return folder;
}
