// Pays services that run the official x402 package, with signatures of the official x402 client.

import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, beforeEach, test } from "node:test";
import { x402Client, x402HTTPClient } from "@x402/core/client";
import { HTTPFacilitatorClient, x402HTTPResourceServer, x402ResourceServer } from "@x402/core/server";
import type { PaymentRequired } from "@x402/core/types";
import { registerExactEvmScheme } from "@x402/evm/exact/client";
import { ExactEvmScheme } from "@x402/evm/exact/server";
import { OutcomeUnknownError, PayonceError } from "payonce";
import { type Challenge, fetch } from "payonce/challenge";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { MemoryJournal } from "../node/memory_journal.js";

const network = "eip155:84532";
const payTo = `0x${"12".repeat(20)}`;
const servers: Server[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A facilitator that verifies and settles as a test wants. Each nonce moves money once. */
const facilitator = {
  verify: {} as object,
  settle: (): object | null => ({ success: true }),
  settled: 0,
  moved: new Set<string>(),
};
beforeEach(() => {
  const settle = (): object => ({ success: true });
  Object.assign(facilitator, { verify: { isValid: true }, settle, settled: 0, moved: new Set() });
});

const facilitatorUrl = await listen(
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = (body: object): void => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(body));
      };
      if (request.url === "/supported") {
        answer({ kinds: [{ x402Version: 2, scheme: "exact", network }], extensions: [], signers: {} });
        return;
      }
      const { paymentPayload } = JSON.parse(Buffer.concat(chunks).toString()) as {
        paymentPayload: { payload: { authorization: { from: string; nonce: string } } };
      };
      const { from: payer, nonce } = paymentPayload.payload.authorization;
      if (request.url === "/verify") {
        answer({ ...facilitator.verify, payer });
        return;
      }
      facilitator.settled += 1;
      const settled = facilitator.settle();
      facilitator.moved.add(nonce);
      if (settled === null) {
        response.destroy();
        return;
      }
      answer({ transaction: `0x${"ab".repeat(32)}`, network, payer, ...settled });
    });
  }),
);

const resources = new x402HTTPResourceServer(
  new x402ResourceServer(new HTTPFacilitatorClient({ url: facilitatorUrl })).register(
    network,
    new ExactEvmScheme(),
  ),
  { "GET /report": { accepts: { scheme: "exact", payTo, price: "$0.01", network } } },
);
await resources.initialize();

const serviceUrl = await listen(
  createServer((request, response) => {
    const header = (name: string): string | undefined =>
      request.headers[name.toLowerCase()] as string | undefined;
    const adapter = {
      getHeader: header,
      getMethod: () => "GET",
      getPath: () => "/report",
      getUrl: () => `http://${request.headers.host}/report`,
      getAcceptHeader: () => "application/json",
      getUserAgent: () => "",
    };
    const send = (status: number, headers: object, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body ?? {}));
    };
    const paymentHeader = header("payment-signature");
    const context = { adapter, path: "/report", method: "GET", ...(paymentHeader && { paymentHeader }) };
    void resources.processHTTPRequest(context).then(async (result) => {
      if (result.type === "payment-error") {
        send(result.response.status, result.response.headers, result.response.body);
      } else if (result.type === "payment-verified") {
        const settled = await resources.processSettlement(result.paymentPayload, result.paymentRequirements);
        send(settled.success ? 200 : 402, settled.headers, { report: 1 });
      }
    });
  }),
);

/** Signs with the official client and a new wallet. */
function signer(): (challenge: Challenge) => Promise<Record<string, string>> {
  const client = new x402Client();
  registerExactEvmScheme(client, { signer: privateKeyToAccount(generatePrivateKey()) });
  const wallet = new x402HTTPClient(client);
  return async (challenge) => {
    const required = challenge.data as unknown as PaymentRequired;
    return wallet.encodePaymentSignatureHeader(await wallet.createPaymentPayload(required));
  };
}

const pay = async (journal: MemoryJournal) =>
  await fetch(`${serviceUrl}/report`, { sign: signer(), journal, idempotencyKey: "report-7" });

test("a report is paid once", async () => {
  const journal = new MemoryJournal();
  const [first, again] = [await pay(journal), await pay(journal)];
  assert.deepEqual([first.json(), first.paid, first.replayed], [{ report: 1 }, true, false]);
  assert.deepEqual([again.json(), again.paid, again.replayed], [{ report: 1 }, true, true]);
  assert.deepEqual([first.reference.hash, again.settlement], [`0x${"ab".repeat(32)}`, first.settlement]);
  // The reference is the nonce that the facilitator received.
  assert.deepEqual([...facilitator.moved], [first.reference.reference]);
});

test("a refusal of the verifier is not applied, and a later call pays", async () => {
  const journal = new MemoryJournal();
  facilitator.verify = { isValid: false, invalidReason: "insufficient_funds" };
  await assert.rejects(pay(journal), (error) => {
    assert.ok(error instanceof PayonceError);
    assert.deepEqual([error.outcome, error.code], ["not_applied", "insufficient_funds"]);
    return true;
  });
  facilitator.verify = { isValid: true };
  assert.equal((await pay(journal)).paid, true);
  assert.equal(facilitator.moved.size, 1);
});

test("a settlement whose answer is lost is never paid again", async () => {
  const journal = new MemoryJournal();
  facilitator.settle = () => null;
  for (let call = 0; call < 3; call += 1) {
    await assert.rejects(pay(journal), OutcomeUnknownError);
  }
  assert.equal(facilitator.moved.size, 1);
});

test("a pending settlement is settled with the same signature", async () => {
  const pending = { success: false, errorReason: "settlement_pending" };
  // The server of the package asks its facilitator again by itself.
  facilitator.settle = () => (facilitator.settled <= 2 ? pending : { success: true });
  assert.equal((await pay(new MemoryJournal())).paid, true);
  assert.equal(facilitator.moved.size, 1);
});

test("a challenge of version 1 is signed by the official client in the field of version 1", async () => {
  // USDC on this test network: the client signs for no other asset by default.
  const asset = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
  const requirements = {
    ...{
      scheme: "exact",
      network: "base-sepolia",
      maxAmountRequired: "10000",
      resource: "http://127.0.0.1/report",
    },
    ...{ description: "", mimeType: "", payTo, maxTimeoutSeconds: 60, asset },
    extra: { name: "USDC", version: "2" },
  };
  const signed: unknown[] = [];
  const url = await listen(
    createServer((request, response) => {
      const payment = request.headers["x-payment"];
      if (payment === undefined) {
        response.writeHead(402, { "content-type": "application/json" });
        response.end(JSON.stringify({ x402Version: 1, error: "pay", accepts: [requirements] }));
        return;
      }
      signed.push(JSON.parse(Buffer.from(String(payment), "base64").toString()));
      response.end("paid");
    }),
  );
  const response = await fetch(`${url}/report`, { sign: signer() });
  assert.deepEqual([response.text(), response.paid], ["paid", true]);
  const [payment] = signed as { x402Version: number; payload: { authorization: { nonce: string } } }[];
  assert.deepEqual(
    [payment?.x402Version, payment?.payload.authorization.nonce],
    [1, response.reference.reference],
  );
});
