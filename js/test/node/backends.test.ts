import assert from "node:assert/strict";
import { test } from "node:test";
import * as addon from "payonce";

test("one program can load both backends with one set of classes", async () => {
  const options = { apiKey: "awx_test_0000000000000000", baseUrl: "http://127.0.0.1:9" };
  const backends = [addon.backendName()];
  const first = new addon.AgentWallex(options);
  // Clients made from now on use the other backend; the first one keeps its own.
  const wasm = await import("payonce/wasm");
  backends.push(wasm.backendName());
  const second = new wasm.AgentWallex(options);
  assert.deepEqual(backends, ["addon", "wasm"]);
  const errors: unknown[] = [];
  for (const client of [first, second]) {
    await client.agents.get("../secrets").catch((error: unknown) => errors.push(error));
  }
  assert.equal(errors.length, 2);
  for (const error of errors) {
    assert.ok(error instanceof addon.InvalidArgumentError);
    assert.ok(error instanceof wasm.InvalidArgumentError);
    assert.ok(error instanceof wasm.AgentWallexError);
    assert.equal(error.details.field, "agentId");
  }
  const [left, right] = errors as addon.AnyPayonceError[];
  assert.deepEqual(left?.toJSON(), right?.toJSON());
});

test("errors of another copy of the package are recognized", async () => {
  const copy = (await import(`${import.meta.resolve("payonce/wasm")}?copy`)) as typeof addon;
  assert.equal(copy.version(), addon.version());
  const brand = Symbol.for("payonce.error");
  // As a second bundle would make it: the same shape and none of our classes.
  const foreign = Object.assign(new Error("over the limit"), {
    [brand]: true,
    provider: "agentwallex",
    kind: "policy_violation",
    outcome: "not_applied",
    phase: "answered",
    name: "PolicyViolationError",
  });
  assert.ok((foreign as unknown) instanceof addon.PayonceError);
  assert.ok((foreign as unknown) instanceof addon.PolicyViolationError);
  assert.ok((foreign as unknown) instanceof addon.AgentWallexError);
  assert.ok((foreign as unknown) instanceof addon.NotAppliedError);
  assert.ok(!((foreign as unknown) instanceof addon.AgentTechError));
});
