import { accessSync, constants } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, extname, join, normalize, resolve, sep } from "node:path";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";

/** The built pages. */
export const pages = resolve(process.env["SITE_PAGES"] ?? "../target/site/pages");

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];

export async function launch(more: readonly string[] = []): Promise<Browser> {
  return await chromium.launch({
    executablePath: executable(),
    headless: true,
    args: [...quiet, ...more],
    timeout: 60_000,
  });
}

function executable(): string {
  const chosen = process.env["CHROMIUM"];
  if (chosen !== undefined && chosen !== "") {
    return chosen;
  }
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    for (const name of names) {
      const candidate = join(folder, name);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // Not here: the next folder may have it.
      }
    }
  }
  throw new Error("no chromium on the PATH: install it, or set CHROMIUM to the browser's executable");
}

const mediaTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export interface StaticServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the pages as a plain host does, on a loopback port of its own. */
export async function serve(): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    respond(decodeURIComponent(pathname)).then(
      ({ type, body }) => response.writeHead(200, { "content-type": type }).end(body),
      () => response.writeHead(404, { "content-type": "text/plain" }).end("not found"),
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

async function respond(path: string): Promise<{ type: string; body: Uint8Array }> {
  let file = normalize(join(pages, path));
  if (!`${file}${sep}`.startsWith(pages + sep)) {
    throw new Error("outside");
  }
  if ((await stat(file).catch(() => undefined))?.isDirectory()) {
    file = join(file, "index.html");
  }
  if (extname(file) === "") {
    file = `${file}.html`;
  }
  return { type: mediaTypes[extname(file)] ?? "application/octet-stream", body: await readFile(file) };
}

/** A page that records what it must not do. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Violations of the content security policy, exceptions, and errors on the console. */
  readonly complaints: string[];
  /** The addresses of all requests. */
  readonly requests: string[];
}

export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.exposeBinding("complain", (_, text: string) => complaints.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      const { complain } = globalThis as unknown as { complain(text: string): void };
      complain(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  await page.goto(url);
  return { page, context, complaints, requests };
}

const axe = createRequire(import.meta.url).resolve("axe-core");

/** What axe finds, each as one line. Its script bypasses the page's policy, as an extension of a browser does. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axe, "utf8"));
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, target }) => `${id}: ${help}: ${target.join(" ")} ${html}`),
  );
}

/** The path of the `payonce` command. */
export function command(): string {
  const path = process.env["PAYONCE_BIN"];
  if (path === undefined) {
    throw new Error("PAYONCE_BIN does not name the command: run the tests with `cargo xtask test site`");
  }
  return path;
}
