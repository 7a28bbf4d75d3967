import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce";

const source = "https://docs.acme.test/errors";
const refused = { kind: "insufficient_funds", actor: "operator", evidence: "refused", status: 402, source };
const acme = {
  payonce: 1,
  id: "acme_json",
  title: "Acme Pay",
  base_url: "https://api.acme.test/v1",
  auth: { header: "Authorization", value: "Bearer {api_key}", env: "ACME_API_KEY" },
  read: { code: ["/error/code"], message: ["/error/message"] },
  code: [{ code: "wallet_empty", ...refused }],
  operation: [{ name: "payments.send", method: "POST", path: "/payments", source, safety: "unkeyed" }],
};

function refusalOf(file: string | object, options?: payonce.ProviderFileOptions): payonce.ProviderFileError {
  try {
    payonce.Provider.parse(file, options);
  } catch (error) {
    assert.ok(error instanceof payonce.ProviderFileError);
    return error;
  }
  throw new Error("it was not refused");
}

test("a provider file in JSON classifies the responses of its provider", () => {
  const provider = payonce.Provider.parse(JSON.stringify(acme));
  assert.equal(provider.id as string, "acme_json");
  assert.equal(provider.title, "Acme Pay");
  assert.deepEqual(provider.operations, ["payments.send"]);
  const body = { error: { code: "wallet_empty", message: "top up first" } };
  const error = provider.classify({ operation: "payments.send", status: 402, body });
  assert.ok(error instanceof payonce.ProviderError);
  assert.ok(error instanceof payonce.InsufficientFundsError);
  assert.ok(error instanceof payonce.NotAppliedError);
  assert.ok(error instanceof payonce.PayonceError);
  assert.equal(error instanceof payonce.AgentWallexError, false);
  assert.equal(error.provider as string, "acme_json");
  assert.equal(error.code, "wallet_empty");
  assert.equal(error.message, "top up first");
  assert.equal(error.outcome, "not_applied");
  const lost = provider.classify({ operation: "payments.send", status: 500, body });
  assert.ok(lost instanceof payonce.OutcomeUnknownError);
  assert.equal(lost.retryable, false);
  assert.equal(provider.classify({ operation: "payments.send", status: 200, body: {} }), null);
});

test("every function that takes an id takes a provider from a file", async () => {
  const provider = payonce.Provider.parse(acme);
  const body = { error: { code: "wallet_empty" } };
  const direct = payonce.classify({ provider, status: 402, body });
  assert.ok(direct instanceof payonce.ProviderError);
  const response = Response.json(body, { status: 402 });
  const found = await payonce.errorFromResponse(provider, response, { operation: "payments.send" });
  assert.ok(found instanceof payonce.InsufficientFundsError);
  const dropped = payonce.fromTransportError(provider, new TypeError("fetch failed"));
  assert.ok(dropped instanceof payonce.ProviderError);
  assert.equal(dropped.outcome, "unknown");
});

test("the data of an error becomes an error of the same classes again", () => {
  const error = payonce.Provider.parse(acme).classify({
    status: 402,
    body: { error: { code: "wallet_empty" } },
  });
  assert.ok(error !== null);
  const again = payonce.errorFromPayload(JSON.parse(JSON.stringify(error)) as payonce.ErrorData);
  assert.ok(again instanceof payonce.ProviderError);
  assert.ok(again instanceof payonce.InsufficientFundsError);
});

test("comparing the provider narrows the type of an error", () => {
  const error: unknown = payonce.Provider.parse(acme).classify({ status: 402, body: {} });
  assert.ok(error instanceof payonce.PayonceError);
  if (error.provider === "agentwallex") {
    const wallex: "agentwallex" = error.provider;
    assert.equal(wallex, "never reached");
  }
  assert.ok(error instanceof payonce.ProviderError);
});

test("two files with one id are two providers", () => {
  const first = payonce.Provider.parse(acme);
  const second = payonce.Provider.parse({
    ...acme,
    code: [{ code: "wallet_empty", ...refused, kind: "permission" }],
  });
  const received = { status: 402, body: { error: { code: "wallet_empty" } } };
  assert.equal(first.classify(received)?.kind, "insufficient_funds");
  assert.equal(second.classify(received)?.kind, "permission");
});

test("a file that extends a built-in provider adds codes and keeps its class", () => {
  const added = {
    code: "wallet_sleeping",
    kind: "unavailable",
    actor: "none",
    evidence: "refused",
    status: 409,
    source,
  };
  const provider = payonce.Provider.parse({ payonce: 1, extends: "agentwallex", code: [added] });
  assert.equal(provider.id, "agentwallex");
  assert.ok(provider.operations.includes("payments.send"));
  const received = { operation: "payments.send", status: 409, body: { code: "wallet_sleeping" } };
  const error = provider.classify(received);
  assert.ok(error instanceof payonce.AgentWallexError);
  assert.ok(error instanceof payonce.UnavailableError);
  assert.equal(error instanceof payonce.ProviderError, false);
  // The provider that is built in does not change.
  assert.equal(payonce.classify({ provider: "agentwallex", ...received })?.kind, "conflict");
});

test("a refused file names each problem with its line and column", () => {
  const broken = { ...acme, code: [{ code: "wallet_empty", ...refused, source: undefined }] };
  const error = refusalOf(JSON.stringify(broken, null, 2), { name: "acme.json" });
  assert.ok(error instanceof Error);
  assert.equal(error.name, "ProviderFileError");
  assert.match(error.message, /^acme\.json:\d+:\d+: has no `source`/);
  const [problem] = error.problems;
  assert.ok(problem !== undefined);
  assert.ok(error.message.startsWith(`acme.json:${problem.line}:${problem.column}: ${problem.message}`));
  assert.ok(problem.line > 1);
  // An object counts in its indented text.
  assert.deepEqual(refusalOf(broken).problems, error.problems);
});

test("a text that is not JSON is refused with its place", () => {
  assert.match(refusalOf('{\n  "payonce": 1,\n', { name: "a.json" }).message, /^a\.json:3:\d+: /);
  assert.match(refusalOf("", {}).message, /^provider\.json:1:\d+: /);
});

test("a format that is neither TOML nor JSON is refused", () => {
  const options = { format: "yaml" } as unknown as payonce.ProviderFileOptions;
  assert.match(refusalOf("payonce: 1", options).message, /"yaml" is not a format of a provider file/);
});

test("the module without TOML says so", () => {
  const text = 'payonce = 1\nid = "acme"\ntitle = "Acme"\n';
  if (payonce.backendName() === "addon") {
    assert.equal(payonce.Provider.parse(text, { name: "acme.toml" }).title, "Acme");
  } else {
    for (const options of [{ name: "acme.toml" }, { format: "toml" } as const]) {
      assert.match(refusalOf(text, options).message, /reads no TOML; convert the file to JSON/);
    }
  }
});
