import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce";

const secret = "whsec_planted_0123456789abcdef";

async function sign(payload: string): Promise<string> {
  const bytes = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes.encode(secret), algorithm, false, ["sign"]);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes.encode(payload)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function refusal(options: payonce.WebhookOptions): payonce.WebhookError {
  try {
    payonce.verifyWebhook(options);
  } catch (error) {
    assert.ok(error instanceof payonce.WebhookError);
    return error;
  }
  throw new Error("it was believed");
}

test("an event has its fields and keeps unknown ones", async () => {
  const made = new Date().toISOString();
  const payload = `{"id":"evt_1","type":"payment.completed","created_at":"${made}","data":{"tx":"tx_1"},"try":2}`;
  const signature = await sign(payload);
  const expected = {
    id: "evt_1",
    type: "payment.completed",
    createdAt: made,
    data: { tx: "tx_1" },
    extra: { try: 2 },
  };
  assert.deepEqual(payonce.verifyWebhook({ payload, signature, secret }), expected);
  const bytes = new TextEncoder().encode(payload);
  assert.deepEqual(payonce.verifyWebhook({ payload: bytes, signature, secret }), expected);
});

test("a missing field of an event is empty, and a field of another type is kept in extra", async () => {
  const payload = `{"id":7,"type":"agent.frozen","data":["agent_1"]}`;
  const event = payonce.verifyWebhook({ payload, signature: await sign(payload), secret });
  assert.deepEqual(event, {
    id: null,
    type: "agent.frozen",
    createdAt: null,
    data: {},
    extra: { id: 7, data: ["agent_1"] },
  });
});

test("a request without the header is refused", () => {
  const error = refusal({ payload: "{}", signature: null, secret });
  assert.deepEqual([error.code, error.respondStatus], ["webhook_signature_malformed", 401]);
  assert.ok(!((error as Error) instanceof payonce.PayonceError), "a refusal is no verdict on a call");
});

test("an invalid option of verifyWebhook is refused by its name", () => {
  const right = { payload: "{}", signature: "", secret };
  const wrong: [object, typeof TypeError | typeof RangeError, RegExp][] = [
    [{ payload: { type: "payment.completed" } }, TypeError, /^payload/],
    [{ secret: undefined }, TypeError, /^secret/],
    [{ signature: [secret] }, TypeError, /^signature/],
    [{ signature: { toString: () => secret } }, TypeError, /^signature/],
    [{ signature: 7 }, TypeError, /^signature/],
    [{ signature: new TextEncoder().encode(secret) }, TypeError, /^signature/],
    [{ toleranceMs: "300000" }, TypeError, /^toleranceMs/],
    [{ toleranceMs: null }, TypeError, /^toleranceMs/],
    [{ toleranceMs: 1n }, TypeError, /^toleranceMs/],
    [{ toleranceMs: [secret] }, TypeError, /^toleranceMs/],
    [{ now: new Date(Number.NaN) }, RangeError, /^now/],
    [{ toleranceMs: Number.POSITIVE_INFINITY }, RangeError, /^toleranceMs/],
    [{ toleranceMs: -1 }, RangeError, /^toleranceMs/],
  ];
  for (const [option, Class, message] of wrong) {
    const verify = () => payonce.verifyWebhook({ ...right, ...option } as payonce.WebhookOptions);
    assert.throws(verify, (error) => {
      assert.ok(error instanceof Class);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /planted|300000/);
      return true;
    });
  }
});

test("no refusal contains the secret or a signature", async () => {
  const payload = `{"type":"payment.completed"}`;
  const signature = await sign(payload);
  const error = refusal({ payload: `${payload} `, signature, secret });
  for (const text of [String(error), error.stack ?? "", JSON.stringify(error), error.message]) {
    assert.ok(!text.includes("planted"), text);
    assert.ok(!text.includes(signature), text);
  }
});

const acme = {
  payonce: 1,
  id: "acme_hooks",
  title: "Acme Pay",
  webhook: {
    header: "Acme-Signature",
    value: "{signature}",
    algorithm: "hmac_sha256",
    signed: ["{body}"],
    id: "/id",
    data: "/data",
    source: "https://docs.acme.test/webhooks",
  },
};

test("a provider from a file verifies its webhooks with header fields in every form", async () => {
  const provider = payonce.Provider.parse(acme);
  const payload = `{"id":"evt_1","type":"payment.paid","data":{"id":"pay_1"},"try":2}`;
  const signature = await sign(payload);
  const expected = {
    id: "evt_1",
    type: "payment.paid",
    createdAt: null,
    data: { id: "pay_1" },
    extra: { try: 2 },
    state: null,
    objectId: null,
    look: null,
    lookArguments: {},
  };
  const right: payonce.HeaderFields = { "Acme-Signature": signature };
  const forms: payonce.HeaderFields[] = [
    right,
    new Headers({ "acme-signature": signature }),
    { "acme-signature": [signature] },
    [["ACME-SIGNATURE", signature]],
  ];
  for (const headers of forms) {
    assert.deepEqual(provider.verifyWebhook({ payload, headers, secret }), expected);
  }
  const refused = (options: payonce.ProviderWebhookOptions, code: payonce.WebhookErrorCode): void => {
    assert.throws(
      () => provider.verifyWebhook(options),
      (error) => error instanceof payonce.WebhookError && error.code === code,
    );
  };
  refused({ payload, headers: {}, secret }, "webhook_signature_malformed");
  refused({ payload: "{}", headers: right, secret }, "webhook_signature_mismatch");
  // The variable that the file names is not set.
  refused({ payload, headers: right }, "webhook_secret_missing");
});
