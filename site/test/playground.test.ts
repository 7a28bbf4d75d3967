import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import {
  axeFindings,
  command,
  launch,
  open,
  pages,
  serve,
  type StaticServer,
  type Watched,
} from "./browser.js";

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

/** Opens the playground, and fails if it violates its policy or requests anything but its own files. */
async function playground(
  fragment: string,
  body: (page: Page, watched: Watched) => Promise<void>,
  options: Parameters<typeof open>[2] = {},
): Promise<void> {
  const watched = await open(browser, `${server.origin}/playground/${fragment}`, options);
  try {
    await watched.page.waitForSelector("html[data-ready]");
    await body(watched.page, watched);
    assert.deepEqual(watched.complaints, []);
    const files = new Set(watched.requests.map((url) => new URL(url).pathname));
    const own = ["/playground/", "icon.svg", "playground.css", "playground.js", "theme.js"];
    assert.deepEqual(
      [...files].filter((path) => !own.some((file) => path.endsWith(file))),
      [],
    );
    assert.deepEqual([...new Set(watched.requests.map((url) => new URL(url).origin))], [server.origin]);
  } finally {
    await watched.context.close();
  }
}

const headline = async (page: Page): Promise<string> => (await page.textContent("h1")) ?? "";

async function fact(page: Page, name: string): Promise<string> {
  const row = page.locator(".facts > div", { has: page.locator("dt", { hasText: name }) });
  return (await row.first().locator("dd").innerText()).trim();
}

async function paste(page: Page, text: string): Promise<void> {
  await page.fill("#paste", text);
}

/** Put together here, so that no text in the sources looks like a key. */
const secret = ["s3cr3t", "0".repeat(4), "value", "42"].join("-");

test("a lost response says that money may have moved, in the largest type of the page", async () => {
  await playground("", async (page) => {
    assert.match(
      await headline(page),
      /^Money may have moved\. Do not pay again\. Look for the payment first\.$/,
    );
    const sizes = await page.$$eval("body *", (all) =>
      all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
    );
    const largest = await page.$eval("h1", (one) => Number.parseFloat(getComputedStyle(one).fontSize));
    assert.equal(largest, Math.max(...sizes));
  });
});

test("a typed response is explained, and its link shows the same to another person", async () => {
  let link = "";
  await playground("", async (page) => {
    await page.check('input[value="response"]');
    await page.selectOption("#provider", "agentwallex");
    await page.selectOption("#operation", "payments.send");
    await page.fill("#status", "400");
    await page.fill("#body", '{"code": "insufficient_funds", "message": "balance too low"}');
    assert.equal(await headline(page), "No money moved. Top up the balance or the credits.");
    assert.equal(await fact(page, "May I retry"), "Not unchanged: the same request would fail again.");
    assert.match(
      await page.innerText(".why"),
      /Code\s+insufficient_funds means .*Source: .*Evidence\s+refused: .*nothing took effect/s,
    );
    link = new URL(page.url()).hash;
  });
  await playground(link, async (page) => {
    assert.equal(await headline(page), "No money moved. Top up the balance or the credits.");
    assert.equal(await page.inputValue("#status"), "400");
    assert.equal(await page.inputValue("#operation"), "payments.send");
  });
});

test("every phase without a response has its own verdict", async () => {
  await playground("#provider=agentwallex&operation=payments.send&phase=waiting", async (page) => {
    const verdicts: string[] = [];
    for (const phase of ["before_send", "sending", "waiting", "reading"]) {
      await page.selectOption("#phase", phase);
      verdicts.push(await headline(page));
    }
    assert.match(verdicts[0] ?? "", /^No money moved\. /);
    for (const later of verdicts.slice(1)) {
      assert.match(later, /^Money may have moved\. Do not pay again\. /);
    }
    assert.equal(await page.isVisible("#body"), true);
    await page.selectOption("#phase", "waiting");
    assert.equal(await page.isVisible("#body"), false);
  });
});

