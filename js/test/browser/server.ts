import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";
import { text } from "node:stream/consumers";

const mediaTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".wasm": "application/wasm",
};

/** The page loads the built package by its name and Node's test modules by ours, as an application's bundler would. */
const importMap = {
  imports: {
    "#internal/generated/vocabulary.js": "/js/dist/generated/vocabulary.js",
    payonce: "/js/dist/entry.web.js",
    "payonce/agents": "/js/dist/agents.js",
    "payonce/wasm": "/js/dist/entry.web.js",
    "node:test": "/js/build/test/browser/page.js",
    "node:assert": "/js/build/test/browser/assert.js",
    "node:assert/strict": "/js/build/test/browser/assert.js",
  },
};

const testPage = `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify(importMap)}</script>
<script type="module">
  const { run } = await import("node:test");
  globalThis.report = (async () => {
    await import(new URL(location).searchParams.get("module"));
    return await run();
  })();
</script>`;

export interface StaticServer {
  origin: string;
  close(): Promise<void>;
}

/**
 * Serves the package under /js, the shared cases under /vectors (a folder responds with the names in it) and, under
 * /programs, what a program that the tests call has announced; on a loopback port of its own. Pages that call the
 * simulator therefore cross origins: the simulator has to respond with CORS headers, as an API meant for browsers does.
 */
export async function serve(
  checkout: string,
  announced: (program: string) => Promise<object>,
): Promise<StaticServer> {
  const roots: Record<string, string> = {
    js: join(checkout, "js"),
    vectors: join(checkout, "tests", "vectors"),
  };

  async function respond(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (path.startsWith("/_sandbox/")) {
      return await control(path, request, response);
    }
    if (path === "/page") {
      return send(response, ".html", testPage);
    }
    if (path.startsWith("/programs/")) {
      return send(response, ".json", JSON.stringify(await announced(path.slice("/programs/".length))));
    }
    const [, mount = "", ...rest] = path.split("/");
    const root = roots[mount];
    const file = root === undefined ? undefined : normalize(join(root, ...rest));
    if (root === undefined || file === undefined || !`${file}${sep}`.startsWith(root + sep)) {
      throw new Error(`nothing is served at ${path}`);
    }
    if (path.endsWith("/")) {
      return send(response, ".json", JSON.stringify((await readdir(file)).sort()));
    }
    send(response, extname(file), await readFile(file));
  }

  /** The simulator does not let pages control it, so that they ask this server to. */
  async function control(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url } = (await announced("sandbox")) as { url: string };
    const { method = "GET" } = request;
    const body = method === "GET" ? undefined : await text(request);
    const forwarded = await fetch(`${url}${path}`, { method, body: body ?? null });
    response.writeHead(forwarded.status, { "content-type": "application/json" }).end(await forwarded.text());
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    respond(decodeURIComponent(pathname), request, response).catch((error: unknown) => {
      response.writeHead(404, { "content-type": "text/plain" }).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function send(response: ServerResponse, extension: string, body: string | Uint8Array): void {
  response
    .writeHead(200, {
      "content-type": mediaTypes[extension] ?? "application/octet-stream",
      "cache-control": "no-store",
    })
    .end(body);
}
