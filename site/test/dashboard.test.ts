import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { axeFindings, launch, open, type Watched } from "./browser.js";
import { pay, type Simulator, start } from "./simulator.js";

const run = promisify(execFile);
const checkout = resolve(import.meta.dirname, "..", "..", "..");
const python = process.env["PAYONCE_PYTHON"] ?? join(checkout, ".venv", "bin", "python");
const stripe = join(checkout, "providers", "stripe.toml");
/** A name that another party's DNS points at this machine. */
const foreignHost = "rebound.example";

let browser: Browser;
let folder: string;

before(async () => {
  browser = await launch([`--host-resolver-rules=MAP ${foreignHost} 127.0.0.1`]);
  folder = await mkdtemp(join(tmpdir(), "payonce-dashboard-"));
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

interface Shown extends Watched {
  readonly simulator: Simulator;
}

/** Opens the dashboard of a new simulator, and fails if the page violates its policy or requests anything of another origin. */
async function dashboard(
  body: (page: Page, shown: Shown) => Promise<void>,
  { options = [], context = {} }: { options?: readonly string[]; context?: BrowserContextOptions } = {},
): Promise<void> {
  const simulator = await start(...options);
  try {
    const watched = await open(browser, simulator.dashboard, context);
    try {
      await watched.page.waitForSelector("html[data-ready]");
      await body(watched.page, { ...watched, simulator });
      assert.deepEqual(watched.complaints, []);
      assert.deepEqual([...new Set(watched.requests.map((url) => new URL(url).origin))], [simulator.url]);
    } finally {
      await watched.context.close();
    }
  } finally {
    await simulator.close();
  }
}

/** Presses a button, and waits until the simulator has it. */
async function press(page: Page, button: string): Promise<void> {
  const before = await page.locator("#active li").count();
  await page.click(`[data-button="${button}"]`);
  await page.waitForFunction((count) => document.querySelectorAll("#active li").length > count, before);
}

async function rows(page: Page, table: string, count: number): Promise<void> {
  await page.waitForFunction(([id, count]) => document.querySelectorAll(`#${id} tr`).length === count, [
    `${table}-rows`,
    count,
  ] as const);
}

/** A lost response, and the retry of a client that does not look for the payment first. */
async function payTwice(page: Page, url: string, memo?: string): Promise<void> {
  await press(page, "lose_response");
  assert.equal(await pay(url, memo), undefined);
  assert.equal(await pay(url, memo), 201);
  await page.waitForSelector('#verdict[data-paid="no"]');
}

test("a naive retry after a lost response turns the second charge red, with a badge", async () => {
  await dashboard(async (page, { simulator }) => {
    assert.equal(await page.innerText("#paid-once"), "–");
    assert.equal(await page.isVisible("#requests-empty"), true);
    await pay(simulator.url, "invoice-1");
    await page.waitForSelector('#verdict[data-paid="yes"]');
    assert.equal(await page.innerText("#verdict-text"), "1 effect in the ledger, none of them twice.");

    await payTwice(page, simulator.url, "invoice-2");
    assert.equal(await page.innerText("#paid-once"), "no");
    assert.equal(await page.innerText("#verdict-text"), "1 of 3 effects charged again: 5.00 USDC.");
    await rows(page, "requests", 3);
    await rows(page, "ledger", 3);
    assert.match(await page.innerText('tr[data-seq="2"]'), /response lost after the effect\s+reset/);
    assert.match(await page.innerText('tr[data-seq="3"]'), /charged again\s+201/);
    const red = await page.$eval('tr[data-place="2"]', (row) => getComputedStyle(row).backgroundColor);
    const calm = await page.$eval('tr[data-place="0"]', (row) => getComputedStyle(row).backgroundColor);
    assert.notEqual(red, calm);
    const [r, g, b] = (red.match(/[\d.]+/g) ?? []).map(Number);
    assert.ok(Number(r) > Number(g) && Number(r) > Number(b), red);
    assert.equal(await page.locator("tr.again").count(), 2, "one request and one effect");

    await page.click("#reset");
    await page.waitForSelector('#verdict[data-paid="nothing"]');
    await rows(page, "requests", 0);
    await rows(page, "ledger", 0);
  });
});

test("a request without a reference that is sent again after a lost response turns red too", async () => {
  await dashboard(async (page, { simulator }) => {
    await pay(simulator.url);
    await pay(simulator.url);
    await page.waitForSelector('#verdict[data-paid="yes"]');
    await payTwice(page, simulator.url);
    assert.equal(await page.innerText("#verdict-text"), "1 of 4 effects charged again: 5.00 USDC.");
  });
});

test("the page reconnects to a simulator that starts again, and can still press its buttons", async () => {
  const first = await start();
  const { page, context } = await open(browser, first.dashboard);
  let second: Simulator | undefined;
  try {
    await page.waitForSelector('#live[data-live="true"]');
    await pay(first.url, "before");
    await rows(page, "requests", 1);
    await first.close();
    await page.waitForSelector('#live[data-live="false"]');
    assert.equal(await page.innerText("#live"), "Reconnecting");
    second = await start("--port", String(first.port));
    await page.waitForSelector('#live[data-live="true"]', { timeout: 15_000 });
    await rows(page, "requests", 0);
    await press(page, "lose_request");
    assert.equal(await pay(second.url, "after"), undefined);
    await rows(page, "requests", 1);
    assert.match(await page.innerText('tr[data-seq="1"]'), /request lost before the effect/);
    assert.equal(await page.getAttribute("#verdict", "data-paid"), "nothing");
  } finally {
    await context.close();
    await first.close();
    await second?.close();
  }
});

test("every button acts on what it says, and can be ended", async () => {
  await dashboard(async (page, { simulator: { url } }) => {
    await press(page, "fail_after");
    assert.equal(await pay(url, "a-1"), 500);
    await page.waitForSelector("#active li", { state: "detached" });
    await press(page, "rate_limit");
    assert.match(await page.innerText("#active"), /^429 until /);
    assert.equal(await pay(url, "a-2"), 429);
    await page.click("#active button");
    await page.waitForSelector("#active li", { state: "detached" });
    assert.equal(await pay(url, "a-2"), 201);

    await press(page, "list_lags");
    const list = `${url}/agentwallex/transactions`;
    const headers = { "x-api-key": "awx_sandbox_key_that_moves_no_money" };
    assert.doesNotMatch(await (await fetch(list, { headers })).text(), /a-2/);
    await page.click('#active button[aria-label="End: lists lag 5 s"]');
    await page.waitForSelector("#active li", { state: "detached" });
    assert.match(await (await fetch(list, { headers })).text(), /a-2/);

    await page.selectOption("#operation", { label: "payments.list" });
    await press(page, "lose_response");
    assert.match(await page.innerText("#active"), /payments\.list/);
    assert.equal(await pay(url, "a-3"), 201);
    await assert.rejects(fetch(list, { headers }));
  });
});

test("balances follow payments, and a top-up adds to them", async () => {
  await dashboard(async (page, { simulator }) => {
    await pay(simulator.url, "b-1");
    const balance = page.locator('tr[data-account="agentwallex agent_abc123 USDC"] .amount');
    await balance.filter({ hasText: "995.00 USDC" }).waitFor();
    await page.selectOption("#account", { label: "agent_abc123 (USDC)" });
    await page.fill("#amount", "12.50");
    await page.press("#amount", "Enter");
    await balance.filter({ hasText: "1007.50 USDC" }).waitFor();
    await page.waitForFunction(() => document.getElementById("top-up-note")?.textContent === "Added.");
  });
});

test("a wrong amount is refused with the reason", async () => {
  await dashboard(async (page, { complaints }) => {
    await page.fill("#amount", "lots");
    await page.click("#top-up button");
    await page.waitForFunction(() =>
      document.getElementById("top-up-note")?.textContent?.startsWith("amount: expected"),
    );
    // Chromium reports the status of the response on the console.
    assert.equal(complaints.splice(0).length, 1);
  });
});

test("the timeline opens by keyboard, stays live, and gives the focus back", async () => {
  await dashboard(async (page, { simulator: { url } }) => {
    await press(page, "lose_response");
    await pay(url, "invoice-9");
    await rows(page, "requests", 1);
    await page.focus('tr[data-seq="1"] button');
    await page.keyboard.press("Enter");
    await page.waitForSelector("#timeline:not([hidden])");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "timeline");
    assert.equal(await page.innerText("#timeline-title"), "invoice-9");
    assert.equal(await page.innerText("#timeline-badge"), "paid once");
    const headers = { "x-api-key": "awx_sandbox_key_that_moves_no_money" };
    await fetch(`${url}/agentwallex/transactions`, { headers });
    await pay(url, "invoice-9");
    await page.waitForFunction(() => document.querySelectorAll("#steps li").length === 3);
    assert.equal(await page.innerText("#timeline-badge"), "charged 2 times");
    const steps = await page.locator("#steps li").allInnerTexts();
    assert.match(steps[0] ?? "", /payments\.send.*5\.00 USDC took effect.*connection reset/s);
    assert.match(steps[1] ?? "", /payments\.list.*shows the payment/s);
    assert.match(steps[2] ?? "", /payments\.send.*5\.00 USDC charged again.*response: 201/s);
    await page.click("#steps li:last-child summary");
    assert.match(await page.innerText("#steps li:last-child"), /"memo": "invoice-9"/);
    assert.doesNotMatch(await page.innerText("body"), /moves_no_money/);
    await page.keyboard.press("Escape");
    assert.equal(await page.isVisible("#timeline"), false);
    assert.equal(
      await page.evaluate(() => document.activeElement?.closest("tr")?.dataset["seq"]),
      "1",
      "the button that opened it",
    );
  });
});

test("the open entries of a journal are shown as they come", async () => {
  const journal = join(folder, "journal.db");
  await dashboard(
    async (page, { simulator: { url } }) => {
      await page.waitForSelector("#journal:not([hidden])");
      assert.equal(await page.innerText("#entries"), "Nothing is open.");
      await press(page, "lose_response");
      const program = `
import payonce
from payonce.agentwallex import AgentWallex
wallet = AgentWallex("awx_sandbox_key_that_moves_no_money", base_url="${url}/agentwallex", journal=r"${journal}")
try:
    wallet.x402.pay("agent_abc123", "https://shop.example/report", chain="eip155:8453", idempotency_key="order-31")
except payonce.OutcomeUnknownError:
    print("unknown")
`;
      const { stdout } = await run(python, ["-c", program]);
      assert.equal(stdout.trim(), "unknown");
      await page.waitForSelector("#entries li.open");
      assert.match(
        await page.innerText("#entries"),
        /order-31\s+open.*agentwallex x402\.pay.*sent 1 times.*payonce journal settle order-31/s,
      );
      assert.equal(await page.innerText("#journal-count"), "1");
    },
    { options: ["--journal", journal] },
  );
});

/** The text that a button copies. */
async function copied(page: Page, button: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.click(button);
  for (let looks = 0; looks < 100; looks += 1) {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    if (text !== "") {
      return text;
    }
    await page.waitForTimeout(50);
  }
  throw new Error(`${button} copied nothing`);
}

/** Runs a copied test as its reader would, and returns what it prints. */
async function runCopied(language: "pytest" | "vitest", name: string, text: string) {
  const project = join(folder, name);
  const file = join(project, language === "pytest" ? "test_copied.py" : "copied.test.ts");
  await mkdir(join(project, "node_modules"), { recursive: true });
  await symlink(join(checkout, "js"), join(project, "node_modules", "payonce"));
  await symlink(join(checkout, "site", "node_modules", "vitest"), join(project, "node_modules", "vitest"));
  await writeFile(join(project, "package.json"), '{"type": "module"}');
  await writeFile(file, text);
  const vitest = join(checkout, "site", "node_modules", "vitest", "vitest.mjs");
  const [program, options]: [string, string[]] =
    language === "pytest"
      ? [python, ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", project, file]]
      : [process.execPath, [vitest, "run", "--root", project]];
  // The plugins of this environment take longer than the test.
  const env = { ...process.env, NO_COLOR: "1", CI: "1", PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1" };
  return await run(program, options, { cwd: project, env }).then(
    ({ stdout, stderr }) => ({ passed: true, output: stdout + stderr }),
    ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ passed: false, output: stdout + stderr }),
  );
}

const clipboard = { permissions: ["clipboard-read", "clipboard-write"] };

test("a copied test runs in both languages: it fails after a second charge, and passes without one", async () => {
  await dashboard(
    async (page, { simulator: { url } }) => {
      await press(page, "lose_response");
      const paid = await fetch(`${url}/stripe/v1/payment_intents`, {
        method: "POST",
        headers: {
          authorization: "Bearer stripe_sandbox_api_key",
          "content-type": "application/x-www-form-urlencoded",
          "idempotency-key": "order-7",
        },
        body: "amount=1200&currency=usd",
      }).catch(() => undefined);
      assert.equal(paid, undefined);
      await pay(url, 'the "first"\\ payment');
      await pay(url);
      await rows(page, "ledger", 3);
      const texts = {
        pytest: await copied(page, "[data-language=pytest]"),
        vitest: await copied(page, "[data-language=vitest]"),
      };

      await payTwice(page, url, "invoice-2");
      await page.click('tr[data-seq="5"] button');
      await page.waitForSelector("#timeline:not([hidden])");
      const doubled = {
        pytest: await copied(page, "[data-language=pytest][data-selected]"),
        vitest: await copied(page, "[data-language=vitest][data-selected]"),
      };
      for (const text of [...Object.values(texts), ...Object.values(doubled)]) {
        assert.doesNotMatch(text, /redacted/);
      }
      assert.doesNotMatch(doubled.pytest, /stripe|first/, "only the selected payment");
      const [python, typescript, pythonDoubled, typescriptDoubled] = await Promise.all([
        runCopied("pytest", "python", texts.pytest),
        runCopied("vitest", "typescript", texts.vitest),
        runCopied("pytest", "python-doubled", doubled.pytest),
        runCopied("vitest", "typescript-doubled", doubled.vitest),
      ]);
      assert.match(python.output, /1 passed/);
      assert.match(typescript.output, /1 passed/);
      for (const { passed, output } of [pythonDoubled, typescriptDoubled]) {
        assert.equal(passed, false);
        assert.match(output, /"invoice-2" was paid 2 times: 5\.00 USDC with payments\.send/);
      }
    },
    { options: ["--provider", stripe], context: clipboard },
  );
});

test("a plan with a seed is copied as it is, and selects the same calls", async () => {
  const plan = join(folder, "plan.json");
  const rule = { operation: "payments.send", probability: 0.5, fault: { type: "drop", when: "after" } };
  await writeFile(plan, JSON.stringify({ seed: 42, rules: [rule] }));
  await dashboard(
    async (page, { simulator: { url } }) => {
      assert.equal(await copied(page, "#copy-seed"), "42");
      assert.deepEqual(JSON.parse(await copied(page, "#copy-plan")), { seed: 42, rules: [rule] });
      assert.match(await page.innerText("#active"), /payments\.send: response lost after the effect/);
      for (let nth = 0; nth < 8; nth += 1) {
        const memo = `seeded-${nth}`;
        if ((await pay(url, memo)) === undefined) {
          await pay(url, memo);
        }
      }
      await page.waitForSelector('#verdict[data-paid="no"]');
      await page.waitForTimeout(200);
      const repeated = /^(\d+) of/.exec(await page.innerText("#verdict-text"))?.[1];
      const text = await copied(page, "[data-language=pytest]");
      assert.match(text, /SEED = 42\n/);
      assert.match(text, /"probability": 0\.5/);
      // The assertions stop at the first payment that was made twice, so that the ledger is compared instead.
      const counted = text.replace(
        / {8}ledger = sandbox\.ledger\n[\s\S]*/,
        `        assert len(sandbox.ledger.effects) == 8 + ${repeated}\n`,
      );
      assert.notEqual(counted, text);
      const { output } = await runCopied("pytest", "seeded", counted);
      assert.match(output, /1 passed/);
    },
    { options: ["--faults", plan], context: clipboard },
  );
});

test("a text of a request is shown as text", async () => {
  await dashboard(async (page, { simulator: { url } }) => {
    const markup = '<img src=x onerror="document.title=1"><b>bold</b>';
    await pay(url, markup);
    await fetch(`${url}/agentwallex/%3Cimg%20src=x%3E`);
    await rows(page, "requests", 2);
    await rows(page, "ledger", 1);
    assert.match(
      await page.innerText('tr[data-place="0"]'),
      /<img src=x onerror="document\.title=1"><b>bold<\/b>/,
    );
    await page.click('tr[data-seq="1"] button');
    await page.waitForSelector("#timeline:not([hidden])");
    await page.click("#steps summary");
    assert.equal(await page.locator("main img, main b").count(), 0);
  });
});

test("axe finds nothing in light, dark and on a phone, which does not scroll sideways", async () => {
  const journal = join(folder, "of-axe.db");
  const phone = { viewport: { width: 360, height: 740 } };
  for (const context of [{}, { colorScheme: "dark" as const }, phone]) {
    await dashboard(
      async (page, { simulator: { url } }) => {
        await pay(url, "invoice-with-a-long-name-that-does-not-fit-on-a-phone-1");
        await payTwice(page, url, "invoice-2");
        await press(page, "rate_limit");
        await page.click('tr[data-seq="3"] button');
        await page.waitForSelector("#timeline:not([hidden])");
        await page.click("#steps summary");
        assert.deepEqual(await axeFindings(page), []);
        const { scrollWidth, clientWidth } = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { scrollWidth, clientWidth };
        });
        assert.ok(scrollWidth <= clientWidth, `${scrollWidth} of ${clientWidth}`);
        const isDark = await page.evaluate(() => document.documentElement.classList.contains("dark"));
        assert.equal(isDark, "colorScheme" in context);
      },
      { options: ["--journal", journal], context },
    );
  }
});

