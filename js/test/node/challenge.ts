// Payments by challenge of x402 and MPP, against a service on loopback that takes payments, loses answers and lies.

import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, beforeEach, describe, test } from "node:test";
import type * as Payonce from "payonce";
import type { AnyPayonceError, CallEvent, JournalRow } from "payonce";
import { type Challenge, fetch, type FetchOptions, journalOf, type PaidResponse } from "payonce/challenge";
import { MemoryJournal } from "./memory_journal.js";

const offer = { x402Version: 2, resource: { url: "/" }, accepts: [{ scheme: "exact", amount: "1000" }] };
const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64");

interface Answer {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Buffer;
}

const challenged: Answer = { status: 402, headers: [["PAYMENT-REQUIRED", b64(offer)]], body: "{}" };
const settlement = { success: true, transaction: "0x1", network: "eip155:1" };
const paid: Answer = {
  status: 200,
  headers: [["PAYMENT-RESPONSE", b64(settlement)]],
  body: '{"report": 1}',
};
const refused = (errorReason: string, status = 402, more: object = {}): Answer => ({
  status,
  headers: [["PAYMENT-RESPONSE", b64({ success: false, errorReason, ...more })]],
  body: "{}",
});

/** A paid service. `answers` responds to signed requests, in order; its last entry responds to all further ones. */
const service = {
  url: "",
  challenge: challenged,
  answers: [paid] as (Answer | "lost" | "silent")[],
  unpaid: 0,
  signatures: [] as string[],
  bodies: [] as Buffer[],
};

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  service.bodies.push(Buffer.concat(chunks));
  const { headers } = request;
  const signature = [headers["payment-signature"], headers["x-payment"], headers.authorization].find(Boolean);
  let answer: Answer | "lost" | "silent" = service.challenge;
  if (signature === undefined) {
    service.unpaid += 1;
  } else {
    answer = service.answers[Math.min(service.signatures.length, service.answers.length - 1)] ?? paid;
    service.signatures.push(String(signature));
  }
  if (answer === "silent") {
    return;
  }
  if (answer === "lost") {
    response.socket?.destroy();
    return;
  }
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers ?? []) {
    response.appendHeader(name, value);
  }
  response.end(answer.body ?? "");
}

