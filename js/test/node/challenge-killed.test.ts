// Payments by challenge whose process is killed, whose clock jumps, or whose header fields are very long: never paid twice.

import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { OutcomeUnknownError, PayonceError } from "payonce";
import { type Challenge, fetch, journalOf, type PaidResponse } from "payonce/challenge";
import { endLeasesOfFile, python } from "./journal-killed.js";

const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64");
const settlement = { success: true, transaction: "0x1", network: "eip155:1" };

/** A paid service on this machine. */
const service = {
  signatures: [] as string[],
  /** Whether a signed request gets no answer. */
  isSilent: false,
  /** More members of the offer and of the settlement. */
  offer: {},
  settlement: {},
};

function respond(request: IncomingMessage, response: ServerResponse): void {
  const signature = request.headers["payment-signature"];
  if (signature === undefined) {
    const offer = { x402Version: 2, accepts: [{ scheme: "exact", amount: "1000" }], ...service.offer };
    response.writeHead(402, { "payment-required": b64(offer) }).end("{}");
    return;
  }
  service.signatures.push(String(signature));
  if (!service.isSilent) {
    response
      .writeHead(200, { "payment-response": b64({ ...settlement, ...service.settlement }) })
      .end("paid");
  }
}

const server = createServer({ maxHeaderSize: 1_000_000 }, respond);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/report`;
const folder = await mkdtemp(join(tmpdir(), "payonce-challenge-"));
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  Object.assign(service, { signatures: [], isSilent: false, offer: {}, settlement: {} });
});

const sign = (_: Challenge): Record<string, string> => ({ "PAYMENT-SIGNATURE": b64({ nonce: "0x1" }) });
const pay = async (journal: string, options: object = {}): Promise<PaidResponse> =>
  await fetch(url, { sign, journal, idempotencyKey: "report-7", ...options });

const program = `
import { fetch } from "payonce/challenge";

const [url, journal, when] = process.argv.slice(1);
const die = () => process.kill(process.pid, "SIGKILL");
const sign = () => {
  if (when === "signing") die();
  return { "PAYMENT-SIGNATURE": "${b64({ nonce: "0x1" })}" };
};
const onEvent = (event) => {
  if (when === "submitting" && event.event === "about_to_send" && event.attempt === 2) die();
};
await fetch(url, { sign, journal, idempotencyKey: "report-7", onEvent });
`;

/** Pays in a process of its own, which dies there. */
async function payAndDie(journal: string, when: string): Promise<void> {
  const cwd = fileURLToPath(new URL("../../../", import.meta.url));
  const arguments_ = ["--input-type=module", "-e", program, url, journal, when];
  const child: ChildProcess = spawn(process.execPath, arguments_, {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const end = once(child, "exit");
  if (when === "sent") {
    while (service.signatures.length === 0 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill("SIGKILL");
  }
  assert.deepEqual(await end, [null, "SIGKILL"], when);
}

for (const [when, sent] of [
  ["signing", 0],
  ["submitting", 0],
  ["sent", 1],
] as const) {
  test(`a process that is killed while the payment is ${when} is never followed by a second payment`, async () => {
    const journal = join(folder, `${when}.db`);
    service.isSilent = when === "sent";
    await payAndDie(journal, when);
    assert.equal(service.signatures.length, sent);
    endLeasesOfFile(journal);
    service.isSilent = false;
    if (when === "signing") {
      // Nothing was signed, so nothing can have been paid.
      assert.equal((await pay(journal)).paid, true);
      return;
    }
    await assert.rejects(pay(journal), OutcomeUnknownError);
    assert.equal(service.signatures.length, sent);
    // A person looks at the chain, and recovers.
    const entries = await journalOf(url, { journal });
    assert.deepEqual(
      (await entries.run()).open.map((entry) => entry.key),
      ["report-7"],
    );
    const verdict = { outcome: "not_applied", by: "ana", note: "not on the chain", freesKey: true } as const;
    await entries.settle("report-7", verdict);
    assert.equal((await pay(journal)).paid, true);
    assert.equal(service.signatures.length, sent + 1);
  });
}

/** Moves every time in the journal, as a clock that was wrong would have written it. */
function jump(journal: string, ms: number): void {
  const moved = `
import json, sqlite3, sys

def move(value):
    if isinstance(value, dict):
        return {name: max(0, member + by) if name in ("first_sent_ms", "sent_at_ms") else move(member) for name, member in value.items()}
    return value

by = int(sys.argv[2])
with sqlite3.connect(sys.argv[1]) as connection:
    rows = connection.execute("SELECT id, created_ms, updated_ms, entry FROM payonce_journal").fetchall()
    for id, created, updated, entry in rows:
        values = (max(0, created + by), max(0, updated + by), json.dumps(move(json.loads(entry))), id)
        connection.execute("UPDATE payonce_journal SET created_ms = ?, updated_ms = ?, entry = ? WHERE id = ?", values)
`;
  assert.equal(spawnSync(python, ["-c", moved, journal, String(ms)], { stdio: "inherit" }).status, 0);
}

for (const [what, years] of [
  ["forwards", 10],
  ["backwards", -10],
] as const) {
  test(`a clock that jumps ${what} causes no second payment`, async () => {
    const lost = join(folder, `lost-${what}.db`);
    service.isSilent = true;
    await assert.rejects(pay(lost, { timeoutMs: 200, deadlineMs: 400 }), OutcomeUnknownError);
    service.isSilent = false;
    jump(lost, years * 365 * 24 * 3_600_000);
    await assert.rejects(pay(lost), OutcomeUnknownError);
    assert.equal(service.signatures.length, 1);

    const paid = join(folder, `paid-${what}.db`);
    await pay(paid);
    jump(paid, years * 365 * 24 * 3_600_000);
    assert.equal((await pay(paid)).replayed, true);
    assert.equal(service.signatures.length, 2);
  });
}

test("very long header fields are read, or end the call without a second payment", async () => {
  for (const length of [20_000, 60_000, 300_000]) {
    const journal = join(folder, `long-${length}.db`);
    Object.assign(service, { signatures: [], offer: { note: "a".repeat(length) }, settlement: {} });
    const calls: (PaidResponse | PayonceError)[] = [];
    const call = async (): Promise<void> => {
      calls.push(await pay(journal).catch((error: unknown) => error as PayonceError));
    };
    await call();
    await call();
    assert.ok(service.signatures.length <= 1, String(length));
    const [first, again] = calls;
    if (first instanceof PayonceError) {
      // The offer was not read, so that nothing was signed.
      assert.deepEqual([first.outcome, service.signatures.length], ["not_applied", 0], String(length));
    } else {
      assert.deepEqual([first?.paid, (again as PaidResponse).replayed], [true, true], String(length));
    }

    const settled = join(folder, `long-settlement-${length}.db`);
    Object.assign(service, { signatures: [], offer: {}, settlement: { note: "a".repeat(length) } });
    for (let turn = 0; turn < 2; turn += 1) {
      const result = await pay(settled).catch((error: unknown) => error as PayonceError);
      if (result instanceof PayonceError) {
        assert.equal(result.outcome, "unknown", String(length));
      }
    }
    assert.equal(service.signatures.length, 1, String(length));
  }
});
