/**
 * Stands in for `node:test` inside the page: the import map of the test page points there, so a portable test file runs
 * unchanged in Node and in the browser.
 */

type Body = (context: Context) => void | Promise<void>;

interface Options {
  skip?: boolean | string;
  timeout?: number;
}

interface Context {
  name: string;
  test: typeof test;
}

interface Case {
  name: string;
  options: Options;
  body: Body;
}

export interface Result {
  name: string;
  skipped?: string;
  failure?: string;
}

const defaultTimeoutMs = 30_000;
let registered: Case[] = [];
const cleanups: (() => void | Promise<void>)[] = [];

export function test(name: string, ...rest: [Body] | [Options, Body]): Promise<void> {
  const [options, body] = rest.length === 2 ? rest : [{}, rest[0]];
  registered.push({ name, options, body });
  return Promise.resolve();
}

export function describe(name: string, body: () => void): void {
  const outer = registered;
  registered = [];
  body();
  outer.push(...registered.map((inner) => ({ ...inner, name: `${name} > ${inner.name}` })));
  registered = outer;
}

export function after(cleanup: () => void | Promise<void>): void {
  cleanups.push(cleanup);
}

export const it = test;
export default Object.assign(test, { test, it, describe, after });

/** Runs what the imported test module registered, in order, including what the tests themselves register. */
export async function run(): Promise<Result[]> {
  const results: Result[] = [];
  await runAll(take(), "", results);
  for (const cleanup of cleanups) {
    await cleanup();
  }
  return results;
}

function take(): Case[] {
  const cases = registered;
  registered = [];
  return cases;
}

async function runAll(cases: Case[], prefix: string, results: Result[]): Promise<void> {
  for (const { name, options, body } of cases) {
    const result: Result = { name: prefix + name };
    results.push(result);
    if (options.skip) {
      result.skipped = options.skip === true ? "no reason given" : options.skip;
      continue;
    }
    try {
      await within(options.timeout ?? defaultTimeoutMs, async () => await body({ name, test }));
    } catch (error) {
      result.failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    await runAll(take(), `${prefix}${name} > `, results);
  }
}

async function within(ms: number, work: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the test did not end within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