test("a secret in a header or a body never reaches the address", async () => {
  await playground("", async (page) => {
    const seen: string[] = [];
    await page.exposeFunction("record", (address: string) => seen.push(address));
    await page.evaluate(() => {
      const { record } = globalThis as unknown as { record(address: string): void };
      const replace = history.replaceState.bind(history);
      history.replaceState = (data, unused, url) => {
        replace(data, unused, url);
        record(location.href);
      };
    });
    await page.check('input[value="response"]');
    await page.fill("#status", "401");
    for (const name of ["Authorization: Bearer", "Set-Cookie: session=", "X-API-Key:", "X-Service-Token:"]) {
      await page.fill("#headers", "");
      // Typed letter by letter, since each letter is written to the address.
      await page.locator("#headers").pressSequentially(`${name} ${secret}`);
      await page.fill("#body", `{"error": "the key ${secret} is not valid"}`);
      await page.fill("#body", "");
    }
    await paste(
      page,
      `HTTP/1.1 401 Unauthorized\r\nX-Api-Key: ${secret}\r\n\r\n{"message": "not ${secret}"}`,
    );
    await page.selectOption("#provider", "agentpay");
    const address = await page.evaluate(() => location.href);
    assert.match(
      address,
      /status=401.*header=X-Api-Key%3A%20%5Bredacted%5D|header=X-Api-Key:%20%5Bredacted%5D/,
    );
    assert.ok(seen.length > 100, `${seen.length} addresses were recorded`);
    const parts = [secret, secret.slice(0, 9), encodeURIComponent(secret)];
    const leaks = [...seen, address].filter((one) =>
      parts.some((part) => decodeURIComponent(one).includes(part)),
    );
    assert.deepEqual(leaks, []);
  });
});

test("the output of curl, a log line and a traceback fill the form", async () => {
  await playground("", async (page) => {
    await paste(
      page,
      'HTTP/2 429 \r\nretry-after: 23\r\ncontent-type: application/json\r\n\r\n{"code": "rate_limit_exceeded"}',
    );
    assert.equal(await page.inputValue("#status"), "429");
    assert.match(
      await page.innerText("#paste-note"),
      /^Several providers send this: .*AgentWallex.*\. Choose yours\.$/,
    );
    await page.selectOption("#provider", "agentwallex");
    assert.equal(await page.inputValue("#headers"), "retry-after: 23\ncontent-type: application/json");
    assert.equal(await headline(page), "No money moved. Send the same request again after 23 s.");

    const log = {
      provider: "agentwallex",
      kind: "timeout",
      outcome: "unknown",
      operation: "payments.send",
      reference: "po_7",
    };
    await paste(page, `2026-01-01 ERROR ${JSON.stringify({ level: "error", err: log })}`);
    assert.equal(await headline(page), "Money may have moved. Do not pay again. Look for reference po_7.");
    assert.equal(await page.inputValue("#operation"), "payments.send");

    await paste(
      page,
      "Traceback (most recent call last):\n  pay()\npayonce.PolicyViolationError: over the limit [policy_violation]",
    );
    assert.match(await headline(page), /^No money moved\. /);
    assert.match(await page.innerText("h2"), /AgentWallex: policy_violation/);

    await paste(page, "nothing of interest");
    assert.match(await page.innerText("#paste-note"), /there is no error in this text/);
  });
});

test("a provider file is used like a built-in provider", async () => {
  const { stdout } = await run(command(), ["provider", "export", "agentpay", "--json"]);
  const file = JSON.parse(stdout) as { id?: string };
  await playground("", async (page) => {
    await page.selectOption("#provider", "file");
    await page.fill("#file", "{}");
    assert.match(await headline(page), /No verdict yet/);
    await page.fill("#file", JSON.stringify(file));
    await page.check('input[value="nothing"]');
    await page.selectOption("#operation", "consume");
    await page.selectOption("#phase", "waiting");
    assert.match(
      await headline(page),
      /^Money may have moved\. Send the same request again with the same key/,
    );
  });
});