test("a page of another origin reads nothing, changes nothing and cannot show the dashboard in a frame", async () => {
  const simulator = await start();
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>other</title>");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const other = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = await browser.newContext();
  try {
    await pay(simulator.url, "kept");
    const page = await context.newPage();
    await page.goto(other);
    const outcomes = await page.evaluate(async (url) => {
      const ui = `${url}/_sandbox/ui`;
      const tried = async (work: Promise<unknown>): Promise<string> =>
        await work.then(
          () => "done",
          () => "refused",
        );
      const text = async (path: string, options?: RequestInit): Promise<unknown> =>
        await (await fetch(ui + path, options)).text();
      const events = new Promise((done, fail) => {
        const source = new EventSource(`${ui}/events`);
        source.onmessage = done;
        source.onerror = fail;
      });
      const post = { method: "POST", body: "{}" };
      // The response of a request without CORS is hidden, so that its effect is tested below.
      await fetch(`${ui}/reset`, { ...post, mode: "no-cors" });
      await fetch(`${url}/_sandbox/reset`, { ...post, mode: "no-cors" });
      const frame = document.createElement("iframe");
      frame.src = `${ui}/`;
      document.body.append(frame);
      await new Promise((done) => frame.addEventListener("load", done, { once: true }));
      return [
        await tried(text("/")),
        await tried(text("/dashboard.js")),
        await tried(text("/timeline?request=1")),
        await tried(text("/test?language=pytest")),
        await tried(text("/press", { ...post, headers: { "x-sandbox-token": "guess" } })),
        await tried(text("/reset", post)),
        await tried(events),
      ];
    }, simulator.url);
    assert.deepEqual(new Set(outcomes), new Set(["refused"]));
    const framed = page.frames().find((frame) => frame !== page.mainFrame());
    const shown = await framed?.evaluate(() => document.body?.innerText ?? "").catch(() => "");
    assert.doesNotMatch(shown ?? "", /Paid once/);
    const ledger = await (await fetch(`${simulator.url}/_sandbox/ledger`)).text();
    assert.match(ledger, /kept/, "the ledger was not reset");

    // A name that was made to point here.
    const rebound = await page.goto(`http://${foreignHost}:${simulator.port}/_sandbox/ui/`);
    assert.equal(rebound?.status(), 403);
    const read = await page.evaluate(async () => (await fetch("/_sandbox/ui/timeline?request=1")).status);
    assert.equal(read, 403);
    // A link opens the page in a window of its own.
    await page.goto(other);
    await page.evaluate((url) => {
      location.href = url;
    }, simulator.dashboard);
    await page.waitForSelector("html[data-ready]");
  } finally {
    await context.close();
    server.close();
    await simulator.close();
  }
});
