import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

// A test run says nothing to the outside: each of these would look for updates, profiles or experiments.
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];

export async function launch(): Promise<Browser> {
  return await chromium.launch({
    executablePath: executable(),
    headless: true,
    args: quiet,
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