test("the link of the command shows what the command printed", async () => {
  const described = ["--provider", "agentwallex", "--operation", "payments.send", "--status", "503"];
  const { stdout } = await run(command(), [
    "explain",
    ...described,
    "--header",
    "X-Api-Key: abcd-efgh",
    "--lang",
    "es",
  ]);
  const link = stdout.split("\n").find((line) => line.includes("/playground/#"));
  assert.ok(link !== undefined, stdout);
  assert.doesNotMatch(link, /abcd/);
  await playground(new URL(link).hash, async (page) => {
    const rows = await page.$$eval(".facts > div", (all) =>
      all.map((one) => [one.querySelector("dt")?.textContent, one.querySelector("dd p")?.textContent]),
    );
    assert.ok(rows.length > 7);
    // The terminal breaks long lines.
    const words = stdout.replace(/\s+/g, " ");
    for (const [label, text] of rows) {
      assert.ok(
        words.includes(label ?? "-") && words.includes(text ?? "-"),
        `${label}: ${text} is not in ${words}`,
      );
    }
    assert.match(await headline(page), /^Puede que se haya movido dinero\. /);
  });
});

test("everything can be reached and used by keyboard", async () => {
  await playground("#provider=agentwallex&status=500", async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "verdict");
    assert.match(new URL(page.url()).hash, /^#provider=agentwallex/);
    await page.focus("#language-python");
    await page.keyboard.press("ArrowRight");
    assert.match(await page.innerText("#language-panel"), /import \{ OutcomeUnknownError \} from "payonce"/);
    await page.keyboard.press("End");
    assert.match(await page.innerText("#language-panel"), /use payonce::\{Outcome, /);
    await page.focus('input[name="came"][value="response"]');
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.isVisible("#phase"), true);

    // From the first control to the last: each one shows that it has the focus.
    const reached = new Set<string>();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press("Tab");
      const control = await page.evaluate(() => {
        const one = document.activeElement;
        if (one === null || one === document.body) {
          return "";
        }
        const outlined = one.matches('input[type="radio"]') ? one.nextElementSibling : one;
        const shown = outlined !== null && getComputedStyle(outlined).outlineStyle !== "none";
        return `${one.id || one.textContent?.trim() || one.tagName}${shown ? "" : " (no outline)"}`;
      });
      reached.add(control);
    }
    assert.deepEqual(
      [...reached].filter((one) => one.endsWith("(no outline)")),
      [],
    );
    for (const id of [
      "paste",
      "provider",
      "operation",
      "phase",
      "copy-link",
      "audience-public",
      "form-public-problem",
    ]) {
      assert.ok(reached.has(id), `${id} was not reached: ${[...reached].join(", ")}`);
    }
  });
});

test("both audiences see their own forms", async () => {
  const body = encodeURIComponent(
    '{"code": "policy_violation", "message": "over the limit", "details": {"rule": "max_daily"}}',
  );
  await playground(`#provider=agentwallex&status=400&body=${body}`, async (page) => {
    const text = (): Promise<string> => page.innerText("#audience-panel");
    for (const tab of ["problem", "response", "mcp", "log"]) {
      await page.click(`#form-public-${tab}`);
      assert.doesNotMatch(await text(), /max_daily/);
    }
    await page.click("#audience-owner");
    await page.click("#form-owner-problem");
    assert.match(await text(), /max_daily/);
    await page.click("#audience-payload");
    assert.match(await text(), /"outcome": "not_applied"/);
  });
});

test("axe finds nothing in light, in dark and on a phone", async () => {
  const views = [
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { viewport: { width: 390, height: 844 } },
  ] as const;
  for (const view of views) {
    await playground(
      "#provider=agentwallex&status=500",
      async (page) => {
        assert.deepEqual(await axeFindings(page), []);
        const [width, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok((width ?? 0) <= (shown ?? 0), "the page scrolls sideways");
      },
      view,
    );
  }
});

test("the page works without a network, and from a file", async () => {
  await playground("", async (page, { context, requests }) => {
    // The icon comes last.
    await page.waitForLoadState("networkidle");
    await context.setOffline(true);
    const before = requests.length;
    await page.check('input[value="response"]');
    await page.fill("#status", "402");
    assert.match(await headline(page), /moved/);
    assert.equal(requests.length, before);
  });
  const address = pathToFileURL(join(pages, "playground", "index.html")).href;
  const { page, context, complaints } = await open(browser, `${address}#provider=payi&status=429`);
  await page.waitForSelector("html[data-ready]");
  assert.match(await headline(page), /^No money moved\. /);
  assert.deepEqual(complaints, []);
  await context.close();
});