const server = createServer((request, response) => void respond(request, response));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/report?month=7`;
after(() => {
  server.closeAllConnections();
  server.close();
});

let signed: Challenge[] = [];
const signer =
  (header = "PAYMENT-SIGNATURE") =>
  async (challenge: Challenge): Promise<Record<string, string>> => {
    signed.push(challenge);
    return { [header]: `signature-${signed.length}-${Math.random().toString(36).slice(2)}` };
  };

async function pay(options: Partial<FetchOptions> = {}): Promise<PaidResponse> {
  return await fetch(service.url, { sign: signer(), ...options });
}

async function endLeases(store: MemoryJournal): Promise<void> {
  for (const row of store.rows.values()) {
    const entry = JSON.stringify({ ...(JSON.parse(row.entry) as object), lease_ms: 0 });
    store.rows.set(row.id, { ...row, generation: row.generation + 1, entry });
  }
}

const onlyRow = (store: MemoryJournal): JournalRow => {
  const [row, ...others] = store.rows.values();
  assert.ok(row !== undefined && others.length === 0);
  return row;
};

export function testChallenges(payonce: typeof Payonce): void {
  const { InvalidArgumentError, NotAppliedError, OutcomeUnknownError } = payonce;

  async function failure(work: Promise<unknown>): Promise<AnyPayonceError> {
    const error: unknown = await work.then(
      () => assert.fail("it did not throw"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof payonce.PayonceError, String(error));
    return error;
  }

  beforeEach(() => {
    Object.assign(service, { challenge: challenged, answers: [paid], unpaid: 0, signatures: [], bodies: [] });
    signed = [];
  });

  test("a service that asks for no payment is not paid", async () => {
    service.challenge = { status: 200, body: "free" };
    const response = await pay();
    assert.deepEqual([response.status, response.text(), response.paid], [200, "free", false]);
    assert.deepEqual([service.unpaid, service.signatures, signed], [1, [], []]);
  });

  test("a challenge of x402 is signed and paid once, with the same body", async () => {
    const body = new Uint8Array([0, 255, 10, 13]);
    const response = await pay({ method: "POST", body, headers: [["x-tenant", "t1"]] });
    assert.deepEqual([response.json(), response.paid, response.replayed], [{ report: 1 }, true, false]);
    assert.deepEqual([response.settlement, response.reference.hash], [settlement, "0x1"]);
    assert.deepEqual([service.unpaid, service.signatures.length, response.attempts], [1, 1, 2]);
    assert.deepEqual(service.bodies, [Buffer.from(body), Buffer.from(body)]);
    assert.deepEqual([signed[0]?.protocol, signed[0]?.version, signed[0]?.data], ["x402", 2, offer]);
  });

  test("a challenge of version 1 is read from the body", async () => {
    const first = { x402Version: 1, accepts: [{ scheme: "exact", maxAmountRequired: "1000" }], error: "pay" };
    service.challenge = { status: 402, body: JSON.stringify(first) };
    assert.equal((await pay({ sign: signer("X-PAYMENT") })).paid, true);
    assert.deepEqual([signed[0]?.version, signed[0]?.data], [1, first]);
  });

  test("a challenge of MPP is read from the header field, and its id is the reference", async () => {
    const members = 'id="c1", realm="api", method="tempo", intent="charge", request="eyJhIjoxfQ"';
    service.challenge = {
      status: 402,
      headers: [["WWW-Authenticate", `Basic realm="a, b", Payment ${members}`]],
    };
    const credential = `Payment ${Buffer.from(JSON.stringify({ challenge: { id: "c1" } })).toString("base64url")}`;
    const response = await pay({ sign: () => ({ Authorization: credential }) });
    assert.deepEqual([response.paid, response.reference.reference], [true, "c1"]);
  });

  test("a signer that declines sends nothing, and the key stays free", async () => {
    const journal = new MemoryJournal();
    const error = await failure(
      pay({
        journal,
        idempotencyKey: "report-7",
        sign: () => {
          throw new RangeError("1000 is too much");
        },
      }),
    );
    assert.ok(error instanceof NotAppliedError);
    assert.match(error.message, /RangeError: 1000 is too much/);
    assert.equal((error.cause as Error).message, "1000 is too much");
    assert.equal((await pay({ journal, idempotencyKey: "report-7" })).paid, true);
    assert.equal(service.signatures.length, 1);
  });

  const garbage: readonly [string, unknown][] = [
    ["another header field", { "X-PAYMENT": "signature" }],
    ["two header fields", { "PAYMENT-SIGNATURE": "signature", "X-PAYMENT": "signature" }],
    ["nothing", undefined],
    ["a text", "signature"],
    ["an empty value", { "PAYMENT-SIGNATURE": " " }],
    ["a number", { "PAYMENT-SIGNATURE": 7 }],
    ["a line break", { "PAYMENT-SIGNATURE": "a\r\nX-Other: b" }],
    ["a value that is not ASCII", { "PAYMENT-SIGNATURE": "ä" }],
    ["a function", { "PAYMENT-SIGNATURE": () => "signature" }],
  ];
  for (const [what, returned] of garbage) {
    test(`a signer that returns ${what} sends nothing`, async () => {
      const error = await failure(pay({ sign: () => returned as Record<string, string> }));
      assert.ok(error instanceof InvalidArgumentError);
      assert.equal(error.outcome, "not_applied");
      assert.deepEqual(service.signatures, []);
    });
  }

  test("a signer that does not return has until the deadline", async () => {
    const sign = (): Promise<Record<string, string>> => new Promise(() => {});
    const error = await failure(pay({ sign, deadlineMs: 300 }));
    assert.match(error.message, /not signed before the deadline/);
    assert.deepEqual([error.outcome, service.signatures], ["not_applied", []]);
  });

  const unproven: readonly [string, Answer | "lost"][] = [
    ["a lost answer", "lost"],
    ["a second challenge", challenged],
    [
      "a challenge with a higher price",
      { ...challenged, headers: [["PAYMENT-REQUIRED", b64({ ...offer, accepts: [{ amount: "2000" }] })]] },
    ],
    ["a failed settlement", refused("unexpected_settle_error")],
    ["a reason with another status", refused("insufficient_funds", 500)],
    ["a success whose settlement failed", refused("insufficient_funds", 200)],
    ["an unknown reason", refused("a_new_reason")],
    ["a reason with a transaction", refused("insufficient_funds", 402, { transaction: "0x1" })],
    ["a reason beside a success", refused("insufficient_funds", 402, { success: true })],
    [
      "two settlements that differ",
      {
        status: 402,
        headers: [
          ["PAYMENT-RESPONSE", b64({ success: false, errorReason: "insufficient_funds" })],
          ["PAYMENT-RESPONSE", b64(settlement)],
        ],
      },
    ],
    [
      "a settlement that cannot be read beside a reason",
      {
        status: 402,
        headers: [
          ["PAYMENT-RESPONSE", "%%%"],
          ["PAYMENT-REQUIRED", b64({ ...offer, error: "insufficient_funds" })],
        ],
      },
    ],
    [
      "a reason in a body of another version",
      { status: 402, body: JSON.stringify({ x402Version: 1, accepts: [], error: "insufficient_funds" }) },
    ],
    ["a redirect", { status: 302, headers: [["Location", "/other"]] }],
    ["a server error", { status: 500 }],
  ];
  for (const [what, answer] of unproven) {
    test(`${what} may have been paid, and is never paid again`, async () => {
      service.answers = [answer];
      const journal = new MemoryJournal();
      for (let call = 0; call < 2; call += 1) {
        const error = await failure(pay({ journal, idempotencyKey: "report-7" }));
        assert.ok(error instanceof OutcomeUnknownError, error.message);
        assert.deepEqual([error.outcome, error.retryable], ["unknown", false]);
        assert.ok(!JSON.stringify(error).includes("signature-"));
      }
      assert.deepEqual([service.unpaid, service.signatures.length, signed.length], [1, 1, 1]);
      const row = onlyRow(journal);
      assert.deepEqual([row.state, row.outcome], ["open", "unknown"]);
      assert.ok(!row.entry.includes("signature-"));
    });
  }

  test("a reason of the verifier proves that nothing was used", async () => {
    const journal = new MemoryJournal();
    service.answers = [refused("insufficient_funds"), paid];
    const error = await failure(pay({ journal, idempotencyKey: "report-7" }));
    assert.deepEqual([error.outcome, error.code, error.status], ["not_applied", "insufficient_funds", 402]);
    assert.equal((await pay({ journal, idempotencyKey: "report-7" })).paid, true);
  });

  test("a pending settlement is sent once more with the same signature", async () => {
    service.answers = [refused("settlement_pending", 402, { transaction: "0x1" }), paid];
    assert.equal((await pay()).paid, true);
    assert.deepEqual([service.signatures.length, new Set(service.signatures).size, signed.length], [2, 1, 1]);
  });

  test("one key is one payment, also between calls at the same time", async () => {
    const journal = new MemoryJournal();
    const calls = Array.from({ length: 6 }, () => pay({ journal, idempotencyKey: "report-7" }));
    const responses = await Promise.all(calls);
    assert.equal(service.signatures.length, 1);
    assert.equal(responses.filter((response) => response.replayed).length, 5);
    for (const response of responses) {
      assert.deepEqual(
        [response.json(), response.paid, response.settlement],
        [{ report: 1 }, true, settlement],
      );
    }
    const error = await failure(
      fetch(`${service.url}&day=1`, { sign: signer(), journal, idempotencyKey: "report-7" }),
    );
    assert.match(error.message, /other arguments/);
  });

  describe("a signal", () => {
    test("that fires in the signer sends nothing", async () => {
      const [controller, journal] = [new AbortController(), new MemoryJournal()];
      const sign = async (): Promise<Record<string, string>> => {
        controller.abort(new Error("enough"));
        return await new Promise(() => {});
      };
      const error = await failure(
        pay({ sign, journal, idempotencyKey: "report-7", signal: controller.signal }),
      );
      assert.deepEqual([error.kind, error.outcome, service.signatures], ["cancelled", "not_applied", []]);
      assert.equal((error.cause as Error).message, "enough");
      assert.equal((await pay({ journal, idempotencyKey: "report-7" })).paid, true);
    });

    test("that fires after the payment was sent leaves an open entry with its reference", async () => {
      const [controller, journal] = [new AbortController(), new MemoryJournal()];
      service.answers = ["silent"];
      const sign = (): Record<string, string> => ({
        "PAYMENT-SIGNATURE": b64({ payload: { authorization: { nonce: "0xabc" } } }),
      });
      const events: CallEvent[] = [];
      const onEvent = (event: CallEvent): void => {
        events.push(event);
        if (event.event === "about_to_send" && event.attempt === 2) {
          setTimeout(() => controller.abort(), 100);
        }
      };
      const options = { sign, journal, idempotencyKey: "report-7", signal: controller.signal, onEvent };
      const error = await failure(pay(options));
      assert.deepEqual([error.outcome, error.reference.reference], ["unknown", "0xabc"]);
      const row = onlyRow(journal);
      assert.deepEqual([row.state, row.outcome], ["open", "unknown"]);
      assert.match(row.entry, /0xabc/);
      const last = events.at(-1);
      assert.equal(last?.event === "finished" && last.outcome, "unknown");
      const again = await failure(pay({ journal, idempotencyKey: "report-7" }));
      assert.deepEqual(
        [again.outcome, again.reference.reference, service.signatures.length],
        ["unknown", "0xabc", 1],
      );
    });
  });

  test("a listener that fails before the payment sends nothing", async () => {
    const journal = new MemoryJournal();
    const onEvent = (event: CallEvent): void => {
      if (event.event === "about_to_send" && event.attempt === 2) {
        throw new Error("no");
      }
    };
    const error = await failure(pay({ journal, idempotencyKey: "report-7", onEvent }));
    assert.deepEqual([error.outcome, service.signatures], ["not_applied", []]);
    assert.deepEqual([onlyRow(journal).state, onlyRow(journal).outcome], ["settled", "not_applied"]);
  });

  test("events show both requests and the end", async () => {
    const names: string[] = [];
    await pay({ onEvent: (event) => void names.push(event.event) });
    const request = ["about_to_send", "request_finished"];
    assert.deepEqual(names, [...request, ...request, "finished"]);
  });

  test("a store that fails before the payment sends nothing", async () => {
    const journal = new MemoryJournal();
    journal.update = async () => {
      throw new Error("disk full");
    };
    const error = await failure(pay({ journal, idempotencyKey: "report-7" }));
    assert.match(error.message, /disk full/);
    assert.deepEqual([error.outcome, service.signatures], ["not_applied", []]);
  });

  test("a process that died after the payment is not paid again", async () => {
    const journal = new MemoryJournal();
    service.answers = ["silent"];
    void pay({ journal, idempotencyKey: "report-7", deadlineMs: 2_000 }).catch(() => {});
    while (service.signatures.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // Another process finds what this one wrote last.
    const left = new MemoryJournal();
    left.rows.set(onlyRow(journal).id, onlyRow(journal));
    assert.equal(onlyRow(left).state, "sending");
    await endLeases(left);
    const error = await failure(pay({ journal: left, idempotencyKey: "report-7" }));
    assert.deepEqual([error.outcome, service.signatures.length, onlyRow(left).state], ["unknown", 1, "open"]);
  });

  test("the journal of a service settles nothing that may have been paid, and signs nothing", async () => {
    const journal = new MemoryJournal();
    service.answers = ["lost"];
    await failure(pay({ journal, idempotencyKey: "report-7" }));
    const entries = await journalOf(service.url, { journal });
    const { open, settled } = await entries.run();
    assert.deepEqual([open.map((entry) => entry.key), settled], [["report-7"], []]);
    assert.equal((await entries.reconcile("report-7"))[0]?.outcome, "unknown");
    assert.deepEqual([service.unpaid, service.signatures.length, signed.length], [1, 1, 1]);
    const verdict = { outcome: "not_applied", by: "ana", note: "not on the chain", freesKey: true } as const;
    assert.equal((await entries.settle("report-7", verdict)).state, "settled");
    service.answers = [paid];
    assert.equal((await pay({ journal, idempotencyKey: "report-7" })).paid, true);
  });

  const wrong: readonly [string, Partial<FetchOptions>, RegExp][] = [
    ["a key without a journal", { idempotencyKey: "report-7" }, /needs a journal/],
    ["a journal without a key", { journal: new MemoryJournal() }, /is required with a journal/],
    ["a key that was lost", { idempotencyKey: null as never }, /must not be null/],
    ["no signer", { sign: undefined as never }, /sign: must be a function/],
    ["another method", { method: "TRACE" }, /method: must be GET/],
    ["a negative deadline", { deadlineMs: -1 }, /deadlineMs/],
    ["no time", { deadlineMs: 0 }, /deadlineMs/],
    ["a payment among its header fields", { headers: { "Payment-Signature": "a" } }, /carries a payment/],
    [
      "a credential among its header fields",
      { headers: { authorization: "payment abc" } },
      /carries a payment/,
    ],
    ["a header field with a line break", { headers: { "x-a": "b\nc" } }, /line breaks/],
    ["an option that does not exist", { retries: 3 } as never, /retries/],
    ["a signal that is not one", { signal: {} as never }, /AbortSignal/],
  ];
  for (const [what, options, message] of wrong) {
    test(`${what} is refused before anything is sent`, async () => {
      const error = await failure(pay(options));
      assert.ok(error instanceof InvalidArgumentError);
      assert.match(error.message, message);
      assert.equal(service.unpaid, 0);
    });
  }

  test("an offer that contradicts itself is not signed", async () => {
    const other = { ...offer, accepts: [{ scheme: "exact", amount: "9999" }] };
    const headers = [offer, other].map((data) => ["PAYMENT-REQUIRED", b64(data)] as const);
    service.challenge = { status: 402, headers };
    const error = await failure(pay());
    assert.deepEqual([error.outcome, error.status, signed], ["not_applied", 402, []]);
  });
}
