import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "smol-toml";

const root = new URL("../../../../", import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), "utf8");

const schema = JSON.parse(await read("providers/provider.schema.json")) as object;
const validate = new Ajv2020().compile(schema);

test("the schema accepts every file of the gallery", async () => {
  const files = (await readdir(new URL("providers", root))).filter((name) => name.endsWith(".toml"));
  assert.ok(files.length >= 5);
  for (const name of files) {
    const text = await read(`providers/${name}`);
    assert.match(text, /^#:schema \.\/provider\.schema\.json\n/, name);
    assert.ok(validate(parse(text)), `${name}: ${JSON.stringify(validate.errors)}`);
  }
});

test("an editor accepts every file of the gallery and refuses a misspelled member", async () => {
  const lint = (...files: string[]): Promise<{ code: number; output: string }> =>
    new Promise((resolve) => {
      const taplo = fileURLToPath(new URL("js/node_modules/@taplo/cli/dist/cli.js", root));
      // Each file names its schema in its first line.
      const run = [taplo, "lint", "--no-auto-config", ...files];
      execFile(process.execPath, run, { cwd: fileURLToPath(root) }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
      });
    });
  const files = (await readdir(new URL("providers", root))).filter((name) => name.endsWith(".toml"));
  const accepted = await lint(...files.map((name) => `providers/${name}`));
  assert.equal(accepted.code, 0, accepted.output);
  const folder = await mkdtemp(join(tmpdir(), "payonce-schema-"));
  try {
    const schema = pathToFileURL(fileURLToPath(new URL("providers/provider.schema.json", root))).href;
    const wrong = (await read("providers/mpp.toml"))
      .replace("./provider.schema.json", schema)
      .replace("\ncode = ", "\ncodes = ");
    await writeFile(join(folder, "wrong.toml"), wrong);
    const refused = await lint(join(folder, "wrong.toml"));
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, /'codes' was unexpected/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

interface Case {
  edits?: { at: string; set?: unknown }[];
  whole?: unknown;
  json?: string;
  messages: string[];
}

function edited(base: unknown, edits: NonNullable<Case["edits"]>): unknown {
  const file: unknown = structuredClone(base);
  for (const { at, ...edit } of edits) {
    const path = at.split("/").slice(1);
    const last = path.pop() ?? "";
    let parent = file as Record<string, unknown>;
    for (const name of path) parent = parent[name] as Record<string, unknown>;
    if (Array.isArray(parent) && last === "-") parent.push(edit.set);
    else if ("set" in edit) parent[last] = edit.set;
    else Reflect.deleteProperty(parent, last);
  }
  return file;
}

/** The mistakes that show without the rest of the file. */
const form =
  /is not a (word|member) that|^"\w+" is missing|^must be (a (string|list|table|word|whole number)|true|one of|an HTTP)|is not a time|has no `source`|must have one member|needs the members of/;

test("the schema refuses every mistake in the form of a file", async () => {
  const { base, cases } = JSON.parse(await read("tests/provider_files/broken.json")) as {
    base: unknown;
    cases: Case[];
  };
  assert.ok(validate(base), JSON.stringify(validate.errors));
  let refused = 0;
  for (const one of cases) {
    if (one.edits === undefined && one.whole === undefined) continue;
    const file = one.edits === undefined ? one.whole : edited(base, one.edits);
    const isValid = validate(file);
    if (!isValid) refused += 1;
    if (one.messages.some((message) => form.test(message))) assert.ok(!isValid, JSON.stringify(one));
  }
  assert.ok(refused >= 150, String(refused));
});
