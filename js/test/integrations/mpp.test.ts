// Pays services that run the server of the official mppx package, with credentials of the package.

import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, beforeEach, test } from "node:test";
import { Challenge as Offer, Credential, Errors, Method, Receipt } from "mppx";
import { Mppx } from "mppx/server";
import { OutcomeUnknownError, PayonceError } from "payonce";
import { type Challenge, fetch } from "payonce/challenge";
import { z } from "zod/mini";
import { MemoryJournal } from "../node/memory_journal.js";

const servers: Server[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A payment method of this test: a signature is money that moves once. */
const charge = Method.from({
  name: "test",
  intent: "charge",
  schema: {
    credential: { payload: z.object({ signature: z.string() }) },
    request: z.object({ amount: z.string(), currency: z.string(), recipient: z.string() }),
  },
});

const ledger = { moved: [] as string[], refuse: undefined as Error | undefined, lost: false };
beforeEach(() => {
  Object.assign(ledger, { moved: [], refuse: undefined, lost: false });
});

const payments = Mppx.create({
  methods: [
    Method.toServer(charge, {
      verify({ credential }) {
        if (ledger.refuse !== undefined) {
          return Promise.reject(ledger.refuse);
        }
        ledger.moved.push(credential.challenge.id);
        const timestamp = new Date().toISOString();
        return Promise.resolve(
          Receipt.from({ method: "test", status: "success", timestamp, reference: "tx_7" }),
        );
      },
    }),
  ],
  realm: "api.example.test",
  secretKey: "a secret of this test with more than 32 bytes",
});

const server = createServer((request, response) => {
  const offered = payments.charge({ amount: "1000", currency: "usd", recipient: "shop" });
  const answer = async (): Promise<void> => {
    const result = await Mppx.toNodeListener(offered)(request, response);
    if (result.status === 402) {
      return;
    }
    if (ledger.lost) {
      response.destroy();
      return;
    }
    response.end("paid");
  };
  void answer();
});
servers.push(server);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/report`;

/** Signs with the classes of the official package. */
function sign(challenge: Challenge): Record<string, string> {
  const offer = Offer.deserialize(challenge.headers[0] ?? "");
  // The parameters that payonce read are the ones that the package reads.
  const [read] = challenge.data["challenges"] as { id: string }[];
  assert.equal(read?.id, offer.id);
  const credential = Credential.from({ challenge: offer, payload: { signature: "0x1" } });
  return { Authorization: Credential.serialize(credential) };
}

const pay = async (journal: MemoryJournal) => await fetch(url, { sign, journal, idempotencyKey: "report-7" });

test("a challenge of the official server is paid once", async () => {
  const journal = new MemoryJournal();
  const [first, again] = [await pay(journal), await pay(journal)];
  assert.deepEqual([first.text(), first.paid, first.replayed], ["paid", true, false]);
  assert.deepEqual([again.text(), again.paid, again.replayed], ["paid", true, true]);
  // The reference is the id of the challenge that the server verified.
  assert.deepEqual(ledger.moved, [first.reference.reference]);
  const receipt = first.headers.find(([name]) => name.toLowerCase() === "payment-receipt");
  assert.equal(Receipt.deserialize(receipt?.[1] ?? "").reference, "tx_7");
});

test("a refusal of the official server is never paid again", async () => {
  for (const refuse of [
    new Errors.VerificationFailedError({ reason: "no" }),
    new Errors.PaymentExpiredError(),
    new Errors.InvalidChallengeError(),
    new Errors.PaymentInsufficientError({ reason: "too little" }),
  ]) {
    const journal = new MemoryJournal();
    ledger.refuse = refuse;
    for (let call = 0; call < 2; call += 1) {
      await assert.rejects(pay(journal), (error) => {
        assert.ok(error instanceof PayonceError);
        assert.notEqual(error.outcome, "applied");
        return true;
      });
    }
    ledger.refuse = undefined;
    if (refuse instanceof Errors.VerificationFailedError) {
      await assert.rejects(pay(journal), OutcomeUnknownError);
      assert.deepEqual(ledger.moved, []);
    }
  }
});

test("a payment whose answer is lost is never paid again", async () => {
  const journal = new MemoryJournal();
  ledger.lost = true;
  await assert.rejects(pay(journal), OutcomeUnknownError);
  ledger.lost = false;
  await assert.rejects(pay(journal), OutcomeUnknownError);
  assert.equal(ledger.moved.length, 1);
});
