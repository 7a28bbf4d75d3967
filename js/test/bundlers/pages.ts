import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type Announced, options, type Paid } from "./projects.js";

const mediaTypes: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".map": "application/json",
  ".wasm": "application/wasm",
};

// For output without a page of its own; `defer` and a module both run after the document.
const pageOf = (kind: string): string =>
  `<!doctype html><link rel="icon" href="data:,"><script ${kind} src="/main.js"></script>`;

export interface Served {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the output of a build, with this policy. */
export async function serve(folder: string, isModule: boolean, policy?: string): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = join(folder, pathname === "/" ? "index.html" : pathname);
    const headers = policy === undefined ? {} : { "content-security-policy": policy };
    if (pathname === "/" && !existsSync(file)) {
      response
        .writeHead(200, { "content-type": "text/html", ...headers })
        .end(pageOf(isModule ? 'type="module"' : "defer"));
      return;
    }
    readFile(file).then(
      (bytes) =>
        response
          .writeHead(200, {
            "content-type": mediaTypes[extname(file)] ?? "application/octet-stream",
            ...headers,
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** Opens a page, and hands it to the work with everything that went wrong in it. */
export async function inPage<Result>(
  browser: Browser,
  address: string,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const noise: string[] = [];
  page.on("pageerror", (error) => noise.push(String(error)));
  page.on("console", (message) => message.type() === "error" && noise.push(message.text()));
  try {
    await page.goto(address);
    return await work(page);
  } catch (error) {
    throw new Error([String(error), ...noise].join("\n"));
  } finally {
    await context.close();
  }
}

interface Paying {
  pay(options: object): Promise<Paid>;
}

/** Calls `pay` of the page. */
export async function payIn(page: Page, announced: Announced): Promise<Paid> {
  await page.waitForFunction(() => "pay" in globalThis, undefined, { timeout: 30_000 });
  return await page.evaluate(
    async (given) => await (globalThis as unknown as Paying).pay(given),
    options(announced),
  );
}
