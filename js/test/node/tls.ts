import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type * as Payonce from "payonce";
import { generate } from "selfsigned";

const apiKey = "awx_a_key_of_a_test";
const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };

const authority = await generate([{ name: "commonName", value: "a CA of a test" }], {
  algorithm: "sha256",
  extensions: [{ name: "basicConstraints", cA: true, critical: true }],
});
const folder = await mkdtemp(join(tmpdir(), "payonce-tls-"));
/** The certificate of the CA, as a corporate network hands it out. */
export const caFile = join(folder, "corporate-ca.pem");
await writeFile(caFile, authority.cert);

let requests = 0;
const servers: Server[] = [];
after(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true });
});

/** The address of a server whose certificate the CA has signed for this name. */
export async function serve(name: string): Promise<string> {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    algorithm: "sha256",
    ca: { key: authority.private, cert: authority.cert },
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
  });
  const server = createServer({ cert, key }, (_, response) => {
    requests += 1;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: "tx_1", status: "confirmed" }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

/** Fails unless the call ended because of the certificate, before anything was sent. */
export function assertNotTrusted(payonce: typeof Payonce, error: unknown): void {
  assert.ok(error instanceof payonce.ApiConnectionError, String(error));
  assert.deepEqual(
    [error.outcome, error.phase, error.retryable, error.advice],
    ["not_applied", "before_send", false, "stop"],
    String(error),
  );
  assert.match(error.message, /certificate is not trusted.*NODE_EXTRA_CA_CERTS/);
}

export async function failureOf(request: Promise<unknown>): Promise<unknown> {
  return await request.then(
    () => assert.fail("the request succeeded"),
    (error: unknown) => error,
  );
}

/** What holds whether the addon or `fetch` connects. */
export function testTrust(payonce: typeof Payonce): void {
  test("a certificate that is not trusted ends the call at once, and nothing is sent", async () => {
    const wallet = new payonce.AgentWallex({ apiKey, baseUrl: await serve("localhost") });
    const before = requests;
    assertNotTrusted(payonce, await failureOf(wallet.payments.send(payment)));
    assert.equal(requests, before);
  });

  test("an exception of fetch about a certificate says that nothing was sent", async () => {
    const thrown = await failureOf(fetch(await serve("localhost"), { method: "POST", body: "{}" }));
    assertNotTrusted(
      payonce,
      payonce.fromTransportError("agentwallex", thrown, { operation: "payments.send" }),
    );
  });

  test("an exception of fetch about TLS that a later moment can have too leaves the outcome unknown", () => {
    for (const code of [
      "EPROTO",
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    ]) {
      const thrown = new TypeError("fetch failed", { cause: { code } });
      const found = payonce.fromTransportError("agentwallex", thrown, { operation: "payments.send" });
      assert.equal(found.outcome, "unknown", code);
    }
  });
}
