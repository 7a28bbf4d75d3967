import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** The folder whose sub-folders have the tools and the packed package installed. */
const installed = named("BUNDLERS");
/** Where builds run. No folder above it has a node_modules with payonce. */
export const elsewhere = named("PAYONCE_ELSEWHERE");
const sources = resolve(import.meta.dirname, "../../../../tests/bundlers/projects");

/** What the simulator prints about itself. */
export interface Announced {
  readonly url: string;
  readonly providers: { readonly agentwallex: { readonly base_url: string; readonly api_key: string } };
}

/** The report of `pay` of a project. */
export interface Paid {
  readonly agentId: string;
  readonly amount: string;
  readonly option: boolean;
  readonly refused: boolean;
  readonly backend: string;
}

/** A fresh project from sources of tests/bundlers/projects, beside the tools of a group. */
export async function project(group: string, name: string, ...from: string[]): Promise<string> {
  const folder = join(installed, group, "projects", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const source of from) {
    await cp(join(sources, source), folder, { recursive: true });
  }
  await cp(join(sources, "pay.js"), join(folder, "pay.js"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  return folder;
}

/** A file of a package that is installed for a group. */
export function tool(group: string, path: string): string {
  return join(installed, group, "node_modules", path);
}

/** Runs a program of Node and returns what it prints. */
export async function node(
  folder: string,
  file: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NO_COLOR: "1",
    CI: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    ...environment,
  };
  // Set for this test run; a test runner that is started in it would report to it.
  delete env["NODE_TEST_CONTEXT"];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...args], {
      cwd: folder,
      env,
      timeout: 120_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error([(error as Error).message, stdout, stderr].join("\n"));
  }
}

/** Moves what was built to a place without the package, as a deployment does. */
export async function deployed(name: string, built: string): Promise<string> {
  const folder = join(elsewhere, name);
  await rm(folder, { recursive: true, force: true });
  await cp(built, folder, { recursive: true });
  return folder;
}

/** Checks the report of `pay`, and the ledger of the simulator. */
export async function checkPaid(paid: Paid, announced: Announced, backend: string): Promise<void> {
  const { agentId, ...rest } = paid;
  assert.deepEqual(rest, { amount: "5.00", option: true, refused: true, backend });
  const response = await fetch(`${announced.url}/_sandbox/ledger`);
  const { effects } = (await response.json()) as { effects: { operation: string; account: string }[] };
  const payments = effects.filter(
    ({ operation, account }) => operation === "payments.send" && account === agentId,
  );
  assert.equal(payments.length, 1);
}

export function options(announced: Announced): { apiKey: string; baseUrl: string } {
  const { api_key: apiKey, base_url: baseUrl } = announced.providers.agentwallex;
  return { apiKey, baseUrl };
}

function named(variable: string): string {
  const folder = process.env[variable];
  if (folder === undefined || folder === "") {
    throw new Error(`${variable} does not name a folder: run the tests with \`cargo xtask test bundlers\``);
  }
  return folder;
}
