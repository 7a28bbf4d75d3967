import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { axeFindings, command, launch, open, pages, serve, type StaticServer } from "./browser.js";

const run = promisify(execFile);
let browser: Browser;
let server: StaticServer;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser.close();
  await server.close();
});

/** Opens a page, and fails if it violates its policy or requests anything from elsewhere. */
async function visit(
  path: string,
  body: (page: Page) => Promise<void>,
  options: Parameters<typeof open>[2] = {},
): Promise<void> {
  const { page, context, complaints, requests } = await open(browser, `${server.origin}/${path}`, options);
  try {
    await body(page);
    assert.deepEqual(complaints, []);
    assert.deepEqual([...new Set(requests.map((url) => new URL(url).origin))], [server.origin]);
  } finally {
    await context.close();
  }
}

test("the doc of every code has a page that says whether money moved", async () => {
  const { stdout } = await run(command(), ["codes", "--format", "json"]);
  const rows = JSON.parse(stdout) as { provider: string; by: string; code: string; kind: string }[];
  const docs = new Set(
    rows.map(({ provider, by, code, kind }) => `${provider}/${by === "code" ? code.toLowerCase() : kind}`),
  );
  assert.ok(docs.size > 80, `${docs.size} names`);
  for (const doc of docs) {
    const html = await readFile(join(pages, "errors", `${doc}.html`), "utf8");
    assert.match(html, /<blockquote>\s*<p><strong>[^<]+\.<\/strong>/, doc);
    for (const heading of ["When", "What your program does", "What your user reads", "Source"]) {
      assert.ok(new RegExp(`<h2[^>]*>.*>${heading}<.*</h2>`).test(html), `${doc} has no section ${heading}`);
    }
  }
});

test("the reference of Python and TypeScript has each method with its arguments and errors", async () => {
  const read = async (page: string): Promise<string> =>
    (await readFile(join(pages, page), "utf8")).replace(/<[^>]+>/g, "");
  const python = await read("python/agentwallex.html");
  assert.match(python, /PaymentsResource\.send\s+send\(\s+agent_id: str,\s+to: str,/);
  assert.match(python, /OutcomeUnknownError: /);
  assert.match(python, /AsyncPaymentsResource[^#]*It has the members of PaymentsResource\./);
  const typescript = await read("typescript/agentwallex.html");
  assert.match(typescript, /PaymentsResource\.send\s+send\(args: /);
  assert.match(
    await read("typescript/errors.html"),
    /OutcomeUnknownError\s+class OutcomeUnknownError extends/,
  );
});

test("a search is typed, chosen and opened by keyboard", async () => {
  await visit("index.html", async (page) => {
    await page.waitForSelector("html[data-ready]");
    await page.keyboard.press("/");
    await page.keyboard.type("policy violation");
    await page.waitForSelector("#results a");
    assert.equal(await page.getAttribute("#search", "aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(/policy_violation/);
    assert.match((await page.textContent("h1")) ?? "", /policy_violation/);
  });
});

test("a search without a result says so", async () => {
  await visit("errors/agentwallex/policy_violation.html", async (page) => {
    await page.fill("#search", "qqqxyzzy");
    await page.waitForSelector("#results li");
    assert.equal(await page.textContent("#search-note"), "No results");
  });
});

test("every kind of page passes axe and does not scroll sideways", async () => {
  const kinds = [
    "index.html",
    "unknown-payments.html",
    "errors/payi.html",
    "errors/agentwallex/policy_violation.html",
  ];
  const views = [
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { viewport: { width: 390, height: 844 } },
  ] as const;
  for (const [at, kind] of kinds.entries()) {
    // Each kind in one of the views, and the first in all.
    for (const view of at === 0 ? views : [views[at - 1] ?? {}]) {
      await visit(
        kind,
        async (page) => {
          await page.waitForSelector("html[data-ready]");
          assert.deepEqual(await axeFindings(page), []);
          const [width, shown] = await page.evaluate(() => [
            document.documentElement.scrollWidth,
            innerWidth,
          ]);
          assert.ok((width ?? 0) <= (shown ?? 0), `${kind} scrolls sideways`);
        },
        view,
      );
    }
  }
});

test("an example of the reference opens in the playground", async () => {
  await visit("errors/agentwallex/insufficient_funds.html", async (page) => {
    await page.click("text=Open it in the playground");
    await page.waitForSelector("html[data-ready] .headline");
    assert.match((await page.textContent("h1")) ?? "", /^No money moved\. Top up/);
    await page.click("text=Reference: agentwallex/insufficient_funds");
    await page.waitForURL(/errors\/agentwallex\/insufficient_funds\.html$/);
  });
});

test("the theme is kept from page to page", async () => {
  await visit("index.html", async (page) => {
    await page.click("#theme");
    await page.click(".hero a >> text=Get started");
    await page.waitForURL(/getting-started/);
    await page.waitForSelector("html[data-ready]");
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains("dark")), true);
    await page.click(".bar-links >> text=Playground");
    await page.waitForURL(/playground/);
    await page.waitForSelector("html[data-ready] .headline");
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains("dark")), true);
  });
});

test("a page reads without JavaScript, and its search works from a file", async () => {
  await visit(
    "journal.html",
    async (page) => assert.match((await page.textContent("h1")) ?? "", /journal/i),
    {
      javaScriptEnabled: false,
    },
  );
  const { page, context, complaints } = await open(browser, pathToFileURL(join(pages, "index.html")).href);
  await page.fill("#search", "reconcile");
  await page.waitForSelector("#results a");
  assert.deepEqual(complaints, []);
  await context.close();
});
