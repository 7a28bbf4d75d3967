import assert from "node:assert/strict";
import { test } from "node:test";
import * as payonce from "payonce/wasm";
import { caFile, testTrust } from "./tls.js";

const apiKey = "awx_a_key_of_a_test";

testTrust(payonce);

test("a client that uses fetch refuses the options that only the runtime decides", () => {
  assert.equal(payonce.backendName(), "wasm");
  for (const [field, option] of [
    ["ca", { ca: caFile }],
    ["proxy", { proxy: "http://proxy.example.com:3128" }],
  ] as const) {
    assert.throws(
      () => new payonce.AgentWallex({ apiKey, ...option }),
      (error) => {
        assert.ok(error instanceof payonce.InvalidArgumentError);
        assert.equal(error.details.field, field);
        assert.match(error.message, /fetch/);
        return true;
      },
    );
  }
});
